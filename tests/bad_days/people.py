"""Readers who ask all the time, and an editor who saves again and again, on threads."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import count, cycle
from typing import NamedTuple

from tests.admin.browsing import form_in
from tests.bad_days.running_site import PAGES, WRITTEN, RunningSite
from tests.soak.invariants import tokens_in

_words = count(2)  # No two tests write the same one.
# What a page says where the database or the disk is at fault, and where others save.
_TOLD = ("网站此刻无法保存任何内容", "数据库、磁盘或图片存储连不上", "别人正在保存")


@contextmanager
def meanwhile(*acts: Callable[[], None], pause: float = 0.02) -> Iterator[None]:
    """Repeat each act on a thread of its own."""
    is_over = threading.Event()

    def repeat(act: Callable[[], None]) -> None:
        while not is_over.wait(pause):
            act()

    threads = [threading.Thread(target=repeat, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


@dataclass
class Readers:
    """What readers got: how often which status, or the name of an error."""

    met: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    faulty: list[str] = field(default_factory=list)

    def ask(self, site: RunningSite, path: str) -> None:
        begun = time.monotonic()
        try:
            answer = site.get(path)
        except (OSError, HTTPException) as error:
            self.met[type(error).__name__] += 1
            return
        self.met[str(answer.status)] += 1
        self.slowest = max(self.slowest, time.monotonic() - begun)
        if answer.status == 500 or "Traceback" in answer.text:
            self.faulty.append(path)

    def assert_met(self, *what: str) -> None:
        """Let nobody have got anything else."""
        assert self.met, self
        assert set(self.met) <= set(what), self


@contextmanager
def reading(
    site: RunningSite, paths: Sequence[str] = PAGES, *, readers: int = 3
) -> Iterator[Readers]:
    """Let so many readers ask for the pages in turn meanwhile."""
    seen, turns = Readers(), cycle(paths)
    acts = [lambda: seen.ask(site, next(turns))] * readers
    with meanwhile(*acts):
        yield seen
    assert not seen.faulty, seen


class Refusal(NamedTuple):
    """A page that an editor got in the place of what was asked for, and the word in it."""

    status: int
    word: str
    text: str


@dataclass
class Editor:
    """What an editor saved, and the pages that refused it."""

    site: RunningSite
    path: str
    saved: set[str] = field(default_factory=set)
    refusals: list[Refusal] = field(default_factory=list)
    cut_off: int = 0

    def write(self) -> None:
        """Add a paragraph to the article and save it."""
        word = f"t{next(_words)}"
        try:
            page = self.site.editor.get(self.path)
            if page.status_code != 200:
                self.refusals.append(
                    Refusal(page.status_code, "", page.content.decode())
                )
                return
            form = form_in(page)
            form["body"] += f"\r\n{word}.\r\n"
            form["_continue"] = "1"
            answer = self.site.editor.post(self.path, form)
        except (OSError, HTTPException, ValueError):
            self.cut_off += 1
            return
        text = answer.content.decode()
        if answer.status_code == 200 and "errornote" not in text:
            self.saved.add(word)
        else:
            self.refusals.append(Refusal(answer.status_code, word, text))

    def has_saved_again(self) -> bool:
        """Save until it is taken; tell whether it was."""
        before = len(self.saved)
        self.write()
        return len(self.saved) > before

    def assert_nothing_lost(self) -> None:
        """Let all that was answered as saved be in the article, as readers see it."""
        lost = self.saved - tokens_in(self.site.get(WRITTEN).text)
        assert self.saved, self.refusals[-1:]
        assert not lost, sorted(lost)

    def assert_told(self) -> None:
        """Let each refusal be a page that says why, with the text in it that was sent;
        or it was saved, and only what comes after could not be shown."""
        stored = tokens_in(self.site.get(WRITTEN).text)
        for refusal in self.refusals:
            assert refusal.status == 503, refusal
            assert any(told in refusal.text for told in _TOLD), refusal
            assert refusal.word in {*stored, *tokens_in(refusal.text), ""}, refusal
            assert "Traceback" not in refusal.text, refusal


@contextmanager
def editing(site: RunningSite) -> Iterator[Editor]:
    """Let an editor write and save meanwhile."""
    editor = Editor(
        site, f"/admin/articles/article/{site.number_of('written')}/change/"
    )
    with meanwhile(editor.write, pause=0.1):
        yield editor

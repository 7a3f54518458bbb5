"""What readers, searchers and editors of a site get, asked through its addresses alone.

Runs in a process of its own, on the site that its environment names, so that it goes on
judging whatever models, views and templates are called by then.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client, override_settings


def print_visits(expected: str, *kinds: str) -> None:
    """Ask for the addresses of these kinds in the file of that name; print what came, as
    JSON."""
    asked = json.loads(Path(expected).read_text(encoding="utf-8"))
    # Nobody collected the static files, and no page here is about them.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
        found = {kind: VISITS[kind](asked[kind]) for kind in kinds}
    print(json.dumps(found))  # noqa: T201 – the answer of this process


def lists(asked: dict[str, Any]) -> Any:
    """The articles of each list's page on some days: {day: {address: links}}."""
    found = {}
    for day, addresses in asked.items():
        with clock_at(day):
            found[day] = searches(addresses)
    return found


def searches(asked: Iterable[str]) -> Any:
    """The articles that each address shows, in order, each once."""
    return {address: _links(address) for address in asked}


def texts(asked: dict[str, list[str]]) -> Any:
    """Which of the expected phrases each address shows."""
    found = {address: plain(main_of(address)) for address in asked}
    return {
        address: [phrase for phrase in phrases if phrase in found[address]]
        for address, phrases in asked.items()
    }


def redirects(asked: Iterable[str]) -> Any:
    """Where each address leads: [status, location]."""
    answers = {address: reader().get(address) for address in asked}
    return {
        address: [answer.status_code, answer.get("Location", "")]
        for address, answer in answers.items()
    }


def desk(asked: dict[str, Iterable[str]]) -> Any:
    """What each editor may do at each address: {name: {address: [status, what]}}."""
    found = {}
    for name, addresses in asked.items():
        client = reader()
        client.force_login(User.objects.get(username=name))
        found[name] = {address: _allowed(client, address) for address in addresses}
    return found


VISITS: dict[str, Callable[[Any], Any]] = {
    "lists": lists,
    "searches": searches,
    "texts": texts,
    "redirects": redirects,
    "desk": desk,
}


def reader() -> Client:
    """Somebody with a browser."""
    return Client(HTTP_HOST="localhost")


@contextmanager
def clock_at(day: str) -> Iterator[None]:
    """Let the site believe that it is that day, such as ``2091-01-01``."""
    now = datetime.fromisoformat(day).replace(tzinfo=UTC)
    with patch("django.utils.timezone.now", return_value=now):
        yield


def _links(address: str) -> list[str]:
    links = main_of(address).select('a[href*="/articles/"]')
    return list(dict.fromkeys(str(link["href"]) for link in links))


def _allowed(client: Client, address: str) -> list[Any]:
    """The status that an address of the admin ends with, and what may be done there: the
    actions of the list, and the buttons of its first row's page."""
    response = client.get(address, follow=True)
    page = listed = _parsed(response.content)
    if row := listed.select_one("#result_list tbody a[href], ul#result_list a[href]"):
        page = _parsed(client.get(str(row["href"]), follow=True).content)
    allowed = {str(one["value"]) for one in listed.select("select[name=action] option")}
    saving = "button:is([name=_save], [name=_update])"
    buttons = page.select(f"input[type=submit][name], {saving}")
    allowed |= {str(one["name"]) for one in buttons}
    allowed |= {"add"} if listed.select(".object-tools a.addlink") else set()
    allowed |= {"delete"} if page.select("a.deletelink") else set()
    if "/tag/" not in address:  # Then only tags could be merged.
        allowed -= {"merge_selected"}
    if "/articles/article/" in address:
        allowed = _as_before(client, address, allowed)
    return [response.status_code, sorted(filter(None, allowed))]


def _as_before(client: Client, address: str, allowed: set[str]) -> set[str]:
    """Call what may be done to articles as 0.4.0 did, which had three buttons that save,
    chose the status in a list, and deleted what had not been spiked."""
    before = allowed & {"add", "publish_selected", "withdraw_selected"}
    if {"_save", "_update"} & allowed:  # A live article is updated.
        before |= {"_save", "_continue"}
        before |= {"_addanother"} if "add" in allowed else set()
    spiked = _parsed(client.get(address, {"state": "spiked"}).content)
    if spiked.select("option[value=delete_selected]"):
        before |= {"delete", "delete_selected"}
    return before


def main_of(address: str) -> BeautifulSoup:
    """What an address shows a reader besides header, sidebar and footer."""
    return _parsed(reader().get(address).content)


def _parsed(content: bytes) -> BeautifulSoup:
    _header, start, rest = content.decode().partition("<main")
    main, _end, _footer = rest.partition("</main>")
    found = BeautifulSoup(start + main.replace("<wbr>", ""), "html.parser")
    # Where a line may end is no part of what it says.
    for half in found.select(".headline-half"):
        half.unwrap()
    found.smooth()
    return found


def plain(element: Tag) -> str:
    """The text of an element, with single spaces."""
    return " ".join(element.get_text(" ").split())

"""One archive with every awkward file that real ones hold: each is imported or set aside
with its reason, the rest goes on, and what came in goes out again byte for byte."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.test import TestCase

from articles.archive.exporter import export_articles
from articles.archive.importer import ImportAction, ImportResult, import_paths
from articles.choices import Status
from articles.models import Article, ImportedFile
from tests.search.drift import drift

CHINESE = "市场今日上涨，投资者认为央行的政策将继续支持经济增长，关税的影响有限。" * 3
TRADITIONAL = (
    "市場今日上漲，投資者認為央行的政策將繼續支持經濟增長，關稅的影響有限。" * 3
)
DATED = "title: 标题\ndate: 2025-02-10 15:35:00"


def yaml(front: str, body: str = f"{CHINESE}\n") -> bytes:
    return f"---\n{front}\n---\n{body}".encode()


@dataclass(frozen=True)
class Case:
    """A file, and what is to become of it. ``check`` looks at its article."""

    content: bytes
    codes: frozenset[str] = frozenset()
    is_refused: bool = False
    check: Callable[[Article], bool] = lambda _article: True


def good(
    content: bytes, *codes: str, check: Callable[[Article], bool] = lambda _a: True
) -> Case:
    return Case(content, frozenset(codes), check=check)


def bad(content: bytes, code: str) -> Case:
    return Case(content, frozenset({code}), is_refused=True)


def names(article: Article, labels: str) -> list[str]:
    return [str(label) for label in getattr(article, labels).all()]


CASES = {
    # Formats
    "toml.md": good(f'+++\ntitle = "甲"\ndate = 2025-02-10\n+++\n{CHINESE}\n'.encode()),
    "json.md": good(f'{{"title": "甲", "date": "2025-02-10"}}\n{CHINESE}\n'.encode()),
    "bracketed.md": good(
        f"[#]: title: (甲)\n[#]: date: (2025-02-10)\n\n{CHINESE}\n".encode(),
        check=lambda a: a.title == "(甲)" or a.title == "甲",
    ),
    "headed.txt": good(
        f"Title: 甲\nDate: 2025-02-10\n\n{CHINESE}\n".encode(),
        check=lambda a: a.title == "甲",
    ),
    "no-opening-fence.md": good(f"{DATED}\n---\n{CHINESE}\n".encode()),
    "heading.markdown": good(
        f"# 大标题\n\n{CHINESE}\n".encode(),
        *("no-front-matter", "missing-date"),
        check=lambda a: a.title == "大标题" and a.status == Status.DRAFT,
    ),
    "page.html": good(yaml(DATED, "<p>段落</p>\n")),
    "bundle/index.md": good(yaml(DATED), check=lambda a: a.slug == "bundle"),
    "post.zh-tw.md": good(
        yaml(DATED, TRADITIONAL), check=lambda a: a.language == "zh-Hant-TW"
    ),
    "zh-hk/folder.md": good(
        yaml(DATED, TRADITIONAL), check=lambda a: a.language == "zh-Hant-HK"
    ),
    "capitals.md": good(
        yaml("Title: 甲\nDATE: 2025-02-10\nTags: [一]"),
        check=lambda a: (a.title, names(a, "tags")) == ("甲", ["一"]),
    ),
    "params.md": good(
        yaml(f"{DATED}\nparams:\n  lead: 导语"), check=lambda a: a.lead == "导语"
    ),
    "jekyll/_posts/2019-05-07-old.md": good(
        yaml("title: 甲\nlayout: post\nupdated: 2020-01-01"),
        check=lambda a: str(a.published_at).startswith("2019-05-06 16:00"),
    ),
    # Encodings and line ends
    "bom.md": good(b"\xef\xbb\xbf" + yaml(DATED)),
    "two-marks.md": good(b"\xef\xbb\xbf" * 2 + yaml(DATED)),
    "utf-32.md": good(f"---\n{DATED}\n---\n{CHINESE}\n".encode("utf-32"), "encoding"),
    "utf-16.md": good(f"---\n{DATED}\n---\n{CHINESE}\n".encode("utf-16"), "encoding"),
    "gb18030.md": good(
        f"---\n{DATED}\n---\n{CHINESE}\n".encode("gb18030"), "encoding"
    ),
    "big5.md": good(
        f"---\ntitle: 標題\ndate: 2025-02-10\n---\n{TRADITIONAL}\n".encode("big5"),
        "encoding",
    ),
    "crlf.md": good(yaml(DATED).replace(b"\n", b"\r\n")),
    "mixed-ends.md": good(yaml(DATED, f"{CHINESE}\r\n{CHINESE}\r")),
    "no-last-line-end.md": good(yaml(DATED, CHINESE)),
    # Fields of the real world
    "plain-lists.md": good(
        yaml(f"{DATED}\ntags: 黄金\ncategories: 大宗\nauthor: 林岚"),
        check=lambda a: (
            [names(a, kind) for kind in ("tags", "categories", "authors")]
            == [["黄金"], ["大宗"], ["林岚"]]
        ),
    ),
    "odd-lists.md": good(
        yaml(f"{DATED}\ntags: [a, null, 7, '', a, A, {{x: y}}]"),
        "odd-list",
        check=lambda a: names(a, "tags") == ["a", "7"],
    ),
    "spelled-otherwise.md": good(
        yaml(f"{DATED}\ntags: [ｂｔｃ, BTC]"), check=lambda a: len(names(a, "tags")) == 1
    ),
    "entities.md": good(
        yaml("title: '<b>AT&amp;T</b> 涨'\ndate: 2025-02-10"),
        check=lambda a: a.title == "AT&T 涨",
    ),
    "long-title.md": good(
        yaml(f"title: {'长' * 500}\ndate: 2025-02-10"),
        check=lambda a: a.title == "长" * 500,
    ),
    "long-address.md": good(
        yaml(DATED, f"{CHINESE}\n\n1. 转载请注明出处，风险自负。\n\n[x](https://x.example/{'a' * 3000})\n"),
        "closing-block",
        check=lambda a: len(a.source_url) == 3018,
    ),
    "repeated-title.md": good(
        yaml(DATED, f"# 标题\n\n{CHINESE}\n"),
        "repeated-title",
        check=lambda a: not a.body.startswith("#"),
    ),
    "only-its-link.md": good(
        yaml(f"{DATED}\ntags: [haiyue]", "[haiyue](https://haiyue.example/牛 市)\n"),
    ),
    "empty-body.md": good(yaml(DATED, ""), check=lambda a: a.body == ""),
    "no-date.md": good(
        yaml("title: 甲"), "missing-date", check=lambda a: a.status == Status.DRAFT
    ),
    "2020-03-04-dated-name.md": good(
        yaml("title: 甲"), check=lambda a: a.status == Status.PUBLISHED
    ),
    "empty.md": good(b"", "empty"),
    "jekyll/_drafts/idea.md": good(
        yaml(DATED), check=lambda a: a.status == Status.DRAFT
    ),
    "jekyll/_drafts/out.md": good(
        yaml(f"{DATED}\ndraft: false"), check=lambda a: a.status == Status.PUBLISHED
    ),
    "headless/index.md": good(
        yaml(f"{DATED}\nheadless: true"),
        "headless",
        check=lambda a: a.status == Status.DRAFT,
    ),
    "readme.md": good(yaml(DATED), check=lambda a: a.title == "标题"),
    "TOC.zh.md": good(yaml(DATED)),
    "broken-picture.md": good(yaml(DATED, "![]()https://x.example/a.png![]()\n")),
    "script-link.md": good(
        yaml(DATED, "[x](javascript:alert(1)) ![](data:image/png;base64,AAAA)\n"),
        check=lambda a: "javascript" not in a.body_html,
    ),
    "handlers.md": good(
        yaml(DATED, '<p onclick="x()">文<script>x()</script></p>\n'),
        check=lambda a: "onclick" not in a.body_html and "script" not in a.body_html,
    ),
    "rare.md": good(yaml(DATED, "𠮷野家 😀 \u200b\u2028 嘅\n")),
    "long-line.md": good(yaml(DATED, f"{CHINESE * 600}\n")),
    # Bad input
    "colon.md": good(
        yaml("title: 快讯: 大涨\ndate: 2025-02-10"),
        "repaired",
        check=lambda a: a.title == "快讯: 大涨",
    ),
    "tab.md": good(
        yaml("title: 甲\ndate: 2025-02-10\ntags:\n\t- 一"),
        "repaired",
        check=lambda a: names(a, "tags") == ["一"],
    ),
    "unclosed-quote.md": bad(yaml('title: "甲\ndate: 2025-02-10'), "front-matter"),
    "unclosed-fence.md": bad(f"---\n{DATED}\n{CHINESE}\n".encode(), "front-matter"),
    "duplicate-key.md": good(
        yaml("title: 甲\ntitle: 乙\ndate: 2025-02-10"),
        "duplicate-key",
        check=lambda a: a.title == "乙",
    ),
    "anchor-bomb.md": bad(
        yaml(
            "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
            + "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9))
        ),
        "front-matter",
    ),
    "nul.md": good(yaml(DATED, f"{CHINESE}\x00\n"), "control-character"),
    "picture.md": bad(b"\x89PNG\r\n\x1a\n" + bytes(200), "binary"),
    "no-encoding.md": bad(b"\xff\xfe\x00", "not-utf-8"),
    "line\nbreak.md": bad(yaml(DATED), "bad-name"),
    "picture-in-its-key.md": good(
        yaml(f"{DATED}\nthumbnail: 'data:image/png;base64,{'A' * 4500}'"),
        "odd-value",
        check=lambda a: a.thumbnail_url == "" and len(a.extra["thumbnail"]) > 4500,
    ),
    "heavy-menu.md": good(
        yaml(f"{DATED}\nmenu: {{main: {{weight: 99999999999999999999}}}}"),
        check=lambda a: a.menu_entries.get().weight == 2**31 - 1,
    ),
    "long-alias.md": good(
        yaml(f"{DATED}\naliases: [/{'a' * 700}, /short]\nurl: /{'u' * 700}"),
        "address-too-long",
        check=lambda a: [r.path for r in a.redirects.all()] == ["/short/"],
    ),
    "ten-thousand-tags.md": good(
        yaml(f"{DATED}\ntags: [{', '.join(f't{n}' for n in range(10_000))}]"),
        check=lambda a: a.tags.count() == 10_000,
    ),
    "year-0.md": good(
        yaml("title: 甲\ndate: 0000-00-00"),
        "missing-date",
        check=lambda a: a.status == Status.DRAFT,
    ),
    "no-such-day.md": Case(
        yaml("title: 甲\ndate: 2019-02-30"),
        frozenset({"bad-date"}),
        check=lambda a: a.status == Status.DRAFT,
    ),
}  # fmt: skip


class AwkwardTests(TestCase):
    outcomes: dict[str, ImportResult]
    root: Path

    @classmethod
    def setUpTestData(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.root = Path(folder.name).resolve() / "site"
        content = cls.root / "content"
        for name, case in CASES.items():
            (content / name).parent.mkdir(parents=True, exist_ok=True)
            (content / name).write_bytes(case.content)
        outside = cls.root.parent / "outside.md"
        outside.write_bytes(yaml(DATED))
        (content / "link.md").symlink_to(outside)
        with (content / "huge.md").open("wb") as huge:
            os.truncate(huge.fileno(), 100_000_000)
        cls.outcomes = {
            str(outcome.path.relative_to(content)): outcome
            for outcome in import_paths([cls.root]).outcomes
        }

    def article(self, name: str) -> Article:
        return Article.objects.get(imported_file__path=f"content/{name}")

    def test_every_file_is_accounted_for(self) -> None:
        self.assertEqual(set(self.outcomes), {*CASES, "link.md", "huge.md"})

    def test_what_can_be_read_comes_in_and_says_what_was_odd(self) -> None:
        for name, case in CASES.items():
            if case.is_refused:
                continue
            with self.subTest(name):
                outcome = self.outcomes[name]
                self.assertEqual(outcome.action, ImportAction.CREATED)
                codes = {problem.code for problem in outcome.problems}
                self.assertLessEqual(case.codes, codes)
                self.assertTrue(case.check(self.article(name)))

    def test_what_cannot_is_set_aside_with_a_remedy(self) -> None:
        for name, case in CASES.items():
            if not case.is_refused:
                continue
            with self.subTest(name):
                outcome = self.outcomes[name]
                self.assertEqual(outcome.action, ImportAction.FAILED)
                self.assertEqual({p.code for p in outcome.problems}, case.codes)
                self.assertRegex(outcome.problems[0].message, r"[:.] ?\w")

    def test_the_search_holds_what_the_database_would_have_made_of_it(self) -> None:
        found = drift()
        self.assertFalse(found.is_any, found)

    def test_a_huge_file_and_a_link_out_of_the_tree_are_never_read(self) -> None:
        self.assertEqual(self.outcomes["huge.md"].problems[0].code, "too-large")
        self.assertEqual(self.outcomes["link.md"].action, ImportAction.SKIPPED)

    def test_what_came_in_goes_out_byte_for_byte(self) -> None:
        folder = self.root.parent / "out"
        _count, outcomes = export_articles(folder, archive="site")
        self.assertEqual([o for o in outcomes if o.problems], [])
        for path in ImportedFile.objects.values_list("path", flat=True):
            with self.subTest(path):
                written = (folder / path).read_bytes()
                self.assertEqual(written, (self.root / path).read_bytes())

    def test_the_second_time_nothing_changes(self) -> None:
        actions = {outcome.action for outcome in import_paths([self.root]).outcomes}
        self.assertEqual(
            actions, {ImportAction.UNCHANGED, ImportAction.FAILED, ImportAction.SKIPPED}
        )

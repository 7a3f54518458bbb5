"""Checks of marks and scripts, in an article and in its overrides."""

from __future__ import annotations

from django.test import TestCase

from articles.choices import Language
from articles.variants.conversions import bad_marks, other_scripts
from articles.variants.engine import Fault, convertible_text, misplaced
from tests.factories import make_article


class BadMarksTests(TestCase):
    def test_a_problem_has_its_field_and_its_line(self) -> None:
        article = make_article(title="-{甲", body="一\n\n-{zh-xx:乙}-\n")
        found = [(b.field, b.line, b.fault) for b in bad_marks(article)]
        self.assertEqual(
            found,
            [("title", 1, Fault.NOT_CLOSED), ("body", 3, Fault.UNKNOWN_VARIANT)],
        )

    def test_code_in_markdown_is_no_problem(self) -> None:
        article = make_article(body="`-{`\n", summary="`}-`")
        self.assertEqual(list(bad_marks(article)), [])


class OtherScriptsTests(TestCase):
    def test_two_characters_hidden_in_a_title_are_found(self) -> None:
        article = make_article(
            language=Language.HONG_KONG,
            title="A $48 billion surge is expected to drive a new round of “融涨”",
            body="系統性基金準備向美國股市注入資金，關税與客户。\n",
        )
        (found,) = other_scripts(article)
        self.assertEqual((found.field, found.characters), ("title", "涨"))
        self.assertIn("融涨", found.place)

    def test_a_field_wholly_in_the_other_script_says_which(self) -> None:
        article = make_article(
            language=Language.TAIWAN, title="甲", lead="导语：关税上调"
        )
        found = {other.field: other.shown for other in other_scripts(article)}
        self.assertEqual(found, {"lead": Language.SIMPLIFIED})

    def test_a_few_characters_in_a_body_name_no_other_language(self) -> None:
        article = make_article(body="关税上调后，他说「關係」不变，市场发生变化。\n")
        (found,) = other_scripts(article)
        self.assertEqual((found.field, found.shown), ("body", ""))
        self.assertEqual(found.characters, "關係")

    def test_what_stands_in_a_mark_in_code_or_an_address_is_meant_so(self) -> None:
        article = make_article(
            title="-{關係}-与-{zh-hans:软件; zh-hant:軟體}-",
            body="-{關係}-与`關係`，见 https://example.org/關係\n",
        )
        self.assertEqual(list(other_scripts(article)), [])

    def test_english_is_not_judged(self) -> None:
        article = make_article(language="en", title="A 關係 B 关系", body="關係关系\n")
        self.assertEqual(list(other_scripts(article)), [])

    def test_a_broken_mark_hides_nothing(self) -> None:
        found = misplaced(convertible_text("-{zh-xx:关系}-"), Language.TAIWAN)
        self.assertEqual([one.char for one in found], ["关"])

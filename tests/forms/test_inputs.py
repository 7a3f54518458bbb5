from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import SimpleTestCase
from django.utils import translation
from hypothesis import given, strategies as st

from articles.forms.inputs import (
    LinksField,
    NameField,
    NamesField,
    PictureField,
    ProseField,
    TagsField,
    join_tags,
    split_tags,
)
from articles.variants.engine import fold
from tests.sample_images import png


class SplitTagsTests(SimpleTestCase):
    def test_every_separator_of_both_languages_splits(self) -> None:
        for text in (
            "港股,美股",
            "港股，美股",
            "港股、美股",
            "港股;美股",
            "港股；美股",
        ):
            with self.subTest(text):
                self.assertEqual(split_tags(text), ["港股", "美股"])
        self.assertEqual(split_tags("港股\r\n美股\n\n债市"), ["港股", "美股", "债市"])

    def test_a_space_stays_inside_a_tag(self) -> None:
        tags = ["标普 500", "New York"]
        self.assertEqual(split_tags("标普 500、 New  York "), tags)

    def test_quotes_protect_a_separator(self) -> None:
        self.assertEqual(split_tags('"Yes, Minister", 港股'), ["Yes, Minister", "港股"])
        self.assertEqual(split_tags("“通胀、利率”，港股"), ["通胀、利率", "港股"])
        self.assertEqual(split_tags('"say ""no"", now"'), ['say "no", now'])

    def test_quotes_inside_a_tag_are_part_of_it(self) -> None:
        self.assertEqual(split_tags("“双碳”目标,港股"), ["“双碳”目标", "港股"])
        self.assertEqual(split_tags('5" screen, 7" screen'), ['5" screen', '7" screen'])
        self.assertEqual(split_tags('"open, ended'), ['"open', "ended"])

    def test_spellings_of_one_tag_count_once(self) -> None:
        self.assertEqual(split_tags("关税, 關稅, ＥＴＦ, etf"), ["关税", "ＥＴＦ"])

    def test_nothing_makes_no_tags(self) -> None:
        for text in ("", " , ，\n、;", '""', "“”", "　"):
            with self.subTest(text):
                self.assertEqual(split_tags(text), [])

    @given(st.lists(st.text(max_size=12)))
    def test_joined_tags_split_into_the_same_tags(self, texts: list[str]) -> None:
        wanted = {fold(text): " ".join(text.split()) for text in reversed(texts)}
        tags = [wanted[key] for key in wanted if key]
        self.assertEqual(split_tags(join_tags(tags)), tags)

    @given(st.text(alphabet=',，"“” \na', max_size=30))
    def test_what_is_split_stays_split(self, text: str) -> None:
        tags = split_tags(text)
        self.assertEqual(split_tags(join_tags(tags)), tags)


class ListFieldTests(SimpleTestCase):
    def test_nul_characters_are_refused(self) -> None:
        with self.assertRaises(ValidationError) as caught:
            TagsField().clean("港股\x00")
        self.assertEqual(caught.exception.code, "null_characters_not_allowed")

    def test_a_tag_that_no_column_holds_is_refused(self) -> None:
        with self.assertRaises(ValidationError):
            TagsField().clean("长" * 256)

    def test_the_same_list_is_no_change(self) -> None:
        self.assertFalse(TagsField().has_changed(["港股", "a, b"], '港股，"a, b"'))
        self.assertTrue(TagsField().has_changed(["港股", "美股"], "美股，港股"))

    def test_names_keep_their_order(self) -> None:
        field = NamesField(known=[("search", "Search"), ("recent", "Recent")])
        self.assertEqual(field.clean("recent，search\nrecent").count("recent"), 2)
        self.assertEqual(field.clean("recent, search"), ["recent", "search"])

    def test_an_unknown_name_is_refused_with_those_that_are_known(self) -> None:
        field = NamesField(known=[("search", "Search")])
        with self.assertRaisesMessage(ValidationError, "search"):
            field.clean("serch")

    def test_a_name_that_is_stored_already_stays_allowed(self) -> None:
        field = NamesField(known=[("search", "Search")])
        field.kept = ["weather"]
        self.assertEqual(field.clean("weather, search"), ["weather", "search"])

    def test_links_are_a_title_and_an_address_a_line(self) -> None:
        text = "Our feed https://example.org/feed\r\n\nMail mailto:desk@example.org"
        links = LinksField().clean(text)
        self.assertEqual(
            links[0], {"title": "Our feed", "url": "https://example.org/feed"}
        )
        self.assertEqual(links[1]["url"], "mailto:desk@example.org")

    def test_a_script_is_no_link(self) -> None:
        for line in ("X javascript:alert(1)", "https://example.org", "words only"):
            with self.subTest(line), self.assertRaises(ValidationError):
                LinksField().clean(line)


class ProseFieldTests(SimpleTestCase):
    def test_the_line_breaks_of_browsers_are_no_edit(self) -> None:
        field = ProseField(required=False)
        self.assertFalse(field.has_changed(" a\n\nb\n", " a\r\n\r\nb\r\n"))
        self.assertEqual(field.clean("  code\r\n"), "  code\n")


class NameFieldTests(SimpleTestCase):
    def test_pasted_line_breaks_are_spaces(self) -> None:
        field = NameField()
        for typed in ("油价\r\n急升", "油价\u2028急升", "油价\n\n急升\n"):
            self.assertEqual(field.clean(typed), "油价 急升")

    def test_a_headline_that_was_stored_on_two_lines_is_no_edit(self) -> None:
        self.assertFalse(NameField().has_changed("油价\n急升", "油价\r\n急升"))
        self.assertFalse(NameField().has_changed("油价　急升", "油价　急升"))


class PictureFieldTests(SimpleTestCase):
    def test_a_picture_is_accepted_whatever_it_is_called(self) -> None:
        file = SimpleUploadedFile("a.txt", png(), content_type="text/plain")
        self.assertEqual(PictureField().clean(file).read(), png())

    def test_html_that_claims_to_be_a_picture_is_refused(self) -> None:
        file = SimpleUploadedFile("a.gif", b"<script>1</script>", "image/gif")
        with (
            translation.override("en"),
            self.assertRaisesMessage(ValidationError, "not a picture"),
        ):
            PictureField().clean(file)

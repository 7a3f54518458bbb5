from __future__ import annotations

from django.test import SimpleTestCase

from articles.rendering import count_words, plain_text, render


class MarkerTests(SimpleTestCase):
    def test_the_text_before_the_marker_is_the_excerpt(self) -> None:
        rendered = render("**a**\n\n<!--more-->\n\nb", summary="unused")
        self.assertEqual(rendered.excerpt_html, "<p><strong>a</strong></p>")
        self.assertTrue(rendered.is_truncated)

    def test_nothing_after_the_marker_is_not_truncated(self) -> None:
        for body in [
            "a\n\n<!--more-->",
            "a <!--more-->",
            "a\n\n<!--more-->\n\n[r]: /x\n",
        ]:
            with self.subTest(body):
                rendered = render(body)
                self.assertIn(rendered.excerpt_html, {"<p>a</p>", "<p>a </p>"})
                self.assertEqual(rendered.html.count("<p>"), 1)
                self.assertFalse(rendered.is_truncated)

    def test_the_marker_is_never_printed(self) -> None:
        for body in [
            "a\n<!--more-->\nb",
            "- a\n\n  <!--more-->\n- b",
            "<div>\n<!--more-->\n</div>",
        ]:
            with self.subTest(body):
                self.assertNotIn("more", render(body).html)

    def test_a_picture_beside_the_marker_stays(self) -> None:
        rendered = render("![](a.png)<!--more-->")
        self.assertEqual(rendered.html.count("<img"), 1)
        self.assertFalse(rendered.is_truncated)

    def test_a_marker_in_a_list_closes_the_list(self) -> None:
        excerpt = render("- a\n\n  <!--more-->\n\n- b").excerpt_html
        self.assertEqual("".join(excerpt.split()), "<ul><li><p>a</p></li></ul>")

    def test_a_marker_in_code_is_an_example(self) -> None:
        rendered = render("a\n\n```\n<!--more-->\n```\n\nb", summary="s")
        self.assertEqual(rendered.excerpt_html, "s")
        self.assertIn("&lt;!--more--&gt;", rendered.html)

    def test_links_defined_below_the_marker_work_above_it(self) -> None:
        rendered = render("[a][r]\n\n<!--more-->\n\nb\n\n[r]: /x")
        self.assertEqual(rendered.excerpt_html, '<p><a href="/x">a</a></p>')

    def test_footnotes_stay_with_the_article(self) -> None:
        rendered = render("a[^1]\n\n<!--more-->\n\nb\n\n[^1]: note")
        self.assertEqual(rendered.excerpt_html, "<p>a</p>")


class SummaryTests(SimpleTestCase):
    def test_a_summary_is_markdown_without_its_paragraph(self) -> None:
        rendered = render("Long body. " * 200, summary="*s*")
        self.assertEqual(rendered.excerpt_html, "<em>s</em>")
        self.assertFalse(rendered.is_truncated)

    def test_a_summary_of_two_paragraphs_keeps_them(self) -> None:
        self.assertEqual(
            render("x", summary="a\n\nb").excerpt_html, "<p>a</p>\n<p>b</p>"
        )

    def test_an_empty_summary_does_not_count(self) -> None:
        self.assertEqual(render("Body.", summary=" \n").excerpt_html, "Body.")


class AutomaticTests(SimpleTestCase):
    def test_a_short_body_is_its_own_excerpt(self) -> None:
        rendered = render("One. Two.\n\nThree.")
        self.assertEqual(rendered.excerpt_html, "One. Two. Three.")
        self.assertFalse(rendered.is_truncated)

    def test_it_ends_with_a_whole_english_sentence(self) -> None:
        sentence = "The bank left its rate where it was on Tuesday. "
        rendered = render(sentence * 20)
        self.assertEqual(rendered.excerpt_html, (sentence * 7).strip())
        self.assertTrue(rendered.is_truncated)

    def test_it_ends_with_a_whole_chinese_sentence(self) -> None:
        sentence = "央行周二维持利率不变，并称“通胀仍高于目标！”"
        rendered = render(sentence * 20)
        self.assertTrue(rendered.excerpt_html.endswith("！”"))
        self.assertLessEqual(len(rendered.excerpt_html), 140)
        self.assertGreater(len(rendered.excerpt_html), 100)
        self.assertTrue(rendered.is_truncated)

    def test_an_abbreviation_ends_no_sentence(self) -> None:
        rest = "word " * 64
        rendered = render(
            f"It fell. {rest}in the U.S. economy, said Mr. Lee of it all."
        )
        self.assertEqual(rendered.excerpt_html, "It fell.")

    def test_a_decimal_ends_no_sentence(self) -> None:
        rendered = render("It rose. " + "word " * 64 + "by 3.5 percent in a year.")
        self.assertEqual(rendered.excerpt_html, "It rose.")

    def test_headings_images_and_code_are_left_out(self) -> None:
        rendered = render("# Title\n\n![alt](a.png)\n\nText.\n\n```\ncode\n```")
        self.assertEqual(rendered.excerpt_html, "Text.")
        self.assertTrue(rendered.is_truncated)

    def test_the_link_that_stands_for_a_frame_is_left_out(self) -> None:
        for frame in [
            "{{< youtube a >}}",
            '<iframe src="https://v.example/a" title="Player"></iframe>',
            '<p><iframe src="https://v.example/a"></iframe></p>',
        ]:
            with self.subTest(frame):
                self.assertEqual(render(f"{frame}\n\nText.").excerpt_html, "Text.")

    def test_paragraphs_of_raw_html_count(self) -> None:
        rendered = render("<h2>Title</h2>\n<p>Text.</p>\n<ul><li>Item</li></ul>")
        self.assertEqual(rendered.excerpt_html, "Text.")

    def test_a_first_sentence_that_is_too_long_is_cut_at_a_word(self) -> None:
        self.assertEqual(
            render("word " * 100).excerpt_html, " ".join(["word"] * 70) + "…"
        )
        self.assertEqual(render("字" * 300).excerpt_html, "字" * 140 + "…")

    def test_a_body_without_a_paragraph_gives_its_text(self) -> None:
        self.assertEqual(render("- a\n- b").excerpt_html, "a b")

    def test_it_is_escaped(self) -> None:
        rendered = render(r"1 \< 2 & `<b>` is <i>code</i>.")
        self.assertEqual(rendered.excerpt_html, "1 &lt; 2 &amp; &lt;b&gt; is code.")

    def test_chinese_paragraphs_join_without_a_space(self) -> None:
        self.assertEqual(render("一。\n\n二。").excerpt_html, "一。二。")


class PlainTextTests(SimpleTestCase):
    def test_words_of_two_blocks_stay_apart(self) -> None:
        self.assertEqual(render("# A\n\nb *c*d\n\n- e").text, "A b cd e")

    def test_notes_and_their_numbers_are_left_out(self) -> None:
        self.assertEqual(render("a[^1].\n\n[^1]: note").text, "a.")

    def test_entities_become_characters(self) -> None:
        self.assertEqual(plain_text("<p>a &lt; b&nbsp;&amp; c</p>"), "a < b & c")

    def test_nothing_gives_nothing(self) -> None:
        rendered = render("")
        self.assertEqual((rendered.html, rendered.text), ("", ""))
        self.assertEqual((rendered.excerpt_html, rendered.is_truncated), ("", False))


class CountWordsTests(SimpleTestCase):
    def test_two_han_characters_count_as_one_word(self) -> None:
        self.assertEqual(count_words("GDP 增长 of"), 3)

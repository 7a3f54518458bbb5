"""In HTML only what people read is converted; every other byte stays."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.variants.engine import (
    Choice,
    Conversion,
    TermBase,
    TermEntry,
    convert_html,
    definitions_in_html,
    find_ambiguities_in_html,
)
from articles.variants.engine.house_style import DEFAULT_STYLE
from tests.variants.engine.conversions import HANS, HONG_KONG, TAIWAN, to_taiwan

HEDGE = TermEntry("对冲基金", "避險基金", "對沖基金")
SAUDI = TermEntry("沙特", "沙烏地", "沙特")


class TextNodeTests(SimpleTestCase):
    def check(self, markup: str, expected: str, *terms: TermEntry) -> None:
        self.assertEqual(convert_html(markup, to_taiwan(*terms)), expected)

    def test_text_alt_and_title_are_converted_and_nothing_else(self) -> None:
        self.check(
            '<p id="对"><a href="/对" title="对">对</a><img src="/对.png" alt="对" title="汉"></p>',
            '<p id="对"><a href="/对" title="對">對</a><img src="/对.png" alt="對" title="漢"></p>',
        )

    def test_code_and_formulas_stay(self) -> None:
        for tag in ("code", "pre", "kbd", "samp", "script", "style", "math"):
            with self.subTest(tag):
                kept = f'<{tag} title="对">对<b>对</b>-{{对}}-</{tag}>'
                self.check(f"<p>对{kept}对</p>", f"<p>對{kept}對</p>")

    def test_a_passage_in_another_language_stays_and_loses_its_marks(self) -> None:
        self.check(
            '<p>对<i lang="ja" title="国">国<i>国</i>-{国}-</i>对</p>',
            '<p>對<i lang="ja" title="国">国<i>国</i>国</i>對</p>',
        )

    def test_chinese_inside_another_language_is_converted(self) -> None:
        self.check(
            '<div lang="ja">国<p lang="zh">国</p>国</div>国',
            '<div lang="ja">国<p lang="zh">國</p>国</div>國',
        )

    def test_a_passage_in_another_chinese_script_is_read_as_such(self) -> None:
        markup = '<p>后<q lang="zh-Hant-HK">皇后</q></p>'
        self.check(markup, '<p>後<q lang="zh-Hant-TW">皇后</q></p>')

    def test_the_language_of_a_converted_passage_follows(self) -> None:
        for markup, expected in (
            ('<i lang="zh-Hans" title="国">国</i>', 'lang="zh-Hant-TW" title="國">國'),
            ('<i title="国" lang=zh-CN>国</i>', 'title="國" lang=zh-Hant-TW>國'),
            ('<img alt="国" lang="zh-cn">', 'alt="國" lang="zh-Hant-TW"'),
            ('<i lang="zh-Hans">对\0</i>', 'lang="zh-Hant-TW">對\0'),
        ):
            with self.subTest(markup):
                self.assertIn(expected, convert_html(f"<p>对{markup}</p>", to_taiwan()))

    def test_a_passage_in_the_other_script_stays_on_the_original_s_own_page(
        self,
    ) -> None:
        markup = '<p>-{头}-<i lang="zh-Hant">頭髮</i></p>'
        self.assertEqual(
            convert_html(markup, Conversion(HANS, HANS)),
            '<p>头<i lang="zh-Hant">頭髮</i></p>',
        )

    def test_a_language_that_stays_true_keeps_its_name(self) -> None:
        for kept in (
            '<i lang="zh-Hant">頭髮</i>',
            '<i lang="zh-TW">頭髮</i>',
            '<i lang="zh">里</i>',
            '<i lang="zh-Hans" translate="no">头</i>',
            '<i lang="zh-Hans">-{头}-</i>',
            '<code lang="zh-Hans">头</code>',
            '<i lang="ja">国<b lang="en">x</b></i>',
        ):
            with self.subTest(kept):
                converted = convert_html(f"<p>{kept}</p>", to_taiwan())
                expected = kept.replace("里", "裡").replace("-{头}-", "头")
                self.assertEqual(converted, f"<p>{expected}</p>")

    def test_what_is_not_to_be_translated_stays(self) -> None:
        kept = '<span translate="no">对冲</span>'
        self.check(f"<p>对{kept}</p>", f"<p>對{kept}</p>")

    def test_phrases_and_terms_run_through_inline_elements(self) -> None:
        self.check("<p>皇<b>后</b></p>", "<p>皇<b>后</b></p>")
        self.check(
            "<p><strong>对冲</strong>基金</p>",
            "<p><strong>避險</strong>基金</p>",
            HEDGE,
        )

    def test_nothing_runs_through_paragraphs_cells_or_code(self) -> None:
        self.check("<p>皇</p><p>后</p>", "<p>皇</p><p>後</p>")
        self.check("<td>对冲</td><td>基金</td>", "<td>對沖</td><td>基金</td>", HEDGE)
        self.check("<p>皇<code>x</code>后</p>", "<p>皇<code>x</code>後</p>")

    def test_a_term_that_grows_stays_in_its_first_node(self) -> None:
        self.check("<p>在<a>沙</a>特说</p>", "<p>在<a>沙烏地</a>說</p>", SAUDI)
        self.check(
            "<p><i>沙特</i>对<b>冲</b></p>", "<p><i>沙烏地</i>對<b>沖</b></p>", SAUDI
        )

    def test_entities_stay_as_they_are_written(self) -> None:
        self.check(
            "<p>对&nbsp;&lt;&#22269;&amp;</p>", "<p>對&nbsp;&lt;&#22269;&amp;</p>"
        )

    def test_marks_may_hold_elements(self) -> None:
        self.check("<p>-{对<b>冲</b>}-对</p>", "<p>对<b>冲</b>對</p>")

    def test_a_paragraph_of_definitions_is_left_out(self) -> None:
        body = "<p>-{H|zh-cn:里根;zh-tw:雷根}-</p><p>里根</p>"
        self.check(body, "<p>雷根</p>")
        self.assertEqual(definitions_in_html(body)[0].taiwan, "雷根")

    def test_comments_and_open_elements_do_no_harm(self) -> None:
        self.check("<!--对--><p>对<p>对<b>对", "<!--对--><p>對<p>對<b>對")
        self.check("<p>对<code>对", "<p>對<code>对")

    def test_characters_opencc_cannot_take_stay(self) -> None:
        markup = '<p>对\ud800<b>\0对</b>\ufdd0</p>\ufdd1<i title="\ufdd3对">\ufdd2</i>'
        converted = convert_html(markup, to_taiwan())
        # As ASCII: what pytest reports must be valid UTF-8.
        self.assertEqual(ascii(converted), ascii(markup.replace("对", "對")))

    def test_a_choice_is_found_behind_entities(self) -> None:
        choice = Choice("A&B的干货。", 4, "幹")
        conversion = Conversion(HANS, TAIWAN, choices=(choice,))
        self.assertEqual(
            convert_html("<p>A&amp;B的干货。</p>", conversion), "<p>A&amp;B的幹貨。</p>"
        )

    def test_an_ambiguity_is_settled_beside_inline_code(self) -> None:
        markup = "<p>A&amp;B<code>x</code>的海岳。</p>"
        (ambiguity,) = find_ambiguities_in_html(markup, to_taiwan())
        choice = Choice(ambiguity.sentence, ambiguity.offset, "嶽")
        conversion = Conversion(HANS, TAIWAN, choices=(choice,))
        self.assertIn("的海嶽", convert_html(markup, conversion))

    def test_ambiguities_are_listed_by_paragraph(self) -> None:
        found = find_ambiguities_in_html("<p>A &amp; B</p><p>海岳</p>", to_taiwan())
        self.assertEqual([(d.source, d.sentence) for d in found], [("岳", "海岳")])


class PreviewTests(SimpleTestCase):
    def test_changes_are_marked_in_text_only(self) -> None:
        marked = convert_html(
            '<p title="对">在沙特<b>对</b>冲“税”</p>',
            Conversion(HANS, HONG_KONG, (TermBase([SAUDI]),), DEFAULT_STYLE),
            marker=lambda change: f"[{change.source}>{change.printed}:{change.reason}]",
        )
        self.assertEqual(
            marked,
            '<p title="對">在沙特<b>[对>對:opencc]</b>[冲>沖:opencc]'
            "[“>「:style][税>稅:style][”>」:style]</p>",
        )


class SecondConversionTests(SimpleTestCase):
    def test_a_converted_page_does_not_change(self) -> None:
        markup = (
            "<p>“沙特”对-{干}-<b>冲</b> \\-{x}- -{H|zh-cn:甲;zh-tw:乙}- -{没</p>"
            "<p>-{zh-cn:A&amp;B;zh-tw:&lt;}-</p>"
        )
        for target in (HANS, TAIWAN, HONG_KONG):
            once = convert_html(
                markup, Conversion(HANS, target, (TermBase([SAUDI]),), DEFAULT_STYLE)
            )
            with self.subTest(target):
                again = Conversion(target, target, (TermBase([SAUDI]),), DEFAULT_STYLE)
                self.assertEqual(convert_html(once, again), once)

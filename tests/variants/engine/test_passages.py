"""A text in another language says where it is Chinese."""

from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.variants.engine import Conversion, convert_html, name_passages


def span(language: str, text: str) -> str:
    return f'<span lang="{language}">{text}</span>'


class PassageTests(SimpleTestCase):
    def check(self, markup: str, expected: str, language: str = "en") -> None:
        self.assertEqual(name_passages(markup, language), expected)

    def test_each_passage_says_its_script(self) -> None:
        self.check(
            "<p>Hedge funds (对冲基金), or 對沖基金 in Hong Kong.</p>",
            f"<p>Hedge funds ({span('zh-Hans', '对冲基金')}), or "
            f"{span('zh-Hant', '對沖基金')} in Hong Kong.</p>",
        )

    def test_characters_of_both_scripts_follow_the_rest_of_the_text(self) -> None:
        self.check(
            "a 中国 b 上海", f"a {span('zh-Hans', '中国')} b {span('zh-Hans', '上海')}"
        )
        self.check(
            "a 中國 b 上海", f"a {span('zh-Hant', '中國')} b {span('zh-Hant', '上海')}"
        )
        self.check("a 上海", f"a {span('zh', '上海')}")

    def test_japanese_is_not_chinese(self) -> None:
        self.check("a 日本の銀行 b", f"a {span('ja', '日本の銀行')} b")

    def test_punctuation_inside_a_passage_belongs_to_it(self) -> None:
        self.check("«买入，卖出。»", f"«{span('zh-Hans', '买入，卖出')}。»")

    def test_a_text_in_han_characters_names_nothing(self) -> None:
        for language in ("zh-Hans", "zh-Hant-HK", "ja", "ko"):
            self.check("<p>买 株式</p>", "<p>买 株式</p>", language)

    def test_code_addresses_and_what_names_itself_stay(self) -> None:
        for markup in (
            "<p>a <code>买</code></p>",
            "<pre>买</pre>",
            '<p><a href="/买" title="买">b</a><img src="/买" alt="买"></p>',
            '<p><i lang="ja">株</i> <q lang="zh">买</q> <b translate="no">买</b></p>',
            "<p>a -{zh-hans:软件; zh-hant:軟體}- b</p>",
        ):
            with self.subTest(markup):
                self.check(markup, markup)

    def test_words_of_a_link_are_named_inside_it(self) -> None:
        self.check(
            '<p>a <a href="/买">买 b</a> c</p>',
            f'<p>a <a href="/买">{span("zh-Hans", "买")} b</a> c</p>',
        )

    def test_what_a_mark_leaves_alone_is_named_too(self) -> None:
        self.check("<p>a -{后来}- b</p>", f"<p>a {span('zh-Hans', '-{后来}-')} b</p>")
        self.check("a -{b 后来}-", f"a -{{b {span('zh-Hans', '后来')}}}-")
        for markup in ("-{后来}-", "-{a 后来}-"):
            with self.subTest(markup):
                shown = convert_html(
                    name_passages(markup, "en"), Conversion("en", "en")
                )
                words = markup[2:-2].replace("后来", span("zh-Hans", "后来"))
                self.assertEqual(shown, words)

    def test_a_named_mark_still_keeps_its_words(self) -> None:
        shown = convert_html(
            name_passages("a -{后来}-", "en"), Conversion("en", "zh-Hant-TW")
        )
        self.assertEqual(shown, f"a {span('zh-Hans', '后来')}")

    @given(st.text(alphabet="买賣の、。ab &;-{}\\<>/", max_size=40))
    def test_no_word_is_lost_and_a_second_time_adds_nothing(self, text: str) -> None:
        markup = f"<p>{text.replace('<', '&lt;').replace('>', '&gt;')}</p>"
        named = name_passages(markup, "en")
        bare = named.replace("</span>", "")
        for language in ("zh", "zh-Hans", "zh-Hant", "ja"):
            bare = bare.replace(f'<span lang="{language}">', "")
        self.assertEqual(bare, markup)
        self.assertEqual(name_passages(named, "en"), named)

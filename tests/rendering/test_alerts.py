from __future__ import annotations

from django.test import SimpleTestCase

from articles.rendering import render

# An alert beside what its aside holds.
ALERTS = {
    "> [!TIP]\n> 甲": '<p class="alert__label">提示</p><p>甲</p>',
    "> [!tip] 甲": '<p class="alert__label">提示</p><p>甲</p>',
    "> [!TIP]-\n> 甲": '<p class="alert__label">提示</p><p>甲</p>',
    "> [!TIP] 题\n> 甲\n> 乙": '<p class="alert__label">提示</p><p>题</p><p>甲乙</p>',
    "> [!TIP]\n>\n> - 甲": '<p class="alert__label">提示</p><ul><li>甲</li></ul>',
    "> [!TIP]\n> > 甲": '<p class="alert__label">提示</p>'
    "<blockquote><p>甲</p></blockquote>",
}
# Quotations that stay what they are.
QUOTATIONS = ["> [!TIP]", "> [!TIP](/a)", "> 甲 [!TIP]", "> [! TIP]\n> 甲", "> 甲"]
LABELS = {
    "en": ["Note", "Tip", "Important", "Warning", "Caution"],
    "zh-Hans": ["注意", "提示", "重要", "警告", "当心"],
    "zh-Hant-TW": ["注意", "提示", "重要", "警告", "當心"],
    "zh-Hant-HK": ["注意", "提示", "重要", "警告", "當心"],
    "fr": ["Note", "Tip", "Important", "Warning", "Caution"],
}


def drawn(body: str, language: str = "zh-Hans") -> str:
    return "".join(render(body, language=language).html.split("\n"))


class AlertTests(SimpleTestCase):
    def test_an_alert_is_an_aside_with_a_label(self) -> None:
        for body, inside in ALERTS.items():
            with self.subTest(body):
                aside = f'<aside class="alert alert--tip" role="note">{inside}</aside>'
                self.assertEqual(drawn(body), aside)

    def test_it_may_stand_in_a_list_or_a_quotation(self) -> None:
        for body in ["- > [!TIP]\n  > 甲", "> > [!TIP]\n> > 甲"]:
            with self.subTest(body):
                self.assertIn(f"{'提示'}</p><p>甲</p></aside>", drawn(body))

    def test_other_quotations_stay(self) -> None:
        for body in QUOTATIONS:
            with self.subTest(body):
                self.assertNotIn("<aside", drawn(body))
                self.assertEqual(render(body).unknown_markup, ())

    def test_an_unknown_kind_stays_as_typed_and_is_reported(self) -> None:
        rendered = render("> [!BAN]\n> 甲\n\n> [!ban] 乙")
        self.assertIn("[!BAN]", rendered.text)
        self.assertEqual(rendered.unknown_markup, ("[!BAN]",))

    def test_the_label_is_in_the_language_of_the_text(self) -> None:
        kinds = ["note", "tip", "important", "warning", "caution"]
        for language, labels in LABELS.items():
            for kind, label in zip(kinds, labels, strict=True):
                with self.subTest(language=language, kind=kind):
                    html = drawn(f"> [!{kind}]\n> a", language)
                    self.assertIn(f'<p class="alert__label">{label}</p>', html)
                    self.assertIn(f'class="alert alert--{kind}"', html)

    def test_other_asides_get_no_class_of_the_site(self) -> None:
        html = render('<aside class="widget alert--x" role="main">a</aside>').html
        self.assertEqual(html, "<aside>a</aside>")

"""Cards with headlines: every headline fits, and no word is broken."""

from __future__ import annotations

from io import BytesIO

from django.test import SimpleTestCase
from PIL import Image

from articles.images.share_cards import (
    CARD_SIZE,
    ShareCard,
    _font,
    broken_into_lines,
)

LONG = "聯準會意外降息50個基點，全球股市應聲大漲：「這不是結束，而是開始」" * 8


def card(headline: str, **fields: str) -> ShareCard:
    words = {"publisher": "财经新闻台", "colour": "#e22d30", "language": "zh-Hans"}
    return ShareCard(headline=headline, **words | fields)


class ShareCardTests(SimpleTestCase):
    def test_any_headline_makes_a_card(self) -> None:
        for headline in ("降息", LONG, "x" * 400, "", "🙂 ﷽ \ud800", "a\nb"):
            with Image.open(BytesIO(card(headline).draw())) as picture:
                self.assertEqual((picture.format, picture.size), ("PNG", CARD_SIZE))

    def test_what_the_font_cannot_draw_leaves_the_name_of_the_site(self) -> None:
        own = card("财经新闻台").draw()
        for headline in ("سعر الفائدة", "อัตราดอกเบี้ย"):
            self.assertEqual(card(headline, language="ar").draw(), own)
        for headline in ("Ставка снижена", "金利 うわさ", "금리 인하", "Zinsen für Öl"):
            self.assertNotEqual(card(headline).draw(), own)

    def test_whatever_is_seen_has_another_digest(self) -> None:
        cards = [card("甲"), card("乙"), card("甲", publisher="台")]
        cards += [card("甲", language="zh-Hant-TW"), card("甲", colour="#000000")]
        self.assertEqual(len({one.digest for one in cards}), len(cards))
        self.assertEqual(card("甲").digest, card("甲").digest)

    def test_a_region_writes_a_character_its_own_way(self) -> None:
        drawn = [
            card("骨直", language=language).draw()
            for language in ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK")
        ]
        self.assertEqual(len({*drawn}), 3)

    def test_no_word_is_broken_and_no_line_begins_with_a_stop(self) -> None:
        font = _font("zh-Hant-TW", 72, 700)
        for text in (
            LONG,
            "Federal Reserve cuts by 50-basis points in 2026.",
            "（甲）",
        ):
            lines = broken_into_lines(text, font, 900)
            joined = "".join(lines).replace(" ", "")
            self.assertEqual(joined, text.replace(" ", ""))
            for line in lines:
                self.assertNotIn(line[0], "，。：」）.,")
                self.assertNotIn(line[-1], "「（")
                self.assertLessEqual(font.getlength(line), 900)
        self.assertFalse(any(line.startswith("點") for line in lines))

    def test_a_word_wider_than_a_line_is_broken(self) -> None:
        font = _font("en", 72, 700)
        self.assertGreater(len(broken_into_lines("x" * 100, font, 500)), 2)

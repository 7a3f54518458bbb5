"""Where OpenCC chose among several characters, an editor is told."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.variants.engine import (
    Choice,
    Conversion,
    DecidedBy,
    TermEntry,
    find_ambiguities,
)
from tests.variants.engine.conversions import (
    HANS,
    HONG_KONG,
    TAIWAN,
    to_hong_kong,
    to_taiwan,
)


class AmbiguityTests(SimpleTestCase):
    def decided(
        self, text: str, conversion: Conversion
    ) -> list[tuple[str, str, DecidedBy]]:
        return [
            (d.source, d.chosen, d.decided_by)
            for d in find_ambiguities(text, conversion)
        ]

    def test_a_guess_a_phrase_and_a_term(self) -> None:
        conversion = to_taiwan(TermEntry("范一飞", "范一飛", "范一飛"))
        self.assertEqual(
            self.decided("皇后，干散货，范一飞", conversion),
            [
                ("后", "后", DecidedBy.PHRASE),
                ("干", "幹", DecidedBy.NOTHING),
                ("范", "范", DecidedBy.EDITOR),
            ],
        )

    def test_the_sentence_and_the_alternatives_are_told(self) -> None:
        (found,) = find_ambiguities("第一。干散货。", to_taiwan())
        self.assertEqual(
            (found.start, found.sentence, found.offset), (3, "干散货。", 0)
        )
        self.assertEqual(found.alternatives, ("乾", "干", "榦"))

    def test_alternatives_are_spelled_as_the_variant_does(self) -> None:
        (found,) = find_ambiguities("X里X", to_hong_kong())
        self.assertEqual((found.chosen, found.alternatives[0]), ("裏", "里"))

    def test_a_choice_settles_it_until_the_sentence_changes(self) -> None:
        conversion = Conversion(HANS, TAIWAN, choices=(Choice("干散货。", 0, "乾"),))
        self.assertEqual(
            self.decided("干散货。", conversion), [("干", "乾", DecidedBy.EDITOR)]
        )
        self.assertEqual(
            self.decided("干散货！", conversion), [("干", "幹", DecidedBy.NOTHING)]
        )

    def test_traditional_to_simplified(self) -> None:
        self.assertEqual(
            self.decided("乾隆與乾淨", Conversion(HONG_KONG, HANS)),
            [("乾", "乾", DecidedBy.PHRASE), ("乾", "干", DecidedBy.NOTHING)],
        )

    def test_none_where_nothing_is_chosen(self) -> None:
        for source, target in ((TAIWAN, HONG_KONG), (HANS, HANS), ("en", "en")):
            with self.subTest(source=source):
                self.assertEqual(
                    find_ambiguities("后里干", Conversion(source, target)), []
                )

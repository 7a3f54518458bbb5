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


class DoubtTests(SimpleTestCase):
    def standings(
        self, text: str, conversion: Conversion
    ) -> list[tuple[str, str, DecidedBy]]:
        return [
            (d.source, d.chosen, d.standing) for d in find_ambiguities(text, conversion)
        ]

    def test_a_guess_a_phrase_and_a_term(self) -> None:
        conversion = to_taiwan(TermEntry("范一飞", "范一飛", "范一飛"))
        self.assertEqual(
            self.standings("皇后，干散货，范一飞", conversion),
            [
                ("后", "后", DecidedBy.PHRASE),
                ("干", "幹", DecidedBy.OPEN),
                ("范", "范", DecidedBy.DECIDED),
            ],
        )

    def test_the_sentence_and_the_alternatives_are_told(self) -> None:
        (doubt,) = find_ambiguities("第一。干散货。", to_taiwan())
        self.assertEqual(
            (doubt.start, doubt.sentence, doubt.offset), (3, "干散货。", 0)
        )
        self.assertEqual(doubt.alternatives, ("乾", "干", "榦"))

    def test_alternatives_are_spelled_as_the_variant_does(self) -> None:
        (doubt,) = find_ambiguities("X里X", to_hong_kong())
        self.assertEqual((doubt.chosen, doubt.alternatives[0]), ("裏", "里"))

    def test_a_choice_settles_it_until_the_sentence_changes(self) -> None:
        conversion = Conversion(HANS, TAIWAN, choices=(Choice("干散货。", 0, "乾"),))
        self.assertEqual(
            self.standings("干散货。", conversion), [("干", "乾", DecidedBy.DECIDED)]
        )
        self.assertEqual(
            self.standings("干散货！", conversion), [("干", "幹", DecidedBy.OPEN)]
        )

    def test_traditional_to_simplified(self) -> None:
        self.assertEqual(
            self.standings("乾隆與乾淨", Conversion(HONG_KONG, HANS)),
            [("乾", "乾", DecidedBy.PHRASE), ("乾", "干", DecidedBy.OPEN)],
        )

    def test_none_where_nothing_is_chosen(self) -> None:
        for source, target in ((TAIWAN, HONG_KONG), (HANS, HANS), ("en", "en")):
            with self.subTest(source=source):
                self.assertEqual(
                    find_ambiguities("后里干", Conversion(source, target)), []
                )

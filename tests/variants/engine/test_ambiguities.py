"""An editor is told where a character is in doubt."""

from __future__ import annotations

from dataclasses import replace

from django.test import SimpleTestCase

from articles.variants.engine import (
    Choice,
    Conversion,
    TermEntry,
    convert_text,
    find_ambiguities,
)
from articles.variants.engine.house_style import DEFAULT_STYLE
from articles.variants.engine.opencc import convert_script
from tests.variants.engine.conversions import (
    HANS,
    HONG_KONG,
    TAIWAN,
    to_hong_kong,
    to_taiwan,
)


class AmbiguityTests(SimpleTestCase):
    def doubts(self, text: str, conversion: Conversion) -> list[tuple[str, str]]:
        return [(d.source, d.chosen) for d in find_ambiguities(text, conversion)]

    def test_where_opencc_and_the_learned_choice_disagree_is_asked(self) -> None:
        self.assertEqual(convert_script("海岳", HANS, TAIWAN), "海嶽")
        self.assertEqual(self.doubts("海岳", to_taiwan()), [("岳", "岳")])

    def test_what_both_are_sure_of_is_not_asked(self) -> None:
        self.assertEqual(self.doubts("皇后说，此后发展很快。", to_taiwan()), [])

    def test_how_a_region_spells_a_word_is_not_asked(self) -> None:
        self.assertEqual(self.doubts("布局，散布，注定，尽早", to_hong_kong()), [])

    def test_what_a_term_decides_is_not_asked(self) -> None:
        term = TermEntry("海岳", "海嶽", "海嶽")
        self.assertEqual(self.doubts("海岳", to_taiwan(term)), [])

    def test_the_sentence_and_the_alternatives_are_told(self) -> None:
        (found,) = find_ambiguities("第一。海岳说。", to_taiwan())
        self.assertEqual(
            (found.start, found.sentence, found.offset), (4, "海岳说。", 1)
        )
        self.assertEqual(found.alternatives, ("嶽",))

    def test_alternatives_are_spelled_as_the_variant_does(self) -> None:
        choice = Choice("X里X", 1, "里")
        conversion = replace(to_hong_kong(), choices=(choice,))
        (found,) = find_ambiguities("X里X", conversion)
        self.assertEqual((found.chosen, found.alternatives), ("里", ("裏",)))

    def test_what_the_house_style_prints_either_way_is_not_asked(self) -> None:
        # Learned from papers 回, by OpenCC 迴; a row of the style has 回歸.
        self.assertEqual(convert_script("回归", HANS, HONG_KONG), "迴歸")
        sentence = "市场回归理性。"
        self.assertEqual(self.doubts(sentence, to_hong_kong()), [("回", "回")])
        styled = to_hong_kong(style=DEFAULT_STYLE)
        self.assertEqual(self.doubts(sentence, styled), [])

    def test_a_choice_is_listed_until_the_sentence_changes(self) -> None:
        conversion = Conversion(HANS, TAIWAN, choices=(Choice("此后发展。", 1, "后"),))
        (found,) = find_ambiguities("此后发展。", conversion)
        self.assertEqual((found.chosen, found.is_answered), ("后", True))
        self.assertEqual(find_ambiguities("此后发展！", conversion), [])

    def test_a_choice_counts_beside_a_form_of_another_length(self) -> None:
        term = TermEntry("出租车", "計程車輛", "的士")
        conversion = replace(
            to_taiwan(term), choices=(Choice("出租车后面。", 3, "后"),)
        )
        self.assertEqual(convert_text("出租车后面。", conversion), "計程車輛后面。")

    def test_traditional_to_simplified(self) -> None:
        self.assertEqual(
            self.doubts("乾隆、乾淨與乾貴士", Conversion(HONG_KONG, HANS)),
            [("乾", "干")],
        )

    def test_none_where_nothing_is_chosen(self) -> None:
        for source, target in ((TAIWAN, HONG_KONG), (HANS, HANS), ("en", "en")):
            with self.subTest(source=source):
                self.assertEqual(
                    find_ambiguities("后里干", Conversion(source, target)), []
                )

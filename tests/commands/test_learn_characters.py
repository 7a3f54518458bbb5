"""A desk's own Traditional texts teach which character a Simplified one stands for."""

from __future__ import annotations

import lzma
import tempfile
from io import StringIO
from pathlib import Path

from django.core.management import CommandError, call_command
from django.test import TestCase

from articles.choices import Language
from articles.models import LearnedWeights, SiteSettings
from articles.variants.conversions import rules_at
from articles.variants.engine import Conversion, Weights, convert_text
from tests.factories import make_article

# This desk writes of a company that elsewhere would be 海岳.
LINES = [f"海嶽第{n}季發布業績，此後股價上升。" for n in range(1_200)]


def read_in(language: Language, text: str) -> str:
    rules = rules_at(SiteSettings.current().conversion_version)
    how = Conversion(Language.SIMPLIFIED, language, weights=rules.weights)
    return convert_text(text, how)


class LearnCharactersTests(TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.text = self.folder / "originals.txt"
        self.text.write_text("\n".join(LINES), encoding="utf-8")

    def learn(self, *args: object, **options: object) -> str:
        out = StringIO()
        call_command("learn_characters", *map(str, args), stdout=out, **options)
        return out.getvalue()

    def test_what_a_text_teaches_decides_from_then_on(self) -> None:
        self.assertEqual(read_in(Language.TAIWAN, "海岳发布"), "海岳發佈")
        version = SiteSettings.current().conversion_version
        self.assertIn("Stored", self.learn(self.text))
        self.assertGreater(SiteSettings.current().conversion_version, version)
        self.assertEqual(read_in(Language.TAIWAN, "海岳发布"), "海嶽發布")

    def test_what_was_known_before_is_kept(self) -> None:
        self.learn(self.text)
        read = read_in(Language.TAIWAN, "皇后区的干货，基金发行")
        self.assertEqual(read, "皇后區的乾貨，基金發行")

    def test_habits_are_learned_for_their_region_alone(self) -> None:
        before = read_in(Language.HONG_KONG, "发布")
        self.learn(self.text, region="tw")
        self.assertEqual(read_in(Language.HONG_KONG, "发布"), before)

    def test_the_sites_own_originals_are_read_where_no_text_is_named(self) -> None:
        body = "\n\n".join(LINES)
        make_article(language=Language.TAIWAN, title="海嶽", body=body)
        self.learn()
        self.assertEqual(read_in(Language.TAIWAN, "海岳"), "海嶽")

    def test_it_can_be_forgotten(self) -> None:
        self.learn(self.text)
        self.assertIn("count again", self.learn(forget=True))
        self.assertEqual(read_in(Language.TAIWAN, "海岳"), "海岳")
        self.assertIn("nothing to forget", self.learn(forget=True))

    def test_too_little_text_stores_nothing(self) -> None:
        self.text.write_text("海嶽發布業績。\n", encoding="utf-8")
        with self.assertRaisesMessage(CommandError, "too few to learn from"):
            self.learn(self.text)
        self.assertFalse(LearnedWeights.objects.exists())

    def test_what_is_no_better_is_not_stored(self) -> None:
        self.text.write_text("\n".join(["此後股價上升。"] * 2_500), encoding="utf-8")
        self.assertIn("No better", self.learn(self.text))
        self.assertFalse(LearnedWeights.objects.exists())

    def test_weights_can_be_written_to_a_file(self) -> None:
        packed = self.folder / "originals.txt.xz"
        packed.write_bytes(lzma.compress(self.text.read_bytes()))
        target = self.folder / "weights.tsv.gz"
        self.learn(packed, output=target)
        learned = {own.character for own in Weights(target.read_bytes()).characters}
        self.assertIn("岳", learned)
        self.assertFalse(LearnedWeights.objects.exists())

    def test_a_file_that_cannot_be_read_is_named(self) -> None:
        for name, content in (("a.txt", b"\xff\xfe\xfd"), ("b.xz", b"no"), ("c", None)):
            path = self.folder / name
            if content:
                path.write_bytes(content)
            with self.subTest(name), self.assertRaisesMessage(CommandError, str(path)):
                self.learn(path)

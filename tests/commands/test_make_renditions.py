"""Missing picture sizes are made, as often as the command is stopped and run again."""

from __future__ import annotations

from io import StringIO
from unittest.mock import patch

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import TestCase

from articles import images
from articles.images import renditions
from articles.images.processing import SPECS, RenditionSpec
from articles.images.storage import store_image
from articles.models import Image
from tests.sample_images import png

NEW = RenditionSpec(720)


class MakeRenditionsTests(TestCase):
    def setUp(self) -> None:
        self.image = store_image(png(1600, 900))
        self.other = store_image(png(1601, 900))
        self.enterContext(patch.object(renditions, "SPECS", (*SPECS, NEW)))

    def make(self, **options: object) -> tuple[str, str]:
        out, err = StringIO(), StringIO()
        try:
            call_command("make_renditions", stdout=out, stderr=err, **options)
        finally:
            self.errors = err.getvalue()
        return out.getvalue(), err.getvalue()

    def test_a_new_size_is_made_of_every_picture(self) -> None:
        out, err = self.make()
        self.assertEqual((out, err), ("Made the missing sizes of 2 pictures.\n", ""))
        self.image.refresh_from_db()
        made = self.image.renditions[NEW.name]
        self.assertEqual((made["width"], made["height"]), (720, 405))
        self.assertTrue(default_storage.exists(made["file"]))
        self.assertIn("width-480", self.image.renditions)

    def test_a_second_run_has_nothing_to_do(self) -> None:
        self.make()
        with patch.object(renditions, "make_rendition") as make:
            self.assertEqual(self.make()[0], "Made the missing sizes of 0 pictures.\n")
        make.assert_not_called()

    def test_a_run_that_was_stopped_is_gone_on_with(self) -> None:
        next(renditions.make_missing_renditions())
        lacking = set(renditions.images_without_renditions())
        self.assertEqual(lacking, {self.other})

    def test_a_missing_and_a_damaged_file_cost_the_others_nothing(self) -> None:
        third = store_image(png(1602, 900))
        default_storage.delete(str(self.image.file.name))
        name = str(self.other.file.name)
        default_storage.delete(name)
        default_storage.save(name, ContentFile(b"no picture"))
        with self.assertRaisesMessage(CommandError, "2 of 3 picture(s)"):
            self.make()
        self.assertIn(f"{self.image.file.name}: its file is missing", self.errors)
        self.assertIn(f"{name}: This is not a picture", self.errors)
        self.assertIn(NEW.name, Image.objects.get(pk=third.pk).renditions)

    def test_a_dry_run_makes_none(self) -> None:
        out, _err = self.make(dry_run=True)
        self.assertIn("2 pictures lack a size", out)
        self.image.refresh_from_db()
        self.assertNotIn(NEW.name, self.image.renditions)


class StandInTests(TestCase):
    def test_the_next_larger_size_stands_in_for_one_that_was_never_made(self) -> None:
        image = store_image(png(1600, 900))
        self.assertEqual(images.image_data(image, NEW).width, 1080)

    def test_the_original_stands_in_where_none_is_larger(self) -> None:
        image = store_image(png(1600, 900))
        data = images.image_data(image, RenditionSpec(1601))
        self.assertEqual((data.width, data.url), (1600, image.file.url))

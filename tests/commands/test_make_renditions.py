"""Missing picture sizes are made, as often as the command is stopped and run again."""

from __future__ import annotations

from io import BytesIO, StringIO
from unittest.mock import patch

import PIL.Image
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import TestCase

from articles import images
from articles.images import renditions
from articles.images.processing import SPECS, RenditionSpec
from articles.images.storage import store_image
from articles.models import ORIGINALS_FOLDER, Image, original_files
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
        original_files.delete(str(self.image.file.name))
        name = str(self.other.file.name)
        original_files.delete(name)
        original_files.save(name, ContentFile(b"no picture"))
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

    def test_the_largest_stands_in_where_none_is_larger(self) -> None:
        image = store_image(png(1600, 900))
        data = images.image_data(image, RenditionSpec(1601))
        self.assertEqual((data.width, data.url), (1600, images.full_address(image)))


class EarlierVersionTests(TestCase):
    """Versions before 0.6 kept originals where their addresses say, and no full copy."""

    def setUp(self) -> None:
        self.content = png(1200, 900)
        self.image = store_image(self.content)
        self.name = str(self.image.file.name)
        original_files.delete(self.name)
        default_storage.delete(self.image.renditions.pop("full")["file"])
        self.image.save()
        default_storage.save(self.name, ContentFile(self.content))
        self.addCleanup(default_storage.delete, self.name)
        self.addCleanup(original_files.delete, self.name)

    def original(self) -> bytes:
        with self.image.file.open() as file:
            return bytes(file.read())

    def test_readers_get_the_next_smaller_copy_for_now(self) -> None:
        answer = self.client.get(self.image.file.url)
        self.assertEqual(answer["Cache-Control"], "public, max-age=300")
        with PIL.Image.open(BytesIO(b"".join(answer))) as picture:
            self.assertEqual(picture.size, (1080, 810))
        self.assertEqual(self.original(), self.content)

    def test_the_command_moves_the_original_and_makes_the_full_copy(self) -> None:
        out = StringIO()
        call_command("make_renditions", stdout=out)
        self.assertIn("Moved 1 original(s) out of readers' reach.", out.getvalue())
        self.assertFalse(default_storage.exists(self.name))
        self.assertEqual(self.original(), self.content)
        answer = self.client.get(self.image.file.url)
        self.assertIn("immutable", answer["Cache-Control"])
        with PIL.Image.open(BytesIO(b"".join(answer))) as picture:
            self.assertEqual(picture.size, (1200, 900))

    def test_half_an_original_that_a_kill_left_is_replaced(self) -> None:
        half = f"{ORIGINALS_FOLDER}/{self.name}"
        default_storage.save(half, ContentFile(self.content[:99]))
        self.assertEqual(self.original(), self.content)
        original_files.move_in(Image.FOLDER)
        self.assertEqual(self.original(), self.content)

    def test_an_original_that_was_copied_before_a_kill_is_not_lost(self) -> None:
        whole = f"{ORIGINALS_FOLDER}/{self.name}"
        default_storage.save(whole, ContentFile(self.content))
        original_files.move_in(Image.FOLDER)
        self.assertFalse(default_storage.exists(self.name))
        self.assertEqual(self.original(), self.content)

    def test_what_cannot_be_moved_is_named(self) -> None:
        refused = PermissionError(13, "Permission denied", "a.png")
        with (
            patch.object(default_storage, "delete", side_effect=refused),
            self.assertRaisesMessage(
                CommandError, "a.png: the original cannot be moved"
            ),
        ):
            call_command("make_renditions", stdout=StringIO())

"""Missing picture sizes are made, as often as the command is stopped and run again."""

from __future__ import annotations

from errno import ENOSPC
from io import BytesIO, StringIO
from typing import Any
from unittest.mock import patch

import PIL.Image
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, default_storage
from django.core.management import CommandError, call_command
from django.test import TestCase

from articles import images
from articles.images import renditions
from articles.images.specs import SPECS
from articles.images.storage import store_image
from articles.models import ORIGINALS_FOLDER, Image, original_files
from tests.factories import make_article
from tests.sample_images import photo, png


class MakeRenditionsTests(TestCase):
    def setUp(self) -> None:
        self.image = store_image(photo(1600, 900))
        self.other = store_image(photo(1601, 900))

    def make(self, **options: object) -> tuple[str, str]:
        out, err = StringIO(), StringIO()
        try:
            call_command("make_renditions", stdout=out, stderr=err, **options)
        finally:
            self.errors = err.getvalue()
        return out.getvalue(), err.getvalue()

    def test_what_no_request_waited_for_is_made_of_every_picture(self) -> None:
        out, err = self.make()
        self.assertEqual((out, err), ("Made the missing sizes of 2 pictures.\n", ""))
        self.image.refresh_from_db()
        made = self.image.renditions["1x1-480-avif"]
        self.assertEqual((made["width"], made["height"]), (480, 480))
        self.assertTrue(default_storage.exists(made["file"]))
        self.assertIn("width-480", self.image.renditions)

    def test_a_storage_that_takes_nothing_stops_it_and_the_next_run_goes_on(
        self,
    ) -> None:
        full = OSError(ENOSPC, "No space left on device")
        with (
            patch.object(InMemoryStorage, "_save", side_effect=full),
            self.assertRaisesMessage(CommandError, "No space left on device"),
        ):
            self.make()
        self.assertIn("2 pictures", self.make()[0])

    def test_texts_show_what_was_made(self) -> None:
        article = make_article(body=f"![图]({self.image.file.url})")
        self.assertNotIn("<picture>", article.body_html)
        self.make()
        article.refresh_from_db()
        self.assertIn('<picture><source type="image/avif" srcset="', article.body_html)

    def test_a_second_run_has_nothing_to_do(self) -> None:
        self.make()
        with patch.object(renditions, "make_renditions") as make:
            self.assertEqual(self.make()[0], "Made the missing sizes of 0 pictures.\n")
        make.assert_not_called()

    def test_a_run_that_was_stopped_is_gone_on_with(self) -> None:
        next(renditions.make_missing_renditions())
        lacking = set(renditions.images_without_renditions())
        self.assertEqual(lacking, {self.other})

    def test_another_table_of_sizes_is_made_of_every_picture(self) -> None:
        self.make()
        self.assertFalse(renditions.images_without_renditions().exists())
        with patch.object(renditions, "SPECS", SPECS[:-1]):
            self.assertEqual(renditions.images_without_renditions().count(), 2)

    def test_what_was_made_of_a_picture_that_changed_meanwhile_is_dropped(self) -> None:
        put = renditions.put_renditions

        def change(*args: Any) -> renditions.Entries:
            Image.objects.filter(pk=self.image.pk).update(focal_x=10)
            return put(*args)

        before = set(default_storage.listdir("renditions")[1])
        with patch.object(renditions, "put_renditions", change):
            rows = Image.objects.filter(pk=self.image.pk)
            self.assertEqual([*renditions.make_missing_renditions(rows)], [])
        self.assertEqual(set(default_storage.listdir("renditions")[1]), before)

    def test_a_missing_and_a_damaged_file_cost_the_others_nothing(self) -> None:
        third = store_image(photo(1602, 900))
        original_files.delete(str(self.image.file.name))
        name = str(self.other.file.name)
        original_files.delete(name)
        original_files.save(name, ContentFile(b"no picture"))
        with self.assertRaisesMessage(CommandError, "2 of 3 picture(s)"):
            self.make()
        self.assertIn(f"{self.image.file.name}: its file is missing", self.errors)
        self.assertIn(f"{name}: This is not a picture", self.errors)
        self.assertIn("16x9-480", Image.objects.get(pk=third.pk).renditions)

    def test_a_dry_run_makes_none(self) -> None:
        out, _err = self.make(dry_run=True)
        self.assertIn("2 pictures lack a size", out)
        self.image.refresh_from_db()
        self.assertNotIn("16x9-480", self.image.renditions)


class StandInTests(TestCase):
    def test_the_next_larger_size_stands_in_for_one_that_was_never_made(self) -> None:
        image = store_image(png(1600, 900))
        del image.renditions["width-480"]
        self.assertEqual(images.image_data(image, images.CARD).width, 768)

    def test_the_largest_stands_in_where_none_is_larger(self) -> None:
        image = store_image(png(900, 900))
        self.assertEqual(images.image_data(image).width, 900)


class EarlierVersionTests(TestCase):
    """Versions before 0.6 kept originals where their addresses say, and no full copy."""

    def setUp(self) -> None:
        self.content = png(1200, 900)
        self.image = store_image(self.content)
        make_article(thumbnail=self.image)
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
        for name in ("width-768", "width-1600"):
            default_storage.delete(self.image.renditions.pop(name)["file"])
        self.image.save()
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

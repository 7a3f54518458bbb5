"""Pages print the files of a picture that exist, and none that does not."""

from __future__ import annotations

from unittest.mock import patch

from django.test import TestCase

from articles import images
from articles.images import (
    COLUMN_SIZES,
    SQUARE,
    WIDE,
    picture_data,
    processing,
    shared_picture,
)
from articles.models import Image
from articles.publishing import make_and_show
from tests.sample_images import photo


class PictureDataTests(TestCase):
    def stored(self, *, whole: bool = True) -> Image:
        image = images.store_image(photo(1700, 1000))
        if whole:
            [*make_and_show()]
            image.refresh_from_db()
        return image

    def test_at_first_there_is_one_format_in_every_width(self) -> None:
        data = picture_data(self.stored(whole=False), COLUMN_SIZES)
        self.assertEqual(data.sources, ())
        self.assertTrue(data.url.endswith(".webp"))
        self.assertEqual(data.srcset.count("w,") + 1, 4)

    def test_then_there_are_three_the_best_first(self) -> None:
        data = picture_data(self.stored(), COLUMN_SIZES)
        self.assertEqual(
            [kind for kind, _ in data.sources], ["image/avif", "image/webp"]
        )
        self.assertTrue(data.url.endswith("width-1080.jpg"))

    def test_a_format_that_lacks_a_width_is_not_offered(self) -> None:
        image = self.stored()
        del image.renditions["width-1600-avif"]
        kinds = [kind for kind, _ in picture_data(image, COLUMN_SIZES).sources]
        self.assertEqual(kinds, ["image/webp"])

    def test_the_whole_picture_stands_in_for_a_crop(self) -> None:
        image = self.stored(whole=False)
        self.assertEqual(
            picture_data(image, COLUMN_SIZES, SQUARE), picture_data(image, COLUMN_SIZES)
        )

    def test_a_row_of_an_earlier_version_is_printed_as_it_is(self) -> None:
        image = self.stored(whole=False)
        for name in ("width-768", "width-1600"):
            del image.renditions[name]
        for entry in image.renditions.values():
            del entry["bytes"]
        data = picture_data(image, COLUMN_SIZES)
        self.assertEqual(data.srcset.count("w,") + 1, 2)
        self.assertEqual(data.width, 1080)

    def test_a_picture_without_renditions_has_its_address(self) -> None:
        image = self.stored(whole=False)
        image.renditions = {}
        self.assertEqual(picture_data(image, COLUMN_SIZES).url, image.file.url)

    def test_what_is_shared_is_a_jpeg_of_the_shape(self) -> None:
        image = self.stored()
        data = shared_picture(image, WIDE)
        self.assertTrue(data.url.endswith("16x9-1600.jpg"))
        self.assertEqual((data.width, data.height), (1600, 900))

    def test_avif_that_is_not_smaller_is_not_kept(self) -> None:
        image = images.store_image(photo(500, 300))
        with patch.dict(processing._OTHER_ENCODERS["AVIF"].options, quality=100):
            [*make_and_show()]
        image.refresh_from_db()
        self.assertNotIn("width-480-avif", image.renditions)
        kinds = [kind for kind, _ in picture_data(image, COLUMN_SIZES).sources]
        self.assertEqual(kinds, ["image/webp"])

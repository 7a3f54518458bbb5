"""Pictures are judged by decoding them, never by their name."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from unittest.mock import patch

from django.test import SimpleTestCase
from hypothesis import given, strategies as st
from PIL import Image

from articles import images
from articles.images.processing import EXTENSIONS, verify_image
from articles.images.specs import CARD, COLUMN
from tests.sample_images import jpeg, picture, png, png_header, rendition


class VerifyTests(SimpleTestCase):
    def test_each_format_is_known_by_its_content(self) -> None:
        for format_, extension in EXTENSIONS.items():
            found = verify_image(picture(format_, 40, 30, (1, 2, 3)))
            self.assertEqual(
                (found.extension, found.width, found.height), (extension, 40, 30)
            )

    def test_what_is_no_picture_is_refused(self) -> None:
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
        for content in (
            b"",
            b"<html><script>1</script>",
            svg,
            b"GIF89a<script>",
            png()[:60],
        ):
            with self.assertRaises(images.NotAnImage):
                verify_image(content)

    def test_other_formats_of_pillow_are_refused(self) -> None:
        with self.assertRaises(images.NotAnImage):
            verify_image(picture("BMP", 10, 10, (0, 0, 0)))

    def test_a_bomb_of_pixels_is_refused_before_it_is_decoded(self) -> None:
        with self.assertRaisesMessage(images.NotAnImage, "pixels"):
            verify_image(png_header(30_000, 30_000))

    def test_a_photograph_on_its_side_counts_as_shown(self) -> None:
        file = BytesIO()
        exif = Image.Exif()
        exif[0x0112] = 6
        Image.new("RGB", (40, 30)).save(file, "JPEG", exif=exif)
        found = verify_image(file.getvalue())
        self.assertEqual((found.width, found.height), (30, 40))

    @given(st.binary(max_size=300), st.sampled_from([b"", png()[:40], jpeg()[:200]]))
    def test_any_bytes_are_verified_or_refused(
        self, content: bytes, start: bytes
    ) -> None:
        with suppress(images.NotAnImage):
            verify_image(start + content)


class RenderTests(SimpleTestCase):
    def test_a_wide_picture_is_made_narrower_in_proportion(self) -> None:
        made = rendition(jpeg(2000, 1000), CARD)
        self.assertEqual((made.width, made.height), (480, 240))
        with Image.open(BytesIO(made.content)) as image:
            self.assertEqual((image.format, image.size), ("WEBP", (480, 240)))

    def test_a_narrow_picture_is_never_enlarged(self) -> None:
        made = rendition(png(100, 50), CARD)
        self.assertEqual((made.width, made.height), (100, 50))

    def test_transparency_survives(self) -> None:
        file = BytesIO()
        Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(file, "PNG")
        made = rendition(file.getvalue(), CARD)
        with Image.open(BytesIO(made.content)) as image:
            self.assertEqual(image.mode, "RGBA")

    def test_what_webp_cannot_hold_is_rendered_in_a_format_that_can(self) -> None:
        see_through = BytesIO()
        Image.new("RGBA", (8, 20_000), (9, 9, 9, 0)).save(see_through, "PNG")
        for content, format_, size in (
            (png(1080, 20_000), "JPEG", (1080, 20_000)),
            (png(2160, 40_000), "JPEG", (1080, 20_000)),
            (see_through.getvalue(), "PNG", (8, 20_000)),
        ):
            made = rendition(content, COLUMN if size[0] > 480 else CARD)
            self.assertEqual((made.width, made.height), size)
            self.assertEqual(made.extension, EXTENSIONS[format_])
            with Image.open(BytesIO(made.content)) as image:
                self.assertEqual((image.format, image.size), (format_, size))

    def test_whatever_pillow_raises_the_picture_is_refused(self) -> None:
        content = png()
        for error in (ValueError("a"), RuntimeError("b"), MemoryError(), OSError(-2)):
            for name in ("save", "convert", "load"):
                with (
                    patch.object(Image.Image, name, side_effect=error),
                    self.assertRaises(images.NotAnImage),
                ):
                    images.prepare_image(content)

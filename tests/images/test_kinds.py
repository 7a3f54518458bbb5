"""What each kind of picture becomes, told by its pixels."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import Any
from unittest.mock import patch

from django.test import SimpleTestCase
from PIL import Image, ImageCms, ImageSequence

from articles.images import processing
from articles.images.specs import CARD
from tests.sample_images import png, png_header, rendition

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


def saved(image: Image.Image, format_: str, **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, format_, **options)
    return file.getvalue()


def rendered(content: bytes) -> Image.Image:
    processing.verify_image(content)
    image = Image.open(BytesIO(rendition(content, CARD).content))
    image.load()
    return image


def swapped_profile() -> bytes:
    """An sRGB profile whose red and blue have changed places."""
    profile = bytearray(
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    )
    count = struct.unpack_from(">I", profile, 128)[0]
    tags = [struct.unpack_from(">4sII", profile, 132 + 12 * n) for n in range(count)]
    places = {name: (offset, size) for name, offset, size in tags}
    (red, size), (blue, _size) = places[b"rXYZ"], places[b"bXYZ"]
    first, second = profile[red : red + size], profile[blue : blue + size]
    profile[red : red + size], profile[blue : blue + size] = second, first
    return bytes(profile)


def wide_grey(row: list[int]) -> Image.Image:
    """A picture with 16 bits of grey, of 32 equal rows."""
    data = struct.pack(f"<{len(row)}H", *row) * 32
    return Image.frombytes("I;16", (len(row), 32), data)


class ColourTestCase(SimpleTestCase):
    def assert_colour(
        self, image: Image.Image, at: int, colour: tuple[int, ...]
    ) -> None:
        found = image.getpixel((at, image.height // 2))
        assert isinstance(found, tuple)
        self.assertEqual(len(found), len(colour))
        for channel, (is_, should) in enumerate(zip(found, colour, strict=True)):
            self.assertAlmostEqual(is_, should, delta=12, msg=f"{channel} of {found}")


class PixelTests(ColourTestCase):
    def test_sixteen_bits_of_grey_keep_their_shades(self) -> None:
        image = rendered(saved(wide_grey([x * 1024 for x in range(64)]), "PNG"))
        for x in (0, 16, 32, 62):
            self.assert_colour(image, x, (x * 4,) * 3)

    def test_colours_of_a_profile_are_converted(self) -> None:
        profile = swapped_profile()
        for mode, format_ in (("RGB", "PNG"), ("RGB", "JPEG"), ("RGBA", "WEBP")):
            red = Image.new("RGB", (32, 32), RED).convert(mode)
            image = rendered(saved(red, format_, icc_profile=profile))
            self.assert_colour(image.convert("RGB"), 9, BLUE)

    def test_a_damaged_profile_or_one_of_other_colours_is_passed_over(self) -> None:
        for mode, profile in (("RGB", b"no profile"), ("L", swapped_profile())):
            picture = Image.new(mode, (32, 32), "white")
            image = rendered(saved(picture, "PNG", icc_profile=profile))
            self.assert_colour(image, 9, (255, 255, 255))

    def test_print_colours_become_those_of_screens(self) -> None:
        red = Image.new("CMYK", (32, 32), (0, 255, 255, 0))
        self.assert_colour(rendered(saved(red, "JPEG")), 9, RED)

    def test_each_orientation_comes_out_upright(self) -> None:
        stored = Image.new("RGB", (64, 32), RED)
        stored.paste(BLUE, (0, 0, 64, 16))
        exif = Image.Exif()
        for orientation, colour in {
            1: RED,
            3: BLUE,
            6: (RED, BLUE),
            8: (BLUE, RED),
        }.items():
            exif[0x0112] = orientation
            image = rendered(saved(stored, "JPEG", exif=exif, quality=95))
            self.assertFalse(image.getexif())
            if orientation in {1, 3}:
                self.assertEqual(image.size, (64, 32))
                below = image.getpixel((32, 28))
                self.assertEqual(below[0] > 128, colour == RED, orientation)  # type: ignore[index]
            else:
                self.assertEqual(image.size, (32, 64))
                self.assert_colour(image, 4, colour[0])  # type: ignore[arg-type]
                self.assert_colour(image, 28, colour[1])  # type: ignore[arg-type]

    def test_what_is_transparent_stays_so(self) -> None:
        clear = Image.new("RGBA", (32, 32), (0, 255, 0, 255))
        clear.paste((0, 0, 0, 0), (0, 0, 16, 32))
        palette = clear.convert("RGB").quantize(4)
        key = palette.getpixel((2, 2))
        grey = Image.new("L", (32, 32), 200)
        grey.paste(7, (0, 0, 16, 32))
        wide = wide_grey([7 * 257] * 16 + [200 * 257] * 16)
        for content, colour in (
            (saved(clear, "PNG"), GREEN),
            (saved(clear, "WEBP", lossless=True), GREEN),
            (saved(clear.convert("LA"), "PNG"), (150, 150, 150)),
            (saved(palette, "PNG", transparency=key), GREEN),
            (saved(palette, "GIF", transparency=key), GREEN),
            (saved(grey, "PNG", transparency=7), (200, 200, 200)),
            (saved(wide, "PNG", transparency=7 * 257), (200, 200, 200)),
        ):
            image = rendered(content)
            self.assertEqual(image.getchannel("A").getpixel((4, 16)), 0)
            self.assert_colour(image, 28, (*colour, 255))

    def test_one_bit_and_a_palette_keep_their_colours(self) -> None:
        bits = Image.new("1", (32, 32), 1)
        self.assert_colour(rendered(saved(bits, "PNG")), 9, (255, 255, 255))
        palette = Image.new("RGB", (32, 32), RED).quantize(4)
        self.assert_colour(rendered(saved(palette, "PNG")), 9, RED)

    def test_a_photograph_with_more_behind_it_is_its_first_picture(self) -> None:
        first, depth = Image.new("RGB", (32, 32), RED), Image.new("RGB", (16, 16), BLUE)
        content = saved(first, "MPO", save_all=True, append_images=[depth])
        self.assertEqual(processing.verify_image(content).extension, "jpg")
        self.assert_colour(rendered(content), 9, RED)


class MovingTests(ColourTestCase):
    def moving(self, format_: str, count: int = 3, side: int = 32) -> bytes:
        colours = [RED, GREEN, BLUE]
        first, *others = (
            Image.new("RGB", (side, side), colours[number % 3])
            for number in range(count)
        )
        return saved(
            first, format_, save_all=True, append_images=others, duration=200, loop=0
        )

    def test_what_moves_goes_on_moving(self) -> None:
        for format_ in ("GIF", "PNG", "WEBP", "AVIF"):
            with self.subTest(format_):
                image = rendered(self.moving(format_, side=1200))
                self.assertEqual(image.format, "WEBP")
                for frame, colour in zip(
                    ImageSequence.Iterator(image), (RED, GREEN, BLUE), strict=True
                ):
                    self.assert_colour(frame.convert("RGB"), 9, colour)
                self.assertEqual(image.info["duration"], 200)
                self.assertEqual(image.info["loop"], 0)
                self.assertEqual(image.size, (480, 480))

    def test_frames_times_pixels_are_bounded(self) -> None:
        with patch.object(processing, "MAX_PIXELS", 3 * 64 * 64):
            processing.verify_image(self.moving("GIF", 3, 64))
            with self.assertRaisesMessage(processing.NotAnImage, "frames"):
                processing.verify_image(self.moving("GIF", 4, 64))
        with (
            patch.object(processing, "MAX_FRAMES", 5),
            self.assertRaisesMessage(processing.NotAnImage, "more than 5 frames"),
        ):
            processing.verify_image(self.moving("GIF", 6, 1))

    def test_damage_in_a_later_frame_is_found(self) -> None:
        content = self.moving("WEBP", side=200)
        with self.assertRaises(processing.NotAnImage):
            processing.verify_image(content[:-200])


class RefusedKindTests(SimpleTestCase):
    def test_a_kind_that_is_not_accepted_is_named(self) -> None:
        picture = Image.new("RGB", (8, 8))
        for content, kind in (
            (saved(picture, "BMP"), "BMP"),
            (saved(picture, "TIFF"), "TIFF"),
            (b"\x00\x00\x00\x18ftypheic\x00\x00", "HEIC"),
            (b"<?xml version='1.0'?>\n<svg>", "SVG"),
        ):
            with self.assertRaisesMessage(
                processing.NotAnImage,
                f"{kind} files are not accepted as pictures. Use JPEG,",
            ):
                processing.verify_image(content)

    def test_a_side_that_nobody_shows_is_refused_before_it_is_decoded(self) -> None:
        for size in ((29_000_000, 2), (2, 70_000)):
            with self.assertRaisesMessage(processing.NotAnImage, "on a side"):
                processing.verify_image(png_header(*size))
        processing.verify_image(png(2, 65_500))

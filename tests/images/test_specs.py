"""Crops keep the focal point, and no rendition is made for nothing."""

from __future__ import annotations

from io import BytesIO

from django.test import SimpleTestCase
from hypothesis import given, strategies as st
from PIL import Image

from articles.images.processing import make_renditions
from articles.images.specs import (
    SPECS,
    SQUARE,
    WIDE,
    RenditionSpec,
    recipe_of,
)
from tests.sample_images import photo, rendition

SIDES = st.integers(1, 5_000)


def marked(width: int, height: int, x: int, y: int) -> bytes:
    """A black picture with a white spot."""
    image = Image.new("L", (width, height))
    image.paste(255, (x - 8, y - 8, x + 8, y + 8))
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def brightest(content: bytes) -> tuple[float, float]:
    """Where the spot is, in parts of the width and of the height."""
    with Image.open(BytesIO(content)) as image:
        box = image.convert("L").point(lambda value: 255 * (value > 128)).getbbox()
        assert box is not None
        return (box[0] + box[2]) / 2 / image.width, (box[1] + box[3]) / 2 / image.height


class CropTests(SimpleTestCase):
    def test_the_focal_point_is_as_far_from_the_edges_as_in_the_picture(self) -> None:
        content = marked(1200, 400, 240, 200)
        spec = RenditionSpec(480, SQUARE)
        made = make_renditions(content, [spec], (20, 50))[spec.name]
        self.assertEqual((made.width, made.height), (400, 400))
        x, y = brightest(made.content)
        self.assertAlmostEqual(x, 0.2, delta=0.02)
        self.assertAlmostEqual(y, 0.5, delta=0.02)

    def test_points_at_the_edges_are_seen(self) -> None:
        for x, focal in ((10, 0), (1190, 100)):
            spec = RenditionSpec(480, SQUARE)
            content = marked(1200, 400, x, 200)
            made = make_renditions(content, [spec], (focal, 50))[spec.name]
            self.assertAlmostEqual(brightest(made.content)[0], focal / 100, delta=0.03)

    @given(SIDES, SIDES, st.sampled_from(SPECS))
    def test_a_crop_is_within_the_picture_and_has_its_shape(
        self, width: int, height: int, spec: RenditionSpec
    ) -> None:
        across, down = spec.crop_of((width, height))
        self.assertTrue(1 <= across <= width and 1 <= down <= height)
        self.assertTrue(across == width or down == height)
        if spec.shape and min(width, height) > 32:
            self.assertAlmostEqual(
                across / down, spec.shape[0] / spec.shape[1], delta=0.06
            )


class UseTests(SimpleTestCase):
    def names(self, width: int, height: int) -> set[str]:
        return {spec.name for spec in SPECS if spec.is_of_use((width, height))}

    def test_a_small_picture_is_made_once(self) -> None:
        names = {name for name in self.names(300, 200) if name.startswith("width")}
        self.assertEqual(names, {"width-480", "width-480-avif", "width-480-jpeg"})

    def test_a_picture_that_has_a_shape_is_not_cut_to_it(self) -> None:
        self.assertFalse([n for n in self.names(1600, 900) if n.startswith("16x9")])
        self.assertTrue([n for n in self.names(1600, 901) if n.startswith("16x9")])

    def test_each_size_of_a_large_picture_is_made(self) -> None:
        self.assertEqual(self.names(4000, 2500), {spec.name for spec in SPECS})

    def test_what_moves_is_neither_cut_nor_written_in_other_formats(self) -> None:
        file = BytesIO()
        frames = [Image.new("RGB", (1200, 700), (n * 90, 0, 99)) for n in range(3)]
        frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
        made = make_renditions(file.getvalue(), SPECS)
        self.assertEqual(
            {*made}, {"width-480", "width-768", "width-1080", "width-1600", "full"}
        )

    def test_what_is_transparent_has_no_jpeg(self) -> None:
        file = BytesIO()
        Image.new("RGBA", (900, 500), (9, 9, 9, 0)).save(file, "PNG")
        made = make_renditions(file.getvalue(), SPECS)
        self.assertFalse([name for name in made if name.endswith("jpeg")])
        self.assertIn("1x1-480-avif", made)

    def test_formats_are_what_they_are_called(self) -> None:
        content = photo(1000, 700)
        for format_ in ("AVIF", "JPEG"):
            made = rendition(content, RenditionSpec(480, WIDE, format_))
            with Image.open(BytesIO(made.content)) as image:
                self.assertEqual((image.format, image.size), (format_, (480, 270)))

    def test_another_table_has_another_name(self) -> None:
        self.assertNotEqual(recipe_of(SPECS), recipe_of(SPECS[:-1]))
        self.assertEqual(recipe_of(SPECS), recipe_of((*SPECS,)))

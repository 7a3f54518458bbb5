"""The same picture is stored once and found from where a text names it."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import SimpleTestCase, TestCase

from articles import images
from articles.models import Image
from tests.sample_images import png


class StoreTests(TestCase):
    def test_the_original_is_kept_and_renditions_are_made(self) -> None:
        content = png(1600, 900)
        image = images.store_image(content, alt="图")
        with image.file.open() as file:
            self.assertEqual(file.read(), content)
        self.assertEqual(image.renditions["width-480"]["height"], 270)
        self.assertTrue(default_storage.exists(image.renditions["width-1080"]["file"]))

    def test_the_same_bytes_are_one_image(self) -> None:
        self.assertEqual(images.store_image(png()), images.store_image(png()))
        self.assertEqual(Image.objects.count(), 1)

    def test_a_page_gets_the_rendition_with_its_size(self) -> None:
        image = images.store_image(png(1600, 900), alt="图")
        data = images.image_data(image, images.CARD)
        self.assertRegex(data.url, r"/renditions/.+width-480\.webp$")
        self.assertEqual((data.width, data.height, data.alt), (480, 270, "图"))

    def test_half_a_file_left_by_a_kill_is_replaced(self) -> None:
        content = png(90, 90)
        ready = images.prepare_image(content)
        for name in (
            f"images/{ready.digest[:16]}.png",
            f"renditions/{ready.digest[:16]}.width-480.webp",
        ):
            default_storage.save(name, ContentFile(b"half"))
        image = images.store_image(ready)
        with image.file.open() as file:
            self.assertEqual(file.read(), content)
        copy = image.renditions["width-480"]["file"]
        self.assertEqual(
            default_storage.size(copy), len(ready.renditions["width-480"].content)
        )


class FindTests(TestCase):
    def test_an_uploaded_picture_is_found_by_its_address(self) -> None:
        image = images.store_image(png())
        self.assertEqual(images.find_image(image.file.url), image)

    def test_an_imported_one_is_found_from_the_text_beside_it(self) -> None:
        image = images.store_image(png(), origin="site:content/news/图.png")
        place = ("site", "content/news/a.md")
        for address in ("图.png", "./%E5%9B%BE.png", "../news/图.png?x=1"):
            self.assertEqual(images.find_image(address, place), image, address)
        self.assertIsNone(images.find_image("图.png", ("other", "content/news/a.md")))

    def test_addresses_elsewhere_are_none_of_ours(self) -> None:
        for address in (
            "https://a.example/x.png",
            "//a.example/x.png",
            "data:image/png,x",
            "http://[",
            "//[",
            "%00.png",
            "",
        ):
            self.assertIsNone(images.find_image(address, ("site", "a.md")), address)


class CandidatesTests(SimpleTestCase):
    def test_a_rooted_address_lies_below_static_or_the_root(self) -> None:
        self.assertEqual(
            images.candidates("/img/a.png", "content/b.md"),
            ["static/img/a.png", "assets/img/a.png", "img/a.png"],
        )

    def test_no_address_leads_out_of_the_archive(self) -> None:
        for address in ("../../../etc/passwd", "/../../etc/passwd"):
            self.assertEqual(images.candidates(address, "a/b.md"), [])

"""What readers get of a picture says nothing that its pixels do not show."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any, ClassVar
from unittest.mock import patch

from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.test import TestCase
from django.urls import reverse
from PIL import Image as PILImage, ImageSequence, PngImagePlugin

from articles import images
from articles.models import Article, Image
from tests.factories import make_article
from tests.people import make_chief, make_clerk, make_reporter
from tests.sample_images import png

SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_ADDRESS = re.compile(r"/media/[^\s\"'<>\\)]+")


def photograph(width: int = 1400, height: int = 900, **options: Any) -> bytes:
    """A JPEG lying on its side that says where it was taken, by whom, and more."""
    exif = PILImage.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "SECRET artist"
    exif.get_ifd(0x8825).update({1: "N", 2: (22.0, 16.0, 41.0), 29: "SECRET date"})
    file = BytesIO()
    picture = PILImage.new("RGB", (width, height), (30, 90, 160))
    picture.save(file, "JPEG", exif=exif, comment=b"SECRET comment", **options)
    return file.getvalue()


class PublicPictureTests(TestCase):
    content: ClassVar[bytes]
    image: ClassVar[Image]
    article: ClassVar[Article]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.content = photograph()
        cls.image = images.store_image(cls.content, alt="大厅")
        address = cls.image.file.url
        body = f"[![大厅]({address})]({address})\n\n正文。"
        cls.article = make_article(
            body=body, thumbnail=cls.image, thumbnail_place="both"
        )

    def get(self, address: str) -> bytes:
        answer = self.client.get(address)
        self.assertEqual(answer.status_code, 200, address)
        return b"".join(answer)

    def test_no_public_address_tells_where_a_picture_was_taken(self) -> None:
        copies = self.image.renditions.values()
        found: set[str] = set()
        for page in (
            *(self.article.get_absolute_url(), "/zh-cn/", "/zh-tw/feed.rss"),
            *("/zh-cn/feed.atom", "/zh-cn/feed.json", "/sitemap-zh-cn-articles-1.xml"),
            f"{self.article.get_absolute_url()[:-1]}.ninjs.json",
        ):
            answer = self.client.get(page)
            self.assertEqual(answer.status_code, 200, page)
            found |= {*_ADDRESS.findall(answer.content.decode())}
        self.assertIn(self.image.file.url, found)
        for address in found | {default_storage.url(copy["file"]) for copy in copies}:
            with self.subTest(address):
                content = self.get(address)
                self.assertNotIn(b"SECRET", content)
                self.assertNotIn(b"Exif", content)
                with PILImage.open(BytesIO(content)) as picture:
                    self.assertFalse(picture.getexif())
                    self.assertNotIn("icc_profile", picture.info)
                    self.assertGreater(picture.height, picture.width)

    def test_the_old_address_answers_in_full_size_to_everybody(self) -> None:
        for person in (None, make_chief()):
            if person:
                self.client.force_login(person)
            answer = self.client.get(self.image.file.url)
            self.assertEqual(answer["Content-Type"], "image/jpeg")
            content = b"".join(answer)
            self.assertNotIn(b"SECRET", content)
            with PILImage.open(BytesIO(content)) as picture:
                self.assertEqual(picture.size, (900, 1400))

    def test_a_still_picture_keeps_its_format_where_the_copies_have_it(self) -> None:
        see_through = BytesIO()
        PILImage.new("RGBA", (9, 9), (0, 0, 0, 0)).save(see_through, "PNG")
        for content, kind in (
            (png(), "PNG"),
            (see_through.getvalue(), "PNG"),
            (photograph(60, 40), "JPEG"),
        ):
            image = shown(content)
            with PILImage.open(BytesIO(self.get(image.file.url))) as picture:
                self.assertEqual(picture.format, kind)

    def test_an_animated_picture_keeps_moving_in_full_size(self) -> None:
        for format_ in ("GIF", "PNG", "WEBP"):
            file = BytesIO()
            frames = [PILImage.new("RGB", (20, 10), (n * 90, 0, 99)) for n in range(3)]
            frames[0].save(
                file, format_, save_all=True, append_images=frames[1:], duration=200
            )
            image = shown(file.getvalue())
            with PILImage.open(BytesIO(self.get(image.file.url))) as picture:
                count = sum(1 for _frame in ImageSequence.Iterator(picture))
            self.assertEqual(count, 3, format_)

    def test_every_copy_tells_that_a_picture_was_generated_and_no_more(self) -> None:
        xmp = f"<x:xmpmeta><a GPS='SECRET' b='{SOURCE_TYPE}'/></x:xmpmeta>".encode()
        for content in (photograph(xmp=xmp), png_with(xmp)):
            image = shown(content)
            for rendition in image.renditions.values():
                copy = self.get(default_storage.url(rendition["file"]))
                self.assertNotIn(b"SECRET", copy)
                with PILImage.open(BytesIO(copy)) as picture:
                    picture.load()
                    self.assertIn(SOURCE_TYPE.encode(), picture.info["xmp"])

    def test_what_was_not_generated_has_no_such_words(self) -> None:
        self.assertNotIn(b"xmpmeta", self.get(self.image.file.url))


def shown(content: bytes) -> Image:
    """Store a picture that a public article shows."""
    image = images.store_image(content)
    make_article(thumbnail=image)
    return image


def png_with(xmp: bytes) -> bytes:
    chunks = PngImagePlugin.PngInfo()
    chunks.add_itxt("XML:com.adobe.xmp", xmp.decode())
    chunks.add_text("Comment", "SECRET")
    file = BytesIO()
    PILImage.new("RGB", (50, 40)).save(file, "PNG", pnginfo=chunks)
    return file.getvalue()


class OriginalTests(TestCase):
    content: ClassVar[bytes]
    image: ClassVar[Image]
    url: ClassVar[str]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.content = photograph(120, 80)
        cls.image = images.store_image(cls.content, alt="大厅")
        cls.url = reverse("admin:articles_image_original", args=[cls.image.pk])

    def test_the_desk_downloads_it_byte_for_byte_and_no_cache_keeps_it(self) -> None:
        for person in (make_chief(), make_reporter()):
            self.client.force_login(person)
            answer = self.client.get(self.url)
            self.assertEqual(b"".join(answer), self.content)
            self.assertIn("attachment", answer["Content-Disposition"])
            self.assertIn("private", answer["Cache-Control"])
            self.assertIn("no-store", answer["Cache-Control"])

    def test_nobody_else_does(self) -> None:
        people: list[User | None] = [None, make_clerk()]
        people.append(User.objects.create_user("reader"))
        for person in people:
            if person:
                self.client.force_login(person)
            answer = self.client.get(self.url)
            self.assertIn(answer.status_code, {302, 403})

    def test_the_page_of_the_picture_links_to_it(self) -> None:
        self.client.force_login(make_chief())
        page = reverse("admin:articles_image_change", args=[self.image.pk])
        self.assertContains(self.client.get(page), f'href="{self.url}"')

    def test_one_that_is_lost_is_not_found(self) -> None:
        self.client.force_login(make_chief())
        with patch.object(default_storage, "open", side_effect=FileNotFoundError):
            self.assertEqual(self.client.get(self.url).status_code, 404)

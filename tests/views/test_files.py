from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from errno import EIO
from pathlib import Path
from unittest import mock

import PIL.Image
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, default_storage
from django.test import SimpleTestCase, TestCase
from django.utils import timezone

from articles import images, publishing
from articles.choices import Status
from articles.images import image_data
from articles.models import Article, AttachedFile, Image, SiteSettings
from articles.views import files
from tests.factories import make_article, make_image
from tests.faults import storage_away
from tests.people import make_chief
from tests.sample_images import png


class MediaTests(TestCase):
    def test_a_picture_and_its_rendition(self) -> None:
        image: Image = make_image()
        make_article(thumbnail=image)
        for url, content_type in (
            (image.file.url, "image/png"),
            (image_data(image).url, "image/webp"),
        ):
            answer = self.client.get(url)
            self.assertEqual(answer.status_code, 200)
            self.assertEqual(answer["Content-Type"], content_type)
            self.assertEqual(answer["X-Content-Type-Options"], "nosniff")
            self.assertEqual(answer["Cache-Control"], "public, max-age=300")
            self.assertTrue(b"".join(answer))

    def test_a_picture_that_a_browser_has_is_not_sent_again(self) -> None:
        image = make_image()
        make_article(thumbnail=image)
        for url in (image.file.url, image_data(image).url):
            first = self.client.get(url)
            self.assertTrue(b"".join(first))
            again = self.client.get(url, headers={"if-none-match": first["ETag"]})
            self.assertEqual(again.status_code, 304)
            self.assertEqual(again["Cache-Control"], first["Cache-Control"])

    def test_what_is_no_picture_is_a_download(self) -> None:
        name = default_storage.save("a.html", ContentFile(b"<script>"))
        answer = self.client.get(f"/media/{name}")
        self.assertEqual(answer["Content-Type"], "application/octet-stream")
        self.assertIn("attachment", answer["Content-Disposition"])
        self.assertIn("sandbox", answer["Content-Security-Policy"])
        self.assertTrue(b"".join(answer))  # Reads it to the end, which closes it.

    def test_nothing_else_is_served(self) -> None:
        default_storage.save("folder/a.png", ContentFile(b"x"))
        odd = ["no.png", "../manage.py", "%2e%2e/manage.py", "folder", "a%00.png", "/"]
        for name in [*odd, "x" * 5000]:
            answer = self.client.get(f"/media/{name}")
            self.assertEqual(answer.status_code, 404, name[:20])

    def test_no_address_leads_to_an_original(self) -> None:
        name = f"originals/{make_image().file.name}"
        self.assertTrue(default_storage.exists(name))
        for path in (name, f"./{name}", f"a/../{name}", f"/{name}", name.capitalize()):
            answer = self.client.get(f"/media/{path}")
            self.assertEqual(answer.status_code, 404, path)

    def test_the_address_of_a_picture_without_copies_is_not_found(self) -> None:
        name = default_storage.save("images/0123.png", ContentFile(b"x"))
        self.addCleanup(default_storage.delete, name)
        answer = self.client.get(f"/media/{name}")
        self.assertEqual(answer.status_code, 404)

    def test_a_deleted_picture_shows_where_texts_still_name_it(self) -> None:
        image: Image = make_image()
        image.delete()
        self.assertTrue(b"".join(self.client.get(image.file.url)))

    def test_a_picture_whose_storage_is_away_is_asked_for_again(self) -> None:
        image: Image = make_image()
        article = make_article(thumbnail=image)
        url = image_data(image).url
        with storage_away():
            answer = self.client.get(url)
            page = self.client.get(article.get_absolute_url())
        self.assertEqual((answer.status_code, answer["Retry-After"]), (503, "30"))
        self.assertIn("no-store", answer["Cache-Control"])
        self.assertEqual(page.status_code, 200)
        self.assertContains(page, url)
        self.assertTrue(b"".join(self.client.get(url)))

    def test_what_a_deleted_or_replaced_picture_left_is_nobodys(self) -> None:
        for act in ("deleted", "replaced"):
            with self.subTest(act):
                image: Image = make_image()
                make_article(thumbnail=image)
                url = image_data(image).url
                with storage_stays(), self.captureOnCommitCallbacks(execute=True):
                    if act == "deleted":
                        publishing.delete_pictures([image])
                    else:
                        other = images.prepare_image(png(90, 60))
                        publishing.replace_picture(image, other, file_name="b.png")
                name = url.removeprefix("/media/")
                self.assertTrue(default_storage.exists(name))
                self.assertEqual(self.client.get(url).status_code, 404)


@contextmanager
def storage_stays() -> Iterator[None]:
    """Let the storage be away whenever a file is deleted from it."""
    error = OSError(EIO, "the store answers 503")
    with (
        mock.patch.object(InMemoryStorage, "delete", side_effect=error),
        TestCase().assertLogs("articles.images.renditions", "ERROR"),
    ):
        yield


class AttachedFileTests(TestCase):
    def setUp(self) -> None:
        self.article = make_article()
        name = default_storage.save("attached/0a.pdf", ContentFile(b"%PDF one"))
        self.row = AttachedFile.objects.create(
            article=self.article,
            archive="site",
            path="content/a/年 报.pdf",
            file=name,
            digest="0a",
            size=8,
        )
        self.url = self.row.get_absolute_url()

    def test_readers_of_the_article_download_it(self) -> None:
        answer = self.client.get(self.url)
        self.assertEqual(b"".join(answer), b"%PDF one")
        self.assertEqual(answer["Content-Type"], "application/pdf")
        self.assertTrue(answer["Content-Disposition"].startswith("attachment; "))
        self.assertIn("%E5%B9%B4%20%E6%8A%A5.pdf", answer["Content-Disposition"])
        self.assertEqual(answer["X-Content-Type-Options"], "nosniff")
        self.assertIn("sandbox", answer["Content-Security-Policy"])
        self.assertEqual(answer["Cache-Control"], "no-cache")
        again = self.client.get(self.url, HTTP_IF_NONE_MATCH=answer["ETag"])
        self.assertEqual(again.status_code, 304)

    def test_it_keeps_to_the_embargo_of_its_article(self) -> None:
        later = timezone.now() + timedelta(days=1)
        etag = self.client.get(self.url)["ETag"]
        for changes in (
            {"status": Status.DRAFT},
            {"status": Status.PUBLISHED, "embargoed_until": later},
            {"embargoed_until": None, "published_at": later},
        ):
            Article.objects.filter(pk=self.article.pk).update(**changes)
            for headers in ({}, {"If-None-Match": etag}):
                answer = self.client.get(self.url, headers=headers)
                self.assertEqual(answer.status_code, 404, changes)
        self.client.force_login(make_chief())
        answer = self.client.get(self.url)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("private", answer["Cache-Control"])

    def test_no_other_address_leads_to_it(self) -> None:
        for url in (
            *(f"/media/{self.row.file.name}", f"/media/./{self.row.file.name}"),
            *(f"/media/a/../{self.row.file.name}", f"/media//{self.row.file.name}"),
            *(f"/files/{self.row.pk}/other.pdf", f"/files/{self.row.pk + 1}/0a.pdf"),
        ):
            self.assertEqual(self.client.get(url).status_code, 404, url)

    def test_a_file_that_storage_lost_is_not_found(self) -> None:
        default_storage.delete(str(self.row.file.name))
        self.assertEqual(self.client.get(self.url).status_code, 404)


class SmallAnswerTests(SimpleTestCase):
    def test_the_accent_colour(self) -> None:
        answer = self.client.get("/accent/e22d30.css")
        self.assertContains(answer, "--accent: #e22d30;")
        self.assertEqual(answer["Content-Type"], "text/css; charset=utf-8")
        self.assertIn("immutable", answer["Cache-Control"])


class SiteIconTests(TestCase):
    def test_what_asks_for_the_icon_blindly_gets_it(self) -> None:
        answer = self.client.get("/favicon.ico")
        self.assertEqual(answer.status_code, 302)
        self.assertTrue(answer["Location"].endswith("favicon.ico"))

    def test_the_manifest_speaks_the_words_of_its_variant(self) -> None:
        SiteSettings(name="财经时报", tagline="快讯").save()
        answer = self.client.get("/zh-tw/manifest.webmanifest")
        self.assertEqual(answer["Content-Type"], "application/manifest+json")
        described = answer.json()
        self.assertEqual(
            (described["name"], described["description"], described["start_url"]),
            ("財經時報", "快訊", "/zh-tw/"),
        )

    def test_every_size_that_is_named_is_there(self) -> None:
        sizes = {"favicon.ico": 48, "touch-icon-180.png": 180}
        sizes |= {f"icon-{size}.png": size for size in files.ICON_SIZES}
        for name, size in sizes.items():
            path = finders.find(f"articles/img/{name}")
            with PIL.Image.open(str(path)) as icon:
                self.assertEqual(icon.size, (size, size), name)

    def test_the_theme_is_the_ground_of_the_pages(self) -> None:
        tokens = Path(str(finders.find("articles/css/tokens.css"))).read_text()
        light, dark = files.THEME_COLOURS.values()
        self.assertIn(f"--ground: light-dark({light}, {dark})", tokens)
        page = self.client.get("/zh-cn/").content.decode()
        for colour in (light, dark):
            self.assertIn(f'<meta name="theme-color" content="{colour}"', page)

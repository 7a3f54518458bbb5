from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import SimpleTestCase, TestCase

from articles.images import image_data
from articles.models import Image
from tests.factories import make_image


class MediaTests(TestCase):
    def test_a_picture_and_its_rendition(self) -> None:
        image: Image = make_image()
        for url, content_type in (
            (image.file.url, "image/png"),
            (image_data(image).url, "image/webp"),
        ):
            answer = self.client.get(url)
            self.assertEqual(answer.status_code, 200)
            self.assertEqual(answer["Content-Type"], content_type)
            self.assertEqual(answer["X-Content-Type-Options"], "nosniff")
            self.assertIn("immutable", answer["Cache-Control"])
            self.assertTrue(b"".join(answer))

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


class SmallAnswerTests(SimpleTestCase):
    def test_the_accent_colour(self) -> None:
        answer = self.client.get("/accent/e22d30.css")
        self.assertContains(answer, "--accent: #e22d30;")
        self.assertEqual(answer["Content-Type"], "text/css; charset=utf-8")
        self.assertIn("immutable", answer["Cache-Control"])

    def test_health(self) -> None:
        self.assertContains(self.client.get("/healthz"), "ok")

    def test_robots_stay_out_of_the_desk_and_of_search(self) -> None:
        answer = self.client.get("/robots.txt")
        self.assertContains(answer, "Disallow: /admin/")
        self.assertContains(answer, "Disallow: /*/search/")

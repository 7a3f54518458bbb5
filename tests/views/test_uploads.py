from __future__ import annotations

import hashlib
import json
from typing import Any, ClassVar
from unittest import mock

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import SimpleTestCase, TestCase, override_settings
from django.urls import reverse

from articles.images import processing as imaging
from articles.models import Image, RemoteImage
from articles.views.uploads import humanised
from tests.faults import storage_away
from tests.images.server import PictureServer
from tests.people import make_clerk, make_reporter
from tests.sample_images import jpeg, png


class UploadTests(TestCase):
    reporter: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.reporter = make_reporter()

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.reporter)

    def upload(self, content: bytes, name: str = "a.png", type_: str = "") -> Any:
        file = SimpleUploadedFile(name, content, type_ or "image/png")
        return self.client.post(reverse("upload_image"), {"image": file})

    def test_a_reader_is_asked_to_log_in_and_nothing_is_kept(self) -> None:
        self.client.logout()
        url = reverse("upload_image")
        self.assertRedirects(self.upload(png()), f"/admin/login/?next={url}")
        self.assertFalse(Image.objects.exists())

    def test_a_clerk_may_not(self) -> None:
        self.client.force_login(make_clerk())
        self.assertEqual(self.upload(png()).status_code, 403)

    def test_the_box_learns_what_it_needs_of_a_picture(self) -> None:
        response = self.upload(jpeg(), name="AMD_results-2025.jpg")
        image = Image.objects.get()
        told = json.loads(response.content)
        self.assertEqual(told["address"], image.file.url)
        self.assertEqual(told["alt"], "AMD results 2025")
        self.assertEqual(told["number"], image.pk)

    def test_a_storage_that_is_away_is_said_where_the_picture_was_to_stand(
        self,
    ) -> None:
        for language, said in (("en", "cannot be stored"), ("zh-hans", "暂时无法保存")):
            self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
            with self.subTest(language), storage_away():
                answer = self.upload(png())
                self.assertEqual(answer.status_code, 503)
                (problem,) = json.loads(answer.content)["problems"]
                self.assertIn(said, problem)
        self.assertFalse(Image.objects.exists())
        self.assertEqual(self.upload(png()).status_code, 200)

    def test_the_original_is_kept_to_the_byte(self) -> None:
        content = png(3000, 2000)
        self.upload(content)
        image = Image.objects.get()
        self.assertEqual(image.file.open().read(), content)
        self.assertEqual((image.width, image.height), (3000, 2000))

    def test_the_same_picture_twice_is_one_image(self) -> None:
        codes = [self.upload(png(), name).content for name in ("a.png", "b.png")]
        self.assertEqual(codes[0], codes[1])
        image = Image.objects.get()
        self.assertEqual(image.digest, hashlib.sha256(png()).hexdigest())

    def test_the_ending_is_that_of_the_picture(self) -> None:
        self.upload(png(), name="evil.html")
        self.assertTrue(Image.objects.get().file.url.endswith(".png"))

    def test_what_is_no_picture_is_refused(self) -> None:
        page = b"<html><script>alert(1)</script></html>"
        svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
        for content, name, type_ in (
            (page, "evil.html", "image/gif"),
            (b"GIF89a" + page, "evil.gif", "image/gif"),
            (svg, "evil.svg", "image/svg+xml"),
            (png()[:60], "cut.png", "image/png"),
            (b"", "empty.png", "image/png"),
        ):
            with self.subTest(name):
                response = self.upload(content, name, type_)
                self.assertEqual(response.status_code, 400)
                self.assertTrue(json.loads(response.content)["problems"])
        self.assertFalse(Image.objects.exists())

    def test_a_picture_too_large_is_refused_in_the_language_of_the_editor(self) -> None:
        with mock.patch.object(imaging, "MAX_BYTES", 10):
            self.assertIn("larger than", self.upload(png()).content.decode())
        with mock.patch.object(imaging, "MAX_PIXELS", 10):
            self.assertIn("pixels", self.upload(png()).content.decode())

    def test_a_request_without_a_file_is_refused(self) -> None:
        url = reverse("upload_image")
        for data in ({}, {"image": "words"}, {"file": "x"}):
            self.assertEqual(self.client.post(url, data).status_code, 400)
        self.assertEqual(self.client.get(url).status_code, 405)


@override_settings(FETCH_ALLOWED_HOSTS=["localhost"])
class FetchTests(TestCase):
    reporter: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.reporter = make_reporter()

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.reporter)
        self.server = self.enterContext(PictureServer())

    def fetch(self, address: str) -> Any:
        return self.client.post(reverse("fetch_picture"), {"address": address})

    def problem(self, address: str) -> str:
        response = self.fetch(address)
        self.assertEqual(response.status_code, 400)
        return str(json.loads(response.content)["problems"][0])

    def test_a_picture_of_another_site_is_stored_and_asked_for_once(self) -> None:
        url = self.server.url("good/a.png")
        for _again in range(2):
            told = json.loads(self.fetch(url).content)
            self.assertEqual(told["address"], Image.objects.get().file.url)
        self.assertEqual(self.server.asked["/good/a.png"], 1)
        self.assertEqual(Image.objects.get().origin, url)

    def test_what_cannot_be_had_is_explained(self) -> None:
        self.assertIn("404", self.problem(self.server.url("nothing")))
        self.assertIn("not a picture", self.problem(self.server.url("page")))
        self.assertIn("valid URL", self.problem("javascript:alert(1)"))
        self.assertIn("valid URL", self.problem("file:///etc/passwd"))
        self.assertIn("valid URL", self.problem("ftp://a.example/a.png"))
        self.assertFalse(RemoteImage.objects.filter(url="").exists())
        self.assertFalse(Image.objects.exists())

    def test_an_address_within_our_network_is_never_asked(self) -> None:
        with override_settings(FETCH_ALLOWED_HOSTS=[]):
            self.assertIn("not a public address", self.problem(self.server.url("good")))
        self.assertFalse(self.server.asked)

    def test_what_failed_once_may_be_asked_again(self) -> None:
        url = self.server.url("nothing")
        self.problem(url)
        self.problem(url)
        self.assertEqual(self.server.asked["/nothing"], 2)

    def test_who_may_not_add_pictures_may_not_fetch_them(self) -> None:
        self.client.force_login(make_clerk())
        self.assertEqual(self.fetch(self.server.url("good")).status_code, 403)
        self.assertFalse(self.server.asked)


class NameTests(SimpleTestCase):
    def test_a_file_name_becomes_words(self) -> None:
        self.assertEqual(humanised("AMD_results-2025.png"), "AMD results 2025")
        self.assertEqual(humanised("走势图.v2.webp"), "走势图 v2")
        self.assertEqual(humanised("image.png"), "")

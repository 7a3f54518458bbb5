from __future__ import annotations

from typing import Any, ClassVar
from unittest.mock import patch

import PIL.Image
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse

from articles.models import Image
from tests.factories import make_image
from tests.people import make_chief
from tests.sample_images import jpeg, png

ADD = "admin:articles_image_add"


class ImageAdminTests(TestCase):
    chief: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.chief)

    def add(self, content: bytes) -> Any:
        file = SimpleUploadedFile("a.png", content)
        data = {"picture": file, "alt": "交易大厅", "caption": "图一", "credit": "林岚"}
        return self.client.post(reverse(ADD), data)

    def test_an_upload_becomes_an_image_with_renditions(self) -> None:
        self.add(png(1200, 600))
        image = Image.objects.get()
        self.assertEqual(
            (image.width, image.alt, image.credit), (1200, "交易大厅", "林岚")
        )
        self.assertIn("width-480", image.renditions)

    def test_a_picture_longer_than_webp_holds_is_added(self) -> None:
        self.add(png(40, 20_000))
        self.assertEqual(Image.objects.get().renditions["width-480"]["height"], 20_000)

    def test_a_picture_that_cannot_be_made_smaller_is_an_error_at_the_field(
        self,
    ) -> None:
        content = png()
        with patch.object(PIL.Image.Image, "save", side_effect=RuntimeError("odd")):
            response = self.add(content)
        self.assertFormError(
            response.context["adminform"].form,
            "picture",
            "The picture is damaged: odd",
        )

    def test_the_same_picture_is_not_added_twice(self) -> None:
        self.add(png())
        response = self.add(png())
        self.assertContains(response, "交易大厅.")
        self.assertEqual(Image.objects.count(), 1)

    def test_what_is_no_picture_is_an_error_at_the_field(self) -> None:
        response = self.add(b"<svg/>")
        self.assertIn("picture", response.context["adminform"].form.errors)

    def test_the_words_can_change_and_the_file_cannot(self) -> None:
        image = make_image(alt="旧")
        url = reverse("admin:articles_image_change", args=[image.pk])
        name = image.file.name
        file = SimpleUploadedFile("b.jpg", jpeg())
        self.client.post(url, {"alt": "新", "picture": file, "file": file})
        image.refresh_from_db()
        self.assertEqual((image.alt, image.file.name), ("新", name))

    def test_the_page_shows_the_picture_and_how_to_write_it(self) -> None:
        image = make_image(alt="大厅")
        url = reverse("admin:articles_image_change", args=[image.pk])
        self.assertContains(self.client.get(url), f"![大厅]({image.file.url})")
        self.assertContains(
            self.client.get(reverse("admin:articles_image_changelist")),
            "picture-grid__picture",
        )

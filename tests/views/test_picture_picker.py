from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse

from articles.models import Image
from articles.views import picture_picker
from tests.factories import make_image
from tests.people import make_chief, make_clerk, make_reporter
from tests.sample_images import png

SAID = {"alt": "钻井平台", "caption": "北海的钻井平台", "credit": "海岳财经"}


class PictureListTests(TestCase):
    reporter: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.reporter = make_reporter()
        for n in range(picture_picker.PER_PAGE + 2):
            make_image(alt=f"Picture {n}", credit="海岳财经" if n else "")

    def setUp(self) -> None:
        self.client.force_login(self.reporter)

    def ask(self, **query: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.get(reverse("picture_list"), query).json()
        return answer

    def test_a_page_holds_the_newest_and_names_the_next(self) -> None:
        first = self.ask()
        self.assertEqual(len(first["pictures"]), picture_picker.PER_PAGE)
        self.assertEqual(first["pictures"][0]["alt"], "Picture 25")
        self.assertEqual(first["next"], 2)
        second = self.ask(page=2)
        self.assertEqual(
            [each["alt"] for each in second["pictures"]], ["Picture 1", "Picture 0"]
        )
        self.assertIsNone(second["next"])

    def test_all_words_are_looked_for_in_what_is_said(self) -> None:
        found = self.ask(q="picture 海岳 24")["pictures"]
        self.assertEqual([each["alt"] for each in found], ["Picture 24"])
        self.assertEqual(
            self.ask(q="picture 0 海岳")["pictures"][0]["alt"], "Picture 20"
        )

    def test_a_page_costs_one_query_however_full(self) -> None:
        self.ask()
        with self.assertNumQueries(5):  # Session, user, two of permissions, pictures.
            self.ask(q="picture")

    def test_mischief_finds_something_or_nothing_and_never_fails(self) -> None:
        for query in (
            {"q": "\x00\ud800".encode("utf-8", "surrogatepass")},
            {"q": "x " * 5000},
            {"q": "%_\\"},
            {"page": "0"},
            {"page": "-1"},
            {"page": "9" * 40},
            {"page": "²"},
        ):
            with self.subTest(query):
                response = self.client.get(reverse("picture_list"), query)
                self.assertEqual(response.status_code, 200)

    def test_it_is_for_staff_who_may_see_pictures(self) -> None:
        url = reverse("picture_list")
        self.client.force_login(make_clerk())
        self.assertEqual(self.client.get(url).status_code, 403)
        self.client.logout()
        self.assertRedirects(self.client.get(url), f"/admin/login/?next={url}")
        self.assertEqual(self.client.post(url).status_code, 405)


class DescribeTests(TestCase):
    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    def describe(self, number: int, **said: str) -> Any:
        url = reverse("describe_picture", args=[number])
        return self.client.post(url, SAID | said)

    def bring(self) -> Image:
        file = SimpleUploadedFile("a.png", png(), "image/png")
        told = self.client.post(reverse("upload_image"), {"image": file}).json()
        return Image.objects.get(pk=told["number"])

    def test_who_may_change_pictures_describes_any(self) -> None:
        image = make_image()
        self.client.force_login(make_chief())
        self.assertEqual(self.describe(image.pk).json()["credit"], "海岳财经")
        image.refresh_from_db()
        self.assertEqual({name: getattr(image, name) for name in SAID}, SAID)

    def test_a_reporter_describes_only_what_they_brought(self) -> None:
        known = make_image()
        self.client.force_login(make_reporter())
        self.assertEqual(self.describe(known.pk).status_code, 403)
        image = self.bring()
        self.assertEqual(self.describe(image.pk).status_code, 200)
        self.assertEqual(self.describe(image.pk, alt="平台").status_code, 200)
        image.refresh_from_db()
        self.assertEqual(image.alt, "平台")

    def test_bringing_what_is_here_gives_no_right_to_it(self) -> None:
        reporter = make_reporter()
        self.client.force_login(make_chief())
        self.bring()
        self.client.force_login(reporter)
        self.assertEqual(self.describe(self.bring().pk).status_code, 403)

    def test_a_right_that_was_taken_away_is_gone(self) -> None:
        reporter = make_reporter()
        self.client.force_login(reporter)
        image = self.bring()
        reporter.user_permissions.clear()
        self.assertEqual(self.describe(image.pk).status_code, 403)

    def test_bad_words_are_refused_with_a_reason(self) -> None:
        image = make_image()
        self.client.force_login(make_chief())
        for said in ({"alt": "a\x00b"}, {"caption": "x" * 1001}, {"credit": "x" * 256}):
            with self.subTest(said):
                response = self.describe(image.pk, **said)
                self.assertEqual(response.status_code, 400)
                self.assertTrue(response.json()["problems"])

    def test_a_picture_that_is_gone_is_not_found(self) -> None:
        self.client.force_login(make_chief())
        for number in (10**6, 10**30):
            self.assertEqual(self.describe(number).status_code, 404)

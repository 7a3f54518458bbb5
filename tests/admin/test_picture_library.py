"""The library: found, filtered, replaced and deleted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import Permission, User
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse

from articles.models import Article, Author, Image, SiteSettings
from tests.admin.data import ADD as ADD_ARTICLE, article_data
from tests.factories import make_article, make_author, make_image
from tests.faults import storage_away
from tests.images.test_photo_metadata import packet
from tests.people import make_chief, make_clerk, make_reporter
from tests.sample_images import photo, png

LIST = "admin:articles_image_changelist"


def upload(content: bytes, name: str = "新.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


class LibraryTestCase(TestCase):
    chief: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.chief)

    def listed(self, **query: str) -> set[Image]:
        answer = self.client.get(reverse(LIST), query)
        self.assertEqual(answer.status_code, 200)
        return {*answer.context["cl"].result_list}


class ListTests(LibraryTestCase):
    def test_words_are_found_in_either_script_wherever_they_stand(self) -> None:
        image = make_image(
            alt="后台运价",
            caption="图一",
            credit="海岳",
            licence="CC BY",
            file_name="Port.JPG",
        )
        make_image(alt="别的")
        for words in ("後台", "運價 圖一", "port.jpg", "cc by", image.file.url):
            self.assertEqual(self.listed(q=words), {image}, words)
        self.assertEqual(self.listed(q="后台 没有"), set())

    def test_odd_searches_find_nothing(self) -> None:
        make_image(alt="图")
        for words in ("\x00", "%", "_" * 5000, "\\"):
            answer = self.client.get(reverse(LIST), {"q": words})
            self.assertEqual(answer.status_code, 200)

    def test_filters(self) -> None:
        used, avatar, logo, idle = (make_image(alt=name) for name in "abcd")
        generated = make_image(
            alt="", source_type="trainedAlgorithmicMedia", credit="甲"
        )
        make_article(body=f"![]({used.file.url})")
        author = make_author()
        author.avatar = avatar
        author.save()
        SiteSettings.objects.update_or_create(pk=1, defaults={"logo": logo})
        self.assertEqual(self.listed(use="used"), {used, avatar, logo})
        self.assertEqual(self.listed(use="unused"), {idle, generated})
        self.assertEqual(self.listed(says="generated"), {generated})
        self.assertEqual(self.listed(says="no-alt"), {generated})
        self.assertEqual(self.listed(credit="甲"), {generated})

    def test_a_card_says_how_often_a_picture_is_used(self) -> None:
        image = make_image(alt="图")
        for _time in range(2):
            make_article(thumbnail=image)
        answer = self.client.get(reverse(LIST))
        self.assertContains(answer, "used in 2 places")

    def test_the_number_of_queries_does_not_grow(self) -> None:
        counts = []
        for number in (1, 6):
            for _time in range(number):
                make_article(thumbnail=make_image())
            with self.assertNumQueries(FewerThan(12)) as context:
                self.client.get(reverse(LIST))
            counts.append(len(context))
        self.assertEqual(counts[0], counts[1])

    def test_nobody_without_the_right_sees_it(self) -> None:
        self.client.force_login(make_clerk())
        self.assertEqual(self.client.get(reverse(LIST)).status_code, 403)


class FewerThan(int):
    """Equal to every smaller number."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, int) and other < int(self)

    __hash__ = int.__hash__


class PageTests(LibraryTestCase):
    def change(self, image: Image, **fields: Any) -> Any:
        url = reverse("admin:articles_image_change", args=[image.pk])
        data = {name: getattr(image, name) for name in Image.WORDS} | fields
        return self.client.post(url, data)

    def test_the_focal_point_is_two_numbers(self) -> None:
        image = make_image()
        self.change(image, focal_x="30", focal_y="0")
        image.refresh_from_db()
        self.assertEqual((image.focal_x, image.focal_y), (30, 0))
        for wrong in ("101", "-1", "x", "9" * 40):
            answer = self.change(image, focal_x=wrong)
            self.assertIn("focal_x", answer.context["adminform"].form.errors)

    def test_its_page_names_what_shows_it(self) -> None:
        image = make_image()
        article = make_article(title="运价上涨", thumbnail=image)
        url = reverse("admin:articles_image_change", args=[image.pk])
        link = reverse("admin:articles_article_change", args=[article.pk])
        self.assertContains(self.client.get(url), f'<a href="{link}">运价上涨</a>')

    def test_a_source_that_only_the_file_knows_may_stay(self) -> None:
        image = make_image(source_type="softwareImage")
        self.change(image, alt="新")
        image.refresh_from_db()
        self.assertEqual((image.alt, image.source_type), ("新", "softwareImage"))

    def test_what_the_file_says_fills_what_is_left_empty(self) -> None:
        content = photo(60, 40, xmp=packet())
        self.client.post(
            reverse("admin:articles_image_add"),
            {"picture": upload(content), "alt": "我的话"},
        )
        image = Image.objects.get()
        self.assertEqual(
            (
                image.alt,
                image.caption,
                image.credit,
                image.source_type,
                image.file_name,
            ),
            ("我的话", "图一", "海岳图片", "digitalCapture", "新.png"),
        )

    def test_what_a_person_says_counts_for_more_than_the_file(self) -> None:
        content = photo(60, 40, xmp=packet())
        data = {"picture": upload(content), "source_type": "trainedAlgorithmicMedia"}
        self.client.post(reverse("admin:articles_image_add"), data)
        image = Image.objects.get()
        self.assertEqual(image.source_type, "trainedAlgorithmicMedia")
        with default_storage.open(image.renditions["full"]["file"]) as file:
            self.assertIn(b"/trainedAlgorithmicMedia", file.read())


class ReplaceTests(LibraryTestCase):
    def post(self, image: Image, content: bytes | None, **fields: str) -> Any:
        url = reverse("admin:articles_image_replace", args=[image.pk])
        data: dict[str, Any] = {"alt": image.alt, **fields}
        return self.client.post(
            url, data | ({"picture": upload(content)} if content else {})
        )

    def test_the_new_file_and_its_words_are_stored(self) -> None:
        image = make_image(alt="旧", caption="旧图")
        article = make_article(thumbnail=image)
        answer = self.post(image, png(400, 300), alt="新", caption="新图")
        self.assertRedirects(
            answer, reverse("admin:articles_image_change", args=[image.pk])
        )
        image.refresh_from_db()
        self.assertEqual((image.width, image.alt, image.caption), (400, "新", "新图"))
        article.refresh_from_db()
        self.assertEqual(article.thumbnail, image)

    def test_what_is_no_picture_changes_nothing(self) -> None:
        image = make_image(alt="旧")
        for content in (b"<svg/>", None):
            answer = self.post(image, content, alt="新")
            self.assertIn("picture", answer.context["form"].errors)
        image.refresh_from_db()
        self.assertEqual(image.alt, "旧")

    def test_a_picture_that_is_here_already_is_named(self) -> None:
        other = make_image(alt="另一张")
        with other.file.open() as file:
            answer = self.post(make_image(), file.read())
        self.assertContains(answer, "This picture is here already: 另一张.")

    def test_a_storage_that_is_away_is_said_at_the_field_and_changes_nothing(
        self,
    ) -> None:
        image = make_image(alt="旧")
        with storage_away():
            answer = self.post(image, png(400, 300), alt="新")
        errors = answer.context["form"].errors
        self.assertIn("cannot be stored at the moment", errors["picture"][0])
        self.assertContains(answer, 'value="新"')
        before = image.file.name
        image.refresh_from_db()
        self.assertEqual((image.alt, image.file.name), ("旧", before))

    def test_a_reporter_may_not(self) -> None:
        self.client.force_login(make_reporter())
        self.assertEqual(self.post(make_image(), png()).status_code, 403)

    def test_one_that_is_not_there_answers_404(self) -> None:
        url = reverse("admin:articles_image_replace", args=[99])
        self.assertEqual(self.client.get(url).status_code, 404)


class DeleteTests(LibraryTestCase):
    def post(self, image: Image, **data: str) -> Any:
        url = reverse("admin:articles_image_delete", args=[image.pk])
        return self.client.post(url, {"post": "yes", **data})

    def test_one_in_use_is_kept_until_the_box_is_ticked(self) -> None:
        image = make_image(alt="图")
        article = make_article(title="运价上涨", thumbnail=image)
        answer = self.post(image)
        self.assertContains(answer, "运价上涨")
        self.assertTrue(Image.objects.exists())
        self.assertRedirects(self.post(image, used_too="on"), reverse(LIST))
        self.assertFalse(Image.objects.exists())
        article.refresh_from_db()
        self.assertIsNone(article.thumbnail)

    def test_an_unused_one_goes_at_once(self) -> None:
        self.post(make_image())
        self.assertFalse(Image.objects.exists())

    def test_several_are_deleted_in_the_same_way(self) -> None:
        used, idle = make_image(), make_image()
        make_article(thumbnail=used)
        data = {"action": "delete_selected", "_selected_action": [used.pk, idle.pk]}
        self.assertContains(self.client.post(reverse(LIST), data), "in use")
        self.client.post(reverse(LIST), {**data, "post": "yes"})
        self.assertEqual(Image.objects.count(), 2)
        self.client.post(reverse(LIST), {**data, "post": "yes", "used_too": "on"})
        self.assertEqual(Image.objects.count(), 0)

    def test_an_author_and_the_site_go_on_without_it(self) -> None:
        image = make_image()
        author = make_author()
        author.avatar = image
        author.save()
        self.assertContains(self.post(image), str(author))
        self.post(image, used_too="on")
        self.assertIsNone(Author.objects.get().avatar)


class KeptPictureTests(LibraryTestCase):
    """A wrong field elsewhere does not cost the picture that was chosen."""

    def post(self, **fields: Any) -> Any:
        return self.client.post(reverse(ADD_ARTICLE), article_data(**fields))

    def test_it_is_kept_and_chosen(self) -> None:
        answer = self.post(title="", thumbnail_file=upload(png()), thumbnail_alt="图")
        image = Image.objects.get()
        form = answer.context["adminform"].form
        self.assertEqual(form["thumbnail"].value(), str(image.pk))
        self.assertContains(answer, "“新.png” is kept")
        self.post(title="标题", thumbnail=image.pk, kept_picture=image.pk)
        self.assertEqual(Article.objects.get().thumbnail, image)

    def test_without_words_it_is_kept_and_asked_for_again(self) -> None:
        self.post(thumbnail_file=upload(png()))
        image = Image.objects.get()
        kept = {"thumbnail": image.pk, "kept_picture": image.pk}
        answer = self.post(**kept)
        self.assertIn("thumbnail_alt", answer.context["adminform"].form.errors)
        self.post(**kept, thumbnail_alt="图")
        image.refresh_from_db()
        self.assertEqual((image.alt, Article.objects.get().thumbnail), ("图", image))

    def test_the_number_of_a_picture_that_is_not_there_is_an_error(self) -> None:
        for wrong in ("99", "x", "-1", "\x00"):
            answer = self.post(thumbnail=wrong, kept_picture=wrong)
            self.assertIn("thumbnail", answer.context["adminform"].form.errors)

    def test_who_may_not_add_pictures_keeps_none(self) -> None:
        clerk = make_clerk()
        clerk.user_permissions.add(Permission.objects.get(codename="add_article"))
        self.client.force_login(clerk)
        self.post(title="", thumbnail_file=upload(png()), thumbnail_alt="图")
        self.assertFalse(Image.objects.exists())

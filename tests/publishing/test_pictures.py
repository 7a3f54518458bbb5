"""A picture changes with everything that shows it, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from django.core.files.storage import default_storage
from django.db import transaction
from django.test import TestCase

from articles import images, publishing
from articles.images import prepare_image, storage
from articles.models import Article, FormerFile, Image, ImageUse, ListPage
from articles.publishing import later_renditions, pictures
from tests.factories import make_article, make_draft, make_image, make_list_page
from tests.people import make_chief
from tests.sample_images import photo, png


def files() -> set[str]:
    """Every file of storage that is one of a picture."""
    found = set()
    for folder in ("originals/images", "renditions"):
        if default_storage.exists(folder):
            names = default_storage.listdir(folder)[1]
            found |= {f"{folder}/{name}" for name in names}
    return found


def delete_files() -> None:
    for name in files():
        default_storage.delete(name)


class PictureTestCase(TestCase):
    image: Image
    article: Article
    page: ListPage

    def setUp(self) -> None:
        self.addCleanup(delete_files)
        self.image = images.store_image(photo(900, 600), alt="大厅")
        [*later_renditions.make_and_show()]
        self.image.refresh_from_db()
        text = f"前。\n\n[![]({self.image.file.url})]({self.image.file.url})\n\n后。"
        self.article = make_article(body=text, thumbnail=self.image)
        self.page = make_list_page(body=text)

    def body(self) -> str:
        self.article.refresh_from_db()
        return self.article.body_html

    def replace(self) -> None:
        image = Image.objects.get(pk=self.image.pk)
        with self.captureOnCommitCallbacks(execute=True):
            publishing.replace_picture(
                image, prepare_image(photo(800, 800)), file_name="b.jpg"
            )


class UseTests(PictureTestCase):
    def uses(self) -> set[tuple[Any, Any]]:
        return {*ImageUse.objects.values_list("article", "list_page")}

    def test_what_shows_a_picture_is_recorded(self) -> None:
        self.assertEqual(self.uses(), {(self.article.pk, None), (None, self.page.pk)})

    def test_and_forgotten_with_the_next_save_without_it(self) -> None:
        self.article.body, self.article.thumbnail = "无图。", None
        publishing.save(self.article)
        self.page.body = ""
        publishing.save_list_page(self.page)
        self.assertEqual(self.uses(), set())

    def test_a_thumbnail_alone_is_a_use(self) -> None:
        other = make_draft(thumbnail=self.image)
        self.assertIn((other.pk, None), self.uses())

    def test_a_picture_in_an_excerpt_alone_is_one(self) -> None:
        address = self.image.file.url
        other = make_draft(body=f"![]({address})\n\n<!--more-->\n\n完。")
        self.assertIn((other.pk, None), self.uses())

    def test_articles_created_together_are_asked_for_together(self) -> None:
        articles = [
            Article(title=f"a{n}", slug=f"a{n}", body=f"![]({self.image.file.url})")
            for n in range(3)
        ]
        for article in articles:
            publishing.render_article(article)
        empty = publishing.Labels([], [], [])
        publishing.create_many(articles, [empty] * 3)
        self.assertEqual(self.image.uses.count(), 5)


class SaveTests(PictureTestCase):
    def change(self, **values: Any) -> Image:
        image = Image.objects.get(pk=self.image.pk)
        for name, value in values.items():
            setattr(image, name, value)
        with self.captureOnCommitCallbacks(execute=True):
            publishing.save_picture(image)
        image.refresh_from_db()
        return image

    def test_another_focal_point_takes_the_old_crops_away(self) -> None:
        image = self.change(focal_x=20, focal_y=80)
        self.assertFalse([n for n in image.renditions if n.startswith(("1x1", "16x9"))])
        self.assertFalse([n for n in files() if ".1x1-" in n or ".16x9-" in n])
        self.assertEqual(image.recipe, "")

    def test_crops_around_it_have_addresses_of_their_own(self) -> None:
        before = self.image.renditions["1x1-480"]["file"]
        self.change(focal_x=20, focal_y=80)
        [*later_renditions.make_and_show()]
        image = Image.objects.get(pk=self.image.pk)
        self.assertNotEqual(image.renditions["1x1-480"]["file"], before)
        self.assertIn("16x9-768-jpeg", image.renditions)

    def test_another_source_is_written_in_every_file(self) -> None:
        image = self.change(source_type="trainedAlgorithmicMedia")
        [*later_renditions.make_and_show()]
        image.refresh_from_db()
        for entry in image.renditions.values():
            with default_storage.open(entry["file"]) as file:
                self.assertIn(b"/trainedAlgorithmicMedia", file.read())
        self.assertIn(image.renditions["width-480"]["file"], self.body())

    def test_other_words_reach_the_texts_that_have_none_of_their_own(self) -> None:
        self.change(alt="新闻发布厅")
        self.assertIn('alt="新闻发布厅"', self.body())

    def test_what_a_file_decided_meanwhile_is_kept(self) -> None:
        stale = Image.objects.get(pk=self.image.pk)
        Image.objects.filter(pk=stale.pk).update(recipe="", renditions={})
        stale.caption = "图"
        publishing.save_picture(stale)
        self.assertEqual(Image.objects.get(pk=stale.pk).renditions, {})


class ReplaceTests(PictureTestCase):
    def test_it_is_shown_wherever_the_old_one_was(self) -> None:
        digest = self.article.text_digest
        self.replace()
        image = Image.objects.get()
        for html in (self.body(), ListPage.objects.get().body_html):
            self.assertIn(image.renditions["width-480"]["file"], html)
            self.assertNotIn(f"renditions/{self.image.digest[:16]}", html)
        self.assertNotEqual(self.article.text_digest, digest)
        card = self.client.get("/zh-cn/").content.decode()
        self.assertIn(image.digest[:16], card)

    def test_its_old_address_stays_valid(self) -> None:
        self.replace()
        answer = self.client.get(self.image.file.url)
        self.assertEqual(answer.status_code, 200)
        image = Image.objects.get()
        size = default_storage.size(image.renditions["full"]["file"])
        self.assertEqual(len(b"".join(answer)), size)

    def test_the_old_files_are_gone(self) -> None:
        self.replace()
        self.assertFalse([name for name in files() if self.image.digest[:16] in name])

    def test_a_second_time_all_addresses_lead_to_the_last(self) -> None:
        self.replace()
        image = Image.objects.get()
        second = image.file.url
        publishing.replace_picture(
            image, prepare_image(photo(700, 500)), file_name="c.jpg"
        )
        for address in (self.image.file.url, second):
            self.assertEqual(images.find_image(address), image)

    def test_bytes_of_another_picture_are_refused(self) -> None:
        other = make_image()
        with other.file.open() as file:
            prepared = prepare_image(file.read())
        with self.assertRaises(publishing.PictureExists):
            publishing.replace_picture(self.image, prepared, file_name="")
        self.assertFalse(FormerFile.objects.exists())

    def test_the_old_bytes_can_come_back_as_a_picture_of_their_own(self) -> None:
        self.replace()
        again = images.store_image(photo(900, 600))
        self.assertNotEqual(again.file.name, self.image.file.name)
        self.assertEqual(
            images.find_image(self.image.file.url), Image.objects.earliest("pk")
        )

    def test_an_archive_that_still_has_the_old_file_keeps_the_new_one(self) -> None:
        old = png(500, 400)
        image = images.store_image(old, origin="site:a.png")
        publishing.replace_picture(
            image, prepare_image(photo(640, 480)), file_name="d.jpg"
        )
        self.assertEqual(images.store_image(old, origin="site:a.png"), image)


class DeleteTests(PictureTestCase):
    def delete(self) -> None:
        with self.captureOnCommitCallbacks(execute=True):
            publishing.delete_pictures([self.image], by=make_chief())

    def test_nothing_broken_is_left_behind(self) -> None:
        self.delete()
        for html in (self.body(), ListPage.objects.get().body_html):
            self.assertEqual(html.strip(), "<p>前。</p>\n<p>后。</p>")
        self.assertIsNone(self.article.thumbnail)
        url = self.article.get_absolute_url()
        self.assertNotContains(self.client.get(url), self.image.digest[:16])

    def test_its_files_go_and_its_address_answers_404(self) -> None:
        self.delete()
        self.assertFalse([name for name in files() if self.image.digest[:16] in name])
        self.assertEqual(self.client.get(self.image.file.url).status_code, 404)

    def test_the_remote_one_does_not_take_its_place(self) -> None:
        Article.objects.update(thumbnail_url="https://a.example/x.png")
        self.delete()
        self.article.refresh_from_db()
        self.assertEqual(self.article.thumbnail_url, "")

    def test_the_article_records_it(self) -> None:
        self.delete()
        revision = self.article.revisions.first()
        assert revision is not None
        self.assertEqual(str(revision.created_by), "chief")

    def test_a_body_saved_later_shows_nothing_in_its_place(self) -> None:
        self.delete()
        other = make_article(body=f"甲 ![图]({self.image.file.url}) 乙")
        self.assertNotIn("<img", other.body_html)


class Fault(Exception):
    """What no code expects."""


class FaultTests(PictureTestCase):
    """Whatever fails at whatever step, the change is whole or was never begun."""

    steps = (
        (storage, "put_file"),
        (storage, "put_renditions"),
        (Image, "save"),
        (Image, "delete"),
        (FormerFile.objects, "create"),
        (pictures, "render_users"),
        (pictures, "render_again"),
        (pictures, "render_list_page_again"),
        (pictures, "save"),
        (pictures, "make_later"),
        (images, "remake_first"),
        (images, "forget_crops"),
    )

    def state(self) -> Any:
        return (
            [*Image.objects.values()],
            [*Article.objects.values()],
            [*ListPage.objects.values()],
            {*ImageUse.objects.values_list("image", "article", "list_page")},
            {*FormerFile.objects.values_list("name", "image")},
            files(),
        )

    def verbs(self) -> Iterator[Any]:
        prepared = prepare_image(photo(800, 800))

        def save(**values: Any) -> None:
            image = Image.objects.get(pk=self.image.pk)
            for name, value in values.items():
                setattr(image, name, value)
            publishing.save_picture(image)

        yield lambda: save(focal_x=3, alt="新")
        yield lambda: save(source_type="trainedAlgorithmicMedia")
        yield lambda: publishing.replace_picture(
            Image.objects.get(pk=self.image.pk), prepared, file_name="b.jpg"
        )
        yield lambda: publishing.delete_pictures([Image.objects.get(pk=self.image.pk)])
        yield lambda: publishing.add_picture(prepared, {"alt": "新"})

    def test_each_step_of_each_verb(self) -> None:
        before, failed = self.state(), 0
        for verb in self.verbs():
            for where, name in self.steps:
                with self.captureOnCommitCallbacks() as waiting:
                    try:
                        with transaction.atomic():
                            with patch.object(where, name, side_effect=Fault):
                                verb()
                            raise _NotAStepOfIt
                    except Fault:
                        failed += 1
                    except _NotAStepOfIt:
                        for extra in files() - before[-1]:
                            default_storage.delete(extra)
                self.assertEqual(waiting, [], name)
                self.assertEqual(self.state(), before, name)
        self.assertGreater(failed, 15)


class _NotAStepOfIt(Exception):
    """Undoes a verb that went through."""

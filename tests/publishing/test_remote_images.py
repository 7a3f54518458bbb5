"""Fetched pictures are stored once and shown by every article that names them."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

from django.test import TestCase, override_settings
from django.utils import timezone

from articles import images
from articles.images import download_queue
from articles.images.downloads import Unavailable
from articles.models import Article, Image, RemoteImage
from articles.publishing import (
    FetchState,
    WantedImage,
    fetch_images,
    plan_fetching,
    remote_images,
    save,
)
from tests.factories import make_article
from tests.faults import storage_away
from tests.images.server import PictureServer


@override_settings(FETCH_ALLOWED_HOSTS=["localhost"])
class FetchTests(TestCase):
    def setUp(self) -> None:
        self.server = self.enterContext(PictureServer())
        self.enterContext(patch.object(download_queue, "FIRST_PAUSE", 0.01))

    def fetch(self, *, retry_dead: bool = False, **options: int) -> list[WantedImage]:
        return list(fetch_images(plan_fetching(retry_dead=retry_dead), **options))

    def error(self, path: str) -> str:
        key = RemoteImage.key_of(self.server.url(path))
        return RemoteImage.objects.get(key=key).last_error

    def test_a_thumbnail_is_stored_and_shown(self) -> None:
        url = self.server.url("good/图 1.png")
        article = make_article(thumbnail_url=url)
        (outcome,) = self.fetch()
        self.assertEqual(outcome.state, FetchState.FETCHED)
        article.refresh_from_db()
        assert article.thumbnail is not None
        self.assertEqual(article.thumbnail.width, 40)
        self.assertEqual(article.thumbnail.origin, outcome.url)
        self.assertEqual(article.thumbnail_url, url)
        self.assertEqual(article.revisions.count(), 1)

    def test_a_body_shows_it_from_here_without_a_revision(self) -> None:
        url = self.server.url("good/a.png")
        article = make_article(
            body=f'![图]({url})\n\n<img src="{url}?b=1&amp;c=2">\n\n'
            f'{{{{< figure src="{url}#x" >}}}}'
        )
        edited = article.edited_at
        self.fetch()
        article.refresh_from_db()
        self.assertNotIn("localhost", article.body_html)
        self.assertEqual(article.body_html.count('width="40" height="30"'), 3)
        self.assertEqual((article.revisions.count(), article.edited_at), (1, edited))
        save(article)
        self.assertNotIn("localhost", article.body_html)

    def test_one_address_in_a_hundred_articles_is_fetched_once(self) -> None:
        url = self.server.url("good/a.png")
        for _number in range(50):
            make_article(thumbnail_url=url)
            make_article(body=f"![]({url})")
        self.assertEqual(len(self.fetch()), 1)
        self.assertEqual(self.server.asked, {"/good/a.png": 1})
        self.assertEqual(Article.objects.filter(thumbnail=None).count(), 50)
        self.assertFalse(Article.objects.filter(body_html__contains=url).exists())
        self.assertEqual(self.fetch(), [])

    def test_the_same_picture_at_two_addresses_is_one_image(self) -> None:
        first, second = self.server.url("good?1"), self.server.url("good?2")
        make_article(body=f"![]({first}) ![]({second})")
        with patch("tests.images.server.zlib.crc32", return_value=1):
            self.fetch()
        self.assertEqual(Image.objects.count(), 1)
        self.assertEqual(images.find_image(first), images.find_image(second))

    def test_what_fails_for_now_is_tried_again(self) -> None:
        make_article(thumbnail_url=self.server.url("later/a"))
        make_article(thumbnail_url=self.server.url("busy/a"))
        self.assertEqual({o.state for o in self.fetch()}, {FetchState.FETCHED})
        self.assertEqual(self.server.asked, {"/later/a": 3, "/busy/a": 2})

    def test_what_storage_could_not_take_counts_as_no_try_of_the_other_site(
        self,
    ) -> None:
        make_article(thumbnail_url=self.server.url("good/a.png"))
        with storage_away():
            (outcome,) = self.fetch()
        self.assertEqual(outcome.state, FetchState.WAITING)
        self.assertIn("503", outcome.error)
        self.assertFalse(RemoteImage.objects.exists())
        (outcome,) = self.fetch()
        self.assertEqual(outcome.state, FetchState.FETCHED)

    def test_a_host_that_wants_a_day_gets_it(self) -> None:
        make_article(thumbnail_url=self.server.url("never"))
        (outcome,) = self.fetch()
        self.assertEqual(outcome.state, FetchState.WAITING)
        self.assertEqual(self.server.asked["/never"], 1)
        row = RemoteImage.objects.get()
        assert row.next_try_at is not None
        self.assertGreater(row.next_try_at, timezone.now() + timedelta(hours=23))
        self.assertEqual(self.fetch(), [])
        RemoteImage.objects.update(next_try_at=timezone.now())
        self.assertEqual(len(self.fetch()), 1)

    def fetch_from_failing_host(
        self, tries_before: int, retry_after: float | None
    ) -> RemoteImage:
        """Fetch an address that was tried before."""
        url = self.server.url("never")
        status = RemoteImage.Status.WAITING
        row = RemoteImage.objects.create(
            key=RemoteImage.key_of(url), url=url, status=status, try_count=tries_before
        )
        make_article(thumbnail_url=url)
        error = Unavailable("x" * 600, retry_after)
        with patch.object(remote_images, "download", side_effect=error):
            self.fetch()
        row.refresh_from_db()
        return row

    def test_the_next_try_comes_an_hour_later_for_each_up_to_two_days(self) -> None:
        now = timezone.now()
        self.enterContext(patch("django.utils.timezone.now", return_value=now))
        a_day, for_good = 86_400, 1e12
        for tries_before, retry_after, hours in (
            (0, None, 4),  # A run tries four times.
            (19, None, 23),
            (0, a_day, 24),
            (0, for_good, 48),
        ):
            with self.subTest(tries_before=tries_before, retry_after=retry_after):
                row = self.fetch_from_failing_host(tries_before, retry_after)
                self.assertEqual(row.next_try_at, now + timedelta(hours=hours))
                row.delete()

    def test_an_address_is_dead_after_twenty_four_tries(self) -> None:
        for tries_before, status in ((19, "waiting"), (20, "dead")):
            row = self.fetch_from_failing_host(tries_before, None)
            self.assertEqual(row.status, status)
            self.assertEqual(row.last_error, "x" * 500)
            row.delete()

    def test_a_picture_that_is_here_becomes_the_thumbnail_of_a_new_article(
        self,
    ) -> None:
        url = self.server.url("good/a")
        make_article(body=f"![]({url})")
        self.fetch()
        article = make_article(thumbnail_url=url)
        self.assertEqual(self.fetch(), [])
        article.refresh_from_db()
        self.assertEqual(article.thumbnail, images.find_image(url))

    def test_a_body_whose_pictures_are_all_dead_is_not_rendered(self) -> None:
        make_article(body=f"![]({self.server.url('nothing')})")
        with patch.object(remote_images, "render_again") as render_again:
            self.fetch()
        render_again.assert_not_called()

    def test_dead_ones_are_recorded_and_left_alone(self) -> None:
        for path, reason in {
            "nothing": "404 Not Found",
            "page": "not a picture",
            "huge": "pixels",
            "to/file:|||etc|passwd": "only http and https",
        }.items():
            article = make_article(body=f"![]({self.server.url(path)})")
            with self.subTest(path):
                self.fetch()
                self.assertIn(reason, self.error(path))
                article.refresh_from_db()
                self.assertIn('src="http://localhost', article.body_html)
        asked = self.server.asked.total()
        self.assertEqual(self.fetch(), [])
        self.assertEqual(self.server.asked.total(), asked)
        self.assertEqual(len(self.fetch(retry_dead=True)), 4)
        self.assertEqual(Image.objects.count(), 0)

    def test_a_body_with_a_dead_picture_shows_the_others(self) -> None:
        bad, good = self.server.url("nothing"), self.server.url("good/a")
        article = make_article(body=f"![]({bad}) ![]({good})")
        self.fetch()
        article.refresh_from_db()
        self.assertIn(bad, article.body_html)
        self.assertNotIn(good, article.body_html)

    def test_what_an_interrupted_run_left_is_shown_by_the_next(self) -> None:
        first, second = self.server.url("good/a"), self.server.url("good/b")
        article = make_article(body=f"![]({first}) ![]({second})")
        with (
            patch(
                "articles.publishing.remote_images.render_again",
                side_effect=RuntimeError,
            ),
            self.assertRaises(RuntimeError),
        ):
            self.fetch()
        self.assertEqual(self.fetch(), [])
        article.refresh_from_db()
        self.assertNotIn("localhost", article.body_html)

    def test_few_are_asked_of_one_host_at_once(self) -> None:
        self.server.delay = 0.05
        make_article(
            body=" ".join(f"![]({self.server.url(f'good/{n}')})" for n in range(12))
        )
        self.fetch(jobs=8)
        self.assertEqual(self.server.most, download_queue.PER_HOST)

    def test_a_thumbnail_chosen_meanwhile_stays(self) -> None:
        article = make_article(thumbnail_url=self.server.url("good/a"))
        plan = plan_fetching()
        article.thumbnail_url = "https://elsewhere.example/b.png"
        save(article)
        list(fetch_images(plan))
        article.refresh_from_db()
        self.assertIsNone(article.thumbnail)

    def test_what_is_no_web_address_is_no_picture_elsewhere(self) -> None:
        make_article(
            thumbnail_url="a.png", body="![](b.png) ![](data:image/gif;base64,R0)"
        )
        make_article(thumbnail_url="http://a.example/" + "图" * 1_000)
        self.assertEqual(plan_fetching().pictures, {})

"""A page is answered as kept where that is the same for everybody, and only there."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

from django.conf import settings
from django.test import TestCase
from django.utils import timezone

from articles import publishing
from articles.choices import Status
from articles.models import Article, Pin
from articles.serving import page_cache
from newsdesk.observability import metrics
from tests.acts import withdraw
from tests.factories import make_article
from tests.people import make_chief
from tests.serving.sites import Site, clock_at

FRONT = "/zh-cn/"
GZIP = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}


class KeptPageTests(TestCase):
    def setUp(self) -> None:
        self.article = make_article(title="港股收高")
        self.path = self.article.get_absolute_url()
        self.site = Site()

    def test_a_page_is_made_once_for_everybody(self) -> None:
        first = self.site.get(self.path)
        with self.site.not_asked(), self.assertNumQueries(0):
            again = self.site.get(self.path, HTTP_COOKIE="variant=zh-tw; _ga=1")
        self.assertEqual(first.seen, again.seen)
        self.assertEqual(first.seen, self.site.uncached(self.path).seen)

    def test_unknown_parameters_make_no_page_of_their_own(self) -> None:
        self.site.get(f"{self.path}?utm_source=a")
        with self.site.not_asked():
            found = self.site.get(f"{self.path}?fbclid=b&utm_source=c")
        self.assertNotIn("utm_source", found.text)

    def test_each_page_of_a_list_is_a_page(self) -> None:
        for number in range(12):
            make_article(title=f"第{number}条")
        self.site.notice_changes()
        first, second = self.site.get(FRONT), self.site.get(f"{FRONT}?page=2")
        self.assertNotEqual(first.text, second.text)
        self.assertEqual(self.site.get(f"{FRONT}?page=x").status, 404)
        self.assertEqual(self.site.get(f"{FRONT}?page=1").status, 301)

    def test_a_kept_page_has_the_name_of_each_request(self) -> None:
        names = [self.site.get(self.path).headers["x-request-id"] for _n in range(2)]
        self.assertEqual(len(set(names)), 2)
        named = self.site.get(self.path, HTTP_X_REQUEST_ID="proxy-0001")
        self.assertEqual(named.headers["x-request-id"], "proxy-0001")

    def test_kept_pages_are_counted_when_they_are_sent(self) -> None:
        tag = self.site.get(self.path).headers["etag"]
        self.site.get(self.path)
        self.site.get(self.path, HTTP_IF_NONE_MATCH=tag)
        with mock.patch.object(metrics, "count_kept") as counted:
            self.site.cache.flush_counts()
            self.site.cache.flush_counts()
        self.assertEqual(
            [call.args[0] for call in counted.mock_calls],
            [["200", "200", "304"], []],
        )

    def test_head_shares_the_page(self) -> None:
        whole = self.site.get(self.path)
        with self.site.not_asked():
            head = self.site.get(self.path, REQUEST_METHOD="HEAD")
        self.assertEqual(head.body, b"")
        self.assertEqual(head.headers["content-length"], str(len(whole.body)))

    def test_a_change_is_seen(self) -> None:
        self.site.get(FRONT)
        make_article(title="央行降息")
        self.site.notice_changes()
        self.assertIn("央行降息", self.site.get(FRONT).text)

    def test_whoever_asks_over_tls_has_a_page_of_their_own(self) -> None:
        self.site.get(self.path)
        before = self.site.django.count
        self.site.get(self.path, **{"wsgi.url_scheme": "https"})
        self.assertEqual(self.site.django.count, before + 1)

    def test_a_feed_is_a_page_to_browsers_and_a_feed_to_readers(self) -> None:
        kind = "content-type"
        feed = self.site.get("/zh-cn/feed.rss").headers[kind]
        document = {"HTTP_SEC_FETCH_DEST": "document"}
        page = self.site.get("/zh-cn/feed.rss", **document).headers[kind]
        self.assertIn("xml", feed)
        self.assertIn("html", page)
        with self.site.not_asked():
            self.assertEqual(self.site.get("/zh-cn/feed.rss").headers[kind], feed)

    def test_the_two_orders_of_tags_are_two_pages(self) -> None:
        make_article(tags=["甲", "乙"])
        make_article(tags=["乙"])
        self.site.notice_changes()
        for path in ("/zh-cn/tags/", "/zh-cn/tags/?order=name"):
            seen = self.site.get(path).seen
            self.assertEqual(seen, self.site.uncached(path).seen)
        self.assertNotEqual(
            self.site.get("/zh-cn/tags/").text,
            self.site.get("/zh-cn/tags/?order=name").text,
        )


class NeverKeptTests(TestCase):
    def setUp(self) -> None:
        self.article = make_article(title="港股收高")
        self.path = self.article.get_absolute_url()
        self.site = Site()

    def assert_not_kept(self, path: str, **more: str) -> None:
        for _time in range(2):
            before = self.site.django.count
            self.site.get(path, **more)
            self.assertGreater(self.site.django.count, before, path)
        self.assertEqual(len(self.site.cache.pages), 0)

    def test_whoever_has_a_session_is_answered_by_django(self) -> None:
        self.assert_not_kept(
            self.path, HTTP_COOKIE=f"{settings.SESSION_COOKIE_NAME}=abc"
        )

    def test_nothing_of_somebody_else_is_read_with_a_session(self) -> None:
        self.site.get(self.path)
        before = self.site.django.count
        self.site.get(self.path, HTTP_COOKIE=f"a=b; {settings.SESSION_COOKIE_NAME}=abc")
        self.assertEqual(self.site.django.count, before + 1)

    def test_search_partner_feed_and_switch_are_not_kept(self) -> None:
        for path in (
            *("/zh-cn/search/?q=港股", "/zh-cn/search/feed.rss?q=港股", "/"),
            *("/zh-cn/feed.ninjs.json", "/remember/zh-tw/?next=/zh-tw/", "/healthz"),
            f"{self.path}report/",
        ):
            with self.subTest(path):
                self.assert_not_kept(path)

    def test_a_host_that_is_not_ours_is_answered_by_django(self) -> None:
        for host in ("evil.example", "localhost:x", "", "localhost.evil.example:80"):
            with self.subTest(host):
                self.assertEqual(self.site.get(self.path, HTTP_HOST=host).status, 400)
        self.assertEqual(len(self.site.cache.pages) + len(self.site.cache.others), 0)

    def test_posts_bodies_and_credentials_pass(self) -> None:
        self.site.get(self.path)
        for more in (
            {"REQUEST_METHOD": "POST"},
            {"CONTENT_LENGTH": "5"},
            {"HTTP_AUTHORIZATION": "Basic x"},
        ):
            before = self.site.django.count
            self.site.get(self.path, **more)
            self.assertEqual(self.site.django.count, before + 1)

    def test_an_answer_with_a_cookie_or_for_one_reader_is_never_kept(self) -> None:
        for name, value in (
            ("Set-Cookie", "a=b"),
            ("Cache-Control", "private"),
            ("Cache-Control", "no-store"),
            ("Vary", "Cookie"),
            ("Vary", "Accept-Language"),
        ):
            with self.subTest(value), self.with_header(name, value):
                self.assert_not_kept(self.path)

    def with_header(self, name: str, value: str) -> mock._patch[object]:
        from articles.views import articles

        render = articles.render_article_page

        def rendered(*args: object, **kwargs: object) -> object:
            response = render(*args, **kwargs)  # type: ignore[arg-type]
            response[name] = value
            return response

        return mock.patch.object(articles, "render_article_page", rendered)

    def test_a_draft_seen_by_its_editor_is_not_kept(self) -> None:
        Article.objects.filter(pk=self.article.pk).update(status=Status.DRAFT)
        self.client.force_login(make_chief())
        cookie = self.client.cookies[settings.SESSION_COOKIE_NAME].OutputString()
        found = self.site.get(self.path, HTTP_COOKIE=cookie)
        self.assertEqual(found.status, 200)
        self.assertEqual(self.site.get(self.path).status, 404)

    def test_nothing_of_who_asks_reaches_the_page(self) -> None:
        seen: list[dict[str, object]] = []
        django = self.site.django

        def noting(environ: dict[str, object], start: object) -> object:
            seen.append(dict(environ))
            return type(django).__call__(django, environ, start)

        self.site.cache.application = noting
        self.site.get(
            self.path, HTTP_COOKIE="variant=en", HTTP_USER_AGENT="a", HTTP_X_EVIL="b"
        )
        (asked,) = seen
        self.assertEqual(asked["REMOTE_ADDR"], "")
        self.assertFalse({"HTTP_COOKIE", "HTTP_USER_AGENT", "HTTP_X_EVIL"} & {*asked})


class NoPageTests(TestCase):
    def setUp(self) -> None:
        self.site = Site()

    def test_what_is_not_there_is_kept_until_it_is(self) -> None:
        path = "/zh-cn/articles/soon/"
        self.assertEqual(self.site.get(path).status, 404)
        with self.site.not_asked():
            self.assertEqual(self.site.get(path).status, 404)
        make_article(slug="soon")
        self.site.notice_changes()
        self.assertEqual(self.site.get(path).status, 200)

    def test_who_is_led_on_keeps_the_query(self) -> None:
        article = make_article(slug="before")
        article.slug = "after"
        publishing.save(article)
        self.site.notice_changes()
        path = "/zh-cn/articles/before/"
        self.assertEqual(
            self.site.get(path).headers["location"], article.get_absolute_url()
        )
        for query in ("?a=1", "?a=2"):
            self.assertEqual(
                self.site.get(path + query).seen, self.site.uncached(path + query).seen
            )

    def test_addresses_that_robots_make_up_take_no_room_from_pages(self) -> None:
        self.site.get(FRONT)
        self.site.cache.others.room = 40_000
        for number in range(20):
            self.site.get(f"/zh-cn/nothing-{number}/")
        self.assertLessEqual(self.site.cache.others.size, 40_000)
        with self.site.not_asked():
            self.site.get(FRONT)


class HiddenTests(TestCase):
    def setUp(self) -> None:
        self.article = make_article(title="港股收高")
        self.path = self.article.get_absolute_url()
        self.site = Site()
        self.site.get(self.path)
        self.site.get(FRONT)

    def test_an_old_page_is_served_for_a_moment_after_a_change(self) -> None:
        make_article(title="央行降息")
        self.site.cache.watch.poll()
        with self.site.not_asked():
            self.assertNotIn("央行降息", self.site.get(FRONT).text)
        self.site.cache.watch.changed_at -= page_cache.OLD_FOR
        self.assertIn("央行降息", self.site.get(FRONT).text)

    def test_a_page_of_two_changes_ago_is_never_served(self) -> None:
        for title in ("央行降息", "黄金走低"):
            make_article(title=title)
            self.site.cache.watch.poll()
        self.assertIn("央行降息", self.site.get(FRONT).text)

    def test_what_is_asked_for_is_made_again_meanwhile(self) -> None:
        self.site.get(FRONT)
        make_article(title="央行降息")
        self.site.cache.watch.poll()
        self.site.cache.refresh()
        with self.site.not_asked():
            self.assertIn("央行降息", self.site.get(FRONT).text)

    def test_a_killed_article_is_gone_at_once(self) -> None:
        publishing.kill(
            self.article, reason="x", notices={"zh": "撤回"}, by=make_chief()
        )
        self.site.cache.watch.poll()
        self.assertEqual(self.site.get(self.path).status, 410)
        self.assertNotIn("港股收高", self.site.get(FRONT).text)

    def test_a_withdrawn_article_is_gone_at_once(self) -> None:
        withdraw(self.article)
        self.site.cache.watch.poll()
        self.assertEqual(self.site.get(self.path).status, 404)
        self.assertNotIn("港股收高", self.site.get(FRONT).text)

    def test_an_article_under_embargo_is_gone_at_once(self) -> None:
        self.article.embargoed_until = timezone.now() + timedelta(hours=1)
        publishing.save(self.article)
        self.site.cache.watch.poll()
        self.assertEqual(self.site.get(self.path).status, 404)


class DeadlineTests(TestCase):
    def setUp(self) -> None:
        self.noon = timezone.localtime().replace(hour=12, minute=0, second=0)
        self.site = Site()

    def test_what_is_scheduled_appears_at_its_hour(self) -> None:
        with clock_at(self.noon):
            make_article(title="一点见", published_at=self.noon + timedelta(hours=1))
            self.site.notice_changes()
            self.assertNotIn("一点见", self.site.get(FRONT).text)
        with clock_at(self.noon + timedelta(minutes=59)), self.site.not_asked():
            self.site.get(FRONT)
        with clock_at(self.noon + timedelta(hours=1)):
            self.assertIn("一点见", self.site.get(FRONT).text)

    def test_what_expires_goes_at_its_hour(self) -> None:
        with clock_at(self.noon):
            article = make_article(
                published_at=self.noon - timedelta(hours=1),
                expires_at=self.noon + timedelta(hours=1),
            )
            self.site.notice_changes()
            self.assertEqual(self.site.get(article.get_absolute_url()).status, 200)
        with clock_at(self.noon + timedelta(hours=1)):
            self.assertEqual(self.site.get(article.get_absolute_url()).status, 404)

    def test_an_embargo_and_a_pin_end_pages(self) -> None:
        until = self.noon + timedelta(minutes=5)
        with clock_at(self.noon):
            article = make_article(embargoed_until=until)
            self.site.notice_changes()
            self.assertEqual(self.site.get(article.get_absolute_url()).status, 404)
        with clock_at(until):
            self.assertEqual(self.site.get(article.get_absolute_url()).status, 200)
            Pin.objects.create(article=article, ends_at=until + timedelta(minutes=1))
            publishing.save(article)
            self.site.notice_changes()
            self.site.get(FRONT)
        (key, page) = next(iter(self.site.cache.pages._pages.items()))[0], None
        self.assertIsNotNone(key)
        with clock_at(until):
            page = self.site.cache.pages.get(key._replace(path=FRONT))
            assert page is not None
            self.assertEqual(page.until, (until + timedelta(minutes=1)).timestamp())

    def test_nothing_is_kept_of_a_clock_that_was_ahead(self) -> None:
        with clock_at(self.noon):
            make_article(title="一点见", published_at=self.noon + timedelta(hours=1))
            self.site.notice_changes()
        with clock_at(self.noon + timedelta(hours=2)):
            self.assertIn("一点见", self.site.get(FRONT).text)
        with clock_at(self.noon):
            self.assertNotIn("一点见", self.site.get(FRONT).text)
        with clock_at(self.noon + timedelta(hours=1)):
            self.assertIn("一点见", self.site.get(FRONT).text)

    def test_no_page_outlives_the_day(self) -> None:
        with clock_at(self.noon):
            self.site.get(FRONT)
        late = self.noon + timedelta(hours=11, minutes=59)
        with clock_at(late), self.site.not_asked():
            self.site.get(FRONT)
        with clock_at(self.noon + timedelta(hours=12)):
            before = self.site.django.count
            self.site.get(FRONT)
            self.assertEqual(self.site.django.count, before + 1)

    def test_the_news_sitemap_ends_when_its_oldest_is_two_days_old(self) -> None:
        with clock_at(self.noon):
            make_article(published_at=self.noon - timedelta(hours=47))
            self.site.notice_changes()
            self.assertIn("story-", self.site.get("/news-sitemap.xml").text)
        with clock_at(self.noon + timedelta(hours=1, seconds=1)):
            self.assertNotIn("story-", self.site.get("/news-sitemap.xml").text)

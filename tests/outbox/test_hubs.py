from __future__ import annotations

import json

from django.urls import reverse
from django.utils import timezone

from articles.choices import Status
from articles.models import Article, Delivery, Receiver, SiteSettings
from articles.outbox import send_due
from articles.serving import read_version
from tests.factories import make_source
from tests.outbox.receiving import INDEXNOW_KEY, publish_article
from tests.outbox.sending_case import SITE, SendingCase


class HubTests(SendingCase):
    def setUp(self) -> None:
        super().setUp()
        Receiver.objects.update(kind=Receiver.Kind.WEBSUB)

    def test_a_hub_is_pinged_of_every_feed_that_changed_once(self) -> None:
        publish_article(("美股",), slug="a")
        publish_article(slug="b")
        self.assertEqual(send_due().accepted, 2)
        (got,) = self.server.received
        self.assertEqual(
            got.headers["content-type"], "application/x-www-form-urlencoded"
        )
        self.assertEqual(got.form["hub.mode"], ["publish"])
        urls = got.form["hub.url"]
        self.assertEqual(len(urls), len({*urls}))
        self.assertEqual(len(urls), 2 * 9)
        self.assertIn(f"{SITE}/zh-tw/feed.rss", urls)

    def test_every_feed_that_is_named_answers_and_names_the_hub(self) -> None:
        publish_article(("美股",), source=make_source())
        send_due()
        hub = self.server.url()
        for url in self.server.received[0].form["hub.url"]:
            response = self.client.get(url.removeprefix(SITE))
            self.assertEqual(response.status_code, 200, url)
            self.assertEqual(
                response["Link"], f'<{hub}>; rel="hub", <{url}>; rel="self"'
            )
            text = response.content.decode()
            if url.endswith("json"):
                feed = json.loads(text)
                self.assertEqual(feed["hubs"], [{"type": "WebSub", "url": hub}])
                self.assertEqual(feed["feed_url"], url)
                continue
            name = "atom:link" if url.endswith("rss") else "link"
            self.assertIn(f'<{name} href="{hub}" rel="hub"/>', text)
            self.assertRegex(text, f'<{name} [^>]*rel="self"')

    def test_kept_feeds_cease_to_name_a_hub_that_is_gone(self) -> None:
        publish_article()
        before = read_version()
        self.server.answers = [410]
        send_due()
        self.assertGreater(read_version(), before)

    def test_what_a_search_finds_has_no_hub(self) -> None:
        url = reverse("articles:search_feed", args=["zh-cn", "rss"])
        response = self.client.get(url, {"q": "股"})
        self.assertNotIn("Link", response)
        self.assertNotIn("hub", response.content.decode())

    def test_a_hub_that_is_switched_off_is_named_nowhere(self) -> None:
        Receiver.objects.update(is_active=False)
        response = self.client.get("/zh-cn/feed.rss")
        self.assertNotIn("Link", response)


class IndexNowTests(SendingCase):
    KEY = INDEXNOW_KEY

    def setUp(self) -> None:
        super().setUp()
        Receiver.objects.update(kind=Receiver.Kind.INDEXNOW, secret=self.KEY)

    def test_search_engines_get_all_addresses_in_one_list(self) -> None:
        publish_article(slug="甲")
        publish_article(slug="news", language="en")
        self.assertEqual(send_due().accepted, 2)
        (got,) = self.server.received
        self.assertEqual(
            got.document,
            {
                "host": "desk.example",
                "key": self.KEY,
                "keyLocation": f"{SITE}/{self.KEY}.txt",
                "urlList": [
                    *(
                        f"{SITE}/{variant}/articles/%E7%94%B2/"
                        for variant in ("zh-cn", "zh-tw", "zh-hk")
                    ),
                    f"{SITE}/en/articles/news/",
                ],
            },
        )

    def test_a_kill_is_told_too(self) -> None:
        publish_article()
        Article.objects.update(status=Status.KILLED)
        Delivery.objects.update(kind="killed")
        send_due()
        self.assertEqual(len(self.server.received[0].document["urlList"]), 3)

    def test_what_may_not_be_listed_by_then_is_not_told(self) -> None:
        publish_article(source=make_source(slug="s"))
        source = Article.objects.get().source
        assert source
        source.allows_search_engines, source.terms_confirmed_at = False, timezone.now()
        source.save()
        self.assertEqual(send_due().dropped, 1)

    def test_where_the_site_refuses_to_be_listed_nothing_is_told(self) -> None:
        publish_article()
        site = SiteSettings.locked()
        site.allows_search_engines = False
        site.save()
        self.assertEqual(send_due().dropped, 1)

    def test_the_key_lies_at_the_root(self) -> None:
        response = self.client.get(f"/{self.KEY}.txt")
        self.assertEqual(response.content.decode(), self.KEY)
        self.assertEqual(response["Content-Type"], "text/plain; charset=utf-8")
        self.assertEqual(self.client.get("/0123456789abcdee.txt").status_code, 404)
        self.assertEqual(self.client.get("/robots.txt").status_code, 200)

    def test_no_other_secret_lies_there(self) -> None:
        Receiver.objects.update(kind=Receiver.Kind.WEBHOOK)
        self.assertEqual(self.client.get(f"/{self.KEY}.txt").status_code, 404)

"""A code of the source is no topic of its articles."""

from __future__ import annotations

from typing import Any

from django.test import TestCase

from tests.factories import make_article, make_image, make_source
from tests.views.pages import graph, one, open_page


class TopicTests(TestCase):
    def keywords(self, tags: list[str], **fields: Any) -> list[str]:
        article = make_article(tags=tags, **fields)
        data = graph(open_page(article.get_absolute_url()))["NewsArticle"]
        return list(data.get("keywords", []))

    def test_a_code_of_the_source_is_none(self) -> None:
        source = make_source("FX168财经", url="https://www.fx168news.example/")
        article = make_article(
            categories=["fx168", "美股"], tags=["fx168", "高盛"], source=source
        )
        page = open_page(article.get_absolute_url())
        data = graph(page)["NewsArticle"]
        self.assertEqual(data["keywords"], ["高盛"])
        self.assertEqual(data["articleSection"], ["美股"])
        said = [str(tag["content"]) for tag in page.select("meta[property^=article]")]
        self.assertNotIn("fx168", said)
        self.assertIn("美股", said)
        self.assertNotIn("fx168", one(page, ".article__tags").get_text())
        # Who looks for it finds it all the same.
        self.assertIn("fx168", one(open_page("/zh-cn/tags/"), "main").get_text())

    def test_the_address_of_the_original_tells_too(self) -> None:
        url = "https://www.fx168news.example/1"
        self.assertEqual(self.keywords(["FX168", "降息"], source_url=url), ["降息"])

    def test_words_and_others_codes_are_topics(self) -> None:
        source = make_source("Federal Reserve", url="https://fed.example/")
        tags = ["Fed", "csi300", "5G", "标普 500", "fx168"]
        self.assertEqual(self.keywords(tags, source=source), tags)
        self.assertEqual(
            self.keywords(["federal-reserve"], source=source), ["federal-reserve"]
        )

    def test_an_address_that_cannot_be_read_harms_nothing(self) -> None:
        self.assertEqual(self.keywords(["fx168"], source_url="http://[x"), ["fx168"])


class AlternativeTextTests(TestCase):
    def test_a_thumbnail_never_repeats_the_headline(self) -> None:
        for alt, shown in (("", ""), ("后台运价", ""), ("码头", "码头")):
            image = make_image(alt=alt)
            article = make_article(
                title="后台运价", thumbnail=image, thumbnail_place="both"
            )
            page = open_page(article.get_absolute_url())
            self.assertEqual(one(page, ".article__figure img")["alt"], shown)
            article.delete()

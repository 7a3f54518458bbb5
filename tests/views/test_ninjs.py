"""One article for a partner's system."""

from __future__ import annotations

from typing import Any

from django.test import TestCase
from django.utils import timezone

from articles.choices import Reuse
from tests.acts import withdraw
from tests.factories import hours_ago, make_article, make_draft, make_image, make_source
from tests.schemas import problems

PROPERTIES = {
    *("standard", "uri", "type", "representationType", "pubStatus", "language"),
    *("firstCreated", "contentCreated", "versionCreated", "headlines", "descriptions"),
    *("bodies", "by", "subjects", "infoSources", "copyrightHolder", "copyrightNotice"),
    *("usageTerms", "rightsInfo", "altIds", "associations"),
}


class NinjsTests(TestCase):
    def document(self, path: str) -> dict[str, Any]:
        answer = self.client.get(path)
        self.assertEqual(answer.status_code, 200)
        document = dict(answer.json())
        self.assertEqual(problems(document, "ninjs"), [])
        return document

    def test_an_article_with_everything_in_the_script_of_the_address(self) -> None:
        source = make_source(
            disclaimer="声明。",
            reuse=Reuse.PERMISSION,
            contact="rights@haiyue.example",
            terms_confirmed_at=timezone.now(),
        )
        make_article(
            slug="k",
            title="后台运价",
            body="运价上涨。[甲](/zh-cn/)",
            summary="摘要。",
            published_at=hours_ago(5),
            modified_at=hours_ago(1),
            authors=["林岚", "陈默"],
            categories=["美股"],
            tags=["运价"],
            source=source,
            source_url="https://haiyue.example/1",
            thumbnail=make_image(caption="码头", credit="摄影甲"),
        )
        found = self.document("/zh-tw/articles/k.ninjs.json")
        self.assertEqual({*found}, PROPERTIES)
        self.assertEqual(found["headlines"], [{"role": "main", "value": "後台運價"}])
        self.assertEqual(found["language"], "zh-Hant-TW")
        self.assertEqual(found["by"], "林嵐, 陳默")
        self.assertEqual(found["subjects"], [{"name": "美股"}, {"name": "運價"}])
        self.assertEqual(found["copyrightHolder"], "海岳財經")
        for words in ("聲明。", "轉載須經許可", "rights@haiyue.example"):
            self.assertIn(words, found["usageTerms"])
        self.assertIn('href="http', found["bodies"][0]["value"])
        self.assertEqual([row["role"] for row in found["altIds"]], ["web", "original"])
        (picture,) = found["associations"]
        self.assertEqual(picture["by"], "攝影甲")
        self.assertGreater(picture["renditions"][0]["width"], 0)

    def test_nobody_owns_a_text_before_an_editor_says_so(self) -> None:
        make_article(slug="k", source=make_source(reuse=Reuse.PERMISSION))
        found = self.document("/zh-cn/articles/k.ninjs.json")
        self.assertFalse(
            {*found} & {"copyrightHolder", "copyrightNotice", "usageTerms"}
        )
        self.assertEqual(found["infoSources"], [{"name": "海岳财经"}])

    def test_only_what_readers_may_see(self) -> None:
        make_draft(slug="draft")
        make_article(slug="later", published_at=hours_ago(-1))
        for slug in ("draft", "later", "none"):
            answer = self.client.get(f"/zh-cn/articles/{slug}.ninjs.json")
            self.assertEqual(answer.status_code, 404)

    def test_an_english_article_is_read_under_en(self) -> None:
        make_article(slug="k", language="en")
        answer = self.client.get("/zh-cn/articles/k.ninjs.json")
        self.assertRedirects(answer, "/en/articles/k.ninjs.json", status_code=301)

    def test_the_address_of_earlier_versions_leads_on_for_good(self) -> None:
        make_article(slug="运价")
        answer = self.client.get("/zh-tw/articles/运价/ninjs.json")
        new = "/zh-tw/articles/%E8%BF%90%E4%BB%B7.ninjs.json"
        self.assertRedirects(answer, new, status_code=301)

    def test_one_that_was_withdrawn_or_expired_is_withheld(self) -> None:
        withdraw(make_article(slug="w", title="撤下的"))
        make_article(slug="x", expires_at=hours_ago(1), published_at=hours_ago(2))
        for slug in ("w", "x"):
            answer = self.client.get(f"/zh-cn/articles/{slug}.ninjs.json")
            self.assertEqual(answer.status_code, 404)
            document = answer.json()
            self.assertEqual(problems(document, "ninjs"), [])
            self.assertEqual(document["pubStatus"], "withheld")
            self.assertNotIn("撤下的", answer.text)

    def test_it_costs_six_queries_and_nothing_twice(self) -> None:
        make_article(slug="k", authors=["林岚"], categories=["美股"], tags=["运价"])
        path = "/zh-cn/articles/k.ninjs.json"
        # article, site, whole article, categories, authors, tags
        with self.assertNumQueries(6):
            answer = self.client.get(path)
        again = self.client.get(path, headers={"If-None-Match": answer["ETag"]})
        self.assertEqual(again.status_code, 304)

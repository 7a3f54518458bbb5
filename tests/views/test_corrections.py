"""Readers are told of errors: on the article, in its data and feeds, on one page."""

from __future__ import annotations

import re
from typing import Any

from django.test import TestCase

from articles.choices import CorrectionSeverity
from articles.publishing import correct
from tests.acts import withdraw
from tests.factories import hours_ago, make_article
from tests.views.pages import graph, open_page

CORRECTION, CLARIFICATION, _ADDITION = CorrectionSeverity


class CorrectedArticleTests(TestCase):
    def setUp(self) -> None:
        self.article = make_article(slug="fed", published_at=hours_ago(5))
        correct(self.article, CORRECTION, "应为25个基点，内存条数有误。")

    def test_it_stands_above_the_text_in_every_script(self) -> None:
        for variant, word, severity in (
            ("zh-cn", "内存", "更正"),
            ("zh-tw", "個基點，內存", "更正"),
            ("zh-hk", "個基點", "更正"),
        ):
            page = self.client.get(f"/{variant}/articles/fed/").content.decode()
            notice = page.partition('class="corrections"')[2]
            self.assertIn(word, notice.partition("</section>")[0], variant)
            self.assertIn(severity, notice.partition("</section>")[0])
            self.assertLess(page.index("article__meta"), page.index('"corrections"'))
            self.assertLess(page.index('"corrections"'), page.index("prose"))

    def test_an_english_article_has_it_in_english(self) -> None:
        english = make_article(slug="rates", language="en")
        correct(english, CLARIFICATION, "The rate is 5%.")
        page = self.client.get("/en/articles/rates/")
        self.assertContains(page, "Clarification")
        self.assertContains(page, "The rate is 5%.")

    def test_it_is_in_the_data_of_the_page(self) -> None:
        data = graph(open_page("/zh-cn/articles/fed/"))["NewsArticle"]
        (told,) = data["correction"]
        self.assertEqual(told["@type"], "CorrectionComment")
        self.assertEqual(told["text"], "应为25个基点，内存条数有误。")
        self.assertIn("datePublished", told)
        self.assertEqual(data["dateModified"][:16], told["datePublished"][:16])
        policy = data["publisher"]["correctionsPolicy"]
        self.assertTrue(policy.endswith("/zh-cn/corrections/"))

    def test_it_is_in_feeds_and_ninjs(self) -> None:
        for ending in ("rss", "atom", "json"):
            feed = self.client.get(f"/zh-tw/feed.{ending}").content.decode()
            self.assertIn("內存條", feed, ending)
        document = self.client.get("/zh-cn/articles/fed.ninjs.json").json()
        self.assertEqual(document["edNote"], "更正: 应为25个基点，内存条数有误。")

    def test_sixty_of_one_article_stand_newest_first(self) -> None:
        for n in range(60):
            correct(
                self.article, CORRECTION, f"第{n}处", corrected_at=hours_ago(4 - n / 60)
            )
        page = self.client.get("/zh-cn/articles/fed/").content.decode()
        self.assertEqual(page.count("corrections__notice"), 61)
        self.assertLess(page.index("第59处"), page.index("第58处"))

    def test_a_page_asks_no_query_for_them(self) -> None:
        self.client.get("/zh-cn/articles/fed/")
        plain = make_article(slug="plain")
        with self.assertNumQueries(8):
            self.client.get("/zh-cn/articles/fed/")
        with self.assertNumQueries(8):
            self.client.get(plain.get_absolute_url())

    def test_what_it_says_is_text(self) -> None:
        correct(self.article, CORRECTION, "<script>1</script>\n下一行")
        page = self.client.get("/zh-cn/articles/fed/").content.decode()
        self.assertNotIn("<script>1", page)
        self.assertIn("下一行", page)


class CorrectionsPageTests(TestCase):
    def get(self, path: str) -> Any:
        return self.client.get(path)

    def test_it_lists_those_of_public_articles_newest_first(self) -> None:
        first = make_article(title="甲稿", slug="a", published_at=hours_ago(9))
        second = make_article(title="内存涨价", slug="b", published_at=hours_ago(9))
        gone = make_article(title="丙稿", slug="c", published_at=hours_ago(9))
        correct(first, CORRECTION, "一", corrected_at=hours_ago(3))
        correct(second, CLARIFICATION, "二", corrected_at=hours_ago(2))
        correct(gone, CLARIFICATION, "三", corrected_at=hours_ago(1))
        correct(second, CORRECTION, "四", corrected_at=hours_ago(1))
        withdraw(gone)
        page = self.get("/zh-tw/corrections/").content.decode().partition("<body")[2]
        page = page.replace("<wbr>", "")
        self.assertLess(page.index("二"), page.index("甲稿"))
        self.assertEqual(page.count("corrections__title"), 3)
        self.assertIn("內存漲價", page)
        self.assertNotIn("丙稿", page)
        self.assertNotIn("甲稿", self.get("/en/corrections/").content.decode())

    def test_it_goes_on_over_pages(self) -> None:
        article = make_article(published_at=hours_ago(9))
        for n in range(31):
            correct(article, CORRECTION, f"第{n}处", corrected_at=hours_ago(n / 10))
        self.assertContains(self.get("/zh-cn/corrections/?page=2"), "第30处")
        self.assertEqual(self.get("/zh-cn/corrections/?page=3").status_code, 404)
        with self.assertNumQueries(6):
            self.get("/zh-cn/corrections/")

    def test_without_any_it_says_so_and_is_in_no_index(self) -> None:
        page = self.get("/zh-cn/corrections/")
        self.assertContains(page, "noindex")
        self.assertContains(page, 'class="empty"')
        self.assertNotContains(self.get("/sitemap-zh-cn-lists-1.xml"), "corrections")

    def test_search_engines_find_one_page_in_each_variant(self) -> None:
        correct(make_article(published_at=hours_ago(9)), CORRECTION, "一")
        page = self.get("/zh-cn/corrections/").content.decode()
        self.assertRegex(page, 'rel="canonical" href="http[^"]*/zh-cn/corrections/"')
        self.assertIn('hreflang="zh-Hant-TW"', page)
        self.assertIn('name="description"', page)
        index = self.get("/sitemap.xml").content.decode()
        lists = re.findall(r"/sitemap-zh-cn-lists-\d+\.xml", index)
        told = "".join(self.get(path).content.decode() for path in lists)
        self.assertEqual(told.count("/zh-cn/corrections/"), 1)

    def test_every_page_leads_to_it(self) -> None:
        self.assertContains(self.get("/zh-hk/"), 'href="/zh-hk/corrections/"')
        self.assertEqual(self.get("/corrections/").status_code, 302)

"""An article in a feed, compared with its page."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import override_settings
from django.utils import timezone

from articles.models import Article, Author, Correction, SiteSettings
from articles.publishing import save
from tests.factories import (
    hours_ago,
    make_article,
    make_image,
    make_source,
    make_term,
)
from tests.views.feeds import HOST, FeedTestCase
from tests.views.pages import one, open_page, value


class EntryTests(FeedTestCase):
    def entry(self, path: str = "/zh-cn/feed.rss", **fields: Any) -> Any:
        make_article(**fields)
        (entry,) = self.entries(path)
        return entry

    def test_the_whole_text_with_absolute_addresses(self) -> None:
        entry = self.entry(
            slug="k",
            lead="导语 <b>",
            body="正文[内](/zh-cn/tags/) [外](https://a.example/?a=1&b=2)[^1]\n\n"
            "![图](/img/a.png)\n\n[坏](http://[)\n\n[^1]: 注\n",
        )
        text = entry.content[0].value
        self.assertTrue(text.startswith("<p>导语 &lt;b&gt;</p>"))
        self.assertIn(f'href="{HOST}/zh-cn/tags/"', text)
        self.assertIn('href="https://a.example/?a=1&amp;b=2"', text)
        self.assertIn(f'src="{HOST}/img/a.png"', text)
        self.assertIn(f'href="{HOST}/zh-cn/articles/k/#', text)
        self.assertNotRegex(text, r'(?:href|src)="(?!http)')

    def test_the_summary_is_the_list_s(self) -> None:
        make_article(summary="**要点** [x](/a/)", body="正文。")
        html = f'<strong>要点</strong> <a href="{HOST}/a/">x</a>'
        for ending in ("rss", "atom"):
            (entry,) = self.entries(f"/zh-cn/feed.{ending}")
            self.assertEqual(entry.summary, html)
        (item,) = self.items("/zh-cn/feed.json")
        self.assertEqual(item["summary"], "要点 x")

    def test_it_reads_as_the_page_of_the_variant(self) -> None:
        make_term("关税", "進口稅", "入口稅")
        make_article(title="关税", body="美国关税", tags=["关税"], authors=["卢国强"])
        (entry,) = self.entries("/zh-hk/feed.atom")
        self.assertEqual(entry.title, "入口稅")
        self.assertIn("美國入口稅", entry.content[0].value)
        self.assertEqual([tag.term for tag in entry.tags], ["入口稅"])
        self.assertEqual(entry.author, "盧國強")
        self.assertEqual(
            entry.link, f"{HOST}/zh-hk/articles/{Article.objects.get().slug}/"
        )

    def test_the_version_for_the_variant_with_what_is_its_own(self) -> None:
        hai, gang = (
            make_source("海岳", disclaimer="甲"),
            make_source("港湾", disclaimer="乙"),
        )
        make_article(title="简", translation_key="k", source=hai, tags=["一"])
        tw = make_article(
            title="繁",
            translation_key="k",
            source=gang,
            tags=["二"],
            language="zh-Hant-TW",
            published_at=hours_ago(5),
        )
        (entry,) = self.entries("/zh-hk/feed.atom")
        self.assertEqual((entry.title, entry.rights), ("繁", "乙"))
        self.assertEqual([tag.term for tag in entry.tags], ["二"])
        self.assertEqual(entry.link, HOST + tw.url_in("zh-hk"))
        moment = timezone.localtime(tw.published_at).isoformat()
        self.assertEqual(entry.published, moment)

    def test_chinese_in_an_english_lead_is_named_as_on_the_page(self) -> None:
        lead = "Buyers & “买家”"
        named = 'Buyers &amp; “<span lang="zh-Hans">买家</span>”'
        entry = self.entry("/en/feed.rss", language="en", lead=lead, body="")
        self.assertEqual(entry.summary, named)
        self.assertIn(f"<p>{named}</p>", entry.content[0].value)

    def test_its_id_is_no_address_and_one_for_each_variant(self) -> None:
        article = make_article(slug="k", tags=["一"])
        (name,) = {self.entries(f"/zh-tw/{p}feed.rss")[0].id for p in ("", "tags/一/")}
        self.assertRegex(name, r"^urn:uuid:[0-9a-f-]{36}$")
        self.assertNotEqual(self.entries("/zh-cn/feed.rss")[0].id, name)
        with override_settings(SITE_URL="https://new.example"):
            self.assertEqual(self.entries("/zh-tw/feed.rss")[0].id, name)
        article.slug, article.title = "other", "别的"
        save(article)
        self.assertEqual(self.entries("/zh-tw/feed.rss")[0].id, name)
        self.assertNotEqual(self.entries("/zh-hk/feed.rss")[0].id, name)
        self.assertEqual(
            value(open_page("/zh-cn/"), "h2 a", "href"), "/zh-cn/articles/other/"
        )

    def test_an_article_in_another_language_keeps_it_and_its_id(self) -> None:
        make_article(slug="ja", title="株式", language="ja", body="本文")
        ids = set()
        for variant in ("zh-cn", "zh-tw"):
            (item,) = self.items(f"/{variant}/feed.json")
            self.assertEqual(item["language"], "ja")
            self.assertEqual(item["url"], f"{HOST}/zh-cn/articles/ja/")
            self.assertIn('<div class="prose" lang="ja">', item["content_html"])
            ids.add(item["id"])
        self.assertEqual(len(ids), 1)

    def test_updated_is_when_the_text_was_changed(self) -> None:
        article = make_article(
            published_at=hours_ago(5), modified_at=hours_ago(3), title="关税"
        )
        before = self.entries("/zh-tw/feed.atom")[0].updated
        self.assertEqual(before, timezone.localtime(article.modified_at).isoformat())
        make_term("关税", "進口稅", "入口稅")
        (entry,) = self.entries("/zh-tw/feed.atom")
        self.assertEqual((entry.title, entry.updated), ("進口稅", before))

    def test_what_was_never_changed_is_as_old_as_it_is(self) -> None:
        entry = self.entry("/zh-cn/feed.atom")
        self.assertEqual(entry.updated, entry.published)

    def test_whose_text_it_is(self) -> None:
        source = make_source("海岳财经", disclaimer="转载请**注明**来源。")
        make_article(
            authors=["卢岚", "王明"],
            categories=["美股"],
            tags=["关税", "美股"],
            source=source,
            source_url="https://a.example/原文",
        )
        original = "https://a.example/%E5%8E%9F%E6%96%87"
        (rss,), (atom,) = (self.entries(f"/zh-cn/feed.{e}") for e in ("rss", "atom"))
        for entry in (rss, atom):
            self.assertEqual(
                [author.name for author in entry.authors], ["卢岚", "王明"]
            )
            self.assertEqual([tag.term for tag in entry.tags], ["美股", "关税"])
            self.assertEqual(entry.rights, "转载请注明来源。")
            self.assertIn("转载请<strong>注明</strong>来源。", entry.content[0].value)
        self.assertEqual(rss.dc_source, original)
        via = [link for link in atom.links if link.rel == "via"]
        self.assertEqual((via[0].href, via[0].title), (original, "海岳财经"))
        (item,) = self.items("/zh-cn/feed.json")
        self.assertEqual(item["external_url"], original)
        self.assertEqual(item["authors"], [{"name": "卢岚"}, {"name": "王明"}])
        self.assertEqual(item["tags"], ["美股", "关税"])

    def test_its_picture(self) -> None:
        image = make_image(alt="交易所", credit="摄影记者")
        make_article(thumbnail=image)
        for ending in ("rss", "atom"):
            (entry,) = self.entries(f"/zh-tw/feed.{ending}")
            (picture,) = entry.media_content
            self.assertTrue(picture["url"].startswith(f"{HOST}/media/renditions/"))
            self.assertEqual(picture["width"], str(image.width))
            self.assertEqual(picture["medium"], "image")
            self.assertEqual(picture["type"], "image/webp")
            self.assertEqual(entry.media_credit[0]["content"], "攝影記者")
        (item,) = self.items("/zh-tw/feed.json")
        self.assertEqual(item["image"], picture["url"])

    def test_nobody_is_sent_elsewhere_for_a_picture(self) -> None:
        url = "https://a.example/图.png"
        make_article(thumbnail_url=url, summary=f"![图]({url})", body=f"![图]({url})")
        make_article(thumbnail_url="img/local.png", published_at=hours_ago(2))
        elsewhere, local = self.entries("/zh-cn/feed.rss")
        self.assertNotIn("media_content", elsewhere)
        self.assertNotIn("media_content", local)
        self.assertNotIn("<img", elsewhere.summary + elsewhere.content[0].value)
        self.assertIn('href="https://a.example/', elsewhere.content[0].value)

    def test_nothing_a_writer_types_breaks_a_feed(self) -> None:
        odd = "a]]>b & <b>c</b> &amp; \x0b\x1b\ufffe😀\u200f\u202eא\u2028 "
        title = "a]]>b & <b>c</b> &amp; 😀\u200f\u202eא"
        make_article(
            title=odd,
            lead=odd,
            summary=odd,
            body=odd + "长" * 70_000 + "\n\n" + odd,
            tags=[odd],
            authors=["卢"],
            source_url="https://a.example/]]>\x0b",
            thumbnail=make_image(caption=odd, credit=odd),
        )
        Author.objects.update(name=odd)
        for ending in ("rss", "atom"):
            (entry,) = self.entries(f"/zh-tw/feed.{ending}")
            self.assertEqual(entry.title.strip(), title)
            self.assertGreater(len(entry.content[0].value), 70_000)
        (item,) = self.items("/zh-tw/feed.json")
        self.assertEqual(item["title"].strip(), title)
        self.answer("/zh-tw/authors/卢/feed.rss")


class MarkTests(FeedTestCase):
    def marks(self) -> list[tuple[str, str]]:
        """The mark of the only entry, in each format."""
        (rss,), (atom,) = (
            self.entries("/zh-tw/feed.rss"),
            self.entries("/zh-tw/feed.atom"),
        )
        (item,) = self.items("/zh-tw/feed.json")
        tags = [tag for tag in rss.get("tags", []) if tag.scheme]
        found = [(tag.scheme.rpartition(":")[2], tag.term) for tag in tags]
        named = [tag for tag in atom.get("tags", []) if tag.scheme]
        self.assertEqual([(tag.term, tag.label) for tag in named], found)
        words = item.get("_newsdesk", {}).get("marks", [])
        self.assertEqual(words, [word for word, _label in found])
        return found

    def test_an_entry_as_it_was_published_has_no_mark(self) -> None:
        make_article()
        self.assertEqual(self.marks(), [])

    def test_a_later_change_is_marked_and_a_correction_more_than_that(self) -> None:
        article = make_article(
            published_at=hours_ago(3), modified_at=hours_ago(1), body="正文。"
        )
        self.assertEqual(self.marks(), [("updated", "已更新")])
        Correction.objects.create(
            article=article, text="原写作三个百分点。", corrected_at=hours_ago(1)
        )
        self.assertEqual(self.marks(), [("corrected", "已更正")])
        (item,) = self.items("/zh-tw/feed.json")
        self.assertEqual(len(item["_newsdesk"]["corrections"]), 1)

    def test_rights_are_in_every_format(self) -> None:
        SiteSettings(name="财经时报").save()
        make_article(source=make_source("海岳", disclaimer="转载须注明。"))
        document = json.loads(self.answer("/zh-cn/feed.json").content)
        self.assertEqual(document["_newsdesk"]["copyright"], "© 财经时报")
        self.assertEqual(document["items"][0]["_newsdesk"]["rights"], "转载须注明。")


class PageOfAFeedTests(FeedTestCase):
    def page(self, path: str) -> Tag:
        answer = self.answer(path, headers={"Sec-Fetch-Dest": "document"})
        self.assertTrue(answer["Content-Type"].startswith("text/html"))
        self.assertEqual(answer["Vary"], "Sec-Fetch-Dest")
        return BeautifulSoup(answer.content, "html.parser")

    def test_a_browser_shows_it_as_a_page_in_the_words_of_the_variant(self) -> None:
        make_article(title="鲍威尔讲话", published_at=hours_ago(2), tags=["美联储"])
        for path, words in (
            ("/zh-cn/feed.rss", "鲍威尔讲话"),
            ("/zh-tw/tags/美联储/feed.atom", ""),
            ("/zh-hk/feed.json", "鮑威爾講話"),
        ):
            page = self.page(path)
            self.assertEqual(len(page.select(".feed-entries li")), 1)
            self.assertIn("noindex", value(page, "meta[name=robots]", "content"))
            self.assertTrue(
                one(page, ".feed-address").text.endswith(path.rpartition("/")[2])
            )
            if words:
                self.assertEqual(one(page, ".feed-entries__title").text, words)

    def test_its_times_are_written_as_the_site_writes_them(self) -> None:
        moment = datetime(2024, 5, 6, 1, 5, tzinfo=UTC)
        make_article(published_at=moment)
        page = self.page("/zh-cn/feed.rss")
        self.assertEqual(one(page, ".feed-entries time").text, "2024年5月6日 09:05")

    def test_a_reader_that_takes_anything_gets_the_feed(self) -> None:
        for accept in ("text/html,*/*", "*/*"):
            answer = self.answer("/zh-cn/feed.rss", headers={"Accept": accept})
            self.assertTrue(answer["Content-Type"].startswith("application/rss+xml"))

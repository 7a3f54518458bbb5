"""What each field of an article does on the page, case by case.

The site here: author box and pager on, sidebar right, panels search and recent,
thumbnails in lists, a place for comments.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bs4 import Tag
from django.test import TestCase

from articles.choices import Visibility
from articles.models import Article, MenuEntry, SiteSettings
from articles.publishing import refresh_menus
from tests.factories import hours_ago, make_article, make_image
from tests.views.pages import comes_before, one, open_page, panels, value, words


class ContractTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        SiteSettings(
            name="台",
            authorbox=True,
            pager=True,
            sidebar_single="right",
            widgets=["search", "recent"],
            thumbnail_place="list",
            has_read_more=True,
            discussion_url="https://forum.example/{slug}",
        ).save()

    def show(self, **fields: Any) -> Tag:
        return open_page(make_article(**fields).get_absolute_url())

    def front(self) -> Tag:
        return open_page("/zh-cn/")

    def listed(self) -> Tag:
        return open_page("/zh-cn/categories/文/")

    # Author box

    def test_01_authorbox_false(self) -> None:
        page = self.show(authors=["林岚"], authorbox=False)
        self.assertFalse(page.select(".authorbox"))

    def test_02_authorbox_not_set_follows_the_site(self) -> None:
        page = self.show(authors=["林岚"])
        self.assertEqual(words(page, ".authorbox__name"), ["关于林岚"])

    def test_03_an_article_without_authors_has_no_box(self) -> None:
        # "" in front matter becomes False on import; nobody has no box either.
        self.assertFalse(self.show(authorbox=True).select(".authorbox"))

    # Sidebar and panels

    def test_04_sidebar_not_set_follows_the_site(self) -> None:
        self.assertTrue(self.show(sidebar="").select(".layout--right"))

    def test_05_sidebar_none(self) -> None:
        page = self.show(sidebar="none", widgets=["recent"])
        self.assertFalse(page.select(".layout__sidebar, .widget"))
        self.assertEqual(one(page, ".layout")["class"], ["layout"])

    def test_06_sidebar_left_and_no_own_panels(self) -> None:
        page = self.show(sidebar="left", widgets=[])
        self.assertTrue(page.select(".layout--left"))
        self.assertEqual(panels(page), ["search", "recent"])
        self.assertTrue(comes_before(page, "main", ".layout__sidebar"))

    def test_07_own_panels_replace_the_site_s(self) -> None:
        self.assertEqual(panels(self.show(widgets=["recent"])), ["recent"])

    def test_08_panels_in_the_order_written(self) -> None:
        page = self.show(widgets=["taglist", "search"], tags=["高盛"])
        self.assertEqual(panels(page), ["taglist", "search"])

    # Comments

    def test_09_comments_not_set(self) -> None:
        page = self.show(slug="k")
        self.assertEqual(one(page, ".comments a")["href"], "https://forum.example/k")
        self.assertTrue(comes_before(page, ".article", ".comments"))

    def test_10_comments_false(self) -> None:
        self.assertFalse(self.show(comments=False).select(".comments"))

    def test_10_a_site_without_a_discussion_has_no_comments(self) -> None:
        SiteSettings.objects.update(discussion_url="")
        self.assertFalse(self.show(comments=True).select(".comments"))

    # Contents

    def test_11_contents_of_a_text_without_headings(self) -> None:
        self.assertFalse(self.show(toc=True).select(".contents"))

    def test_12_contents_list_levels_two_and_three_alone(self) -> None:
        page = self.show(toc=True, body="# 一\n\n#### 四\n\n# 再\n\n#### 又\n")
        self.assertFalse(page.select(".contents"))
        page = self.show(toc=True, body="## 汇市\n\n### 日元\n\n## 债市\n")
        self.assertEqual(words(page, ".contents a"), ["汇市", "日元", "债市"])
        self.assertTrue(comes_before(page, ".contents", ".prose"))

    def test_13_mathematics_is_drawn_without_any_script(self) -> None:
        page = self.show(mathjax=True, body=r"收益率 \(r^2\) 如上。")
        self.assertTrue(page.select(".prose math"))
        scripts = page.select("script:not([type='application/ld+json'])")
        addresses = [str(script.get("src")) for script in scripts]
        self.assertTrue(
            all(url.startswith("/static/articles/js/") for url in addresses), addresses
        )

    # Pager

    def test_14_the_only_article_has_no_pager(self) -> None:
        self.assertFalse(self.show(categories=["美股"]).select(".pager"))

    def test_15_the_newest_article_has_only_an_older_one(self) -> None:
        make_article(title="旧", published_at=hours_ago(5))
        page = self.show(published_at=hours_ago(1))
        self.assertEqual(words(page, ".pager [rel=prev] .pager__title"), ["旧"])
        self.assertFalse(page.select(".pager [rel=next]"))

    def test_16_the_oldest_article_has_only_a_newer_one(self) -> None:
        make_article(title="新", published_at=hours_ago(1))
        page = self.show(published_at=hours_ago(5))
        self.assertEqual(words(page, ".pager [rel=next] .pager__title"), ["新"])
        self.assertFalse(page.select(".pager [rel=prev]"))

    def test_17_a_weight_puts_first_on_its_category_s_page_alone(self) -> None:
        make_article(title="新", published_at=hours_ago(1), categories=["美股"])
        page = self.show(
            title="重", weight=1, published_at=hours_ago(50), categories=["美股"]
        )
        self.assertEqual(words(page, ".pager [rel=next] .pager__title"), ["新"])
        titles = words(self.front(), ".article-card__title")
        self.assertEqual(titles, ["新", "重"])
        category = open_page("/zh-cn/categories/美股/")
        self.assertEqual(words(category, ".article-card__title"), ["重", "新"])

    # Menus

    def enter(self, article: Article, **fields: Any) -> None:
        MenuEntry.objects.create(article=article, **fields)
        refresh_menus()

    def test_18_a_nameless_menu_is_drawn_nowhere(self) -> None:
        self.enter(make_article(title="关于"), menu="")
        page = self.front()
        self.assertFalse(page.select(".main-menu, nav .site-footer__menu"))
        self.assertTrue(page.select(".site-header__divider"))

    def test_18_what_only_the_menu_leads_to_is_no_news(self) -> None:
        article = make_article(title="关于", slug="about", categories=["本站"])
        for n in range(3):  # The next of the category is no related one.
            make_article(title=f"别的{n}", categories=["本站"])
        parts = ".article__meta, .related, .report-link, .share"
        self.assertEqual(len(open_page("/zh-cn/articles/about/").select(parts)), 4)
        self.enter(article, menu="footer")
        self.assertEqual(len(open_page("/zh-cn/articles/about/").select(parts)), 4)
        Article.objects.filter(pk=article.pk).update(visibility=Visibility.UNLISTED)
        page = open_page("/zh-cn/articles/about/")
        self.assertFalse(page.select(parts))
        self.assertTrue(page.select(".print-note, .print-note + script"))

    def test_19_an_article_in_two_menus(self) -> None:
        article = make_article(title="关于我们")
        self.enter(article, menu="main")
        self.enter(article, menu="footer")
        page = self.front()
        self.assertEqual(words(page, ".main-menu a"), ["关于我们"])
        self.assertEqual(words(page, "nav > .site-footer__menu a"), ["关于我们"])

    def test_20_weight_and_label_of_an_entry(self) -> None:
        self.enter(make_article(title="报道"), menu="main")
        self.enter(make_article(title="别的"), menu="main", label="首页", weight=-5)
        self.assertEqual(words(self.front(), ".main-menu a"), ["首页", "报道"])

    # Thumbnails

    def test_21_the_site_shows_thumbnails_in_lists(self) -> None:
        page = self.show(thumbnail=make_image())
        self.assertFalse(page.select(".article__figure"))
        self.assertTrue(self.front().select(".article-card__picture img"))

    def test_22_a_thumbnail_on_the_article_page_alone(self) -> None:
        page = self.show(thumbnail=make_image(), thumbnail_place="post")
        self.assertTrue(comes_before(page, "h1", ".article__figure img", ".prose"))
        self.assertFalse(self.front().select(".article-card__picture"))

    def test_23_a_thumbnail_whose_place_is_not_set(self) -> None:
        page = self.show(thumbnail=make_image(), thumbnail_place="", categories=["文"])
        self.assertFalse(page.select(".article__figure"))
        self.assertTrue(self.listed().select(".article-card__picture img"))

    def test_23_a_thumbnail_of_another_site_is_a_link_until_it_is_fetched(self) -> None:
        url = "https://p.example/a.jpg"
        page = self.show(thumbnail_url=url, thumbnail_place="both", categories=["文"])
        self.assertEqual(value(page, ".article__figure a", "href"), url)
        self.assertEqual(words(page, ".article__figure"), ["图片：p.example"])
        self.assertFalse(page.select(".article__figure img"))
        self.assertFalse(self.listed().select(".article-card__picture, .prose img"))

    def test_24_no_thumbnail_leaves_no_placeholder(self) -> None:
        page = self.show(thumbnail_place="both")
        self.assertFalse(page.select(".article__figure"))
        self.assertFalse(self.front().select(".article-card__picture"))

    # Text

    def test_25_a_lead_is_plain_text(self) -> None:
        page = self.show(lead="<b>x</b>")
        self.assertEqual(words(page, ".article__lead"), ["<b>x</b>"])
        self.assertEqual(words(self.front(), ".article-card__lead"), ["<b>x</b>"])

    def test_26_no_tags_leave_no_footer(self) -> None:
        self.assertFalse(self.show(tags=[]).select(".article__tags"))

    def test_26_tags_in_the_order_and_spelling_as_written(self) -> None:
        page = self.show(tags=["标普 500", "fx168", "高盛"])
        self.assertEqual(words(page, ".article__tags a"), ["标普 500", "fx168", "高盛"])

    def test_27_text_before_the_marker_and_a_button(self) -> None:
        body = "甲段。\n\n<!--more-->\n\n乙段。"
        self.show(body=body, summary="丙", categories=["文"])
        self.assertEqual(words(self.listed(), ".article-card__summary"), ["甲段。"])
        self.assertEqual(len(self.listed().select(".read-more")), 1)

    def test_28_a_summary_never_has_a_button(self) -> None:
        self.show(body="长文。" * 200, summary="短。", categories=["文"])
        self.assertEqual(words(self.listed(), ".article-card__summary"), ["短。"])
        self.assertFalse(self.listed().select(".read-more"))

    def test_28_a_site_may_do_without_the_button(self) -> None:
        SiteSettings.objects.update(has_read_more=False)
        self.show(body="长文。" * 200, categories=["文"])
        self.assertTrue(self.listed().select(".article-card__summary"))
        self.assertFalse(self.listed().select(".read-more"))

    def test_29_one_time_where_nothing_was_changed_since(self) -> None:
        moment = hours_ago(3)
        page = self.show(published_at=moment, modified_at=moment)
        self.assertEqual(len(page.select(".article__meta time")), 1)
        page = self.show(published_at=moment, modified_at=hours_ago(1))
        self.assertEqual(len(page.select(".article__meta time")), 2)

    def test_a_date_is_written_as_the_site_chose(self) -> None:
        SiteSettings.objects.update(date_format="Y年n月j日", date_format_en="M j, Y")
        moment = datetime(2025, 2, 10, 7, 35, tzinfo=UTC)
        for language, expected in (
            ("zh-Hans", "2025年2月10日"),
            ("en", "Feb 10, 2025"),
        ):
            with self.subTest(language):
                page = self.show(published_at=moment, language=language)
                self.assertEqual(words(page, ".article__meta time"), [expected])

    def test_30_an_article_as_the_legacy_archive_has_them(self) -> None:
        make_article(published_at=hours_ago(9), categories=["文"])
        page = self.show(
            tags=["fx168"],
            lead="",
            thumbnail_url="https://p.example/%E5%9B%BE.png",
            comments=False,
            authorbox=False,
            pager=True,
            toc=False,
            mathjax=False,
            sidebar="right",
            widgets=["search", "recent", "taglist"],
            categories=["文"],
        )
        absent = ".article__lead, .authorbox, .contents, math, .comments, figure"
        self.assertFalse(page.select(absent))
        self.assertEqual(panels(page), ["search", "recent", "taglist"])
        self.assertEqual(words(page, ".article__tags a"), ["fx168"])
        self.assertTrue(page.select(".layout--right"))
        self.assertTrue(page.select(".pager"))

    def test_the_parts_of_a_page_stand_in_order(self) -> None:
        for hours in (9, 12):
            make_article(published_at=hours_ago(hours), categories=["美股"])
        page = self.show(
            lead="导语",
            thumbnail=make_image(),
            thumbnail_place="both",
            toc=True,
            body="## 一\n\n## 二\n\n## 三\n",
            tags=["高盛"],
            authors=["林岚"],
            disclaimer="声明。",
            categories=["美股"],
        )
        parts = ".breadcrumb h1 .article__lead .article__meta .article__figure "
        parts += ".contents .prose .disclaimer .article__tags .share .authorbox "
        parts += ".related .pager .comments .layout__sidebar "
        self.assertTrue(comes_before(page, *parts.split(), "footer.site-footer"))
        self.assertEqual(len(page.select("h1")), 1)

from __future__ import annotations

from datetime import datetime, timedelta

from django.test import Client, RequestFactory, TestCase
from django.utils import timezone

from articles.choices import Variant
from articles.models import Article, SiteSettings
from articles.publishing import Labels, render_article
from articles.views.articles import render_article_page
from tests.factories import (
    hours_ago,
    make_article,
    make_draft,
    make_image,
    make_source,
)
from tests.people import make_clerk, make_reporter
from tests.views.pages import one, open_page, value, words


class VisibilityTests(TestCase):
    def test_readers_and_clerks_get_nothing_of_what_is_not_public(self) -> None:
        later = timezone.now() + timedelta(hours=1)
        hidden = [
            make_draft(),
            make_article(published_at=later),
            make_article(embargoed_until=later),
            make_article(expires_at=hours_ago(1)),
        ]
        clerk = Client()
        clerk.force_login(make_clerk())
        for client in (Client(), clerk):
            for article in hidden:
                answer = client.get(article.get_absolute_url())
                self.assertEqual(answer.status_code, 404)
                self.assertNotContains(answer, article.title, status_code=404)

    def test_a_reporter_sees_a_draft_and_nothing_caches_it(self) -> None:
        self.client.force_login(make_reporter())
        answer = self.client.get(make_draft().get_absolute_url())
        self.assertEqual(answer.status_code, 200)
        self.assertIn("no-store", answer["Cache-Control"])

    def test_a_draft_stands_on_no_other_page(self) -> None:
        SiteSettings(widgets=["recent", "categories", "taglist"]).save()
        make_article(categories=["美股"], tags=["高盛"])
        make_draft(title="机密", categories=["秘闻"], tags=["密"])
        addresses = "/ /categories/ /categories/美股/ /tags/ /search/?q=机"
        for address in addresses.split():
            page = open_page(f"/zh-cn{address}")
            links = words(
                page, "main li, article, .widget--recent, .widget--categories"
            )
            self.assertNotIn("密", "".join(links))
            self.assertNotIn("秘闻", "".join(links))
            self.assertEqual(words(page, ".widget--taglist .tag"), ["高盛"])

    def test_a_public_page_asks_for_no_session_and_sets_no_cookie(self) -> None:
        answer = self.client.get(make_article().get_absolute_url())
        self.assertFalse(answer.cookies)
        self.assertNotIn("Cookie", answer.get("Vary", ""))


class AddressTests(TestCase):
    def test_a_chinese_article_answers_under_each_chinese_prefix(self) -> None:
        make_article(slug="k", language="zh-Hant-HK", title="題")
        for prefix in ("zh-cn", "zh-tw", "zh-hk"):
            page = open_page(f"/{prefix}/articles/k/")
            canonical = value(page, "link[rel=canonical]", "href")
            self.assertTrue(canonical.endswith(f"/{prefix}/articles/k/"))
            self.assertTrue(canonical.startswith("http"))

    def test_an_article_elsewhere_leads_to_its_own_prefix(self) -> None:
        make_article(slug="c", language="zh-Hant-TW")
        make_article(slug="e", language="en")
        make_article(slug="j", language="ja")
        for wrong, right in (
            ("/en/articles/c/", "/zh-tw/articles/c/"),
            ("/zh-cn/articles/e/", "/en/articles/e/"),
            ("/zh-tw/articles/j/", "/zh-cn/articles/j/"),
        ):
            answer = self.client.get(wrong)
            self.assertRedirects(answer, right, 301)

    def test_a_slug_in_any_script(self) -> None:
        article = make_article(slug="对冲基金-832914")
        self.assertEqual(self.client.get(article.get_absolute_url()).status_code, 200)

    def test_what_cannot_be_a_slug_is_not_found(self) -> None:
        for path in ("/zh-cn/articles/%00/", "/zh-cn/articles/无/"):
            self.assertEqual(self.client.get(path).status_code, 404, path)


class LanguageTests(TestCase):
    def test_a_text_says_its_language_where_it_is_not_the_page_s(self) -> None:
        make_article(slug="k", language="ja")
        page = open_page("/zh-cn/articles/k/")
        self.assertEqual(one(page, "html")["lang"], "ja")
        self.assertEqual(one(page, "body")["lang"], "zh-Hans")
        self.assertEqual(one(page, ".article")["lang"], "ja")
        self.assertEqual(one(page, ".article__meta")["lang"], "zh-Hans")

    def test_a_converted_text_is_in_the_page_s_language(self) -> None:
        make_article(slug="k", language="zh-Hans")
        for prefix in ("zh-cn", "zh-tw", "zh-hk"):
            page = open_page(f"/{prefix}/articles/k/")
            self.assertFalse(one(page, ".article").get("lang"))

    def test_chinese_words_of_an_english_text_say_so(self) -> None:
        fields = {"title": "<b> 融涨 & more", "lead": "對沖", "body": "A 买入 order.\n"}
        fields["summary"] = "Say 卖出."
        article = make_article(language="en", categories=["A"], **fields)
        make_article(language="en")
        page = open_page(article.get_absolute_url())
        for place, convert_name in ((".article__title", "融涨"), (".prose", "买入")):
            self.assertEqual(
                one(page, f'{place} [lang="zh-Hans"]').get_text(), convert_name
            )
        self.assertEqual(
            one(page, '.article__lead [lang="zh-Hant"]').get_text(), "對沖"
        )
        self.assertEqual(one(page, ".article__title").get_text(), fields["title"])
        front = open_page("/en/categories/a/")
        for place in (
            ".article-card__title",
            ".article-card__summary",
            ".widget__list",
        ):
            self.assertTrue(front.select(f'{place} [lang="zh-Hans"]'), place)
        self.assertTrue(front.select('.article-card__lead [lang="zh-Hant"]'))

    def test_other_versions_are_named_as_those_who_read_them_do(self) -> None:
        SiteSettings.objects.update(post_meta=["translations"])
        for language in ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK", "en", "pt-BR", "yue"):
            make_article(language=language, translation_key="k")
        article = make_article(language="fr", translation_key="k")
        page = open_page(article.get_absolute_url())
        named = [link.get_text() for link in page.select(".meta__item a")]
        self.assertEqual(
            sorted(named),
            [
                *("English", "Português Brasileiro", "yue"),
                *("简体中文", "繁體中文（台灣）", "繁體中文（香港）"),
            ],
        )

    def test_a_text_from_right_to_left_says_so(self) -> None:
        page = open_page(make_article(language="ar").get_absolute_url())
        self.assertEqual(one(page, ".article")["dir"], "rtl")
        self.assertEqual(
            (one(page, "html")["dir"], one(page, "body")["dir"]), ("rtl", "ltr")
        )

    def test_the_interface_speaks_the_prefix_s_language(self) -> None:
        make_article(slug="k", tags=["高盛"])
        for prefix, label in (("zh-cn", "跳到正文"), ("zh-hk", "跳到正文")):
            page = open_page(f"/{prefix}/articles/k/")
            self.assertEqual(words(page, ".skip-link"), [label])
        page = open_page(make_article(language="en").get_absolute_url())
        self.assertEqual(words(page, ".skip-link"), ["Skip to the content"])

    def test_times_are_those_of_the_site(self) -> None:
        moment = datetime.fromisoformat("2025-02-10T07:35:00+00:00")
        page = open_page(make_article(published_at=moment).get_absolute_url())
        time = one(page, ".article__meta time")
        self.assertEqual(time["datetime"], "2025-02-10T15:35:00+08:00")
        self.assertEqual(time.get_text(), "2025年2月10日 15:35")


class DisclaimerTests(TestCase):
    def notices(self, article: Article) -> list[str]:
        return words(open_page(article.get_absolute_url()), ".disclaimer__text")

    def setUp(self) -> None:
        SiteSettings(disclaimer="本站声明。", disclaimer_en="House terms.").save()

    def test_the_source_s_disclaimer_stands_once_inside_the_article(self) -> None:
        source = make_source(disclaimer="转载须注明。\n\n风险自负。")
        article = make_article(source=source, source_url="https://h.example/原文")
        page = open_page(article.get_absolute_url())
        self.assertEqual(
            words(page, ".article > .disclaimer .disclaimer__text"),
            ["转载须注明。 风险自负。"],
        )
        self.assertEqual(str(page).count("转载须注明"), 1)
        link = one(page, ".disclaimer__original")
        self.assertEqual(link["href"], "https://h.example/原文")
        self.assertEqual(words(page, ".disclaimer__source a")[0], source.name)

    def test_an_own_disclaimer_goes_before_the_source_s(self) -> None:
        source = make_source(disclaimer="来源的。")
        article = make_article(source=source, disclaimer="**自己**的。")
        self.assertEqual(self.notices(article), ["自己的。"])

    def test_the_house_s_stands_where_there_is_no_source(self) -> None:
        self.assertEqual(self.notices(make_article()), ["本站声明。"])
        self.assertEqual(self.notices(make_article(language="en")), ["House terms."])

    def test_a_source_without_disclaimer_is_still_named(self) -> None:
        article = make_article(source=make_source("澜石"))
        page = open_page(article.get_absolute_url())
        self.assertIn("澜石", words(page, ".disclaimer__source")[0])
        self.assertFalse(page.select(".disclaimer__text"))

    def test_the_code_of_a_source_is_no_topic(self) -> None:
        source = make_source("FX168", slug="fx168")
        article = make_article(source=source, tags=["fx168", "黄金"])
        page = open_page(article.get_absolute_url())
        self.assertEqual(words(page, ".article__tags a"), ["黄金"])
        self.assertEqual(words(page, ".widget--taglist .tag"), ["黄金"])

    def test_a_tag_with_a_chinese_address_is_marked_on_its_own_page(self) -> None:
        make_article(tags=["黄金", "高盛"])
        page = open_page("/zh-cn/tags/黄金/")
        self.assertEqual(words(page, ".widget--taglist [aria-current]"), ["黄金"])

    def test_a_disclaimer_in_another_language_says_so(self) -> None:
        source = make_source(disclaimer_en="Terms.")
        page = open_page(make_article(source=source).get_absolute_url())
        self.assertEqual(one(page, ".disclaimer__text")["lang"], "en")


class HeadTests(TestCase):
    def description(self, **fields: str) -> str:
        page = open_page(make_article(**fields).get_absolute_url())
        return str(one(page, "meta[name=description]")["content"])

    def test_the_description_is_never_empty(self) -> None:
        self.assertEqual(self.description(description="甲", summary="乙"), "甲")
        self.assertEqual(self.description(summary="**乙**", lead="丙"), "乙")
        self.assertEqual(self.description(lead="丙 <b>"), "丙 <b>")
        self.assertEqual(self.description(body="第一句。"), "第一句。")
        self.assertLessEqual(len(self.description(description="长" * 500)), 160)

    def test_title_and_share_card(self) -> None:
        SiteSettings(name="台").save()
        article = make_article(title="降息", thumbnail=make_image())
        page = open_page(article.get_absolute_url())
        self.assertEqual(one(page, "title").get_text(), "降息 – 台")
        image = str(one(page, "meta[property='og:image']")["content"])
        self.assertTrue(image.startswith("http"))
        self.assertEqual(one(page, "meta[property='og:locale']")["content"], "zh_CN")
        self.assertEqual(
            one(page, "meta[name=robots]")["content"], "max-image-preview:large"
        )

    def alternates(self, path: str) -> dict[str, str]:
        """What a page says of the others: hreflang, and the path."""
        links = open_page(path).select("link[rel=alternate]")
        return {
            str(a["hreflang"]): "/" + str(a["href"]).split("/", 3)[3] for a in links
        }

    def test_every_version_names_the_same_alternates(self) -> None:
        make_article(slug="z", translation_key="k")
        make_article(slug="h", translation_key="k", language="zh-Hant-HK")
        make_article(slug="e", translation_key="k", language="en")
        expected = {
            "zh-Hans": "/zh-cn/articles/z/",
            "zh-Hant-TW": "/zh-tw/articles/h/",
            "zh-Hant-HK": "/zh-hk/articles/h/",
            "en": "/en/articles/e/",
            "zh-Hant": "/zh-tw/articles/h/",
            "x-default": "/articles/z/",
        }
        for path in {*expected.values()} - {"/articles/z/"}:
            with self.subTest(path):
                self.assertEqual(self.alternates(path), expected)

    def test_a_conversion_names_the_human_version_as_the_page_to_find(self) -> None:
        make_article(slug="z", translation_key="k")
        make_article(slug="h", translation_key="k", language="zh-Hant-HK")
        page = open_page("/zh-hk/articles/z/")
        canonical = value(page, "link[rel=canonical]", "href")
        self.assertTrue(canonical.endswith("/zh-hk/articles/h/"))

    def test_a_text_in_no_variant_s_language_names_itself_alone(self) -> None:
        article = make_article(language="ja")
        self.assertEqual(
            self.alternates(article.get_absolute_url()),
            {"ja": article.get_absolute_url()},
        )


class PreviewTests(TestCase):
    def test_an_article_that_was_never_saved(self) -> None:
        article = Article(title="新稿", body="## 一\n\n## 二\n\n## 三\n", toc=True)
        render_article(article)
        request = RequestFactory().get("/admin/preview/")
        answer = render_article_page(
            request, article, Labels([], [], []), Variant.CHINA
        )
        self.assertContains(answer, "新稿")
        self.assertContains(answer, 'class="contents"')

from __future__ import annotations

from datetime import datetime, timedelta
from unittest.mock import patch
from urllib.parse import parse_qs, urlencode

from bs4 import Tag
from django.test import TestCase
from django.utils import timezone

from articles.models import Article, SiteSettings
from articles.search.query import forget_names
from tests.factories import (
    hours_ago,
    make_article,
    make_draft,
    make_source,
    make_term,
)
from tests.views.pages import one, open_page, value, words


def look_for(query: str = "", prefix: str = "zh-cn", **more: str) -> Tag:
    return open_page(f"/{prefix}/search/?{urlencode({'q': query, **more})}")


def titles(page: Tag) -> list[str]:
    return words(page, ".search-result__title")


def options(page: Tag, kind: str) -> dict[str, str]:
    """The names of a group of filters with their counts."""
    links = page.select(f".search-filter--{kind} .search-filter__option")
    return {
        words(link, "span:first-child")[0]: "".join(
            words(link, ".search-filter__count")
        )
        for link in links
    }


def address(page: Tag, name: str) -> str:
    """Where the filter or chip of that name leads."""
    links = [
        link
        for link in page.select(".search-head a")
        if name in " ".join(link.get_text().split())
    ]
    return f"/zh-cn/search/{links[0]['href']}"


class FoundTests(TestCase):
    def test_all_words_must_stand_somewhere_in_it(self) -> None:
        make_article(title="高盛看好美股", published_at=hours_ago(2))
        make_article(body="美股收跌。")
        make_article(title="债市", body="高盛。")
        self.assertEqual(len(titles(look_for("美股"))), 2)
        self.assertEqual(titles(look_for("美股 高盛")), ["高盛看好美股"])

    def test_the_best_comes_first_unless_the_newest_is_asked_for(self) -> None:
        make_article(title="旧", body="关税。", published_at=hours_ago(9))
        make_article(title="关税", published_at=hours_ago(5))
        make_article(title="新", body="关税。", published_at=hours_ago(1))
        page = look_for("关税")
        self.assertEqual(titles(page), ["关税", "新", "旧"])
        self.assertEqual(len(page.select(".search-bar__orders [aria-current]")), 1)
        newest = open_page(
            "/zh-cn/search/" + value(page, ".search-bar [href*=newest]", "href")
        )
        self.assertEqual(titles(newest), ["新", "关税", "旧"])
        self.assertEqual(titles(look_for("关税", order="odd")), ["关税", "新", "旧"])

    def test_what_readers_may_not_see_is_neither_shown_nor_counted(self) -> None:
        soon, past = timezone.now() + timedelta(hours=1), hours_ago(1)
        make_article(title="关税一", tags=["甲"], published_at=hours_ago(30))
        for fields in (
            {"status": "draft", "published_at": None},
            {"embargoed_until": soon},
            {"published_at": soon},
            {"expires_at": past, "published_at": hours_ago(9)},
        ):
            for language in ("zh-Hans", "en"):
                make_article(
                    title="关税", tags=["甲", "乙"], language=language, **fields
                )
        page = look_for("关税")
        self.assertEqual(titles(page), ["关税一"])
        self.assertEqual(words(page, ".search-bar__count"), ["共 1 篇文章"])
        self.assertEqual(options(page, "tag"), {"甲": "1"})
        self.assertEqual(options(page, "language"), {})

    def test_an_article_that_the_index_does_not_know_better_of_is_not_shown(
        self,
    ) -> None:
        Article.objects.filter(pk=make_article(title="机密").pk).update(status="draft")
        self.assertEqual(titles(look_for("机密")), [])

    def test_a_text_in_several_scripts_is_one_result(self) -> None:
        for language, title, hours in (
            ("zh-Hans", "对冲基金买入", 2),
            ("zh-Hant-TW", "對沖基金買進", 1),
        ):
            make_article(
                title=title,
                language=language,
                body=f"{title}。",
                translation_key="k",
                tags=["甲"],
                published_at=hours_ago(hours),
            )
        page = look_for("對沖基金")
        self.assertEqual(titles(page), ["对冲基金买入"])
        self.assertEqual(words(page, ".search-result__excerpt"), ["对冲基金买入。"])
        self.assertEqual(options(page, "tag"), {"甲": "1"})
        page = look_for("对冲基金", "zh-tw")
        self.assertEqual(titles(page), ["對沖基金買進"])
        self.assertEqual(words(page, ".search-result__excerpt"), ["對沖基金買進。"])

    def test_ten_a_page_and_what_was_asked_stays(self) -> None:
        for n in range(11):
            make_article(title=f"快讯{n}", tags=["甲"], published_at=hours_ago(n))
        page = look_for("快讯", tag="甲", order="newest")
        following = value(page, ".pagination [rel=next]", "href")
        page = open_page(following)
        self.assertEqual(titles(page), ["快讯10"])
        self.assertEqual(len(page.select(".search-chip")), 1)
        open_page(following.replace("page=2", "page=3"), status=404)
        open_page("/zh-cn/search/?page=2", status=404)

    def test_a_common_word_says_that_more_was_found(self) -> None:
        for n in range(4):
            make_article(title="快讯", tags=["甲"], published_at=hours_ago(n))
        with patch("articles.search.results.MOST_HITS", 3):
            page = look_for("快讯")
        self.assertIn("3", words(page, ".search-bar__count")[0])
        self.assertEqual(options(page, "tag"), {"甲": "3+"})
        self.assertEqual(len(titles(page)), 3)

    def test_search_engines_are_told_to_stay_away(self) -> None:
        page = look_for("高盛", order="newest")
        self.assertIn("noindex", value(page, "meta[name=robots]", "content"))
        canonical = value(page, "link[rel=canonical]", "href")
        self.assertTrue(canonical.endswith("?q=%E9%AB%98%E7%9B%9B&order=newest"))


class MarkedTests(TestCase):
    def setUp(self) -> None:
        forget_names()
        self.addCleanup(forget_names)

    def test_matches_are_marked_in_the_reader_s_script(self) -> None:
        make_article(
            title="對沖基金", language="zh-Hant-TW", body="<b>對沖</b>基金買。"
        )
        make_article(
            title="S&P 500 与对冲基金", body="正文。", published_at=hours_ago(3)
        )
        for query in ("对冲基金", "對沖基金"):
            for prefix, shown in (("zh-cn", "对冲基金"), ("zh-hk", "對沖基金")):
                self.assertEqual(words(look_for(query, prefix), "mark"), [shown] * 3)
        self.assertEqual(words(look_for("ｓ＆ｐ"), "mark"), ["S&P"])

    def test_other_names_from_the_term_base_are_marked(self) -> None:
        make_term("特朗普", "川普", "特朗普")
        make_article(title="特朗普谈关税")
        self.assertEqual(words(look_for("川普"), "mark"), ["特朗普"])
        self.assertEqual(words(look_for("特朗普", "zh-tw"), "mark"), ["川普"])

    def test_marks_for_variants_are_never_seen(self) -> None:
        make_article(
            title="-{zh-hans:软体;zh-hant:軟體}-",
            body="新的-{zh-hans:软件;zh-tw:軟體;zh-hk:軟件}-上市。",
        )
        for prefix, shown in (("zh-cn", "软件"), ("zh-tw", "軟體"), ("zh-hk", "軟件")):
            page = look_for("上市", prefix)
            excerpt = words(page, ".search-result__excerpt")
            self.assertIn(f"新的{shown}上市。", excerpt)
            self.assertNotIn("-{", page.get_text())

    def test_nothing_of_a_text_or_query_becomes_markup(self) -> None:
        make_article(title="<i>高盛</i>&amp;", body="`<script>高盛</script>`")
        page = look_for("<i>高盛")
        self.assertEqual(titles(page), ["<i>高盛</i>&amp;"])
        self.assertEqual(
            words(page, ".search-result__excerpt"), ["<script>高盛</script>"]
        )

    def test_the_excerpt_is_from_where_the_match_is(self) -> None:
        make_article(title="甲", lead="导语。", body="首句。" * 200 + "\n\n高盛看好。")
        page = look_for("高盛")
        self.assertIn("高盛看好。", words(page, ".search-result__excerpt")[0])
        self.assertEqual(words(page, ".search-result__excerpt mark"), ["高盛"])
        page = look_for("甲")
        self.assertEqual(words(page, ".search-result__excerpt"), ["导语。"])


class FilterTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        SiteSettings(widgets=[]).save()
        source = make_source("海岳", slug="haiyue")
        for n, (day, category, tags) in enumerate(
            (
                ("2025-02-10", "美股", ["高盛", "标普 500"]),
                ("2025-02-20", "美股", ["高盛"]),
                ("2025-03-01", "债市", []),
                ("2024-12-31", "债市", ["高盛"]),
            )
        ):
            moment = datetime.fromisoformat(f"{day}T12:00:00+08:00")
            make_article(
                title=f"关税{n}",
                categories=[category],
                tags=tags,
                published_at=moment,
                source=source if n == 1 else None,
            )
        make_article(title="Tariffs 关税", language="en", tags=["tariffs"])

    def test_each_filter_says_how_many_it_leaves_and_leads_there(self) -> None:
        page = look_for("关税", order="newest")
        self.assertEqual(options(page, "category"), {"美股": "2", "债市": "2"})
        self.assertEqual(options(page, "tag"), {"高盛": "3", "标普 500": "1"})
        self.assertEqual(options(page, "source"), {"海岳": "1"})
        self.assertEqual(options(page, "language"), {"英文": "1"})
        self.assertLessEqual(
            {"2025": "3", "2024": "1"}.items(), options(page, "period").items()
        )
        for name, found in (
            ("债市", ["关税2", "关税3"]),
            ("标普 500", ["关税0"]),
            ("海岳", ["关税1"]),
            ("英文", ["Tariffs 关税"]),
            ("2024", ["关税3"]),
        ):
            narrowed = open_page(address(page, name))
            self.assertEqual(titles(narrowed), found)
            self.assertIn(name, words(narrowed, ".search-chip")[0])
            self.assertEqual(value(narrowed, "input[name=q]", "value"), "关税")
            widened = open_page(address(narrowed, name))
            self.assertEqual(len(titles(widened)), 4)

    def test_filters_narrow_together_and_go_together(self) -> None:
        page = look_for(
            "关税", category="美股", tag="高盛", period="2025-02", order="newest"
        )
        self.assertEqual(titles(page), ["关税1", "关税0"])
        self.assertEqual(options(page, "source"), {"海岳": "1"})
        self.assertEqual(options(page, "category"), {})
        self.assertEqual(len(page.select(".search-chip")), 3)
        links = [str(link["href"]) for link in page.select(".search-chips__all")]
        self.assertEqual(len(titles(open_page(f"/zh-cn/search/{links[0]}"))), 4)

    def test_a_year_is_narrowed_to_its_months(self) -> None:
        page = look_for("关税", period="2025")
        self.assertEqual(options(page, "period"), {"2025年3月": "1", "2025年2月": "2"})
        self.assertEqual(options(look_for("关税", period="2025-02"), "period"), {})

    def test_lately_counts_from_now(self) -> None:
        make_article(title="关税新", published_at=hours_ago(20))
        make_article(title="关税旧", published_at=hours_ago(28))
        for period, found in (("day", 1), ("week", 2), ("month", 2), ("year", 2)):
            since = look_for("关税", period=period)
            self.assertEqual(len(titles(since)), found)
            self.assertEqual(len(since.select(".search-chip")), 1)

    def test_filters_alone_list_what_they_leave_the_newest_first(self) -> None:
        page = look_for(tag="高盛")
        self.assertEqual(titles(page), ["关税1", "关税0", "关税3"])
        self.assertFalse(page.select(".search-bar__orders"))

    def test_names_are_in_the_reader_s_script(self) -> None:
        page = look_for("关税", "zh-tw", category="美股")
        self.assertEqual(options(page, "tag"), {"高盛": "2", "標普 500": "1"})
        page = look_for("关税", "zh-tw", category="债市")
        self.assertIn("債市", words(page, ".search-chip")[0])

    def test_every_link_and_the_box_keep_what_else_was_chosen(self) -> None:
        page = look_for(
            "关税", category="美股", language="zh", period="2025", order="newest"
        )
        kept = {"q", "category", "period", "order"}
        for link in page.select(".search-filter--tag a, .search-filter--source a"):
            given = parse_qs(str(link["href"])[1:])
            self.assertEqual(given.keys() - {"tag", "source"}, kept)
        hidden = page.select(".search-head input[type=hidden]")
        self.assertEqual({str(one["name"]) for one in hidden}, kept - {"q"})
        months = page.select(".search-filter--period a")
        self.assertEqual(parse_qs(str(months[0]["href"])[1:])["period"], ["2025-02"])

    def test_readers_of_english_find_english(self) -> None:
        page = look_for("关税", "en")
        self.assertEqual(titles(page), ["Tariffs 关税"])
        self.assertEqual(options(page, "language"), {"Chinese": "4"})
        page = look_for("关税", "en", language="zh")
        self.assertEqual(len(titles(page)), 4)
        link = value(page.select(".search-result")[0], "h2 a", "href")
        self.assertTrue(link.startswith("/zh-cn/articles/"), link)

    def test_parameters_that_are_no_filters_are_left_out(self) -> None:
        for given in ({"order": "odd"}, {"tag[]": "高盛"}, {"tag": " ", "period": ""}):
            page = look_for("关税", **given)
            self.assertEqual(len(titles(page)), 4)
            self.assertFalse(page.select(".search-chip"))
        page = open_page("/zh-cn/search/?q=关税&tag=标普-500&tag=高盛")
        self.assertEqual(len(titles(page)), 3)


class NothingTests(TestCase):
    def test_nothing_asked_shows_what_there_is(self) -> None:
        make_article(tags=["高盛"], categories=["美股"])
        page = open_page("/zh-cn/search/")
        self.assertEqual(words(page, ".search-start .tag"), ["高盛"])
        self.assertFalse(page.select(".search-filter"))

    def test_nothing_found_says_so_and_offers_a_way_on(self) -> None:
        make_article(title="Goldman", language="en")
        page = look_for("<b>goldman")
        self.assertIn("<b>goldman", words(page, ".empty h2")[0])
        page = look_for("goldman")
        self.assertEqual(options(page, "language"), {"英文": "1"})
        self.assertEqual(options(page, "period"), {})
        make_article(title="Goldman", tags=["高盛"], published_at=hours_ago(800))
        page = look_for("goldman", period="day", order="newest")
        self.assertEqual(titles(page), [])
        self.assertEqual(
            titles(open_page("/zh-cn/search/" + value(page, ".empty a", "href"))),
            ["Goldman"],
        )

    def test_odd_input_is_no_error(self) -> None:
        make_draft(title="机密")
        odd = ["%00", "a%00b", "%ED%A0%80", "%FF", "x" * 10_000, "%25", "%27%22", "++"]
        odd += ["AND", "(", "NEAR(a", "*", "%22", "-", "tag:", "-tag:x", "%F0%9F%93%88"]
        for query in [*odd, "a+" * 500, "，。！", "の", "§tag1"]:
            answer = self.client.get(f"/zh-cn/search/?q={query}")
            self.assertEqual(answer.status_code, 200, query[:20])
            self.assertNotContains(answer, "机密")


class FormTests(TestCase):
    def test_the_box_says_what_it_is_to_everyone(self) -> None:
        page = look_for("高盛")
        form = one(page, ".search-head form[role=search]")
        field = one(form, "input[name=q]")
        self.assertEqual(
            [field["type"], field["enterkeyhint"], field["value"]],
            ["search", "search", "高盛"],
        )
        self.assertTrue(field["aria-label"])


class QueryTests(TestCase):
    def test_a_thousand_results_cost_what_one_does(self) -> None:
        SiteSettings(widgets=[]).save()
        for n in range(25):
            make_article(
                title="关税",
                slug=f"s{n}",
                body="关税。" if n else "债市。",
                tags=["甲", f"t{n}"],
                categories=[f"c{n % 3}"],
                source=make_source(f"s{n}"),
                published_at=hours_ago(n),
            )
        self.client.get("/zh-cn/search/?q=关税")  # Terms are read once in a version.
        # version, site, index, hits, articles, bodies; the other language's index and hits; names;
        # tags for the box
        for query in ("q=关税", "q=债市", "q=关税&page=2", "q=关税&order=newest"):
            # The best: once more for what has it in the title, and further where these
            # are not enough for the page.
            more = {"q=关税": 1, "q=债市": 3, "q=关税&page=2": 1}.get(query, 0)
            with self.subTest(query), self.assertNumQueries(10 + more):
                self.client.get(f"/zh-cn/search/?{query}")
        # And what is named in the address.
        with self.assertNumQueries(11):
            self.client.get(
                "/zh-cn/search/?q=关税&tag=甲&category=c1&order=newest&period=week"
            )
        # And the stored texts.
        self.client.get("/zh-tw/search/?q=关税&order=newest")
        with self.assertNumQueries(11):
            self.client.get("/zh-tw/search/?q=关税&order=newest")

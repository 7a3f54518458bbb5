from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.test import TestCase

from articles.models import SiteSettings
from tests.factories import make_article, make_draft, make_source, make_term
from tests.views.pages import one, open_page, value


class SearchSuggestionsTests(TestCase):
    def ask(self, typed: str, prefix: str = "zh-cn") -> Any:
        answer = self.client.get(f"/{prefix}/search/suggest/?q={quote(typed)}")
        self.assertEqual(answer.status_code, 200)
        return answer

    def test_names_and_titles_are_in_the_readers_script(self) -> None:
        make_term("服务器", "伺服器", "伺服器")
        source = make_source("服务器周刊", slug="weekly")
        make_article(title="服务器涨价", slug="dear", tags=["服务器"], source=source)
        self.assertEqual(
            self.ask("服務", "zh-tw").json(),
            [
                {"text": text, "kind": kind, "url": f"/zh-tw/{url}/"}
                for text, kind, url in (
                    ("伺服器", "tag", f"tags/{quote('服务器')}"),
                    ("伺服器週刊", "source", "sources/weekly"),
                    ("伺服器漲價", "title", "articles/dear"),
                )
            ],
        )
        for suggestion in self.ask("服务").json():
            self.assertEqual(self.client.get(suggestion["url"]).status_code, 200)

    def test_each_family_sees_its_own(self) -> None:
        make_article(title="ETF flows", slug="flows", language="en")
        make_article(title="ETF 流入", slug="ru")
        (own,) = self.ask("etf", "en").json()
        self.assertEqual(
            (own["text"], own["url"]), ("ETF flows", "/en/articles/flows/")
        )

    def test_of_a_text_in_two_scripts_readers_get_their_own(self) -> None:
        for n, language in enumerate(("zh-Hans", "zh-Hant-TW")):
            make_article(
                title="高盛", slug=f"v{n}", language=language, translation_key="gs"
            )
        for prefix, slug in (("zh-cn", "v0"), ("zh-tw", "v1")):
            (own,) = self.ask("高盛", prefix).json()
            self.assertEqual(own["url"], f"/{prefix}/articles/{slug}/")

    def test_drafts_and_what_only_they_carry_stay_hidden(self) -> None:
        make_draft(title="机密并购", tags=["机密并购"], categories=["机密"])
        self.assertEqual(self.ask("机密").json(), [])

    def test_no_answer_is_used_again_unasked(self) -> None:
        answer = self.ask("高")
        self.assertEqual(
            sorted(answer["Cache-Control"].split(", ")), ["no-cache", "public"]
        )
        self.assertEqual(answer["Content-Type"], "application/json")

    def test_odd_input_is_an_empty_list(self) -> None:
        make_article(title="高盛", tags=["高盛"])
        for query in (
            *("", "q=", "q=%00", "q=%ED%A0%80", "q=%FF", "q=%25", "q=%27%22", "q=++"),
            *(f"q={'x' * 10_000}", "q[]=a", "q=%F0%9F%93%88", "p=%E9%AB%98", "q=-a"),
        ):
            answer = self.client.get(f"/zh-cn/search/suggest/?{query}")
            self.assertEqual((answer.status_code, answer.json()), (200, []), query[:20])
        self.assertEqual(self.client.post("/zh-cn/search/suggest/").status_code, 405)

    def test_it_costs_the_same_however_many_there_are(self) -> None:
        for n in range(9):
            make_article(title=f"高盛{n}", tags=[f"高盛{n}"], categories=[f"高盛{n}"])
        self.ask("高盛", "zh-tw")  # Reads the terms and stores titles, once.
        # Site; labels, which can be seen; the index, its hits, their titles; titles in
        # this script.
        with self.assertNumQueries(7):
            self.ask("高盛", "zh-tw")


class SearchFormTests(TestCase):
    def test_every_form_says_where_suggestions_come_from(self) -> None:
        for path, status in (("/zh-tw/search/", 200), ("/zh-tw/none/", 404)):
            page = open_page(path, status=status)
            self.assertEqual(
                value(page, "main form[role=search]", "data-suggestions"),
                "/zh-tw/search/suggest/",
            )

    def test_the_search_page_offers_the_most_used_tags_without_scripts(self) -> None:
        SiteSettings(widgets=["search", "taglist"]).save()
        make_article(tags=["对冲基金", "高盛"])
        make_article(tags=["高盛"])
        page = open_page("/zh-tw/search/")
        options = [option["value"] for option in page.select("datalist option")]
        self.assertEqual(sorted(options), ["對沖基金", "高盛"])
        name = one(page, "datalist")["id"]
        self.assertEqual([box["list"] for box in page.select("input[list]")], [name])
        self.assertEqual(open_page("/zh-tw/").select("datalist, input[list]"), [])

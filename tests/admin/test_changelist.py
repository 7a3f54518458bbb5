from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from articles.choices import State, Status
from articles.models import Article, ImportedFile, Listing, Revision
from tests.admin.data import LIST
from tests.factories import (
    hours_ago,
    make_article,
    make_draft,
    make_image,
    make_source,
)
from tests.people import make_chief, make_clerk, make_reporter


class ChangeListTests(TestCase):
    chief: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.chief)

    def test_a_long_list_costs_no_more_queries_than_a_short_one(self) -> None:
        for n in range(12):
            make_article(
                categories=["债市", "港股"],
                source=make_source(f"源{n}"),
                thumbnail=make_image(),
                published_at=hours_ago(n * 2000),
                authors=[f"人{n}"],
            )
        Revision.objects.update(created_by=self.chief)
        # Session, user; count, articles, filings, bylines, editors; categories and
        # sources to filter by, and whether any article has none; first and last date, years; who has them
        # open, and what this editor left unsaved.
        with self.assertNumQueries(13):
            response = self.client.get(reverse(LIST))
        self.assertContains(response, "desk-picture", 12)
        self.assertContains(response, '<td class="field-author">人3</td>', html=True)
        self.assertContains(response, "<span>chief</span>", 12)
        self.assertContains(response, "All times: Beijing time.")

    def test_languages_are_named_in_the_list_and_to_who_may_only_read(self) -> None:
        article = make_article(language="zh-Hant-HK")
        name = "Chinese, Traditional (Hong Kong)"
        self.assertContains(self.client.get(reverse(LIST)), f">{name}</a>")
        self.client.force_login(make_reporter())
        change = reverse("admin:articles_article_change", args=[article.pk])
        self.assertContains(self.client.get(change), f">{name}</a>")

    def test_chinese_words_for_adding_and_filtering_have_no_space(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-hans"
        page = self.client.get(reverse(LIST))
        self.assertContains(page, ">新增文章</a>")
        self.assertContains(page, "按语言")
        add = self.client.get(reverse("admin:articles_article_add"))
        self.assertEqual(add.context["title"], "新增文章")

    def test_the_list_loads_no_bodies(self) -> None:
        make_article(body="长文")
        article = self.client.get(reverse(LIST)).context["cl"].result_list[0]
        self.assertIn("body", article.get_deferred_fields())

    def test_states_languages_and_imports_narrow_it(self) -> None:
        draft = make_draft(title="稿一")
        story = make_article(title="文二", language="en")
        story_fr = make_article(title="文三", language="fr")
        ImportedFile.objects.create(
            article=story, archive="a", path="b", content=b"", digest="", warnings=[{}]
        )
        for query, wanted in (
            ({"state": "draft"}, {draft}),
            ({"language": "en"}, {story}),
            ({"language": "other"}, {story_fr}),
            ({"import": "warnings"}, {story}),
            ({"import": "imported"}, {story}),
            ({"import": "written"}, {draft, story_fr}),
            ({"q": "文 -稿"}, {story, story_fr}),
            ({"q": "文", "language": "en"}, {story}),
            ({"q": "-文二", "state": "draft"}, {draft}),
        ):
            with self.subTest(query):
                response = self.client.get(reverse(LIST), query)
                self.assertEqual(set(response.context["cl"].result_list), wanted)

    def test_years_months_and_days_lead_to_articles(self) -> None:
        zone = timezone.get_default_timezone()
        for moment in (datetime(2023, 12, 31, 23, 30), datetime(2025, 2, 10, 0, 30)):
            make_article(published_at=moment.replace(tzinfo=zone))
        response = self.client.get(reverse(LIST))
        for year in ("2023", "2024", "2025"):
            self.assertContains(response, f'<a href="?published_at__year={year}">')
        response = self.client.get(reverse(LIST), {"published_at__year": "2025"})
        self.assertContains(response, "February 2025")
        self.assertEqual(len(response.context["cl"].result_list), 1)
        month = {"published_at__year": "2025", "published_at__month": "2"}
        response = self.client.get(reverse(LIST), month)
        self.assertContains(response, "February 10")

    def test_the_address_of_the_original_finds_the_article(self) -> None:
        url = "https://example.org/article/对冲基金-832914"
        story = make_article(source_url=url)
        make_article()
        response = self.client.get(reverse(LIST), {"q": url})
        self.assertEqual(list(response.context["cl"].result_list), [story])

    def found(self, query: str, **more: str) -> list[str]:
        response = self.client.get(reverse(LIST), {"q": query, **more})
        return [article.title for article in response.context["cl"].result_list]

    def picked(self, term: str) -> Any:
        """What a menu entry may lead to."""
        query = {"app_label": "articles", "model_name": "menuentry", "term": term}
        url = reverse("admin:autocomplete")
        return self.client.get(url, {**query, "field_name": "article"})

    def test_every_word_of_a_draft_is_found_in_either_script(self) -> None:
        make_draft(title="稿", body="对冲基金买入科技股", tags=["美联储"])
        make_article(title="文", body="对冲的基金")
        self.assertEqual(self.found("對沖基金"), ["稿"])
        self.assertEqual(self.found("聯儲"), ["稿"])
        self.assertEqual(set(self.found("冲")), {"稿", "文"})

    def test_the_operators_of_readers_work_for_editors(self) -> None:
        make_article(
            title="甲",
            body="hedge funds buy",
            tags=["ETF"],
            authors=["林岚"],
            source=make_source("海岳财经"),
        )
        make_article(title="乙", body="funds hedge")
        for query, wanted in (
            ("hedge funds", {"甲", "乙"}),
            ('"hedge funds"', {"甲"}),
            ("hedge -buy", {"乙"}),
            ("tag:etf", {"甲"}),
            ("author:林嵐 source:海岳", {"甲"}),
        ):
            with self.subTest(query):
                self.assertEqual(set(self.found(query)), wanted)

    def test_an_expired_and_an_embargoed_article_are_found(self) -> None:
        make_article(title="甲", body="关税", expires_at=hours_ago(1))
        later = timezone.now() + timedelta(days=1)
        make_article(title="乙", body="关税", embargoed_until=later)
        self.assertEqual(set(self.found("关税")), {"甲", "乙"})

    def test_a_slug_finds_its_article_alone(self) -> None:
        make_article(title="甲", slug="fed-cuts-rates")
        make_article(title="乙", body="fed cuts rates")
        self.assertEqual(self.found("fed-cuts-rates"), ["甲"])
        self.assertEqual(self.found("cuts-rates"), ["乙"])

    def test_what_is_found_keeps_its_order_and_its_months(self) -> None:
        for month in (3, 1, 2):
            moment = datetime(2025, month, 1, tzinfo=timezone.get_default_timezone())
            make_article(title=f"{month}月", body="关税", published_at=moment)
        # Columns: the box to select, picture, title, state, …, published, last edited.
        self.assertEqual(self.found("关税", o="8"), ["1月", "2月", "3月"])
        chosen = {"published_at__year": "2025", "published_at__month": "2"}
        self.assertEqual(self.found("关税", **chosen), ["2月"])
        response = self.client.get(reverse(LIST), {"q": "关税"})
        self.assertContains(response, "February 2025")

    def test_a_query_without_a_word_finds_nothing_and_says_so(self) -> None:
        make_article()
        for query in ('"', "AND", "***", "(", "😀"):
            with self.subTest(query):
                response = self.client.get(reverse(LIST), {"q": query})
                self.assertContains(response, "Nothing was searched for")
                self.assertFalse(response.context["cl"].result_list)

    def test_a_site_without_any_article_can_be_searched(self) -> None:
        self.assertEqual(self.found("关税"), [])

    def test_a_search_costs_no_more_queries_the_more_it_finds(self) -> None:
        for n in range(12):
            make_article(categories=["债市"], published_at=hours_ago(n * 2000))
        self.found("正文")  # The terms are read once for each version of the wording.
        # As without one, and the site's row and the active index.
        with self.assertNumQueries(14):
            self.client.get(reverse(LIST), {"q": "正文"})

    def test_who_may_not_see_articles_finds_none(self) -> None:
        make_draft(title="机密稿件")
        for user, status in ((make_clerk(), 403), (make_reporter(), 200)):
            self.client.force_login(user)
            response = self.client.get(reverse(LIST), {"q": "机密"})
            self.assertEqual(response.status_code, status)
            self.assertEqual("机密稿件" in response.content.decode(), status == 200)
        self.client.force_login(User.objects.get(username="clerk"))
        self.assertEqual(self.picked("机密").status_code, 403)

    def test_whoever_picks_an_article_may_type_half_a_word(self) -> None:
        make_article(title="Tariffs rise")
        shown = [one["text"] for one in self.picked("arif").json()["results"]]
        self.assertEqual(shown, ["Tariffs rise"])

    def test_publishing_a_selection_puts_it_in_its_lists(self) -> None:
        draft = make_draft(categories=["债市"])
        self.act("publish_selected", draft)
        draft.refresh_from_db()
        self.assertTrue(draft.is_published)
        self.assertEqual(Listing.objects.get(key="zh").entry_count, 1)
        self.assertEqual(draft.revisions.latest().created_by, self.chief)
        self.assertFalse(LogEntry.objects.exists())  # The audit has it.

    def test_publishing_a_selection_changes_no_time_that_is_set(self) -> None:
        times = [hours_ago(5), timezone.now() + timedelta(hours=5), hours_ago(9)]
        public, scheduled = (make_article(published_at=moment) for moment in times[:2])
        draft = make_draft(published_at=times[2])
        before = [article.revisions.count() for article in (public, scheduled)]
        self.act("publish_selected", public, scheduled, draft)
        for article, moment in zip((public, scheduled, draft), times, strict=True):
            article.refresh_from_db()
            self.assertEqual(article.published_at, moment)
        self.assertTrue(draft.is_published)
        after = [article.revisions.count() for article in (public, scheduled)]
        self.assertEqual(after, before)  # Nothing was saved.

    def test_withdrawing_takes_it_out_and_keeps_its_time(self) -> None:
        story = make_article()
        self.act("withdraw_selected", story)
        story.refresh_from_db()
        self.assertEqual(story.status, Status.WITHDRAWN)
        self.assertIsNotNone(story.published_at)
        self.assertEqual(Listing.objects.get(key="zh").entry_count, 0)

    def test_a_viewer_has_no_actions(self) -> None:
        story = make_article()
        self.chief.is_superuser = False
        self.chief.save()
        self.act("withdraw_selected", story)
        story.refresh_from_db()
        self.assertTrue(story.is_published)

    def test_spiking_a_selection_empties_the_lists(self) -> None:
        self.act("spike_selected", make_article())
        self.assertTrue(Article.objects.in_state(State.SPIKED).exists())
        self.assertEqual(Listing.objects.get(key="zh").entry_count, 0)

    def act(self, action: str, *articles: Article, **more: str) -> None:
        ids = [article.pk for article in articles]
        said = {"action": action, "confirmed": "1"}
        self.client.post(reverse(LIST), {**said, "_selected_action": ids, **more})

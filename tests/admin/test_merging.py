"""Two people save one article: nothing is overwritten, and what meets is decided."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import Permission, User
from django.test import Client, TestCase
from django.urls import reverse

from articles.choices import Status
from articles.models import Article, MenuEntry, Revision, VariantOverride
from articles.rights import Right
from tests.admin.browsing import form_in
from tests.admin.data import CHANGE
from tests.factories import make_article, make_category, make_draft
from tests.people import give, make_chief, make_reporter

BODY = "第一段。\n\n第二段。\n\n第三段。\n"


class TwoEditorsTestCase(TestCase):
    chief: ClassVar[User]
    reporter: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()
        cls.reporter = give(make_reporter(), Right.PUBLISH)

    def setUp(self) -> None:
        self.mine, self.theirs = self.sign_in(self.chief), self.sign_in(self.reporter)

    def sign_in(self, user: User) -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE="en")
        client.force_login(user)
        return client

    def open(self, client: Client, article: Article) -> dict[str, Any]:
        return form_in(client.get(self.url(article)))

    def url(self, article: Article) -> str:
        return reverse(CHANGE, args=[article.pk])

    def save_theirs(self, article: Article, **fields: object) -> None:
        sent = self.open(self.theirs, article) | fields
        self.assertEqual(self.theirs.post(self.url(article), sent).status_code, 302)

    def meet(
        self, article: Article, mine: dict[str, Any], theirs: dict[str, Any]
    ) -> Any:
        """Both open the article; they save theirs, then I save mine."""
        opened = self.open(self.mine, article)
        self.save_theirs(article, **theirs)
        return self.mine.post(self.url(article), opened | mine, follow=True)


class DifferentPlacesTests(TwoEditorsTestCase):
    def test_paragraphs_of_both_are_there_and_a_line_says_so(self) -> None:
        article = make_draft(body=BODY)
        answer = self.meet(
            article,
            {"body": BODY.replace("第一段", "我的一段")},
            {"body": BODY.replace("第三段", "他的三段"), "tags": "降息"},
        )
        article.refresh_from_db()
        self.assertEqual(article.body, "我的一段。\n\n第二段。\n\n他的三段。\n")
        self.assertEqual([tag.name for tag in article.tags.all()], ["降息"])
        self.assertContains(answer, "Merged with reporter&#x27;s change of")
        self.assertContains(answer, "(Body, Tags)")
        newest = Revision.objects.first()
        assert newest
        self.assertEqual(newest.act, Revision.Act.MERGED)

    def test_whoever_published_meanwhile_stays_published(self) -> None:
        article = make_draft(body=BODY)
        self.meet(article, {"title": "新标题"}, {"_publish": "1"})
        article.refresh_from_db()
        self.assertEqual((article.status, article.title), (Status.PUBLISHED, "新标题"))
        self.assertIsNotNone(article.published_at)

    def test_whoever_withdrew_meanwhile_keeps_it_away_and_the_line_says_so(
        self,
    ) -> None:
        article = make_article(body=BODY)
        answer = self.meet(article, {"title": "新标题"}, {"_withdraw": "1"})
        article.refresh_from_db()
        self.assertEqual((article.status, article.title), (Status.WITHDRAWN, "新标题"))
        self.assertContains(answer, "Saved ")
        self.assertNotContains(answer, "See the page")

    def test_both_publish_and_the_first_time_stays(self) -> None:
        article = make_draft(body=BODY)
        opened = self.open(self.mine, article)
        self.save_theirs(article, _publish="1")
        first = Article.objects.get().published_at
        sent = opened | {"_publish": "1", "lead": "导语"}
        self.assertEqual(self.mine.post(self.url(article), sent).status_code, 302)
        self.assertEqual(Article.objects.get().published_at, first)

    def test_untouched_fields_are_never_written_back(self) -> None:
        article = make_article(categories=["债市"], widgets=["recent"], weight=3)
        stocks = make_category("A 股")
        theirs = {
            "slug": "new-slug",
            "weight": "5",
            "comments": "true",
            "filed_under": [stocks.pk],
            "widgets": "search",
            "expires_at_0": "2999-01-01",
            "expires_at_1": "00:00:00",
        }
        self.meet(article, {"lead": "导语"}, theirs)
        article.refresh_from_db()
        self.assertEqual(
            (article.slug, article.weight, article.comments, article.lead),
            ("new-slug", 5, True, "导语"),
        )
        self.assertEqual(list(article.categories.all()), [stocks])
        self.assertEqual(article.widgets, ["search"])
        self.assertIsNotNone(article.expires_at)

    def test_my_other_tab_is_another_editor(self) -> None:
        article = make_draft(body=BODY)
        first, second = (self.open(self.mine, article) for _ in range(2))
        for opened, old, new in ((first, "第一段", "甲"), (second, "第三段", "丙")):
            sent = opened | {"body": BODY.replace(old, new)}
            self.assertEqual(self.mine.post(self.url(article), sent).status_code, 302)
        article.refresh_from_db()
        self.assertEqual(article.body, "甲。\n\n第二段。\n\n丙。\n")

    def test_overrides_of_different_variants_are_both_there(self) -> None:
        article = make_draft(body=BODY)

        def override(variant: str, title: str) -> dict[str, Any]:
            return {
                "overrides-TOTAL_FORMS": 1,
                "overrides-0-variant": variant,
                "overrides-0-title": title,
            }

        self.meet(article, override("zh-tw", "臺灣"), override("zh-hk", "香港"))
        titles = VariantOverride.objects.values_list("variant", "fields__title")
        self.assertEqual(dict(titles), {"zh-tw": "臺灣", "zh-hk": "香港"})

    def test_a_menu_entry_that_nobody_touched_is_not_written_back(self) -> None:
        self.theirs = self.sign_in(make_chief("other chief"))
        article = make_article()
        entry = MenuEntry.objects.create(article=article, label="旧", weight=1)
        self.meet(article, {"title": "新标题"}, {"menu_entries-0-label": "新"})
        entry.refresh_from_db()
        self.assertEqual(entry.label, "新")
        self.meet(article, {"title": "又一个"}, {"menu_entries-0-DELETE": "on"})
        article.refresh_from_db()
        self.assertEqual(article.title, "又一个")
        self.assertFalse(MenuEntry.objects.exists())

    def test_a_save_without_a_change_leaves_no_revision(self) -> None:
        article = make_draft(body=BODY)
        edited_at = Article.objects.get().edited_at
        self.save_theirs(article)
        self.assertEqual(Revision.objects.count(), 1)
        self.assertEqual(Article.objects.get().edited_at, edited_at)

    def test_the_merge_can_be_undone(self) -> None:
        article = make_draft(body=BODY)
        mine = BODY.replace("第一段", "我的")
        answer = self.meet(
            article, {"body": mine}, {"body": BODY.replace("第三段", "他的")}
        )
        revision = Revision.objects.first()
        assert revision
        url = reverse("admin:articles_article_merged", args=[article.pk, revision.pk])
        self.assertContains(answer, url)
        shown = self.mine.get(url)
        self.assertContains(shown, "Undo the merge")
        self.assertContains(shown, "他的")
        self.mine.post(url)
        article.refresh_from_db()
        self.assertEqual(article.body, mine)
        self.assertEqual(Revision.objects.first().act, Revision.Act.RESTORED)  # type: ignore[union-attr]


class SamePlaceTests(TwoEditorsTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.article = make_draft(body=BODY)
        self.page = self.meet(
            self.article,
            {"body": BODY.replace("第二段", "我的二段"), "lead": "导语"},
            {"body": BODY.replace("第二段", "他的二段")},
        )

    def decide(self, choice: str, page: Any = None, **typed: object) -> Any:
        """Send the page with this choice for every place."""
        page = page or self.page
        sent = form_in(page, "body")
        for name in [*sent]:
            if name.startswith("text-"):
                sent[name.replace("text-", "choice-")] = choice
                sent |= {name: typed["text"]} if typed else {}
        return self.mine.post(self.url(self.article), sent, follow=True)

    def stored(self) -> Article:
        return Article.objects.get()

    def test_nothing_is_stored_and_both_texts_are_shown(self) -> None:
        self.assertEqual(self.page.status_code, 409)
        self.assertContains(self.page, "place 1 of 1", status_code=409)
        self.assertContains(self.page, "reporter saved this article", status_code=409)
        self.assertContains(self.page, ">\n我的二段。</textarea>", status_code=409)
        self.assertEqual((self.stored().lead, Revision.objects.count()), ("", 2))

    def test_each_choice_is_stored_with_what_lost_on_record(self) -> None:
        for choice, expected in (
            ("ours", "我的二段。"),
            ("theirs", "他的二段。"),
            ("both", "我的二段。\n\n他的二段。"),
        ):
            with self.subTest(choice):
                self.decide(choice)
                stored = self.stored()
                self.assertEqual(stored.body, BODY.replace("第二段。", expected))
                self.assertEqual(stored.lead, "导语")
                revision = Revision.objects.first()
                assert revision
                (rejected,) = revision.rejected
                self.assertEqual(
                    rejected,
                    {
                        "field": "body",
                        "place": 1,
                        "base": "第二段。",
                        "ours": "我的二段。",
                        "theirs": "他的二段。",
                        "chosen": expected,
                    },
                )
                Article.objects.all().delete()
                self.setUp()

    def test_a_text_of_ones_own_is_stored(self) -> None:
        self.decide("text", text="我们的二段。")
        self.assertEqual(self.stored().body, BODY.replace("第二段", "我们的二段"))

    def test_as_long_as_a_place_is_open_the_page_comes_again(self) -> None:
        for choice in ("", "nonsense"):
            again = self.decide(choice)
            self.assertContains(again, "place 1 of 1", status_code=409)
        again = self.decide("text", text="a\x00b")
        self.assertContains(again, "cannot be stored", status_code=409)
        self.assertEqual(Revision.objects.count(), 2)

    def test_a_third_save_is_merged_and_decisions_stay(self) -> None:
        self.save_theirs(
            self.article,
            body=BODY.replace("第二段", "他的二段").replace("第三段", "末段"),
        )
        self.decide("ours")
        self.assertEqual(self.stored().body, "第一段。\n\n我的二段。\n\n末段。\n")

    def test_a_third_save_at_the_same_place_is_decided_again(self) -> None:
        self.save_theirs(self.article, body=BODY.replace("第二段", "他的新二段"))
        page = self.decide("ours")
        self.assertContains(page, "他的新二段", status_code=409)
        self.decide("ours", page)
        self.assertEqual(self.stored().body, BODY.replace("第二段", "我的二段"))
        theirs = [place["theirs"] for place in Revision.objects.all()[0].rejected]
        self.assertEqual(theirs, ["他的二段。", "他的新二段。"])

    def test_not_now_hands_the_text_back(self) -> None:
        sent = form_in(self.page, "body") | {"_later": "1"}
        page = self.mine.post(self.url(self.article), sent)
        self.assertContains(page, "Your text stands below")
        again = form_in(page)
        self.assertIn("我的二段", again["body"])
        self.assertEqual(again["base"], sent["base"])
        self.assertEqual(Revision.objects.count(), 2)

    def test_values_of_one_line_are_decided_too(self) -> None:
        article = make_draft(title="标题", slug="fed")
        page = self.meet(
            article,
            {"title": "我的标题", "weight": "1"},
            {"title": "他的标题", "weight": "2"},
        )
        self.assertContains(page, "place 2 of 2", status_code=409)
        sent = form_in(page, "body")
        for name in [*sent]:
            if name.startswith("text-"):
                sent[name.replace("text-", "choice-")] = "text"
                sent[name] = "共同的标题"
        for place in page.context["cards"]:
            sent.setdefault(f"choice-{place.key}", "theirs")
        self.mine.post(self.url(article), sent)
        article.refresh_from_db()
        self.assertEqual((article.title, article.weight), ("共同的标题", 2))

    def test_two_main_categories_are_for_a_person_to_decide(self) -> None:
        stocks, bonds = make_category("A 股"), make_category("债市")
        page = self.meet(
            make_draft(), {"filed_under": [stocks.pk]}, {"filed_under": [bonds.pk]}
        )
        self.assertContains(page, "A 股", status_code=409)
        self.assertContains(page, "债市", status_code=409)

    def test_a_reporter_who_may_only_look_may_not_undo(self) -> None:
        self.decide("ours")
        revision = Revision.objects.first()
        assert revision
        looking = Permission.objects.get(codename="view_article")
        self.reporter.user_permissions.set([looking])
        url = reverse(
            "admin:articles_article_merged", args=[self.article.pk, revision.pk]
        )
        self.assertEqual(self.theirs.get(url).status_code, 200)
        self.assertEqual(self.theirs.post(url).status_code, 403)


class TimesTests(TwoEditorsTestCase):
    def test_times_that_only_make_no_sense_together_are_refused(self) -> None:
        article = make_draft()
        mine = {"expires_at_0": "2026-12-01", "expires_at_1": "12:00:00"}
        theirs = {"published_at_0": "2026-12-02", "published_at_1": "12:00:00"}
        answer = self.meet(article, mine, theirs)
        self.assertContains(answer, "does not go with yours: It would expire before")
        self.assertContains(answer, "2026-12-01")
        article.refresh_from_db()
        self.assertIsNone(article.expires_at)
        self.assertIsNotNone(article.published_at)

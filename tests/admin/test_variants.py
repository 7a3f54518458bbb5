"""An article's variants beside it, its ambiguities, its overrides, and warnings."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.urls import reverse

from articles.admin.queue import TERM
from articles.admin.variants import PAGE
from articles.choices import Language
from articles.models import (
    Article,
    ConversionChoice,
    Revision,
    Term,
    VariantOverride,
    VariantText,
)
from articles.variants.term_base import save_term
from tests.admin.data import ADD, CHANGE, LIST, article_data, data_of, open_form
from tests.admin.test_article import EditorTestCase
from tests.factories import make_article, make_draft
from tests.people import make_clerk


class VariantsTestCase(EditorTestCase):
    def page(self, article: Article, variant: str = "zh-tw") -> Any:
        return self.client.get(reverse(PAGE, args=[article.pk]), {"in": variant})

    def answer(self, article: Article, variant: str = "zh-tw", **data: str) -> Any:
        url = f"{reverse(PAGE, args=[article.pk])}?in={variant}"
        return self.client.post(url, data)

    def open_key(self, article: Article) -> str:
        return str(self.page(article).context["open"][0]["key"])


class PreviewTests(VariantsTestCase):
    def test_every_text_stands_beside_the_original_with_its_changes_marked(
        self,
    ) -> None:
        article = make_article(title="关税<1>", lead="导语", body="**关税**与 A&B\n")
        shown = self.page(article).content.decode()
        self.assertIn("关税&lt;1&gt;", shown)
        self.assertRegex(shown, r'title="OpenCC: 关税">關稅</mark>&lt;1&gt;')
        self.assertIn('title="OpenCC: 导语">導語</mark>', shown)
        self.assertRegex(shown, r"<strong><mark [^>]*>關稅</mark></strong>")
        self.assertIn("與</mark> A&amp;B", shown)

    def test_the_reason_of_a_change_is_said(self) -> None:
        save_term(Term(simplified="软件", taiwan="軟體", hong_kong="軟件"))
        article = make_article(title="软件“关”-{zh-hans:甲; zh-hant:乙}-")
        shown = self.page(article).content.decode()
        for reason, words in (("term", "軟體"), ("opencc", "關"), ("mark", "乙")):
            with self.subTest(reason):
                self.assertRegex(shown, f"variant-change--{reason}[^>]*>{words}<")

    def test_a_title_in_the_other_script_is_converted_from_that(self) -> None:
        article = make_article(title="關稅上調", body="关税\n")
        shown = self.page(article, "zh-cn").content.decode()
        self.assertIn('title="OpenCC: 關稅">关税</mark>上', shown)

    def test_markup_in_a_term_is_text(self) -> None:
        save_term(Term(simplified="甲", taiwan='<b a="', hong_kong="甲"))
        article = make_article(title="甲", body="甲\n")
        shown = self.page(article).content.decode()
        self.assertNotIn('<b a="', shown)
        self.assertEqual(shown.count(">&lt;b a=&quot;</mark>"), 2)

    def test_without_a_choice_the_first_other_variant_is_shown(self) -> None:
        for language, shown in (
            (Language.SIMPLIFIED, "zh-tw"),
            ("zh-Hant-TW", "zh-cn"),
        ):
            article = make_article(language=language)
            for wanted in ("", "en", "xx"):
                response = self.page(article, wanted)
                self.assertEqual(response.context["variant"], shown)

    def test_an_override_is_shown_as_such(self) -> None:
        article = make_article(title="关税")
        VariantOverride.objects.create(
            article=article, variant="zh-tw", fields={"title": "另-{題}-"}
        )
        response = self.page(article)
        self.assertContains(response, "<p>另題</p>")
        self.assertContains(response, "own wording")

    def test_looking_changes_nothing(self) -> None:
        article = make_article(body="海岳说。\n")
        before = Article.objects.values().get(pk=article.pk)
        self.page(article)
        self.assertEqual(Article.objects.values().get(pk=article.pk), before)
        self.assertFalse(VariantText.objects.exists())

    def test_the_form_and_the_list_lead_to_it(self) -> None:
        article = make_article()
        url = reverse(PAGE, args=[article.pk])
        self.assertContains(open_form(self.client, article), url)
        self.assertContains(self.client.get(reverse(LIST)), url)

    def test_an_english_article_has_no_such_page(self) -> None:
        article = make_article(language="en")
        url = reverse(PAGE, args=[article.pk])
        self.assertEqual(self.client.get(url).status_code, 404)
        self.assertNotContains(open_form(self.client, article), url)
        self.assertNotContains(self.client.get(reverse(LIST)), url)

    def test_an_article_that_is_not_there_is_not_found(self) -> None:
        for number in ("999999", "9" * 40):
            url = f"/admin/articles/article/{number}/variants/"
            self.assertEqual(self.client.get(url).status_code, 404)


class AmbiguityTests(VariantsTestCase):
    def test_a_click_decides_and_another_takes_it_back(self) -> None:
        article = make_article(body="海岳说。\n")
        response = self.answer(article, choose=f"{self.open_key(article)}:岳")
        self.assertRedirects(
            response, f"{reverse(PAGE, args=[article.pk])}?in=zh-tw#ambiguities"
        )
        choice = ConversionChoice.objects.get()
        self.assertEqual((choice.printed, choice.created_by), ("岳", self.chief))
        self.assertEqual(self.page(article).context["open"], [])

        self.answer(article, withdraw=str(choice.pk))
        self.assertFalse(ConversionChoice.objects.exists())

    def test_what_was_read_before_is_made_anew(self) -> None:
        article = make_article(body="海岳说。\n")
        VariantText.objects.create(
            article=article, variant="zh-tw", text_digest="x", conversion_version=1
        )
        key = self.open_key(article)
        with self.captureOnCommitCallbacks(execute=True):
            self.answer(article, choose=f"{key}:岳")
        self.assertFalse(VariantText.objects.exists())

    def test_an_answer_to_what_is_no_longer_asked_decides_nothing(self) -> None:
        article = make_article(body="海岳说。\n")
        for answer in (f"{self.open_key(article)}:山", "0:岳", "", ":", "x"):
            with self.subTest(answer):
                self.assertEqual(self.answer(article, choose=answer).status_code, 302)
        for number in ("x", "999999999999999999999", "-1"):
            self.answer(article, withdraw=number)
        self.assertFalse(ConversionChoice.objects.exists())

    def test_a_choice_of_another_article_stays(self) -> None:
        article, other = make_article(body="海岳说。\n"), make_article()
        self.answer(article, choose=f"{self.open_key(article)}:岳")
        self.answer(other, withdraw=str(ConversionChoice.objects.get().pk))
        self.assertTrue(ConversionChoice.objects.exists())

    def test_a_choice_whose_sentence_is_gone_is_shown_as_open_again(self) -> None:
        article = make_article()
        ConversionChoice.objects.create(
            article=article,
            variant="zh-tw",
            sentence="旧句里。",
            offset=2,
            printed="里",
        )
        self.assertContains(self.page(article), "Open again")

    def test_a_term_is_made_by_whoever_may_add_one(self) -> None:
        article = make_article(body="从海岳资本说。\n")
        term = f"{reverse(TERM, args=[article.pk])}?key={self.open_key(article)}"
        self.assertContains(self.page(article), term)
        self.client.force_login(self.reporter)
        self.assertNotContains(self.page(article), term)

    def test_the_longest_sentence_is_shown_around_its_ambiguity(self) -> None:
        article = make_article(body=f"{'甲' * 5000}岳{'乙' * 5000}\n")
        (ambiguity,) = self.page(article).context["open"]
        self.assertLess(len(ambiguity["before"] + ambiguity["after"]), 200)

    def test_whoever_may_only_look_decides_nothing(self) -> None:
        article = make_article(body="海岳说。\n")
        key = self.open_key(article)
        viewer = make_clerk()
        url = reverse(PAGE, args=[article.pk])
        self.client.force_login(viewer)
        self.assertEqual(self.client.get(url).status_code, 403)
        viewer.user_permissions.add(Permission.objects.get(codename="view_article"))
        self.assertNotContains(self.page(article), 'name="choose"')
        self.assertEqual(self.answer(article, choose=f"{key}:岳").status_code, 403)
        self.assertFalse(ConversionChoice.objects.exists())


def override_data(*rows: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    data: dict[str, Any] = {
        "overrides-TOTAL_FORMS": len(rows),
        "overrides-INITIAL_FORMS": initial,
    }
    for number, row in enumerate(rows):
        data |= {f"overrides-{number}-{name}": value for name, value in row.items()}
    return data


class OverrideTests(VariantsTestCase):
    def test_a_reporter_gives_a_new_article_its_own_title_in_a_variant(self) -> None:
        self.client.force_login(self.reporter)
        own = override_data({"variant": "zh-tw", "title": "另題", "lead": "一\r\n二"})
        self.client.post(reverse(ADD), article_data(title="关税", **own))
        override = VariantOverride.objects.get()
        self.assertEqual(override.fields, {"title": "另題", "lead": "一\n二"})
        self.assertEqual(override.article, Article.objects.get())

    def test_a_change_and_a_removal_are_recorded_and_seen_at_once(self) -> None:
        article = make_article(title="关税")
        for title, row in (
            ("另題", {"variant": "zh-tw", "title": "另題"}),
            ("再題", {"variant": "zh-tw", "title": "再題"}),
            (None, {"variant": "zh-tw", "title": "再題", "DELETE": "on"}),
        ):
            with self.subTest(title):
                known = article.overrides.first()
                own = {"id": known.pk, "article": article.pk} if known else {}
                data = override_data(row | own, initial=1 if known else 0)
                VariantText.objects.update_or_create(
                    article=article, variant="zh-tw", defaults={"conversion_version": 1}
                )
                with self.captureOnCommitCallbacks(execute=True):
                    response = self.client.post(
                        reverse(CHANGE, args=[article.pk]), data_of(article, **data)
                    )
                self.assertEqual(response.status_code, 302)
                self.assertFalse(VariantText.objects.exists())
                titles = [own.fields["title"] for own in article.overrides.all()]
                self.assertEqual(titles, [title] if title else [])
                recorded = Revision.objects.latest().fields["overrides"]
                self.assertEqual([own["title"] for own in recorded], titles)

    def test_a_save_that_leaves_them_keeps_what_is_stored(self) -> None:
        article = make_article(title="关税")
        VariantOverride.objects.create(
            article=article, variant="zh-tw", fields={"title": "另題"}
        )
        VariantText.objects.create(
            article=article, variant="zh-tw", text_digest="x", conversion_version=1
        )
        own = article.overrides.get()
        row = {"id": own.pk, "article": article.pk, "variant": "zh-tw", "title": "另題"}
        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(
                reverse(CHANGE, args=[article.pk]),
                data_of(article, **override_data(row, initial=1)),
            )
        self.assertEqual(article.overrides.get(), own)
        self.assertTrue(VariantText.objects.exists())

    def test_whoever_may_only_look_sees_them(self) -> None:
        article = make_article(title="关税")
        article.overrides.create(variant="zh-tw", fields={"lead": "另<導>語"})
        viewer = make_clerk()
        viewer.user_permissions.add(Permission.objects.get(codename="view_article"))
        self.client.force_login(viewer)
        shown = open_form(self.client, article)
        self.assertContains(shown, "<p>Lead: 另&lt;導&gt;語</p>")
        self.assertNotContains(shown, "overrides-0-lead")

    def test_a_variant_has_one(self) -> None:
        own = override_data(*({"variant": "zh-tw", "title": n} for n in "甲乙"))
        response = self.client.post(reverse(ADD), article_data(**own))
        self.assertEqual(response.status_code, 200)
        self.assertFalse(Article.objects.exists())

    def test_the_variant_an_article_is_written_in_has_none(self) -> None:
        own = override_data({"variant": "zh-tw", "title": "另題"})
        for language, status in (("zh-Hant-TW", 200), ("zh-Hant-HK", 302)):
            data = article_data(title="甲", language=language, **own)
            response = self.client.post(reverse(ADD), data)
            self.assertEqual(response.status_code, status)
            if status == 200:
                self.assertContains(response, "Change its own title")
        article = make_article(title="甲")
        stored = article.overrides.create(variant="zh-cn", fields={"title": "另题"})
        row = {"id": stored.pk, "article": article.pk, "variant": "zh-cn"}
        for more, status in (({}, 200), ({"DELETE": "on"}, 302)):
            data = data_of(article, **override_data(row | more, initial=1))
            response = self.client.post(reverse(CHANGE, args=[article.pk]), data)
            self.assertEqual(response.status_code, status)
        self.assertFalse(article.overrides.exists())


def warnings_in(response: Any) -> list[str]:
    return [
        str(message)
        for message in get_messages(response.wsgi_request)
        if message.level_tag == "warning"
    ]


class WarningTests(VariantsTestCase):
    def save(self, **fields: Any) -> list[str]:
        response = self.client.post(reverse(ADD), article_data(**fields))
        self.assertEqual(response.status_code, 302)
        return warnings_in(response)

    def test_a_hidden_character_of_the_other_script_is_said_with_its_place(
        self,
    ) -> None:
        (warning,) = self.save(
            title="對沖基金推動新一輪“融涨”", language=Language.HONG_KONG
        )
        self.assertRegex(warning, "^Title: 涨 does not belong to .*Hong Kong.*“融涨”")

    def test_a_text_in_the_other_script_is_said_and_saved(self) -> None:
        (warning,) = self.save(title="甲", body="關稅上調，對沖基金連續買入。")
        self.assertRegex(warning, "^Body: this looks like .*Traditional.*Simplified")
        self.assertTrue(Article.objects.exists())

    def test_a_mark_that_is_not_closed_is_said_with_its_line(self) -> None:
        (warning,) = self.save(title="甲", body="一\n\n二-{三")
        self.assertRegex(warning, "^Body, line 3: “-{” is never closed")

    def test_many_warnings_do_not_bury_the_news(self) -> None:
        warnings = self.save(title="甲", body="-{甲\n" * 500)
        self.assertEqual((len(warnings), warnings[-1]), (9, "And 492 more."))

    def test_an_override_is_read_like_the_text_itself(self) -> None:
        own = override_data(
            {"variant": "zh-tw", "title": "對沖融涨", "summary": "甲-{乙"}
        )
        mark, script = self.save(title="关税", **own)
        self.assertRegex(mark, r"^Summary \(.*\), line 1: “-{” is never closed")
        self.assertRegex(script, r"^Title \(.*\): 涨 does not belong to .*Taiwan")

    def test_a_clean_text_is_saved_in_silence(self) -> None:
        self.assertEqual(self.save(title="关税", body="`-{`与-{關}-。"), [])

    def test_it_speaks_the_editors_language(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-Hans"
        (warning,) = self.save(title="甲關乙，关税")
        self.assertTrue(warning.startswith("标题"))

    def test_a_draft_without_text_is_no_problem(self) -> None:
        article = make_draft(body="", title="甲")
        response = self.client.post(
            reverse(CHANGE, args=[article.pk]), data_of(article, body="")
        )
        self.assertEqual(warnings_in(response), [])

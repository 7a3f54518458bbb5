from __future__ import annotations

from typing import Any, ClassVar
from unittest.mock import patch

from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse

from articles.models import Article, Category, SiteSettings, Term
from articles.variants import term_base
from articles.variants.term_base import export_terms
from tests.factories import make_article, make_category, make_term
from tests.people import make_chief, make_clerk

ADD = reverse("admin:articles_term_add")
LIST = reverse("admin:articles_term_changelist")
IMPORT = reverse("admin:articles_term_import")
EXPORT = reverse("admin:articles_term_export")
STYLE = reverse("admin:articles_stylerule_changelist")


def term_data(**fields: Any) -> dict[str, Any]:
    """A complete form, unless told otherwise."""
    plain = {"simplified": "软件", "taiwan": "軟體", "hong_kong": "軟件"}
    return {"kind": "phrase", **plain, **fields}


def version() -> int:
    return SiteSettings.current().conversion_version


class TermTestCase(TestCase):
    chief: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.chief)

    def add(self, **fields: Any) -> Any:
        return self.client.post(ADD, term_data(**fields))

    def change(self, term: Term, **fields: Any) -> Any:
        url = reverse("admin:articles_term_change", args=[term.pk])
        return self.client.post(url, term_data(**fields))


class TermListTests(TermTestCase):
    def test_it_costs_the_same_however_many_terms(self) -> None:
        for n in range(6):
            make_term(f"词{n}", article=make_article(), created_by=self.chief)
            make_term(f"条{n}", category=make_category(f"类{n}"))
        # Session, user; how many, the terms with their scope and author.
        with self.assertNumQueries(4):
            self.client.get(LIST)

    def test_any_form_and_the_note_find_a_term(self) -> None:
        make_term("软件", "軟體", "軟件", note="行业", synonyms="SaaS")
        make_term("特朗普", "川普", "特朗普")
        for words in ("软件", "軟體", "軟件", "行业", "saas"):
            response = self.client.get(LIST, {"q": words})
            self.assertContains(response, "软件")
            self.assertNotContains(response, "川普")

    def test_the_scope_filters(self) -> None:
        make_term("全站词")
        make_term("分类词", category=make_category())
        make_term("文章词", article=make_article())
        for scope, form in (
            ("site", "全站词"),
            ("category", "分类词"),
            ("article", "文章词"),
        ):
            results = self.client.get(LIST, {"scope": scope}).context["cl"].result_list
            self.assertEqual([term.simplified for term in results], [form])

    def test_regional_words_are_filtered(self) -> None:
        make_term("软件", "軟體", "軟件", is_regional=True)
        make_term("特朗普", "川普", "特朗普")
        for value, form in (("1", "软件"), ("0", "特朗普")):
            page = self.client.get(LIST, {"is_regional__exact": value})
            results = page.context["cl"].result_list
            self.assertEqual([term.simplified for term in results], [form])

    def test_deleting_one_or_several_is_one_new_version(self) -> None:
        terms = [make_term(f"词{n}") for n in range(3)]
        before = version()
        url = reverse("admin:articles_term_delete", args=[terms[0].pk])
        self.client.post(url, {"post": "yes"})
        self.assertEqual((Term.objects.count(), version()), (2, before + 1))
        data = {"action": "delete_selected", "post": "yes"}
        self.client.post(LIST, {**data, "_selected_action": [t.pk for t in terms[1:]]})
        self.assertEqual((Term.objects.count(), version()), (0, before + 2))


class TermFormTests(TermTestCase):
    def test_a_term_is_saved_with_its_author_and_counts_at_once(self) -> None:
        before = version()
        self.assertRedirects(self.add(note="行业"), LIST)
        term = Term.objects.get()
        self.assertEqual((term.note, term.created_by), ("行业", self.chief))
        self.assertEqual(version(), before + 1)

    def test_other_names_alone_are_saved_without_a_look_at_texts(self) -> None:
        for n in range(6):
            make_article(title=f"软件{n}")
        term = make_term("软件", "軟體", "軟件")
        before = version()
        with patch.object(term_base, "effects") as compared:
            self.assertRedirects(self.change(term, synonyms="SaaS, App"), LIST)
        compared.assert_not_called()
        term.refresh_from_db()
        self.assertEqual(term.names[-2:], ["SaaS", "App"])
        self.assertEqual(version(), before + 1)

    def test_a_term_may_become_a_regional_word(self) -> None:
        term = make_term("软件", "軟體", "軟件")
        before = version()
        self.assertRedirects(self.change(term, is_regional="on"), LIST)
        term.refresh_from_db()
        self.assertTrue(term.is_regional)
        self.assertEqual(version(), before + 1)

    def test_what_is_missing_is_told_at_its_field(self) -> None:
        for fields, wrong in (
            ({"taiwan": ""}, ["taiwan"]),
            ({"taiwan": " ", "hong_kong": ""}, ["taiwan", "hong_kong"]),
            ({"kind": "nobody"}, ["kind"]),
            ({"simplified": "长" * 201}, ["simplified"]),
            ({"category": "x"}, ["category"]),
        ):
            with self.subTest(wrong):
                errors = self.add(**fields).context["adminform"].form.errors
                self.assertEqual(list(errors), wrong)

    def test_a_form_in_the_other_script_is_warned_of_and_said_at_its_field(
        self,
    ) -> None:
        response = self.client.post(ADD, term_data(taiwan="软體<"), follow=True)
        oddity = "In “软體&lt;”, 软 does not belong to Chinese, Traditional (Taiwan)."
        self.assertContains(response, f"Taiwan</a>: {oddity}")
        page = reverse("admin:articles_term_change", args=[Term.objects.get().pk])
        self.assertContains(response, f'<a href="{page}">Taiwan')
        self.assertContains(self.client.get(page), oddity)
        response = self.client.post(page, term_data(), follow=True)
        self.assertNotContains(response, "does not belong")

    def test_a_term_left_alone_needs_one_form(self) -> None:
        self.add(kind="leave-alone", taiwan="", hong_kong="")
        self.assertEqual(Term.objects.get().taiwan, "")

    def test_a_term_has_one_scope(self) -> None:
        article = make_article(categories=["债"])
        category = Category.objects.get()
        response = self.add(article=article.pk, category=category.pk)
        self.assertContains(response, "not both")

    def test_a_contradiction_is_refused_with_both_terms_shown(self) -> None:
        other = make_term("软件包", "套件包", "軟件包")
        for fields, reason in (
            ({"simplified": "软件包"}, "is a form of both"),
            ({"simplified": "套件包", "taiwan": "软件包"}, "One of them makes another"),
            ({"simplified": "件包装"}, "In “软件包装” they overlap"),
        ):
            with self.subTest(fields):
                response = self.add(**fields)
                errors = response.context["adminform"].form.errors
                self.assertEqual(list(errors), ["simplified"])
                self.assertContains(response, reason)
                self.assertContains(response, "软件包 · 套件包 · 軟件包")
                url = reverse("admin:articles_term_change", args=[other.pk])
                self.assertContains(response, f'href="{url}"')
        self.assertEqual(Term.objects.count(), 1)

    def test_a_second_term_for_a_form_is_refused(self) -> None:
        make_term("软件", "軟體", "軟件")
        response = self.add(kind="company")
        self.assertContains(response, "has a term already")
        self.add(category=make_category().pk, kind="company")
        self.assertEqual(Term.objects.count(), 2)

    def test_what_an_editor_typed_is_shown_as_text(self) -> None:
        make_term("<b>甲", "乙乙", "乙乙")
        response = self.add(simplified="<b>甲", taiwan="丙丙")
        self.assertContains(response, "&lt;b&gt;甲 · 乙乙")
        self.assertNotContains(response, "<b>甲")

    def test_a_term_may_be_saved_again_as_it_is(self) -> None:
        term = make_term("软件", "軟體", "軟件")
        self.assertRedirects(self.change(term, note="新"), LIST)


class EffectsTests(TermTestCase):
    def make_many(self) -> list[Article]:
        return [make_article(title=f"软件{n}") for n in range(6)]

    def test_effects_are_shown_when_asked_for_and_nothing_is_saved(self) -> None:
        article = make_article(title="买软件股")
        response = self.add(_effects="1")
        self.assertContains(response, article.get_absolute_url())
        self.assertContains(response, '<p lang="zh-Hant-TW">買軟<del>件</del>股</p>')
        self.assertContains(response, '<p lang="zh-Hant-TW">買軟<ins>體</ins>股</p>')
        self.assertContains(response, "1 published article would read differently")
        self.assertNotContains(response, "Please correct")
        self.assertFalse(Term.objects.exists())

    def test_a_term_that_touches_few_articles_is_saved_at_once(self) -> None:
        make_article(title="软件")
        self.add()
        self.assertTrue(Term.objects.exists())

    def test_one_that_touches_many_is_shown_first_and_saved_the_second_time(
        self,
    ) -> None:
        self.make_many()
        form = self.add().context["adminform"].form
        self.assertFalse(Term.objects.exists())
        self.assertEqual(len(form.effects.articles), 6)
        self.add(seen=form["seen"].value())
        self.assertTrue(Term.objects.exists())

    def test_a_form_changed_since_is_shown_again(self) -> None:
        self.make_many()
        seen = self.add().context["adminform"].form["seen"].value()
        self.add(seen=seen, taiwan="軟體程式")
        self.assertFalse(Term.objects.exists())

    def test_a_new_note_changes_nothing_for_readers(self) -> None:
        self.make_many()
        term = make_term("软件", "軟體", "軟件")
        with patch.object(term_base, "effects") as effects:
            self.change(term, note="新")
        effects.assert_not_called()
        self.assertEqual(Term.objects.get().note, "新")

    def test_an_edited_term_is_compared_with_the_stored_one(self) -> None:
        make_article(title="软件")
        term = make_term("软件", "軟體", "軟件")
        response = self.change(term, simplified="软包", taiwan="軟包", _effects="1")
        self.assertContains(response, "軟<del>體</del>")
        self.assertContains(response, "軟<ins>件</ins>")
        term.refresh_from_db()
        self.assertEqual(term.taiwan, "軟體")

    def test_a_contradiction_comes_before_any_effect(self) -> None:
        make_term("软件", "軟件", "軟件")
        response = self.add(_effects="1")
        self.assertIsNone(response.context["adminform"].form.effects)


class FileTests(TermTestCase):
    def send(self, text: str, **fields: Any) -> Any:
        file = SimpleUploadedFile("terms.csv", text.encode())
        return self.client.post(IMPORT, {"file": file, **fields})

    def test_what_was_exported_comes_in_unchanged(self) -> None:
        make_term("软件", "軟體", "軟件")
        response = self.client.get(EXPORT)
        self.assertIn("attachment", response["Content-Disposition"])
        text = response.content.decode("utf-8-sig")
        self.assertEqual(text, export_terms())
        before = version()
        page = self.client.get(self.send(f"\ufeff{text}").url)
        self.assertContains(page, "0 created, 0 updated, 1 unchanged.")
        self.assertEqual(version(), before)

    def test_a_file_comes_in_by_its_sender(self) -> None:
        text = "kind,zh-Hans,zh-Hant-TW,zh-Hant-HK\nphrase,软件,軟體,軟件\n"
        self.assertRedirects(self.send(text), LIST)
        self.assertEqual(Term.objects.get().created_by, self.chief)

    def test_a_check_tells_and_writes_nothing(self) -> None:
        text = "kind,zh-Hans,zh-Hant-TW,zh-Hant-HK\nphrase,软件,軟體,軟件\n"
        self.assertContains(self.send(text, _check="1"), "1 created")
        self.assertFalse(Term.objects.exists())

    def test_only_new_terms_come_in_where_that_is_asked(self) -> None:
        make_term("软件", "軟件", "軟件")
        text = "kind,zh-Hans,zh-Hant-TW,zh-Hant-HK\nphrase,软件,軟體,軟件\n"
        page = self.client.get(self.send(text, only_new="on").url)
        self.assertContains(page, "0 created, 0 updated, 1 unchanged.")
        self.assertEqual(Term.objects.get().taiwan, "軟件")

    def test_what_was_left_out_is_counted(self) -> None:
        make_term("储备金", "準備金", "儲備金")
        text = "kind,zh-Hans,zh-Hant-TW,zh-Hant-HK\nphrase,美联储备,聯準庫,聯儲庫\n"
        page = self.client.get(self.send(text, only_new="on").url)
        self.assertContains(page, "0 unchanged. 1 left out.")
        self.assertContains(page, "Line 2: Left out: ")

    def test_odd_lines_are_warned_of_before_and_after(self) -> None:
        head = "kind,zh-Hans,zh-Hant-TW,zh-Hant-HK\n"
        text = head + "".join(f"phrase,软件{n},软體{n},軟件{n}\n" for n in range(9))
        checked = self.send(text, _check="1")
        self.assertContains(checked, '<li value="10">In “软體8”, 软 does not belong')
        page = self.client.get(self.send(text).url)
        self.assertContains(page, "Line 2: In “软體0”, 软 does not belong")
        self.assertContains(page, "And 1 more.")

    def test_bad_lines_are_listed_with_their_number(self) -> None:
        text = "kind,zh-Hans,zh-Hant-TW,zh-Hant-HK\nnobody,<i>,b,c\nphrase,,,\n"
        response = self.send(text)
        self.assertContains(response, '<li value="2">There is no kind “nobody”.')
        self.assertContains(response, '<li value="3">')
        self.assertFalse(Term.objects.exists())

    def test_without_a_file_it_says_so(self) -> None:
        response = self.client.post(IMPORT)
        self.assertIn("file", response.context["form"].errors)

    def test_a_huge_file_is_refused(self) -> None:
        response = self.send("x" * 5_000_001)
        self.assertContains(response, "larger than 5 MB")


class PermissionTests(TermTestCase):
    def log_in(self, *codenames: str) -> None:
        user = make_clerk()
        permissions = Permission.objects.filter(codename__in=codenames)
        user.user_permissions.set(permissions)
        self.client.force_login(user)

    def codes(self, *urls: str) -> list[int]:
        return [self.client.get(url).status_code for url in urls]

    def test_without_a_permission_nothing_opens(self) -> None:
        self.log_in()
        self.assertEqual(
            self.codes(LIST, ADD, IMPORT, EXPORT, STYLE), [403, 403, 403, 403, 403]
        )

    def test_who_may_look_may_export_and_open_and_not_change(self) -> None:
        term = make_term("软件", "軟體", "軟件")
        self.log_in("view_term", "view_stylerule")
        self.assertEqual(
            self.codes(LIST, ADD, IMPORT, EXPORT, STYLE), [200, 403, 403, 200, 200]
        )
        self.assertNotContains(self.client.get(LIST), IMPORT)
        url = reverse("admin:articles_term_change", args=[term.pk])
        self.assertNotContains(self.client.get(url), "_effects")
        self.assertEqual(self.change(term, taiwan="程式").status_code, 403)

    def test_importing_takes_adding_and_changing(self) -> None:
        self.log_in("view_term", "add_term")
        self.assertEqual(self.codes(ADD, IMPORT), [200, 403])
        file = SimpleUploadedFile("terms.csv", b"")
        self.assertEqual(self.client.post(IMPORT, {"file": file}).status_code, 403)

    def test_a_visitor_is_asked_to_log_in(self) -> None:
        self.client.logout()
        self.assertEqual(self.codes(IMPORT, EXPORT), [302, 302])

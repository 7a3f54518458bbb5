"""No form of the desk overwrites what somebody saved after it was opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.test import RequestFactory, TestCase
from django.urls import reverse

from articles.admin.overtaken import OvertakenAdmin
from articles.models import (
    ArticleTemplate,
    Author,
    Category,
    DeclaredLanguage,
    FooterRule,
    Image,
    Instrument,
    ListPage,
    MenuEntry,
    Pin,
    Receiver,
    Redirect,
    Shortcode,
    SiteSettings,
    Source,
    StyleRule,
    Tag,
    Term,
)
from articles.publishing import tags_named
from tests.admin.browser_forms import Sent, sent_by
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_image,
    make_instrument,
    make_list_page,
    make_source,
    make_term,
)
from tests.outbox.receiving import make_receiver
from tests.people import make_chief, make_clerk

ROWS: dict[type[Model], Callable[[], Model]] = {
    Author: make_author,
    Category: make_category,
    ArticleTemplate: lambda: ArticleTemplate.objects.create(name="早报"),
    DeclaredLanguage: lambda: DeclaredLanguage.objects.create(
        archive="a", folder="", language="zh-Hans"
    ),
    FooterRule: lambda: FooterRule.objects.create(
        source=make_source("甲乙"), text="免责声明：", treatment="notice"
    ),
    Group: lambda: Group.objects.create(name="desk"),
    Image: make_image,
    Instrument: make_instrument,
    ListPage: make_list_page,
    MenuEntry: lambda: MenuEntry.objects.create(menu="main", label="一", url="/tags/"),
    Pin: lambda: Pin.objects.create(article=make_article()),
    Receiver: make_receiver,
    Redirect: lambda: Redirect.objects.create(path="/old/", url="/gone/"),
    Shortcode: lambda: Shortcode.objects.create(name="note", treatment="drop"),
    SiteSettings: lambda: SiteSettings.locked(),
    Source: make_source,
    StyleRule: lambda: StyleRule.objects.order_by("pk")[0],
    Tag: lambda: tags_named(["债"])[0],
    Term: lambda: make_term("软件", "軟體", "軟件"),
    User: make_clerk,
}
_ADDRESSES = (
    *("address", "credit_url", "discussion_url", "ethics_url"),
    *("leads_to", "principles_url", "url"),
)
# Pairs of values for the controls that not every word fits.
VALUES: dict[str, tuple[str, str]] = {
    "slug": ("one", "two"),
    "secret": (Receiver.new_secret("webhook"), Receiver.new_secret("webhook")),
    "path": ("/one/", "/two/"),
    "printed": ("丙文", "丁文"),
    "symbol": ("0005", "0006"),
    "accent_colour": ("#101010", "#202020"),
    **dict.fromkeys(_ADDRESSES, ("https://one.example/", "https://two.example/")),
    "social_links": ("A https://one.example/", "B https://two.example/"),
    "widgets": ("recent", "search"),
    "post_meta": ("date", "categories"),
    "email": ("one@desk.example", "two@desk.example"),
    "date_joined": ("2026-01-01", "2026-01-02"),
    "last_login": ("2026-01-01", "2026-01-02"),
}
# Kept by a form for itself; or their values exclude one another with another field.
LEFT_OUT = {
    (Term, "seen"),
    (DeclaredLanguage, "folder"),
    (Term, "article"),
    (MenuEntry, "article"),
    (Instrument, "exchange"),
    (Pin, "starts_at"),
    (Pin, "ends_at"),  # What is over is refused.
}


def compared() -> list[type[Model]]:
    """The kinds of rows that a chief may change on a page of their own."""
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_active=True)
    return [
        model
        for model, desk in admin.site._registry.items()
        if desk.has_change_permission(request) and model in {*ROWS}
    ]


class EveryFormTests(TestCase):
    chief: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()
        for name in ("一", "二"):
            make_article(
                title=name,
                categories=[name],
                source=make_source(name),
                thumbnail=make_image(),
            )
        make_article(title="三", body="正文 {{< note >}}")

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.chief)

    def test_every_page_of_a_row_compares(self) -> None:
        request = RequestFactory().get("/")
        request.user = self.chief
        left = {
            model.__name__
            for model, desk in admin.site._registry.items()
            if desk.has_change_permission(request)
            and not (
                isinstance(desk, OvertakenAdmin) and desk.compares and model in ROWS
            )
        }
        # Articles are merged; the others' pages decide, and have no form to save.
        self.assertLessEqual(left, {"Article", "Conflict", "FoundSource", "SameStory"})

    def test_what_a_colleague_saved_meanwhile_is_kept_or_shown(self) -> None:
        for model in compared():
            row = ROWS[model]()
            # One field of each kind: the rule knows no other difference.
            kinds = {}
            for name, field in self.opened(row)[1].fields.items():
                if (model, name) not in LEFT_OUT:
                    kinds[type(field), type(field.widget)] = name
            for name in kinds.values():
                with self.subTest(model.__name__, field=name):
                    self.check(row, name)

    def check(self, row: Model, name: str) -> None:
        mine, form = self.opened(row)
        if name not in form.fields or isinstance(form.fields[name], forms.FileField):
            return
        ours, theirs = (set_value(mine, form[name], n) for n in (0, 1))
        if (
            form.fields[name].disabled
            or ours is None
            or theirs is None
            or ours == theirs
        ):
            return
        self.assertSaved(self.post(row, theirs), theirs)
        stored = self.value(row, name)
        self.assertNotEqual(stored, {key: mine.get(key) for key in stored})

        self.assertSaved(self.post(row, mine), mine)
        self.assertEqual(self.value(row, name), stored)

        refused = self.post(row, ours)
        self.assertEqual(refused.status_code, 200, ours)
        self.assertContains(refused, "Somebody changed this after you opened the page")
        self.assertEqual(self.value(row, name), stored)

        again = sent_by(refused, self.form_id(row))
        self.assertEqual(
            {key: again.get(key) for key in stored}, {k: ours.get(k) for k in stored}
        )
        self.assertSaved(self.post(row, again), again)
        self.assertEqual(self.value(row, name), {key: ours.get(key) for key in stored})

    # Pages

    def opened(self, row: Model) -> tuple[Sent, Any]:
        response = self.client.get(self.address(row))
        self.assertEqual(response.status_code, 200)
        return sent_by(response, self.form_id(row)), response.context["adminform"].form

    def value(self, row: Model, name: str) -> dict[str, Any]:
        sent, form = self.opened(row)
        return {key: sent.get(key) for key in names_of(form[name])}

    def post(self, row: Model, sent: Sent) -> Any:
        answer = self.client.post(self.address(row), {**sent, "_save": "1"})
        if b"Not saved yet" in answer.content:  # What follows is shown first.
            again = sent_by(answer, self.form_id(row))
            answer = self.client.post(self.address(row), {**again, "_save": "1"})
        return answer

    def assertSaved(self, answer: Any, sent: Sent) -> None:
        if answer.status_code != 302:
            self.fail(f"{answer.context['errors']} of {sent}")

    def address(self, row: Model) -> str:
        name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
        return reverse(name, args=[row.pk])

    def form_id(self, row: Model) -> str:
        return f"{row._meta.model_name}_form"


def names_of(bound: Any) -> list[str]:
    widget = getattr(bound.field.widget, "widget", bound.field.widget)
    if hasattr(widget, "widgets_names"):
        return [bound.html_name + suffix for suffix in widget.widgets_names]
    return [bound.html_name]


def set_value(sent: Sent, bound: Any, number: int) -> Sent | None:
    """Return what is sent once somebody chose one of two other values; None without two."""
    field, key = bound.field, names_of(bound)[0]
    changed = {**sent}
    if isinstance(field, forms.ModelChoiceField):
        kept = sent.get(key, [])
        rows: Any = field.queryset
        others = [str(row.pk) for row in rows[:4] if str(row.pk) not in kept]
        if len(others) < 2:
            return None
        changed[key] = [others[number]]
        return changed
    choices = getattr(field.widget, "choices", None) or getattr(field, "choices", None)
    if choices:
        others = [
            str(v) for v, _label in choices if v and str(v) not in sent.get(key, [])
        ]
        # A control of two values has only one other: there both editors agree.
        changed[key] = [others[number % len(others)]] if others else []
    elif isinstance(field, forms.BooleanField):
        changed.pop(key, None)
        changed |= {} if key in sent else {key: ["on"]}
    elif isinstance(field, forms.IntegerField):
        changed[key] = [str(7 + number)]
    else:
        changed[key] = [VALUES.get(bound.name, ("甲文", "乙文"))[number]]
        for rest in names_of(bound)[1:]:
            changed[rest] = ["00:00:00"]
    return changed


class PlacesTests(TestCase):
    """Beside the row's own fields: rows below it, lines of a list, rows that are gone."""

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(make_chief())

    def open(self, name: str, *args: Any, form_id: str) -> tuple[str, Sent]:
        address = reverse(f"admin:articles_{name}", args=args)
        return address, sent_by(self.client.get(address), form_id)

    def test_a_disclaimer_is_kept_by_who_changes_something_else(self) -> None:
        source = make_source(disclaimer="旧")
        address, sent = self.open("source_change", source.pk, form_id="source_form")
        Source.objects.filter(pk=source.pk).update(disclaimer="新\n\n第二段")
        self.client.post(address, {**sent, "name": "海岳", "_save": "1"})
        source.refresh_from_db()
        self.assertEqual((source.name, source.disclaimer), ("海岳", "新\n\n第二段"))

    def test_who_saved_last_is_named_and_the_stored_value_can_be_taken(self) -> None:
        source = make_source(disclaimer="旧")
        address, sent = self.open("source_change", source.pk, form_id="source_form")
        self.client.post(address, {**sent, "disclaimer": "同事的", "_save": "1"})
        mine = {**sent, "disclaimer": "我的", "url": "https://a.example/", "_save": "1"}
        answer = self.client.post(address, mine)
        self.assertContains(answer, "chief saved last")
        self.assertContains(answer, "同事的")
        again = sent_by(answer, "source_form")
        self.assertEqual(again["disclaimer"], ["我的"])
        taken = {**again, "_choice-disclaimer": "stored", "_save": "1"}
        self.assertEqual(self.client.post(address, taken).status_code, 302)
        source.refresh_from_db()
        self.assertEqual(
            (source.disclaimer, source.url), ("同事的", "https://a.example/")
        )

    def test_a_third_save_meanwhile_is_shown_as_well(self) -> None:
        category = make_category()
        address, sent = self.open(
            "category_change", category.pk, form_id="category_form"
        )
        rows = Category.objects.filter(pk=category.pk)
        for theirs in ("甲", "乙"):
            rows.update(description=theirs)
            answer = self.client.post(
                address, {**sent, "description": "我", "_save": "1"}
            )
            self.assertContains(answer, f'value">{theirs}<')
            sent = sent_by(answer, "category_form")
        self.client.post(address, {**sent, "_save": "1"})
        self.assertEqual(rows.get().description, "我")

    def test_the_pages_of_a_label_are_compared_one_by_one(self) -> None:
        category = make_category()
        page = make_list_page("category", category=category, body="旧", title="题")
        address, sent = self.open(
            "category_change", category.pk, form_id="category_form"
        )
        ListPage.objects.update(body="新")
        self.client.post(address, {**sent, "pages-0-title": "我的", "_save": "1"})
        page.refresh_from_db()
        self.assertEqual((page.title, page.body), ("我的", "新"))
        answer = self.client.post(
            address, {**sent, "pages-0-body": "我的", "_save": "1"}
        )
        self.assertContains(answer, "Somebody changed this")
        page.refresh_from_db()
        self.assertEqual(page.body, "新")

    def test_a_page_in_the_language_of_a_colleagues_new_one_is_refused(self) -> None:
        category = make_category()
        address, sent = self.open(
            "category_change", category.pk, form_id="category_form"
        )
        make_list_page("category", category=category, body="同事的")
        answer = self.client.post(
            address, {**sent, "pages-0-body": "我的", "_save": "1"}
        )
        self.assertContains(answer, "has a page in this language")
        self.assertContains(answer, "我的")
        self.assertEqual(ListPage.objects.count(), 1)

    def test_the_text_of_a_page_deleted_meanwhile_is_handed_back(self) -> None:
        category = make_category()
        make_list_page("category", category=category, body="旧")
        address, sent = self.open(
            "category_change", category.pk, form_id="category_form"
        )
        ListPage.objects.all().delete()
        answer = self.client.post(
            address, {**sent, "pages-0-body": "我的", "_save": "1"}
        )
        self.assertContains(answer, "我的")
        self.assertFalse(ListPage.objects.exists())

    def test_the_text_of_a_row_deleted_meanwhile_is_handed_back(self) -> None:
        source = make_source()
        address, sent = self.open("source_change", source.pk, form_id="source_form")
        source.delete()
        typed = {**sent, "disclaimer": "<b>我的</b>", "_save": "1"}
        answer = self.client.post(
            address, typed, headers={"origin": "http://testserver"}
        )
        self.assertContains(answer, "&lt;b&gt;我的&lt;/b&gt;", status_code=404)
        self.assertContains(answer, "may have deleted it", status_code=404)

    def test_a_line_of_a_list_is_compared_too(self) -> None:
        row = StyleRule.objects.order_by("pk")[0]
        address, sent = self.open("stylerule_changelist", form_id="changelist-form")
        place = next(
            key.removesuffix("-id")
            for key, value in sent.items()
            if key.endswith("-id") and value == [str(row.pk)]
        )
        StyleRule.objects.filter(pk=row.pk).update(is_on=not row.is_on)
        other = f"{place}-is_on"
        sent.pop("action", None)
        self.client.post(address, {**sent, "_save": "1"})
        row.refresh_from_db()
        self.assertEqual(row.is_on, other not in sent)

    def test_the_derived_columns_of_a_row_are_never_written_back(self) -> None:
        source = make_source()
        _address, sent = self.open("source_change", source.pk, form_id="source_form")
        Source.objects.filter(pk=source.pk).update(notices=["新"])
        self.client.post(_address, {**sent, "name": "海岳", "_save": "1"})
        source.refresh_from_db()
        self.assertEqual(source.notices, ["新"])

    def test_a_forged_opening_is_no_failure(self) -> None:
        source = make_source()
        address, sent = self.open("source_change", source.pk, form_id="source_form")
        for forged in ("\x00", "x" * 5000, "[]"):
            every = {key: forged for key in sent if key.startswith("initial-")}
            answer = self.client.post(address, {**sent, **every, "_save": "1"})
            self.assertIn(answer.status_code, {200, 302})

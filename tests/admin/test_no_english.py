"""The Chinese admin speaks Chinese: on every page, in both scripts, to a chief."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from bs4 import BeautifulSoup
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.test import RequestFactory, TestCase
from django.urls import reverse

from articles import publishing
from articles.models import (
    Article,
    Comment,
    Conflict,
    FooterRule,
    ImportRun,
    OpenAmbiguities,
    ReaderReport,
    Redirect,
    SameStory,
)
from articles.publishing import Verb
from tests.acts import spike
from tests.admin.test_overtaken import ROWS
from tests.factories import make_article, make_draft, make_image, make_source
from tests.people import make_person

# What Chinese desks write so, and what an editor types as it stands. A word of the
# interface is none of them.
_ALLOWED = """
    AI API ASCII AVIF CC BY CSV EN GIF Hexo HDR HTML HTTP HTTPS Hugo ID IPTC Jekyll JPEG
    JSON KaTeX LDAP Markdown MathJax MB kB OpenCC PNG RSS Atom SEO TSV UTF URL UTC WebP XML
    YAML Alt Command Control Ctrl Enter Esc Mac Shift Django English Newsdesk figure http
    https include kind regional scope slug synonyms video SPX WebSub Webhook IndexNow zh Hans Hant HK TW en date
    note content news app TPEx Aegis FreeOTP Google Microsoft Authenticator
""".split()  # noqa: SIM905
ALLOWED = {word.casefold() for word in _ALLOWED}
# An empty form with no rows beside it.
NO_ROWS = {
    f"{rows}-{count}_FORMS": "0"
    for rows in ("pages", "overrides", "menu_entries")
    for count in ("TOTAL", "INITIAL")
}
# All capitals are an abbreviation: of an exchange, a format, a licence.
_WORD = re.compile(r"(?![A-Z]+\b)[A-Za-z][A-Za-z'’]+")
# Paths, names of files, and whatever holds a digit.
_PATH = re.compile(r"[\w./*-]*(?:/|\d|_|\.[a-z0-9])[\w./*-]*", re.ASCII)
# Programs read these, or an editor wrote them; hidden controls have labels by rights.
_UNSEEN = "code, pre, kbd, script, style, textarea, .hidden, [lang=en]"
_SPOKEN = ("title", "aria-label", "placeholder", "alt")


def english_of(html: bytes) -> Iterator[str]:
    """Yield what a page says or a reader of screens hears, wherever a word is English."""
    page = BeautifulSoup(html.decode(), "html.parser")
    for element in page.select(_UNSEEN):
        element.decompose()
    texts = [str(text) for text in page.stripped_strings]
    for name in _SPOKEN:
        texts += [str(element[name]) for element in page.select(f"[{name}]")]
    for element in page.select("[data-bar], [data-copy-checks], [data-keeping]"):
        texts += [str(value) for value in element.attrs.values() if " " in str(value)]
    for text in texts:
        words = {*_WORD.findall(_PATH.sub(" ", text))}
        if {word for word in words if word.casefold() not in ALLOWED}:
            yield " ".join(text.split())[:120]


class NoEnglishTests(TestCase):
    chief: ClassVar[User]
    rows: ClassVar[dict[type[Model], Model]]
    article: ClassVar[Article]
    spiked: ClassVar[Article]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_person("chief editor", "主编")
        cls.rows = {
            model: make()
            for model, make in ROWS.items()
            if model not in {User, Group, FooterRule, Redirect}
        }
        source = make_source("甲乙")
        cls.rows |= {
            User: User.objects.create_user("书记", is_staff=True),
            Group: Group.objects.create(name="编务"),
            Redirect: Redirect.objects.create(path="/旧/", url="/新/"),
            FooterRule: FooterRule.objects.create(
                source=source, text="免责声明：", treatment="notice"
            ),
        }
        cls.rows |= cls.what_was_left()

    @classmethod
    def what_was_left(cls) -> dict[type[Model], Model]:
        """An article that something happened to, and what waits for a decision of it."""
        article = cls.article = make_article(
            title="降息", tags=["债"], authors=["林岚"], thumbnail=make_image(alt="图")
        )
        article.lead, article.title = "导语", "降息五十基点"
        publishing.save(article, by=cls.chief)
        publishing.pin(article, "pin", by=cls.chief)
        publishing.share_preview(article, by=cls.chief)
        other = cls.spiked = make_draft(title="加息")
        spike(other, by=cls.chief)
        OpenAmbiguities.objects.create(
            article=article,
            text_digest=article.text_digest,
            conversion_version=1,
            open_in="zh-tw",
        )
        run = ImportRun.objects.create(actions={"created": 3}, codes={"bad-date": 1})
        conflict = {"field": "title", "base": "甲", "ours": "乙", "theirs": "丙"}
        return {
            Article: article,
            ImportRun: run,
            Conflict: Conflict.objects.create(article=article, run=run, **conflict),
            Comment: Comment.objects.create(
                article=article, name="读者", text="好", language="zh-Hans"
            ),
            ReaderReport: ReaderReport.objects.create(
                article=article, variant="zh-tw", passage="干"
            ),
            SameStory: SameStory.objects.create(
                first=article, second=other, percent=90
            ),
        }

    def check(self, address: str, answer: Any) -> None:
        if answer.status_code in {302, 403, 404, 405}:
            return
        found = sorted({*english_of(answer.content)})
        if found:
            self.found[address] = found

    def setUp(self) -> None:
        self.found: dict[str, list[str]] = {}
        self.client.force_login(self.chief)

    def tearDown(self) -> None:
        lines = [f"{at}\n  " + "\n  ".join(what) for at, what in self.found.items()]
        self.assertFalse(lines, "\n".join(lines))

    def speak(self, language: str) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = language

    def addresses(self) -> Iterator[str]:
        """The pages of every kind of row, and of the article above all."""
        request = RequestFactory().get("/")
        request.user = self.chief
        for model, desk in admin.site._registry.items():
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            yield reverse(f"{name}_changelist")
            if desk.has_add_permission(request):
                yield reverse(f"{name}_add")
            if (row := self.rows.get(model)) is not None:
                for page in ("change", "history", "delete"):
                    yield reverse(f"{name}_{page}", args=[row.pk])

    def own_pages(self) -> Iterator[str]:
        named = "admin:articles_article"
        newest = self.article.revisions.first()
        assert newest is not None
        for page in ("copies", "sharing", "variants"):
            yield reverse(f"{named}_{page}", args=[self.article.pk])
        yield reverse(f"{named}_publish", args=[self.spiked.pk])
        for verb in Verb.values:
            for article in (self.article, self.spiked):
                yield reverse(f"{named}_verb", args=[article.pk, verb])
        compare = reverse(f"{named}_compare", args=[self.article.pk])
        yield f"{compare}?state={newest.pk - 1}&state={newest.pk}"
        yield reverse("admin:articles_revision_change", args=[newest.pk])
        yield reverse("admin:articles_revision_restore", args=[newest.pk])
        yield reverse(f"{named}_templates")
        yield reverse("admin:articles_term_import")
        yield reverse("admin:index")
        yield reverse("admin:search") + "?q=降息"
        yield reverse("admin:search") + "?q=无"
        for page in ("password_change", "account", "account_second_factor"):
            yield reverse(f"admin:{page}")
        yield reverse("admin:articles_article_changelist") + "?board=mine&state=draft"
        yield "/admin/nothing/"

    def test_every_page_in_simplified(self) -> None:
        self.speak("zh-hans")
        for address in (*self.addresses(), *self.own_pages()):
            self.check(address, self.client.get(address))

    def test_every_page_in_traditional(self) -> None:
        self.speak("zh-hant")
        for address in (*self.addresses(), *self.own_pages()):
            self.check(address, self.client.get(address))

    def test_what_is_wrong_with_an_empty_form_is_said_in_chinese(self) -> None:
        for language in ("zh-hans", "zh-hant"):
            self.speak(language)
            for address in self.addresses():
                if address.endswith("/add/"):
                    self.check(address, self.client.post(address, NO_ROWS))

    def test_the_page_before_many_are_deleted_speaks_chinese(self) -> None:
        for language in ("zh-hans", "zh-hant"):
            self.speak(language)
            for model, row in self.rows.items():
                address = reverse(
                    f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
                )
                sent = {"action": "delete_selected", "_selected_action": [row.pk]}
                self.check(address, self.client.post(address, sent))

    def test_the_door_speaks_chinese(self) -> None:
        self.client.logout()
        for language in ("zh-hans", "zh-hant"):
            self.speak(language)
            address = reverse("admin:login")
            self.check(address, self.client.get(address))
            wrong = {"username": "无", "password": "无"}
            self.check(address, self.client.post(address, wrong))

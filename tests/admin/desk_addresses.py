"""Every address of the desk, from the site's own table of addresses, with rows to open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from articles.admin.verbs import VERBS_ELSEWHERE
from articles.choices import State, Status
from articles.models import (
    AfterCheck,
    Article,
    ArticleTemplate,
    AuditEntry,
    Buffer,
    Comment,
    Conflict,
    DeclaredLanguage,
    FooterRule,
    FoundSource,
    ImportRun,
    Kill,
    LabelTombstone,
    MenuEntry,
    PendingVersion,
    Pin,
    ReaderReport,
    Redirect,
    Revision,
    SameStory,
    Shortcode,
    SiteSettings,
    StyleRule,
)
from articles.publishing import Verb, tags_named
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
from tests.outbox.receiving import make_delivery, make_receiver

# What stands for a part of an address that differs from row to row.
ANY = "…"
# Outside the desk, what readers reach of an article that may not be public.
BESIDE = (
    *("/…/articles/…/report/", "/…/articles/…/comment/", "/…/articles/…/comments/"),
    *("/…/articles/…/", "/preview/…/"),
)
# Bookmarks of models by their old names, which lead on; and what is no address at all.
LEFT_OUT = {
    "/admin/articles/site/…",
    "/admin/articles/stylerow/…",
    "/admin/articles/conversionreport/…",
    "/admin/articles/wordingreport/…",
    "/admin/…",
}
# Parts of addresses that are words.
_VERB = "/admin/articles/article/…/verbs/…/"
NAMED = {
    _VERB: {
        _VERB.replace("verbs/…", f"verbs/{verb}") for verb in {*Verb} - VERBS_ELSEWHERE
    },
    "/admin/articles/pin/…/…/move/": {"/admin/articles/pin/…/up/move/"},
}
_APP_LIST = "/admin/^(?P<app_label>articles|auth)/$"


def addresses() -> set[str]:
    """Return every address below ``/admin/``, and ``BESIDE``, each part of a row as ``…``."""
    found = set()
    for address in _addresses(get_resolver().url_patterns, "/"):
        if address == _APP_LIST:
            found |= {"/admin/articles/", "/admin/auth/"}
            continue
        plain = re.sub(r"\(\?P<\w+>\.\*\)\$?|<[^>]+>", ANY, address).strip("^")
        plain = plain.replace("/^", "/").rstrip("$")
        if plain.startswith("/admin/") or plain in BESIDE:
            found |= NAMED.get(plain, {plain})
    return found - LEFT_OUT


def _addresses(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, address)
        else:
            yield address


def make_in_state(state: State) -> Article:
    """A Chinese article in a state, with an English version."""
    now = timezone.now()
    hour = timedelta(hours=1)
    fields: dict[State, dict[str, Any]] = {
        State.SCHEDULED: {"published_at": now + hour},
        State.EMBARGOED: {"embargoed_until": now + hour},
        State.EXPIRED: {"published_at": now - 2 * hour, "expires_at": now - hour},
    }
    story = f"story-{state}"
    article = make_article(
        title=state, slug=f"in-{state}", translation_key=story, **fields.get(state, {})
    )
    make_article(title=f"{state} too", language="en", translation_key=story)
    if state.value in Status.values:
        Article.objects.filter(pk=article.pk).update(status=state)
        article.refresh_from_db()
    if state is State.PUBLISHED:
        PendingVersion.objects.create(
            article=article,
            base=article.revisions.first(),
            state=PendingVersion.State.SCHEDULED,
            go_live_at=now + hour,
        )
    if state is State.KILLED:
        Kill.objects.create(article=article, reason="改", status_before="published")
    return article


def make_rows(article: Article, by: User) -> dict[str, int]:
    """Make a row of each model that hangs on no state of an article; map models to them."""
    other = make_article(source=make_source())
    report = {"article": other, "variant": "zh-tw", "passage": "乾"}
    make: dict[str, Callable[[], Any]] = {
        "aftercheck": lambda: AfterCheck.objects.create(
            revision=other.revisions.latest("pk")
        ),
        "articletemplate": lambda: ArticleTemplate.objects.create(name="早报"),
        "auditentry": lambda: AuditEntry.objects.latest("pk"),
        "author": make_author,
        "buffer": lambda: Buffer.objects.create(
            user=by, form_key="k" * 32, sequence=1, fields={"title": ["甲"]}
        ),
        "category": make_category,
        "comment": lambda: Comment.objects.create(
            article=other, name="读者", text="好", language="zh-Hans"
        ),
        "conflict": lambda: Conflict.objects.create(
            article=other, field="title", ours="甲", theirs="乙"
        ),
        "readerreport": lambda: ReaderReport.objects.create(**report),
        "declaredlanguage": lambda: DeclaredLanguage.objects.create(
            archive="a", folder="", language="zh-Hans"
        ),
        "delivery": lambda: make_delivery(other),
        "footerrule": lambda: FooterRule.objects.create(
            source=make_source("甲乙"), text="免责声明：", treatment="notice"
        ),
        "foundsource": lambda: FoundSource.objects.create(
            key="丙", label="丙", name="丙", source=make_source("丙")
        ),
        "group": lambda: Group.objects.create(name="Night desk"),
        "image": make_image,
        "instrument": make_instrument,
        "importrun": ImportRun.objects.create,
        "labeltombstone": lambda: LabelTombstone.objects.create(
            kind="tag", old_id=7, name="债", slug="zhai"
        ),
        "listpage": make_list_page,
        "menuentry": lambda: MenuEntry.objects.create(
            menu="main", label="一", url="/tags/"
        ),
        "openambiguities": lambda: article,
        "pin": lambda: Pin.objects.create(article=other),
        "receiver": make_receiver,
        "redirect": lambda: Redirect.objects.create(path="/old/", url="/gone/"),
        "samestory": lambda: SameStory.objects.create(
            first=article, second=other, percent=90
        ),
        "shortcode": lambda: Shortcode.objects.create(name="note", treatment="drop"),
        "sitesettings": SiteSettings.locked,
        "source": lambda: other.source,
        "stylerule": lambda: StyleRule.objects.order_by("pk")[0],
        "tag": lambda: tags_named(["债"])[0],
        "term": lambda: make_term("软件", "軟體", "軟件"),
        "user": lambda: User.objects.create_user("guest", is_staff=True),
    }
    return {model: made().pk for model, made in make.items()}


def merged_revision(article: Article) -> Revision:
    """Make the newest state of an article one that was merged with another."""
    newest = article.revisions.first()
    assert newest
    first = newest.pk
    newest.pk = None
    newest._state.adding = True
    newest.act = Revision.Act.MERGED
    newest.parents = {"base": first, "ours": {"title": "甲"}}
    newest.save()
    return newest


def content_type_of(model: type[Article]) -> int:
    return ContentType.objects.get_for_model(model).pk

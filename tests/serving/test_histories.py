"""Whatever is written and whenever, each answer is what an uncached page says then."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings as site_settings
from hypothesis import given, settings, strategies as st
from hypothesis.extra.django import TestCase

from articles import publishing
from articles.choices import Status
from articles.models import Article, Pin, SiteSettings, content_change
from articles.publishing import resolve_times
from articles.variants.term_base import save_site_settings
from tests.factories import make_article, make_term
from tests.people import make_chief
from tests.serving.sites import Site, clock_at

START = datetime(2026, 11, 30, 20, 0, tzinfo=ZoneInfo(site_settings.TIME_ZONE))
SLUGS = ("a", "b", "c")
PATHS = (
    *(f"/{variant}/" for variant in ("zh-cn", "zh-tw", "en")),
    *(f"/zh-cn/articles/{slug}/" for slug in SLUGS),
    *("/zh-hk/articles/a/", "/en/articles/a/", "/zh-cn/articles/a/?utm_source=x"),
    *("/zh-cn/categories/%E7%BE%8E%E8%82%A1/", "/zh-cn/archive/2026/11/30/"),
    *("/news-sitemap.xml", "/sitemap.xml", "/zh-tw/feed.atom", "/zh-cn/tags/"),
    *("/zh-cn/articles/a.ninjs.json", "/zh-cn/?page=2", "/articles/a.html"),
)


class Step(NamedTuple):
    act: str
    slug: str
    minutes: int
    path: str


def steps() -> st.SearchStrategy[list[Step]]:
    step = st.builds(
        Step,
        act=st.sampled_from(
            [
                *("ask", "ask", "ask", "wait", "wait_long", "publish", "schedule"),
                *("expire", "embargo", "withdraw", "kill", "rename", "retitle"),
                *("pin", "term", "site", "delete", "turn_back"),
            ]
        ),
        slug=st.sampled_from(SLUGS),
        minutes=st.integers(1, 90),
        path=st.sampled_from(PATHS),
    )
    return st.lists(step, min_size=5, max_size=25)


class HistoryTests(TestCase):
    @settings(max_examples=max(settings().max_examples // 5, 1))
    @given(steps())
    def test_each_answer_is_what_an_uncached_page_says(
        self, history: list[Step]
    ) -> None:
        with clock_at(START):
            # An empty feed says that it changed just now.
            make_article(slug="always", published_at=START - timedelta(days=7))
            site = Site()
        now, chief = START, make_chief()
        for step in history:
            if step.act.startswith("wait"):
                now += timedelta(
                    minutes=step.minutes * (1 if step.act == "wait" else 20)
                )
            if step.act == "turn_back":  # As a clock is that was wrong.
                now -= timedelta(minutes=step.minutes)
            with clock_at(now):
                if step.act in ACTS:
                    with self.captureOnCommitCallbacks(execute=True):
                        ACTS[step.act](step, now, chief)
                    site.notice_changes()
                for path in (step.path, f"/zh-cn/articles/{step.slug}/", "/zh-cn/"):
                    kept, fresh = site.get(path), site.uncached(path)
                    self.assertEqual(kept.seen, fresh.seen, (path, now, step))


def _of(slug: str) -> Article | None:
    return Article.objects.filter(slug=slug).exclude(status=Status.KILLED).first()


def _save(slug: str, **values: Any) -> None:
    article = _of(slug)
    if article is None:
        if not Article.objects.filter(slug=slug).exists():
            make_article(slug=slug, tags=["降息"], categories=["美股"], **values)
        return
    values = resolve_times({"status": article.status, **values})
    for name, value in values.items():
        setattr(article, name, value)
    publishing.save(article)


def _publish(step: Step, now: datetime, _chief: Any) -> None:
    _save(
        step.slug, status=Status.PUBLISHED, published_at=now, title=f"港股 {now:%H:%M}"
    )


def _schedule(step: Step, now: datetime, _chief: Any) -> None:
    later = now + timedelta(minutes=step.minutes)
    _save(step.slug, status=Status.PUBLISHED, published_at=later, expires_at=None)


def _expire(step: Step, now: datetime, _chief: Any) -> None:
    if article := _of(step.slug):
        floor = max(filter(None, [now, article.published_at, article.embargoed_until]))
        _save(step.slug, expires_at=floor + timedelta(minutes=step.minutes))


def _embargo(step: Step, now: datetime, _chief: Any) -> None:
    article = _of(step.slug)
    if article and not article.embargoed_until and not article.expires_at:
        _save(step.slug, embargoed_until=now + timedelta(minutes=step.minutes))


def _withdraw(step: Step, _now: datetime, _chief: Any) -> None:
    if _of(step.slug):
        _save(step.slug, status=Status.WITHDRAWN)


def _kill(step: Step, _now: datetime, chief: Any) -> None:
    article = _of(step.slug)
    if article and article.status in (Status.PUBLISHED, Status.WITHDRAWN):
        publishing.kill(article, reason="x", notices={"zh": "撤回"}, by=chief)


def _rename(step: Step, _now: datetime, _chief: Any) -> None:
    article = _of(step.slug)
    if article and not Article.objects.filter(slug=f"{step.slug}-2").exists():
        article.slug = f"{step.slug}-2"
        publishing.save(article)


def _retitle(step: Step, _now: datetime, _chief: Any) -> None:
    if _of(step.slug):
        _save(step.slug, title=f"美股 {step.minutes}", body="**网络**攻击")


def _pin(step: Step, now: datetime, _chief: Any) -> None:
    if article := _of(step.slug):
        with content_change():
            ends_at = now + timedelta(minutes=step.minutes)
            Pin.objects.update_or_create(
                article=article, kind=Pin.Kind.PIN, defaults={"ends_at": ends_at}
            )


def _term(step: Step, _now: datetime, _chief: Any) -> None:
    make_term(f"港股{step.minutes}", taiwan=f"港股甲{step.minutes}")


def _site(step: Step, _now: datetime, _chief: Any) -> None:
    site = SiteSettings.current()
    site.name, site.recent_count = f"台 {step.minutes}", step.minutes % 5 + 1
    save_site_settings(site)


def _delete(step: Step, _now: datetime, _chief: Any) -> None:
    if article := _of(step.slug):
        publishing.delete(article)


ACTS = {
    "publish": _publish,
    "schedule": _schedule,
    "expire": _expire,
    "embargo": _embargo,
    "withdraw": _withdraw,
    "kill": _kill,
    "rename": _rename,
    "retitle": _retitle,
    "pin": _pin,
    "term": _term,
    "site": _site,
    "delete": _delete,
}

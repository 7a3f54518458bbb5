"""Plan which remote pictures to fetch, and store what was downloaded.

A picture's rows and the thumbnails that show it change in one transaction; the bodies
follow, each rendered once when the last of its pictures is settled. The next run
repairs what a killed one left: it looks at what bodies show, not at a plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone

from articles import images
from articles.images import Gone, NotAnImage, PreparedImage, Task, do_all, download
from articles.models import Article, Image, RemoteImage, content_change
from articles.outages import is_outage
from articles.publishing.derived import render_again
from articles.publishing.picture_uses import record_uses
from articles.rendering import pictures_in

# A host that never answers is asked in this many tries, over some days.
TRIES_BEFORE_DEAD = 24
FIRST_WAIT = timedelta(hours=1)
LONGEST_WAIT = timedelta(days=2)
_BATCH = 500

Item = TypeVar("Item")


class FetchState(StrEnum):
    HERE = "here already"
    WANTED = "to be fetched"
    FETCHED = "fetched"
    WAITING = "to be tried later"
    DEAD = "dead"


@dataclass
class WantedImage:
    """One address and the articles that show it, as thumbnail or in the body."""

    url: str
    state: FetchState = FetchState.WANTED
    error: str = ""
    thumbnails: list[int] = field(default_factory=list)
    bodies: list[int] = field(default_factory=list)


@dataclass
class FetchPlan:
    """Every remote picture that articles show, by its key."""

    pictures: dict[str, WantedImage] = field(default_factory=dict)

    def having(self, state: FetchState) -> list[WantedImage]:
        return [wanted for wanted in self.pictures.values() if wanted.state is state]


def plan_fetching(*, retry_dead: bool = False) -> FetchPlan:
    """Look through all articles for pictures of other sites that are not here.

    Reads every article that shows one: for commands, never for pages.
    """
    plan = FetchPlan()
    thumbnails = Article.objects.filter(thumbnail=None).exclude(thumbnail_url="")
    for pk, url in thumbnails.order_by("pk").values_list("pk", "thumbnail_url"):
        _want(plan, url, pk, is_thumbnail=True)
    remote = Q(body_html__contains='src="http') | Q(body_html__contains='src="//')
    bodies = Article.objects.filter(remote).order_by("pk")
    for pk, body_html in bodies.values_list("pk", "body_html").iterator(_BATCH):
        for url in pictures_in(body_html):
            _want(plan, url, pk, is_thumbnail=False)
    _recall(plan, retry_dead=retry_dead)
    return plan


def _want(plan: FetchPlan, address: str, pk: int, *, is_thumbnail: bool) -> None:
    key = RemoteImage.key_of(address)
    if not key:
        return
    wanted = plan.pictures.setdefault(key, WantedImage(RemoteImage.normal(address)))
    (wanted.thumbnails if is_thumbnail else wanted.bodies).append(pk)


def _recall(plan: FetchPlan, *, retry_dead: bool) -> None:
    """Apply what earlier runs recorded about these addresses."""
    now = timezone.now()
    for keys in _batches(plan.pictures):
        for row in RemoteImage.objects.filter(key__in=keys):
            wanted = plan.pictures[row.key]
            wanted.error = row.last_error
            if row.status == RemoteImage.Status.FETCHED:
                wanted.state = FetchState.HERE
            elif row.status == RemoteImage.Status.DEAD:
                wanted.state = FetchState.WANTED if retry_dead else FetchState.DEAD
            elif row.next_try_at and row.next_try_at > now:
                wanted.state = FetchState.WAITING


def fetch_images(
    plan: FetchPlan, *, jobs: int = 8, limit: int | None = None
) -> Iterator[WantedImage]:
    """Fetch what the plan wants, store it and show it; yield each as it turned out.

    Articles keep their written fields and get no revision: only what is derived, and
    the thumbnail where there was none, changes.
    """
    by_url = {wanted.url: wanted for wanted in plan.having(FetchState.WANTED)[:limit]}
    bodies = _BodyQueue(plan, by_url)
    for wanted in plan.having(FetchState.HERE):
        image = images.find_image(wanted.url)
        if image and wanted.thumbnails:
            _show_as_thumbnail(image, wanted)
    bodies.render_ready()
    for task in do_all(by_url, _get, jobs=jobs):
        wanted = by_url[task.url]
        try:
            _record(task, wanted)
        except OSError as error:
            if not is_outage(error):
                raise
            # The other site did its part: no try of its is counted, the next run asks again.
            wanted.state, wanted.error = FetchState.WAITING, str(error.strerror)
        bodies.settle(wanted)
        yield wanted


def fetch_image(address: str) -> WantedImage:
    """Fetch one picture while an editor waits: it is tried once, whatever came before.

    ``address`` is a normal one, as ``RemoteImage.normal`` writes it.
    """
    wanted = WantedImage(address)
    if images.find_image(wanted.url):
        wanted.state = FetchState.HERE
        return wanted
    for task in do_all([wanted.url], _get, jobs=1, attempts=1):
        _record(task, wanted)
    return wanted


def _get(url: str) -> PreparedImage:
    """Fetch and prepare a picture, in a thread of its own. Touches no row."""
    content = download(url)
    try:
        return images.prepare_image(content)
    except NotAnImage as error:
        raise Gone(str(error)) from None


def _record(task: Task[PreparedImage], wanted: WantedImage) -> None:
    try:
        _record_once(task, wanted)
    except IntegrityError:
        # Another run stored the same one at this moment: its rows are there now.
        _record_once(task, wanted)


@content_change()
def _record_once(task: Task[PreparedImage], wanted: WantedImage) -> None:
    key = RemoteImage.key_of(wanted.url)
    row = RemoteImage.objects.filter(key=key).first()
    row = row or RemoteImage(key=key, url=wanted.url)
    row.try_count += task.tries
    wanted.error = row.last_error = task.error[:500].replace("\x00", "")
    row.next_try_at = None
    if task.result is not None:
        origin = wanted.url if len(wanted.url) <= 1000 else ""
        row.image = images.store_image(task.result, origin=origin)
        row.status, wanted.state = RemoteImage.Status.FETCHED, FetchState.FETCHED
        _show_as_thumbnail(row.image, wanted)
    elif task.is_final or row.try_count >= TRIES_BEFORE_DEAD:
        row.status, wanted.state = RemoteImage.Status.DEAD, FetchState.DEAD
    else:
        row.status, wanted.state = RemoteImage.Status.WAITING, FetchState.WAITING
        row.next_try_at = _next_try(row.try_count, task.retry_after)
    row.save()


def _next_try(try_count: int, retry_after: float | None) -> datetime:
    pause = max(FIRST_WAIT * try_count, timedelta(seconds=min(retry_after or 0, 1e6)))
    return timezone.now() + min(pause, LONGEST_WAIT)


@content_change()
def _show_as_thumbnail(image: Image, wanted: WantedImage) -> None:
    """Set it where the article still has this address and no picture of its own."""
    for pks in _batches(wanted.thumbnails):
        articles = Article.objects.filter(pk__in=pks)
        addresses = articles.values_list("pk", "thumbnail_url")
        still = [pk for pk, url in addresses if RemoteImage.normal(url) == wanted.url]
        Article.objects.filter(pk__in=still, thumbnail=None).update(thumbnail=image)
        record_uses(Article.objects.filter(pk__in=still))


class _BodyQueue:
    """Articles whose bodies show fetched pictures, each rendered after its last one."""

    def __init__(self, plan: FetchPlan, by_url: dict[str, WantedImage]) -> None:
        self.pending = Counter(pk for own in by_url.values() for pk in own.bodies)
        self.stale: set[int] = set()
        for wanted in plan.having(FetchState.HERE):
            self.stale.update(wanted.bodies)

    def render_ready(self) -> None:
        for pk in sorted(self.stale - self.pending.keys()):
            self.render(pk)

    def settle(self, wanted: WantedImage) -> None:
        for pk in wanted.bodies:
            self.pending[pk] -= 1
            if wanted.state is FetchState.FETCHED:
                self.stale.add(pk)
            if not self.pending[pk]:
                del self.pending[pk]
                if pk in self.stale:
                    self.render(pk)

    def render(self, pk: int) -> None:
        if article := Article.objects.filter(pk=pk).first():
            render_again(article)


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = list(items)
    for start in range(0, len(rest), _BATCH):
        yield rest[start : start + _BATCH]

"""Every address of the desk, by every role, in every state: as the manual's table has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, ClassVar
from unittest.mock import patch

from django.db import connection, transaction
from django.template.response import SimpleTemplateResponse
from django.test import Client, TestCase, override_settings
from django.utils import translation

from articles.choices import State
from articles.models import Article, Revision, SiteSettings
from articles.publishing import share_preview
from articles.rights import GROUPS, Right
from articles.views import desk_errors
from tests.admin.desk_addresses import (
    ANY,
    addresses,
    content_type_of,
    make_in_state,
    make_rows,
    merged_revision,
)
from tests.admin.kept import message
from tests.admin.permission_table import (
    CHINESE_MANUAL,
    MANUAL,
    ROLES,
    Row,
    rows,
    table_rows,
)
from tests.people import make_chief, make_clerk, make_person

SEE, DO, REFUSED = "see", "do", "refused"
# To draw pages takes longer than all else: for who may least, and most.
DRAWN = {"reporter", "chief editor"}
# What a list's own pages below it take. The page without a verb leads on to the form.
PAGES = {
    "": {"see"},
    "add/": {"add"},
    f"{ANY}/history/": {"see"},
    f"{ANY}/delete/": {"delete"},
}
LISTS_WITHOUT_PAGES = {"/admin/articles/openambiguities/"}
# What some addresses ask for before they answer anything.
QUERIES = {
    "/admin/autocomplete/": {
        "app_label": "articles",
        "model_name": "article",
        "field_name": "source",
    },
    "/admin/articles/openambiguities/…/term/": {"key": "x"},
}
# What verbs ask for.
SAID = {"note": "改", "reason": "改"}
_SAYS = re.compile("/(verbs|lift-embargo|versions)/")
# What scripts send as JSON, with the person who opened the form.
MESSAGES = {"/admin/articles/article/buffer/", "/admin/articles/article/presence/"}
# Too large for a row, no number at all, NUL, half a surrogate pair, and what Django quotes.
ODD = (str(2**63), "-1", "x", "_5F", "9" * 30, "%00", "%ED%A0%80")
NAMES = (
    *("action", "after", "article", "choice", "choose", "content", "editor", "found"),
    *("group", "in", "into", "key", "next", "p", "page", "printed", "q", "scope"),
    *("_selected_action", "title", "variant", "variants", "withdraw", "a", "b"),
)
# Made from the rest, by whoever looks first.
DERIVED = ("django_session", "articles_varianttext", "articles_openambiguities")
_WRITES = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)


def expected() -> dict[tuple[str, str], list[str]]:
    """Map (address, state) to what each role may; the state is empty where none counts."""
    table: dict[tuple[str, str], list[str]] = {}
    for row in rows(MANUAL):
        for address in row.addresses:
            for state in row.states or ("",):
                for page, allowed in _pages(address, row):
                    table[page, state] = allowed
    return table


def _pages(address: str, row: Row) -> Iterator[tuple[str, list[str]]]:
    model = re.fullmatch(r"/admin/(articles|auth)/\w+/", address)
    if not model or address in LISTS_WITHOUT_PAGES:
        yield address, [_of_page(cell) for cell in row.cells]
        return
    for page, takes in PAGES.items():
        may = [takes <= cell for cell in row.cells]
        yield address + page, [DO if one else REFUSED for one in may]
    yield f"{address}{ANY}/change/", [_of_form(cell) for cell in row.cells]
    # The page of a record without a verb leads to its form, whoever asks.
    yield f"{address}{ANY}/", [REFUSED, *[DO] * (len(ROLES) - 1)]


def _of_page(cell: frozenset[str]) -> str:
    return DO if "do" in cell else SEE if "see" in cell else REFUSED


def _of_form(cell: frozenset[str]) -> str:
    return DO if "change" in cell else SEE if "see" in cell else REFUSED


@contextmanager
def undrawn() -> Iterator[None]:
    """Let who may what be decided, and draw no page of it."""
    drawn = patch.object(SimpleTemplateResponse, "rendered_content", "")
    with drawn, patch.object(desk_errors, "render_to_string", return_value=""):
        yield


class ManualTests(TestCase):
    def test_every_address_of_the_desk_stands_in_the_table(self) -> None:
        known = {address for address, _state in expected()}
        self.assertEqual(addresses() - known, set())
        self.assertEqual(known - addresses(), set())

    def test_both_manuals_have_the_same_table(self) -> None:
        self.assertEqual(list(rows(CHINESE_MANUAL)), list(rows(MANUAL)))

    def test_both_manuals_say_which_group_has_which_right(self) -> None:
        held = {
            right: ["✓" if right in GROUPS[name] else "–" for name in GROUPS]
            for right in Right
        }
        for manual, language in ((MANUAL, "en"), (CHINESE_MANUAL, "zh-hans")):
            said = {row[0]: row[1:] for row in table_rows(manual) if len(row) == 4}
            with translation.override(language):
                for right, marks in held.items():
                    self.assertEqual(said.get(str(right.label)), marks, right)


@override_settings(SENDS_MAIL=True)
class WalkTests(TestCase):
    maxDiff = None

    rows: ClassVar[dict[str, int]]
    by_state: ClassVar[dict[str, Article]]
    tokens: ClassVar[dict[str, str]]
    people: ClassVar[dict[str, Any]]

    @classmethod
    def setUpTestData(cls) -> None:
        SiteSettings(has_comments=True).save()
        root = make_chief("root")
        cls.by_state = {state.value: make_in_state(state) for state in State}
        cls.rows = make_rows(cls.by_state["draft"], root)
        cls.tokens = {
            state: share_preview(article, by=root)
            for state, article in cls.by_state.items()
        }
        for article in cls.by_state.values():
            merged_revision(article)
        cls.people = {
            role: make_person(role, f"a-{role}") for role in ROLES if role in GROUPS
        }
        cls.people |= {"anonymous": None, "clerk": make_clerk()}

    def setUp(self) -> None:
        self.written: list[str] = []
        self.seen = 0
        self.clients = {}
        for role in ROLES:
            client = Client(raise_request_exception=False, HTTP_ACCEPT_LANGUAGE="en")
            if person := self.people[role]:
                client.force_login(person)
            self.clients[role] = (client, client.cookies.output(header=""))

    def test_each_role_may_what_the_table_says(self) -> None:
        wrong: list[str] = []
        table = expected()
        for address in sorted({address for address, _state in table}):
            states = [*State.values] if self.has_states(address) else [""]
            for state in states:
                plain = table.get((address, ""), [REFUSED] * len(ROLES))
                allowed = table.get((address, state), plain)
                wrong += self.walked(address, state, allowed)
        self.assertEqual(wrong, [])

    def test_an_address_that_makes_no_sense_is_refused(self) -> None:
        client, cookies = self.clients["chief editor"]
        form = "application/x-www-form-urlencoded"
        for odd in ODD:
            sent = "&".join(f"{name}={odd}" for name in NAMES)
            for address in sorted(addresses()):
                path = address.replace(ANY, odd)
                if address == path and odd not in ODD[-3:]:
                    continue
                for how in ("GET", "POST"):
                    client.cookies.load(cookies)
                    with transaction.atomic(), undrawn():
                        response = client.generic(
                            how, path, sent, content_type=form, QUERY_STRING=sent
                        )
                        transaction.set_rollback(True)
                    status = response.status_code
                    self.assertLess(status, 500, (path, how, sent))
                    # A link that was not sent says that it does not work.
                    if address != path and "/forgotten/" not in path:
                        self.assertIn(status, {302, 400, 403, 404, 405}, (path, how))

    def has_states(self, address: str) -> bool:
        return address.startswith(
            (
                *(f"/admin/articles/article/{ANY}", f"/admin/articles/revision/{ANY}"),
                *(f"/{ANY}/articles/", "/preview/"),
            )
        )

    def walked(self, address: str, state: str, allowed: list[str]) -> Iterator[str]:
        """Yield what is otherwise than the table says, role by role."""
        path = self.path(address, state or "draft")
        for role, may in zip(ROLES, allowed, strict=True):
            # Refusals look alike, and so do pages in every state.
            is_drawn = role in DRAWN and may != REFUSED and state in {"", "draft"}
            with nullcontext() if is_drawn else undrawn():
                got, posted = (self.asked(role, how, path) for how in ("get", "post"))
            is_right = {
                REFUSED: got.is_refused and posted.is_refused,
                SEE: not got.is_refused and (posted.is_refused or not posted.writes),
                # A button's address has nothing to show.
                DO: (got.status == 405 or not got.is_refused) and not posted.is_refused,
            }[may]
            if 500 in {got.status, posted.status} or got.writes or not is_right:
                yield f"{address} {state} by {role}, who may {may}: {got} {posted}"

    def asked(self, role: str, how: str, path: str) -> _Answer:
        """Ask, and take back what that did."""
        client, cookies = self.clients[role]
        client.cookies.load(cookies)
        self.written = []
        with transaction.atomic(), connection.execute_wrapper(self.note):
            if how == "get":
                response = client.get(path, QUERIES.get(_as_row(path), {}))
            elif path in MESSAGES:
                by = self.people[role] or self.people["clerk"]
                said = message(by, self.by_state["draft"], sequence=2)
                response = client.post(path, said, content_type="application/json")
            else:
                said = {**SAID, "seen": self.seen} if _SAYS.search(path) else {}
                response = client.post(path, said)
            transaction.set_rollback(True)
        return _Answer(response, self.written)

    def note(
        self, execute: Any, sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        found = _WRITES.match(sql)
        if found and found[2] not in DERIVED:
            self.written.append(found[0])
        return execute(sql, params, many, context)

    def path(self, address: str, state: str) -> str:
        article = self.by_state[state]
        if address.startswith("/preview/"):
            return f"/preview/{self.tokens[state]}/"
        if address.startswith(f"/{ANY}/"):
            return address.replace(ANY, "zh-tw", 1).replace(ANY, article.slug)
        if address.startswith("/admin/r/"):
            return f"/admin/r/{content_type_of(Article)}/{article.pk}/"
        if "/merged/" in address:
            newest = article.revisions.latest("pk").pk
            return f"/admin/articles/article/{article.pk}/merged/{newest}/"
        if "/versions/…" in address:
            version = article.pk + 1  # Made just after it.
            self.seen = Revision.objects.filter(article=version).latest("pk").pk
            return f"/admin/articles/article/{article.pk}/versions/{version}/"
        model = re.match(r"/admin/(?:articles|auth)/(\w+)/(buffer/)?", address)
        named = model and (model[2] or model[1]).strip("/")
        key = {
            "article": article.pk,
            "pictures": self.rows["image"],
            "revision": article.revisions.latest("pk").pk,
        }.get(named or "pictures", self.rows.get(named or ""))
        return address.replace(ANY, str(key))


class _Answer:
    def __init__(self, response: Any, written: list[str]) -> None:
        self.status = response.status_code
        self.writes = written
        is_to_sign_in = "/admin/login/?next=" in response.get("Location", "")
        self.is_refused = self.status in {401, 403, 404, 405, 409, 410} or is_to_sign_in

    def __repr__(self) -> str:
        return f"{self.status}{self.writes or ''}"


def _as_row(path: str) -> str:
    return re.sub(r"/\d+/", f"/{ANY}/", path)

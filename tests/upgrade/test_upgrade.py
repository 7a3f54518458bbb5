"""A site made with 0.4.0 migrates with nothing lost, also where that was interrupted.

``README.md`` tells how the site was made and what is in it. The three tables below are
all that is to change here when a version stores things under other names; nothing may
be lost for want of a line in them.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from django.apps import apps
from django.test import SimpleTestCase

from articles.models.compression import decompress
from articles.rights import GROUPS, Right
from tests.upgrade.stored_site import (
    EXPECTED,
    STORED,
    Row,
    StoredSite,
    Tables,
)

# Model by model, what 0.4.0 called by another name: {"site": "sitesettings"}. Tables,
# permissions and content types follow.
RENAMED_MODELS = {
    "calledpicture": "imagereference",
    "closingpattern": "footerpattern",
    "filing": "articlecategory",
    "listpageoriginal": "importedlistpage",
    "original": "importedfile",
    "site": "sitesettings",
    "stylerow": "stylerule",
    "wordingchoice": "conversionchoice",
    "wordingreport": "readerreport",
}


def _overridden(name: str) -> Callable[[Row], Any]:
    """Return a reader of one text of an override."""

    def read(row: Row) -> Any:
        fields = row["fields"]
        texts = json.loads(fields) if isinstance(fields, str) else fields
        return texts.get(name, "")

    return read


def _hong_kong(row: Row) -> str:
    """Read Hong Kong's form of a term as it was; weeks were printed as in Taiwan."""
    taiwan, hong_kong = str(row["taiwan"]), str(row["hong_kong"])
    return taiwan if hong_kong == taiwan.replace("週", "周") else hong_kong


def _original(row: Row) -> bytes:
    return decompress(bytes(row["content"]))


def _body(row: Row) -> str:
    """Read the text of an article, which SQLite holds compressed."""
    body = row["body"]
    return decompress(body).decode() if isinstance(body, bytes) else str(body)


def _put_bodies_back(tables: Tables) -> None:
    """Give revisions the body that they leave to their article."""
    bodies = {row["id"]: _body(row) for row in tables["articles_article"]}
    for row in tables["articles_revision"]:
        row["fields"] = {"body": bodies[row["article_id"]], **row["fields"]}


def _reason(row: Row) -> str:
    return {"saved": "edit", "imported": "import"}[row["act"]]


def _line_under_a_title(row: Row) -> list[str]:
    """Leave out the items that 0.4.0 did not know, and sites with its line got."""
    items = row["post_meta"]
    known = json.loads(items) if isinstance(items, str) else items
    return [item for item in known if item not in {"source", "reading_time"}]


# Columns by their names in 0.4.0, and what they are called today, or a function that
# tells from a row of today what the column held: {"articles_conflict.ours": "current"}.
RENAMED_COLUMNS: dict[str, str | Callable[[Row], Any]] = {
    "articles_article.body": _body,
    "articles_closingpattern.witnesses": "samples",
    "articles_listpageoriginal.content": _original,
    "articles_menuentry.family": "language_group",
    "articles_original.content": _original,
    "articles_revision.reason": _reason,
    "articles_site.post_meta": _line_under_a_title,
    "articles_term.hong_kong": _hong_kong,
    **{
        f"articles_variantoverride.{name}": _overridden(name)
        for name in ("title", "lead", "summary")
    },
}

# What is made of other rows, and may look otherwise or be gone: tables, and columns.
# Readers' pages, lists and searches are asked for what it says.
DERIVED = {
    *("articles_listing", "articles_listingentry", "articles_varianttext"),
    *("articles_searchentry", "articles_searchindex"),
    *("articles_article.body_html", "articles_article.excerpt_html"),
    *("articles_article.is_truncated", "articles_article.headings"),
    *("articles_article.has_marks", "articles_article.has_other_script"),
    *("articles_article.edition", "articles_listpage.body_html"),
    # Notices stand with their articles, and with a source where its files bear it out:
    # readers' pages are asked for them.
    *("articles_article.disclaimer", "articles_source.disclaimer"),
    *("articles_source.disclaimer_en", "articles_original.closing"),
    "articles_site.wording_version",
}
# Tables that a version adds rows to.
GROWN = {"articles_stylerow", "auth_group"}

# Django's own: they grow with the version, and permissions are compared by their names.
_DJANGO = {
    *("django_migrations", "django_content_type", "django_session"),
    *("auth_permission", "auth_group_permissions", "auth_user_user_permissions"),
}
_VERBS = ("add", "change", "delete", "view")


class MigratedSiteTests(SimpleTestCase):
    """What holds however the site was migrated."""

    maxDiff = None

    __test__ = False
    kinds: ClassVar[tuple[str, ...]] = ("lists", "searches")

    site: ClassVar[StoredSite]
    before: ClassVar[Tables]
    after: ClassVar[Tables]
    expected: ClassVar[dict[str, Any]]
    visited: ClassVar[dict[str, Any]]

    @staticmethod
    def migrate(site: StoredSite) -> object:
        return site.manage("migrate")

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.site = StoredSite(Path(folder.name).resolve(), cls.addClassCleanup)
        cls.before = cls.site.tables()
        cls.migrate(cls.site)
        cls.site.manage("prepare_site")
        cls.after = cls.site.tables()
        _put_bodies_back(cls.after)
        cls.expected = json.loads(EXPECTED.read_text(encoding="utf-8"))
        code = "from tests.upgrade.visits import print_visits; print_visits(*{!r})"
        cls.visited = json.loads(
            cls.site.call(code.format([str(EXPECTED), *cls.kinds]))
        )

    def test_every_row_says_what_it_said(self) -> None:
        for table, rows in self.before.items():
            if table in _DJANGO | DERIVED or not rows:
                continue
            with self.subTest(table):
                columns = [name for name in rows[0] if f"{table}.{name}" not in DERIVED]
                then = [{name: row[name] for name in columns} for row in rows]
                known = {row.get("id") for row in rows}
                now = [
                    {name: _said(table, name, row) for name in columns}
                    for row in self.after[_table_of_today(table)]
                    if table not in GROWN or row["id"] in known
                ]
                self.assertEqual(sorted(now, key=repr), sorted(then, key=repr))

    def test_everybody_may_do_what_they_could_and_nothing_else(self) -> None:
        for who in ("user", "group"):
            with self.subTest(who):
                before = {_of_today(one) for one in _allowed(self.before, who)}
                self.assertGreater(len(before), 20)
                rights = {right.codename for right in Right}
                now = _allowed(self.after, who)
                self.assertEqual({one for one in now if one[2] not in rights}, before)

    def test_who_could_change_articles_may_publish_them(self) -> None:
        for who in ("user", "group"):
            held = _allowed(self.before, who)
            could = {
                one for one, _app, codename in held if codename == "change_article"
            }
            shipped = {
                row["id"] for row in self.after["auth_group"] if row["name"] in GROUPS
            }
            now = _allowed(self.after, who)
            publish = Right.PUBLISH.codename
            may = {one for one, _app, codename in now if codename == publish}
            self.assertEqual(may - (shipped if who == "group" else set()), could)

    def test_each_model_keeps_its_content_type_and_has_its_own_permissions(
        self,
    ) -> None:
        kinds = {
            row["id"]: row["model"]
            for row in self.after["django_content_type"]
            if row["app_label"] == "articles"
        }
        for row in self.before["django_content_type"]:
            if row["app_label"] == "articles":
                name = RENAMED_MODELS.get(row["model"], row["model"])
                self.assertEqual(kinds[row["id"]], name)
        models = apps.get_app_config("articles").get_models()
        verbs_of = {m._meta.model_name: m._meta.default_permissions for m in models}
        for pk, name in kinds.items():
            codenames = [
                row["codename"]
                for row in self.after["auth_permission"]
                if row["content_type_id"] == pk
            ]
            verbs = verbs_of.get(name, _VERBS)
            rights = [right.codename for right in Right] if name == "article" else []
            own = [f"{verb}_{name}" for verb in verbs]
            self.assertCountEqual(codenames, own + rights)

    def test_lists_hold_the_same_articles_in_the_same_order_at_any_time(self) -> None:
        self.check_visits("lists")

    def test_searches_find_the_same_articles_in_the_same_order(self) -> None:
        self.check_visits("searches")

    def test_the_search_index_says_what_the_articles_say(self) -> None:
        self.site.manage("check_search_index")

    def check_visits(self, kind: str) -> None:
        found, expected = self.visited[kind], self.expected[kind]
        self.assertGreater(len(expected), 1)
        for address, answer in expected.items():
            with self.subTest(address):
                self.assertEqual(found[address], answer)


class UninterruptedTests(MigratedSiteTests):
    """Migrated at one go; here all is asked that takes long."""

    __test__ = True
    kinds = ("lists", "searches", "texts", "redirects", "desk")

    def test_readers_read_the_same_in_every_variant(self) -> None:
        self.check_visits("texts")

    def test_old_addresses_lead_where_they_led(self) -> None:
        self.check_visits("redirects")

    def test_bookmarked_lists_of_the_admin_offer_each_editor_what_they_did(
        self,
    ) -> None:
        """Whoever writes or edits sees what articles are filed under, and brings pictures
        in, which some could not."""
        for name, answers in self.expected["desk"].items():
            for address, then in answers.items():
                now = self.visited["desk"][name][address]
                if then == [403, []] and now in ([200, []], [200, ["add"]]):
                    self.visited["desk"][name][address] = then
        self.check_visits("desk")

    def test_migrating_again_changes_nothing(self) -> None:
        site = self.site
        before = site.tables()
        self.assertIn("No migrations to apply.", site.manage("migrate"))
        self.assertEqual(site.tables(), before)

    def test_an_export_gives_the_same_bytes(self) -> None:
        site = self.site
        folder = site.scratch / "export"
        site.manage("export_markdown", str(folder))
        files = {str(path.relative_to(folder)): path for path in _files_below(folder)}
        self.assertEqual(sorted(files), self.expected["exported"])
        for path, file in files.items():
            with self.subTest(path):
                # What was written here has the name that its feeds know it by, since.
                said = re.sub(rb"(?m)^newsdesk_id: .*\n", b"", file.read_bytes())
                self.assertEqual(said, _exported(path))

    def test_importing_again_finds_every_file_unchanged(self) -> None:
        site, expected = self.site, self.expected
        site.manage("make_renditions")  # Texts show what it makes.
        rows = site.tables()
        for when, moment in (
            ("the files have their time", expected["file_time"]),
            ("they are read, since they have another", expected["file_time"] + 60),
        ):
            with self.subTest(when):
                self.assertEqual(
                    _imported(site, site.archives(at=moment)), expected["imported"]
                )
        # Nor is an archive's configuration another one, or an article's revision new.
        for table in ("articles_archiveconfiguration", "articles_revision"):
            today = _table_of_today(table)
            self.assertEqual(site.tables()[today], rows[today])


class InterruptedTests(MigratedSiteTests):
    """Each migration is killed once, then run alone; then comes the next."""

    __test__ = True

    @staticmethod
    def migrate(site: StoredSite) -> object:
        site.call("from tests.upgrade.interrupting import migrate; migrate()")
        return site.manage("migrate")

    def test_new_and_changed_files_come_in_as_before(self) -> None:
        folder = self.site.archives(at=self.expected["file_time"])
        news = folder / "desk/content/news"
        text = (news / "draft.zh-cn.md").read_text(encoding="utf-8")
        (news / "new.zh-cn.md").write_text(text, encoding="utf-8")
        (news / "draft.zh-cn.md").write_text(f"{text}又一段。\n", encoding="utf-8")
        actions = _imported(self.site, folder)
        told = self.expected["imported"] | {
            "desk/content/news/new.zh-cn.md": "created",
            "desk/content/news/draft.zh-cn.md": "updated",
        }
        self.assertEqual(actions, told)


def _table_of_today(table: str) -> str:
    app, _, model = table.partition("_")
    return f"{app}_{RENAMED_MODELS.get(model, model)}" if app == "articles" else table


def _said(table: str, column: str, row: Row) -> Any:
    """What a row of today has for a column of 0.4.0."""
    today = RENAMED_COLUMNS.get(f"{table}.{column}", column)
    return row[today] if isinstance(today, str) else today(row)


def _allowed(tables: Tables, who: str) -> set[tuple[int, str, str]]:
    """Who has which permission: ids of users or of groups, with app and codename."""
    kinds = {row["id"]: row["app_label"] for row in tables["django_content_type"]}
    codes = {
        row["id"]: (kinds[row["content_type_id"]], row["codename"])
        for row in tables["auth_permission"]
    }
    table = {"user": "auth_user_user_permissions", "group": "auth_group_permissions"}
    rows = tables[table[who]]
    return {(row[f"{who}_id"], *codes[row["permission_id"]]) for row in rows}


def _of_today(permission: tuple[int, str, str]) -> tuple[int, str, str]:
    who, app, codename = permission
    verb, _, model = codename.partition("_")
    today = RENAMED_MODELS.get(model, model) if app == "articles" else model
    return who, app, f"{verb}_{today}"


def _imported(site: StoredSite, folder: Path) -> dict[str, str]:
    """Import the archives; gives what became of each file, by its path."""
    report = site.scratch / "report.json"
    paths = [str(folder / name) for name in ("desk", "blog")]
    site.manage("import_markdown", *paths, "--report", str(report))
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    root = len(f"{folder}/")
    return {one["path"][root:]: one["action"] for one in files}


def _files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("[!.]*") if path.is_file()]


def _exported(path: str) -> bytes:
    """What 0.4.0 exported: what came from the archive, or what is stored beside it."""
    edited = STORED / "exported" / path
    return (edited if edited.exists() else STORED / "archives" / path).read_bytes()

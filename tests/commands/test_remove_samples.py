"""The sample articles go without a trace, and nothing of an editor's does."""

from __future__ import annotations

from io import StringIO

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import TestCase

from articles.models import (
    Article,
    Author,
    Category,
    Image,
    ImportedFile,
    MenuEntry,
    Redirect,
    SearchEntry,
    SiteSettings,
    Source,
    Tag,
)
from articles.publishing import save, tags_named
from tests.commands.test_import_markdown import CommandTestCase
from tests.factories import make_article
from tests.people import make_chief

EVERYTHING = (
    Article,
    Author,
    Category,
    Image,
    ImportedFile,
    MenuEntry,
    Redirect,
    Source,
)


def remove() -> str:
    out = StringIO()
    call_command("remove_samples", stdout=out)
    return out.getvalue()


class RemoveSamplesTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        call_command("prepare_site", stdout=StringIO())

    def change(self, record: Article | Source | MenuEntry) -> None:
        """Record that an editor saved it in the admin."""
        LogEntry.objects.create(
            user=User.objects.get(username="editor"),
            content_type=ContentType.objects.get_for_model(record),
            object_id=str(record.pk),
            action_flag=CHANGE,
        )

    def test_all_that_the_samples_brought_goes(self) -> None:
        self.assertTrue(SiteSettings.current().menus)
        self.assertRegex(remove(), r"Removed: 14 articles, \d+ authors, .* tags\.\n")
        for model in (*EVERYTHING, Tag):
            with self.subTest(model):
                self.assertFalse(model._default_manager.exists())
        self.assertEqual(SiteSettings.current().menus, [])
        self.assertFalse(SearchEntry.objects.exclude(article=None).exists())
        self.assertEqual(remove(), "Removed: nothing.\n")

    def test_what_an_editor_changed_stays_with_its_labels(self) -> None:
        with_picture = Article.objects.exclude(source=None).exclude(thumbnail=None)
        article = with_picture[0]
        article.title = "由编辑改过"
        save(article, by=make_chief())
        source = Source.objects.exclude(articles=article)[0]
        self.change(source)
        out = remove()
        self.assertIn("由编辑改过: kept, because an editor changed it.", out)
        self.assertIn(f"{source}: kept, because an editor changed it.", out)
        self.assertEqual(Article.objects.get(), article)
        self.assertEqual({*Source.objects.all()}, {article.source, source})
        self.assertEqual({*Tag.objects.all()}, {*article.tags.all()})
        self.assertIn(article.thumbnail, Image.objects.all())

    def test_a_menu_that_an_editor_changed_keeps_its_article(self) -> None:
        entry = MenuEntry.objects.exclude(article=None)[0]
        self.change(entry)
        self.assertIn("kept, because an editor changed its line in a menu", remove())
        self.assertEqual(Article.objects.get(), entry.article)

    def test_what_other_articles_use_stays(self) -> None:
        (tag,) = tags_named([Tag.objects.all()[0].name])
        image, shown = Image.objects.order_by("pk")[:2]
        body = f"![]({shown.file.url})"
        make_article(tags=[tag.name], thumbnail=image, body=body)
        remove()
        self.assertEqual({*Tag.objects.all()}, {tag})
        self.assertEqual({*Image.objects.all()}, {image, shown})


class FirstImportTests(CommandTestCase):
    def test_the_first_import_tells_how_the_samples_go(self) -> None:
        call_command("prepare_site", stdout=StringIO())
        (self.root / "a.md").write_text("---\ntitle: A\ndate: 2025-01-01\n---\nText")
        out, _err, _failure = self.run_command(self.root)
        self.assertIn("14 sample articles: manage.py remove_samples takes them", out)
        out, _err, _failure = self.run_command(self.root)
        self.assertNotIn("remove_samples", out)

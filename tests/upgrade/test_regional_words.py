"""What 0.6.0 adds to a site's terms and house style, and what it leaves alone."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.db import connection
from django.test import TestCase

from articles.models import StyleRule, Term
from tests.factories import make_article, make_term

migration = import_module("articles.migrations.0014_regional_words")
EDITOR = SimpleNamespace(connection=connection)
HONG_KONG = "zh-Hant-HK"


class StyleRuleTests(TestCase):
    def row(self, converted: str) -> StyleRule:
        return StyleRule.objects.get(language=HONG_KONG, converted=converted)

    def upgrade(self) -> None:
        migration.add_style_rules(apps, EDITOR)

    def rows(self) -> set[tuple[str, str, str, bool]]:
        columns = ("language", "converted", "printed", "is_on")
        return set(StyleRule.objects.values_list(*columns))

    def test_every_row_that_a_new_site_has_arrives(self) -> None:
        before = self.rows()
        texts = (migration.ON, migration.OFF)
        new = {form for text in texts for form, _printed in migration.pairs(text)}
        StyleRule.objects.filter(converted__in=new).delete()
        self.assertLess(len(self.rows()), len(before) - 70)
        self.upgrade()
        self.assertEqual(self.rows(), before)

    def test_a_row_that_an_editor_added_or_switched_stays(self) -> None:
        StyleRule.objects.filter(converted="瞭解").update(is_on=False)
        StyleRule.objects.filter(converted="公佈").update(printed="公告")
        before = list(StyleRule.objects.order_by("pk").values())
        self.upgrade()
        self.assertEqual(list(StyleRule.objects.order_by("pk").values()), before)

    def test_a_row_of_an_editor_that_prints_a_form_is_not_undone(self) -> None:
        StyleRule.objects.filter(converted="週").delete()
        StyleRule.objects.create(language=HONG_KONG, converted="周", printed="週")
        self.upgrade()
        self.assertFalse(self.row("週").is_on)

    def test_a_row_that_an_editor_deleted_stays_away(self) -> None:
        StyleRule.objects.filter(converted="税").delete()
        self.upgrade()
        self.assertFalse(StyleRule.objects.filter(converted="税").exists())

    def test_a_site_without_rows_has_the_projects_own(self) -> None:
        StyleRule.objects.all().delete()
        self.upgrade()
        self.assertFalse(StyleRule.objects.exists())


class TermTests(TestCase):
    def test_words_of_the_starter_list_become_regional_ones(self) -> None:
        make_term("软件", "軟體", "軟件")
        make_term("硬件", "五金", "硬件")  # An editor's.
        make_term("特朗普", "川普", "特朗普")
        make_term("网络", "網路", "網絡", article=make_article())
        migration.mark_regional_words(apps, EDITOR)
        regional = Term.objects.filter(is_regional=True)
        self.assertEqual([term.simplified for term in regional], ["软件"])

    def test_weeks_in_hong_kong_follow_its_house_style(self) -> None:
        make_term("首周", "首週", "首週")
        make_term("全周", "全週", "整週")  # An editor's.
        migration.mark_regional_words(apps, EDITOR)
        forms = dict(Term.objects.values_list("simplified", "hong_kong"))
        self.assertEqual(forms, {"首周": "首周", "全周": "整週"})

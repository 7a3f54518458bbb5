"""Articles of an earlier release that were marked as mixed are looked at again."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from unittest.mock import patch

from django.apps import apps
from django.db import connection
from django.test import TestCase

from articles.models import Article
from tests.factories import make_article

migration = import_module("articles.migrations.0016_originals_as_written")
EDITOR = SimpleNamespace(connection=connection)


class OriginalsTests(TestCase):
    def test_only_texts_in_another_script_stay_marked(self) -> None:
        kept = [
            make_article(title="關稅上調", language="zh-Hans").pk,
            make_article(title="甲", body="报告说明\n", language="zh-Hant-TW").pk,
        ]
        for number in range(5):
            make_article(title=f"融涨{number}", language="zh-Hant-HK", body="資金\n")
        Article.objects.update(has_other_script=True)
        with patch.object(migration, "BATCH", 2):
            migration.look_again(apps, EDITOR)
        marked = Article.objects.filter(has_other_script=True)
        self.assertCountEqual(marked.values_list("pk", flat=True), kept)

"""Overrides keep their texts when they move from columns into one map."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import TransactionTestCase

BEFORE = [("articles", "0009_field_words")]
AFTER = [("articles", "0012_conversions_as_json")]


def migrate(to: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return MigrationExecutor(connection).loader.project_state(to).apps


class ConversionsAsJsonTests(TransactionTestCase):  # Migrations change tables.
    def tearDown(self) -> None:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())

    def test_texts_move_there_and_back(self) -> None:
        apps = migrate(BEFORE)
        article = apps.get_model("articles", "Article").objects.create(title="甲")
        overrides = article.overrides
        texts = {"title": "另“題”", "lead": "一\n二", "summary": "**摘**"}
        overrides.create(variant="zh-tw", **texts)
        overrides.create(variant="zh-hk", title="港題")

        rows = migrate(AFTER).get_model("articles", "VariantOverride").objects
        self.assertEqual(
            dict(rows.values_list("variant", "fields")),
            {"zh-tw": texts, "zh-hk": {"title": "港題"}},
        )

        rows = migrate(BEFORE).get_model("articles", "VariantOverride").objects
        self.assertEqual(
            set(rows.values_list("variant", *texts)),
            {("zh-tw", *texts.values()), ("zh-hk", "港題", "", "")},
        )

"""Editors save, an archive comes in and the index is made anew, all at once."""

from __future__ import annotations

from tests.processes import ProcessTestCase

STORY = """---
title: "第{n}篇"
date: "2025-02-10 15:35:00"
tags: ["标签{n}"]
lang: ["{language}"]
---

{text}
"""

# Articles of two families, one half after the other: with one lock for each list, two
# who go through them in different orders would wait for each other.
SAVING = """
from articles.models import Article
from articles.publishing import Labels, save, tags_named
for article in Article.objects.order_by({order!r}):
    article.title += {added!r}
    save(article, Labels([], tags_named([{added!r}]), []))
"""


class ProcessTests(ProcessTestCase):
    count = 120

    def write_archive(self, text: str) -> str:
        folder = self.scratch / "site" / "content"
        folder.mkdir(parents=True, exist_ok=True)
        for n in range(self.count):
            language = "en" if n % 2 else "zh-CN"
            content = STORY.format(n=n, text=text, language=language)
            (folder / f"{n}.md").write_text(content, encoding="utf-8")
        return str(folder)

    def test_nobody_waits_for_ever_and_the_index_has_it_all(self) -> None:
        self.finish(self.start("import_markdown", self.write_archive("旧的正文")))
        folder = self.write_archive("新的正文")
        saving = [
            SAVING.format(order=order, added=added)
            for order, added in (("pk", "甲"), ("-pk", "乙"))
        ]
        processes = [
            *(self.start("shell", "--no-imports", "-c", code) for code in saving),
            self.start("import_markdown", folder),
            self.start("rebuild_search_index"),
        ]
        for process in processes:
            self.finish(process)
        out = self.finish(self.start("check_search_index"))
        self.assertIn(f"{self.count} articles", out)
        self.assertEqual(
            self.ask("SearchIndex.objects.count(), SearchIndex.objects.get().pk"),
            "1 1",
        )

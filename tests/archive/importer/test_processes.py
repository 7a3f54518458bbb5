"""Real processes: killed in the middle, two at once. Each has a database of its own."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from time import sleep

from tests.processes import ProcessTestCase

STORY = """---
title: "第{n}篇"
date: "2025-02-10 15:35:00"
categories: ["美股", "haiyue"]
tags: ["标签{tag}", "标普 500"]
---

正文{n}。

1. 转载时请标明来源为海岳财经。

[haiyue](https://www.haiyue.example/{n})
"""


class ProcessTests(ProcessTestCase):
    def write_archive(self, count: int) -> Path:
        folder = self.scratch / "site" / "content"
        folder.mkdir(parents=True)
        for n in range(count):
            (folder / f"{n}.md").write_text(
                STORY.format(n=n, tag=n % 7), encoding="utf-8"
            )
        return folder

    def assert_whole(self, count: int) -> None:
        """Every article has its original, its revision, its labels and its places."""
        self.assertEqual(
            self.ask(
                "(Article.objects.count(), ImportedFile.objects.count(), "
                "Revision.objects.count(), ArticleCategory.objects.count(), "
                "Listing.objects.get(key='zh').entry_count, "
                "ListingEntry.objects.filter(listing__key='zh').count(), "
                "Source.objects.count(), Tag.objects.count())"
            ),
            str((count, count, count, 2 * count, count, count, 1, 8)),
        )

    def test_killed_at_any_moment_whole_articles_remain_and_it_goes_on(self) -> None:
        folder = self.write_archive(900)
        process = self.start("import_markdown", str(folder))
        stored = 0
        for _ in range(200):
            sleep(0.1)
            stored = int(self.ask("Article.objects.count()"))
            if stored or process.poll() is not None:
                break
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()

        self.assertGreater(stored, 0)
        left = int(self.ask("Article.objects.count()"))
        self.assertEqual(int(self.ask("ImportedFile.objects.count()")), left)
        self.assertEqual(int(self.ask("Revision.objects.count()")), left)
        out = self.finish(self.start("import_markdown", str(folder), "--resume"))
        self.assertRegex(out, rf"unchanged +{left:,}\n")
        self.assert_whole(900)

    def test_two_imports_at_once_store_each_good_file_once(self) -> None:
        folder = self.write_archive(450)
        (folder / "bad.md").write_text('---\ntitle: "unclosed\n---\n', encoding="utf-8")
        both = [self.start("import_markdown", str(folder)) for _ in range(2)]
        for process in both:
            _out, problems = process.communicate(timeout=300)
            self.assertEqual(process.returncode, 1)
            # One bad file never stops the rest, whichever process read it.
            self.assertIn("1 of 451 file(s) need attention", problems)
            self.assertNotIn("Traceback", problems)
        self.assert_whole(450)

    def test_what_an_editor_and_the_archive_changed_is_merged_or_waits(self) -> None:
        folder = self.write_archive(3)
        self.finish(self.start("import_markdown", str(folder)))
        edit = (
            "from articles.publishing import save\n"
            "from articles.models import Article\n"
            "for n, (name, value) in enumerate([('summary', '编辑的'), ('title', '编辑的')]):\n"
            "    article = Article.objects.get(title=f'第{n}篇')\n"
            "    setattr(article, name, value)\n"
            "    save(article)\n"
        )
        self.finish(self.start("shell", "--no-imports", "-c", edit))
        for n in range(3):
            text = STORY.format(n=n, tag=n).replace(f"第{n}篇", f"档案{n}")
            (folder / f"{n}.md").write_text(text, encoding="utf-8")
        out = self.finish(self.start("import_markdown", str(folder)))
        for action in ("updated", "merged", "conflict"):
            self.assertRegex(out, rf"{action} +1\n")
        self.assertEqual(
            self.ask(
                "[(a.title, a.summary) for a in Article.objects.order_by('slug')]"
            ),
            "[('档案0', '编辑的'), ('编辑的', ''), ('档案2', '')]",
        )
        self.assertEqual(self.ask("Conflict.objects.get().theirs"), "档案1")
        self.assertEqual(self.ask("Revision.objects.count()"), "8")

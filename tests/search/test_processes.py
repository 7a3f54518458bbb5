"""Editors save, an archive comes in and the index is made anew, all at once."""

from __future__ import annotations

from subprocess import PIPE, Popen
from time import sleep

from tests.processes import ProcessTestCase

STORY = """---
title: "第{n}篇"
date: "2025-02-10 15:35:00"
tags: ["{tag}"]
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


# Of a tag on more articles than are indexed at once.
RENAMING = """
import os, threading
from articles.models import Tag
from articles.publishing import save_tag
tag = Tag.objects.get(name={old!r})
tag.name = {new!r}
save_tag(tag)
{then}
"""
DIES = "os._exit(0)"
STAYS = "[thread.join() for thread in threading.enumerate() if thread.daemon]"


# An editor whose form is checked, or whose new tag is stored, when an import comes in.
EDITING = """
from articles import publishing
from django.db import transaction
from articles.forms import ArticleForm
from articles.models import Article
from articles.publishing import Labels, save, tags_named
from tests.admin.data import data_of
article = Article.objects.get()
with {transaction}():
    {begun}
    print("begun", flush=True)
    input()
    save(article, Labels([], tags_named(["新"]), []))
"""
CHECKING = {
    "transaction": "publishing.transaction",
    "begun": "ArticleForm(data_of(article), instance=article).is_valid()",
}
TAGGING = {"transaction": "transaction.atomic", "begun": "tags_named(['新'])"}
STORING = """
from django.db import transaction
from articles import search
from articles.models import Article
from articles.publishing import tags_named
print("begun", flush=True)
with transaction.atomic():
    search.lock_index()
    Article.objects.update(weight=1)
    tags_named(["新"])
"""


class ProcessTests(ProcessTestCase):
    count = 120

    def write_archive(self, text: str, tag: str = "") -> str:
        folder = self.scratch / "site" / "content"
        folder.mkdir(parents=True, exist_ok=True)
        for n in range(self.count):
            language = "en" if n % 2 else "zh-CN"
            own = tag or f"标签{n}"
            content = STORY.format(n=n, text=text, language=language, tag=own)
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

    def test_a_tag_on_many_articles_is_renamed_at_once_and_indexed_while_others_save(
        self,
    ) -> None:
        self.count = 450
        self.finish(self.start("import_markdown", self.write_archive("正文", "共同")))
        self.finish(self.rename("共同", "别名", DIES))
        self.assertIn(
            "changed since", self.start("check_search_index").communicate()[1]
        )
        saving = self.start(
            "shell", "--no-imports", "-c", SAVING.format(order="pk", added="甲")
        )
        self.finish(self.rename("别名", "新名", STAYS))
        self.finish(saving)
        self.finish(self.start("check_search_index"))

    def test_an_editor_and_an_import_wait_in_one_order(self) -> None:
        self.count = 1
        self.finish(self.start("import_markdown", self.write_archive("正文")))
        for begun in (TAGGING, CHECKING):
            editing = self.run_code(EDITING.format(**begun), stdin=PIPE)
            assert editing.stdout
            assert editing.stdin
            self.assertEqual(editing.stdout.readline(), "begun\n")
            storing = self.run_code(STORING)
            assert storing.stdout
            self.assertEqual(storing.stdout.readline(), "begun\n")
            sleep(1)  # Until it waits for what the editor has.
            editing.stdin.write("\n")
            editing.stdin.flush()
            for process in (editing, storing):
                self.finish(process)

    def rename(self, old: str, new: str, then: str) -> Popen[str]:
        code = RENAMING.format(old=old, new=new, then=then)
        return self.run_code(code)

    def run_code(self, code: str, stdin: int | None = None) -> Popen[str]:
        return self.start("shell", "--no-imports", "-c", code, stdin=stdin)

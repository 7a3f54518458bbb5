"""What an import leaves out of a site, and what it is drawn by."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.urls import reverse

from articles.archive.exporter import export_articles
from articles.archive.importer import ImportAction, import_paths
from articles.models import Article, ImportRun, Shortcode
from articles.publishing import labels_of, render_again, save, tags_named
from tests.archive.importer.test_run import ImportTestCase
from tests.commands.test_import_markdown import CommandTestCase
from tests.people import make_chief

STORY = "---\ntitle: 标题\ndate: 2025-02-10 15:35:00\n---\n第一行\n第二行 :smile:\n"
SITE = 'baseURL = "https://old.example/"\n'
HARD_WRAPS = "[markup.goldmark.renderer]\nhardWraps = true\n"


class LeftOutTests(CommandTestCase):
    def write(self, name: str, text: str = "x") -> None:
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text)

    def report(self) -> tuple[str, str, Any]:
        file = self.root / "r.json"
        out, err, failure = self.run_command(self.root, Path("--report"), file)
        self.assertEqual(failure, "")
        return out, err, json.loads(file.read_text())

    def test_a_setting_that_is_not_followed_is_a_line_and_counted_by_files(
        self,
    ) -> None:
        self.write("hugo.toml", f"enableEmoji = true\n{SITE}")
        self.write("content/a.md", STORY)
        self.write("content/b.md", STORY.replace(":smile:", "12:30:45"))
        out, err, report = self.report()
        self.assertEqual(err.count("“enableemoji” is not followed: :smile: and"), 1)
        self.assertIn(f"{self.root}/hugo.toml: warning:", err)
        self.assertRegex(out, r"ignored-setting +2\n")
        run = ImportRun.objects.get()
        self.assertEqual(run.codes["ignored-setting"], 2)
        self.assertEqual(run.problems[0]["code"], "ignored-setting")
        [archive] = report["archives"]
        self.assertEqual(archive["problems"][0]["level"], "warning")

    def test_texts_outside_the_content_are_counted_by_folder(self) -> None:
        self.write("hugo.toml", SITE)
        for name in ("README.md", "public/a.html", "public/b/c.html", "themes/t/d.md"):
            self.write(name)
        self.write("content/a.md", STORY)
        self.write(".git/a.md")
        self.write("node_modules/a/README.md")
        out, err, report = self.report()
        self.assertIn("were not looked at: public (2), . (1), themes (1).", out)
        self.assertRegex(out, r"outside-content +4\n")
        self.assertEqual(err, "")
        outside = {"public": 2, ".": 1, "themes": 1}
        self.assertEqual(report["archives"][0]["outside"], outside)

    def test_a_folder_of_the_site_by_itself_leaves_nothing_out(self) -> None:
        self.write("hugo.toml", SITE)
        self.write("public/a.html")
        self.write("content/a.md", STORY)
        found = import_paths([self.root / "content"])
        self.assertEqual(found.sites, ())

    def test_robots_are_no_readers(self) -> None:
        self.write("_posts/2024-01-01-a.md", STORY)
        self.write("robots.txt", "---\nlayout: null\n---\nUser-agent: *\n")
        self.write("google0123456789abcdef.html", "google-site-verification: …")
        self.write("ads.txt", "x")
        self.write("about-robots.txt", "机器人\n\n它们来了。")
        results = list(import_paths([self.root]).outcomes)
        done = [r.path.name for r in results if r.action is ImportAction.CREATED]
        self.assertEqual(sorted(done), ["2024-01-01-a.md", "about-robots.txt"])

    def test_pages_that_liquid_fills_are_no_articles(self) -> None:
        tags = (
            "---\ntitle: Tags\n---\n{% for tag in site.tags %}<h2>{{ tag[0] }}</h2>"
            "{% for post in tag[1] %}<a href='{{ post.url }}'>{{ post.title }}</a>"
            "{% endfor %}{% endfor %}\n"
        )
        words = "一段关于我们的话，读者看得到。" * 9
        self.write("tags.html", tags)
        self.write(
            "about.md", f"---\ntitle: A\n---\n{words}{{% if a %}}b{{% endif %}}\n"
        )
        self.write("howto.md", f"---\ntitle: B\n---\n词\n\n```\n{tags}\n```\n")
        self.write("_posts/2024-01-01-a.md", tags)
        results = list(import_paths([self.root]).outcomes)
        skipped = [r.path.name for r in results if r.action is ImportAction.SKIPPED]
        self.assertEqual(skipped, ["tags.html"])

    def test_a_configuration_of_jekyll_that_is_no_yaml_stops_before_anything(
        self,
    ) -> None:
        self.write("_config.yml", "title: [x\ntimezone: UTC\n")
        self.write("_posts/2024-01-01-a.md", STORY)
        _out, _err, failure = self.run_command(self.root)
        self.assertIn(f"{self.root}/_config.yml:2: ", failure)
        self.assertIn("move it away to import without it", failure)
        self.assertFalse(Article.objects.exists())


class DrawnAsTheSiteDidTests(ImportTestCase):
    def setUp(self) -> None:
        super().setUp()
        (self.root / "content/zh-CN/news/haiyue/832914.zh-CN.md").unlink()
        self.file = self.write("content/a.md", STORY)
        self.write("hugo.toml", SITE)

    def article(self) -> Article:
        return Article.objects.get()

    def test_hard_wraps_come_with_the_next_import(self) -> None:
        self.run_import()
        self.assertNotIn("<br>", self.article().body_html)
        self.write("hugo.toml", f"{SITE}{HARD_WRAPS}")
        self.assertEqual(self.actions(), [ImportAction.UPDATED])
        self.assertIn("第一行<br>", self.article().body_html)
        self.assertEqual(self.actions(), [ImportAction.UNCHANGED])

    def test_pages_previews_and_later_saves_break_lines_alike(self) -> None:
        self.write("hugo.toml", f"{SITE}{HARD_WRAPS}")
        self.run_import()
        article = self.article()
        html = article.body_html
        self.assertFalse(render_again(article))
        save(article)
        self.assertEqual(self.article().body_html, html)
        self.client.force_login(make_chief())
        url = f"{reverse('preview_body')}?article={article.pk}"
        response = self.client.post(url, {"content": article.body})
        self.assertEqual(response.content.decode(), html)

    def test_the_export_is_the_file_and_an_edit_changes_its_line_alone(self) -> None:
        self.write("hugo.toml", f"{SITE}{HARD_WRAPS}")
        self.run_import()
        article = self.article()
        article.body = article.body.replace("第一行", "首行")
        save(article)
        out = self.root.parent / "out"
        list(export_articles(out, archive="site")[1])
        exported = (out / "content/a.md").read_bytes()
        self.assertEqual(
            exported, self.file.read_bytes().replace("第一行".encode(), "首行".encode())
        )

    def test_a_treatment_counts_for_files_that_come_later(self) -> None:
        Shortcode.objects.create(name="clip", treatment="drop")
        self.write("content/a.md", f"{STORY}\n{{{{< clip >}}}}\n")
        [result] = self.run_import()
        self.assertEqual([p.code for p in result.problems], [])
        self.assertNotIn("clip", self.article().body_html)
        self.assertIn("clip", self.article().body)

    def test_one_shown_by_its_address_is_a_note(self) -> None:
        self.write(
            "content/a.md", f"{STORY}\n{{{{< clip src='/x' url=\"/a.mp4\" >}}}}\n"
        )
        [result] = self.run_import()
        notes = [(p.code, p.level, p.line) for p in result.problems]
        self.assertIn(("shortcode-as-link", "note", 8), notes)
        self.assertEqual(self.article().shortcodes, "\nclip\n")


class JekyllSiteTests(ImportTestCase):
    def setUp(self) -> None:
        super().setUp()
        (self.root / "content/zh-CN/news/haiyue/832914.zh-CN.md").unlink()
        for folder in ("content/zh-CN/news/haiyue", "content/zh-CN/news"):
            (self.root / folder).rmdir()
        self.write("_config.yml", "timezone: UTC\npermalink: /:categories/:title/\n")
        self.file = self.write(
            "_posts/2024-01-02-a.md",
            "---\ntitle: 标题\ncategories: news markets\ntags: x y\n---\n正文。\n",
        )

    def exported(self) -> str:
        out = self.root.parent / "out"
        list(export_articles(out, archive="site", force=True)[1])
        return (out / "_posts/2024-01-02-a.md").read_text()

    def test_its_file_goes_out_as_it_came_in_until_an_editor_changes_a_label(
        self,
    ) -> None:
        self.assertEqual(self.actions(), [ImportAction.CREATED])
        article = Article.objects.get()
        names = [category.name for category in article.categories.all()]
        self.assertEqual(sorted(names), ["markets", "news"])
        self.assertTrue(article.redirects.filter(path="/news/markets/a/").exists())
        self.assertEqual(self.exported(), self.file.read_text())
        labels = labels_of(article)
        for names in (["two words"], ["x", "z"], ["two words", "y"]):
            save(article, replace(labels, tags=tags_named(names)))
            text = self.exported()
            self.assertIn("categories: news markets\n", text)
            self.file.write_text(text)
            self.assertEqual(self.actions(), [ImportAction.MERGED])
            self.assertEqual([tag.name for tag in article.tags.all()], names)

    def test_another_configuration_is_another_reading(self) -> None:
        self.run_import()
        self.write("_config.yml", "timezone: America/New_York\n")
        self.assertEqual(self.actions(), [ImportAction.UPDATED])
        published_at = Article.objects.get().published_at
        assert published_at
        self.assertEqual(published_at.isoformat(), "2024-01-02T05:00:00+00:00")
        self.assertEqual(self.actions(), [ImportAction.UNCHANGED])

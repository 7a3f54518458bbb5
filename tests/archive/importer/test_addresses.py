"""Addresses in bodies lead where they led: to the archive, or to the text's original."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.test import override_settings

from articles import link_targets
from articles.archive.exporter import ExportAction, export_articles
from articles.archive.importer import ImportAction, ImportResult, import_paths
from articles.images.storage import store_image
from articles.models import ArchiveSite, Article, AttachedFile, Image, RemoteImage
from articles.publishing import plan_fetching, render_again, save
from tests.archive.importer.test_run import ImportTestCase
from tests.factories import make_article
from tests.people import make_chief
from tests.sample_images import png

HEAD = "---\ntitle: 甲\ndate: 2025-02-10\n---\n"
WIRE = HEAD.replace(
    "title",
    "newsdesk_source: {name: 外电, slug: w, original: 'https://wire.example/2025/a'}\ntitle",
)
SITE = """
baseURL = "https://old.example/"
[languages.zh]
[languages.en]
baseURL = "https://en.old.example/"
"""


class AddressTestCase(ImportTestCase):
    def setUp(self) -> None:
        super().setUp()
        (self.root / "content/zh-CN/news/haiyue/832914.zh-CN.md").unlink()

    def import_all(self) -> list[ImportResult]:
        return list(import_paths([self.root]).outcomes)

    def html(self, path: str = "content/a.md") -> str:
        return Article.objects.get(imported_file__path=path).body_html


class OwnSiteTests(AddressTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.write("hugo.toml", SITE)

    def test_full_addresses_of_the_site_lead_into_the_archive(self) -> None:
        self.write(
            "content/a.md",
            f"{HEAD}[1](https://old.example/zh/news/b/#x) [2](//old.example/a.pdf)"
            " ![](https://www.old.example/images/a.png) [3](https://en.old.example/c/)"
            " [4](https://old.example/gone/)\n",
        )
        self.write("content/c.en.md", HEAD + "C.\n")
        self.write("static/a.pdf", "%PDF")
        self.write("static/images/a.png", png())
        self.write(
            "content/news/b.md",
            HEAD.replace("date", "url: /zh/news/b/\ndate") + "乙。\n",
        )
        outcome = next(o for o in self.import_all() if o.path.name == "a.md")
        html, image = self.html(), Image.objects.get()
        self.assertIn('/articles/b/#x"', html)
        self.assertIn(AttachedFile.objects.get().get_absolute_url(), html)
        self.assertIn(image.renditions["width-480"]["file"], html)
        self.assertIn('/articles/c/"', html)
        self.assertEqual(
            [(p.code, p.message) for p in outcome.problems],
            [("missing-link", "https://old.example/gone/ leads to nothing here.")],
        )

    def test_a_picture_that_only_the_old_site_has_is_fetched_from_there(self) -> None:
        url = "https://old.example/uploads/a.png"
        self.write("content/a.md", f"{HEAD}一句。 ![]({url})\n")
        (outcome,) = self.import_all()
        self.assertEqual(outcome.problems, ())
        self.assertEqual([w.url for w in plan_fetching().pictures.values()], [url])

    def test_a_thumbnail_of_the_site_comes_in_and_goes_out_as_written(self) -> None:
        text = HEAD.replace(
            "title", "thumbnail: https://old.example/img/%E5%9B%BE.png?v=1\ntitle"
        )
        self.write("content/a.md", f"{text}一句。\n")
        self.write("static/img/图.png", png())
        self.import_all()
        article = Article.objects.get()
        self.assertEqual(article.thumbnail, Image.objects.get())
        article.lead = "导语"
        save(article, by=make_chief())
        with tempfile.TemporaryDirectory() as folder:
            results = export_articles(Path(folder), archive="site")[1]
            self.assertEqual({r.action for r in results}, {ExportAction.WRITTEN})
            content = (Path(folder) / "content/a.md").read_bytes()
        written = (self.root / "content/a.md").read_text(encoding="utf-8")
        self.assertEqual(
            content.decode(), written.replace("\n---\n一", "\nlead: 导语\n---\n一")
        )
        self.assertIs(self.import_all()[0].action, ImportAction.UNCHANGED)

    def test_below_a_folder_of_the_host_pictures_are_found_too(self) -> None:
        self.write("hugo.toml", 'baseURL = "https://old.example/desk/"\n')
        self.write("content/a.md", f"{HEAD}![](/desk/a.png) [b](/desk/b/)\n")
        self.write("content/b.md", HEAD + "乙。\n")
        self.write("static/a.png", png())
        for outcome in self.import_all():
            self.assertEqual(outcome.problems, ())
        self.assertIn("/media/", self.html())
        self.assertIn("/articles/b/", self.html())

    def test_another_address_of_the_site_counts_at_the_next_rendering(self) -> None:
        self.write("content/a.md", f"{HEAD}[b](https://later.example/b/)\n")
        self.write("content/b.md", HEAD + "乙。\n")
        self.import_all()
        self.assertIn("later.example", self.html())
        self.write("hugo.toml", SITE.replace("old.example", "later.example"))
        for outcome in self.import_all():
            self.assertIs(outcome.action, ImportAction.UNCHANGED)
        self.assertEqual(
            ArchiveSite.objects.get().base_urls,
            ["https://later.example/", "https://en.later.example/"],
        )
        render_again(Article.objects.get(imported_file__path="content/a.md"))
        self.assertIn("/articles/b/", self.html())


class ElsewhereTests(AddressTestCase):
    def test_what_a_text_from_elsewhere_calls_from_the_root_is_there(self) -> None:
        picture = "/_next/image?url=%2Fa.png&w=640"
        self.write("content/a.md", f"{WIRE}一句 [股](/stock/1?a=b#c) ![]({picture})\n")
        (outcome,) = self.import_all()
        html = self.html()
        self.assertIn('href="https://wire.example/stock/1?a=b#c" rel="noopener"', html)
        url = f"https://wire.example{picture}"
        self.assertEqual([w.url for w in plan_fetching().pictures.values()], [url])
        ((code, message),) = [(p.code, p.message) for p in outcome.problems]
        self.assertEqual(code, "missing-picture")
        self.assertIn(f"readers get {url}", message)
        RemoteImage.objects.create(
            key=RemoteImage.key_of(url),
            url=url,
            status=RemoteImage.Status.FETCHED,
            image=store_image(png()),
        )
        render_again(Article.objects.get())
        self.assertIn("/media/renditions/", self.html())

    def test_what_the_archive_or_this_site_has_is_here(self) -> None:
        make_article(slug="own")
        self.write(
            "content/a.md",
            f"{WIRE}一句 [1](/b/) [2](/articles/own/) [3](/zh-cn/) ![](/img/a.png)"
            " [4](/articles/gone/) [5](/c.pdf)\n",
        )
        self.write("content/b.md", HEAD + "乙。\n")
        self.write("static/img/a.png", png())
        self.write("static/c.pdf", "%PDF")
        self.import_all()
        html = self.html()
        self.assertEqual(html.count("https://wire.example/"), 1)
        self.assertIn('href="https://wire.example/articles/gone/"', html)
        article = Article.objects.get(imported_file__path="content/a.md")
        self.assertEqual(link_targets.missing(article), [])

    @override_settings(SITE_URL="https://wire.example")
    def test_a_text_of_our_own_site_is_not_from_elsewhere(self) -> None:
        self.write("content/a.md", f"{WIRE}一句 [股](/stock/1)\n")
        (outcome,) = self.import_all()
        self.assertEqual([p.code for p in outcome.problems], ["missing-link"])
        self.assertIn('href="/stock/1"', self.html())

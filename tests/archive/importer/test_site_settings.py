"""The difference between the site-wide choices and a Hugo site's configuration."""

from __future__ import annotations

from articles.archive.importer import import_paths
from articles.archive.importer.site_settings import (
    SiteComparison,
    apply_site_settings,
    compare_site_settings,
)
from articles.forms import SiteSettingsForm
from articles.models import ImportRun, MenuEntry, SiteSettings
from tests.archive.importer.test_run import STORY, ImportTestCase
from tests.sample_images import png

CONFIGURATION = """
baseURL = "https://old.example/"
title = "每日财经"
defaultContentLanguage = "zh-CN"
[languages.zh-CN]
contentDir = "content/zh-CN"
[[languages.zh-CN.menus.main]]
name = "首页"
url = "/"
weight = 1
[[languages.zh-CN.menus.main]]
name = "对冲"
pageRef = "/news/haiyue/832914"
[[languages.zh-CN.menus.main]]
name = "同一篇"
url = "https://old.example/news/haiyue/832914/"
[[languages.zh-CN.menus.main]]
name = "海岳"
url = "/tags/haiyue/"
[[languages.zh-CN.menus.main]]
name = "栏目"
url = "/news/haiyue/"
[[languages.zh-CN.menus.main]]
name = "没有"
url = "/nowhere/"
[[languages.zh-CN.menus.main]]
name = "坏"
url = "//[x/"
[[languages.zh-CN.menus.footer]]
name = "别处"
url = "https://elsewhere.example/"
[params]
authorbox = false
logo = { image = "/img/logo.png" }
"""


class SiteChoicesTests(ImportTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.write("content/zh-CN/news/haiyue/832914.zh-CN.md", STORY)
        self.write("hugo.toml", CONFIGURATION)
        self.write("static/img/logo.png", png())
        found = import_paths([self.root])
        list(found.outcomes)
        assert found.recorder
        self.run_row = found.recorder.run

    def compared(self) -> SiteComparison:
        found = compare_site_settings(self.root, ["search"])
        assert found
        return found

    def test_a_folder_without_a_configuration_has_none(self) -> None:
        (self.root / "hugo.toml").unlink()
        self.assertIsNone(compare_site_settings(self.root, []))

    def test_comparing_writes_nothing(self) -> None:
        found = self.compared()
        choices = {one.choice: (one.here, one.there) for one in found.differences}
        self.assertEqual(choices["name"], ("Newsdesk", "每日财经"))
        self.assertEqual(choices["authorbox"], (True, False))
        self.assertEqual(choices["logo"], ("", "/img/logo.png"))
        self.assertFalse(SiteSettings.objects.exists())
        self.assertFalse(MenuEntry.objects.exists())

    def test_what_the_sites_own_form_would_refuse_is_left_out_with_a_remark(
        self,
    ) -> None:
        social = """
[params.widgets.social]
telegram = "two words"
github = "desk"
email = "desk at example"
custom = [
  { title = "订阅", url = "/index.xml" },
  { title = "甲", url = "https://ok.example/" },
  { title = "乙", url = "http://bad host/" },
]
"""
        self.write("hugo.toml", f"{CONFIGURATION}{social}")
        found = self.compared()
        apply_site_settings(found, None)
        site = SiteSettings.current()
        titles = [link["title"] for link in site.social_links]
        self.assertEqual(titles, ["Github", "甲"])
        left_out = [r for r in found.remarks if r.startswith("“social_links” was left")]
        self.assertEqual(len(left_out), 4)
        self.assertIn("“订阅 /index.xml”", "".join(left_out))
        form = SiteSettingsForm(instance=site)
        data = {
            name: value
            for name in form.fields
            if (value := form[name].value()) not in (None, False)
        }
        self.assertEqual(SiteSettingsForm(data, instance=site).errors, {})
        self.assertEqual(self.compared().differences, [])

    def test_taking_over_leaves_no_difference_and_keeps_what_was(self) -> None:
        apply_site_settings(self.compared(), self.run_row)
        site = SiteSettings.current()
        self.assertEqual((site.name, site.authorbox), ("每日财经", False))
        assert site.logo
        self.assertEqual(self.compared().differences, [])
        kept = ImportRun.objects.get().site_changes
        self.assertIn({"choice": "name", "here": "Newsdesk", "there": "每日财经"}, kept)

    def test_menus_lead_to_what_the_old_addresses_mean_here(self) -> None:
        found = self.compared()
        apply_site_settings(found, None)
        entries = {
            entry.label: entry.url or (entry.article and entry.article.slug)
            for entry in MenuEntry.objects.all()
        }
        self.assertEqual(
            entries,
            {
                "首页": "/",
                "对冲": "832914",
                "海岳": "/tags/haiyue/",
                "栏目": "/categories/haiyue/",
                "别处": "https://elsewhere.example/",
            },
        )
        self.assertIn("/nowhere/", found.remarks[0])
        self.assertIn("//[x/", found.remarks[1])
        self.assertEqual(
            {entry["label"] for entry in SiteSettings.current().menus}, set(entries)
        )

    def test_a_line_that_an_editor_renamed_is_a_difference(self) -> None:
        apply_site_settings(self.compared(), None)
        MenuEntry.objects.filter(label="首页").update(label="头版")
        (one,) = self.compared().differences
        self.assertEqual((one.choice, one.here), ("menu main", "头版 (1)"))
        apply_site_settings(self.compared(), None)
        self.assertFalse(MenuEntry.objects.filter(label="头版").exists())

    def test_a_logo_that_is_no_picture_is_remarked(self) -> None:
        self.write("static/img/logo.png", b"not a picture")
        self.assertIn("/img/logo.png", " ".join(self.compared().remarks))
        (self.root / "static/img/logo.png").unlink()
        self.assertIn("not in the site's folder", " ".join(self.compared().remarks))


class PageMenuTests(ImportTestCase):
    """Menus that name their targets as files, with ``pageRef``."""

    def drawn(self, configuration: str) -> list[tuple[str, str, str]]:
        """Family, label and target of each entry, as readers have them."""
        self.write("hugo.toml", configuration)
        list(import_paths([self.root]).outcomes)
        self.found = compare_site_settings(self.root, [])
        assert self.found
        apply_site_settings(self.found, None)
        return sorted(
            (one["family"], one["label"], one.get("slug") or one["url"])
            for one in SiteSettings.current().menus
        )

    def write_versions(self, name: str) -> None:
        front = "---\ntitle: T\ndate: 2025-02-10\nslug: {}\n---\n"
        self.write(f"content/{name}.md", front.format(f"{name}-zh") + "关于我们。" * 20)
        self.write(f"content/{name}.en.md", front.format(f"{name}-en") + "Text.\n")

    def test_each_language_leads_to_its_own_version(self) -> None:
        self.write_versions("about")
        both = """
            defaultContentLanguage = "zh-cn"
            [[languages.zh-cn.menus.main]]
            name = "关于"
            pageRef = "/about"
            [[languages.en.menus.main]]
            name = "About"
            pageRef = "/about.md"
        """
        self.assertEqual(
            self.drawn(both), [("en", "About", "about-en"), ("zh", "关于", "about-zh")]
        )

    def test_a_line_that_both_have_alike_leads_each_to_its_own(self) -> None:
        self.write_versions("faq")
        alike = """
            defaultContentLanguage = "zh-cn"
            menus.main = [{name = "FAQ", pageRef = "/faq"}]
            languages = {zh-cn = {}, en = {}}
        """
        self.assertEqual(
            self.drawn(alike), [("en", "FAQ", "faq-en"), ("zh", "FAQ", "faq-zh")]
        )

    def test_a_line_of_english_alone_never_leads_to_the_chinese_version(self) -> None:
        self.write_versions("post")
        english = """
            defaultContentLanguage = "zh-cn"
            [[languages.en.menus.main]]
            name = "Post"
            {} = "/post"
            [languages.zh-cn]
        """
        for key in ("pageRef", "url"):
            with self.subTest(key):
                self.assertEqual(
                    self.drawn(english.replace("{}", key)), [("en", "Post", "post-en")]
                )

    def test_a_version_that_is_not_there_is_remarked(self) -> None:
        self.write_versions("post")
        (self.root / "content/post.en.md").unlink()
        english = """
            languages.zh-cn = {}
            languages.en.menus.main = [{name = "Post", pageRef = "/post"}]
            defaultContentLanguage = "zh-cn"
        """
        self.assertEqual(self.drawn(english), [])
        assert self.found
        self.assertIn("leads to /post, which is nothing", self.found.remarks[0])

    def test_a_file_is_named_wherever_it_was_served(self) -> None:
        front = "---\ntitle: A\ndate: 2025-02-10\n---\nText.\n"
        self.write("content/posts/a.md", front)
        self.write("content/posts/Bundle/index.md", front)
        self.write("content/other/a.md", front.replace("title", "slug: z\ntitle"))
        site = """
            permalinks.posts = "/:year/:slug/"
            menus.main = [
                {name = "A", pageRef = "/posts/a"},
                {name = "B", pageRef = "posts/bundle", url = "/nowhere/"},
                {name = "C", pageRef = "/nowhere", url = "/other/z/"},
            ]
        """
        self.assertEqual(
            self.drawn(site),
            [("en", "A", "a"), ("en", "B", "bundle"), ("en", "C", "z")],
        )

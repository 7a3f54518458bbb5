"""Files are found once, in order, and known by their place in their archive."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.test import SimpleTestCase

from articles.archive.importer.discover import DiscoveredFile, discover


class FindTests(SimpleTestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve() / "site"
        for name in (
            "content/zh-cn/news/b.md", "content/zh-cn/news/a.md", "content/_index.md",
            "content/x.png", "README.md", "content/.hidden/c.md", "other/d.txt",
        ):  # fmt: skip
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("x")

    def places(self, *paths: str) -> list[tuple[str, str]]:
        found = discover([self.root / path for path in paths])
        return [
            (f.archive, f.place)
            for f in found
            if not (
                f.skip_reason or f.refusal or f.is_section or f.place == "README.md"
            )
        ]

    def test_a_site_its_folder_and_its_file_give_the_same_identity(self) -> None:
        expected = ("site", "content/zh-cn/news/a.md")
        self.assertIn(expected, self.places(""))
        self.assertIn(expected, self.places("content/zh-cn"))
        self.assertEqual(self.places("content/zh-cn/news/a.md"), [expected])

    def test_sites_whose_folders_have_the_name_of_their_kind_are_told_apart(
        self,
    ) -> None:
        for blog in ("甲", "乙"):
            path = self.root.parent / blog / "source" / "_posts" / "hello-world.md"
            path.parent.mkdir(parents=True)
            path.write_text("x")
            (found,) = discover([path.parents[2]])
            self.assertEqual(found.archive, f"{blog}-source")
            self.assertEqual(found.place, "_posts/hello-world.md")

    def test_what_hexo_built_beside_its_source_is_left_out(self) -> None:
        for mark in ("_config.yml", "scaffolds/post.md", "source/_posts/b.md"):
            with self.subTest(mark), tempfile.TemporaryDirectory() as name:
                site = Path(name).resolve() / "blog"
                built = ("public/2015/a/index.html", "scaffolds/draft.md")
                for file in (*built, "source/about.md", "notes/c.md", mark):
                    (site / file).parent.mkdir(parents=True, exist_ok=True)
                    (site / file).write_text("x")
                places = {
                    str(found.file.relative_to(site)) for found in discover([site])
                }
                self.assertLessEqual({"source/about.md", "notes/c.md"}, places)
                self.assertFalse(places & set(built))

    def test_public_is_a_folder_like_any_other_where_nothing_shows_a_site(self) -> None:
        (self.root / "other/source").mkdir()
        (self.root / "other/public").mkdir()
        (self.root / "other/public/e.md").write_text("x")
        self.assertIn(("site", "other/public/e.md"), self.places(""))

    def test_all_of_a_blog_is_known_alike_however_it_is_asked_for(self) -> None:
        files = ("_posts/2020-01-01-a.md", "_drafts/b.md", "news/c.md", "about.md")
        jekyll, hexo = self.root.parent / "blog", self.root.parent / "hexo" / "source"
        for site, more in ((jekyll, "_config.yml"), (hexo, "../_config.yml")):
            for name in (*files, more):
                (site / name).parent.mkdir(parents=True, exist_ok=True)
                (site / name).write_text("x")
        for site, archive in ((jekyll, "blog"), (hexo, "hexo-source")):
            for name in files:
                for asked in (site.parent, site, (site / name).parent, site / name):
                    with self.subTest(archive, name=name, asked=str(asked)):
                        found = [(f.archive, f.place) for f in discover([asked])]
                        self.assertIn((archive, name), found)

    def test_each_file_is_found_once_in_order(self) -> None:
        places = self.places("", "content")
        self.assertEqual(
            places,
            [
                ("site", "content/zh-cn/news/a.md"),
                ("site", "content/zh-cn/news/b.md"),
                ("site", "other/d.txt"),
            ],
        )

    def test_section_pages_are_known_by_their_name(self) -> None:
        found = list(discover([self.root]))
        self.assertEqual({f.file.name for f in found if f.is_section}, {"_index.md"})

    def test_size_and_age_are_known_without_reading(self) -> None:
        file = self.root / "content/zh-cn/news/a.md"
        found = next(discover([file]))
        self.assertEqual(found.size, 1)
        self.assertEqual(found.mtime_ns, file.stat().st_mtime_ns)
        self.assertEqual((found.file, str(found.path)), (file, found.place))

    def test_what_stands_beside_content_and_is_none_is_left_out(self) -> None:
        for name in ("layouts/a.html", "public/b.html", "content/static/c.md"):
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_text("x")
        places = [place for _archive, place in self.places("")]
        self.assertIn("content/static/c.md", places)
        self.assertNotIn("layouts/a.html", places)
        self.assertNotIn("public/b.html", places)

    def test_a_folder_called_content_that_holds_sites_is_no_content(self) -> None:
        outer = self.root.parent / "content"
        for name in ("desk/content/news/a.md", "desk/static/b.txt", "blog/hugo.toml",
                     "blog/content/c.md", "blog/notes.md"):  # fmt: skip
            path = outer / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("")
        story, post = ("desk", "content/news/a.md"), ("blog", "content/c.md")
        for asked in (outer.parent, outer):
            found = [(f.archive, f.place) for f in discover([asked])]
            self.assertIn(story, found)
            self.assertIn(post, found)
            self.assertNotIn("notes.md", [place for _archive, place in found])
        for asked in (outer / "desk", outer / "desk/content/news/a.md"):
            self.assertEqual([(f.archive, f.place) for f in discover([asked])], [story])
        for asked in (outer / "blog", outer / "blog/content"):
            self.assertEqual([(f.archive, f.place) for f in discover([asked])], [post])

    def test_a_link_to_the_newest_release_names_the_archive(self) -> None:
        current = self.root.parent / "current"
        current.symlink_to(self.root.name)
        story = ("current", "content/zh-cn/news/a.md")
        for below in ("", "content", "content/zh-cn/news/a.md", "content/../content"):
            found = [(f.archive, f.place) for f in discover([current / below])]
            self.assertIn(story, found)
        here, shell = Path.cwd(), os.environ.get("PWD")
        self.addCleanup(os.chdir, here)
        self.addCleanup(os.environ.__setitem__, "PWD", shell or str(here))
        os.chdir(current / "content")
        os.environ["PWD"] = str(current / "content")  # As a shell sets it.
        for asked in (".", "..", "zh-cn/news/a.md"):
            found = [(f.archive, f.place) for f in discover([Path(asked)])]
            self.assertIn(story, found)

    def test_a_link_within_a_site_is_known_by_where_it_leads(self) -> None:
        (self.root / "content/linked").symlink_to(self.root / "content/zh-cn/news")
        (self.root / "content/out").symlink_to(self.root.parent)
        self.assertIn(
            ("site", "content/zh-cn/news/a.md"), self.places("content/linked/a.md")
        )
        found = {(f.archive, f.place) for f in discover([self.root / "content/out"])}
        self.assertIn(("site", "content/zh-cn/news/a.md"), found)

    def test_a_missing_path_is_passed_on_to_be_reported(self) -> None:
        self.assertEqual(len(list(discover([self.root / "nowhere"]))), 1)

    def test_a_folder_named_twice_in_a_path_counts_from_the_first(self) -> None:
        path = self.root / "content/news/content/a.md"
        path.parent.mkdir(parents=True)
        path.write_text("x")
        self.assertEqual(
            self.places("content/news/content"), [("site", "content/news/content/a.md")]
        )


class OddFileTests(SimpleTestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve() / "site"
        self.root.mkdir()

    def found(self) -> dict[str, DiscoveredFile]:
        return {found.place: found for found in discover([self.root])}

    def test_links_are_skipped_with_a_reason_and_loops_end(self) -> None:
        (self.root / "a.md").write_text("x")
        (self.root / "in.md").symlink_to("a.md")
        (self.root / "out.md").symlink_to("/etc/hostname")
        (self.root / "broken.md").symlink_to("nowhere")
        (self.root / "loop").symlink_to(".")
        found = self.found()
        self.assertEqual(list(found), ["a.md", "broken.md", "in.md", "loop", "out.md"])
        self.assertEqual(found["a.md"].skip_reason, "")
        self.assertIn("/etc/hostname", found["out.md"].skip_reason)
        self.assertTrue(found["loop"].skip_reason and found["broken.md"].skip_reason)

    def test_a_pipe_is_never_opened(self) -> None:
        os.mkfifo(self.root / "pipe.md")
        self.assertIn("pipe", self.found()["pipe.md"].skip_reason)

    def test_names_that_no_report_can_hold_are_refused(self) -> None:
        for name in (b"a\nb.md", b"caf\xe9.md", b"x" * 240 + b".md"):
            Path(os.fsdecode(os.path.join(os.fsencode(self.root), name))).touch()
        deep = self.root.joinpath(*["d" * 200] * 5)
        deep.mkdir(parents=True)
        (deep / "a.md").touch()
        wide = self.root.joinpath(*["宽" * 80] * 9)
        wide.mkdir(parents=True)
        (wide / "a.md").touch()
        codes = [f.refusal.code for f in discover([self.root]) if f.refusal]
        self.assertEqual(codes, ["bad-name"] * 4)

    def test_a_named_file_that_is_no_text_is_refused(self) -> None:
        (self.root / "hugo.toml").write_text("title = 'x'")
        (found,) = discover([self.root / "hugo.toml"])
        assert found.refusal
        self.assertEqual(found.refusal.code, "bad-ending")
        self.assertIn(".markdown", found.refusal.message)
        self.assertEqual(list(discover([self.root])), [])

    def test_a_huge_file_is_refused_without_reading_it(self) -> None:
        with (self.root / "huge.md").open("wb") as file:
            file.truncate(100_000_000)
        refusal = self.found()["huge.md"].refusal
        assert refusal is not None
        self.assertEqual(refusal.code, "too-large")
        self.assertIn("100 MB", refusal.message)

    def test_decomposed_names_keep_their_own_spelling(self) -> None:
        (self.root / "e\u0301.md").write_text("x")
        self.assertEqual(list(self.found()), ["e\u0301.md"])

"""An editor changes an article's source, notices, menus or the names of its labels, and
its file changes too."""

from __future__ import annotations

from articles.archive.importer import ImportAction
from articles.models import Category, Conflict, Source, Tag
from articles.publishing import merge_labels, save_tag
from tests.archive.importer.test_again import NAME, AgainTestCase
from tests.archive.importer.test_run import NOTICES, STORY

OTHER = "[gaotai](https://gaotai.example/9)"
LINK = "[haiyue](https://www.haiyue.example/article/对冲基金-832914)"


class AttachmentTestCase(AgainTestCase):
    def change_file(self, old: str, new: str) -> None:
        text = (self.root / NAME).read_text(encoding="utf-8")
        assert old in text
        self.write(NAME, text.replace(old, new))


class SourceTests(AttachmentTestCase):
    def test_an_editors_source_and_notices_stay_when_the_text_changes(self) -> None:
        own = Source.objects.create(name="高台", slug="gaotai")
        self.edit(source=own, disclaimer="只限本文。")
        self.change_file("买入科技股", "卖出科技股")
        outcome = self.import_again()
        self.assertEqual(
            (outcome.action, outcome.fields), (ImportAction.MERGED, ("title",))
        )
        self.assertEqual(
            (self.article.source, self.article.disclaimer), (own, "只限本文。")
        )

    def test_the_files_new_source_reaches_an_edited_article(self) -> None:
        self.edit(title="编辑的标题")
        self.change_file(LINK, OTHER)
        self.change_file(NOTICES, "1. 转载须经高台财经同意，风险自负。")
        outcome = self.import_again()
        self.assertEqual(outcome.fields, ("source", "source_url", "disclaimer"))
        assert self.article.source
        self.assertEqual(self.article.source.slug, "gaotai")
        self.assertIn("高台财经", self.article.disclaimer)

    def test_the_files_new_notices_reach_an_edited_article(self) -> None:
        self.edit(title="编辑的标题")
        self.change_file("风险自负", "盈亏自负")
        self.assertEqual(self.import_again().fields, ("disclaimer",))
        self.assertIn("盈亏自负", self.article.disclaimer)

    def test_two_new_sources_wait_for_an_editor(self) -> None:
        own = Source.objects.create(name="海风", slug="haifeng")
        self.edit(source=own)
        self.change_file(LINK, OTHER)
        self.change_file("来源为海岳财经", "来源为高台财经")
        self.assertIs(self.import_again().action, ImportAction.CONFLICT)
        self.assertEqual(self.article.source, own)
        conflict = Conflict.objects.get(field="source")
        self.assertEqual((conflict.ours, conflict.theirs), ("haifeng", "gaotai"))
        self.assertTrue(Source.objects.filter(slug="gaotai").exists())

    def test_a_footer_that_left_the_file_leaves_the_article(self) -> None:
        self.change_file(f"\n\n{NOTICES}\n\n{LINK}\n", "\n")
        outcome = self.import_again()
        self.assertEqual(outcome.fields, ("source", "source_url", "disclaimer"))
        self.assertIsNone(self.article.source)

    def test_a_source_of_another_name_and_slug_is_still_the_files(self) -> None:
        Source.objects.update(name="海岳通讯社", slug="hy")
        self.change_file("买入科技股", "卖出科技股")
        self.assertEqual(self.import_again().fields, ("title",))
        self.assertEqual(Source.objects.count(), 1)


class MenuTests(AttachmentTestCase):
    def setUp(self) -> None:
        super().setUp()
        menu = "menu: {main: {name: 行情, weight: 3}}"
        self.write(NAME, STORY.replace('menu: ""', menu))
        self.import_again()

    def rename(self) -> None:
        self.article.menu_entries.update(label="编辑的行情")

    def lines(self) -> list[tuple[str, str]]:
        return list(self.article.menu_entries.values_list("menu", "label"))

    def test_an_editors_label_stays_when_the_file_changes_elsewhere(self) -> None:
        self.rename()
        self.change_file("买入科技股", "卖出科技股")
        self.assertEqual(self.import_again().fields, ("title",))
        self.assertEqual(self.lines(), [("main", "编辑的行情")])

    def test_a_line_that_an_editor_took_away_stays_away(self) -> None:
        self.article.menu_entries.all().delete()
        self.change_file("买入科技股", "卖出科技股")
        self.assertEqual(self.import_again().fields, ("title",))
        self.assertEqual(self.lines(), [])

    def test_two_labels_of_one_line_wait_for_an_editor(self) -> None:
        self.rename()
        self.change_file("name: 行情", "name: 档案的行情")
        self.assertIs(self.import_again().action, ImportAction.CONFLICT)
        self.assertEqual(self.lines(), [("main", "编辑的行情")])
        conflict = Conflict.objects.get()
        self.assertEqual(conflict.theirs, [["main", "档案的行情", 3]])

    def test_lines_of_other_menus_are_both_kept(self) -> None:
        self.article.menu_entries.create(menu="side", label="边")
        self.change_file("weight: 3}}", "weight: 3}, footer: {}}")
        self.assertEqual(self.import_again().fields, ("menus",))
        self.assertEqual(
            {menu for menu, _label in self.lines()}, {"main", "side", "footer"}
        )


class NameTests(AttachmentTestCase):
    def change_twice(self) -> None:
        for number in range(2):
            self.change_file(f"摘要{'…' * (2 - number)}", f"摘要{'…' * (1 - number)}")
            self.assertEqual(self.import_again().fields, ("summary",))

    def test_a_category_of_another_name_stays_however_often_the_file_changes(
        self,
    ) -> None:
        category = Category.objects.get()
        category.name = "海岳社"
        category.save()
        self.change_twice()
        self.assertEqual([str(c) for c in self.article.categories.all()], ["海岳社"])
        self.assertEqual(Category.objects.count(), 1)

    def test_tags_that_were_renamed_merged_or_deleted_stay_so(self) -> None:
        tag = Tag.objects.get(name="haiyue")
        tag.name = "海岳社"
        save_tag(tag)
        keep = Tag.objects.create(name="美股指数")
        merge_labels([Tag.objects.get(name="标普 500")], keep)
        self.change_twice()
        names = {str(tag) for tag in self.article.tags.all()}
        self.assertEqual(names, {"海岳社", "美股指数"})
        keep.delete()
        self.change_file("买入科技股", "卖出科技股")
        self.import_again()
        self.assertEqual([str(tag) for tag in self.article.tags.all()], ["海岳社"])


class AddressTests(AttachmentTestCase):
    def test_a_new_slug_in_the_file_is_reported_and_the_address_stays(self) -> None:
        slug = self.article.slug
        self.change_file("desk_note: 甲", "desk_note: 甲\nslug: other")
        self.assertEqual(
            [p.code for p in self.import_again().problems if p.code == "slug-kept"],
            ["slug-kept"],
        )
        self.assertEqual(self.article.slug, slug)
        self.change_file("买入科技股", "卖出科技股")
        codes = [problem.code for problem in self.import_again().problems]
        self.assertNotIn("slug-kept", codes)

    def test_a_conflict_by_another_time_zone_is_no_unchanged_file(self) -> None:
        moment = self.article.published_at
        assert moment
        self.edit(published_at=moment.replace(year=2024))
        self.write("hugo.toml", 'timeZone = "America/New_York"')
        self.assertIs(self.import_again().action, ImportAction.CONFLICT)

    def test_both_sides_keys_of_other_front_matter_are_kept(self) -> None:
        self.edit(extra={**self.article.extra, "own": 1})
        self.change_file("desk_note: 甲", "desk_note: 乙\nmore: 2")
        self.import_again()
        extra = self.article.extra
        self.assertEqual(
            (extra["desk_note"], extra["own"], extra["more"]), ("乙", 1, 2)
        )

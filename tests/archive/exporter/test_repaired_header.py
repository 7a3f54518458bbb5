"""Front matter that the importer mended stays as broken as it was."""

from __future__ import annotations

from collections.abc import Callable

from articles.archive.fields import Values
from tests.archive.exporter.test_edited_file import EditTestCase

_BODY = "---\n\n第一段。\n"
COLON = (
    "---\ntitle: 买入: 卖出\ndate: 2025-02-10\ntags:\n  # 金\n  - 金 # 贵\n  # 油\n  - 油\n"
    'authors: ["Lin, A", Wu] # 谁\nsummary: @here\n' + _BODY
)
TABS = (
    "---\ntitle: 买入\ndate: 2025-02-10\ntags:\n\t# 金\n\t- 金\n\t- 油\nparams:\n"
    "\tdescription: 旧 # why\n" + _BODY
)
TOML = "+++\ntitle = '买入'\nweight = 07 # why\ntags = [\n  '金', # 贵\n  '油',\n]\n+++\n甲\n"
CONTROLS = "---\ntitle: 买\x07入\ntags:\n- 金\x08 # why\n- 油\n" + _BODY


def _tags(*tags: str) -> Callable[[Values], None]:
    return lambda now: now.update(tags=list(tags))


class MendingTests(EditTestCase):
    def test_a_colon_without_quotes_stays_where_another_key_changed(self) -> None:
        self.check(_tags("油"), ("  # 金\n  - 金 # 贵\n", ""), text=COLON)
        self.check(
            lambda now: now.update(authors=["Lin, A", "Wu", "Xu, B"]),
            ("Wu]", 'Wu, "Xu, B"]'),
            text=COLON,
        )

    def test_its_own_change_mends_it(self) -> None:
        self.check(
            lambda now: now.update(title="甲: 乙"),
            ("买入: 卖出", "'甲: 乙'"),
            text=COLON,
        )

    def test_tabs_stay_and_new_lines_have_them_too(self) -> None:
        self.check(
            _tags("油", "银"),
            ("\t# 金\n\t- 金\n", ""),
            ("油\n", "油\n\t- 银\n"),
            text=TABS,
        )
        self.check(lambda now: now.update(description="新"), ("旧", "新"), text=TABS)

    def test_a_number_that_begins_with_0_stays_where_nobody_touched_it(self) -> None:
        self.check(_tags("油"), ("  '金', # 贵\n", ""), text=TOML)
        self.check(lambda now: now.update(weight=8), ("07", '"8"'), text=TOML)

    def test_control_characters_stay_in_lines_that_nobody_touched(self) -> None:
        self.check(_tags("金"), ("- 油\n", ""), text=CONTROLS)

    def test_a_comma_too_many_in_json_stays(self) -> None:
        self.check(
            _tags("油", "银"),
            ('"金", ', ""),
            ('"油"', '"油", "银"'),
            text='{\n  "title": "买入",\n  "tags": ["金", "油",],\n}\n甲\n',
        )

from __future__ import annotations

import pytest
from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.models import Tag
from tests.examples import examples


class TagKeyTests(SimpleTestCase):
    def test_spellings_that_nobody_tells_apart_are_one_tag(self) -> None:
        for spellings in (
            [
                "标普500",
                "標普 500",
                "标普　500",
                "＃标普500",
                "#标普 500。",
                "标\u200b普500",
            ],
            ["降息", "降\u00ad息", "\u202e降息", "降息！", "降息……", "# 降息"],
            ["AI芯片", "AI 芯片", "ＡＩ晶片".replace("晶片", "芯片")],
            ["U.S.", "u.s", "U.S"],
        ):
            keys = {Tag.key_of(name) for name in spellings}
            self.assertEqual(len(keys), 1, (spellings, keys))

    def test_signs_within_and_behind_a_name_tell_tags_apart(self) -> None:
        names = ["C", "C#", "C++", "New York", "NewYork", "1.5", "15", "50%", "50"]
        self.assertEqual(len({Tag.key_of(name) for name in names}), len(names))

    def test_what_has_no_letter_keeps_a_key_of_its_own(self) -> None:
        names = ["%", "#", "。", "🚀"]
        self.assertEqual(len({Tag.key_of(name) for name in names}), len(names))
        self.assertEqual(Tag.key_of("\u200b\u2060"), "")


@examples(200)
@given(st.text(max_size=20))
def test_a_key_is_the_key_of_itself(name: str) -> None:
    key = Tag.key_of(name)
    if any(map(str.isalnum, key)):
        assert Tag.key_of(key) == key


@pytest.mark.parametrize("name", ["标普 500", "#标普500。"])
def test_a_key_is_found_in_a_folded_text(name: str) -> None:
    assert Tag.key_of(name) in Tag.fold_spaces("昨日標普 500 下跌")

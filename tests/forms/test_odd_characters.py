from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, strategies as st

from articles.forms.inputs import LeadField, NameField, TagsField
from articles.models import TURNS_DIRECTION
from tests.examples import examples

INVISIBLE = [
    "\u200b",
    "\u2060\ufeff",
    "\u00ad",
    " \u200d ",
    "\u3164",
    "\u200e",
    "\u2028",
]


@pytest.mark.parametrize("text", INVISIBLE)
def test_a_name_that_nobody_sees_is_empty(text: str) -> None:
    with pytest.raises(ValidationError) as error:
        NameField().clean(text)
    assert error.value.code == "required"
    assert NameField(required=False).clean(text) == ""
    assert LeadField(required=False).clean(text) == ""


def test_what_nobody_sees_within_a_name_is_dropped() -> None:
    assert NameField().clean("\ufeff降\u200b息\u00ad 了\u2060") == "降息 了"
    assert NameField().clean("一行\r\n二行\t三") == "一行 二行 三"
    assert LeadField().clean("一\u200b行\r\n二行") == "一行\n二行"
    assert TagsField().clean("美\u200b股，港股") == ["美股", "港股"]


def test_joiners_stay_where_they_join() -> None:
    for text in ("👨‍👩‍👧 一家", "نامه\u200cای", "क्\u200dष"):
        assert NameField().clean(text) == text
    assert NameField().clean("中\u200d文a\u200cb") == "中文ab"


@pytest.mark.parametrize("char", ["\u202e", "\u202a", "\u2066", "\u2069"])
@pytest.mark.parametrize("field", [NameField(), LeadField(), TagsField()])
def test_what_turns_the_direction_is_refused_with_its_place(
    field: NameField, char: str
) -> None:
    with pytest.raises(ValidationError) as error:
        field.clean(f"美联储{char}降息")
    assert error.value.code == "turns_direction"
    assert "美联储" in error.value.messages[0]
    assert f"U+{ord(char):04X}" in error.value.messages[0]


@pytest.mark.parametrize("char", ["\x00", "\ud800"])
def test_what_no_database_stores_is_refused(char: str) -> None:
    for field in (NameField(), LeadField(), TagsField()):
        with pytest.raises(ValidationError):
            field.clean(f"美{char}联储")


@examples(200)
@given(st.text(max_size=30))
def test_a_name_that_is_taken_is_seen_and_stays_as_it_is(text: str) -> None:
    try:
        name = NameField().clean(text)
    except ValidationError:
        return
    assert name.strip() == name != ""
    assert not TURNS_DIRECTION.search(name)
    assert NameField().clean(name) == name

"""What two editors make of one article, field by field."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from articles.publishing.merging import (
    Decision,
    Merge,
    merge_orders,
    merge_states,
    place_key,
)
from articles.publishing.text_merging import Place


def merged_list(base: str, ours: str, theirs: str, **options: Any) -> str | Place:
    found = merge_orders([*base], [*ours], [*theirs], **options)
    return found if isinstance(found, Place) else "".join(found)


# Lists


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("ab", "abx", "aby", "abxy"),
        ("ab", "b", "aby", "by"),
        ("abc", "bc", "ab", "b"),
        ("", "x", "y", "xy"),
        ("abc", "cba", "abcd", "cdba"),
        ("abc", "abcd", "cba", "cdba"),
        ("ab", "ax", "ax", "ax"),
    ],
)
def test_a_list_has_what_both_added_in_the_order_of_who_moved_it(
    base: str, ours: str, theirs: str, merged: str
) -> None:
    assert merged_list(base, ours, theirs) == merged


def test_moved_by_both_is_for_a_person_to_decide() -> None:
    place = merged_list("abc", "cab", "bca")
    assert isinstance(place, Place)
    assert ("".join(place.ours), "".join(place.theirs)) == ("cab", "bca")


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("a", "xa", "ay", "xay"),
        ("a", "ay", "xa", "xay"),
        ("a", "x", "ay", "xy"),
        ("a", "ay", "x", "xy"),
        ("ab", "ba", "ab", "ba"),
    ],
)
def test_who_changed_the_main_category_decides_it(
    base: str, ours: str, theirs: str, merged: str
) -> None:
    assert merged_list(base, ours, theirs, first_matters=True) == merged


def test_two_main_categories_are_for_a_person_to_decide() -> None:
    for base in ("", "a"):
        assert isinstance(
            merged_list(base, f"x{base}", f"y{base}", first_matters=True), Place
        )


ITEMS = st.lists(st.sampled_from("abcdefg"), unique=True, max_size=6)


@given(ITEMS, ITEMS, ITEMS, st.booleans())
def test_whatever_the_lists_what_was_added_is_there_and_what_was_removed_is_not(
    base: list[str], ours: list[str], theirs: list[str], first_matters: bool
) -> None:
    found = merge_orders(base, ours, theirs, first_matters=first_matters)
    sides = [found.ours, found.theirs] if isinstance(found, Place) else [found]
    for items in sides:
        kept = {i for i in base if i in ours and i in theirs}
        assert set(items) == kept | ({*ours, *theirs} - {*base})
        assert len(items) == len(set(items))


@given(ITEMS, ITEMS)
def test_a_list_that_one_side_left_alone_is_the_others(
    base: list[str], other: list[str]
) -> None:
    assert merge_orders(base, base, other) == other
    assert merge_orders(base, other, base) == other


# Values and decisions


def meet(base: Any, ours: Any, theirs: Any, field: str = "title") -> Merge:
    return merge_states({field: base}, {field: ours}, {field: theirs})


def test_a_value_that_one_side_changed_is_taken_and_two_are_a_place() -> None:
    assert meet("a", "b", "a").state == {"title": "b"}
    assert meet("a", "a", "b").state == {"title": "b"}
    assert meet("a", "b", "b").state == {"title": "b"}
    (place,) = meet("a", "b", "c").open_places
    assert (place.field, place.ours, place.theirs) == ("title", "b", "c")


def test_a_title_of_ones_own_is_a_title() -> None:
    (place,) = meet("a", "b", "c").places
    key = place_key(place)
    for text, is_taken in (
        ("d", True),
        ("", False),
        ("x" * 1001, False),
        ("a\nb", False),
    ):
        merge = Merge({"title": place}, {key: Decision("text", text)})
        assert (merge.open_places == []) is is_taken


def test_a_value_that_is_no_text_takes_no_text() -> None:
    (place,) = meet("draft", "published", "withdrawn", "status").places
    for side in ("text", "both", "nonsense"):
        merge = Merge({"status": place}, {place_key(place): Decision(side, "x")})
        assert merge.open_places == [place]


def test_equal_places_of_one_text_are_decided_apart() -> None:
    base = "甲。\n\n中。\n\n甲。"
    found = meet(base, base.replace("甲", "乙"), base.replace("甲", "丙"), "body")
    first, second = map(place_key, found.places)
    chosen = {first: Decision("ours"), second: Decision("theirs")}
    decided = Merge(found.values, chosen)
    assert decided.state == {"body": "乙。\n\n中。\n\n丙。"}
    assert [place["chosen"] for place in decided.rejected] == ["乙。", "丙。"]


def test_overrides_are_merged_text_by_text() -> None:
    name = "overrides.zh-tw.title"
    found = merge_states({}, {name: "臺灣"}, {"overrides.zh-hk.title": "香港"})
    assert found.state == {name: "臺灣", "overrides.zh-hk.title": "香港"}
    assert merge_states({name: "a"}, {}, {name: "a"}).state == {name: ""}

"""What two editors do to one text: both are there, or a person decides."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from articles.publishing.text_merging import Place, merge_texts

BASE = "一月。二月。三月。\n\nFed cuts rates.\n\nMarkets rise.\n"


def merged(ours: str, theirs: str, base: str = BASE) -> str:
    result = merge_texts(base, ours, theirs)
    assert result.places == []
    return result.text(lambda place: "")


def only_place(ours: str, theirs: str, base: str = BASE) -> Place:
    (place,) = merge_texts(base, ours, theirs).places
    return place


# Different places


def test_changes_of_neighbouring_paragraphs_are_both_there() -> None:
    ours = BASE.replace("cuts", "raises")
    theirs = BASE.replace("rise", "fall")
    assert merged(ours, theirs) == ours.replace("rise", "fall")


def test_a_paragraph_added_at_the_end_leaves_the_last_one_to_the_other() -> None:
    theirs = BASE.replace("rise", "fall")
    assert merged(f"{BASE}\n新段。\n", theirs) == f"{theirs}\n新段。\n"


def test_a_paragraph_added_in_front_leaves_the_first_one_to_the_other() -> None:
    theirs = BASE.replace("一月", "正月")
    assert merged(f"新段。\n\n{BASE}", theirs) == f"新段。\n\n{theirs}"


def test_sentences_apart_in_one_paragraph_are_both_there() -> None:
    ours, theirs = BASE.replace("一月", "正月"), BASE.replace("三月", "季末")
    assert merged(ours, theirs) == ours.replace("三月", "季末")


def test_rows_apart_in_one_table_are_both_there() -> None:
    base = "| a | 1 |\n| b | 2 |\n| c | 3 |\n"
    ours, theirs = base.replace("1", "10"), base.replace("3", "30")
    assert merged(ours, theirs, base) == "| a | 10 |\n| b | 2 |\n| c | 30 |\n"


def test_a_paragraph_added_beside_a_deleted_one_stays() -> None:
    ours = BASE.replace("Fed cuts rates.\n\n", "")
    theirs = BASE.replace("Markets", "新段。\n\nMarkets")
    assert merged(ours, theirs) == "一月。二月。三月。\n\n新段。\n\nMarkets rise.\n"


def test_the_same_change_counts_once() -> None:
    both = BASE.replace("cuts", "raises")
    ours = both.replace("一月", "正月")
    theirs = both.replace("rise", "fall")
    assert merged(ours, theirs) == ours.replace("rise", "fall")


def test_an_edited_paragraph_is_known_again_beside_an_added_one() -> None:
    ours = BASE.replace("Fed cuts rates.", "Fed cuts rates again.\n\n新段。")
    theirs = BASE.replace("Markets rise.", "Markets do rise.")
    assert merged(ours, theirs) == ours.replace("Markets", "Markets do")


# The same place


def test_two_changes_in_one_sentence_are_for_a_person_to_decide() -> None:
    place = only_place(BASE.replace("cuts", "raises"), BASE.replace("rates", "jobs"))
    assert (place.base, place.ours, place.theirs) == (
        *("Fed cuts rates.", "Fed raises rates.", "Fed cuts jobs."),
    )


def test_sentences_that_touch_are_a_place() -> None:
    place = only_place(BASE.replace("一月", "正月"), BASE.replace("二月", "仲春"))
    assert place.ours == "正月。二月。三月。"


def test_one_sentence_changed_twice_proposes_what_else_changed_in_the_paragraph() -> (
    None
):
    base = "一月。二月。三月。四月。\n"
    ours = base.replace("一月", "正月")
    theirs = base.replace("一月", "元月").replace("四月", "孟夏")
    assert only_place(ours, theirs, base).proposal == "正月。二月。三月。孟夏。"


def test_deleted_against_edited_is_a_place_that_proposes_the_text() -> None:
    ours = BASE.replace("Fed cuts rates.\n\n", "")
    place = only_place(ours, BASE.replace("cuts", "raises"))
    assert (place.ours, place.theirs) == ("", "Fed raises rates.")
    assert place.proposal == "Fed raises rates."


def test_a_paragraph_of_each_at_one_place_proposes_both() -> None:
    place = only_place(f"{BASE}\n甲段。\n", f"{BASE}\n乙段。\n")
    assert (place.base, place.proposal) == ("", "甲段。\n\n乙段。")


def test_a_place_that_is_emptied_leaves_no_gap() -> None:
    ours = BASE.replace("Fed cuts rates.\n\n", "")
    result = merge_texts(BASE, ours, BASE.replace("cuts", "raises"))
    assert result.text(lambda place: "") == ours


# Whatever the texts are

WORDS = st.sampled_from(
    ["甲。", "乙。", "丙", "a. ", "b ", "\n", "\n\n", " ", "| ", "! "]
)
TEXTS = st.lists(WORDS, max_size=24).map("".join)


@given(TEXTS, TEXTS)
def test_a_side_that_changed_nothing_gives_way(base: str, other: str) -> None:
    assert merged(base, other, base) == other
    assert merged(other, base, base) == other
    assert merged(other, other, base) == other


def tokens(text: str) -> list[str]:
    return re.findall(r"\S", text)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str, str]:
    """A text and two edits of it, each of which types letters of its own."""
    base = draw(st.lists(WORDS, max_size=24))
    sides = []
    for letters in ("ABCDEFGH", "STUVWXYZ"):
        side = [*base]
        for letter in draw(st.permutations(letters))[: draw(st.integers(0, 5))]:
            at = draw(st.integers(0, len(side)))
            until = min(len(side), at + draw(st.integers(0, 2)))
            side[at:until] = [
                draw(st.sampled_from([letter, f"{letter}。", f"\n\n{letter}\n\n"]))
            ]
        sides.append("".join(side))
    return "".join(base), sides[0], sides[1]


@given(edits())
def test_nothing_that_either_typed_is_lost(texts: tuple[str, str, str]) -> None:
    base, ours, theirs = texts
    result = merge_texts(base, ours, theirs)
    kept = result.text(lambda place: place.ours + place.theirs)
    typed = set(tokens(ours + theirs)) - set(tokens(base))
    assert typed <= set(tokens(kept))


@given(edits())
def test_the_sides_may_change_places(texts: tuple[str, str, str]) -> None:
    base, ours, theirs = texts
    one, other = merge_texts(base, ours, theirs), merge_texts(base, theirs, ours)
    assert one.text(lambda place: place.ours) == other.text(lambda place: place.theirs)
    swapped = [(p.base, p.theirs, p.ours) for p in other.places]
    assert [(p.base, p.ours, p.theirs) for p in one.places] == swapped


@given(edits())
def test_choosing_one_side_everywhere_keeps_all_that_it_typed(
    texts: tuple[str, str, str],
) -> None:
    base, ours, theirs = texts
    kept = merge_texts(base, ours, theirs).text(lambda place: place.ours)
    assert set(tokens(ours)) - set(tokens(base)) <= set(tokens(kept))


@pytest.mark.parametrize(
    "base",
    [
        "a\n\n" * 300_000,
        "ab\n\nba\n\n" * 120_000,
        "。" * 1_000_000,
        "甲。乙。" * 250_000,
        "\n".join(map(str, range(150_000))),
        " " * 1_000_000,
        "\n \n" * 330_000,
    ],
    ids=["equal", "two", "marks", "sentences", "lines", "spaces", "blank"],
)
def test_a_million_characters_are_merged(base: str) -> None:
    middle = len(base) // 2
    ours = f"OURS {base[:middle]} x {base[middle:]}"
    theirs = f"{base[:middle:2]}{base[middle:]} THEIRS"
    result = merge_texts(base, ours, theirs)
    kept = result.text(lambda place: place.ours + place.theirs)
    assert "OURS" in kept
    assert "THEIRS" in kept

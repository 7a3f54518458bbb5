from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from articles.rights import GROUPS, IMPLIED, Right
from tests.people import make_clerk, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", GROUPS)
def test_a_shipped_group_holds_its_rights_and_nothing_else(name: str) -> None:
    held = Group.objects.get(name=name).permissions.values_list("codename", flat=True)
    assert set(held) == {right.codename for right in GROUPS[name]}


@pytest.mark.parametrize("name", GROUPS)
def test_a_member_has_what_the_rights_of_the_group_imply(name: str) -> None:
    member = make_person(name)
    for right in Right:
        assert member.has_perm(right) == (right in GROUPS[name])
    implied = frozenset[str]().union(*(IMPLIED[each] for each in GROUPS[name]))
    assert member.get_all_permissions() == {*GROUPS[name], *implied}


def test_who_holds_no_right_has_nothing() -> None:
    assert make_clerk().get_all_permissions() == set()

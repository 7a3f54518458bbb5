"""A hundred of the random interleavings that ``make soak`` runs a thousand of: fifty on
each kind of database."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.soak.invariants import broken_invariants
from tests.soak.two_editors import interleave


@pytest.mark.django_db
@pytest.mark.parametrize("first", range(1, 51, 25))
def test_no_word_that_two_editors_typed_is_lost(first: int) -> None:
    if connection.vendor == "postgresql":
        first += 50
    met = sum(interleave(seed) for seed in range(first, first + 25))
    assert met  # They do meet.
    assert broken_invariants() == []

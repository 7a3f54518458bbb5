"""A hundred of the random interleavings that ``make soak`` runs a thousand of."""

from __future__ import annotations

import pytest

from tests.soak.invariants import broken_invariants
from tests.soak.two_editors import interleave


@pytest.mark.django_db
@pytest.mark.parametrize("first", range(1, 101, 20))
def test_no_word_that_two_editors_typed_is_lost(first: int) -> None:
    met = sum(interleave(seed) for seed in range(first, first + 20))
    assert met  # They do meet.
    assert broken_invariants() == []

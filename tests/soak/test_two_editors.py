"""A hundred of the random interleavings that ``make soak`` runs a thousand of."""

from __future__ import annotations

from django.test import TestCase

from tests.soak.invariants import broken_invariants
from tests.soak.two_editors import interleave


class TwoEditorsTests(TestCase):
    def test_no_word_that_two_editors_typed_is_lost(self) -> None:
        met = sum(interleave(seed) for seed in range(1, 101))
        self.assertGreater(met, 10)  # They do meet.
        self.assertEqual(broken_invariants(), [])

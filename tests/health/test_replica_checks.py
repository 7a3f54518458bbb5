"""Whoever runs the site is told what ails a replica, and that readers are served."""

from __future__ import annotations

from unittest import mock

from django.test import SimpleTestCase

from articles.health import CheckResult, Health
from articles.health.replica_checks import ReplicaState, check_replicas


class ReplicaCheckTests(SimpleTestCase):
    def test_each_ailment_has_words_of_its_own_and_breaks_nothing(self) -> None:
        for state, word in (
            (ReplicaState("replica1", None), "does not answer"),
            (ReplicaState("replica1", 0.0, is_replica=False), "no replica"),
            (ReplicaState("replica1", 0.0, is_connected=False), "gets nothing"),
            (ReplicaState("replica1", 30.0), "30.0 seconds behind"),
        ):
            with self.subTest(word):
                result = self.check(state)
                self.assertIs(result.health, Health.WARNING)
                self.assertIn(word, result.finding)
                self.assertTrue(result.remedy)

    def test_one_that_keeps_up_is_well(self) -> None:
        self.assertIs(self.check(ReplicaState("replica1", 0.1)).health, Health.OK)

    @staticmethod
    def check(state: ReplicaState) -> CheckResult:
        states = "articles.health.replica_checks.replica_states"
        with mock.patch(states, return_value=[state]):
            (result,) = check_replicas()
        return result

"""Find out whether the site can work, and say it in plain words.

``readiness`` asks what may break while the site runs, for ``/readyz``; ``setup_checks`` asks what
may be wrong with a machine or its settings, for ``doctor``, with the readiness among it.
``replica_checks`` asks the replicas of the database, for both. ``check_results`` holds what each
check finds.
"""

from __future__ import annotations

from articles.health.check_results import CheckResult, Health
from articles.health.readiness import readiness
from articles.health.replica_checks import replica_states
from articles.health.setup_checks import setup_checks

__all__ = ["CheckResult", "Health", "readiness", "replica_states", "setup_checks"]

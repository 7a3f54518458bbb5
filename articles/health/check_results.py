"""The result of a check."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    OK = "ok"
    WARNING = "warning"  # Readers are served; somebody should look.
    BROKEN = "broken"


@dataclass(frozen=True)
class CheckResult:
    """A sentence about one thing, and what to do about it if anything is wrong."""

    name: str
    health: Health
    finding: str
    remedy: str = ""


def ok(name: str, finding: str) -> CheckResult:
    return CheckResult(name, Health.OK, finding)


def warning(name: str, finding: str, remedy: str) -> CheckResult:
    return CheckResult(name, Health.WARNING, finding, remedy)


def broken(name: str, finding: str, remedy: str) -> CheckResult:
    return CheckResult(name, Health.BROKEN, finding, remedy)

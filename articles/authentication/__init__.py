"""Let people into the desk, and limit how often somebody may try.

``lockout`` counts wrong passwords, ``known_devices`` tells the browsers in which an account
has signed in before, ``second_factor`` asks for more than a password, ``desk_sessions`` lists
where an account is signed in, and ``account_acts`` records what was done to an account.
"""

from __future__ import annotations

from articles.authentication.account_acts import record_account_act
from articles.authentication.desk_sessions import (
    LiveSession,
    end_sessions,
    live_sessions,
    note_seen,
    record_session,
)
from articles.authentication.known_devices import remember_device
from articles.authentication.lockout import (
    Lock,
    LockoutHandler,
    lift_locks,
    lock_of,
    locked_until,
)
from articles.authentication.second_factor import (
    CodeCheck,
    check_code,
    confirm_second_factor,
    has_second_factor,
    must_set_up,
    new_device,
    recovery_codes_left,
    remove_second_factor,
)

__all__ = [
    "CodeCheck",
    "LiveSession",
    "Lock",
    "LockoutHandler",
    "check_code",
    "confirm_second_factor",
    "end_sessions",
    "has_second_factor",
    "lift_locks",
    "live_sessions",
    "lock_of",
    "locked_until",
    "must_set_up",
    "new_device",
    "note_seen",
    "record_account_act",
    "record_session",
    "recovery_codes_left",
    "remember_device",
    "remove_second_factor",
]

"""The outbox: tell hubs, search engines and partners what becomes of articles.

``events`` writes a ``Delivery`` for each receiver in the transaction of the act, to be sent
when readers see it; ``claims`` hands those that are due to one sender at a time; ``standing``
compares them with what readers see by then; ``messages`` composes what each kind of receiver
gets, ``signatures`` signs it, ``posting`` posts it, and ``sending`` does all that and keeps
what came of it. ``hubs`` are those that feeds name, and ``background`` sends behind a response where the site has no timer.

An event is sent at least once, always with the same number.
"""

from __future__ import annotations

from articles.outbox.background import SendOutboxMiddleware
from articles.outbox.events import note_deletion, note_import, note_publication
from articles.outbox.hubs import hub_addresses
from articles.outbox.messages import key_address
from articles.outbox.sending import SendingResult, send_again, send_due
from articles.outbox.signatures import is_secret

__all__ = [
    "SendOutboxMiddleware",
    "SendingResult",
    "hub_addresses",
    "is_secret",
    "key_address",
    "note_deletion",
    "note_import",
    "note_publication",
    "send_again",
    "send_due",
]

"""How many examples a property is tried with."""

from __future__ import annotations

import os

from hypothesis import settings


def examples(usual: int) -> settings:
    """Decorate a property: ``usual`` examples, or what ``NEWSDESK_EXAMPLES`` says."""
    return settings(max_examples=int(os.environ.get("NEWSDESK_EXAMPLES", usual)))

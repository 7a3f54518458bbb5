"""The example by which partners verify signatures is right."""

from __future__ import annotations

import re
import runpy
import tempfile
from pathlib import Path

from articles.outbox import send_due
from tests.outbox.receiving import SECRET, publish_article
from tests.outbox.sending_case import SendingCase

FEEDS = Path(__file__).resolve().parent.parent.parent / "docs" / "feeds.md"


class ExampleTests(SendingCase):
    def test_it_takes_what_is_sent_and_refuses_all_else(self) -> None:
        (example,) = re.findall(r"```python\n(.*?)```", FEEDS.read_text("utf-8"), re.S)
        folder = self.enterContext(tempfile.TemporaryDirectory())
        file = Path(folder, "example.py")
        file.write_text(example, encoding="utf-8")
        is_ours = runpy.run_path(str(file))["is_from_the_desk"]
        publish_article()
        send_due()
        (got,) = self.server.received
        self.assertTrue(is_ours(SECRET, got.headers, got.body))
        self.assertFalse(is_ours(SECRET, got.headers, got.body + b" "))
        self.assertFalse(is_ours(SECRET[:-4] + "AAAA", got.headers, got.body))
        old = got.headers | {"webhook-timestamp": "1700000000"}
        self.assertFalse(is_ours(SECRET, old, got.body))

"""Log lines that a machine reads: one JSON object each."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

from newsdesk.observability.request_ids import request_id

# What every record has; all else was given by whoever logged it.
_USUAL = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request_id"}


class RequestIdFilter(logging.Filter):
    """Put the request's name on a record; ``-`` outside of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        # Django logs an answer once all middleware is done with it.
        request = getattr(record, "request", None)
        record.request_id = getattr(request, "request_id", request_id.get())
        return True


class JsonFormatter(logging.Formatter):
    """Write time (UTC), level, logger, message, request_id, and what was given as extra.

    The traceback is one text, ``exception``. Values that JSON has no form for are left out.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": getattr(record, "request_id", "-"),
            "process": record.process,
        }
        for name, value in vars(record).items():
            if name not in _USUAL and isinstance(value, str | int | float | None):
                line[name] = value
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)

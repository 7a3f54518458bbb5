"""A few sentences that the desk tells readers, or notes for itself."""

from __future__ import annotations

from typing import Any

from articles.forms.inputs import ProseField


class NoticeField(ProseField):
    """Plain text, without the white space around it."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).strip()

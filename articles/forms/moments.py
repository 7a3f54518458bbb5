"""Times as editors give them: a day and a time in the time zone of the desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _, gettext_lazy


def check_year(moment: datetime) -> None:
    """Refuse years that nobody means. Raises ``ValidationError``."""
    if not 1900 <= moment.year < 3000:
        raise ValidationError(_("Give a year between 1900 and 2999."))


class MomentInput(AdminSplitDateTime):
    """Shows the seconds, which the first format of some languages leaves out: what is
    not shown would be sent back as none."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.widgets[1].format = "%H:%M:%S"

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_

    def texts(self, moment: datetime) -> list[str | None]:
        """Return what the two boxes say for a moment."""
        parts = zip(self.widgets, self.decompress(moment), strict=True)
        return [box.format_value(part) for box, part in parts]


class MomentField(forms.SplitDateTimeField):
    """A day and a time in the time zone of the desk.

    ``shown`` is the moment that the form was rendered with. Sent back as it was, it is
    that moment: to read it anew would fail in an hour that a clock change repeats.
    """

    widget: Any = MomentInput
    shown: datetime | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # The label is that of the first box.
        name = format_lazy("{} – {}", self.label or "", gettext_lazy("time"))
        self.widget.widgets[1].attrs["aria-label"] = name

    def clean(self, value: Any) -> datetime | None:
        return self.shown if self._is_untouched(value) else super().clean(value)

    def compress(self, data_list: Any) -> datetime | None:
        if not data_list or None in data_list:
            return super().compress(data_list)
        wall_time = datetime.combine(*data_list)
        if self.shown and wall_time == _wall_time_of(self.shown):
            return self.shown  # Written in another way.
        try:
            return super().compress(data_list)
        except ValidationError:
            self._explain(wall_time)
            raise

    def has_changed(self, initial: Any, data: Any) -> bool:
        return not self._is_untouched(data) and super().has_changed(initial, data)

    def _is_untouched(self, value: Any) -> bool:
        return bool(self.shown and list(value or []) == self.widget.texts(self.shown))

    def _explain(self, wall_time: datetime) -> None:
        """Say which kind of clock change makes a time of day mean nothing, or two things."""
        zone = timezone.get_current_timezone()
        first, second = (
            wall_time.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)
        )
        if first and second and first != second:
            raise ValidationError(_SKIPPED if first < second else _REPEATED)


def _wall_time_of(moment: datetime) -> datetime:
    return timezone.make_naive(moment).replace(microsecond=0)


_SKIPPED = gettext_lazy(
    "This time does not exist: the clocks were put forward over it that day."
)
_REPEATED = gettext_lazy(
    "This time came twice that day, because the clocks were put back: give another."
)

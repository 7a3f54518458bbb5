"""Moments and time zones as people at the desk call them: 12月1日 周二 09:30 北京时间."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy, pgettext

_NAMES = {
    "Asia/Shanghai": gettext_lazy("Beijing time"),
    "Asia/Taipei": gettext_lazy("Taipei time"),
    "Asia/Hong_Kong": gettext_lazy("Hong Kong time"),
    "Asia/Singapore": gettext_lazy("Singapore time"),
    "Asia/Tokyo": gettext_lazy("Tokyo time"),
    "Europe/London": gettext_lazy("London time"),
    "America/New_York": gettext_lazy("New York time"),
    "UTC": gettext_lazy("UTC"),
}
# Of the days of one name the nearest is meant.
_PLAIN = timedelta(days=180)


def zone_name() -> str:
    """Return what people call the desk's zone, in the active language."""
    key = timezone.get_current_timezone_name()
    if key in _NAMES:
        return str(_NAMES[key])
    city = key.rpartition("/")[2].replace("_", " ")
    return _("%(city)s time") % {"city": city}


def zone_names() -> set[str]:
    """Return what people call the desk's zone in any language of the interface."""
    names = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            names.add(zone_name())
    return names


def moment_in_words(moment: datetime, now: datetime | None = None) -> str:
    """Return date, weekday, time and zone; with the year unless it is plain which."""
    local = timezone.localtime(moment)
    written = (
        pgettext("moment, in Django's characters", "D j F, H:i")
        if abs(moment - (now or timezone.now())) < _PLAIN
        else pgettext("moment, in Django's characters", "D j F Y, H:i")
    )
    if local.second:
        written = written.replace("H:i", "H:i:s")
    return f"{date_format(local, written)} {zone_name()}"


def distance_in_words(moment: datetime, now: datetime | None = None) -> str:
    """Return how far away a moment is: in 9 h 40 min, 2 d 3 h ago."""
    seconds = (moment - (now or timezone.now())).total_seconds()
    minutes = round(abs(seconds) / 60)
    days, hours = minutes // 1440, minutes % 1440 // 60
    parts = {
        pgettext("distance in time", "%d d"): days,
        pgettext("distance in time", "%d h"): hours,
        pgettext("distance in time", "%d min"): 0 if days else minutes % 60,
    }
    words = " ".join(unit % number for unit, number in parts.items() if number)
    if not words:
        return _("now")
    return (_("in %s") if seconds > 0 else _("%s ago")) % words

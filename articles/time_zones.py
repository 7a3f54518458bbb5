"""Moments and the zone of the desk as people call them: 12月1日 周二 09:30 北京时间."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_noop, pgettext

# Of the places where financial news is made; any other zone goes by its city.
_NAMES = {
    "Asia/Shanghai": gettext_noop("Beijing time"),
    "Asia/Taipei": gettext_noop("Taipei time"),
    "Asia/Hong_Kong": gettext_noop("Hong Kong time"),
    "Asia/Macau": gettext_noop("Macau time"),
    "Asia/Singapore": gettext_noop("Singapore time"),
    "Asia/Tokyo": gettext_noop("Tokyo time"),
    "Europe/London": gettext_noop("London time"),
    "America/New_York": gettext_noop("New York time"),
    "UTC": gettext_noop("Universal time (UTC)"),
}

# Of the days of one name the nearest is meant.
_PLAIN = timedelta(days=180)


def zone_name() -> str:
    """Return the name of the zone that is set, in the language of the interface."""
    zone = settings.TIME_ZONE
    if zone in _NAMES:
        return _(_NAMES[zone])
    return zone.rpartition("/")[2].replace("_", " ")


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

"""The zone that all times of the desk are in, as people call it."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _, gettext_noop

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


def zone_name() -> str:
    """Return the name of the zone that is set, in the language of the interface."""
    zone = settings.TIME_ZONE
    if zone in _NAMES:
        return _(_NAMES[zone])
    return zone.rpartition("/")[2].replace("_", " ")

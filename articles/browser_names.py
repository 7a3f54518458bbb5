"""Name the browser and the system of a User-Agent header as people call them."""

from __future__ import annotations

from django.utils.translation import gettext as _, gettext_noop

# Each claims to be those after it.
_BROWSERS = {
    "MicroMessenger": gettext_noop("WeChat"),
    "Edg": "Edge",
    "OPR": "Opera",
    "QQBrowser": gettext_noop("QQ Browser"),
    "HuaweiBrowser": gettext_noop("Huawei Browser"),
    "MiuiBrowser": gettext_noop("Mi Browser"),
    "SamsungBrowser": gettext_noop("Samsung Internet"),
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "HarmonyOS": gettext_noop("HarmonyOS"),
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


def browser_in_words(user_agent: str) -> str:
    """Return browser and system, such as Firefox, Windows; of another program its name."""
    browser = _named(user_agent, _BROWSERS)
    system = _named(user_agent, _SYSTEMS)
    names = filter(None, (browser or user_agent.partition("/")[0][:30], system))
    return " · ".join(names) or _("unknown")


def _named(user_agent: str, names: dict[str, str]) -> str:
    found = (name for mark, name in names.items() if mark in user_agent)
    name = next(found, "")
    return _(name) if name else ""

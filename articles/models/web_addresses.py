"""Which addresses may become a link of a page: those of the web, and no script."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

_ON_THE_WEB = re.compile(r"https?://", re.IGNORECASE)

validate_web_address = URLValidator(
    schemes=["http", "https"],
    message=_("Give an address that begins with http:// or https://."),
)


def web_address(url: str) -> str:
    """Return the address if it leads to the web, else nothing.

    For what is printed as a link: rows may be older than the rule of their field.
    """
    return url if _ON_THE_WEB.match(url) else ""


def validate_links(value: object) -> None:
    """Check a list of links: maps of a title and of an address of the web or a mailbox."""
    for link in value if isinstance(value, list) else [value]:
        values = link if isinstance(link, dict) else {}
        title, url = str(values.get("title", "")), str(values.get("url", ""))
        if len(title.strip().splitlines()) != 1 or not _is_link(url):
            raise ValidationError(
                _("Write a title, a space and a web address, not “%(line)s”."),
                params={"line": f"{title} {url}".strip()[:60]},
            )


def _is_link(url: str) -> bool:
    try:
        validate_web_address(url)
    except ValidationError:
        return re.fullmatch(r"mailto:[^\s@]*@\S*", url) is not None
    return True

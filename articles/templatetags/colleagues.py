"""Filter of the desk's pages: people by the names that colleagues call them."""

from __future__ import annotations

from django import template

from articles.people_names import desk_name

register = template.Library()
register.filter(desk_name)

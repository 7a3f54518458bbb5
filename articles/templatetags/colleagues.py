"""Filters of the desk's pages: people and their browsers by the names that people use."""

from __future__ import annotations

from django import template

from articles.browser_names import browser_in_words
from articles.people_names import desk_name

register = template.Library()
register.filter(browser_in_words)
register.filter(desk_name)

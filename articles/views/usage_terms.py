"""Tell people and programs the terms of an article's source and of the site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _, pgettext

from articles.choices import Reuse
from articles.models import Article, SiteSettings
from articles.pages import PageContext
from articles.usage_terms import UsageTerms
from articles.views.page_meta import ROBOTS

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


@dataclass(frozen=True)
class UsageNote:
    """One of the terms in the words of a page, with a link where it has one.

    The label ends as the text goes on: with a space, or a full-width colon.
    """

    label: str
    text: str
    url: str = ""


def terms_of(article: Article, site: SiteSettings) -> UsageTerms:
    """Return the terms of the article's source with what the site refuses: of two choices
    the stricter counts."""
    terms = article.source.usage_terms if article.source else UsageTerms()
    return terms.stricter(site.usage_terms)


def usage_notes(terms: UsageTerms, page: PageContext) -> list[UsageNote]:
    """Return the terms in the words of the page. No query."""
    reuse = str(Reuse(terms.reuse).label) if terms.reuse in Reuse.values else ""
    credit = page.convert_name(terms.credit_line) or terms.credit_url
    contact = page.convert_name(terms.contact)
    mail_url = f"mailto:{terms.contact}" if _EMAIL.fullmatch(terms.contact) else ""
    notes = [
        UsageNote(_("Reuse: "), reuse),
        UsageNote(_("Credit: "), credit, terms.credit_url),
        UsageNote(_("Contact: "), contact, mail_url),
        UsageNote(_("Use by machines: "), _machine_uses(terms)),
    ]
    return [note for note in notes if note.text]


def _machine_uses(terms: UsageTerms) -> str:
    uses = []
    if terms.allows_answer_engines is not None:
        uses.append(
            _("answers and summaries allowed")
            if terms.allows_answer_engines
            else _("no answers or summaries")
        )
    if terms.allows_training is not None:
        uses.append(
            _("training of models allowed")
            if terms.allows_training
            else _("no training of models")
        )
    return pgettext("between terms", "; ").join(uses)


def plain_usage_notes(notes: Sequence[UsageNote]) -> str:
    """Join notes to a plain text, one a line."""
    return "\n".join(
        f"{note.label}{note.text}"
        + (
            f" {note.url}"
            if note.url.startswith("http") and note.url != note.text
            else ""
        )
        for note in notes
    )


def robots_for(terms: UsageTerms, *, is_hidden: bool = False) -> str:
    """Return the robots rules of a page, which may be hidden by the desk.

    Google makes no answers of a page with ``nosnippet``, and shows no excerpt of it in
    plain results either; there is no finer rule for one page. Bing makes neither
    answers nor models of one with ``noarchive``, and models only of title and excerpt
    of one with ``nocache``. Words without a reader, such as ``noai``, are left out.
    https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag
    https://blogs.bing.com/webmaster/september-2023/Announcing-new-options-for-webmasters-to-control-usage-of-their-content-in-Bing-Chat
    """
    rules = []
    is_hidden = is_hidden or terms.allows_search_engines is False
    if is_hidden:
        rules += ["noindex", "follow"]
    if terms.allows_answer_engines is False:
        rules += ["nosnippet", "noarchive"]
    elif terms.allows_training is False:
        rules.append("nocache")
    if not is_hidden:
        rules.append(ROBOTS)
    return ", ".join(rules)


def reserves_mining(terms: UsageTerms) -> bool:
    """Tell whether the page reserves text and data mining, by TDMRep's ``meta`` element.

    A Final Report of a W3C Community Group, made for the reservation of rights in
    article 4 of Directive (EU) 2019/790: https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/
    """
    return terms.allows_training is False

"""Tell crawlers what they may do with the site: ``robots.txt``, from the site's choices.

Which page may be listed, answered from or learned from stands on the page, in its robots
rules and headers (``usage_terms``): a source's refusal concerns its articles alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import SiteSettings
from articles.serving import kept_page
from articles.usage_terms import UsageTerms
from articles.views.page_meta import NO_TRAINING, absolute

# As their operators name them. Google's token is for both uses; Bing is told by the pages.
ANSWER_ENGINES = (
    *("Amzn-SearchBot", "ChatGPT-User", "Claude-SearchBot", "Claude-User"),
    *("DuckAssistBot", "Google-Extended", "MistralAI-User", "OAI-SearchBot"),
    *("Perplexity-User", "PerplexityBot"),
)
TRAINING = (
    *("Amazonbot", "Applebot-Extended", "Bytespider", "CCBot", "ClaudeBot", "GPTBot"),
    *("Google-Extended", "meta-externalagent"),
)


@require_safe
@kept_page
def robots(request: HttpRequest) -> HttpResponse:
    """Send the rules. One query.

    Where nothing shall be listed, search engines may still read the pages: these say so,
    and an address that nobody may read can be listed all the same.
    """
    site = SiteSettings.current()
    terms = site.usage_terms
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /remember/"]
    lines.append("Disallow: /*/search/")
    if terms.allows_training is False:
        lines.append(f"Content-Usage: {NO_TRAINING}")
    lines.append("")
    if agents := sorted({*_refused_agents(terms)}, key=str.casefold):
        lines += [f"User-agent: {agent}" for agent in agents]
        lines += ["Disallow: /", ""]
    if site.allows_search_engines:
        for route in ("sitemap_index", "news_sitemap"):
            lines.append(f"Sitemap: {absolute(reverse(f'articles:{route}'))}")
        lines.append("")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _refused_agents(terms: UsageTerms) -> Iterator[str]:
    if terms.allows_answer_engines is False:
        yield from ANSWER_ENGINES
    if terms.allows_training is False:
        yield from TRAINING

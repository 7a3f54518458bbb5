"""Tags and filters of public pages: addresses, languages, times, pictures."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlencode

from django import template
from django.conf.locale import LANG_INFO
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, gettext, pgettext

from articles import images
from articles.choices import AiUse, Language, SourceType, ThumbnailPlace
from articles.images import image_data, picture_data
from articles.models import (
    Article,
    Author,
    Category,
    Image,
    Instrument,
    SiteSettings,
    web_address,
)
from articles.pages import (
    PageContext,
    address,
    editor_name,
    is_fit_to_lead,
    shows_thumbnail,
    words_for_picture,
)
from articles.reader_texts import (
    RemotePicture,
    paragraphs_with_links as _paragraphs_with_links,
    reading_minutes,
    with_latin_words_named,
)
from articles.rendering import ImageData, render_inline
from articles.time_zones import zone_name
from articles.variants.engine import (
    headline_halves,
    name_passages,
    spaced_quantities,
    unbroken_parts,
)

register = template.Library()
register.filter(web_address)


@register.simple_tag
def article_url(article: Article, page: PageContext) -> str:
    """``{% article_url article page %}``: its address for readers of the page."""
    return address(article, page.variant)


@register.simple_tag
def instrument_url(instrument: Instrument, page: PageContext) -> str:
    """``{% instrument_url instrument page %}``: the search for what is about it."""
    query = urlencode({"q": instrument.code})
    return f"{reverse('articles:search_results', args=[page.variant])}?{query}"


@register.filter
def url_on(label: object, page: PageContext) -> str:
    """``{{ category|url_on:page }}``: the page of a category, tag, author or source."""
    return str(label.url_in(page.variant))  # type: ignore[attr-defined]


@register.filter
def for_readers_of(html: str, page: PageContext) -> str:
    """``{{ article.body_html|for_readers_of:page }}``: local links, and no picture of a
    stranger."""
    return page.body_for_readers(html)


@register.filter
def remote_picture_words(article: Article) -> str:
    """``{{ article|remote_picture_words }}``: of the link to a picture not fetched yet."""
    return words_for_picture(RemotePicture(article.thumbnail_url))


@register.filter
def convert_name(name: object, page: PageContext) -> str:
    """``{{ category|convert_name:page }}``: a name as readers of the page see it."""
    return page.name_of(name)


@register.filter
def readable_words(text: str, page: PageContext) -> str:
    """``{{ image.caption|readable_words:page }}``: as readers of the page see it, if they can
    read it."""
    return page.readable_words(text)


@register.filter
def lang_on(language: str, page: PageContext) -> SafeString:
    """``<p{{ article.language|lang_on:page }}>``: ``lang``, unless it is the page's."""
    if language == page.language:
        return SafeString("")
    return format_html(' lang="{}"{}', language, _direction(language))


@register.filter
def lang_attributes(language: str) -> SafeString:
    """``<p {{ page.language|lang_attributes }}>``: ``lang`` in any case."""
    return format_html('lang="{}"{}', language, _direction(language))


@register.filter
def native_name(language: str) -> str:
    """``{{ translation.language|native_name }}``: 繁體中文（台灣）; an unknown tag as it is."""
    if language in Language.values:
        return Language(language).native_name
    try:
        return str(get_language_info(language.lower())["name_local"])
    except KeyError:
        return language


@register.filter
def passages_in(text: str, language: str) -> SafeString:
    """``{{ article.title|passages_in:article.shown_language }}``: Chinese words in a
    text in another language get a ``lang``."""
    # The text is escaped, and nothing is put in but the name of a language.
    if language.startswith("zh"):
        return SafeString(with_latin_words_named(escape(text)))
    return SafeString(name_passages(escape(text), language))


@register.filter
def paragraphs_with_links(text: str) -> SafeString:
    """``{{ comment.text|paragraphs_with_links }}``: of a text by a stranger."""
    # All of the text is escaped there.
    return SafeString(_paragraphs_with_links(text))


@register.filter
def headline_in(title: str, language: str) -> SafeString:
    """``{{ article.title|headline_in:article.shown_language }}``: as ``passages_in``; a line
    of a Chinese one ends between words, and best where its editor parted it."""
    if not language.startswith("zh"):
        return passages_in(title, language)
    halves = headline_halves(title)
    if len(halves) == 1:
        return _with_breaks(title)
    # A box has no plain space at its end.
    return format_html_join(
        "",
        '<span class="headline-half">{}</span>{}',
        (
            (_with_breaks(half.rstrip(" ")), " " if half.endswith(" ") else "")
            for half in halves
        ),
    )


def _with_breaks(text: str) -> SafeString:
    """Mark where a line may end, and numbers that have a space before their units."""
    # The parts are escaped, and nothing else is put in but marks.
    html = "<wbr>".join(map(_with_numbers, unbroken_parts(text)))
    return SafeString(with_latin_words_named(html))


def _with_numbers(part: str) -> str:
    html, done = "", 0
    for start, end in spaced_quantities(part):
        number = escape(part[start:end])
        html += (
            f'{escape(part[done:start])}<span class="headline-number">{number}</span>'
        )
        done = end
    return html + escape(part[done:])


def _direction(language: str) -> SafeString:
    known = LANG_INFO.get(language.partition("-")[0], {})
    return SafeString(' dir="rtl"' if known.get("bidi") else "")


def _time_element(local: datetime, shown: str) -> SafeString:
    machine = local.isoformat(timespec="seconds")
    return format_html('<time datetime="{}">{}</time>', machine, shown)


@register.simple_tag
def local_time(value: datetime, page: PageContext) -> SafeString:
    """``{% local_time article.published_at page %}``: ``<time>`` in the site's zone."""
    local = timezone.localtime(value)
    site_format = page.site.date_format_in(page.language_group)
    # Translators: how a date and time is written, in Django's format characters.
    shown = date_format(local, site_format or pgettext("date and time", "j F Y, H:i"))
    return _time_element(local, shown)


@register.simple_tag
def story_time(
    value: datetime, page: PageContext, since: datetime | None = None
) -> SafeString:
    """``{% story_time article.modified_at page article.published_at %}``: as ``local_time``,
    without a year that is this one and a day that is ``since``'s."""
    local = timezone.localtime(value)
    if page.site.date_format_in(page.language_group):
        return local_time(value, page)
    if since and timezone.localtime(since).date() == local.date():
        shown = date_format(local, "H:i")
    elif local.year == timezone.localtime().year:
        # Translators: a date and time in this year, in Django's format characters.
        shown = date_format(local, pgettext("date and time of this year", "j F, H:i"))
    else:
        shown = date_format(local, pgettext("date and time", "j F Y, H:i"))
    return _time_element(local, shown)


@register.filter
def zone_on(page: PageContext) -> str:
    """``{{ page|zone_on }}``: the zone of times, for English readers, who may be anywhere."""
    return zone_name() if page.language_group == "en" else ""


@register.simple_tag
def headline_time(
    value: datetime, page: PageContext, *, is_clock: bool = False
) -> SafeString:
    """``{% headline_time article.published_at page %}``: the time of what is of today, the
    date of what is older; ``is_clock`` for the time in any case."""
    local, today = timezone.localtime(value), timezone.localdate()
    if is_clock or local.date() == today:
        shown = date_format(local, "H:i")
    elif local.year == today.year:
        # Translators: a day of this year, in Django's format characters.
        shown = date_format(local, pgettext("day of this year", "j M"))
    else:
        # Translators: a day of another year, in Django's format characters.
        shown = date_format(local, pgettext("day of another year", "j M Y"))
    return _time_element(local, shown)


@register.simple_tag
def site_day() -> SafeString:
    """``{% site_day %}``: today in the site's zone, with the day of the week."""
    today = timezone.localdate()
    # Translators: today's date above the site's name, in Django's format characters.
    shown = date_format(today, pgettext("today", "l, j F Y"))
    return format_html('<time datetime="{}">{}</time>', today.isoformat(), shown)


@register.filter
def local_day(value: datetime) -> date:
    """``{{ article.published_at|local_day }}``: its day in the site's zone."""
    return timezone.localtime(value).date()


@register.filter
def is_changed(article: Article) -> bool:
    """Tell whether an article was changed after its publication."""
    changed, published = article.modified_at, article.published_at
    return bool(
        changed and published and int(changed.timestamp()) > int(published.timestamp())
    )


@register.filter
def reading_time(article: Article) -> str:
    """``{{ article|reading_time }}``: about 3 min, from the body as it is shown."""
    minutes = reading_minutes(article.body_html)
    return gettext("%(minutes)s min read") % {"minutes": minutes}


@register.filter
def shows_in_list(article: Article, site: SiteSettings) -> bool:
    """Tell whether a card has a picture; one that is not fetched yet leaves no gap."""
    is_here = article.thumbnail is not None
    return is_here and shows_thumbnail(article, site, ThumbnailPlace.LIST)


@register.filter
def small_picture(image: Image) -> ImageData:
    """One small file of a picture, for a logo or the face of an author."""
    return image_data(image, images.CARD)


@register.filter
def card_picture(image: Image) -> ImageData:
    return picture_data(image, images.CARD_SIZES, images.STANDARD)


@register.filter
def square_picture(image: Image) -> ImageData:
    """Of cards on phones."""
    return picture_data(image, images.CARD_SIZES, images.SQUARE)


@register.filter
def lead_picture(article: Article, site: SiteSettings) -> ImageData | None:
    """Of the story that leads the front page; None where it has none that is fit to."""
    if not is_fit_to_lead(article, site) or article.thumbnail is None:
        return None
    return picture_data(article.thumbnail, images.LEAD_SIZES, images.WIDE)


@register.filter
def column_picture(image: Image) -> ImageData:
    return picture_data(image, images.COLUMN_SIZES)


@register.filter
def generated_label(image: Image) -> str:
    """Return what readers are told of a picture that AI made; empty for any other."""
    if not image.is_generated:
        return ""
    if image.source_type == SourceType.GENERATED:
        return gettext("AI-generated picture")
    return gettext("Picture edited with generative AI")


@register.filter
def ai_note(article: Article) -> str:
    """Return what readers are told of the use of AI for a text; empty if nothing is known."""
    editor = editor_name(article)
    match article.ai_use, bool(editor):
        case AiUse.ASSISTED, True:
            text = gettext(
                "This text was translated or edited with the help of AI. %(editor)s has read it and answers for it."
            )
        case AiUse.ASSISTED, False:
            text = gettext(
                "This text was translated or edited with the help of AI, and read by an editor."
            )
        case AiUse.GENERATED, True:
            text = gettext("This text was written by AI. %(editor)s answers for it.")
        case AiUse.GENERATED, False:
            text = gettext("This text was written by AI.")
        case _:
            return ""
    return text % {"editor": editor}


@register.filter
def card_authors(article: Article) -> list[Author]:
    """Return what ``with_card_data`` read: no query."""
    return [byline.author for byline in article.bylines.all()]


@register.filter
def card_categories(article: Article) -> list[Category]:
    """Return what ``with_card_data`` read: no query."""
    return [row.category for row in article.article_categories.all()]


@register.filter
def bio_on(author: Author, page: PageContext) -> str:
    """``{{ author|bio_on:page }}``: the biography as HTML, in the script of the page."""
    return page.convert_html(render_inline(author.bio))

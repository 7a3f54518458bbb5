"""Record which pictures a text shows: in its body, under it, or as its thumbnail."""

from __future__ import annotations

from collections.abc import Collection

from articles import images
from articles.models import Article, ImageUse, ListPage


def record_uses(texts: Collection[Article] | Collection[ListPage]) -> None:
    """Make the rows of stored, rendered texts of one kind say what they show.

    Two queries, and two more where anything changed.
    """
    if not texts:
        return
    html = {text.pk: _html_of(text) for text in texts}
    shown = images.images_in(html)
    for text in texts:
        if isinstance(text, Article) and text.thumbnail_id:
            shown[text.pk].add(text.thumbnail_id)
    is_article = isinstance(next(iter(texts)), Article)
    name = "article_id" if is_article else "list_page_id"
    rows = ImageUse.objects.filter(**{f"{name}__in": list(html)})
    recorded = {
        (key, image): pk for pk, key, image in rows.values_list("pk", name, "image")
    }
    wanted = {(key, image) for key, found in shown.items() for image in found}
    if gone := [pk for pair, pk in recorded.items() if pair not in wanted]:
        ImageUse.objects.filter(pk__in=gone).delete()
    ImageUse.objects.bulk_create(
        ImageUse(image_id=image, **{name: key})
        for key, image in sorted(wanted - recorded.keys())
    )


def _html_of(text: Article | ListPage) -> str:
    if isinstance(text, Article):
        beside = (text.excerpt_html, text.disclaimer, text.thumbnail_url)
        return "\n".join((text.body_html, *beside))
    return text.body_html

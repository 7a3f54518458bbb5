"""What the search index says of each article, beside the tokens that ``articles.search`` keeps."""

from __future__ import annotations

from django.db import models

from articles.models.article import Article


class SearchIndex(models.Model):
    """One index over all articles. Readers ask the active one; while a new one is made,
    what is saved goes into both."""

    # Raised with what documents are made of: ``prepare_site`` makes an older index anew.
    FORMAT = 3

    number = models.PositiveSmallIntegerField(primary_key=True)
    is_active = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    format = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_active"],
                condition=models.Q(is_active=True),
                name="one_active_search_index",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}{' (active)' if self.is_active else ''}"


class SearchEntry(models.Model):
    """One article in an index: the number of its document there, and what a result needs.

    A later article has a higher ``docid``; those below zero are of what readers do not see
    at all. A docid is never given twice: once its article is gone or was indexed anew, the
    entry stays without an article.
    """

    # The constraints below are the indexes.
    index = models.ForeignKey(
        SearchIndex, models.CASCADE, related_name="entries", db_index=False
    )
    docid = models.BigIntegerField()
    article = models.ForeignKey(Article, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    public_from = models.DateTimeField(null=True)
    public_until = models.DateTimeField(null=True)
    labels = models.TextField(help_text="What results are narrowed by, with spaces.")
    text_key = models.CharField(
        max_length=255, blank=True, help_text="Versions of one text share it."
    )
    digest = models.CharField(
        max_length=16,
        help_text="Of all that was indexed; empty once it is out of date.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["index", "docid"], name="one_entry_per_docid"
            ),
            models.UniqueConstraint(
                fields=["index", "article"], name="one_entry_per_article"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.index_id}: {self.docid}"

"""The last purge of a CDN in front of the site."""

from __future__ import annotations

from django.db import models


class EdgePurge(models.Model):
    """One row: the content's version that a CDN is known to keep nothing of before.

    Of several processes the one with the ``claim`` purges, until it ends.
    """

    version = models.BigIntegerField(default=-1)
    claim = models.CharField(max_length=32, blank=True, default="")
    claimed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1), name="there_is_one_edge_purge"
            )
        ]

    def __str__(self) -> str:
        return str(self.version)

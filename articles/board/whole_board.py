"""Put the blocks together as a person's rights order them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from articles.board.article_blocks import article_blocks
from articles.board.board_blocks import ORDERS, Block
from articles.board.record_blocks import record_blocks
from articles.board.waiting_articles import Asking


@dataclass(frozen=True)
class Board:
    """The blocks that hold something, and those that hold nothing."""

    blocks: Sequence[Block]
    empty: Sequence[Block]


def board_of(user: Asking) -> Board:
    """Return the board of a person. Eight queries at most, beside those for the rights."""
    held = [order for right, order in ORDERS.items() if user.has_perm(right)]
    order = held[0] if held else ()
    found = [*article_blocks(user, order), *record_blocks(user, order)]
    found.sort(key=lambda block: (not block.is_alarm, order.index(block.key)))
    return Board(
        [block for block in found if block.lines],
        [block for block in found if not block.lines],
    )

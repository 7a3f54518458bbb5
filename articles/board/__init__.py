"""The board: what waits for a person at the desk, block by block.

``board_blocks`` says what a block is and in what order they stand for whom, ``waiting_articles``
which articles wait, ``article_blocks`` and ``record_blocks`` what the blocks of articles and of
anything else tell, and ``whole_board`` puts them together. The front page of the admin shows
them; the list of articles narrows itself by those of articles.
"""

from __future__ import annotations

from articles.board.article_blocks import ARTICLE_BLOCKS, names_of_people
from articles.board.board_blocks import SHOWN, Block, Line
from articles.board.whole_board import Board, board_of

__all__ = [
    "ARTICLE_BLOCKS",
    "SHOWN",
    "Block",
    "Board",
    "Line",
    "board_of",
    "names_of_people",
]

"""Characters this room puts into a text to mark a place while it is converted.

They are noncharacters: no text holds them, and OpenCC lets them pass. ``tame`` takes
them out of a text that holds them all the same.
"""

from __future__ import annotations

BLOCK_END = "\ufdd0"  # Between two paragraphs.
HOLE = "\ufdd1"  # Code or another language inside a paragraph.
# How a hole is shown in text that leaves this room: "an object stands here".
OBJECT = "\ufffc"
LOCK = "\ufdd2"  # What OpenCC may not see.
STRANGE = "\ufdd3"  # A character that OpenCC cannot take.

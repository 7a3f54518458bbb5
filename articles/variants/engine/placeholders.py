"""Characters that hold a place in a text while it is converted.

They are noncharacters: no text should hold them, and OpenCC lets them pass. ``escape``
takes them out of a text that does.
"""

from __future__ import annotations

BLOCK_END = "\ufdd0"  # Between two paragraphs.
EMBEDDED = "\ufdd1"  # Code or another language inside a paragraph.
# The same in a text that leaves this room: "an object stands here".
OBJECT = "\ufffc"
FIXED = "\ufdd2"  # What OpenCC may not see.
ESCAPED = "\ufdd3"  # A character that OpenCC cannot take.

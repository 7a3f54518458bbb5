"""Whatever a document holds, what is not for reading keeps its bytes.

``NEWSDESK_EXAMPLES=1000`` draws more documents.
"""

from __future__ import annotations

import re

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.variants.engine import Conversion, TermBase, convert_html
from articles.variants.engine.house_style import DEFAULT_STYLE
from articles.variants.term_base.term_rows import starter_rows
from tests.examples import examples
from tests.variants.engine.conversions import HANS, HONG_KONG, TAIWAN

TERMS = TermBase(row.term for row in starter_rows())
HAN = "对冲基金高杠杆后发里干只周系美联储沙特范一飞税户台里根据说這裡"
words = st.text(alphabet=HAN + "，。“”‘’ab3", min_size=1, max_size=12)
names = st.text(alphabet=HAN + "ab3_-", min_size=1, max_size=8)
targets = st.sampled_from([HANS, TAIWAN, HONG_KONG])

# Each stands between braces that no conversion touches, so that it can be found again.
kept = st.one_of(
    names.map(lambda name: f"https://a.example/{name}?q={name}#{name}"),
    # A name in two scripts that ends in ASCII is taken for a word and a mailbox.
    names.map(lambda name: f"{name}对@a.example"),
    names.map(lambda name: f"desk@对{name}冲.example"),
    words.map(lambda text: f"<code>{text}-{{{text}}}-</code>"),
    words.map(lambda text: f"<kbd>{text}</kbd>"),
    words.map(lambda text: f'<i lang="ja">{text}</i>'),
    words.map(lambda text: f'<b translate="no">{text}<u>{text}</u></b>'),
    names.map(lambda name: f'<img src="/{name}.png" class="{name}" id="{name}">'),
    names.map(lambda name: f'<a href="/{name}">1</a>'),
    st.sampled_from(["$AAPL", "600519.SH", "BTC/USD", "-2.3%"]),
)
inline = st.one_of(
    words,
    words.map(lambda text: f"<strong>{text}</strong>"),
    words.map(lambda text: f"-{{{text}}}-"),
    kept.map(lambda markup: f" {{{markup}}} "),
)
paragraphs = st.lists(inline, min_size=1, max_size=8).map(
    lambda parts: f"<p>{''.join(parts)}</p>"
)
documents = st.lists(paragraphs, min_size=1, max_size=4).map("\n".join)
_KEPT = re.compile(r" \{(.*?)\} ", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


class DocumentTests(SimpleTestCase):
    @examples(60)
    @given(documents, targets)
    def test_no_protected_byte_changes(self, document: str, target: str) -> None:
        conversion = Conversion(HANS, target, (TERMS,), DEFAULT_STYLE)
        converted = convert_html(document, conversion)
        self.assertEqual(_KEPT.findall(converted), _KEPT.findall(document))
        self.assertEqual(_TAG.findall(converted), _TAG.findall(document))

    @examples(60)
    @given(documents, targets)
    def test_a_converted_document_does_not_change(
        self, document: str, target: str
    ) -> None:
        once = convert_html(document, Conversion(HANS, target, (TERMS,), DEFAULT_STYLE))
        again = Conversion(target, target, (TERMS,), DEFAULT_STYLE)
        # Code keeps its marks for ever, and has none to lose.
        self.assertEqual(convert_html(once, again), once)

    @examples(60)
    @given(documents)
    def test_cutting_and_joining_gives_the_document(self, document: str) -> None:
        english = Conversion("en", "en", (TERMS,), DEFAULT_STYLE)
        bare = document.replace("-{", "{").replace("}-", "}")
        self.assertEqual(convert_html(bare, english), bare)

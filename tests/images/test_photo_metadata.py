"""What a file says of its picture is read, and never trusted."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.test import SimpleTestCase
from hypothesis import given, strategies as st
from PIL import Image

from articles.images.photo_metadata import PhotoMetadata
from articles.images.processing import verify_image

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
  xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
  xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
  photoshop:Credit="海岳图片"
  Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/{type}">
<Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">码头
  的吊车</rdf:li></rdf:Alt></Iptc4xmpCore:AltTextAccessibility>
<dc:description><rdf:Alt><rdf:li>{caption}</rdf:li></rdf:Alt></dc:description>
<dc:rights><rdf:Alt><rdf:li>© 海岳</rdf:li></rdf:Alt></dc:rights>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def jpeg(**options: Any) -> bytes:
    file = BytesIO()
    Image.new("RGB", (30, 20)).save(file, "JPEG", **options)
    return file.getvalue()


def packet(caption: str = "图一", kind: str = "digitalCapture") -> bytes:
    return XMP.format(caption=caption, type=kind).encode()


def with_iptc(fields: dict[int, bytes]) -> bytes:
    """A JPEG with a block of Photoshop's that holds IPTC datasets of record 2."""
    data = b"".join(
        b"\x1c\x02" + bytes([number]) + len(value).to_bytes(2, "big") + value
        for number, value in fields.items()
    )
    block = b"8BIM\x04\x04\0\0" + len(data).to_bytes(4, "big") + data
    segment = b"Photoshop 3.0\0" + block + b"\0" * (len(block) % 2)
    plain = jpeg()
    return (
        plain[:2]
        + b"\xff\xed"
        + (len(segment) + 2).to_bytes(2, "big")
        + segment
        + plain[2:]
    )


def read(content: bytes) -> PhotoMetadata:
    return verify_image(content).metadata


class ReadTests(SimpleTestCase):
    def test_xmp_says_it_all(self) -> None:
        self.assertEqual(
            read(jpeg(xmp=packet())),
            PhotoMetadata(
                "码头 的吊车", "图一", "海岳图片", "© 海岳", "digitalCapture"
            ),
        )

    def test_iptc_is_read_in_the_encodings_of_agencies(self) -> None:
        for encoding in ("utf-8", "gb18030"):
            found = read(with_iptc({120: "港口".encode(encoding), 110: b"AFP"}))
            self.assertEqual((found.caption, found.credit), ("港口", "AFP"))

    def test_exif_is_the_last_to_be_asked(self) -> None:
        exif = Image.Exif()
        exif[0x010E], exif[0x8298] = "港口".encode(), "CC BY 4.0"
        found = read(jpeg(exif=exif))
        self.assertEqual((found.caption, found.licence), ("港口", "CC BY 4.0"))
        self.assertEqual(read(jpeg(exif=exif, xmp=packet())).caption, "图一")

    def test_no_metadata_is_no_words(self) -> None:
        self.assertEqual(read(jpeg()), PhotoMetadata())


class HostileTests(SimpleTestCase):
    def test_entities_are_not_expanded(self) -> None:
        bomb = '<!DOCTYPE a [<!ENTITY b "boom"><!ENTITY c "&b;&b;&b;">]>'
        found = read(jpeg(xmp=bomb.encode() + packet("&c;")))
        self.assertEqual(found.caption, "")

    def test_controls_and_length_are_bounded(self) -> None:
        found = read(with_iptc({120: b"a\0b\x1b[31m" + b"x" * 20_000}))
        self.assertEqual(found.caption[:8], "a b [31m")
        self.assertLessEqual(len(found.caption), 5_000)

    def test_a_source_type_is_one_short_word(self) -> None:
        self.assertEqual(read(jpeg(xmp=packet(kind='"><x y="'))).source_type, "")
        self.assertEqual(len(read(jpeg(xmp=packet(kind="a" * 300))).source_type), 60)

    @given(st.binary(max_size=400))
    def test_no_packet_costs_the_picture(self, noise: bytes) -> None:
        whole = packet()
        for content in (noise, whole[: len(noise)] + noise, whole + noise):
            self.assertIsInstance(read(jpeg(xmp=content)), PhotoMetadata)

    @given(st.binary(max_size=200))
    def test_no_block_of_iptc_does(self, noise: bytes) -> None:
        segment = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + noise
        plain = jpeg()
        length = (len(segment) + 2).to_bytes(2, "big")
        content = plain[:2] + b"\xff\xed" + length + segment + plain[2:]
        self.assertIsInstance(read(content), PhotoMetadata)

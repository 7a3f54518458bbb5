"""The fixed vocabularies: what an article is written in, where it stands, how it shows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """The language of a text, as BCP 47 tags. Other languages may be stored too."""

    SIMPLIFIED = "zh-Hans", _("Chinese, Simplified")
    TAIWAN = "zh-Hant-TW", _("Chinese, Traditional (Taiwan)")
    HONG_KONG = "zh-Hant-HK", _("Chinese, Traditional (Hong Kong)")
    ENGLISH = "en", _("English")

    @property
    def native_name(self) -> str:
        """The name of the language in itself."""
        return _OWN_NAMES[self]


_OWN_NAMES = {
    Language.SIMPLIFIED: "简体中文",
    Language.TAIWAN: "繁體中文（台灣）",
    Language.HONG_KONG: "繁體中文（香港）",
    Language.ENGLISH: "English",
}


class LanguageGroup(models.TextChoices):
    """Readers who share their lists. Older words for it: ``family``, in stored menus."""

    CHINESE = "zh", _("Chinese pages")
    ENGLISH = "en", _("English pages")


class Variant(models.TextChoices):
    """The first part of every address: the script or language a page is read in."""

    CHINA = "zh-cn", "简体"
    TAIWAN = "zh-tw", "台灣正體"
    HONG_KONG = "zh-hk", "香港繁體"
    ENGLISH = "en", "English"

    @property
    def language(self) -> Language:
        return _LANGUAGE_OF[self]

    @property
    def interface(self) -> str:
        """Django's code for the language of buttons and labels."""
        if self is Variant.ENGLISH:
            return "en"
        return "zh-hans" if self is Variant.CHINA else "zh-hant"

    @property
    def is_chinese(self) -> bool:
        return self is not Variant.ENGLISH

    @property
    def language_group(self) -> str:
        """``zh`` or ``en``: readers of one group share their lists."""
        return "zh" if self.is_chinese else "en"


class ChineseVariant(models.TextChoices):
    """The variants that a Chinese text is read in."""

    CHINA = Variant.CHINA.value, Variant.CHINA.label
    TAIWAN = Variant.TAIWAN.value, Variant.TAIWAN.label
    HONG_KONG = Variant.HONG_KONG.value, Variant.HONG_KONG.label


_LANGUAGE_OF = {
    Variant.CHINA: Language.SIMPLIFIED,
    Variant.TAIWAN: Language.TAIWAN,
    Variant.HONG_KONG: Language.HONG_KONG,
    Variant.ENGLISH: Language.ENGLISH,
}


class TermKind(models.TextChoices):
    """The kind of thing that a term names."""

    PERSON = "person", _("Person")
    COMPANY = "company", _("Company")
    INSTRUMENT = "instrument", _("Financial instrument")
    PHRASE = "phrase", _("Phrase")
    LEAVE_ALONE = "leave-alone", _("Leave alone")


class Status(models.TextChoices):
    """The stage of an article at the desk. Only acts lead from one to another."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    KILLED = "killed", _("Killed")
    SPIKED = "spiked", _("Spiked")


class State(models.TextChoices):
    """The stage of an article at a moment, from its status and times together."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    SCHEDULED = "scheduled", _("Scheduled")
    EMBARGOED = "embargoed", _("Embargoed")
    PUBLISHED = "published", _("Published")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    KILLED = "killed", _("Killed")
    SPIKED = "spiked", _("Spiked")


class ChangeKind(models.TextChoices):
    """The weight of a change to a live article, from the least to the most."""

    TECHNICAL = "technical", _("Technical")
    MINOR = "minor", _("Minor")
    SUBSTANTIVE = "substantive", _("Substantive")

    @property
    def rank(self) -> int:
        return [*ChangeKind].index(self)


class CorrectionSeverity(models.TextChoices):
    CORRECTION = "correction", _("Correction")
    CLARIFICATION = "clarification", _("Clarification")
    ADDITION = "addition", _("Addition")


class Visibility(models.TextChoices):
    """The lists of a published article; each choice leaves out what those before it do."""

    EVERYWHERE = "", _("Everywhere")
    NO_SITEMAP = "no-sitemap", _("Everywhere but in sitemaps")
    NO_INDEX = "noindex", _("On this site, not in search engines")
    UNLISTED = "unlisted", _("Nowhere: readers need its address")


class SidebarSide(models.TextChoices):
    LEFT = "left", _("Left")
    RIGHT = "right", _("Right")
    NONE = "none", _("No sidebar")


class ThumbnailPlace(models.TextChoices):
    """The places in which an article's thumbnail is shown."""

    LIST = "list", _("In lists")
    POST = "post", _("On the article page")
    BOTH = "both", _("Both")


class MenuName(models.TextChoices):
    """The menus that the pages draw. Other names are kept and harmless."""

    MAIN = "main", _("Main menu")
    SIDE = "side", _("Side menu")
    FOOTER = "footer", _("Footer menu")


class MetaItem(models.TextChoices):
    """The items that the line under a title may hold."""

    AUTHOR = "author", _("Authors")
    SOURCE = "source", _("Source")
    DATE = "date", _("Date")
    READING_TIME = "reading_time", _("Reading time")
    CATEGORIES = "categories", _("Categories")
    TRANSLATIONS = "translations", _("Translations")


class RiseColour(models.TextChoices):
    """The colour of figures that rise; those that fall have the other."""

    REGION = "region", _("As each region has it")
    RED = "red", _("Red")
    GREEN = "green", _("Green")


class ShortcodeTreatment(models.TextChoices):
    """The treatment of a shortcode that has no meaning of its own here."""

    LINK = "link", _("Link to its address")
    PICTURE = "picture", _("Picture at its address")
    ASIDE = "aside", _("Aside with what it holds")
    DROP = "drop", _("Leave it out; what a pair holds stays")


class Reuse(models.TextChoices):
    """Uses of a source's text by others, from the most open to the strictest."""

    WITH_CREDIT = "with-credit", _("Free with credit")
    NON_COMMERCIAL = "non-commercial", _("No commercial use without permission")
    PERMISSION = "permission", _("Permission needed")


class SourceType(models.TextChoices):
    """How a picture came to be: the last parts of IPTC's digital source types.

    https://cv.iptc.org/newscodes/digitalsourcetype/
    """

    NOT_SAID = "", _("Not said")
    CAPTURE = "digitalCapture", _("Photograph")
    COMPUTED_CAPTURE = (
        "computationalCapture",
        _("Photograph that the camera put together"),
    )
    NEGATIVE = "negativeFilm", _("Scan of a negative")
    POSITIVE = "positiveFilm", _("Scan of a slide")
    PRINT = "print", _("Scan of a print")
    SCREEN = "screenCapture", _("Picture of a screen")
    ART = "digitalCreation", _("Drawn by a person")
    DATA = "dataDrivenMedia", _("Chart or map made of data")
    EDITED = "humanEdits", _("Edited by a person")
    COMPOSITE = "compositeCapture", _("Put together from photographs")
    ENHANCED = "algorithmicallyEnhanced", _("Enhanced by a program")
    ALGORITHMIC = "algorithmicMedia", _("Made by a program, without AI")
    SYNTHETIC_PARTS = (
        "compositeSynthetic",
        _("Put together, with generated parts"),
    )
    GENERATED_PARTS = (
        "compositeWithTrainedAlgorithmicMedia",
        _("Edited with generative AI"),
    )
    GENERATED = "trainedAlgorithmicMedia", _("Made by generative AI")

    @property
    def uri(self) -> str:
        return source_type_uri(self.value)


def source_type_uri(name: str) -> str:
    """Return IPTC's address of a digital source type, known here or not."""
    return f"http://cv.iptc.org/newscodes/digitalsourcetype/{name}" if name else ""


# Pictures that readers are told were generated.
GENERATED_TYPES = frozenset(
    {SourceType.GENERATED, SourceType.GENERATED_PARTS, SourceType.SYNTHETIC_PARTS}
)


class AiUse(models.TextChoices):
    """The part that generative AI had in a text."""

    NOT_SAID = "", _("Not said")
    ASSISTED = "assisted", _("Translated or edited with AI, read by a person")
    GENERATED = "generated", _("Written by AI")


# What a text says of itself to programs, in the words for pictures.
SOURCE_TYPE_OF: dict[str, SourceType] = {
    AiUse.ASSISTED: SourceType.GENERATED_PARTS,
    AiUse.GENERATED: SourceType.GENERATED,
}

"""What editors fill in. ``inputs`` holds the form controls, the rest one form each.

Forms check and tidy; the admin hands their result to ``articles.publishing``.
"""

from __future__ import annotations

from articles.forms.article import MAX_BODY, ArticleForm, slips_of
from articles.forms.found_sources import (
    DISCLAIMERS,
    FooterRuleForm,
    FoundSourceForm,
)
from articles.forms.images import ImageForm, UploadForm
from articles.forms.inputs import (
    NamesField,
    OrderedChoiceField,
    ProseField,
    WebAddressField,
    on_one_line,
)
from articles.forms.labels import KeyedForm, LabelForm, MergeForm, TagForm
from articles.forms.list_pages import ListPageForm, ListPageFormSet
from articles.forms.menus import (
    ArticleMenuEntryForm,
    ArticleMenuFormSet,
    MenuEntryForm,
)
from articles.forms.overrides import OverrideForm, OverrideFormSet
from articles.forms.redirects import RedirectForm
from articles.forms.reports import ConversionReportForm
from articles.forms.site import SiteSettingsForm
from articles.forms.source import SourceForm
from articles.forms.terms import StyleRuleForm, TermFileForm, TermForm

__all__ = [
    "DISCLAIMERS",
    "MAX_BODY",
    "ArticleForm",
    "ArticleMenuEntryForm",
    "ArticleMenuFormSet",
    "ConversionReportForm",
    "FooterRuleForm",
    "FoundSourceForm",
    "ImageForm",
    "KeyedForm",
    "LabelForm",
    "ListPageForm",
    "ListPageFormSet",
    "MenuEntryForm",
    "MergeForm",
    "NamesField",
    "OrderedChoiceField",
    "OverrideForm",
    "OverrideFormSet",
    "ProseField",
    "RedirectForm",
    "SiteSettingsForm",
    "SourceForm",
    "StyleRuleForm",
    "TagForm",
    "TermFileForm",
    "TermForm",
    "UploadForm",
    "WebAddressField",
    "on_one_line",
    "slips_of",
]

"""What editors fill in. ``inputs`` holds the form controls, the rest one form each.

Forms check and tidy; the admin hands their result to ``articles.publishing``.
"""

from __future__ import annotations

from articles.forms.accounts import (
    AccountForm,
    GroupForm,
    NewAccountForm,
    NewPasswordForm,
    name_of_group,
)
from articles.forms.article import LONGEST_NOTE, ArticleForm, verb_in
from articles.forms.article_templates import ArticleTemplateForm
from articles.forms.article_values import initial_with
from articles.forms.buffers import (
    MAX_BUFFER_BYTES,
    BufferForm,
    PresenceForm,
    form_key_in,
)
from articles.forms.comments import CommentForm
from articles.forms.copy_checks import CopyForm
from articles.forms.corrections import CorrectionForm
from articles.forms.found_sources import DISCLAIMERS, FooterRuleForm, FoundSourceForm
from articles.forms.handling import AssignmentForm
from articles.forms.images import (
    DescriptionForm,
    ImageForm,
    RemotePictureForm,
    ReplaceForm,
    UploadForm,
)
from articles.forms.inputs import (
    CANNOT_STORE,
    MAX_BODY,
    NameField,
    NamesField,
    OrderedChoiceField,
    ProseField,
    WebAddressField,
    key_in,
    on_one_line,
    split_tags,
)
from articles.forms.instruments import InstrumentForm, InstrumentsField
from articles.forms.kill import KillForm
from articles.forms.labels import KeyedForm, LabelForm, TagForm
from articles.forms.leading import LeadForm, MergeForm
from articles.forms.list_pages import ListPageForm, ListPageFormSet
from articles.forms.menus import ArticleMenuEntryForm, ArticleMenuFormSet, MenuEntryForm
from articles.forms.overrides import OverrideForm, OverrideFormSet
from articles.forms.overtaken import opened
from articles.forms.own_script import slips_of
from articles.forms.pending_versions import HourForm
from articles.forms.pins import PinForm
from articles.forms.publishing_sheet import PublishingForm
from articles.forms.receivers import ReceiverForm
from articles.forms.redirects import RedirectForm
from articles.forms.reports import ReaderReportForm
from articles.forms.site import SiteSettingsForm
from articles.forms.source import SourceForm
from articles.forms.terms import StyleRuleForm, TermFileForm, TermForm
from articles.forms.typed_moments import TypedMomentField

__all__ = [
    "CANNOT_STORE",
    "DISCLAIMERS",
    "LONGEST_NOTE",
    "MAX_BODY",
    "MAX_BUFFER_BYTES",
    "AccountForm",
    "ArticleForm",
    "ArticleMenuEntryForm",
    "ArticleMenuFormSet",
    "ArticleTemplateForm",
    "AssignmentForm",
    "BufferForm",
    "CommentForm",
    "CopyForm",
    "CorrectionForm",
    "DescriptionForm",
    "FooterRuleForm",
    "FoundSourceForm",
    "GroupForm",
    "HourForm",
    "ImageForm",
    "InstrumentForm",
    "InstrumentsField",
    "KeyedForm",
    "KillForm",
    "LabelForm",
    "LeadForm",
    "ListPageForm",
    "ListPageFormSet",
    "MenuEntryForm",
    "MergeForm",
    "NameField",
    "NamesField",
    "NewAccountForm",
    "NewPasswordForm",
    "OrderedChoiceField",
    "OverrideForm",
    "OverrideFormSet",
    "PinForm",
    "PresenceForm",
    "ProseField",
    "PublishingForm",
    "ReaderReportForm",
    "ReceiverForm",
    "RedirectForm",
    "RemotePictureForm",
    "ReplaceForm",
    "SiteSettingsForm",
    "SourceForm",
    "StyleRuleForm",
    "TagForm",
    "TermFileForm",
    "TermForm",
    "TypedMomentField",
    "UploadForm",
    "WebAddressField",
    "form_key_in",
    "initial_with",
    "key_in",
    "name_of_group",
    "on_one_line",
    "opened",
    "slips_of",
    "split_tags",
    "verb_in",
]

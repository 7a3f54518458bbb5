"""The form an article is written in: in the admin, and again for each live preview."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.core.exceptions import ValidationError
from django.core.validators import validate_unicode_slug
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _

from articles.choices import (
    Language,
    SidebarSide,
    ThumbnailPlace,
)
from articles.forms.article_values import LABEL_FIELDS, initial_labels, initial_of
from articles.forms.buffers import form_key_in
from articles.forms.inputs import (
    LeadField,
    MarkdownInput,
    NameField,
    NamesField,
    OrderedChoiceField,
    PictureField,
    ProseField,
    SwitchSelect,
    TagsField,
    WebAddressField,
    clean_body,
)
from articles.forms.instruments import InstrumentsField
from articles.forms.moments import MomentField, MomentInput, check_year
from articles.forms.own_script import slips_told, write_in_own_script
from articles.forms.redirects import old_addresses, slug_held_by
from articles.models import (
    Article,
    Author,
    Category,
    Revision,
    SiteSettings,
)
from articles.publishing import (
    DATETIMES,
    PUBLISHING,
    Verb,
    add_picture,
    in_utc,
    resolve_times,
    what_makes_no_sense,
)

TEXTS = ("lead", "summary", "description", "body", "disclaimer")
_ROW_FIELDS = {"ai_editor", "source", "thumbnail"}
# What a form is known by, which nobody types.
_TOKENS = {"base", "form_key"}
# What is said with a verb, such as what a returned text needs.
LONGEST_NOTE = 2000
SWITCHES = ("comments", "authorbox", "pager", "toc", "mathjax")


class ArticleForm(forms.ModelForm[Article]):
    """Everything that a person writes about an article.

    ``filed_under`` and ``written_by`` stand for categories and authors, whose order
    a form for the models' own fields would lose. ``base`` is the revision that the editor
    started from: what differs from it is changed, whatever others saved meanwhile.
    ``form_key`` tells a form that is sent twice from another.
    """

    fields: dict[str, Any]
    # Why a valid form is not saved this time, with what was typed still in it.
    refusal: str = ""
    # What the form shows instead of what is stored, by field.
    reopened: Mapping[str, Any] = {}
    # Of them the one that has a slug already is named.
    known_articles = Article.objects.none()

    base = forms.ModelChoiceField(
        Revision.objects.none(), required=False, widget=forms.HiddenInput
    )
    form_key = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    slug = forms.CharField(
        label=_("Slug"),
        required=False,
        max_length=255,
        help_text=_(
            "The last part of the address. Empty: made from the title. The address at which "
            "readers found the article so far leads to a new one."
        ),
    )
    language = forms.ChoiceField(label=_("Language"))
    own_script = forms.BooleanField(
        label=_("Write characters of the other script as this one does"), required=False
    )
    tags = TagsField(
        label=_("Tags"),
        required=False,
        help_text=_(
            "Separate them with commas (，or 、), semicolons or new lines; "
            "spaces stay inside a tag."
        ),
    )
    instruments = InstrumentsField(
        label=_("Instruments"),
        required=False,
        help_text=_(
            "By symbol or name, separated by commas: 700.HK, AAPL. The first is what the "
            "article is about most."
        ),
    )
    filed_under = OrderedChoiceField(
        label=_("Categories"),
        queryset=Category.objects.all(),
        required=False,
        help_text=_("The first is the main category."),
    )
    written_by = OrderedChoiceField(
        label=_("Authors"), queryset=Author.objects.all(), required=False
    )
    thumbnail_file = PictureField(
        label=_("Or upload a picture"),
        required=False,
        help_text=_("JPEG, PNG, WebP, AVIF or GIF. The original is kept as it is."),
    )
    kept_picture = forms.CharField(required=False, widget=forms.HiddenInput)
    thumbnail_alt = NameField(
        label=_("What it shows"),
        required=False,
        max_length=500,
        help_text=_("For readers who cannot see the picture."),
    )
    widgets = NamesField(
        label=_("Widgets"),
        required=False,
        help_text=_("In the order in which they stand. Empty: as the site says."),
    )
    translation_languages = NamesField(
        label=_("Languages of human versions"),
        required=False,
        help_text=_("As the imported file named them, such as zh-TW."),
    )

    class Meta:
        model = Article
        fields = [
            *("title", "slug", "language", "lead", "summary", "description", "body"),
            *(
                "visibility",
                *DATETIMES,
                "tags",
                "source",
                "source_url",
                "disclaimer",
                *("ai_use", "ai_editor"),
            ),
            *("translation_key", "translation_languages", "thumbnail"),
            *("thumbnail_url", "thumbnail_place", "weight", *SWITCHES),
            *("sidebar", "widgets"),
        ]
        field_classes = {
            **dict.fromkeys(DATETIMES, MomentField),
            **dict.fromkeys(TEXTS, ProseField),
            "title": NameField,
            "lead": LeadField,
            "source_url": WebAddressField,
        }
        widgets = (
            dict.fromkeys(DATETIMES, MomentInput)
            | dict.fromkeys(SWITCHES, SwitchSelect)
            | {
                "title": forms.Textarea(attrs={"rows": 1, "class": "vLargeTextField"}),
                "body": MarkdownInput(attrs={"rows": 18}),
                "lead": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
                "summary": forms.Textarea(
                    attrs={"rows": 3, "class": "vLargeTextField"}
                ),
                "description": forms.Textarea(
                    attrs={"rows": 3, "class": "vLargeTextField"}
                ),
                "source_url": AdminURLFieldWidget,
            }
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        article = self.instance
        if self.is_bound and not form_key_in(self.data):
            self.data = cast(QueryDict, self.data).copy()
            self.data[self.add_prefix("form_key")] = secrets.token_urlsafe(12)
        self.fields["language"].choices = _languages(article.language)
        if "slug" in self.fields:
            self.fields["slug"].help_text = format_html(
                "{} {}", self.fields["slug"].help_text, old_addresses(article)
            )
        self.fields["widgets"].kept = list(article.widgets)
        # Who may only look gets a form without the fields of the model.
        if "body" in self.fields:
            self.fields["own_script"].help_text = slips_told(article, self.fields)
            self.fields["body"].widget.article_id = article.pk
            self._tell_site_choices(SiteSettings.current())
        labels = initial_labels(article)
        # What a new article begins with may name others.
        both = (self.initial, labels) if article.pk else (labels, self.initial)
        self.initial = {
            **both[0],
            **both[1],
            "base": article.opened_revision,
            "form_key": secrets.token_urlsafe(12),
            **self.reopened,
        }
        self._changed: set[str] = set()
        self.base_revision: Revision | None = None
        if article.pk:
            self.fields["base"].queryset = article.revisions.all()
            if self.is_bound:
                self._start_from_base()
        for name in self.fields.keys() & set(DATETIMES):
            self.fields[name].shown = self.initial.get(name)

    def _start_from_base(self) -> None:
        """Compare with what the editor started from."""
        given = self.data.get(self.add_prefix("base"))
        if not given and self._is_sent_again():
            given = self.instance.revisions.values_list("pk", flat=True).last()
        try:
            self.base_revision = self.fields["base"].clean(given)
        except ValidationError:
            return  # The field says so.
        if self.base_revision:
            self.base_revision.article = self.instance
            self.initial = {**self.initial, **initial_of(self.base_revision)}

    def _is_sent_again(self) -> bool:
        """Tell whether this form made the article."""
        key = self.data.get(self.add_prefix("form_key"))
        return bool(key) and key == self.instance.form_key

    def _tell_site_choices(self, site: SiteSettings) -> None:
        """Name the site's own choice beside each “as the site says”."""
        for name in SWITCHES:
            says = getattr(site, name, None)
            if name == "comments":
                says = site.has_comments or site.discussion_url
            self.fields[name].widget.tell_site_choice(bool(says))
        for name, label in (
            ("sidebar", SidebarSide(site.sidebar_single).label),
            ("thumbnail_place", ThumbnailPlace(site.thumbnail_place).label),
        ):
            blank = gettext("As the site says: %s") % label
            choices = list(self.fields[name].choices)[1:]
            self.fields[name].choices = [("", blank), *choices]
        self.fields["widgets"].widget.attrs["placeholder"] = ", ".join(site.widgets)

    # Checks

    def clean_slug(self) -> str:
        before: str = self.initial.get("slug", "")
        slug: str = self.cleaned_data["slug"] or before
        if slug != before:
            validate_unicode_slug(slug)
        return slug

    clean_body = clean_body

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.base_revision:
            self._forgive_untouched()
        # A field that nobody touched stays to the byte, and to the fraction of a second.
        for name in {*TEXTS, *DATETIMES, "title"} - set(self.changed_data):
            cleaned[name] = self.initial.get(name, None if name in DATETIMES else "")
        changed = {*self.changed_data, *write_in_own_script(cleaned)}
        for name in set(DATETIMES).intersection(self.changed_data):
            self._check_year(name, cleaned.get(name))
        self._keep_picture(cleaned)
        if cleaned.get("thumbnail_file"):
            changed.add("thumbnail")
        self._changed = changed
        status = self.instance.status
        cleaned = resolve_times({"status": status, **cleaned}, changed)
        self._check_times(cleaned, self.changed_data)
        if self.refusal:
            self.add_error(None, self.refusal)
        return cleaned

    @cached_property
    def changed_data(self) -> list[str]:
        """Leave out what nobody types, and what a form does not speak of."""
        return [
            name
            for name in super().changed_data
            if name not in _TOKENS
            and not self.fields[name].widget.value_omitted_from_data(
                self.data, self.files, self.add_prefix(name)
            )
        ]

    def changes(self) -> dict[str, Any]:
        """Return what the editor changed, as ``publishing`` stores it; of a valid form."""
        cleaned = self.cleaned_data
        changes: dict[str, Any] = {}
        for name in self._changed:
            value = cleaned[name]
            if name in LABEL_FIELDS:
                changes[LABEL_FIELDS[name]] = [row.pk for row in value]
            elif name in _ROW_FIELDS:
                changes[f"{name}_id"] = value.pk if value else None
            elif name in DATETIMES:
                changes[name] = in_utc(value)
            elif name in {*ArticleForm.Meta.fields, "instruments"}:
                changes[name] = value
        return changes

    def _forgive_untouched(self) -> None:
        """Let nobody answer for what he did not touch, such as a picture that is gone."""
        for name in [*self.fields]:
            if name not in {*self.changed_data, *_TOKENS}:
                self.errors.pop(name, None)

    def _keep_picture(self, cleaned: dict[str, Any]) -> None:
        """Store an uploaded picture at once: browsers forget the file if a field is wrong.

        The form goes on as if it had been picked from the library.
        """
        alt, image = cleaned.get("thumbnail_alt", ""), cleaned.get("thumbnail")
        if file := cleaned.get("thumbnail_file"):
            said = {"file_name": file.name or "", "alt": alt}
            cleaned["thumbnail"] = image = add_picture(file.prepared, said)
            self.data = cast(QueryDict, self.data).copy()
            for name in ("thumbnail", "kept_picture"):
                self.data[self.add_prefix(name)] = str(image.pk)
            self["thumbnail_file"].help_text = gettext(
                "“%(name)s” is kept and chosen above, whatever else is to be put right."
            ) % {"name": file.name}
        is_kept = image and (file or cleaned.get("kept_picture") == str(image.pk))
        if image and is_kept and not (alt or image.alt):
            self.add_error("thumbnail_alt", _("Say what the picture shows."))

    def _check_year(self, name: str, moment: datetime | None) -> None:
        """Refuse an odd year: an archive may have any, but a typed one is a slip."""
        if moment:
            try:
                check_year(moment)
            except ValidationError as error:
                self.add_error(name, error)

    def _check_times(self, cleaned: dict[str, Any], changed: Collection[str]) -> None:
        """Refuse times that nobody means; what an archive had may stay."""
        is_new = verb_in(self.data) in PUBLISHING
        for name, problem in what_makes_no_sense(
            cleaned,
            is_published_now=is_new,
            embargo_before=self.instance.embargoed_until,
        ):
            if is_new or {name, "published_at"}.intersection(changed):
                self.add_error(name, problem)

    def validate_unique(self) -> None:
        super().validate_unique()
        if self.has_error("slug", "unique"):
            rows = self.known_articles.filter(slug=self.instance.slug)
            for holder in rows.only("title"):
                del self.errors["slug"]
                self.add_error("slug", slug_held_by(holder))

    def _get_validation_exclusions(self) -> set[str]:
        # An imported address is not judged here until somebody touches it; and that this
        # form made an article a moment ago is no error: ``publishing`` finds that one.
        kept = {"slug", "source_url", "thumbnail_url"} - set(self.changed_data)
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | kept | {"form_key"}


def verb_in(sent: Mapping[str, Any]) -> Verb:
    """Return the verb whose button sent the form: to save, if none did."""
    verbs = (verb for verb in Verb if verb is not Verb.DELETE)
    return next((verb for verb in verbs if f"_{verb}" in sent), Verb.SAVE)


def _languages(current: str) -> list[tuple[str, Any]]:
    choices: list[tuple[str, Any]] = list(Language.choices)
    if current and current not in Language.values:
        choices.append((current, current))
    return choices

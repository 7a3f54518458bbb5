"""The form an article is written in: in the admin, and again for each live preview."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.core.exceptions import ValidationError
from django.core.validators import validate_unicode_slug
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.translation import gettext, gettext_lazy as _

from articles.choices import Language, SidebarSide, Status, ThumbnailPlace
from articles.forms.inputs import (
    MarkdownInput,
    MomentField,
    MomentInput,
    NamesField,
    OrderedChoiceField,
    PictureField,
    ProseField,
    SwitchSelect,
    TagsField,
    WebAddressField,
    check_year,
)
from articles.forms.redirects import old_addresses
from articles.models import Article, Author, Category, SiteSettings
from articles.publishing import (
    Labels,
    add_picture,
    free_slug,
    resolve_times,
    suggest_slug,
    tags_named,
)
from articles.variants import conversions

TEXTS = ("lead", "summary", "description", "body", "disclaimer")
DATETIMES = ("published_at", "modified_at", "embargoed_until", "expires_at")
SCRIPT_FIELDS = (*Article.CONVERTED, "body")
SWITCHES = ("comments", "authorbox", "pager", "toc", "mathjax")

# Rendering takes seconds per megabyte; no story is nearly as long.
MAX_BODY = 1_000_000
# More pairs of characters would hide the form.
_MOST_SLIPS = 20


def clean_body(form: forms.ModelForm[Any]) -> str:
    """Return the body. A longer one than ``MAX_BODY`` that was stored already may stay."""
    body: str = form.cleaned_data["body"]
    if len(body) > MAX_BODY and "body" in form.changed_data:
        raise ValidationError(
            _("The text is longer than %(limit)s characters."),
            params={"limit": f"{MAX_BODY:,}"},
        )
    return body


class ArticleForm(forms.ModelForm[Article]):
    """Everything that a person writes about an article.

    ``filed_under`` and ``written_by`` stand for categories and authors, whose order
    a form for the models' own fields would lose. ``opened_at`` says which saved state the
    editor started from; check a form that has one within ``publishing.transaction()``.
    """

    fields: dict[str, Any]

    opened_at = forms.CharField(required=False, widget=forms.HiddenInput)
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
    thumbnail_alt = forms.CharField(
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
                "status",
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
            "source_url": WebAddressField,
        }
        widgets = (
            dict.fromkeys(DATETIMES, MomentInput)
            | dict.fromkeys(SWITCHES, SwitchSelect)
            | {
                "title": forms.TextInput(
                    attrs={"class": "vTextField", "autofocus": ""}
                ),
                "body": MarkdownInput(attrs={"rows": 28}),
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
        self.fields["language"].choices = _languages(article.language)
        if "slug" in self.fields:
            self.fields["slug"].help_text = format_html(
                "{} {}", self.fields["slug"].help_text, old_addresses(article)
            )
        self.fields["widgets"].kept = list(article.widgets)
        # Who may only look gets a form without the fields of the model.
        if "body" in self.fields:
            self.fields["own_script"].help_text = self._slips_told()
            self.fields["body"].widget.article_id = article.pk
            self._tell_site_choices(SiteSettings.current())
        self.initial = {**self.initial, **_initial_labels(article)}
        if article.pk:
            self.initial["opened_at"] = article.edited_at.isoformat()

    def _slips_told(self) -> str:
        """List the characters by field, each with what would stand in its place."""
        told = []
        for name, slips in slips_of(self.instance).items():
            text = getattr(self.instance, name)
            pairs = dict.fromkeys(f"{text[at]} → {form}" for at, form in slips.items())
            told.append(
                f"{self.fields[name].label}: {', '.join([*pairs][:_MOST_SLIPS])}"
            )
        keep = gettext("%(slips)s. To keep one on purpose, put it between -{ and }-.")
        return escape(keep % {"slips": "; ".join(told)})

    def _tell_site_choices(self, site: SiteSettings) -> None:
        """Name the site's own choice beside each “as the site says”."""
        for name in SWITCHES:
            says = site.discussion_url if name == "comments" else getattr(site, name)
            self.fields[name].widget.tell_site_choice(bool(says))
        for name, label in (
            ("sidebar", SidebarSide(site.sidebar_single).label),
            ("thumbnail_place", ThumbnailPlace(site.thumbnail_place).label),
        ):
            blank = gettext("As the site says: %s") % label
            choices = list(self.fields[name].choices)[1:]
            self.fields[name].choices = [("", blank), *choices]
        self.fields["widgets"].widget.attrs["placeholder"] = ", ".join(site.widgets)

    def labels(self) -> Labels:
        """Return the labels of a valid form. Makes the tags that are new."""
        return Labels(
            categories=self.cleaned_data["filed_under"],
            tags=tags_named(self.cleaned_data["tags"]),
            authors=self.cleaned_data["written_by"],
        )

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
        self._refuse_to_overwrite()
        # A field that nobody touched stays to the byte, and to the fraction of a second.
        for name in {*TEXTS, *DATETIMES} - set(self.changed_data):
            cleaned[name] = self.initial.get(name, "" if name in TEXTS else None)
        changed = {*self.changed_data, *self._write_in_own_script(cleaned)}
        for name in set(DATETIMES).intersection(self.changed_data):
            self._check_year(name, cleaned.get(name))
        if cleaned.get("title") and cleaned.get("slug") == "":
            cleaned["slug"] = free_slug(Article, suggest_slug(cleaned["title"]))
        self._keep_picture(cleaned)
        if "_publish" in self.data:
            cleaned["status"] = Status.PUBLISHED
        cleaned = resolve_times(self.instance, cleaned, changed)
        self._check_order_of_times(cleaned)
        return cleaned

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

    def _write_in_own_script(self, cleaned: dict[str, Any]) -> Collection[str]:
        """Mend the texts where the editor asks for it; returns the fields that change."""
        if not cleaned.get("own_script"):
            return ()
        texts = {name: cleaned[name] for name in SCRIPT_FIELDS if name in cleaned}
        found = conversions.find_slips(texts, cleaned.get("language", ""))
        for name, slips in found.items():
            characters = enumerate(texts[name])
            cleaned[name] = "".join(slips.get(at, char) for at, char in characters)
        return found.keys()

    def _check_year(self, name: str, moment: datetime | None) -> None:
        """Refuse an odd year: an archive may have any, but a typed one is a slip."""
        if moment:
            try:
                check_year(moment)
            except ValidationError as error:
                self.add_error(name, error)

    def _check_order_of_times(self, cleaned: dict[str, Any]) -> None:
        start, end = cleaned.get("published_at"), cleaned.get("expires_at")
        is_edited = {"published_at", "expires_at"}.intersection(self.changed_data)
        if is_edited and start and end and end <= start:
            self.add_error("expires_at", _("It would expire before it is published."))

    def _refuse_to_overwrite(self) -> None:
        """Refuse once if somebody else saved meanwhile; a second save is deliberate."""
        opened_at = self.cleaned_data.get("opened_at")
        if not self.instance.pk or not opened_at:
            return
        rows = Article.objects.select_for_update().filter(pk=self.instance.pk)
        edited_at = rows.values_list("edited_at", flat=True).first()
        if edited_at is None or edited_at.isoformat() == opened_at:
            return
        token = {self.add_prefix("opened_at"): edited_at.isoformat()}
        self.data = cast(QueryDict, self.data).copy()
        self.data.update(token)
        self.add_error(None, self._overtaken(edited_at))

    def _overtaken(self, edited_at: datetime) -> ValidationError:
        revision = self.instance.revisions.select_related("created_by").first()
        who = str(revision.created_by) if revision and revision.created_by else ""
        return ValidationError(
            _(
                "%(who)s saved this article at %(time)s, after you had opened it. Nothing "
                "is saved yet, and your text stands below. Compare it with the saved "
                "version in another tab; to replace that version, save again."
            ),
            params={
                "who": who or gettext("Somebody"),
                "time": date_format(timezone.localtime(edited_at), "H:i:s"),
            },
            code="overtaken",
        )

    def _get_validation_exclusions(self) -> set[str]:
        # An imported address is not judged here until somebody touches it.
        kept = {"slug", "source_url"} - set(self.changed_data)
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | kept


def slips_of(article: Article) -> dict[str, dict[int, str]]:
    """Map the fields that hold characters of the other script to their places and forms."""
    texts = {name: getattr(article, name) for name in SCRIPT_FIELDS}
    return conversions.find_slips(texts, article.language)


def _languages(current: str) -> list[tuple[str, Any]]:
    choices: list[tuple[str, Any]] = list(Language.choices)
    if current and current not in Language.values:
        choices.append((current, current))
    return choices


def _initial_labels(article: Article) -> dict[str, Any]:
    if not article.pk:
        return {"tags": []}
    return {
        "tags": [tag.name for tag in article.tags.all()],
        "filed_under": [row.category_id for row in article.article_categories.all()],
        "written_by": [byline.author_id for byline in article.bylines.all()],
    }

"""The behaviour that the desk's admin pages share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext

from articles.admin.overtaken import OvertakenAdmin, RecordT
from articles.admin.pickers import OrderedPicker, Picker
from articles.forms import NameField, ProseField, WebAddressField
from articles.models import Article, content_change
from articles.rights import Right

# Longer patterns make a database slow before they find anything.
MAX_SEARCH = 100

# For forms and for the rows beside them.
FORM_FIELDS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.CharField: {"form_class": NameField},
    models.SlugField: {"form_class": forms.SlugField},
    models.URLField: {"form_class": WebAddressField},
    models.TextField: {"form_class": ProseField},
}


class WordFilter(admin.SimpleListFilter):
    """A filter by words of our own, each with its label."""

    words: Sequence[tuple[str, Any]]

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, Any]]:
        return [*self.words]


class OpenFilter(WordFilter):
    """A filter whose first word counts unless an editor asks for another."""

    parameter_name: str

    def value(self) -> str:
        given = super().value()
        known = [word for word, _label in self.words]
        return given if given in known else known[0]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        for value, label in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            is_chosen = value == self.value()
            yield {"selected": is_chosen, "query_string": query, "display": label}


class DeskAdmin(OvertakenAdmin[RecordT]):
    """Lists that do not count the whole table, and searches that cannot fail."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    formfield_overrides = FORM_FIELDS

    class Media:
        css = {"all": ["articles/admin/desk.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[RecordT]:
        """Leave out what tells of an article that this person may not know of."""
        rows = super().get_queryset(request)
        hidden = Article.objects.hidden_from(request.user).values("pk")
        for field in self.opts.concrete_fields:
            if field.related_model is Article:
                rows = rows.exclude(**{f"{field.name}__in": hidden})
        return rows

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Picker(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", OrderedPicker(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # Beside a story, a slip must not delete a source or a picture.
            field.widget.can_delete_related = False
        return field

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        # PostgreSQL refuses NUL, SQLite long patterns: both come only from mischief.
        term = search_term.replace("\x00", "")[:MAX_SEARCH]
        return super().get_search_results(request, queryset, term)

    def get_deleted_objects(
        self, objs: Iterable[Model], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Name what goes, not the thousands of rows that hang on it."""
        names = [str(obj) for obj in objs]
        counts = {str(self.opts.verbose_name_plural): len(names)}
        return names, counts, set(), self.what_protects(objs)

    def what_protects(self, objs: Iterable[Model]) -> list[str]:
        """Return the reasons why some of these cannot be deleted, in words."""
        return []

    def form_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Return what the template of a record's form needs; ``obj`` is None for a new one."""
        return {}

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if add:
            # Django's own words set a space between Chinese ones.
            context["title"] = gettext("Add %s") % self.opts.verbose_name
        context |= self.form_context(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Answer 404, which hands a text back; Django would lead to another page."""
        raise Http404

    # Saving: subclasses say which verbs store and remove their records.

    def store(self, request: HttpRequest, record: Any) -> None:
        """Save one record that a valid form has filled."""
        with content_change():
            record.save()

    def remove(self, records: Sequence[Any]) -> None:
        """Delete records for good."""
        with content_change():
            for record in records:
                record.delete()

    def report(self, request: HttpRequest) -> None:
        """Tell the editor what follows from a change. Nothing by default."""

    def report_removed(self, request: HttpRequest) -> None:
        """Tell the editor what follows from deleting. As from a change by default."""
        self.report(request)

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: bool
    ) -> None:
        self.store(request, obj)
        self.report(request)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.remove([obj])
        self.report_removed(request)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.remove(list(queryset))
        self.report_removed(request)


class _LeanChangeList(ChangeList):
    """A list that loads nothing it does not show."""

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> QuerySet[Any]:
        queryset = super().get_queryset(request, exclude_parameters)
        return queryset.defer(
            *cast(RecordAdmin[Any], self.model_admin).left_out_of_lists
        )


class RecordAdmin(DeskAdmin[RecordT]):
    """Rows that nobody writes by hand. Whoever may see articles may see these."""

    left_out_of_lists: Sequence[str] = ()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return _LeanChangeList

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return any(
            request.user.has_perm(f"articles.{verb}_article")
            for verb in ("view", "change")
        )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def may_edit_articles(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.change_article")

    def may_decide(self, request: HttpRequest) -> bool:
        """Tell whether somebody settles what others left open in articles of the desk."""
        deciding = (Right.APPROVE, Right.PUBLISH)
        return any(request.user.has_perm(right) for right in deciding)

    def refuse_unless_posted(self, request: HttpRequest) -> HttpResponse | None:
        """Return the answer to a button's address that was not posted by its form.

        Raises ``PermissionDenied`` for a person who may not decide.
        """
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.may_decide(request):
            raise PermissionDenied
        return None

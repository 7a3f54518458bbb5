"""Pages of rows on which no save overtakes another unseen, nor loses what was typed."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from articles.forms import opened
from articles.publishing import transaction

RecordT = TypeVar("RecordT", bound=Model)

# The buttons under a form.
_SAVING = {"_save", "_continue", "_addanother"}


class OpenedInline(admin.options.InlineModelAdmin[Any, Any]):
    """Rows beside another, each compared with what the page was opened with."""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, form=opened(self.form), **kwargs)


class OvertakenAdmin(admin.ModelAdmin[RecordT]):
    """A row's page, and its line in an editable list."""

    # False where a page has its own way with two who write at once.
    compares = True

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[forms.ModelForm[Any]]:
        form = super().get_form(request, obj, change=change, **kwargs)
        return opened(form) if self.compares and obj is not None else form

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        form = super().get_changelist_form(request, **kwargs)
        return opened(form) if self.compares else form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "POST" or not self.compares:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction():  # What saving locks first is locked before the row.
            if object_id is not None:
                self._lock(request, object_id)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _lock(self, request: HttpRequest, object_id: str) -> None:
        """Let nobody else store the row until this is done; the form reads it after."""
        row = self.get_object(request, unquote(object_id))
        if row is not None and not row._state.adding:
            rows = self.model._base_manager.select_for_update(no_key=True)
            rows.filter(pk=row.pk).values_list("pk").first()

"""What happens when the form of an article is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_protect

from articles import publishing
from articles.admin.kinds import live_rule, refusal
from articles.admin.merging import MergePage
from articles.admin.pending_versions import BUTTON as SCHEDULE_BUTTON
from articles.admin.variants import ArticleVariantsAdmin
from articles.forms import LONGEST_NOTE, ArticleForm, HourForm, form_key_in, verb_in
from articles.models import Article

# What the message and the address after saving are made of: of what is stored, as a
# colleague may have withdrawn the article meanwhile.
_TOLD_OF = (
    *("pk", "title", "slug", "language", "status"),
    *("published_at", "embargoed_until", "expires_at"),
)


_REFUSALS = (
    *(publishing.VerbRefused, publishing.KindRefused),
    publishing.SenselessTimes,
)


class _Answered(Exception):
    """Nothing was saved: this is shown instead."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


class ArticleSaving(MergePage, ArticleVariantsAdmin):
    """Saves what an editor changed of an article, merged with what others saved."""

    # The whole is no transaction: ``publishing`` opens one when all is merged and rendered.
    @method_decorator(csrf_protect)
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        def answer(refusal: str = "") -> HttpResponse:
            request.refusal = refusal  # type: ignore[attr-defined]
            request.is_form_sent = request.method == "POST"  # type: ignore[attr-defined]
            number = object_id
            if request.method == "POST" and number is None:
                number = self._created_before(request)
            response: HttpResponse = self._changeform_view(  # type: ignore[attr-defined]
                request, number, form_url, extra_context
            )
            return response

        if request.method != "POST":
            return answer()
        if self.is_put_off(request):
            return answer(
                gettext(
                    "Nothing is saved yet: some places are still to be decided. Your text "
                    "stands below; save to decide them."
                )
            )
        if SCHEDULE_BUTTON in request.POST:
            hour = HourForm(request.POST)
            if not hour.is_valid():
                return answer(hour.problem)
            request.go_live_at = hour.cleaned_data["go_live_at"]  # type: ignore[attr-defined]
        try:
            return answer()
        except _Answered as answered:
            return answered.response
        except publishing.SlugTaken:
            return answer()  # By now the form sees what is there.
        except publishing.AlreadyCreated as problem:
            is_mine = self._created_before(request)
            return answer("" if is_mine else _told_of(problem))
        except _REFUSALS as problem:
            return answer(_told_of(problem))
        except publishing.Busy as problem:
            response = answer(
                str(problem)
                or gettext(
                    "Others are saving at this moment, so nothing is saved yet. Your text "
                    "stands below: save again in a minute."
                )
            )
            response.status_code = 503
            return response
        except Article.DoesNotExist:
            return self._get_obj_does_not_exist_redirect(
                request, self.opts, str(object_id)
            )

    def _created_before(self, request: HttpRequest) -> str | None:
        """Return the number of the article that this very form made, sent by the same
        person before. A query."""
        key = request.POST.get("form_key", "")
        if not key or "\x00" in key:
            return None
        rows = Article.objects.filter(
            form_key=key, revisions__created_by=cast(User, request.user)
        )
        found = rows.values_list("pk", flat=True).first()
        return str(found) if found else None

    def get_form(
        self,
        request: HttpRequest,
        obj: Article | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[forms.ModelForm[Article]]:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", "")  # type: ignore[attr-defined]
        return form

    def save_model(
        self, request: HttpRequest, obj: Article, form: Any, change: bool
    ) -> None:
        """Only the picture's words: ``save_related`` saves the article as a whole."""
        alt, image = form.cleaned_data.get("thumbnail_alt"), obj.thumbnail
        if image and alt and not image.alt:
            image.alt = alt
            publishing.save_picture(image)

    def save_related(
        self, request: HttpRequest, form: ArticleForm, formsets: Any, change: bool
    ) -> None:
        overrides, *others = formsets
        by = cast(User, request.user)

        def save_beside(article: Article) -> None:
            publishing.forget_buffer(by, form_key_in(request.POST))
            for menus in others:  # None for who may not change menus.
                menus.instance = article
                self.save_formset(request, form, menus, change=change)
                if menus.new_objects or menus.changed_objects or menus.deleted_objects:
                    publishing.refresh_menus()

        base, verb = form.base_revision, verb_in(request.POST)
        changes = form.changes() | publishing.changed_overrides(
            form.instance, base, overrides.overrides()
        )
        if change and hasattr(request, "go_live_at"):
            answer = self._schedule(request, form, changes, request.go_live_at)
            raise _Answered(answer)
        if change:
            try:
                saved = publishing.save_changes(
                    form.instance.pk,
                    changes,
                    base=base,
                    decisions=self.decisions_in(request),
                    by=by,
                    verb=verb,
                    note=request.POST.get("note", "")[:LONGEST_NOTE],
                    alongside=save_beside,
                    rule=live_rule(request),
                )
            except publishing.Undecided as undecided:
                page = self.merge_page(request, form, undecided)
                raise _Answered(page) from None
            publishing.recheck_pending(form.instance.pk)
            self.tell_of_merge(request, saved)
        else:
            key = form.cleaned_data["form_key"]
            saved = publishing.create_article(
                changes, form_key=key, by=by, verb=verb, alongside=save_beside
            )
        request.act = saved.revision.act if saved.revision else None  # type: ignore[attr-defined]
        for name in _TOLD_OF:
            setattr(form.instance, name, getattr(saved.article, name))
        self.warn_of_conversions(request, saved.article)

    def _schedule(
        self,
        request: HttpRequest,
        form: ArticleForm,
        changes: Mapping[str, Any],
        go_live_at: datetime,
    ) -> HttpResponse:
        """Let the changes wait for their hour; the page stays as it is."""
        by = cast(User, request.user)
        pending = publishing.schedule_changes(
            form.instance.pk,
            changes,
            base=form.base_revision,
            go_live_at=go_live_at,
            by=by,
        )
        publishing.forget_buffer(by, form_key_in(request.POST))
        request.pending = pending  # type: ignore[attr-defined]
        return self.response_change(request, pending.article)


def _told_of(problem: Exception) -> str:
    """Say why nothing is saved."""
    if isinstance(problem, publishing.VerbRefused):
        return f"{problem.reason} {gettext('Nothing is saved.')}"
    if isinstance(problem, publishing.KindRefused):
        return refusal(problem)
    if isinstance(problem, publishing.AlreadyCreated):
        return gettext("Somebody else sent this form before you. Nothing is saved.")
    return gettext(
        "A colleague changed a time meanwhile, which does not go with yours: "
        "%(problem)s Nothing is saved yet."
    ) % {"problem": problem}

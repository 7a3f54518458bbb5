from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import unquote

from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.urls import reverse

from articles import listings, search
from articles.archive.importer import SAMPLE_ARCHIVE
from articles.choices import LanguageGroup, MenuName
from articles.models import (
    Article,
    MenuEntry,
    SearchEntry,
    SearchIndex,
    SiteSettings,
    content_change,
)
from articles.publishing import refresh_menus, renew_keys
from articles.rights import GROUPS, permissions_of

# More would take a second row of the menu.
MENU_SIZE = 10


class Command(BaseCommand):
    help = (
        "Prepare a new site: its choices, the starter list of terms, the sample archive "
        "and a chief editor's account. "
        "On a site that was prepared before it changes nothing, except that it renews the "
        "keys that names are found by, makes the search index where there is none or an "
        "older one, and brings it up to date with renamed tags."
    )

    def handle(self, **options: Any) -> None:
        if not SiteSettings.objects.exists():
            self.make_site()
            call_command("import_terms", verbosity=0)
            call_command("import_markdown", SAMPLE_ARCHIVE, verbosity=0)
            self.make_menu()
            count = Article.objects.count()
            self.stdout.write(
                f"Imported {count} sample articles; remove_samples takes them away."
            )
        self.renew_keys()
        self.make_search_index()
        if not User.objects.exists():
            self.make_editor()

    def renew_keys(self) -> None:
        """On a site of a release that told other spellings of a name apart."""
        for gone, kept in renew_keys():
            self.stdout.write(f"The tag “{gone}” is “{kept}” in another spelling now.")

    def make_search_index(self) -> None:
        """On a site that is older than its search or than the format of its index, or was
        stopped in the middle of this or of what a renamed tag left to do."""
        # By their number: a first save begins an index, which holds that article alone.
        indexed = SearchEntry.objects.filter(
            index__is_active=True, index__format=SearchIndex.FORMAT
        )
        if indexed.exclude(article=None).count() < Article.objects.count():
            self.stdout.write("Making the search index; it takes a while, once.")
            call_command("rebuild_search_index", again=True, stdout=self.stdout)
        search.reindex_stale()

    @content_change()
    def make_site(self) -> None:
        SiteSettings.objects.create(
            name="财经新闻台",
            name_en="Newsdesk",
            tagline="市场、公司与政策，写一次，读三种中文",
            tagline_en="Markets, companies and policy in Chinese and English",
            widgets=["search", "recent", "categories", "taglist"],
        )

    @content_change()
    def make_menu(self) -> None:
        """Lead to the categories from the main menu, those with the most articles first."""
        for group in LanguageGroup.values:
            labels = listings.counted_labels(group, tag_count=0)
            labels.sort(key=lambda label: -label.visible_count)
            for weight, label in enumerate(labels[:MENU_SIZE], start=1):
                address = reverse("articles:category_detail", args=["en", label.slug])
                MenuEntry.objects.create(
                    menu=MenuName.MAIN,
                    label=label.name,
                    url=unquote(address.removeprefix("/en")),
                    weight=weight,
                    language_group=group,
                )
        refresh_menus()

    def make_editor(self) -> None:
        password = secrets.token_urlsafe(12)
        editor = User.objects.create_user("editor", password=password, is_staff=True)
        chiefs, _is_new = Group.objects.get_or_create(name="chief editor")
        chiefs.permissions.add(*permissions_of(GROUPS["chief editor"]))
        editor.groups.add(chiefs)
        self.stdout.write(
            self.style.SUCCESS(
                "A chief editor's account for /admin/ was made; this is shown once:\n"
                f"  name      editor\n  password  {password}"
            )
        )

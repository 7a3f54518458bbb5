"""A chief keeps accounts and groups; nobody becomes a superuser or locks the desk."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.test import TestCase
from django.urls import reverse
from django.utils import translation

from articles.rights import Right
from tests.admin.browser_forms import Sent, sent_by
from tests.people import give, make_chief, make_clerk, make_person, signs_in

PASSWORD = "wet-paint-on-the-door"  # noqa: S105
NOT_RIGHTS = {"is_superuser": "on", "is_staff": "", "user_permissions": ["1", "2"]}


class AccountCase(TestCase):
    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.chief = make_person("chief editor", "shen")
        self.client.force_login(self.chief)

    def group(self, name: str) -> Group:
        return Group.objects.get(name=name)

    def page(self, row: User | Group, page: str = "change") -> str:
        return reverse(f"admin:auth_{row._meta.model_name}_{page}", args=[row.pk])

    def opened(self, row: User | Group) -> Sent:
        answer = self.client.get(self.page(row))
        return sent_by(answer, f"{row._meta.model_name}_form")

    def save(self, row: User | Group, **changes: Any) -> Any:
        sent = {**self.opened(row), **changes, "_save": "1"}
        sent = {name: value for name, value in sent.items() if value is not None}
        return self.client.post(self.page(row), sent)

    def assertRefused(self, answer: Any, field: str, words: str) -> None:
        self.assertEqual(answer.status_code, 200)
        with translation.override("en"):
            errors = answer.context["adminform"].form.errors[field]
            self.assertIn(words, " ".join(errors))


class MakingTests(AccountCase):
    def make(self, **fields: Any) -> Any:
        sent = {
            "username": "zhoulu",
            "first_name": "鹭",
            "last_name": "周",
            "email": "zhou@desk.example",
            "password1": PASSWORD,
            "password2": PASSWORD,
            "groups": [self.group("reporter").pk],
        }
        return self.client.post(reverse("admin:auth_user_add"), sent | fields)

    def test_a_chief_makes_an_account_that_can_work_at_once(self) -> None:
        self.assertEqual(self.make().status_code, 302)
        self.assertTrue(signs_in(self.client, "zhoulu", PASSWORD))
        self.assertEqual(
            self.client.get("/admin/articles/article/add/").status_code, 200
        )

    def test_what_the_form_does_not_show_is_not_taken(self) -> None:
        self.make(**NOT_RIGHTS)
        made = User.objects.get(username="zhoulu")
        self.assertTrue(made.is_staff)
        self.assertFalse(made.is_superuser)
        self.assertFalse(made.user_permissions.exists())

    def test_an_easy_password_and_a_name_that_is_taken_are_refused(self) -> None:
        self.assertRefused(
            self.make(password1="1", password2="1"), "password2", "short"
        )
        self.assertRefused(self.make(username="SHEN"), "username", "already")

    def test_the_groups_have_the_names_that_editors_use(self) -> None:
        Group.objects.create(name="Night desk")
        for language, names in (
            ("en", ["Reporter", "Editor", "Chief editor", "Night desk"]),
            ("zh-hans", ["记者", "编辑", "主编", "Night desk"]),
        ):
            answer = self.client.get(
                reverse("admin:auth_user_add"), headers={"accept-language": language}
            )
            form = answer.context["adminform"].form
            with translation.override(language):
                shown = [str(label) for _pk, label in form.fields["groups"].choices]
            self.assertEqual(shown, names)

    def test_only_a_chief_makes_accounts(self) -> None:
        for person in (make_person("editor"), make_person("reporter"), make_clerk()):
            self.client.force_login(person)
            for name in ("auth_user_add", "auth_user_changelist", "auth_group_add"):
                answer = self.client.get(reverse(f"admin:{name}"))
                self.assertEqual(answer.status_code, 403)
            self.assertEqual(self.make().status_code, 403)


class KeepingTests(AccountCase):
    def setUp(self) -> None:
        super().setUp()
        self.person = make_person("reporter", "zhoulu")

    def test_a_chief_changes_name_groups_and_rights(self) -> None:
        group = str(self.group("editor").pk)
        answer = self.save(
            self.person, first_name="鹭", groups=[group], rights=[Right.PUBLISH.value]
        )
        self.assertEqual(answer.status_code, 302)
        person = User.objects.get(pk=self.person.pk)
        self.assertEqual(person.first_name, "鹭")
        self.assertEqual([each.name for each in person.groups.all()], ["editor"])
        self.assertTrue(person.has_perm(Right.PUBLISH))
        self.assertFalse(person.has_perm(Right.KILL))

    def test_rights_are_taken_away_and_other_permissions_stay(self) -> None:
        give(self.person, Right.PUBLISH)
        raw = Permission.objects.get(codename="delete_logentry")
        self.person.user_permissions.add(raw)
        self.assertEqual(self.save(self.person, rights=None).status_code, 302)
        self.assertEqual(list(self.person.user_permissions.all()), [raw])

    def test_a_handmade_request_makes_no_superuser(self) -> None:
        self.save(self.person, **NOT_RIGHTS)
        self.save(self.chief, **NOT_RIGHTS)
        self.assertFalse(User.objects.filter(is_superuser=True).exists())
        self.assertFalse(self.chief.user_permissions.exists())
        self.assertEqual(User.objects.filter(is_staff=True).count(), 2)

    def test_a_chief_sets_a_password_and_cannot_take_it_away(self) -> None:
        url = self.page(self.person, "password_change")
        self.client.post(url, {"usable_password": "false", "unset-password": "1"})
        self.person.refresh_from_db()
        self.assertTrue(self.person.has_usable_password())
        self.client.post(url, {"password1": PASSWORD, "password2": PASSWORD})
        self.person.refresh_from_db()
        self.assertTrue(self.person.check_password(PASSWORD))

    def test_a_superuser_is_out_of_reach(self) -> None:
        root = make_chief("root")
        before = User.objects.filter(pk=root.pk).values().get()
        for page, sent in (
            ("change", {"username": "taken", "email": "a@b.example", "_save": "1"}),
            ("password_change", {"password1": PASSWORD, "password2": PASSWORD}),
            ("delete", {"post": "yes"}),
        ):
            answer = self.client.post(self.page(root, page), sent)
            self.assertEqual(answer.status_code, 403, page)
        answer = self.client.get(self.page(root))
        self.assertNotContains(answer, "pbkdf2")
        self.assertEqual(User.objects.filter(pk=root.pk).values().get(), before)

    def test_a_chief_deletes_nobody_not_even_by_a_selection(self) -> None:
        sent = {
            "action": "delete_selected",
            "_selected_action": [self.person.pk],
            "post": "yes",
        }
        self.client.post(reverse("admin:auth_user_changelist"), sent)
        self.assertTrue(User.objects.filter(pk=self.person.pk).exists())

    def test_a_superuser_still_gives_permissions_of_every_kind(self) -> None:
        self.client.force_login(make_chief("root"))
        raw = Permission.objects.get(codename="delete_logentry")
        give(self.person, Right.PUBLISH)
        kept = [str(row.pk) for row in self.person.user_permissions.all()]
        answer = self.save(self.person, user_permissions=[*kept, str(raw.pk)])
        self.assertEqual(answer.status_code, 302)
        held = self.person.user_permissions.values_list("codename", flat=True)
        self.assertEqual({*held}, {"publish_articles", "delete_logentry"})


class LockedOutTests(AccountCase):
    def test_nobody_ends_their_own_keeping_of_accounts(self) -> None:
        make_person("chief editor", "other")
        for field, changes in (
            ("is_active", {"is_active": None}),
            ("groups", {"groups": None}),
            ("groups", {"groups": [str(self.group("editor").pk)]}),
        ):
            answer = self.save(self.chief, **changes)
            self.assertRefused(answer, field, "lock yourself out")
        self.chief.refresh_from_db()
        self.assertTrue(self.chief.is_active)
        self.assertTrue(User.objects.get(pk=self.chief.pk).has_perm(Right.MANAGE))

    def test_another_chief_may_go_as_long_as_one_is_left(self) -> None:
        other = make_person("chief editor", "other")
        self.assertEqual(self.save(other, is_active=None).status_code, 302)
        other.refresh_from_db()
        self.assertFalse(other.is_active)

    def test_the_last_one_stays_whoever_asks(self) -> None:
        clerk = make_clerk()
        clerk.user_permissions.add(Permission.objects.get(codename="change_user"))
        self.client.force_login(clerk)
        answer = self.save(self.chief, is_active=None)
        self.assertRefused(answer, "is_active", "the last person who keeps accounts")
        # A superuser without access to the desk is no help.
        User.objects.filter(pk=make_chief("root").pk).update(is_staff=False)
        self.assertRefused(self.save(self.chief, groups=None), "groups", "last person")
        give(make_clerk("other"), Right.MANAGE)
        self.assertEqual(self.save(self.chief, is_active=None).status_code, 302)

    def test_the_right_of_the_person_alone_is_enough(self) -> None:
        give(self.chief, Right.MANAGE)
        self.assertEqual(self.save(self.chief, groups=None).status_code, 302)
        answer = self.save(self.chief, rights=None)
        self.assertRefused(answer, "groups", "lock yourself out")


class GroupTests(AccountCase):
    def test_the_picker_shows_the_twelve_rights_in_the_editors_words(self) -> None:
        answer = self.client.get(reverse("admin:auth_group_add"))
        form = answer.context["adminform"].form
        self.assertEqual(list(form.fields), ["name", "rights"])
        self.assertEqual(form.fields["rights"].choices, Right.choices)

    def test_a_chief_makes_and_deletes_a_group(self) -> None:
        sent = {
            "name": "Night desk",
            "rights": [Right.WRITE.value, Right.PUBLISH.value],
        }
        self.client.post(reverse("admin:auth_group_add"), sent)
        group = self.group("Night desk")
        held = group.permissions.values_list("codename", flat=True)
        self.assertEqual({*held}, {"write_articles", "publish_articles"})
        self.client.post(self.page(group, "delete"), {"post": "yes"})
        self.assertFalse(Group.objects.filter(name="Night desk").exists())

    def test_raw_permissions_stay_and_none_comes_in(self) -> None:
        group = Group.objects.create(name="Old")
        raw = Permission.objects.get(codename="delete_logentry")
        group.permissions.add(raw)
        other = Permission.objects.get(codename="delete_session")
        answer = self.save(
            group, permissions=[str(other.pk)], rights=[Right.WRITE.value]
        )
        self.assertEqual(answer.status_code, 302)
        held = group.permissions.values_list("codename", flat=True)
        self.assertEqual({*held}, {"delete_logentry", "write_articles"})
        answer = self.save(group, rights=["auth.change_permission"])
        self.assertRefused(answer, "rights", "auth.change_permission")

    def test_the_right_to_keep_accounts_stays_where_the_last_has_it_from(self) -> None:
        chiefs = self.group("chief editor")
        answer = self.save(chiefs, rights=[Right.WRITE.value])
        self.assertRefused(answer, "rights", "lock yourself out")
        self.assertEqual(chiefs.permissions.count(), len(Right))

    def test_shipped_groups_are_neither_renamed_nor_deleted(self) -> None:
        for name in ("reporter", "editor", "chief editor"):
            group = self.group(name)
            answer = self.client.post(self.page(group, "delete"), {"post": "yes"})
            self.assertEqual(answer.status_code, 403)
            self.save(group, name="x")
            self.assertTrue(Group.objects.filter(name=name).exists())

    def test_the_group_by_which_somebody_keeps_accounts_is_not_deleted(self) -> None:
        group = Group.objects.create(name="Keepers")
        group.permissions.add(Permission.objects.get(codename="manage_desk"))
        self.chief.groups.set([group])
        answer = self.client.post(self.page(group, "delete"), {"post": "yes"})
        self.assertEqual(answer.status_code, 403)

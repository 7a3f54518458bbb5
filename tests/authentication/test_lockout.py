"""Which wrong passwords lock which account, for whom, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory, TestCase
from django.utils import timezone

from articles.authentication import lift_locks, lock_of, locked_until, remember_device
from articles.authentication.lockout import (
    PER_ACCOUNT,
    PER_ACCOUNT_AND_ADDRESS,
    PER_ADDRESS,
)
from tests.people import make_clerk

HERE, THERE = "192.0.2.1", "198.51.100.7"


def tried(
    count: int, name: str = "robin", address: str = HERE, minutes_ago: float = 0
) -> datetime:
    """Store wrong passwords as django-axes does, and return when they were tried."""
    row = AccessAttempt.objects.create(
        username=name,
        ip_address=address,
        user_agent=f"row {AccessAttempt.objects.count()}",
        failures_since_start=count,
    )
    at = timezone.now() - timedelta(minutes=minutes_ago)
    AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=at)
    return at


class LockoutTests(TestCase):
    robin: User

    @classmethod
    def setUpTestData(cls) -> None:
        cls.robin = make_clerk("robin")

    def request(self, address: str = HERE, **headers: str) -> Any:
        request = RequestFactory().post("/admin/login/", REMOTE_ADDR=address)
        request.META |= headers
        return request

    def known(self, user: User | None = None) -> dict[str, str]:
        """The header of a browser in which somebody has signed in."""
        response = HttpResponse()
        remember_device(response, user or self.robin)
        return {"HTTP_COOKIE": f"desk_device={response.cookies['desk_device'].value}"}

    def comes_in(
        self, name: str = "robin", address: str = HERE, **headers: str
    ) -> bool:
        request = self.request(address, **headers)
        return authenticate(request, username=name, password=name) is not None

    def guess(self, address: str = HERE, **headers: str) -> None:
        request = self.request(address, **headers)
        authenticate(request, username="robin", password="wrong")  # noqa: S106

    def test_one_account_from_one_address(self) -> None:
        tried(PER_ACCOUNT_AND_ADDRESS - 1)
        self.assertTrue(self.comes_in())
        tried(1)
        self.assertFalse(self.comes_in())
        self.assertTrue(self.comes_in(address=THERE))
        make_clerk("other")
        self.assertTrue(self.comes_in("other"))

    def test_one_address_whatever_the_account(self) -> None:
        for number in range(PER_ADDRESS - 1):
            tried(1, f"name {number}")
        self.assertTrue(self.comes_in())
        tried(1, "name")
        self.assertFalse(self.comes_in())
        self.assertTrue(self.comes_in(address=THERE))

    def test_one_account_from_everywhere(self) -> None:
        for number in range(PER_ACCOUNT // 5):
            tried(5, address=f"203.0.113.{number}")
        self.assertFalse(self.comes_in())
        self.assertFalse(self.comes_in(address=THERE))

    def test_neither_strangers_nor_neighbours_lock_a_known_browser(self) -> None:
        tried(PER_ACCOUNT)
        for number in range(PER_ADDRESS):
            tried(1, f"name {number}")
        self.assertFalse(self.comes_in())
        self.assertTrue(self.comes_in(**self.known()))

    def test_a_known_browser_has_its_own_count(self) -> None:
        known = self.known()
        for _ in range(PER_ACCOUNT_AND_ADDRESS):
            self.guess(**known)
        self.assertFalse(self.comes_in(**known))
        self.assertFalse(self.comes_in(address=THERE, **known))
        self.assertTrue(self.comes_in(address=THERE, **self.known()))

    def test_a_browser_is_known_to_the_accounts_that_signed_in_there(self) -> None:
        tried(PER_ACCOUNT_AND_ADDRESS)
        self.assertFalse(self.comes_in(**self.known(make_clerk("other"))))
        for forged in ("x", '["robin","x"]', ":::"):
            self.assertFalse(self.comes_in(HTTP_COOKIE=f"desk_device={forged}"))

    def test_nobody_uses_up_the_tries_of_a_browser_by_claiming_to_be_it(self) -> None:
        known = self.known()
        self.guess(**known)
        row = AccessAttempt.objects.get()
        self.assertTrue(row.user_agent.startswith("device "))
        self.assertNotIn(row.user_agent.removeprefix("device "), known["HTTP_COOKIE"])

    def test_a_lock_ends_after_the_cool_off(self) -> None:
        at = tried(PER_ACCOUNT_AND_ADDRESS, minutes_ago=19)
        self.assertEqual(
            locked_until(self.request(), "robin"), at + settings.AXES_COOLOFF_TIME
        )
        AccessAttempt.objects.update(attempt_time=at - timedelta(minutes=2))
        self.assertTrue(self.comes_in())

    def test_it_ends_when_enough_tries_are_old(self) -> None:
        first = tried(4, minutes_ago=15)
        second = tried(4, minutes_ago=10)
        tried(4, minutes_ago=5)
        # Eight are left after the first four; so it ends with them.
        self.assertEqual(
            locked_until(self.request(), "robin"), first + settings.AXES_COOLOFF_TIME
        )
        tried(3, minutes_ago=1)
        self.assertEqual(
            locked_until(self.request(), "robin"), second + settings.AXES_COOLOFF_TIME
        )

    def test_trying_on_does_not_prolong_it(self) -> None:
        tried(PER_ACCOUNT_AND_ADDRESS, minutes_ago=5)
        before = locked_until(self.request(), "robin")
        self.guess()
        self.assertEqual(locked_until(self.request(), "robin"), before)

    def test_success_begins_anew_here_and_forgives_nothing_elsewhere(self) -> None:
        tried(9)
        tried(9, address=THERE)
        tried(9, "other")
        user_logged_in.send(User, request=self.request(), user=self.robin)
        left = AccessAttempt.objects.values_list("username", "ip_address")
        self.assertEqual({*left}, {("robin", THERE), ("other", HERE)})

    def test_addresses_of_one_network_are_one(self) -> None:
        self.guess("2001:db8::1")
        tried(9, address="2001:db8::")
        self.assertFalse(self.comes_in(address="2001:db8::ffff:2"))
        self.assertTrue(self.comes_in(address="2001:db8:0:1::1"))
        tried(10, address=THERE)
        self.assertFalse(self.comes_in(address=f"::ffff:{THERE}"))
        self.assertTrue(self.comes_in(address="::ffff:203.0.113.1"))

    def test_without_an_address_an_account_still_has_its_limit(self) -> None:
        for _ in range(PER_ACCOUNT_AND_ADDRESS):
            self.guess("unix:")
        self.assertFalse(self.comes_in(address=""))
        self.assertTrue(self.comes_in())

    def test_tries_are_counted_where_every_process_sees_them(self) -> None:
        tried(9)
        cache.clear()
        self.guess()
        self.assertFalse(self.comes_in())

    def test_what_was_typed_is_not_kept(self) -> None:
        request = RequestFactory().post(
            "/admin/login/",
            {"username": "my-secret", "password": "my-secret", "next": "/admin/"},
        )
        authenticate(request, username="robin", password="my-secret")  # noqa: S106
        self.assertNotIn("my-secret", AccessAttempt.objects.get().post_data)

    def test_a_chief_sees_how_an_account_is_locked_and_lifts_it(self) -> None:
        self.assertIsNone(lock_of(self.robin))
        tried(PER_ACCOUNT_AND_ADDRESS)
        lock = lock_of(self.robin)
        assert lock
        self.assertEqual((lock.addresses, lock.is_everywhere), ([HERE], False))
        tried(PER_ACCOUNT, address=THERE)
        lock = lock_of(self.robin)
        assert lock
        self.assertTrue(lock.is_everywhere)
        lift_locks(self.robin)
        self.assertIsNone(lock_of(self.robin))
        self.assertTrue(self.comes_in())

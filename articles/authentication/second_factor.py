"""A second factor beside the password: codes of an app (TOTP), and ten codes on paper.

django-otp keeps both, lets no code count twice, and after each wrong one waits twice as
long. A session in which a code was given is marked by django-otp's key.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import get_random_string
from django_otp import DEVICE_ID_SESSION_KEY, verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.rights import Right

RECOVERY_CODES = 10
# The number of digits tells the kinds apart: phones show one keyboard for both.
_CODE_DIGITS = 6
_RECOVERY_DIGITS = 10


@dataclass(frozen=True)
class CodeCheck:
    """The fate of a code: the device that it is of, or when another one is looked at."""

    device: Device | None = None
    rests_until: datetime | None = None


def has_second_factor(user: User) -> bool:
    """Tell whether an account has one. A query."""
    return bool(TOTPDevice.objects.filter(user=user).exists())


def check_code(user: User, code: str) -> CodeCheck:
    """Look at a code of the app, or at a recovery code, which is used up by that."""
    digits = _digits(code)
    models = {_CODE_DIGITS: TOTPDevice, _RECOVERY_DIGITS: StaticDevice}
    model = models.get(len(digits))
    device = model.objects.filter(user=user).first() if model else None
    if device is None:
        return CodeCheck()
    if until := _rests_until(device):
        return CodeCheck(rests_until=until)
    return CodeCheck(device=verify_token(user, device.persistent_id, digits))


def must_set_up(request: HttpRequest, user: User | AnonymousUser) -> bool:
    """Tell whether somebody has to give a second factor and has not, in this session."""
    required = settings.REQUIRE_SECOND_FACTOR
    if required == "nobody" or not user.is_staff:
        return False
    if DEVICE_ID_SESSION_KEY in request.session:
        return False
    return required == "everybody" or user.has_perm(Right.MANAGE)


def new_device(user: User, key: str) -> TOTPDevice:
    """Return an app that is not stored yet, for its secret key in hexadecimal digits."""
    return TOTPDevice(user=user, key=key, name="app")


@transaction.atomic
def confirm_second_factor(user: User, key: str, code: str) -> tuple[Device, list[str]]:
    """Store an app that shows this code, in place of any other.

    Returns it with new recovery codes. Raises ``ValueError`` where the code is not its own.
    """
    device = new_device(user, key)
    remove_second_factor(user)
    device.save()
    if not device.verify_token(_digits(code)):
        raise ValueError("The code is not of this app.")
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    paper = StaticDevice.objects.create(user=user, name="recovery codes")
    StaticToken.objects.bulk_create(
        StaticToken(device=paper, token=_digits(code)) for code in codes
    )
    return device, codes


def remove_second_factor(user: User) -> None:
    for model in (TOTPDevice, StaticDevice):
        model.objects.filter(user=user).delete()


def recovery_codes_left(user: User) -> int:
    return int(StaticToken.objects.filter(device__user=user).count())


def codes_rest_until(user: User) -> datetime | None:
    """Return when a code of the app is looked at again after wrong ones."""
    device = TOTPDevice.objects.filter(user=user).first()
    return _rests_until(device) if device else None


def forget_wrong_codes(user: User) -> None:
    for model in (TOTPDevice, StaticDevice):
        model.objects.filter(user=user).update(
            throttling_failure_timestamp=None, throttling_failure_count=0
        )


def _rests_until(device: TOTPDevice | StaticDevice) -> datetime | None:
    is_looked_at, why = device.verify_is_allowed()
    until: datetime | None = None if is_looked_at else why["locked_until"]
    return until


def _recovery_code() -> str:
    digits = get_random_string(_RECOVERY_DIGITS, "0123456789")
    return f"{digits[:5]}-{digits[5:]}"


def _digits(code: str) -> str:
    """Return the digits of a code however it was typed: in groups, or full-width ones."""
    plain = unicodedata.normalize("NFKC", code)
    return re.sub(r"[\s-]", "", plain)

"""Ask what may be wrong with the settings, and with accounts and what was made from texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.core import checks as django_checks
from django.core.mail import get_connection
from django.db import connection
from django.http.request import validate_host
from django.utils import timezone
from django.utils.formats import date_format

from articles.health.check_results import CheckResult, broken, ok, warning
from articles.health.machine_checks import machine_checks
from articles.health.readiness import readiness
from articles.images import ShareCard
from articles.models import AuditEntry

_LOCAL = {"127.0.0.1", "localhost", "::1"}
_SHORTEST_KEY = 50  # Characters; as Django's own check.
_CLOCK_DIFFERENCE = timedelta(seconds=5)


def setup_checks() -> Iterator[CheckResult]:
    """Yield what each check finds, the readiness of the site among it."""
    yield check_secret_key()
    yield check_debug()
    yield check_hosts()
    yield check_https()
    yield from check_deployment()
    results = readiness()
    yield from results
    yield from machine_checks(has_database=not results[0].remedy)
    yield check_fonts()
    yield check_mail()
    if not results[0].remedy and not results[1].remedy:
        yield check_clock()
        yield check_superusers()


def is_public() -> bool:
    """Tell whether the site says that it is for others than this machine."""
    return urlsplit(settings.SITE_URL).hostname not in _LOCAL


def check_secret_key() -> CheckResult:
    key = settings.SECRET_KEY
    remedy = "Unset SECRET_KEY: the site makes a good one and keeps it in DATA_DIR."
    if len(key) < _SHORTEST_KEY or len(set(key)) < 5:
        return broken("secret key", "The secret key can be guessed.", remedy)
    return ok("secret key", "The secret key is long enough.")


def check_debug() -> CheckResult:
    if settings.DEBUG:
        finding = "DEBUG shows tracebacks and settings to everyone."
        remedy = "Unset DEBUG and restart the server."
        make = broken if is_public() else warning
        return make("debug", finding, remedy)
    return ok("debug", "Nobody is shown tracebacks.")


def check_hosts() -> CheckResult:
    host = urlsplit(settings.SITE_URL).hostname or ""
    if "*" in settings.ALLOWED_HOSTS:
        return warning(
            "hosts",
            "ALLOWED_HOSTS takes any host: links in mails may lead elsewhere.",
            f"Set ALLOWED_HOSTS={host}.",
        )
    if not validate_host(host, settings.ALLOWED_HOSTS):
        return broken(
            "hosts",
            f"The site does not answer for its own address, {host}.",
            f"Add {host} to ALLOWED_HOSTS.",
        )
    return ok("hosts", f"The site answers for {host}.")


def check_https() -> CheckResult:
    if not is_public():
        return ok("https", "The site is for this machine alone: SITE_URL says so.")
    if not settings.SITE_URL.startswith("https://"):
        return broken(
            "https",
            f"Passwords travel in clear to {settings.SITE_URL}.",
            "Put a proxy with a certificate in front, and https:// into SITE_URL.",
        )
    return ok("https", "Readers are told to come by https alone (HSTS).")


def check_deployment() -> Iterator[CheckResult]:
    """Yield what Django's own ``check --deploy`` has to say, for a public site."""
    found = django_checks.run_checks(include_deployment_checks=is_public())
    for message in found:
        if not message.is_silenced():
            make = broken if message.is_serious() else warning
            words = " ".join(message.msg.split())
            yield make("django", f"{message.id}: {words}", message.hint or words)
    if not found:
        yield ok("django", "Django's own checks find nothing.")


def check_fonts() -> CheckResult:
    try:
        ShareCard("新闻", "News", "#000000", "zh-Hans").draw()
    except (ImportError, OSError) as error:
        return warning(
            "fonts",
            f"Cards for sharing cannot be drawn: {error}",
            "Run `pip install -r requirements.txt`.",
        )
    return ok("fonts", "Cards for sharing can be drawn.")


def check_mail() -> CheckResult:
    if not settings.SENDS_MAIL:
        return ok("mail", "No mail is sent: a chief editor sets new passwords.")
    server = get_connection()
    try:
        server.open()
        server.close()
    except OSError as error:  # Of smtplib, too.
        return warning(
            "mail",
            f"The mail server does not take us: {error}",
            "Mend EMAIL_URL: whoever forgot a password waits for that mail.",
        )
    return ok("mail", "The mail server takes us.")


def check_clock() -> CheckResult:
    now = timezone.now()
    zone = settings.TIME_ZONE
    remedy = "Let the machine take its time from the network (timedatectl, chrony)."
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            difference = abs(cursor.fetchone()[0] - timezone.now())
        if difference > _CLOCK_DIFFERENCE:
            seconds = difference.total_seconds()
            finding = f"The database's clock differs by {seconds:.0f} seconds."
            return warning("clock", finding, remedy)
    newest = AuditEntry.objects.order_by("-pk").values_list("at", flat=True).first()
    if newest and newest > now + _CLOCK_DIFFERENCE:
        return warning("clock", "The clock was turned back since the last act.", remedy)
    shown = date_format(timezone.localtime(now), "Y-m-d H:i")
    return ok("clock", f"It is {shown} in {zone}.")


def check_superusers() -> CheckResult:
    names = list(
        User.objects.filter(is_superuser=True, is_active=True)
        .order_by("username")
        .values_list("username", flat=True)
    )
    if names:
        return warning(
            "superusers",
            f"Superusers may do anything, past every rule: {', '.join(names)}.",
            "A chief editor needs no such right: take it away in the admin.",
        )
    return ok("superusers", "Nobody is a superuser.")

"""Every setting of the site. Values come from the environment; with nothing set it is safe.

Above each group stands a link to its documentation. ``.env.example`` lists every
variable; a ``.env`` file beside ``manage.py`` is read too, the environment wins.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from newsdesk.database_addresses import (
    DATABASE_ENGINES,
    POSTGRESQL,
    database_settings,
)
from newsdesk.environment import (
    env_address,
    env_addresses,
    env_bool,
    env_bucket,
    env_choice,
    env_header,
    env_int,
    env_list,
    env_str,
    keep_private,
    kept_secret,
    read_dotenv,
)

# Lets generic classes of Django name their model at run time too: ModelAdmin[Article].
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
DOTENV = BASE_DIR / ".env"
CACHE_BACKENDS = {
    "redis": "newsdesk.fallback_cache.FallbackRedisCache",
    "rediss": "newsdesk.fallback_cache.FallbackRedisCache",
    "locmemcache": "django.core.cache.backends.locmem.LocMemCache",
    "dummycache": "django.core.cache.backends.dummy.DummyCache",
}
# A Varnish that is told by each worker; whatever else purges when it is asked to.
EDGE_SCHEMES = ("varnish", "https", "http")
# In clear; in clear until both agree on a cipher (STARTTLS); ciphered from the start.
MAIL_PORTS = {"smtp": "25", "submission": "587", "smtps": "465"}


if DOTENV.is_file():
    read_dotenv(DOTENV)


# https://docs.djangoproject.com/en/5.2/ref/settings/#core-settings

DATA_DIR = Path(env_str("DATA_DIR", str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env_bool("DEBUG", False)
SECRET_KEY = env_str("SECRET_KEY") or kept_secret(DATA_DIR / "secret_key")
SITE_URL = env_str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname:
    raise ImproperlyConfigured(
        f"SITE_URL must be an http(s) address, not {SITE_URL!r}."
    )
ALLOWED_HOSTS = env_list(
    "ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]", _site.hostname]
)

ROOT_URLCONF = "newsdesk.urls"
WSGI_APPLICATION = "newsdesk.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "newsdesk.observability",
    "articles",
    "taggit",
    "markdownx",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "articles.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # For the templates of its own controls, beside ours.
]
# https://docs.djangoproject.com/en/5.2/ref/forms/renderers/#templatessetting
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# WhiteNoise serves static files before anything else is asked.
# https://whitenoise.readthedocs.io/en/stable/django.html
MIDDLEWARE = [
    "newsdesk.observability.middleware.RequestIdMiddleware",
    "newsdesk.observability.middleware.MeasuringMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "articles.outbox.SendOutboxMiddleware",
    "articles.middleware.ContentSecurityPolicyMiddleware",
    "articles.middleware.RevalidationMiddleware",
    "articles.middleware.ClientAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "articles.middleware.DueChangesMiddleware",
    "articles.middleware.ReplicaMiddleware",
    "articles.middleware.InterfaceLanguageMiddleware",
    "articles.middleware.KeptBodyMiddleware",
    "articles.middleware.ReadersBodyMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "articles.middleware.SecondFactorMiddleware",
    "articles.middleware.SeenMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# https://docs.djangoproject.com/en/5.2/ref/settings/#databases
# https://docs.djangoproject.com/en/5.2/ref/databases/#sqlite-notes

_database = env_address(
    "DATABASE_URL",
    f"sqlite:///{quote(str(DATA_DIR))}/newsdesk.sqlite3",
    DATABASE_ENGINES,
)
DATABASES = {"default": database_settings("DATABASE_URL", _database)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    keep_private(Path(DATABASES["default"]["NAME"]))
    # In memory, threads that share a database lock whole tables against each other.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}

# Streaming replicas of it, which readers' pages are read from (``newsdesk/database_router.py``).
_replicas = env_addresses("REPLICA_URLS", POSTGRESQL)
if _replicas and _database.scheme not in POSTGRESQL:
    raise ImproperlyConfigured("REPLICA_URLS needs a DATABASE_URL of PostgreSQL.")
for _number, _replica in enumerate(_replicas, start=1):
    DATABASES[f"replica{_number}"] = database_settings("REPLICA_URLS", _replica)
    DATABASES[f"replica{_number}"]["TEST"] = {"MIRROR": "default"}
DATABASE_ROUTERS = ["newsdesk.database_router.ReplicaRouter"] if _replicas else []

# https://docs.djangoproject.com/en/5.2/topics/cache/

_cache = env_address("CACHE_URL", "locmemcache://", CACHE_BACKENDS)
_options = dict(parse_qsl(_cache.query))
CACHES = {
    "default": {
        "BACKEND": CACHE_BACKENDS[_cache.scheme],
        # For a Redis that several sites share; the rest of the query is for its driver.
        "KEY_PREFIX": _options.pop("key_prefix", ""),
        "LOCATION": _cache._replace(query=urlencode(_options)).geturl(),
    }
}

# Whole pages are kept in each process (``articles/serving/``), so much of them; and in
# Redis, if there is one. Who works on templates sees each change.

KEPT_PAGES_BYTES = 0 if DEBUG else env_int("KEPT_PAGES_MB", 48) * 1_000_000
SHARES_KEPT_PAGES = _cache.scheme.startswith("redis")

# What keeps pages in front of the site, and is told of each change: docs/scaling.md.

EDGE_PURGE_URL: SplitResult | None = None
if env_str("EDGE_PURGE_URL"):
    EDGE_PURGE_URL = env_address("EDGE_PURGE_URL", "", EDGE_SCHEMES)
    if not EDGE_PURGE_URL.hostname:
        raise ImproperlyConfigured("EDGE_PURGE_URL names no host.")
EDGE_PURGE_HEADER = env_header("EDGE_PURGE_HEADER")

# https://docs.djangoproject.com/en/5.2/topics/auth/

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "articles.rights.RightsBackend",
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
LOGOUT_REDIRECT_URL = "admin:login"
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60

# Wrong passwords are counted in the database: docs/operating.md.
# https://django-axes.readthedocs.io/en/latest/4_configuration.html

AXES_HANDLER = "articles.authentication.LockoutHandler"
AXES_FAILURE_LIMIT = 1  # Of the handler's limits.
AXES_COOLOFF_TIME = timedelta(minutes=20)
# A lock ends when it was said to end, however often somebody tries meanwhile.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "articles.client_address.client_network"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address", "username"]
AXES_LOCKOUT_CALLABLE = "articles.views.signing_in.as_locked"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False  # The desk's page of an account has what a chief needs.
AXES_VERBOSE = False

# https://django-otp-official.readthedocs.io/en/stable/overview.html

REQUIRE_SECOND_FACTOR = env_choice(
    "REQUIRE_SECOND_FACTOR", ["nobody", "chiefs", "everybody"]
)
OTP_TOTP_ISSUER = _site.hostname  # How apps call the site.

# https://docs.djangoproject.com/en/5.2/topics/email/

# Only for those who forgot their password; without it nobody is offered a mail.
SENDS_MAIL = bool(env_str("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env_str("EMAIL_FROM", f"newsdesk@{_site.hostname}")
EMAIL_TIMEOUT = 20
if SENDS_MAIL:
    _mail = env_address("EMAIL_URL", "", MAIL_PORTS)
    EMAIL_HOST = unquote(_mail.hostname or "localhost")
    EMAIL_PORT = _mail.port or int(MAIL_PORTS[_mail.scheme])
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail.scheme == "submission"
    EMAIL_USE_SSL = _mail.scheme == "smtps"

# https://docs.djangoproject.com/en/5.2/topics/i18n/

# LANGUAGE_CODE in the environment is the variant that readers get by default, as it
# stands in the address. Django's own setting is the language of the interface.
DEFAULT_VARIANT = env_choice("LANGUAGE_CODE", ["zh-cn", "zh-tw", "zh-hk", "en"])
LANGUAGE_CODE = {"zh-cn": "zh-hans", "en": "en"}.get(DEFAULT_VARIANT, "zh-hant")
LANGUAGES = [
    ("zh-hans", _("Simplified Chinese")),
    ("zh-hant", _("Traditional Chinese")),
    ("en", _("English")),
]
LOCALE_PATHS = [BASE_DIR / "articles" / "locale"]  # For the strings of templates/ too.
TIME_ZONE = env_str("TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

# https://docs.djangoproject.com/en/5.2/howto/static-files/
# https://docs.djangoproject.com/en/5.2/topics/files/

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = env_str("MEDIA_URL", "/media/")
MEDIA_ROOT = Path(env_str("MEDIA_ROOT", str(DATA_DIR / "media")))
STORAGES: dict[str, dict[str, Any]] = {
    "folder": {
        "BACKEND": "newsdesk.file_storage.WholeFileStorage",
        "OPTIONS": {"synced": ["originals", "attached"]},
    },
    "staticfiles": {"BACKEND": "newsdesk.static_storage.JoinedStylesStorage"},
}
# The keys may be in any place where boto3 looks, too: docs/scaling.md.
# https://django-storages.readthedocs.io/en/latest/backends/amazon-S3.html
MEDIA_STORE = env_bucket("MEDIA_STORE")
if MEDIA_STORE:
    STORAGES["store"] = {
        "BACKEND": "newsdesk.media_store.MediaStore",
        "OPTIONS": {
            **MEDIA_STORE,
            "access_key": env_str("AWS_ACCESS_KEY_ID") or None,
            "secret_key": env_str("AWS_SECRET_ACCESS_KEY") or None,
        },
    }
STORAGES["default"] = STORAGES["store" if MEDIA_STORE else "folder"]
# A text far too long is refused at its field, where it stays, and not before it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024

# https://docs.djangoproject.com/en/5.2/topics/security/

_is_https = _site.scheme == "https"
SESSION_COOKIE_SECURE = _is_https
CSRF_COOKIE_SECURE = _is_https
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "articles.views.errors.form_expired"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _is_https else None
SECURE_HSTS_SECONDS = 31_536_000 if _is_https else 0
SECURE_SSL_REDIRECT = _is_https
# Monitors of the machine ask without a proxy between.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
# Whether other hosts of the domain have certificates is not for one site to promise:
# subdomains (W005) and the browsers' own list (W021) are left to whoever owns it. The desk
# shows pages in frames of its own (W019).
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W019", "security.W021"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

# Where a proxy in front of the site says who asks; empty where there is none.

CLIENT_ADDRESS_HEADER = env_str("CLIENT_ADDRESS_HEADER")

# https://django-taggit.readthedocs.io/en/latest/getting_started.html

TAGGIT_TAGS_FROM_STRING = "articles.forms.inputs.split_tags"

# Hosts that ``fetch_images`` and the outbox may ask although their addresses are not public.

FETCH_ALLOWED_HOSTS = env_list("FETCH_ALLOWED_HOSTS", [])

# Whether hubs and partners are told behind responses, or by ``send_outbox`` alone.

OUTBOX_AFTER_RESPONSES = env_bool("OUTBOX_AFTER_RESPONSES", True)

# https://docs.djangoproject.com/en/5.2/topics/logging/

_log_format = env_choice("LOG_FORMAT", ["line", "json"])
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "newsdesk.observability.logs.RequestIdFilter"}},
    "formatters": {
        "line": {
            "format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s]: %(message)s"
        },
        "json": {"()": "newsdesk.observability.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["request_id"],
            "formatter": _log_format,
        }
    },
    "root": {"handlers": ["console"], "level": env_str("LOG_LEVEL", "WARNING")},
}
# In milliseconds; 0 for no log of slow queries.
SLOW_QUERY_MS = env_int("SLOW_QUERY_MS", 1000)

# What the machine's keepers may see: docs/operating.md.

MONITOR_TOKEN = env_str("MONITOR_TOKEN")
SENTRY_DSN = env_str("SENTRY_DSN")
OTEL_EXPORTER_OTLP_ENDPOINT = env_str("OTEL_EXPORTER_OTLP_ENDPOINT")

# Where backups are looked for, the key they are made for and the file that opens them:
# docs/backups.md.

BACKUP_DIR = env_str("BACKUP_DIR")
BACKUP_RECIPIENT = env_str("BACKUP_RECIPIENT")
BACKUP_IDENTITY = env_str("BACKUP_IDENTITY")

"""Every setting of the site. Values come from the environment; with nothing set it is safe.

Above each group stands a link to its documentation. ``.env.example`` lists every
variable; a ``.env`` file beside ``manage.py`` is read too, the environment wins.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
environ.Env.read_env(BASE_DIR / ".env")


def env_str(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, default: bool) -> bool:
    value = env_str(name).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return default


def env_list(name: str, default: list[str]) -> list[str]:
    parts = [part.strip() for part in env_str(name).split(",")]
    return [part for part in parts if part] or default


def env_choice(name: str, choices: list[str]) -> str:
    """One of the choices; the first where nothing is set."""
    value = env_str(name, choices[0])
    if value not in choices:
        known = ", ".join(choices)
        raise ImproperlyConfigured(f"{name} must be one of {known}, not {value!r}.")
    return value


def kept_secret(path: Path) -> str:
    """A key made once and kept in the data folder, readable by its owner alone."""
    try:
        with os.fdopen(
            os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w"
        ) as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text().strip()


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
    "articles",
    "taggit",
    "markdownx",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

# WhiteNoise serves static files before anything else is asked.
# https://whitenoise.readthedocs.io/en/stable/django.html
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "articles.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "articles.middleware.InterfaceLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
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

DATABASES: dict[str, dict[str, Any]] = {
    "default": (
        environ.Env.db_url_config(env_str("DATABASE_URL"))
        if env_str("DATABASE_URL")
        # Not as an address: the folder's name may hold what means something in one.
        else {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(DATA_DIR / "newsdesk.sqlite3"),
        }
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # In memory, threads that share a database lock whole tables against each other.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its place at once and waits, instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # Readers are never blocked by a writer (WAL); 64 MB of page cache.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # To compile a query takes ten times as long as to answer one of ours.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
# To open SQLite takes 2 ms, to fill its page cache more.
DATABASES["default"]["CONN_MAX_AGE"] = 60

# https://docs.djangoproject.com/en/5.2/topics/cache/

CACHES = {
    "default": environ.Env.cache_url_config(env_str("CACHE_URL", "locmemcache://"))
}

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
LOGIN_URL = "admin:login"

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
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024  # An article may be long.

# https://docs.djangoproject.com/en/5.2/topics/security/

_is_https = _site.scheme == "https"
SESSION_COOKIE_SECURE = _is_https
CSRF_COOKIE_SECURE = _is_https
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "articles.views.errors.form_expired"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _is_https else None
SECURE_HSTS_SECONDS = 31_536_000 if _is_https else 0
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

# Where a proxy in front of the site says who asks; empty where there is none.

CLIENT_ADDRESS_HEADER = env_str("CLIENT_ADDRESS_HEADER")

# https://django-taggit.readthedocs.io/en/latest/getting_started.html

TAGGIT_TAGS_FROM_STRING = "articles.forms.inputs.split_tags"

# https://neutronx.github.io/django-markdownx/customization/
# Its own addresses are never mounted: these two are ours, for staff only.

MARKDOWNX_URLS_PATH = "/admin/preview/"
MARKDOWNX_UPLOAD_URLS_PATH = "/admin/upload/"

# Hosts that ``fetch_images`` may ask although their addresses are not public.

FETCH_ALLOWED_HOSTS = env_list("FETCH_ALLOWED_HOSTS", [])

# https://docs.djangoproject.com/en/5.2/topics/logging/

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env_str("LOG_LEVEL", "WARNING")},
}

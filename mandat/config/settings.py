"""Django's settings, made from the typed environment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from mandat.config import environment

django_stubs_ext.monkeypatch()  # ModelForm[Client] and the like, which type checking asks for

ENVIRONMENT = environment.read()
PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.keys.secret_key
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
CSRF_TRUSTED_ORIGINS = list(ENVIRONMENT.origins)
MANDAT_ADDRESS = ENVIRONMENT.address

# What is Mandat's own.
MANDAT_DEMO = ENVIRONMENT.demo
MANDAT_SECOND_FACTOR = ENVIRONMENT.second_factor
MANDAT_ENCRYPTION_KEYS = ENVIRONMENT.keys.encryption_keys
MANDAT_INDEX_KEY = ENVIRONMENT.keys.index_key
MANDAT_FILES_DIR = ENVIRONMENT.data_dir / "files"
MANDAT_DATABASE_ROLE = ENVIRONMENT.database_role
MANDAT_PROCESS = ENVIRONMENT.process
MANDAT_TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies
MANDAT_UPLOAD_MAX_BYTES = ENVIRONMENT.upload_max_bytes
MANDAT_UPLOAD_MAX_FILES = 200
MANDAT_DSN_TABLES = ENVIRONMENT.dsn_tables
MANDAT_JOBS_INLINE = False
MANDAT_SESSION_IDLE_SECONDS = 30 * 60  # S10
MANDAT_SESSION_LIFE_SECONDS = 12 * 60 * 60  # S10
MANDAT_KEPT_SECONDS = 30  # how long sums over a firm may be kept without an event in it
MANDAT_READING_REPEAT_SECONDS = 15 * 60  # the same page again within it is one reading
# How much of the clients' data one member may read (firms/limits.py says what weighs how much).
MANDAT_READING_HOUR = ENVIRONMENT.reading.hour
MANDAT_READING_DAY = ENVIRONMENT.reading.day
MANDAT_READING_EXPORTS_DAY = ENVIRONMENT.reading.exports_day
MANDAT_NATIONAL_NUMBERS_DAY = ENVIRONMENT.reading.national_numbers_day
MANDAT_INVITATION_DAYS = ENVIRONMENT.invitations.days
MANDAT_INVITATIONS_DAY = ENVIRONMENT.invitations.per_day
MANDAT_UNDO_DAYS = 30  # how long a removed client can be taken back
MANDAT_ANOMALY_CLOSING_DAYS = 7  # at least so long a corrected anomaly waits before it closes

INSTALLED_APPS = [
    "mandat.ui",  # first: it dresses the pages of allauth
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_q",
    "template_partials",
    "mandat.firms",
    "mandat.affiliates",
    "mandat.clients",
    "mandat.declarations",
    "mandat.documents",
    "mandat.incidents",
    "mandat.figures",
    "mandat.messages",
    "mandat.onboarding",
    "mandat.rights",
    "mandat.desk",
    "mandat.demo",
]

MIDDLEWARE = [
    "mandat.firms.middleware.ForwardedMiddleware",
    "mandat.firms.middleware.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "mandat.config.soundness.SoundRequestMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mandat.firms.middleware.CompressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mandat.firms.middleware.DoorMiddleware",
    "mandat.firms.middleware.SessionLimitsMiddleware",
    "mandat.firms.middleware.LanguageMiddleware",
    "mandat.firms.middleware.SwitchMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mandat.firms.devices.DeviceMiddleware",
    "mandat.firms.middleware.SecondFactorMiddleware",
    "mandat.firms.watching.ReadingMiddleware",
    "mandat.firms.scoping.ScopeMiddleware",
]

ROOT_URLCONF = "mandat.config.urls"
WSGI_APPLICATION = "mandat.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mandat.desk.shell.shell",
            ],
        },
    }
]

DATABASES = {"default": environment.database(ENVIRONMENT.database_url)}
# S22: the limits of several processes are counted in one place.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "mandat_cache",
        # Django throws entries away beyond 300: enough guesses would wipe the limits on guessing.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "firms.User"
AUTHENTICATION_BACKENDS = ["mandat.firms.backend.MandatBackend"]
PASSWORD_HASHERS = [
    "mandat.firms.passwords.Argon2idHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},  # S11
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    # The list of common ones is short on long ones: 12345678901234 is not on it.
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/accounts/login/"

ACCOUNT_ADAPTER = "mandat.firms.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are invited, they never sign up by themselves
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger cannot make us write to whom they like
ACCOUNT_SESSION_REMEMBER = False  # the cookie goes with the browser, the session by S10
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # S7
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "mandat.firms.adapter.FactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come by invitation
MFA_TOTP_ISSUER = "Mandat"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ENVIRONMENT.demo or ENVIRONMENT.debug
USERSESSIONS_TRACK_ACTIVITY = False

# S10, S12
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = MANDAT_SESSION_LIFE_SECONDS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "mandat.firms.views.csrf_failure"
if ENVIRONMENT.https:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    if ENVIRONMENT.trusted_proxies:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = ENVIRONMENT.language
LANGUAGES = [("fr", _("French")), ("nl", _("Dutch")), ("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"

STATIC_URL = "static/"
STATIC_ROOT = ENVIRONMENT.data_dir / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_MAX_AGE = 31_536_000

DATA_UPLOAD_MAX_NUMBER_FILES = MANDAT_UPLOAD_MAX_FILES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

if ENVIRONMENT.smtp_host:
    EMAIL_HOST, EMAIL_PORT = ENVIRONMENT.smtp_host, ENVIRONMENT.smtp_port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENVIRONMENT.smtp_user, ENVIRONMENT.smtp_password
    EMAIL_USE_TLS = True
else:  # no mail server: what would be sent is kept beside the data, never printed
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = ENVIRONMENT.data_dir / "mail"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from

# The settings that lost nothing when workers were killed in the middle of their work.
Q_CLUSTER: dict[str, Any] = {
    "name": "mandat",
    "orm": "default",
    "workers": ENVIRONMENT.workers,
    "queue_limit": 1,
    "bulk": 1,
    "poll": 0.2,
    "timeout": 3600,
    "retry": 3900,
    "max_attempts": 5,
    "ack_failures": False,
    "catch_up": False,
    "save_limit": -1,
    "label": "Mandat",
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "mandat.config.logs.formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": ENVIRONMENT.log_level},
    "loggers": {"django.request": {"level": "ERROR"}, "django.server": {"level": "WARNING"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []

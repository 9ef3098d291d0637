"""Django's settings, made from the few settings of `environ.py` and the list of modules in `floors.py`."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

from django.utils.csp import CSP

from pomni.config import environ
from pomni.config.floors import modules
from pomni.config.home import Home
from pomni.config.words import gettext as _
from pomni.kit import clock

HOUSE = Path(__file__).resolve().parent.parent

try:
    POMNI = environ.load()
    DATABASE = environ.postgres(POMNI["DATABASE_URL"]) if POMNI["DATABASE_URL"] else None
except environ.WrongSetting as wrong:
    sys.exit(_("Pomni cannot start. %(wrong)s") % {"wrong": wrong})
HOME = Home(POMNI["POMNI_DATA"])
clock.install(POMNI["POMNI_CLOCK"])

DEBUG = POMNI["POMNI_DEBUG"]
SECRET_KEY = HOME.secret()
ROOT_URLCONF = "pomni.config.urls"
WSGI_APPLICATION = "pomni.config.wsgi.application"
FORCE_SCRIPT_NAME = POMNI["POMNI_PATH"] or None

# --- Modules -------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_cotton.apps.SimpleAppConfig",
    "pomni.ui",
    *(f"pomni.{name}" for name in modules()),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *(["pomni.config"] if find_spec("pomni.config.apps") else []),
    "pomni.config.status",
]

MIDDLEWARE = [
    "pomni.config.problems.Problems",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pomni.team.locale.PersonLocale",
    "pomni.team.seeing_as.SeeingAs",
    "pomni.ui.sessions.SignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pomni.team.desks.Desks",
    "pomni.team.policy.Policy",
    "pomni.config.start.doorway.Doorway",
    "pomni.team.doors.Doors",
    "pomni.config.trouble.Troubles",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HOUSE / "ui" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pomni.ui.shell.shell",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "pomni.ui.templatetags.pomni"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data ----------------------------------------------------------------------------------------------------------

# 8 MB of pages for each thread of a worker; what it reads beyond them, the computer has in its own memory of files.
SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=0; PRAGMA secure_delete=ON; "
    "PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY;"
)
SQLITE = {
    "ENGINE": "pomni.kit.sqlite",
    "NAME": HOME.database,
    "CONN_MAX_AGE": None,
    "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_START},
    "TEST": {"NAME": HOME.folder / f"test-{os.getpid()}.sqlite3"},
}
if DATABASE:
    # A statement that hangs frees its locks after a minute; a transaction left open by a lost process, too. Figures of all
    # clients run for a fifth of a second: to compile them beforehand (JIT) takes eight times as long, and the processes
    # that would help are those that answer others. Rows that are asked for lie in memory or on a disk without a head.
    DATABASE["OPTIONS"].setdefault(
        "options",
        "-c statement_timeout=60s -c idle_in_transaction_session_timeout=60s "
        "-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1",
    )
    # What is asked again and again is planned once (kit/prepared, which says what that is): the driver need not count.
    DATABASE["OPTIONS"].setdefault("prepare_threshold", 0)
    DATABASE |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
DATABASES = {"default": DATABASE or SQLITE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Sign-in limits live in the cache, and every process must count the same tries.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "pomni_cache"},
}
TASKS = {"default": {"BACKEND": "pomni.jobs.backend.LeaseBackend", "QUEUES": []}}

# --- People --------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "team.User"
AUTHENTICATION_BACKENDS = ["pomni.team.signin.OneLook"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "ui:home"
ACCOUNT_ADAPTER = "pomni.team.signin.AccountAdapter"
MFA_ADAPTER = "pomni.team.signin.MFAAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,10/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Pomni"
MFA_TOTP_TOLERANCE = 1  # a phone whose clock is half a minute off still signs in
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
USERSESSIONS_TRACK_ACTIVITY = False  # a write for every page (decision 0004)

# --- Web -----------------------------------------------------------------------------------------------------------

ADDRESS = POMNI["POMNI_ADDRESS"]
NETWORK = POMNI["POMNI_LISTEN"] == "network"
HTTPS = environ.is_typed_as_https(POMNI)
ALLOWED_HOSTS = environ.hosts(POMNI)
CSRF_FAILURE_VIEW = "pomni.ui.sessions.csrf_failure"
CSRF_TRUSTED_ORIGINS = [ADDRESS] if ADDRESS else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "pomni", "pomni_csrf", "pomni_language"
# Behind a path prefix other programs may live on the same name: none of them gets these.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = f"{POMNI['POMNI_PATH']}/"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ADDRESS.startswith("https://") else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "style-src-attr": [CSP.UNSAFE_INLINE],  # numbers handed to styles as custom properties (decision 0006)
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

STATIC_URL = (
    f"{POMNI['POMNI_PATH']}/static/"  # whole: a process learns of the prefix only with its first request
)
STATIC_ROOT = HOUSE.parent / "build" / "static"
BUILT = HOUSE.parent / "build" / "assets"
STATICFILES_DIRS = [BUILT] if BUILT.is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "pomni.ui.storage.HashedStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = HOME.media
FILE_UPLOAD_HANDLERS = [
    "pomni.kit.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "pomni.kit.uploads.OnDisk",
]

# --- Languages and time ----------------------------------------------------------------------------------------------

USE_I18N = USE_TZ = True
LANGUAGE_CODE = POMNI["POMNI_LANGUAGE"]
LANGUAGES = [("ru", "Русский"), ("pl", "Polski"), ("en", "English")]
LOCALE_PATHS = [HOUSE / "locale"]
TIME_ZONE = POMNI["POMNI_ZONE"]

# --- Letters and logs ------------------------------------------------------------------------------------------------

MAILERS = environ.mailers(POMNI)
DEFAULT_FROM_EMAIL = POMNI["POMNI_MAIL_FROM"] or "pomni@localhost"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Each task that begins and ends would fill the terminal of whoever only wants to see where Pomni runs.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.tasks": {"level": "WARNING"},
        "fido2": {"level": "WARNING"},
    },
}

"""All settings, driven by the environment; docs/operations.md lists every variable."""

import os
from datetime import timedelta
from pathlib import Path

from config.env import (
    broker,
    database,
    email,
    env,
    portal_url,
    read_place,
    secret_key,
    uses_postgresql,
)
from config.identity import applications, origins
from config.log import configure_structlog, logging_config

BASE_DIR = Path(__file__).resolve().parent.parent
PLACE = read_place(BASE_DIR)
VAR_DIR = PLACE.var
PRODUCTION = PLACE.production
HTTPS = PLACE.https
DEBUG = env.bool("DEBUG", default=False) and not PRODUCTION

SECRET_KEY = secret_key(PLACE)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = PLACE.hosts
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# The portal's own address: links in e-mails are built from it, never from what a request says of itself.
PORTAL_URL = portal_url(PLACE)

# --- Apps, from the ground up; ours stand before allauth so that our templates win.
INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "trust.apps.TrustConfig",
    "schools.apps.SchoolsConfig",
    "kpis.apps.KpisConfig",
    "milestones.apps.MilestonesConfig",
    "governance.apps.GovernanceConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "django_tables2",
]

MIDDLEWARE = [
    "trust.reference.ReferenceMiddleware",
    # Those that only add headers stand outside, so that files, refusals and failures carry them too.
    "trust.middleware.KeepOutMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "trust.middleware.CurrentTrustMiddleware",
    "trust.middleware.NoDemonstrationMiddleware",
    "governance.founding.middleware.FoundingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "trust.middleware.SignInMiddleware",
    "trust.visits.middleware.VisitMiddleware",
    "schools.entrance.middleware.SecondStepMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "trust.middleware.RefusalMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "schools.context.shell",
                "trust.visits.context.visit",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "django_tables2/bootstrap5.html"

# --- Where things are kept
DATABASES = {"default": database(PLACE)}
# What must be counted by all processes together: attempts, and codes that were used. Nothing else is in it.
CACHES = {"default": env.cache_url("CACHE_URL", default="dbcache://portal_cache")}
vars().update(email(PLACE))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Language and time: stored in UTC, shown in London
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

# --- Files the browser asks for. Until `collectstatic` has run they come straight from their folders.
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATIC_COLLECTED = env.bool("STATIC_COLLECTED", default=False)
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.vendor.NamedFilesFinder",
]
NODE_MODULES = Path(env.str("NODE_MODULES", default=str(BASE_DIR / "node_modules")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_COLLECTED
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- People and sign-in
AUTH_USER_MODEL = "trust.User"
# Its e-mail address is unique whatever the case of its letters: a constraint on the lower-cased address.
# To be preloaded is a promise about a whole domain, which browsers keep for years: not the portal's to make.
SILENCED_SYSTEM_CHECKS = ["auth.W004", "security.W021"]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_ADAPTER = "schools.entrance.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = True
# Wrong passwords are counted by axes alone, so that there is one rule to explain; this one counts the codes
# of a second step, for each account.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key"}
# A code by e-mail stands in for a forgotten password, and never for the second step.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Other identity providers, each limited to one tenant or domain; none unless the environment names one.
SOCIALACCOUNT_ADAPTER = "schools.entrance.providers.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": applications()}}
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "schools.entrance.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Addresses are given by the trust, so they need no confirming by whoever uses them.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Browsers know passkeys on a plain address of this machine alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# Locked by account and address together: a colleague on the same address is not locked out.
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "trust.adapters.attempted_email"
AXES_CLIENT_IP_CALLABLE = "trust.adapters.client_address"
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_HTTP_RESPONSE_CODE = 429
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# --- How long and how safely a visit lasts: trust/visits decides, the cookie is only never older than a day's
SESSION_ENGINE = "trust.visits.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
# A browser takes a name with this beginning only over HTTPS, for the whole site, and from no other host.
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrftoken"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(?:live|ready|health)z$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
# Only whoever keeps the whole domain knows whether every other name under it is served by HTTPS.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# How many proxies of our own stand in front; only then are their forwarding headers believed.
PROXIES = env.int("PROXIES", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        # A form that leads to an identity provider is a form that goes there.
        "form-action": ["'self'", *origins()],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- Background work: the row in the database is the job, the broker only rings (docs/adr)
CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT_OPTIONS = broker(PLACE)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_POOL = "threads"
CELERY_WORKER_CONCURRENCY = env.int("WORKER_THREADS", default=2)
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
# Every worker sweeps by itself; beat's bell is a second one, worthless once the next has rung.
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "trust.tasks.sweep", "schedule": timedelta(seconds=60), "options": {"expires": 50}},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

# --- Laying out PDFs: how many children do it, and where each is killed
PRESS = {
    "children": env.int("PRESS_CHILDREN", default=min(os.cpu_count() or 1, 4)),
    "seconds": env.float("PRESS_SECONDS", default=120.0),
    "megabytes": env.int("PRESS_MEGABYTES", default=1500),
}

# --- What it says of itself
LOGGING = logging_config(as_json=PRODUCTION, level=env.str("LOG_LEVEL", default="INFO"))
configure_structlog()
USES_POSTGRESQL = uses_postgresql()

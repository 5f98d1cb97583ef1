"""Django's settings. Whatever differs between machines comes from the environment, with a safe default."""

from __future__ import annotations

import os
from pathlib import Path

from gongdao.project.secrets import home, secret

HOUSE = Path(__file__).resolve().parent.parent
DEBUG = os.environ.get("GONGDAO_DEBUG") == "1"
SECRET_KEY = secret("django")
ALLOWED_HOSTS = os.environ.get("GONGDAO_HOSTS", "localhost 127.0.0.1 [::1] testserver").split()

REGISTERS = ["evidence", "vault", "parties", "ledger", "duties", "messages", "accounts", "replies"]
STAGES = [
    "admission",
    "rulebook",
    "listings",
    "orders",
    "escrow",
    "delivery",
    "aftersales",
    "disputes",
    "remedies",
    "reputation",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    *(f"gongdao.registers.{room}" for room in REGISTERS),
    *(f"gongdao.stages.{room}" for room in STAGES),
    "gongdao.stages.admission.credentials",
    "gongdao.stages.listings.pricing",
    "gongdao.stages.orders.dealing",
    "gongdao.stages.orders.conversations",
    "gongdao.stages.monitoring.reports",
    "gongdao.stages.privacy",
    "gongdao.stages.orders.promotions",
    "gongdao.interfaces.api",
    "gongdao.interfaces.jobs",
    "gongdao.interfaces.web",
    "django_htmx",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gongdao.interfaces.web.door.Door",
    "gongdao.interfaces.api.door.Door",
]
ROOT_URLCONF = "gongdao.project.urls"
WSGI_APPLICATION = "gongdao.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HOUSE / "interfaces" / "web" / "templates"],
        "OPTIONS": {
            "context_processors": ["gongdao.interfaces.web.door.context"],
            "builtins": ["gongdao.interfaces.web.tags"],
            "string_if_invalid": "",
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "gongdao.project.postgres.backend",
        "NAME": os.environ.get("GONGDAO_DB_NAME", "gongdao"),
        "USER": os.environ.get("GONGDAO_DB_USER", "gongdao_app"),
        "PASSWORD": os.environ.get("GONGDAO_DB_PASSWORD", ""),
        "HOST": os.environ.get("GONGDAO_DB_HOST", ""),
        "PORT": os.environ.get("GONGDAO_DB_PORT", ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": "gongdao", "server_side_binding": True},
    }
}
# The owner of the tables migrates; the program serves with fewer rights.
DATABASES["owner"] = DATABASES["default"] | {
    "USER": os.environ.get("GONGDAO_DB_OWNER") or DATABASES["default"]["USER"],
    "CONN_MAX_AGE": 0,
    "TEST": {"MIRROR": "default"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "parties.Party"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
LOGIN_URL = "/sign-in"

USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_I18N = False

STATIC_URL = "/static/"
STATICFILES_DIRS = [HOUSE / "interfaces" / "web" / "static"]
WHITENOISE_USE_FINDERS = True
FILE_UPLOAD_HANDLERS = ["gongdao.interfaces.uploads.Streamed"]
GONGDAO_UPLOADS = home() / "uploads"
# A file of ten megabytes in Base64, for an application to sell; the API's door keeps all else at two.
DATA_UPLOAD_MAX_MEMORY_SIZE = 14 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler", "level": "WARNING"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

GONGDAO_LAW_PACKS = ["cn", "eu", "platform"]
GONGDAO_EVIDENCE_KEY = secret("evidence")
GONGDAO_VAULT_KEY = secret("vault")
GONGDAO_GATEWAY_SECRET = secret("gateway")
GONGDAO_WEBHOOK_SECRET = secret("webhook")
GONGDAO_URL = os.environ.get("GONGDAO_URL", "http://localhost:8000").rstrip("/")
GONGDAO_GATEWAYS = {
    name: {key: os.environ.get(f"GONGDAO_{name}_{key}".upper(), "") for key in keys}
    for name, keys in {
        "stripe": ("key", "secret", "address"),
        "alipay": ("app", "private_key", "public_key", "address", "scene"),
        "wechat": (
            "merchant", "app", "private_key", "certificate", "api_key", "public_key", "public_key_id",
            "address", "plan",
        ),
    }.items()
}  # fmt: skip
GONGDAO_SIGNING_KEY = secret("signing")
GONGDAO_ACCOUNT_SECRET = secret("account")
# How many proxies of ours stand before the program: the address of a reader is what the first of them saw.
GONGDAO_PROXIES = int(os.environ.get("GONGDAO_PROXIES", "0"))
GONGDAO_TIMESTAMPS = os.environ.get("GONGDAO_TIMESTAMPS", "")
GONGDAO_TIMESTAMP_ROOTS = os.environ.get("GONGDAO_TIMESTAMP_ROOTS", "")
PROCRASTINATE_IMPORT_PATHS = ["gongdao.interfaces.jobs.tasks"]

"""What every Broadsheet has, whatever it runs on. Addresses, ports and secrets come from `environment`."""

from pathlib import Path

from broadsheet.accounts.languages import known_languages, spoken_languages
from broadsheet.accounts.limits import PASSKEY_RATES, RATES
from broadsheet.config.caches import caches
from broadsheet.config.databases import databases
from broadsheet.environment import mail, places, secrets, site

SECRET_KEY = secrets.derived_key("django").hex()
DEBUG = False
ALLOWED_HOSTS = places.newsroom_hosts()
CSRF_TRUSTED_ORIGINS = [places.newsroom_url()]
ROOT_URLCONF = "broadsheet.config.urls"
WSGI_APPLICATION = "broadsheet.config.wsgi.application"

INSTALLED_APPS = [
    "broadsheet.desk",
    "broadsheet.clerk",
    "broadsheet.importing",
    "broadsheet.press",
    "broadsheet.fronts",
    "broadsheet.popular",
    "broadsheet.related",
    "broadsheet.wire",
    "broadsheet.stories",
    "broadsheet.look",
    "broadsheet.media",
    "broadsheet.accounts.apps.AccountsConfig",
    "broadsheet.accounts.apps.PeopleConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.embeds",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
if places.demo_wanted():
    INSTALLED_APPS.insert(0, "broadsheet.demo")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "broadsheet.accounts.middleware.LanguageOfEach",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "broadsheet.accounts.middleware.SecondFactorFirst",
    "broadsheet.stories.gatekeeping.DraftsForTheirDesk",
    "broadsheet.stories.middleware.AtomicPublishing",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = databases()
CACHES = caches()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "broadsheet_accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
LOGOUT_REDIRECT_URL = "account_login"
CSRF_FAILURE_VIEW = "broadsheet.accounts.views.entrance.form_too_old"
PASSWORD_RESET_TIMEOUT = 3_600
ACCOUNT_ADAPTER = "broadsheet.accounts.adapters.SignInAdapter"
ACCOUNT_FORMS = {
    "login": "broadsheet.accounts.forms.SignInForm",
    "reauthenticate": "broadsheet.accounts.forms.PasswordAgainForm",
    "change_password": "broadsheet.accounts.forms.NewPasswordForm",
    "set_password": "broadsheet.accounts.forms.FirstPasswordForm",
    "reset_password": "broadsheet.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "broadsheet.accounts.forms.ChosenPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"  # administrators know the addresses of their people
ACCOUNT_UNIQUE_EMAIL = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # the newsroom sends no mail to strangers
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = RATES
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "broadsheet.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "broadsheet.accounts.forms.CodeForm",
    "reauthenticate": "broadsheet.accounts.forms.CodeAgainForm",
    "activate_totp": "broadsheet.accounts.forms.AppForm",
    "add_webauthn": "broadsheet.accounts.forms.PasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = PASSKEY_RATES
MFA_TOTP_TOLERANCE = 1  # half a minute: clocks of phones drift, and typing takes time
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
if places.newsroom_url().startswith("https://"):
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # previews stand in a frame of the newsroom itself

# Wagtail 8's admin works under these and nothing wider (DESIGN section 9).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'", "'unsafe-inline'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "media-src": ["'self'"],  # recordings, in previews
        "connect-src": ["'self'"],
        "frame-src": ["'self'"],
        "frame-ancestors": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
        "object-src": ["'none'"],
    },
}

LANGUAGE_CODE = site.language()
TIME_ZONE = site.time_zone()
SECURITY_CONTACT = site.security_contact()
USE_I18N = True
LOCALE_PATHS = [Path(__file__).parents[2] / "locale"]
LANGUAGES = known_languages(LOCALE_PATHS[0], paper=LANGUAGE_CODE)
WAGTAILADMIN_PERMITTED_LANGUAGES = spoken_languages(LOCALE_PATHS[0], paper=LANGUAGE_CODE)
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = places.static_folder()
MEDIA_URL = "/media/"
MEDIA_ROOT = places.media_folder()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

globals().update(mail.mail_settings())
WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # ours, in `accounts`
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # a password can be chosen anew through it, so administrators set it
WAGTAIL_SITE_NAME = "Broadsheet"
WAGTAILADMIN_BASE_URL = places.newsroom_url()
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_APPEND_SLASH = True
WAGTAIL_USER_TIME_ZONES = site.time_zones()
WAGTAILIMAGES_IMAGE_MODEL = "broadsheet_media.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "broadsheet.media.forms.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_DOCUMENT_MODEL = "broadsheet_media.AttachedDocument"
WAGTAILDOCS_SERVE_METHOD = "direct"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # nothing is fetched from third parties
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

LOGGING_CONFIG = None  # structlog, set up at the door of each process

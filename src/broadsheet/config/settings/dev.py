"""Working on Broadsheet itself."""

from broadsheet.config.settings.base import *

DEBUG = True
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

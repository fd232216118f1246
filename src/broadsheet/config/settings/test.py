"""Tests: a home of its own, thrown away, and hashing that costs nothing."""

import os
import tempfile

os.environ.setdefault("BROADSHEET_HOME", tempfile.mkdtemp(prefix="broadsheet-test-"))
os.environ.setdefault("BROADSHEET_SECRET", "for tests only, never a site's")
os.environ.setdefault("BROADSHEET_DEMO", "1")

from broadsheet.config.settings.base import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
# A file would be shared by tests that run at once, and so would what each of them tried.
CACHES = {**CACHES, "shared": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "shared"}}

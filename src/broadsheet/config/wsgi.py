"""The newsroom, for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

from broadsheet.environment.memory import settle_heap

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.config.settings.production")
application = get_wsgi_application()
reverse("wagtailadmin_home")  # loads every view, so that no editor waits for that
settle_heap()

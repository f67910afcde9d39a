"""The application that the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandat.config.settings")
os.environ.setdefault("MANDAT_PROCESS", "web")

application = get_wsgi_application()

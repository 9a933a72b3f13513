"""WSGI entry point, for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings.production")
application = get_wsgi_application()
resolve("/")  # loads every view now, not at the first request
# What is loaded by now stays as long as the process: the collector of Python, which a long file or a
# page wakes again and again, need not look at it each time.
gc.freeze()

"""A post office for the tests that send mail."""

import pytest

from tests.contracts.training.post_office import post_office


@pytest.fixture
def office(settings):
    """Mail leaves for a real SMTP server."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 2.0
    with post_office() as office:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        yield office

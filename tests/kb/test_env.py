"""Reading the environment: what is missing or unreadable is named, with what was expected."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from kb.env import BASE_DIR, Settings

PRODUCTION = {
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "reciprocites.example",
    "SITE_URL": "https://reciprocites.example",
    "DATABASE_URL": "postgres://reciprocites:secret@db.example:5433/catalogue",
}


def test_an_empty_environment_gives_the_defaults():
    settings = Settings({})
    assert settings["DEBUG"] is False
    assert settings["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost"]
    assert settings["HSTS_SECONDS"] == 31_536_000
    assert settings["DATABASE_URL"]["ENGINE"] == "django.db.backends.sqlite3"
    assert settings["DATABASE_URL"]["NAME"] == str(BASE_DIR / "var" / "reciprocites.sqlite3")
    assert settings["STATIC_ROOT"] == str(BASE_DIR / "var" / "static")


def test_values_have_the_type_of_their_variable():
    settings = Settings(
        {
            "DEBUG": "oui",
            "TRUST_PROXY": "false",
            "HSTS_SECONDS": "60",
            "ALLOWED_HOSTS": " a.example , b.example ,",
            "DATABASE_URL": PRODUCTION["DATABASE_URL"],
        }
    )
    assert settings["DEBUG"] is True
    assert settings["TRUST_PROXY"] is False
    assert settings["HSTS_SECONDS"] == 60
    assert settings["ALLOWED_HOSTS"] == ["a.example", "b.example"]
    database = settings["DATABASE_URL"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == (
        "db.example",
        5433,
        "catalogue",
    )


def test_a_path_is_taken_from_the_folder_of_the_project_unless_it_is_absolute():
    settings = Settings(
        {"DATABASE_URL": "sqlite:///other/a.sqlite3", "MEDIA_ROOT": "/srv/media/fichiers"}
    )
    assert settings["DATABASE_URL"]["NAME"] == str(BASE_DIR / "other" / "a.sqlite3")
    assert settings["MEDIA_ROOT"] == "/srv/media/fichiers"


def test_an_empty_value_counts_as_absent():
    assert Settings({"HSTS_SECONDS": ""})["HSTS_SECONDS"] == 31_536_000


@pytest.mark.parametrize("missing", sorted(PRODUCTION))
def test_production_names_the_variable_that_is_missing(missing: str):
    environment = {name: value for name, value in PRODUCTION.items() if name != missing}
    with pytest.raises(ImproperlyConfigured, match=f"^{missing} is not set: "):
        Settings(environment, production=True)


def test_production_reads_a_complete_environment():
    assert Settings(PRODUCTION, production=True)["SITE_URL"] == "https://reciprocites.example"


def test_a_bool_that_is_neither_yes_nor_no_is_refused_by_name():
    with pytest.raises(ImproperlyConfigured, match=r"^DEBUG cannot be read .*'flase'"):
        Settings({"DEBUG": "flase"})


def test_an_int_that_is_no_number_is_refused_by_name():
    with pytest.raises(ImproperlyConfigured, match=r"^HSTS_SECONDS cannot be read .*'un an'"):
        Settings({"HSTS_SECONDS": "un an"})


@pytest.mark.parametrize("text", ["0", "-1", "inf", "nan", "deux"])
def test_seconds_that_are_no_duration_are_refused_by_name(text: str):
    with pytest.raises(ImproperlyConfigured, match=r"^ELASTICSEARCH_TIMEOUT cannot be read"):
        Settings({"ELASTICSEARCH_TIMEOUT": text})


def test_seconds_are_read_whole_or_not():
    assert Settings({"ELASTICSEARCH_TIMEOUT": "1.5"})["ELASTICSEARCH_TIMEOUT"] == 1.5
    assert Settings({"ELASTICSEARCH_TIMEOUT": "3"})["ELASTICSEARCH_TIMEOUT"] == 3.0
    assert Settings({})["ELASTICSEARCH_TIMEOUT"] == 2.0


def test_an_unknown_kind_of_database_is_refused_without_showing_its_password():
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL cannot be read") as refusal:
        Settings({"DATABASE_URL": "mysql://someone:s3cret@db.example/catalogue"})
    assert "s3cret" not in str(refusal.value)


@pytest.mark.parametrize("text", ["0", "-1", "deux"])
def test_people_are_not_forgotten_at_once_by_a_slip_of_the_pen(text: str):
    with pytest.raises(ImproperlyConfigured, match="REGISTRATION_RETENTION_MONTHS"):
        Settings({"REGISTRATION_RETENTION_MONTHS": text})

"""A wrong setting stops the start with its name and the mend."""

import os
import subprocess
import sys

import pytest

from pomni.config import environ


def value(**told):
    return environ.load({"POMNI_DATA": "/nowhere", **told})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("POMNI_PORT", "abc"),
        ("POMNI_PORT", "70000"),
        ("POMNI_LISTEN", "internet"),
        ("POMNI_LANGUAGE", "de"),
        ("POMNI_ZONE", "Moskau"),
        ("POMNI_PATH", "pomni/"),
        ("POMNI_HTTPS", "no"),
        ("POMNI_ADDRESS", "crm.example.org"),
        ("POMNI_ADDRESS", "https://example.org/crm"),
        ("POMNI_CLOCK", "2026-03-01T09:00:00"),
        ("POMNI_WEB_WORKERS", "0"),
        ("POMNI_DEBUG", "1"),
        ("POMNI_BACKUP_HOUR", "25"),
    ],
)
def test_a_wrong_value_names_the_setting_and_the_mend(name, text):
    with pytest.raises(environ.WrongSetting) as wrong:
        value(**{name: text})
    assert wrong.value.name == name
    assert text in str(wrong.value)


OWN = {"POMNI_CERTIFICATE": "own.pem", "POMNI_CERTIFICATE_KEY": "own.key"}


@pytest.mark.parametrize(
    ("told", "encrypts", "is_typed_as_https"),
    [
        ({}, False, False),
        ({"POMNI_LISTEN": "network"}, True, True),
        ({"POMNI_LISTEN": "network", "POMNI_HTTPS": "off"}, False, False),
        ({"POMNI_LISTEN": "network", "POMNI_ADDRESS": "http://till.local:8321"}, False, False),
        ({"POMNI_LISTEN": "network", "POMNI_ADDRESS": "https://crm.example.org"}, True, True),
        (
            {"POMNI_LISTEN": "network", "POMNI_ADDRESS": "https://crm.example.org", "POMNI_HTTPS": "off"},
            False,
            True,
        ),
        ({"POMNI_ADDRESS": "https://crm.example.org"}, False, True),
        (OWN, True, True),
    ],
    ids=lambda part: " ".join(part.values()) if isinstance(part, dict) else str(part),
)
def test_https_is_spoken_and_cookies_are_guarded_as_the_address_says(told, encrypts, is_typed_as_https):
    settings = value(**told)
    assert environ.encrypts(settings) == encrypts
    assert environ.is_typed_as_https(settings) == is_typed_as_https


def test_a_certificate_without_https_is_told():
    with pytest.raises(environ.WrongSetting, match="POMNI_HTTPS"):
        value(**OWN, POMNI_HTTPS="off")


def test_a_misspelt_name_is_told():
    with pytest.raises(environ.WrongSetting, match="POMNI_LISTN"):
        value(POMNI_LISTN="network")


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://host-without-a-name", "nonsense"])
def test_a_wrong_database_is_told(url):
    with pytest.raises(environ.WrongSetting, match="DATABASE_URL"):
        environ.postgres(url)


def test_a_postgresql_is_understood():
    told = environ.postgres("postgresql://anna:p%40ss@db.local:5433/pomni?sslmode=require")
    assert (told["USER"], told["PASSWORD"], told["HOST"], told["PORT"], told["NAME"]) == (
        "anna",
        "p@ss",
        "db.local",
        "5433",
        "pomni",
    )
    assert told["OPTIONS"] == {"sslmode": "require"}


def test_behind_a_pooler_no_plan_is_kept():
    told = environ.postgres("postgresql://db.local/pomni?prepare_threshold=none&host=%2Frun%2Fpg")
    assert (told["OPTIONS"], told["HOST"]) == ({"prepare_threshold": None}, "/run/pg")


def test_settings_come_from_the_file_in_the_data_folder_and_the_environment_wins(tmp_path):
    (tmp_path / "pomni.env").write_text("# the till\nPOMNI_PORT=9000\nPOMNI_LANGUAGE='pl'\n")
    told = environ.load({"POMNI_DATA": str(tmp_path), "POMNI_PORT": "9001"})
    assert (told["POMNI_PORT"], told["POMNI_LANGUAGE"]) == (9001, "pl")


def test_the_start_stops_with_a_sentence_and_makes_nothing(tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POMNI_")}
    run = subprocess.run(
        [sys.executable, "-m", "pomni.config.cli", "serve"],
        env=kept | {"POMNI_DATA": str(tmp_path / "data"), "POMNI_PORT": "abc", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "POMNI_PORT" in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"POMNI_SMTP_URL": "mail.example.org", "POMNI_MAIL_FROM": "a@example.org"}, "POMNI_SMTP_URL"),
        ({"POMNI_SMTP_URL": "smtp://mail.example.org"}, "POMNI_MAIL_FROM"),
    ],
)
def test_mail_is_set_up_whole_or_not_at_all(told, name):
    with pytest.raises(environ.WrongSetting) as wrong:
        environ.mailers(value(**told))
    assert wrong.value.name == name

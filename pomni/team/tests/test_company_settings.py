"""The settings: what one finds there, what the company says of itself, how it looks."""

import io
from datetime import UTC, date, datetime

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from PIL import Image

from pomni.jobs.declare import DECLARED, Pulse
from pomni.jobs.pulses import run_pulses_once
from pomni.kit import clock
from pomni.kit.errors import Conflict, NotAllowed, Refused
from pomni.kit.module import offered
from pomni.memory.models import Moment
from pomni.people.commands import add_client
from pomni.people.models import ContactPoint
from pomni.post.models import MailServer
from pomni.team import commands, company
from pomni.team.models import Company
from pomni.team.settings_index import sections

HTMX = {"HX-Request": "true"}


@pytest.fixture
def director(client, vera):
    """The director's browser."""
    client.force_login(vera)
    return client


@pytest.fixture
def media(settings, tmp_path):
    """A media folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media" / "brand"


@pytest.fixture
def no_mail(settings):
    """The machine's own settings name no mail server."""
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}


def picture(kind="PNG", size=(900, 300), **more):
    kept = io.BytesIO()
    Image.new("RGB", size, (200, 40, 90)).save(kept, kind, **more)
    return kept.getvalue()


def titles(found):
    return [line.title for section in found for line in section.lines]


# --- The index and its search ---------------------------------------------------------------------------------


def test_everybody_finds_their_own_settings_and_only_who_may_the_companys(vera, mark, guest):
    assert {"Company", "Look", "Mail", "Security", "My account"} <= set(titles(sections(vera)))
    assert titles(sections(guest)) == ["Reminders and calendar", "My account", "My language"]
    assert not {"Company", "Mail", "Security"} & set(titles(sections(mark)))


@pytest.mark.parametrize(
    ("typed", "page", "setting"),
    [
        ("logo", "Look", ""),
        ("дщпщ", "Look", ""),
        ("week", "Company", ""),
        ("smtp", "Mail", ""),
        ("sender name", "Mail", "Name of the sender"),
        ("starttls", "Mail", "Protection"),
        ("idle keyboard", "", ""),
        ("locks", "Security", ""),
    ],
)
def test_a_setting_is_found_by_words_of_its_page_its_label_or_its_explanation(vera, typed, page, setting):
    found = [line for section in sections(vera, typed=typed) for line in section.lines]
    assert [line.title for line in found[:1]] == ([page] if page else [])
    assert setting in {"", *(one.label for line in found for one in line.settings)}


def test_the_search_works_without_scripts_and_finds_nothing_that_one_may_not_open(director, mark):
    assert "/settings/look/" in director.get("/settings/?q=logo").content.decode()
    browser = Browser()
    browser.force_login(mark)
    answer = browser.get("/settings/?q=logo").content.decode()
    assert "/settings/look/" not in answer
    assert "No such setting" in answer


def test_a_script_gets_the_lines_alone(director):
    answer = director.get("/settings/?q=logo", headers=HTMX).content.decode()
    assert "<html" not in answer
    assert "/settings/look/" in answer


# --- The company ------------------------------------------------------------------------------------------


def test_a_trade_changes_the_words_of_every_page_at_once(director, vera):
    assert "Patients" not in director.get("/clients/").content.decode()
    words = {"block": "name", "name": "Klinika", "was-name": "", "trade": "clinic", "was-trade": "general"}
    assert (
        director.post("/settings/company/", words)["Location"] == "/settings/company/?saved=name#block-name"
    )
    page = director.get("/clients/").content.decode()
    assert "Patients" in page
    assert "Klinika" in page
    commands.edit_company(trade="general", by=vera)


def test_the_words_of_a_trade_are_shown_before_it_is_chosen(director):
    told = director.get("/settings/company/?trade=clinic", headers=HTMX).content.decode()
    assert "Patient" in told
    assert company.current().trade == "general"


def test_a_country_suggests_and_saves_nothing(director):
    told = director.get("/settings/company/?country=PL", headers=HTMX).content.decode()
    assert '<option value="PLN" selected' in told
    assert 'name="tax_nip"' in told
    assert not Company.objects.exists()


def test_a_block_is_saved_by_itself_and_says_so(director):
    words = {
        "block": "time",
        "zone": "Europe/Warsaw",
        "was-zone": "UTC",
        "language": "pl",
        "was-language": "",
    }
    answer = director.post("/settings/company/", words, follow=True).content.decode()
    assert answer.count("settings-saved") == 1
    row = Company.objects.get()
    assert (row.zone, row.language, row.name) == ("Europe/Warsaw", "pl", "")
    moment = Moment.objects.get(kind="team.company_changed")
    assert moment.facts["changes"] == {"zone": ["UTC", "Europe/Warsaw"], "language": ["", "pl"]}


def test_a_wrong_tax_number_stays_typed_with_its_sentence_beside_it_and_nothing_is_saved(director):
    words = {
        "block": "country", "country": "PL", "currency": "PLN", "phone_region": "PL", "week_start": "1",
        "was-week_start": "1", "tax_nip": "526-000-12-47",
    }  # fmt: skip
    answer = director.post("/settings/company/", words)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="526-000-12-47"' in page
    assert "the check digit does not match" in page
    assert Company.objects.count() == 0
    assert director.post("/settings/company/", words | {"tax_nip": "526-000-12-46"}).status_code == 302
    assert Company.objects.get().tax_ids == {"nip": "5260001246"}


def test_a_tax_number_that_is_taken_away_is_gone_and_the_others_stay(vera):
    commands.edit_company(country="PL", tax_nip="5260001246", tax_regon="", by=vera)
    commands.edit_company(country="RU", tax_inn="7707083893", by=vera)
    assert Company.objects.get().tax_ids == {"nip": "5260001246", "inn": "7707083893"}
    commands.edit_company(tax_inn="", by=vera)
    assert Company.objects.get().tax_ids == {"nip": "5260001246"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("trade", "piracy"),
        ("country", "XX"),
        ("currency", "ABC"),
        ("phone_region", "ZZ"),
        ("week_start", 8),
        ("zone", "Mars/Base"),
        ("zone", "../../etc/passwd"),
        ("language", "de"),
    ],
)
def test_what_a_company_cannot_be_is_refused_beside_its_field(vera, field, value):
    with pytest.raises(Refused) as no:
        commands.edit_company(**{field: value}, by=vera)
    assert no.value.field == field
    assert not Company.objects.exists()


def test_two_who_change_the_name_at_once_see_both_names_and_fields_of_one_go_in_beside_the_others(
    director, vera
):
    commands.edit_company(name="Salon Anna", by=vera)
    words = {
        "block": "name",
        "name": "Salon Vera",
        "was-name": "Salon",
        "trade": "salon",
        "was-trade": "general",
    }
    answer = director.post("/settings/company/", words)
    assert answer.status_code == 409
    assert "Salon Anna" in answer.content.decode()
    with pytest.raises(Conflict):
        commands.edit_company(tax_inn="7707083893", seen={"tax_inn": "5000000000"}, country="RU", by=vera)
    commands.edit_company(trade="salon", seen={"trade": "general"}, by=vera)
    row = Company.objects.get()
    assert (row.name, row.trade) == ("Salon Anna", "salon")
    commands.edit_company(trade="general", by=vera)


def test_only_who_may_set_the_company_up_does(mark, no_mail):
    for act, words in (
        (commands.edit_company, {"name": "Mine"}),
        (commands.choose_look, {"hue": 20}),
        (commands.set_policy, {"session_days": 1}),
        (commands.set_mail_server, {"host": "smtp.example.org"}),
    ):
        with pytest.raises(NotAllowed):
            act(**words, by=mark)


def test_a_phone_without_code_is_read_as_one_of_the_companys_country(vera):
    commands.edit_company(phone_region="PL", by=vera)
    add_client(name="Anna", phone="600 100 200", by=vera)
    assert ContactPoint.objects.get().normal == "+48600100200"


# --- The look ---------------------------------------------------------------------------------------------


def test_the_hue_is_worn_by_the_very_next_page(director):
    director.post("/settings/look/", {"block": "hue", "hue": "15", "was-hue": "272"})
    assert "--brand-h:15" in director.get("/settings/").content.decode()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_smaller_and_without_what_the_camera_wrote(director, media, kind):
    exif = Image.Exif()
    exif[0x010E] = "where it was taken"
    file = SimpleUploadedFile("../../logo.svg", picture(kind, exif=exif), content_type="text/html")
    assert director.post("/settings/look/", {"block": "logo", "logo": file}).status_code == 302
    (kept,) = media.iterdir()
    assert b"where it was taken" not in kept.read_bytes()
    with Image.open(kept) as drawn:
        assert (drawn.format, drawn.size) == ("PNG", (512, 171))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "no picture that can be used",
        ),
        (b"GIF89a" + bytes(100), "no picture that can be used"),
        (picture()[:300], "no picture that can be used"),
        (b"", "is empty"),
        (bytes(2 * 1024 * 1024 + 1), "larger than 2 MB"),
        (picture(size=(8000, 6000)), "too many pixels"),
    ],
)
def test_what_is_no_picture_of_sensible_size_is_refused_in_words(director, media, content, sentence):
    file = SimpleUploadedFile("logo.png", content, content_type="image/png")
    answer = director.post("/settings/look/", {"block": "logo", "logo": file})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not media.exists()


def test_strangers_see_the_logo_and_nothing_else_of_its_folder(director, media, vera):
    commands.choose_look(logo=picture(), by=vera)
    name = Company.objects.get().logo
    (media / "other.png").write_bytes(b"secret")
    stranger = Browser()
    answer = stranger.get(f"/brand/{name}")
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "immutable" in answer["Cache-Control"]
    for other in ("other.png", "../secret.key", "..%2Fsecret.key", f"{name}x", "."):
        assert stranger.get(f"/brand/{other}").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_an_old_logo_goes_once_the_new_one_stands_and_a_failed_change_leaves_no_file(
    media, hire, monkeypatch
):
    vera = hire("vera", "director")
    commands.choose_look(logo=picture(), by=vera)
    (old,) = media.iterdir()
    commands.choose_look(logo=picture(size=(10, 10)), by=vera)
    (new,) = media.iterdir()
    assert new != old

    def fail(*args, **more):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("pomni.team.commands.company.remember", fail)
    with pytest.raises(RuntimeError):
        commands.choose_look(logo=picture(size=(20, 20)), by=vera)
    assert list(media.iterdir()) == [new]
    monkeypatch.undo()
    commands.choose_look(removes_logo=True, by=vera)
    assert list(media.iterdir()) == []
    assert not default_storage.exists(f"brand/{new.name}")


# --- Mail -------------------------------------------------------------------------------------------------

MAIL = {
    "block": "mail", "host": "smtp.example.org", "port": "465", "security": "tls", "username": "hello@example.org",
    "password": "open sesame", "sender": "hello@example.org", "sender_name": "",
}  # fmt: skip


def test_a_mail_server_is_set_up_in_the_browser_and_its_password_is_told_to_nobody(
    director, no_mail, all_text
):
    assert director.post("/settings/mail/", MAIL).status_code == 302
    page = director.get("/settings/mail/").content.decode()
    assert "smtp.example.org" in page
    assert "sesame" not in page + all_text()
    moment = Moment.objects.get(kind="team.mail_server_set")
    assert moment.facts["server"] == "smtp.example.org:465"


def test_a_password_for_another_server_is_asked_for_beside_its_field(director, no_mail):
    director.post("/settings/mail/", MAIL)
    was = {f"was-{name}": MAIL[name] for name in ("host", "port", "security", "username", "sender")}
    answer = director.post("/settings/mail/", MAIL | was | {"host": "smtp.thief.example", "password": ""})
    assert answer.status_code == 422
    assert "Type it again" in answer.content.decode()
    assert MailServer.objects.get().host == "smtp.example.org"


def test_the_test_letter_says_in_words_what_the_server_answered_and_keeps_the_address(director, no_mail):
    director.post("/settings/mail/", MAIL | {"host": "127.0.0.1"})
    answer = director.post("/settings/mail/", {"block": "test", "to": "vera@example.org"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "is not on the public internet" in page
    assert 'value="vera@example.org"' in page


def test_where_the_machine_names_the_server_the_page_says_so_and_changes_nothing(director, vera):
    assert "POMNI_SMTP_URL" in director.get("/settings/mail/").content.decode()
    director.post("/settings/mail/", MAIL)
    with pytest.raises(Refused, match="those come first"):
        commands.set_mail_server(host="smtp.example.org", by=vera)
    assert not MailServer.objects.exists()


@pytest.mark.parametrize("address", ["/settings/mail/", "/settings/security/"])
def test_whoever_left_the_screen_open_is_asked_for_the_password_first(vera, address):
    browser = Browser()
    browser.force_login(vera)
    session = browser.session
    session["account_authentication_methods"] = []
    session.save()
    assert "reauthenticate" in browser.get(address)["Location"]


def test_every_page_tells_days_and_hours_by_the_zone_of_the_company(director, vera):
    with clock.travel_to(datetime(2026, 3, 1, 23, 30, tzinfo=UTC)):
        anna = add_client(name="Anna", by=vera)
        Company.objects.create(pk=1, zone="Asia/Tokyo")
        company.changed()
        page = director.get(f"/clients/{anna.uid}/").content.decode()
        assert "08:30" in page
        assert "23:30" not in page
        Company.objects.all().delete()
        company.changed()
        assert "23:30" in director.get(f"/clients/{anna.uid}/").content.decode()


def test_jobs_and_pulses_work_by_the_clock_of_the_company_and_leave_none_behind(vera, monkeypatch):
    days = []
    commands.edit_company(zone="Asia/Vladivostok", by=vera)
    monkeypatch.setattr(DECLARED, "pulses", {"look": Pulse(lambda: days.append(clock.today()), 1)})
    with clock.travel_to(datetime(2026, 11, 22, 23, tzinfo=UTC)):
        run_pulses_once()
        days.append(clock.today())
    assert days == [date(2026, 11, 23), date(2026, 11, 22)]


def test_every_page_of_the_settings_stands_under_a_heading():
    assert [one.url_name for one in offered("settings_pages") if not one.section] == []

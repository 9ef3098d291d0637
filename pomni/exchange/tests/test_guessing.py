"""What columns mean: by their titles in three languages, and by what stands in them."""

import pytest

from pomni.exchange import reading
from pomni.exchange.tests.conftest import read
from pomni.people.addresses import addresses_of
from pomni.people.commands import take_rows
from pomni.people.imports import TARGETS, Reader, Wish
from pomni.people.models import Client
from pomni.people.rules import Reached


@pytest.mark.parametrize(
    ("titles", "means"),
    [
        (
            "ID;Имя;Отчество;Фамилия;Моб. телефон;Рабочий e-mail;Должность;Источник",
            "-;given;patronymic;family;phone;email;position;source",
        ),
        (
            "Имя;Телефон;Эл. почта;Дата рождения;Пол;Комментарий",
            "name;phone;email;birthday;sex;about",
        ),
        (
            "Imię;Nazwisko;Telefon komórkowy;Firma;NIP;Stanowisko;Data urodzenia;Uwagi",
            "given;family;phone;organisation;tax_id;position;birthday;about",
        ),
        (
            "First Name;Last Name;E-mail Address;Phone 1 - Label;Phone 1 - Value;Home Fax;Organization Name",
            "given;family;email;-;phone;-;organisation",
        ),
        (
            "ФИО клиента;Тел.;Теги;ИНН;Адрес;Ответственный;Дата создания",
            "name;phone;tags;tax_id;address;responsible;added_at",
        ),
        (
            "Record ID;Contact owner;Lead Status;Job Title;Street Address;City;Postal Code",
            "-;responsible;-;position;address;-;-",
        ),
        ("Ulica;Miasto;Kod pocztowy", "address;address;address"),
    ],
)
def test_titles_in_three_languages_are_understood(titles, means):
    columns = [reading.Column(title, _samples(title)) for title in titles.split(";")]
    found = reading.guess(columns, TARGETS)
    assert [found.get(number, "-") for number in range(len(columns))] == means.split(";")


def _samples(title):
    return (
        ("x",)
        if title in {"Street Address", "City", "Ulica", "Miasto", "Postal Code", "Kod pocztowy"}
        else ()
    )


def test_contents_tell_where_titles_do_not():
    columns = [
        reading.Column("", ("Anna Kern", "Jan Nowak")),
        reading.Column("", ("anna@example.com",)),
        reading.Column("", ("+48 600 100 201", "+48 600 100 202")),
        reading.Column("", ("29.02.1980",)),
        reading.Column("", ("17",)),
    ]
    assert reading.guess(columns, TARGETS) == {0: "name", 1: "email", 2: "phone", 3: "birthday"}
    assert reading.guess(columns, TARGETS, {1: "about", 7: "phone", 2: "no such"}) == {1: "about"}
    one_title = [reading.Column("ФИО", (word,)) for word in ("Кузнецова", "Анна", "Петровна")]
    assert list(reading.guess(one_title, TARGETS).values()) == ["family", "given", "patronymic"]


def test_a_column_whose_cells_say_otherwise_is_not_what_its_title_says():
    columns = [reading.Column("Тип", ("VIP", "Обычный")), reading.Column("Phone verified", ("yes",))]
    assert reading.guess(columns, TARGETS) == {}
    assert reading.guess([reading.Column("Phone", ("see notes",))], TARGETS) == {
        0: "phone"
    }  # so that it is said


def test_messengers_and_the_language_are_known_by_their_usual_titles(a_file):
    text = "Имя;Телефон;Telegram;WhatsApp;Viber;Skype;Язык\nАнна;+7 921 500-10-20;@anna;+79215001020;;anna.k;русский\n"
    _how, _bad, (row,) = read(a_file(text))
    assert row == {
        "name": ["Анна"],
        "phone": ["+7 921 500-10-20"],
        "messenger_telegram": ["@anna"],
        "messenger_whatsapp": ["+79215001020"],
        "messenger": ["anna.k"],
        "language": ["русский"],
    }


def test_a_second_address_is_a_further_one(a_file):
    _how, _bad, (row,) = read(a_file("Name;Address;Address 2\nAnna;Long 1, Leeds;Short 2, York\n"))
    assert row == {"name": ["Anna"], "address": ["Long 1, Leeds"], "addresses": ["Short 2, York"]}


def test_an_address_of_an_address_book_keeps_the_name_that_it_has_there(a_file, vera):
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Lis\n{}\nADR:;;Long 1;;;;\nEND:VCARD\n"
    named = "item1.ADR:;;Short 2;;;;\nitem1.X-ABLABEL:summer"
    path = a_file(card.format(named), "book.vcf")
    how = reading.recognise(path, path.name)
    columns = reading.columns(path, how)
    reader = Reader([one.title for one in columns], reading.guess(columns, TARGETS), Wish(), by=vera)
    ((_number, row),) = reading.rows(path, how)
    (one,) = take_rows(rows=[reader.read(1, row)], wish=Wish(), by=vera).outcomes
    anna = Client.objects.get(pk=one.card.pk)
    assert addresses_of(anna) == (Reached("Short 2", "summer"), Reached("Long 1"))


def test_without_a_phone_the_number_of_a_messenger_is_the_one_to_call(a_file):
    _how, _bad, (row,) = read(a_file("Name;WhatsApp\nAnna;+48 600 100 200\n"))
    assert row == {"name": ["Anna"], "phone": ["+48 600 100 200"]}


def test_names_in_messengers_of_an_address_book_are_read_however_they_are_written(a_file):
    lines = (
        "IMPP;X-SERVICE-TYPE=Telegram:x-apple:anna",
        "IMPP:skype:anna.k",
        "X-SKYPE:anna.k",
        "X-TELEGRAM:@work",
    )
    card = "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", "FN:Anna", *lines, "LANG:pl", "END:VCARD", ""])
    _how, _bad, (row,) = read(a_file(card, "anna.vcf"))
    assert row["messenger"] == ["Telegram: anna, Skype: anna.k, Telegram: @work"]
    assert row["language"] == ["pl"]

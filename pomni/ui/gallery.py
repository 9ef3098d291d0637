"""The hidden page `/ui/`: every component in every state, for those who build pages and for the tests of looks.

Its words are samples in three languages, as long as real ones get; they are not translated.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pomni.kit.forms import Form
from pomni.ui.html import page
from pomni.ui.widgets import DayField, HueField, MoneyField, PhoneInput, Picks, Switch, TimeField, picks

DAY = dt.date(2026, 11, 21)
CITIES = (
    *(
        "Архангельск",
        "Екатеринбург",
        "Комсомольск-на-Амуре",
        "Нижний Новгород",
        "Орёл",
        "Петропавловск-Камчатский",
    ),
    *("Bydgoszcz", "Gorzów Wielkopolski", "Łódź", "Piotrków Trybunalski", "Świnoujście", "Zielona Góra"),
    *("Bath", "Newcastle upon Tyne", "Stow-on-the-Wold"),
)
SECTIONS = (
    "tokens",
    "buttons",
    "fields",
    "choices",
    "marks",
    "cards",
    "lists",
    "story",
    "forms",
    "settings",
    "layers",
)
STATES = ("rest", "hover", "focus", "pressed")  # all but the first are forced by the tests of looks
TONES = ("info", "success", "warning", "danger", "violet", "accent")
STEPS = [
    ("Компания", "#steps"),
    ("Отрасль и слова", "#steps"),
    ("Страна, валюта и часовой пояс", ""),
    ("Директор", ""),
]
FACTS = (
    ("Full name of the company", "Sample Dentistry of Stow-on-the-Wold"),
    ("NIP", "000-000-00-00"),
    ("ОГРН", ""),
)
ROWS = (
    ("Образцова Екатерина Александровна", "+7 900 000-00-01", "Постоянный", "186 400 ₽", "−4 500 ₽", True),
    ("Przykładowska-Wzorowa Agnieszka", "+48 500 000 014", "Nowy", "19 900 zł", "0 zł", True),
    ("Sample, Alexandra Wilhelmina", "+44 7700 900 012", "Regular", "£5,900", "£0", False),
    (
        "ООО «Образцовые терминалы и склады Северо-Запада»",
        "+7 900 000-00-88",
        "Организация",
        "84 000 ₽",
        "0 ₽",
        False,
    ),
)


class SampleForm(Form):
    """Fields of every kind, filled."""

    prefix = "sample"
    takes_focus = False
    name = forms.CharField(label="Имя и фамилия", initial="Образцова Екатерина")
    phone = forms.CharField(label="Telefon", widget=PhoneInput, initial="+48 500 000 014")
    note = forms.CharField(
        label="Note",
        required=False,
        widget=forms.Textarea,
        help_text="Seen by those who may see the card, and by nobody outside of the company.",
    )
    price = MoneyField(label="Стоимость", currency="₽", initial=Decimal("94200.00"))
    day = DayField(label="Dzień wizyty", initial=DAY, help_text="Można napisać „jutro” albo „piątek”.")
    at = TimeField(label="Time", initial=dt.time(17, 30))
    secret = forms.CharField(label="Пароль", widget=forms.PasswordInput)
    language = forms.ChoiceField(label="Język", choices=[("ru", "Русский"), ("pl", "Polski")])
    file = forms.FileField(label="Файл со списком", required=False)


class WrongForm(Form):
    """Fields that were filled wrong."""

    prefix = "wrong"
    takes_focus = False
    name = forms.CharField(
        label="Название компании", error_messages={"required": "Напишите название: его видят коллеги."}
    )
    price = MoneyField(label="Cena", currency="zł")
    day = DayField(label="Day of the visit")
    city = forms.ChoiceField(
        label="Город", choices=[("", "—"), *((city, city) for city in CITIES)],
        error_messages={"required": "Выберите город: от него зависит часовой пояс."},
    )  # fmt: skip
    agreed = forms.BooleanField(
        label="Zgadzam się", error_messages={"required": "Bez zgody nie można zapisać danych."}
    )


class ChoiceForm(Form):
    """Choosing of every kind."""

    prefix = "choice"
    takes_focus = False
    start = forms.ChoiceField(
        label="С чего начнём?",
        widget=Picks,
        initial="own",
        choices=picks(
            ("demo", "Посмотреть на примере", "Вымышленная компания с клиентами и историей. Ничего не испортить.", "compass"),
            ("own", "Настроить свою компанию", "Название, отрасль, часовой пояс и первый вход. Около пяти минут.", "building-2"),
        ),
    )  # fmt: skip
    city = forms.ChoiceField(label="Miasto", choices=[(city, city) for city in CITIES], initial="Łódź")
    reminds = forms.BooleanField(
        label="Напоминать о визите за сутки", widget=Switch, required=False, initial=True
    )
    quiet = forms.BooleanField(
        label="Nie wysyłaj w nocy",
        widget=Switch,
        required=False,
        help_text="Między 21:00 a 9:00 wiadomości czekają.",
    )
    agreed = forms.BooleanField(label="I have read what will be erased", required=False, initial=True)
    kind = forms.ChoiceField(
        label="Who is it?", widget=forms.RadioSelect, choices=[("person", "A person"), ("organisation", "An organisation")],
        initial="person",
    )  # fmt: skip
    hue = HueField(
        label="Цвет компании", help_text="Перекрасятся кнопки, ссылки и выделение. Читаются при любом."
    )


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component; for `?options=1&q=…` what the combo-box of this page finds."""
    if "options" in request.GET:
        typed = request.GET.get("q", "").strip()
        found = [city for city in CITIES if typed.lower() in city.lower()]
        return render(request, "ui/gallery/options.html", {"found": found, "typed": typed})
    wrong = {"wrong-price": "много", "wrong-day": "31.02", "wrong-city": ""}
    told: dict[str, Any] = {"sample": SampleForm(), "wrong": WrongForm(wrong), "choice": ChoiceForm()}
    told |= {"states": STATES, "tones": TONES, "steps": STEPS, "rows": ROWS, "facts": FACTS}
    told["sections"] = [(name, f"ui/gallery/{name}.html") for name in SECTIONS]
    return page(request, "ui/gallery.html", **told)


vars(gallery).update(door="", login_required=True)  # to everyone who is signed in, and in nobody's menu

"""The facts of a visit that a column of a file can tell: what each is called, and how its cell is read.

Their titles are those of the export of visits, so that what went out comes in again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.catalog.imports import Fact, targets_of, titles_of, understood_by
from pomni.kit.errors import Refused
from pomni.people.imports import Target
from pomni.schedule.imports import cells

VISITS = "visits"


def _fact(key: str, title: Any, read: Any, titles: str, says: Any = "") -> Fact:
    return Fact(key, title, read, _as_it_is, titles, says)


def _as_it_is(text: Any) -> str:
    return str(text)


DAYS = ("day", "booked")
_FACTS: tuple[Fact, ...] = (
    _fact(
        "day",
        pgettext_lazy("of a visit", "Day"),
        cells.days("dmy"),
        "date; day; visit date; appointment date; start date; date and time; when; дата; день; дата визита; дата записи; "
        "дата приема; дата и время; дата время; когда; data; dzien; data wizyty; termin; data i godzina; kiedy",
        _("With the hour behind it, if it stands there"),
    ),
    _fact(
        "begins",
        pgettext_lazy("of a visit", "From"),
        cells.hour,
        "time; begins; start; start time; from; hour; время; начало; время начала; время визита; время записи; с; "
        "godzina; od; poczatek; start wizyty; godzina rozpoczecia; czas",
        _("By the clock there: 09:30, or 09:30–10:15"),
    ),
    _fact(
        "ends",
        pgettext_lazy("the end of a visit", "Until"),
        cells.one_hour,
        "end; ends; end time; to; until; конец; окончание; время окончания; до; do; koniec; godzina zakonczenia",
    ),
    _fact(
        "minutes",
        pgettext_lazy("of a visit", "Minutes"),
        cells.lasting,
        "minutes; duration; length; минуты; длительность; продолжительность; мин; minuty; czas trwania; dlugosc",
        _("90, 90 min or 1:30; else as long as the services take"),
    ),
    _fact(
        "client",
        _("{Client}"),
        cells.words(200),
        "client; client name; customer; customer name; name; patient; guest; клиент; имя клиента; фио; фио клиента; имя; "
        "пациент; гость; klient; imie i nazwisko; nazwa klienta; pacjent; imie klienta",
        _("The name, or a phone, an e-mail address or the uid of the card"),
    ),
    _fact(
        "phone",
        _("Phone"),
        cells.words(200),
        "phone; phone number; mobile; телефон; номер телефона; телефон клиента; telefon; numer telefonu; telefon klienta",
    ),
    _fact(
        "email",
        _("E-mail"),
        cells.words(254),
        "email; e mail; client email; почта; эл почта; электронная почта; email клиента; e mail klienta; email klienta",
    ),
    _fact(
        "number",
        _("Number of the {client} in another program"),
        cells.words(80),
        "client id; customer id; card; card number; id клиента; номер карты; карта; id klienta; numer karty; karta",
    ),
    _fact(
        "services",
        _("Services"),
        cells.words(1000),
        "service; services; service name; treatment; услуга; услуги; название услуги; наименование услуги; usluga; uslugi; "
        "nazwa uslugi; zabieg",
        _("Names or codes, with commas or semicolons between"),
    ),
    _fact(
        "by",
        _("By whom"),
        cells.words(400),
        "by; specialist; employee; staff; performer; staff member; специалист; сотрудник; мастер; врач; исполнитель; кто; "
        "specjalista; pracownik; lekarz; wykonawca; kto",
        _("Login or name of a colleague; of several, in the order of the services"),
    ),
    _fact(
        "things",
        _("Rooms and devices"),
        cells.words(400),
        "room; rooms; resource; кабинет; ресурс; оборудование; кресло; gabinet; sala; stanowisko; sprzet",
        _("By name; of visits to come"),
    ),
    _fact(
        "location",
        _("{Location}"),
        cells.words(200),
        "location; branch; salon; филиал; салон; адрес филиала; lokalizacja; oddzial; placowka; filia",
    ),
    _fact(
        "state",
        pgettext_lazy("of a visit", "State"),
        cells.state,
        "state; status; visit status; состояние; статус; статус визита; статус записи; stan; status wizyty",
        _("Booked, confirmed, completed, cancelled, no-show; of past ones nothing means completed"),
    ),
    _fact(
        "price",
        _("Price"),
        cells.money,
        "price; amount; total; cost; цена; стоимость; сумма; к оплате; cena; kwota; wartosc; koszt",
        _("Of the whole visit, tax included"),
    ),
    _fact(
        "booked",
        pgettext_lazy("of a visit", "Booked when"),
        cells.days("dmy"),
        "created; created at; booked at; booking date; дата создания; создана; когда записан; utworzono; data utworzenia",
    ),
    _fact(
        "why",
        pgettext_lazy("a visit", "Why cancelled"),
        cells.words(300),
        "reason; cancellation reason; причина отмены; powod odwolania; przyczyna",
    ),
    _fact(
        "comment",
        pgettext_lazy("of a visit", "Comment"),
        cells.words(2000),
        "comment; comments; note; notes; remark; комментарий; примечание; заметка; komentarz; uwagi; notatka; opis",
    ),
    _fact(
        "address",
        _("Address"),
        cells.words(300),
        "address; client address; адрес; адрес клиента; адрес выезда; adres; adres klienta",
        _("Of visits at the {client}'s"),
    ),
    _fact(
        "outside",
        _("Number of the visit in another program"),
        cells.words(80),
        "id; number; visit id; appointment id; booking id; record id; номер; номер визита; номер записи; id записи; "
        "id визита; id wizyty; numer; numer wizyty; numer rezerwacji",
        _("By it the same visit is not brought in twice"),
    ),
)


NEEDED = (
    {"day"},
    {"client", "phone", "email", "number", "by", "things"},
    {"services"},
)
KNOWN_BY = _(
    "A visit that is here already – by its number, or the same {client}, hour and services – stays as it is."
)


def facts(order: str = "dmy") -> tuple[Fact, ...]:
    """All of them; `order`: in which the file writes days."""
    return tuple(replace(one, read=cells.days(order)) if one.key in DAYS else one for one in _FACTS)


def targets() -> list[Target]:
    """The facts that a column can tell."""
    return targets_of(facts())


def understood(titles: Sequence[str]) -> dict[int, str]:
    """The numbers of the columns whose titles are known, each with its fact."""
    return understood_by(_titles(), titles)


def check_needed(keys: Collection[str]) -> None:
    """Raises Refused where these facts do not tell who comes for what, and when."""
    if not all(group & set(keys) for group in NEEDED):
        raise Refused(_now("Match a column with the day, one with who comes, and one with the services."))


@cache
def _titles() -> Mapping[str, str]:
    return titles_of(facts())

"""Cells of visits, read. What cannot be read is Wrong, in a sentence; nothing is guessed or cut off."""

import re
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from pomni.catalog.imports.cells import minutes
from pomni.kit import clock, spelling
from pomni.people.imports import Wrong, day_of, number_of, short_enough
from pomni.schedule.models import Visit

HOUR = re.compile(r"(?:^|[T\s])(\d{1,2})[:.](\d{2})(?::\d{2}(?:\.\d+)?)?\s*([ap]\.?m\.?)?$", re.IGNORECASE)
TILL = re.compile(r"\s*[-–—]\s*(?=\d{1,2}[:.]\d{2})")  # "10:00–11:30"
GAP = re.compile(r"[T\s]+")
COUNTED = re.compile(r"0?[.,](\d+)")  # how a spreadsheet counts the hours of a day
Status = Visit.Status
# What other programs call how far a visit is; our own words are known in every language.
STATES = {
    Status.BOOKED: "booked; planned; scheduled; pending; new; reserved; not confirmed; unconfirmed; ожидание; ожидание клиента; "
    "ожидает; записан; новая; запланирован; не подтвержден; zaplanowana; zaplanowany; nowa; oczekuje; niepotwierdzona; "
    "umowiona; zarezerwowana",
    Status.CONFIRMED: "confirmed; accepted; подтвержден; подтвердил; клиент подтвердил; подтверждена; potwierdzona; "
    "potwierdzony",
    Status.ARRIVED: "arrived; checked in; waiting; в зале; przyszedl; klient przyszedl; oczekuje na wizyte",
    Status.STARTED: "in progress; started; на приеме; в работе; начат; w trakcie; rozpoczeta",
    Status.COMPLETED: "completed; done; finished; paid; attended; show; came; пришел; клиент пришел; завершен; завершена; "
    "выполнен; выполнена; оплачен; оказана; zakonczona; zakonczony; zrealizowana; odbyta; oplacona",
    Status.CANCELLED: "cancelled; canceled; deleted; declined; rejected; отменен; отменена; отмена; удален; удалена; отказ; "
    "odwolana; odwolany; anulowana; anulowany; usunieta; odrzucona",
    Status.NO_SHOW: "no show; noshow; did not come; missed; absent; не пришел; не пришла; клиент не пришел; неявка; не явился; "
    "nie pojawil sie; nie przyszedl; nieobecny; nieobecnosc; niestawienie sie; nieodbyta",
}


def days(order: str) -> Callable[[str], tuple[date, time | None]]:
    """Reads a day, with the hour behind it if there is one; `order` as the file writes days: "dmy", "mdy" or "ymd"."""

    def read(text: str) -> tuple[date, time | None]:
        try:
            year, month, day = day_of(text, order, this_year=clock.today().year + 50)
            _day, *behind = GAP.split(text.strip(), maxsplit=1)
            return date(year or 0, month, day), _hour_in(behind[0]) if behind else None
        except ValueError:
            sentence = _("“%(text)s” is no day. Write one such as 2026-01-31.")
            raise Wrong(sentence % {"text": text[:40]}) from None

    return read


def hour(text: str) -> tuple[time, time | None]:
    """An hour of the clock: "9:30", "09:30:00", "9.30", "2:30 PM"; of "9:30–10:15" the end, too."""
    first, *rest = TILL.split(text, maxsplit=1)
    return one_hour(first), one_hour(rest[0]) if rest else None


def one_hour(text: str) -> time:
    """An hour of the clock, alone or behind a day."""
    if (found := _hour_in(text)) is not None:
        return found
    if COUNTED.fullmatch(text):
        told = round(float(text.replace(",", ".")) * 24 * 60)
        return time(told // 60 % 24, told % 60)
    raise Wrong(_("“%(text)s” is no hour of the clock. Write one such as 09:30.") % {"text": text[:40]})


def lasting(text: str) -> int:
    """How many minutes it takes: "90", "90 min" or "1:30"."""
    return minutes(text)


def state(text: str) -> str:
    """How far a visit is, by its name in any language, or as other programs call it."""
    if found := _states().get(_folded(text)):
        return found
    told = {"text": text[:40], "states": ", ".join(str(one.label) for one in Status)}
    raise Wrong(_("“%(text)s” is no state of a visit. Write one of: %(states)s.") % told)


def money(text: str) -> Decimal:
    """What all of it costs, in the company's money."""
    if (told := Decimal(number_of(text))) < 0 or told >= 10**9:
        raise Wrong(_("“%(text)s” is no price.") % {"text": text[:40]})
    return told.quantize(Decimal("0.01"))


def words(most: int) -> Callable[[str], str]:
    """Reads a text of up to so many letters."""
    return lambda text: short_enough(text.strip(), most)


@cache
def _states() -> dict[str, str]:
    found = {_folded(word): str(key) for key, told in STATES.items() for word in told.split("; ")}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {_folded(str(one.label)): one.value for one in Status}
    return found


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", spelling.fold(text)).split())


def _hour_in(text: str) -> time | None:
    found = HOUR.search(text.strip())
    if not found:
        return None
    at, past, half = int(found[1]), int(found[2]), (found[3] or "").casefold()[:1]
    if half and 1 <= at <= 12:
        at = at % 12 + (12 if half == "p" else 0)
    try:
        return time(at, past)
    except ValueError:
        raise Wrong(
            _("“%(text)s” is no hour of the clock. Write one such as 09:30.") % {"text": text[:40]}
        ) from None

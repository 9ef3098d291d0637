"""Numbers, money and sizes as people write them: 4 500 ₽, 320 zł, −1 234,5. Spaces never break, the minus is a real one."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel import Locale
from babel.numbers import format_decimal, get_currency_precision, get_currency_symbol
from babel.units import format_unit
from django.utils.translation import get_language

Number = int | float | Decimal | str

NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
# Where a currency's own people read and write: its sign is taken from there when the reader's language has only a code.
AT_HOME = {
    "RUB": "ru", "PLN": "pl", "UAH": "uk", "KZT": "kk", "BYN": "be", "GEL": "ka", "AMD": "hy", "AZN": "az",
    "CZK": "cs", "HUF": "hu", "BGN": "bg", "TRY": "tr", "EUR": "en", "USD": "en", "GBP": "en",
}  # fmt: skip
SIZES = ("byte", "kilobyte", "megabyte", "gigabyte", "terabyte")


def locale() -> Locale:
    """Babel's locale of the language in force."""
    return _locale((get_language() or "en").replace("-", "_"))


@cache
def _locale(name: str) -> Locale:
    return Locale.parse(name)


def number(value: Number, digits: int | None = None) -> str:
    """A number in the reader's manner; `digits` after the comma, or as many as it has, three at most."""
    pattern = "#,##0.###" if digits is None else "#,##0." + "0" * digits
    rounded = _exact(value) if digits is None else _rounded(value, digits)
    return _as_written(format_decimal(rounded, pattern.rstrip("."), locale=locale()))


def money(amount: Number, currency: str) -> str:
    """An amount with the sign of its currency (ISO 4217); kopecks and cents only where there are some."""
    places = get_currency_precision(currency)
    exact = _rounded(amount, places)
    told = number(exact, 0 if exact == exact.to_integral_value() else places)
    sign = get_currency_symbol(currency, locale())
    if locale().language == "en" and sign != currency:
        return f"{MINUS}{sign}{told[1:]}" if told.startswith(MINUS) else f"{sign}{told}"
    return f"{told}{NO_BREAK}{currency_sign(currency)}"


def currency_sign(currency: str) -> str:
    """₽ for RUB, zł for PLN, in every language; the code where there is no sign of its own."""
    told = get_currency_symbol(currency, locale())
    return told if told != currency else get_currency_symbol(currency, AT_HOME.get(currency, "en"))


def file_size(size: int) -> str:
    """How big a file of this many bytes is: 4,2 МБ."""
    value, step = float(size), 0
    while round(value, 1) >= 1024 and step < len(SIZES) - 1:
        value, step = value / 1024, step + 1
    told = round(value, 1 if value < 100 else 0)
    words = format_unit(told, f"digital-{SIZES[step]}", "short", locale=locale())
    return _as_written(words).replace("byte", "B")


def _exact(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _rounded(value: Number, digits: int) -> Decimal:
    """As people round: halves away from nought; and no minus before a nought."""
    return _exact(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0


def _as_written(text: str) -> str:
    return text.replace("-", MINUS).replace(" ", NO_BREAK).replace("\N{NARROW NO-BREAK SPACE}", NO_BREAK)

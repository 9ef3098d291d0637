"""Days and hours as they are typed in Polish. The text is folded: small letters without their marks."""

import re
from datetime import timedelta

from pomni.agenda.capture.counts import POLISH
from pomni.agenda.capture.days import FRI, MON, Calendar, first_working
from pomni.agenda.capture.hours_pl import AMPM, HOUR_WORD, ORDINALS, THINGS
from pomni.agenda.capture.hours_pl import RULES as HOUR_RULES
from pomni.agenda.capture.reckonings import (
    ISO,
    Reckoner,
    ahead_and_a_half,
    by_morning,
    coming,
    days_ahead,
    end_of_quarter,
    end_of_year,
    hours_ahead,
    months_ahead,
    number_day,
    numeric_date,
    only_with,
    pay_day,
    rule,
    told,
    weekday_in,
)
from pomni.agenda.capture.whens import Facts, Grammar, Link, Match

WEEKDAY = (
    r"(?P<wd>poniedzialek|poniedzialk(?:u|iem|owi)|poniedz|pon|pn|wtor(?:ek|ku|kiem|kowi)|wto?"
    r"|srod(?:a|e|y|zie)|sr|czwart(?:ek|ku|kiem|kowi)|czwa?|cz"
    r"|piat(?:ek|ku|kiem|kowi)|piat|pia|pt|sobot(?:a|e|y)|sobocie|sob?|niedziel(?:a|e|i)|niedz|nd"
    r"|ndz)"
)
_DAYS = dict(
    zip(
        ("po", "pn", "wt", "sr", "cz", "pi", "pt", "so", "ni", "nd"),
        (0, 0, 1, 2, 3, 4, 4, 5, 6, 6),
        strict=True,
    )
)
MONTH = (
    r"(?P<mon>stycz(?:en|nia|niu|niem)|stycz|sty|lut(?:y|ego|ym)|lut|mar(?:zec|ca|cu|cem)"
    r"|mar|kwie(?:cien|tnia|tniu)|kwiec?|maj(?:a|u|em)?"
    r"|czerw(?:iec|ca|cu|cem)|czerw|cze|lip(?:iec|ca|cu|cem)|lip|sierp(?:ien|nia|niu"
    r"|niem)|sierp|sie|wrze(?:sien|snia|sniu)|wrzes|wrz"
    r"|pazdziernik(?:a|u|iem)?|pazdz|paz|listopad(?:a|zie|em)?|lis(?:t)?|grud(?:zien|nia"
    r"|niu|niem)|grudz?|gru)\.?"
)
_MONTHS = ["sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paz", "lis", "gru"]
COUNT = (
    r"(?P<n>\d{1,3}(?:[.,]5)?|"
    + "|".join(POLISH)
    + r")(?:\s*(?:[-—]|do|lub)\s*(?P<n2>\d{1,3}|"
    + "|".join(POLISH)
    + "))?"
)
_UNITS = {"d": "day", "ty": "week", "mi": "month", "mc": "month", "ro": "year", "la": "year"}
UNIT = (
    r"(?P<unit>dni(?:ach|a)?|dzien|dnia|dob(?:e|y)|tydzien|tygodni(?:e|a|ach|u)?|tydz|tyg"
    r"|miesi(?:ac|ace|aca|ecy)|mies|mce|mca|mc|rok(?:u)?|lata|lat)"
)
_TENS = {"dwudziest": 20, "trzydziest": 30}
ORDINAL = (
    r"(?:(?P<tens>dwudziest|trzydziest)(?:ego|emu|ym)\s+)?(?P<ord>"
    + "|".join(sorted(ORDINALS, key=len, reverse=True))
    + r"|trzydziest)(?:iego|ego|emu|ym)"
)


def _weekday(match: Match, calendar: Calendar) -> Facts:
    day, mod = _RECKONER.weekday_of(match), (match["mod"] or "") + " " + (match["mod2"] or "")
    if "zesz" in mod or "ubieg" in mod or "minion" in mod or "ostatn" in mod:
        return {"weekday": day, "beside": True}
    if re.search(r"(?<!\w)(?:t[aeoy]|tego|tym|biezac)", mod):
        return {"day": calendar.of_week(0, day), "weekday": day}
    if re.search("przysz|nast|kolejn", mod):
        return {"day": calendar.of_week(1, day), "weekday": day}
    return {"day": calendar.weekday(day), "weekday": day, "bare": True}


def _ordinal_day(match: Match, calendar: Calendar) -> Facts:
    stem = match["ord"]
    day = (ORDINALS.index(stem) + 1 if stem in ORDINALS else 30) + _TENS.get(match["tens"] or "", 0)
    return _RECKONER.day_in_words(day, match, calendar)


def _bare_ordinal(match: Match, calendar: Calendar) -> Facts:
    """ "Brings the wheels on the fourth after six": no preposition before it, so it is not "after the second"."""
    led = re.search(
        r"(?<!\w)(?:u|dla|od|bez|z|po|okolo|kolo|o|za|zamiast|oprocz|pol do)\s+$",
        match.string[: match.start()],
    )
    genitive = match[0].endswith("ego") and match.start()
    return _ordinal_day(match, calendar) if genitive and not led else None


_PARTS = re.compile(r"\brat(?:a|y|ach|e)?\b")
_SUM = re.compile(r"\d(?:\s?(?:zl|pln|tys|euro?|e))?\.?\s*$")


def _ahead(match: Match, calendar: Calendar) -> Facts:
    unit = next(name for stem, name in _UNITS.items() if match["unit"].startswith(stem))
    if not match["n"] and match["unit"].startswith("dn") and not match[0].startswith("za"):
        return None
    if _is_per(match):
        return {"day": calendar.today, "beside": True}
    if match["work"]:
        return _RECKONER.working_days(match, calendar)
    return ahead_and_a_half(_RECKONER.count(match), unit, calendar)


def _is_per(match: Match) -> bool:
    """ "1300 za rok": a price for so long."""
    before = match.string[max(0, match.start() - 12) : match.start()]
    parts = _PARTS.search(match.string)
    return not match["n"] and match[0].startswith("za") and not parts and bool(_SUM.search(before))


def _hours_ahead(match: Match, calendar: Calendar) -> Facts:
    if _is_per(match):
        return {"day": calendar.today, "beside": True}
    return _RECKONER.hours_ahead(match, calendar)


def _period(match: Match) -> int | None:
    mod = (match["mod"] or "") + " " + (match["mod2"] or "")
    if re.search("zesz|ubieg|minion|ostatn", mod):
        return None
    return 1 if re.search("przysz|nast|kolejn", mod) else 0


_RECKONER = Reckoner(
    counts=POLISH,
    days=_DAYS,
    months=_MONTHS,
    start=("pocz",),
    middle=("pol", "srod"),
    hours=("g", "h"),
    period=_period,
)


def _feast(match: Match, calendar: Calendar) -> Facts:
    """Before or after "the feast": Christmas or Easter, whichever is nearer."""
    easter, christmas = calendar.easter(), calendar.coming(12, 25)
    after = match[0].startswith("po ")
    if easter < christmas or "wielk" in match[0]:
        return {"day": easter + timedelta(2 if after else -1)}
    return {"day": calendar.coming(12, 27) if after else calendar.coming(12, 23)}


_MOD = (
    r"(?:(?P<mod>zeszl\w+|ubieg\w+|minion\w+|ostatni\w*|t[aeoy]|tego|tym|te|biezac\w+"
    r"|najblizsz\w+|przyszl\w+|przysz\.?|nastepn\w+|nast\.?|kolejn\w+)\s*)?"
)
_MOD2 = (
    r"(?:\s+(?P<mod2>zeszl\w+|ubieg\w+|minion\w+|przyszl\w+|przysz\.?|nastepn\w+"
    r"|nast\.?))?"
)
_WHERE = (
    r"(?:(?:z\s+)?(?P<where>konc(?:a|u|em)|koniec|poczat(?:ek|ku|kiem)|polow(?:a|e|y|ie)|srodku"
    r"|srodek)\s+)?"
)
_YEAR = r"(?:\s*(?P<y>20\d\d)(?:\s*r(?:oku|\.)?)?)?"
_WD2 = re.sub(r"\?P<wd>", "?:", WEEKDAY)
_N = {
    "wd": WEEKDAY,
    "mon": MONTH,
    "n": COUNT,
    "unit": UNIT,
    "things": THINGS,
    "ampm": AMPM,
    "ord": ORDINAL,
    "hw": HOUR_WORD,
}
_SUF = r"(?:-?(?:go|ego|tego|szego|giego|ciego|ym|tym|szym|gim|cim|mu|stego))"
_RULES = [
    ISO,
    rule(r"black\s+friday", told(beside=True)),
    rule(
        r"(?P<a>\d{1,2})[./](?P<b>\d{1,2})(?:[./](?P<y>20\d\d|\d\d))?(?:\s*r(?:oku"
        r"|\.)?(?!\w))?<<things>>(?![.]\d)",
        numeric_date,
        **_N,
    ),
    rule(
        rf"(?:\d{{1,2}}{_SUF}?\s*(?:[-—]|i|lub|albo|do)\s*)?(?P<d>\d{{1,2}})(?:{_SUF}"
        rf"|\.)?\s*<<mon>>" + _YEAR,
        _RECKONER.day_month,
        **_N,
    ),
    rule(rf"(?P<d>\d{{1,2}})\s?{_SUF}", number_day),
    rule(r"(?<=do )(?P<d>\d{1,2})\.?(?=\s+(?:kazdego|tego|nast)?\s*(?:miesiac))", number_day),
    rule(r"do (?P<d>5|10|15|20|25)(?=\s*(?:[,;!)]|$))", pay_day),
    rule(r"(?<=do )(?P<d>2[5-9]|3[01])(?=\s*(?:[.,;!)]|$))", number_day),
    rule(r"<<ord>>\s+<<mon>>", _ordinal_day, **_N),
    rule(r"(?<=do )<<ord>>(?P<mon>)(?=\s*(?:[.,;!)]|$))", _ordinal_day, **_N),
    rule(
        r"<<ord>>(?P<mon>)(?=\s*(?:$|[,;!)]|po \d|do |na |o \d|rano|wieczorem|kolo |okolo ))",
        _bare_ordinal,
        **_N,
    ),
    rule(
        r"(?<=do |po )?<<ord>>(?P<mon>)(?=\s*(?:[.,;!)]|$))",
        lambda m, c: _ordinal_day(m, c) if m["ord"] not in ("drug", "pierwsz", "trzeci", "czwart") else None,
        **_N,
    ),
    rule(r"(?:jeszcze\s+)?(?:dzis|dzisiaj|dzisaj|dzs)", days_ahead(0)),
    rule(
        r"jutro|jutra|jutr|(?:na|do)\s+(?:jutrzejsz\w+\s+d(?:zien|nia)|d(?:zien|nia)\s+jutrzejsz\w+)",
        days_ahead(1),
    ),
    rule(
        r"(?:na|do)\s+(?P<day>jutrzejsz|dzisiejsz)\w+\s+(?P<part>por|wiecz|popol|poludni)\w+",
        lambda m, c: {
            "day": c.today + timedelta(m["day"].startswith("jutr")),
            "part": {"por": "morning", "wie": "evening", "pop": "afternoon", "pol": "noon"}[m["part"][:3]],
        },
    ),
    rule(
        r"(?:termin|deadline|do dnia)\s*[:—-]?\s*<<ord>>(?P<mon>)(?=\s*(?:[.,;!)]|$))",
        _ordinal_day,
        **_N,
    ),
    rule(
        r"(?<=^do )<<ord>>(?P<mon>)(?!\s+(?:pietr|miejsc|rok|tygodn|dnia|poziom|etap|raz|wiek))",
        _ordinal_day,
        **_N,
    ),
    rule(r"pojutrze", days_ahead(2)),
    rule(
        r"wczoraj\w*|przedwczoraj\w*|(?:godzin\w*|dni|dzien|tydzien|tygodni\w*|miesi\w+|rok"
        r"|lat\w*|chwil\w+)\s+temu|(?:zeszly|zeszlym|ostatnim|poprzednim|ostatni|poprzedni)"
        r"\s+(?:raz\w*|rok\w*|miesi\w+)",
        told(beside=True),
    ),
    rule(r"we?\s+(?:poniedzialki|wtorki|srody|czwartki|piatki|soboty)", told(beside=True)),
    rule(_MOD + "<<wd>>" + _MOD2, _weekday, **_N),
    rule(
        rf"{_WD2}\s*(?:[-—/]|lub|albo|do)\s*<<wd>>",
        _RECKONER.last_weekday,
        **_N,
    ),
    rule(
        r"(?:za|w ciagu|przez)\s+(?:<<n>>\s+)?(?:najblizszych\s+)?(?P<work>(?:dni\s+)?rob"
        r"(?:oczych|ocze|oczy|ocz)?\.?\s*)(?P<unit>dni)?",
        only_with(_RECKONER.working_days, "n"),
        **_N,
    ),
    rule(
        r"(?:za|w ciagu|w przeciagu|w max|maks(?:ymalnie)? w|w terminie(?: do)?)\s+"
        r"(?:<<n>>\s*)?<<unit>>(?P<work>\s+rob(?:oczych|ocze|oczy|ocz)?\.?)?"
        r"(?:\s+od\s+(?:dzis|dzisiaj|teraz|jutra))?",
        _ahead,
        **_N,
    ),
    rule(
        r"w\s+<<n>>\s+(?P<unit>dni|tygodnie)(?P<work>)(?!\s+(?:po|przed|od|w)\b)",
        _ahead,
        **_N,
    ),
    rule(
        r"<<n>>\s*(?:dni|dn\.?)\s+rob(?:oczych|ocze|\.)?",
        _RECKONER.working_days,
        **_N,
    ),
    rule(
        r"(?:za|w ciagu|w przeciagu|w)\s+(?:<<n>>\s*)?(?P<unit>godzin(?:e|ke|y)?|godz|h|minut(?:e|y|ke)?"
        r"|min)",
        _hours_ahead,
        **_N,
    ),
    rule(
        r"(?:za|w ciagu|w terminie|w)\s+<<n>>\s*<<unit>>(?:\s+rob\w*\.?)?\s+"
        r"(?:po(?!\s+(?:swiet|now|weeken))|od(?!\s+(?:dzis|teraz|jutra)))",
        told(beside=True),
        **_N,
    ),
    rule(r"(?:pierwsz|ostatni|drug|trzec)\w+\s+<<wd>>\s+(?:kazdego\s+)?miesiaca", told(beside=True), **_N),
    rule(r"do wigilii", coming(12, 24)),
    rule(r"(?:w ciagu|w|za) (?:dnia|dzien)(?:\s+lub|\s+albo|-)\s*(?:dwoch|dwa)", days_ahead(2)),
    rule(r"ostatni(?:ego)? d(?:nia|zien) miesiaca", lambda m, c: {"day": c.end_of_month()}),
    rule(r"(?:do|na) ran[ao]", by_morning),
    rule(r"(?:za|w ciagu)\s+pol\s?(?:godzin(?:y|ki)|godz\.?|h)", hours_ahead(0.5)),
    rule(r"za\s+kwadrans", hours_ahead(0.25)),
    rule(r"(?:za|w ciagu)\s+pol\s+roku", months_ahead(6)),
    rule(r"za\s+pol\s+(?:miesiaca|mca|mies)", days_ahead(15)),
    rule(
        r"w ciagu dnia|do konca dnia|na koniec dnia|pod koniec dnia|do konca dnia pracy"
        r"|do zamkniecia|do wieczora|do konca zmiany|do nocy|przed zamknieciem",
        told(part="end"),
    ),
    rule(r"(?:na\s+)?(?:<<n>>\s*)?(?:<<unit>>|godzin\w*)\s+(?:przed|wczesniej)", told(beside=True), **_N),
    rule(
        _WHERE + _MOD + r"(?:tydzien|tygodni(?:a|u|em)|tyg)" + _MOD2,
        only_with(_RECKONER.week, "where", "mod", "mod2"),
    ),
    rule(
        _WHERE + _MOD + r"(?:miesiac(?:a|u)?|miesiecy|mies|m-ca|m-c|mca|mcu|mc)" + _MOD2,
        only_with(_RECKONER.month, "where", "mod", "mod2"),
    ),
    rule(_WHERE + r"<<mon>>", only_with(_RECKONER.named_month, "where"), **_N),
    rule(
        r"(?:(?<=w )|(?<=we ))<<mon>>",
        lambda m, c: (
            _RECKONER.named_month(m, c)
            if m["mon"].rstrip(".").endswith(("niu", "cu", "ym", "ku", "zie", "ju", "maju"))
            else None
        ),
        **_N,
    ),
    rule(
        _MOD + r"(?:(?:weekend|wknd|wkd|lykend)(?:u|em|zie)?)" + _MOD2,
        lambda m, c: (
            {"beside": True}
            if re.search("zesz|ubieg|ostatn", m[0])
            else {"day": c.weekend(1 if re.search("nast|przysz", m[0]) else 0)}
        ),
    ),
    rule(r"przed\s+(?:tym\s+)?weekendem", weekday_in(0, FRI)),
    rule(r"po\s+weekendzie|po\s+weekend", weekday_in(1, MON)),
    rule(r"(?:konca|koncu|koniec)\s+(?:tego\s+)?roku", end_of_year),
    rule(
        r"(?:konca|koncu|koniec)\s+(?:tego\s+)?kwartalu",
        end_of_quarter,
    ),
    rule(
        r"(?:przed|do)\s+(?:nowym\s+rokiem|nowego\s+roku|sylwestr(?:em|a))",
        coming(12, 31),
    ),
    rule(r"po\s+(?:nowym\s+(?:roku|r)|sylwestrze)", coming(1, 2)),
    rule(
        r"(?:przed|do|po)\s+(?:bozym\s+narodzeniem|bozego\s+narodzenia|bozym\s+narodzeniu"
        r"|wigili(?:a|i))",
        lambda m, c: {"day": c.coming(12, 27 if m[0].startswith("po ") else 23)},
    ),
    rule(r"(?:do|na|przed)\s+hall?oween\w*", coming(10, 31)),
    rule(r"(?:przed|do|po)\s+(?:swiet(?:ami|ach)|swiat)(?:\s+wielkanocn\w+)?", _feast),
    rule(r"(?:przed|do|po)\s+(?:wielkanoc(?:a|y)|wielkiejnocy)", _feast),
    rule(r"przed\s+majowk(?:a)|do\s+majowki", coming(4, 30)),
    rule(r"po\s+majowce", lambda m, c: {"day": first_working(c.coming(5, 4))}),
]

_BEFORE: list[Link] = [
    (re.compile(r"(?<!\w)(?:kazd\w+|co)\s+$"), {"beside": True}),
    (re.compile(r"(?<!\w)nie\s+(?:przed|wczesniej\s+niz)\s+(?:o\s+)?$"), {}),
    (re.compile(r"(?<!\w)(?:przed|wczesniej niz)\s+$"), {"shift": -1}),
    (re.compile(r"(?<!\w)(?:nie|najpozniej|nie pozniej niz)?\s*(?:do|w|we|na)\s+$"), {}),
    (re.compile(r"(?<!\w)(?:nie\s+)?pozniej niz\s+(?:do\s+|w\s+|we\s+)?$"), {}),
    (re.compile(r"(?<!\w)po\s+$"), {"shift": 1}),
    (re.compile(r"(?<!\w)(?:za|o|dot|ws|w sprawie|zamiast|sprzed)\s+$"), {"beside": True}),
    (re.compile(r"(?<!\w)z\s+(?:dnia\s+)?$"), {"beside": True}),
    (
        re.compile(
            r"(?<!\w)(?:juz\s+|jeszcze\s+|najpozniej\s+|gdzies\s+|tak\s+)?(?:do|w|we|na|od"
            r"|od dnia|okolo|ok|kolo|dnia|do dnia|pod)\s+$"
        ),
        {},
    ),
    (re.compile(r"(?<!\w)najpozniej\s+$"), {}),
]
_AFTER: list[Link] = [
    (re.compile(r"\s+z\s+(?:dnia\s+)?\d"), {"beside": True}),
    (re.compile(r"\s+temu(?!\w)"), {"beside": True}),
]
GRAMMAR = Grammar([*_RULES, *HOUR_RULES], _BEFORE, _AFTER)

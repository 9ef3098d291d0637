"""Hours as they are typed in Polish: 17:00, a bare five, half past, a window. The text is folded."""

from pomni.agenda.capture.days import Calendar
from pomni.agenda.capture.reckonings import clock, rule, told
from pomni.agenda.capture.whens import Facts, Match, Rule

ORDINALS = [
    "pierwsz",
    "drug",
    "trzeci",
    "czwart",
    "piat",
    "szost",
    "siodm",
    "osm",
    "dziewiat",
    "dziesiat",
    "jedenast",
    "dwunast",
    "trzynast",
    "czternast",
    "pietnast",
    "szesnast",
    "siedemnast",
    "osiemnast",
    "dziewietnast",
    "dwudziest",
]
HOUR_WORD = r"(?P<h>" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + r")(?:iej|ej|a)"
THINGS = (
    r"(?!\d|[.,:/]\d|\s*[-—]\s*\d{3}|\s*(?:%|proc|zl\b|zlot|pln|eur|usd|tys|mln|k\b|\d{3}"
    r"|lat\b|lata\b|rok\w*|razy?\b|dni\b|dniach\b|dob|tyg|mies|mc\b|min\b|minut|szt\b|sztuk|os\b"
    r"|osob|zab\b|zeb\w*|gab\b|gabinet"
    r"|etap|rat\b|raty\b|ratach|ratami|wplat|czesci|wejsc|wizyt\b|zabiegow|seans|sesji"
    r"|pietr|pok\.|pokoi|implant|koron|licow|plomb|kanal|pozycj|egz|kopi[ie]|mm\b|cm\b"
    r"|km\b"
    r"|ml\b|kg\b|g\b(?!\.?\s*\d)|m\b|m2|l\b|klas|stopni|poziom|wariant|rzad|dzieci|gosci|miejsc|porcj"
    r"|ton\b|ampul|stron|boks|sali\b|stolik|stanowisk|lokal|domk))"
)
_NTH_OF = (  # the second crown, not two o'clock
    r"(?!\s+(?:koron|wizyt|rat[aey]|czesc|polow|stron|par[aey]|sztuk|lekcj|sesj|dawk|szczepi|prob|tur[aey]|grup"
    r"|klas|zmian|umow|faktur|transz|wplat|rozmow|dostaw|parti|faz|reklamacj|ofert|opcj|prac|osob|lini|instanc|lawk|kolejk|kategori|druzyn|lig[aiy]|szkol|sal[aiy]|recept|grupy|serii|tercji|polki|stref))"
)
AMPM = (
    r"(?:\s*(?P<half>rano|po poludniu|popoludniu|popol|wieczorem|wieczor|wiecz|w nocy"
    r"|w poludnie))?"
)
_PARTS = {"ra": "morning", "po": "afternoon", "wi": "evening", "w ": "night"}


def _with_part(facts: Facts, match: Match) -> Facts:
    half = match.groupdict().get("half")
    if half == "w poludnie":
        return facts
    return facts | {"part": _PARTS[half[:2]]} if facts and half else facts


def _clock(match: Match, calendar: Calendar) -> Facts:
    return _with_part(clock(match["h"], match.groupdict().get("m")), match)


def _in_full(match: Match, calendar: Calendar) -> Facts:
    """7:30 is as the clock shows it, where no part of the day is told."""
    facts = _clock(match, calendar)
    return facts | {"exact": True} if facts else None


def _word_hour(match: Match) -> int:
    return ORDINALS.index(match["h"]) + 1


def _word_clock(match: Match, calendar: Calendar) -> Facts:
    return _with_part(clock(_word_hour(match), exact=False), match)


def _half(match: Match, calendar: Calendar) -> Facts:
    return _with_part(clock((_word_hour(match) - 2) % 12 + 1, 30), match)


def _half_figure(match: Match, calendar: Calendar) -> Facts:
    hour = int(match["h"])
    return _with_part(clock(hour - 1 if hour > 1 else 12, 30), match) if 1 <= hour <= 24 else None


def _quarter(match: Match, calendar: Calendar) -> Facts:
    hour = int(match["h"]) if match["h"].isdigit() else _word_hour(match)
    less = {"kwadrans": 15, "piec": 5, "dziesiec": 10, "dwadziescia": 20}.get(match["less"]) or int(
        match["less"]
    )
    if match["way"] == "po":
        return _with_part(clock(hour, less), match)
    return _with_part(clock(hour - 1 if hour > 1 else 12, 60 - less), match)


def _bare(match: Match, calendar: Calendar) -> Facts:
    facts = _clock(match, calendar) if 1 <= int(match["h"]) <= 24 else None
    last = match.string[match.end() :].lstrip()[:1] in ("", ",", ";", "!", ")")
    return facts | {"weak": True} if facts and match[0].startswith("na ") and not last else facts


def _weak(match: Match, calendar: Calendar) -> Facts:
    facts = _bare(match, calendar)
    return facts | {"weak": True} if facts else None


_NAMES = {"things": THINGS, "ampm": AMPM, "hw": HOUR_WORD}

RULES: list[Rule] = [
    # --- Parts of the day
    rule(
        r"rano|z rana|z samego rana|przed poludniem|przedpoludniem|do poludnia|przed obiadem|do obiadu|przed lunchem",
        told(part="morning"),
    ),
    rule(r"w porze lunchu|kolo poludnia", told(part="noon")),
    rule(
        r"(?:poznym\s+)?popoludniem|po poludniu|popoludniu|popol\.?|po pol\.?|po obiedzie",
        told(part="afternoon"),
    ),
    rule(r"wieczorem|wieczor|wiecz\.?", told(part="evening")),
    rule(
        r"w samo poludnie|w poludnie|o polnocy",
        lambda m, c: (
            {"clock": (12, 0), "exact": True} if "poludnie" in m[0] else {"clock": (24, 0), "exact": True}
        ),
    ),
    # --- Hours
    rule(r"(?P<h>\d{1,2})\s?[-—]\s?\d{1,2}<<things>>", lambda m, c: _weak(m, c), **_NAMES),
    rule(
        r"(?:(?<=pn )|(?<=pon )|(?<=wt )|(?<=sr )|(?<=czw )|(?<=pt )|(?<=sob )|(?<=jutro )|(?<=dzis )"
        r"|(?<=poniedzialek )|(?<=wtorek )|(?<=srode )|(?<=czwartek )|(?<=piatek )|(?<=sobote )|(?<=niedziele ))"
        r"(?P<h>[89]|1\d|2[0-2])(?=\s*(?:[,;!)]|$))",
        lambda m, c: _weak(m, c),
    ),
    rule(r"(?P<h>\d{1,2})[.](?P<m>[0-5]\d)<<things>>", lambda m, c: _weak(m, c), **_NAMES),
    rule(
        r"(?:(?:o|na|do|po|przed|ok\.?|okolo|kolo|od|godz\.?"
        r"|g\.?|godzin\w+)\s*)?(?P<h>\d{1,2}):(?P<m>\d\d)<<ampm>>(?:\s*[-—]\s*\d{1,2}"
        r"(?:[:.]\d\d)?)?",
        _in_full,
        **_NAMES,
    ),
    rule(
        r"(?:o|na|do|po|przed|ok\.?|okolo|kolo|od|godz\.?|godzin\w+)"
        r"\s+(?P<h>\d{1,2})[.-](?P<m>[0-5]\d)<<ampm>><<things>>",
        lambda m, c: (
            _clock(m, c)
            if m[0].split()[0].rstrip(".") in ("o", "ok", "okolo", "kolo", "godz")
            or "godz" in m[0]
            or int(m["m"]) > 12
            or m["m"] == "00"
            else None
        ),
        **_NAMES,
    ),
    rule(r"(?P<h>\d{1,2})[.-](?P<m>00)<<ampm>><<things>>", _clock, **_NAMES),
    rule(
        r"(?P<h>\d{1,2})[.](?P<m>[1-5][05])<<ampm>><<things>>",
        lambda m, c: _clock(m, c) if int(m["m"]) > 12 else None,
        **_NAMES,
    ),
    rule(
        r"(?:(?:w\s+godz(?:inach|\.)?\s+)?(?:od|miedzy|pomiedzy)\s+|w\s+godz(?:inach|\.)?"
        r"\s+)(?P<h>\d{1,2})(?:[:.-](?P<m>[0-5]\d))?\s*(?:do|a|i|[-—])\s*\d{1,2}"
        r"(?:[:.-][0-5]\d)?<<ampm>><<things>>",
        _clock,
        **_NAMES,
    ),
    rule(
        r"(?:(?:ok\.?|okolo|kolo|przed|po|do|na|o)\s+)?(?:o\s+)?(?:godzin(?:ie|y|a|e)|godz\.?"
        r"|g\.)\s*(?P<h>\d{1,2})(?!\s?-?(?:go|ego|tego|mu)\b)(?:-?(?:ej|tej|stej))?<<ampm>>",
        _bare,
        **_NAMES,
    ),
    rule(
        r"(?:punkt|rowno o|punktualnie o|o|ok\.?|okolo|kolo|w okolicach|przed|po|do|na|tak o|gdzies o|najpozniej o"
        r"|dopiero o)\s*(?P<h>\d{1,2})(?!\s+(?:sty|lut|mar|kwi|maj|cze|lip|sie|wrz|paz|lis|gru))"
        r"(?:-?(?:ej|tej|stej))?(?!\s?-?(?:go|ego|tego|ym|tym|mu"
        r"|stego)(?!\w))(?!\.\s?\w|\.$)<<ampm>><<things>>",
        _bare,
        **_NAMES,
    ),
    rule(
        r"(?:(?<=dzisiaj )|(?<=dzis )|(?<=jutro )|(?<=pojutrze )|(?<=ek )|(?<=ode )|(?<=ote )|(?<=ele ))"
        r"(?:do|po|przed)\s+(?P<h>\d{1,2})(?=\.(?:$|\s+[a-z@]))",
        _bare,
    ),
    rule(r"(?:o|ok\.?|okolo|kolo)\s*(?P<h>\d{1,2})(?:-?(?:ej|tej|stej))?<<ampm>><<things>>", _bare, **_NAMES),
    rule(
        r"(?P<h>\d{1,2})(?:-?(?:ej|tej|stej))?\s*(?P<half>rano|wieczorem|po poludniu"
        r"|popoludniu)",
        _clock,
        **_NAMES,
    ),
    rule(
        r"(?:(?:o|ok\.?|okolo|kolo|przed|po|do|na)\s+)(?:godzin(?:ie|y|a|e)\s+)?<<hw>><<ampm>>" + _NTH_OF,
        _word_clock,
        **_NAMES,
    ),
    rule(
        r"(?:miedzy|pomiedzy|od)\s+<<hw>>\s+(?:a|do)\s+(?:"
        + HOUR_WORD.replace("?P<hw>", "?:").replace("?P<h>", "?:")
        + ")<<ampm>>",
        _word_clock,
        **_NAMES,
    ),
    rule(r"(?:(?:o|na|do|po|przed|ok\.?|okolo|kolo)\s+)?(?:w\s?)?pol do <<hw>><<ampm>>", _half, **_NAMES),
    rule(
        r"(?:(?:o|na|do|po|przed|ok\.?|okolo|kolo)\s+)?(?:w\s?)?pol do (?P<h>\d{1,2})(?:-?"
        r"(?:ej|tej|stej))?<<ampm>>",
        _half_figure,
        **_NAMES,
    ),
    rule(
        r"(?:(?:o|na)\s+)?(?:za\s+)(?P<less>kwadrans|piec|dziesiec|dwadziescia|5|10|15"
        r"|20)(?P<way>)\s+(?:<<hw>>)<<ampm>>",
        _quarter,
        **_NAMES,
    ),
    rule(
        r"(?:(?:o|na)\s+)?(?P<less>kwadrans|piec|dziesiec|dwadziescia)\s+(?P<way>po|przed)"
        r"\s+(?:<<hw>>)<<ampm>>",
        _quarter,
        **_NAMES,
    ),
    rule(
        r"(?:(?:o|na)\s+)?(?P<less>kwadrans)\s+(?P<way>po|przed)\s+(?P<h>\d{1,2})(?:-?(?:ej"
        r"|tej))?<<ampm>>",
        _quarter,
        **_NAMES,
    ),
    rule(
        r"(?:(?:o|na)\s+)?(?:za\s+)(?P<less>kwadrans)(?P<way>)\s+(?P<h>\d{1,2})(?:-?(?:ej"
        r"|tej))?<<ampm>>",
        _quarter,
        **_NAMES,
    ),
]

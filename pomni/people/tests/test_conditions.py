"""Conditions find exactly those whom a naive reading of them over plain records finds, on either engine."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pomni.agenda.models import Promise
from pomni.facts import queries as facts
from pomni.facts.commands import add_field
from pomni.facts.rules import OPERATORS
from pomni.kit import clock
from pomni.people.models import Client, Tag
from pomni.people.tests.plain_clients import DAYS, KINDS, record_of
from pomni.team.models import Location, User

pytestmark = pytest.mark.engines
ZONES = ["Europe/Warsaw", "Asia/Vladivostok", "America/New_York", "UTC"]
ALIKE = {"ё": "е", "ł": "l", "ó": "o", "ź": "z"}


@pytest.fixture
def base(vera, mark, lena, own):
    """Sixty clients of whom each knows something else, and the same as plain records."""
    places = [Location.objects.create(name=name, zone="Europe/Warsaw") for name in ("North", "South")]
    tags = [Tag.objects.create(name=name, folded=name) for name in ("vip", "new", "old")]
    return [record_of(n, [None, mark, lena, vera], [None, *places], tags) for n in range(60)]


# --- The naive reading -----------------------------------------------------------------------------------------------


def holds(told, record, today, zone):
    if "fact" not in told:
        ((how, parts),) = told.items()
        each = [holds(part, record, today, zone) for part in parts]
        return {"all": all(each), "any": any(each), "none": not any(each)}[how]
    denies = {
        "is_not": "is",
        "contains_not": "contains",
        "empty": "filled",
        "none_of": "one_of",
        "has_not": "has",
        "no": "yes",
    }
    if told["is"] in denies:
        return not holds(told | {"is": denies[told["is"]]}, record, today, zone)
    value = known(told["fact"], record, today, zone)
    if told["is"] == "filled":
        return value is not None and value != []
    if value is None:
        return False
    if isinstance(value, list) and told["is"] != "has":  # any of several
        return any(asked(told["is"], one, told.get("value"), today, zone) for one in value)
    return asked(told["is"], value, told.get("value"), today, zone)


def known(key, record, today, zone):
    key = OWN.get(key, key)
    if key == "people.age":
        born = record.told["people.born"]
        return born and years(born, today)
    if key == "agenda.overdue_tasks":
        return sum(day < today for day in record.told[key])
    if key == "people.contacts_30":
        return sum((today - at.astimezone(zone).date()).days <= 30 for at in record.told[key])
    return record.told[key]


def years(born, today):
    year, day = born
    birthdays = [birthday(day, y) for y in range(year, today.year + 1)]
    return sum(one <= today for one in birthdays[1:])


def birthday(day, year):
    try:
        return date.fromisoformat(f"{year}-{day}")
    except ValueError:
        return date(year, 2, 28)


def asked(operator, value, given, today, zone):
    match operator:
        case "yes":
            return value
        case "is":
            return plain(value) == plain(given)
        case "contains":
            return plain(given) in plain(value)
        case "begins":
            return plain(value).startswith(plain(given))
        case "one_of":
            return value in given
        case "has":
            return bool(set(value) & set(given))
        case "in_month":
            return int(value[:2]) == given
    if isinstance(value, str):
        return any(
            birthday(value, year) == today + timedelta(n)
            for n in range(given + 1)
            for year in (today.year, today.year + 1)
        )
    if isinstance(value, int):
        return number(operator, value, given)
    return on_day(
        operator, value.astimezone(zone).date() if isinstance(value, datetime) else value, given, today
    )


def number(operator, value, given):
    match operator:
        case "at_least":
            return value >= given
        case "at_most":
            return value <= given
        case "equals":
            return value == given
        case "more":
            return value > given
        case "less":
            return value < given
    return given[0] <= value <= given[1]


def on_day(operator, day, given, today):
    match operator:
        case "last":
            return 0 <= (today - day).days <= given
        case "ago":
            return (today - day).days > given
        case "next":
            return 0 <= (day - today).days <= given
        case "ahead":
            return (day - today).days > given
        case "week":
            return day.isocalendar()[:2] == today.isocalendar()[:2]
        case "month":
            return (day.year, day.month) == (today.year, today.month)
        case "year":
            return day.year == today.year
        case "between":
            return given[0] <= day.isoformat() <= given[1]
    other = date.fromisoformat(given)
    return {"on": day == other, "before": day < other, "after": day > other}[operator]


def plain(text):
    return "".join(ALIKE.get(letter, letter) for letter in text.lower())


# --- Conditions of every shape ---------------------------------------------------------------------------------------

TEXTS = st.sampled_from(["street", "STR", "ёл", "ЕЛКА", "lodz", "*[1]", "100%", "(a.b)", "5", "zz", "."])
PERIOD = st.tuples(st.integers(-130, 20), st.integers(0, 60)).map(
    lambda told: [(DAYS[0] + timedelta(days=told[0] + n)).isoformat() for n in (0, told[1])]
)


def values(wants, key, chosen):
    match wants:
        case "text":
            return TEXTS
        case "number":
            return (
                st.integers(-1, 5)
                if key not in ("people.birth_year", "people.age")
                else st.integers(0, 50) | st.integers(1979, 2025)
            )
        case "numbers":
            return st.tuples(st.integers(-1, 30), st.integers(0, 30)).map(lambda told: [told[0], sum(told)])
        case "day":
            return PERIOD.map(lambda told: told[0])
        case "period":
            return PERIOD
        case "days":
            return st.integers(0, 12) | st.integers(0, 400)
        case "month":
            return st.integers(1, 12)
        case "values":
            return st.lists(st.sampled_from(chosen[key]), min_size=1, max_size=2, unique=True)
    return st.none()


def lines(chosen, keys):
    def line(told):
        key, operator = told
        fact = facts.known_facts()[key]
        given = values(fact.operators[operator].wants, key, chosen)
        return given.map(
            lambda value: {"fact": key, "is": operator} | ({} if value is None else {"value": value})
        )

    each = [(key, operator) for key in keys for operator in facts.known_facts()[key].operators]
    return st.sampled_from(each).flatmap(line)


def conditions(chosen, keys):
    def group(parts):
        return st.builds(
            lambda how, told: {how: told},
            st.sampled_from(["all", "any", "none"]),
            st.lists(parts, min_size=1, max_size=3),
        )

    return group(st.recursive(lines(chosen, keys), group, max_leaves=6))


KEYS = [
    "people.source", "people.kind", "people.birthday", "people.birth_year", "people.age", "people.responsible",
    "people.location", "people.added", "people.archived", "people.phone", "people.tags", "people.last_contact",
    "people.contacts", "agenda.next_due", "agenda.open_tasks", "agenda.overdue_tasks", "agenda.last_done",
    "people.consent_data", "people.consent_marketing_email", "people.dates", "people.contacts_30", "people.visits",
    "people.last_visit", "people.likely_double", "agenda.promise_due", "agenda.promise_kind", "agenda.promise_owner",
    "agenda.kept_promises",
]  # fmt: skip
OWN = {}  # the facts of custom fields, by the keys that they have in this run


@pytest.fixture
def own(vera):
    """A custom field of each kind that can be asked for, and the facts that they are."""
    choices = {"choice": ["red", "green"], "many": ["warm", "cold"]}
    made = {
        kind: add_field(name=f"My {kind}", kind=kind, choices=choices.get(kind, ()), by=vera)
        for kind in KINDS
    }
    OWN.clear()
    OWN.update({f"people.own_{one.uid}": f"own.{kind}" for kind, one in made.items()})
    return {kind: f"people.own_{one.uid}" for kind, one in made.items()}


# What is denied of a row that is not there, beside a question that joins it: Django asks the second one without a guard.
BESIDE_ANOTHER = {
    "any": [
        {"fact": "people.last_contact", "is": "on", "value": "2026-11-22"},
        {"none": [{"fact": "people.contacts", "is": "at_least", "value": 1}]},
    ]
}


def found(told, viewer, today, zone):
    asks = facts.narrowed_by(told, viewer, today=today, zone=zone)
    return set(Client.objects.filter(asks).values_list("pk", flat=True))


def test_a_condition_finds_whom_a_naive_reading_finds(base, vera, own):
    chosen = {
        "people.kind": list(Client.Kind.values),
        "people.tags": [str(uid) for uid in Tag.objects.values_list("uid", flat=True)],
        "people.responsible": [str(uid) for uid in User.objects.people().values_list("uid", flat=True)],
        "people.location": [str(uid) for uid in Location.objects.values_list("uid", flat=True)],
        "people.consent_data": ["given", "withdrawn"],
        "people.consent_marketing_email": ["given", "withdrawn"],
        "agenda.promise_kind": list(Promise.Kind.values),
    }
    chosen |= {
        own[one.kind]: [c.uid for c in one.choices] for one in facts.fields(facts.CLIENT) if one.choices
    }
    chosen |= dict.fromkeys((own["colleague"], "agenda.promise_owner"), chosen["people.responsible"])
    keys = [*KEYS, *own.values()]

    @example(BESIDE_ANOTHER, DAYS[0], "UTC")
    @settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
    @given(conditions(chosen, keys), st.sampled_from(DAYS), st.sampled_from(ZONES))
    def check(told, today, zone):
        zone = ZoneInfo(zone)
        with clock.travel_to(
            datetime.combine(today, datetime.min.time(), ZoneInfo("Europe/Warsaw")) + timedelta(hours=12)
        ):
            expected = {one.pk for one in base if holds(told, one, today, zone)}
            assert found(told, vera, today, zone) == expected

    check()


def test_what_denies_is_true_exactly_where_the_question_is_answered_no(base, vera):
    zone, everybody = ZoneInfo("Europe/Warsaw"), {one.pk for one in base}
    asked = [
        {"fact": key, "is": operator.key}
        for key in KEYS
        for operator in facts.known_facts()[key].operators.values()
        if operator.wants == "nothing"
    ]
    assert len(asked) > len(KEYS) / 2
    for told in asked:
        yes, no = (found({how: [told]}, vera, DAYS[0], zone) for how in ("all", "none"))
        assert (yes | no, yes & no) == (everybody, set()), told


def test_every_kind_of_fact_of_the_language_is_played(own):
    played = {facts.known_facts()[key].kind for key in (*KEYS, *own.values())}
    assert set(OPERATORS) == played

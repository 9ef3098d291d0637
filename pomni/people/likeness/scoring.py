"""How surely two clients are one, and why: evidence is weighed and added up, as Fellegi and Sunter do (1969).

Each comparison adds its weight, a logarithm of odds; what cannot be of one client holds the whole down, however much
else agrees: twins share all but the given name, a father and a son all but a day, two branches all but the street.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

from pomni.people.likeness.features import FAMILY_NAME, GIVEN_NAME, PATRONYMIC_NAME, Features
from pomni.people.likeness.names import INITIAL, SAME, SHORT_FORM, SLIP, SOUNDS_SO, Side, beside
from pomni.people.likeness.sounds import letters_apart

LIKELY = 0.5  # from here on two are suggested
AT_MOST_UNLIKE = 0.3  # of two whom something keeps apart
BEFOREHAND = -4.5  # odds that two who share a key are one, before anything is compared

NAME_WEIGHTS = {SAME: 2.0, SOUNDS_SO: 1.9, SHORT_FORM: 1.3, SLIP: 1.0, INITIAL: 0.4}
FAMILY_IS_RARER = 0.5
A_LARGE_BASE = 10_000  # clients
A_FEW = 300  # clients: so few that one who has the name of another is hardly a namesake
BEYOND_THE_NAME = frozenset({
    "same_phone", "like_phone", "same_email", "like_email", "same_tax_id", "same_birth_date", "same_birthday",
    "birthdays_alike", "same_address",
})  # fmt: skip
SLIP_OF_DAY = 2  # digits of a birth date
GENERATION = 13  # years: whoever is older by so many may be the father of the other


@dataclass(frozen=True, slots=True)
class Likeness:
    """How surely two clients are one, from 0 to 1, and the reasons for and against, as codes that a page words."""

    score: float
    reasons: tuple[str, ...]

    @property
    def is_likely(self) -> bool:
        """Whether somebody should have a look."""
        return self.score >= LIKELY


UNLIKE = Likeness(0.0, ("kinds_differ",))


class _Weighing:
    def __init__(self) -> None:
        self.sum = BEFOREHAND
        self.reasons: list[str] = []
        self.is_apart = False

    def add(self, weight: float, reason: str = "", *, apart: bool = False) -> None:
        self.sum += weight
        self.is_apart |= apart
        if reason:
            self.reasons.append(reason)

    def told(self, *, in_spite: bool) -> Likeness:
        score = 1 / (1 + math.exp(-self.sum))
        if self.is_apart and not in_spite:
            score = min(score, AT_MOST_UNLIKE)
        return Likeness(round(score, 3), tuple(self.reasons))


def likeness(
    one: Features, other: Features, *, named_so: int = 1, among: int = A_LARGE_BASE, hurried: bool = False
) -> Likeness:
    """How surely these two are one. `named_so`: how many clients have the name that both have; a common one tells less.

    `among`: how many clients there are; among very many, two of one name are namesakes where nothing else speaks for them.
    `hurried`: what is known to be unlikely is not looked at any further; its score and reasons are not the whole truth.
    """
    if one.is_organisation != other.is_organisation:
        return UNLIKE
    weighing = _Weighing()
    in_spite = bool(one.tax_id) and one.tax_id == other.tax_id and not one.is_organisation
    _tax_id(weighing, one, other)
    same_day = _birthdays(weighing, one, other)
    if hurried and weighing.is_apart and not in_spite:
        return UNLIKE
    side = beside(one, other)
    if hurried and not side.met and one.words and other.words and not in_spite:
        return UNLIKE
    shares = _reached(weighing, one, other)
    apart_in_town = _addresses(weighing, one, other)
    if one.words and other.words:
        if one.is_organisation:
            _organisations(weighing, one, other, side, shares=shares, apart_in_town=apart_in_town)
        else:
            _persons(weighing, side, same_day=same_day, shares=shares)
            if not (side.left and side.other_left) and side.met:
                _namesakes(weighing, named_so, among)
    return weighing.told(in_spite=in_spite)


# --- By what they are reached ----------------------------------------------------------------------------------------


def _tax_id(weighing: _Weighing, one: Features, other: Features) -> None:
    if not (one.tax_id and other.tax_id):
        return
    if one.tax_id == other.tax_id:
        weighing.add(5.0, "same_tax_id")
    elif letters_apart(one.tax_id, other.tax_id, 1) <= 1:
        weighing.add(1.0, "like_tax_id")
    else:
        weighing.add(-5.0, "tax_ids_differ", apart=True)


def _reached(weighing: _Weighing, one: Features, other: Features) -> int:
    """Weigh phones and e-mail addresses; in how many of the two ways they are reached alike."""
    phone = _shared(one.phones, other.phones)
    if phone:
        weighing.add(4.0, "same_phone")
    elif one.phones and other.phones:
        like = any(letters_apart(a, b, 1) <= 1 for a in one.phones for b in other.phones)
        weighing.add(1.0 if like else -1.2, "like_phone" if like else "phones_differ")
    email = _shared(one.emails, other.emails)
    if email:
        weighing.add(4.5, "same_email")
    elif one.emails and other.emails:
        like = any(_like_email(a, b) for a in one.emails for b in other.emails)
        weighing.add(2.0 if like else -0.3, "like_email" if like else "")
    return phone + email


def _shared(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return any(one in others for one in some)


def _like_email(one: str, other: str) -> bool:
    box, _at, host = one.partition("@")
    there, _at, place = other.partition("@")
    if box.replace(".", "") == there.replace(".", ""):
        return len(box) >= 6 or letters_apart(host, place, 2) <= 2
    return host == place and len(box) >= 6 and letters_apart(box, there, 1) <= 1


# --- Persons ----------------------------------------------------------------------------------------------------------


def _persons(weighing: _Weighing, side: Side, *, same_day: bool, shares: int) -> None:
    for meeting in side.met:
        weight = NAME_WEIGHTS[meeting.grade]
        is_family = FAMILY_NAME in (meeting.part, meeting.other_part) and meeting.grade > INITIAL
        weighing.add(weight + FAMILY_IS_RARER * is_family)
    if not side.met:
        weighing.add(-6.0, "names_differ", apart=True)
    elif side.left and side.other_left:
        _left_on_both(weighing, side, same_day=same_day, shares=shares)
    else:
        _left_on_one(weighing, side)


def _left_on_one(weighing: _Weighing, side: Side) -> None:
    surest = min(meeting.grade for meeting in side.met)
    if surest == SAME and not (side.left or side.other_left):
        weighing.add(0.5, "same_name")
    elif surest >= SOUNDS_SO:
        weighing.add(0.0, "names_agree" if len(side.met) > 1 else "part_of_name")
    else:
        weighing.add(0.0, {SHORT_FORM: "short_form", INITIAL: "initials"}.get(surest, "names_alike"))


def _namesakes(weighing: _Weighing, named_so: int, among: int) -> None:
    """A name that many have tells little, and a name alone the less the more clients there are."""
    weighing.add(-min(3.0, 0.6 * math.log(max(1, named_so))))
    if not BEYOND_THE_NAME & set(weighing.reasons):
        weighing.add(max(-2.5, min(0.5, 0.5 - 0.7 * math.log(max(1, among) / A_FEW))))


def _left_on_both(weighing: _Weighing, side: Side, *, same_day: bool, shares: int) -> None:
    """Words on both sides that are not one: which part of the name they are says what that means."""
    met = {part for meeting in side.met for part in (meeting.part, meeting.other_part)}
    whole = [meeting for meeting in side.met if meeting.grade > INITIAL]
    left = {*side.left, *side.other_left} - met
    if PATRONYMIC_NAME in left and FAMILY_NAME not in left:
        weighing.add(-5.0, "patronymics_differ", apart=True)
    elif FAMILY_NAME in left and GIVEN_NAME in met:
        # Who married has another family name; but the same given name and the same phone may be a friend's.
        is_known = same_day + shares + (PATRONYMIC_NAME in met) > 1
        weighing.add(-1.5 if is_known else -4.0, "family_names_differ", apart=not is_known)
    elif GIVEN_NAME in left or FAMILY_NAME in met:
        weighing.add(-6.0, "given_names_differ", apart=True)
    else:
        weighing.add(-3.0, "names_differ", apart=len(whole) < 2)


def _birthdays(weighing: _Weighing, one: Features, other: Features) -> bool:
    """Weigh the days of birth; whether they are the same, as far as both are known."""
    if not (one.birth_day and other.birth_day):
        return False
    years = one.birth_year, other.birth_year
    if one.birth_day == other.birth_day:
        if None in years:
            weighing.add(2.0, "same_birthday")
            return True
        if years[0] == years[1]:
            weighing.add(3.5, "same_birth_date")
            return True
    days = Born(one.birth_day, one.birth_year), Born(other.birth_day, other.birth_year)
    apart = slips_between(*days)
    if apart > SLIP_OF_DAY:
        weighing.add(-4.0 if None in years else -6.0, "birthdays_differ", apart=True)
    elif None in years:
        weighing.add(0.3, "birthdays_alike")
    else:
        weighing.add(1.5 if apart == 1 else -0.5, "birthdays_alike")
    return False


class Born(NamedTuple):
    """A day of birth: "02-29" and the year, where it is known."""

    day: str
    year: int | None


def slips_between(one: Born, other: Born) -> int:
    """By how many slips two days of birth differ: 0 to 2; 3 where no slip makes one of the other.

    Day and month that changed places are one slip. Of a day without its year one digit may be wrong.
    """
    if one.day == other.day and (None in (one.year, other.year) or one.year == other.year):
        return 0
    swapped = one.day[:2] == other.day[3:] and one.day[3:] == other.day[:2]
    if None in (one.year, other.year):
        return 1 if swapped or letters_apart(one.day, other.day, 1) <= 1 else SLIP_OF_DAY + 1
    if swapped and one.year == other.year:
        return 1
    apart = letters_apart(_date(one), _date(other), SLIP_OF_DAY)
    is_generation = apart > 1 and abs((one.year or 0) - (other.year or 0)) >= GENERATION
    return SLIP_OF_DAY + 1 if is_generation else apart


def _date(one: Born) -> str:
    return f"{one.year}{one.day.replace('-', '')}"


# --- Organisations ----------------------------------------------------------------------------------------------------


def _organisations(
    weighing: _Weighing, one: Features, other: Features, side: Side, *, shares: int, apart_in_town: bool
) -> None:
    met = [meeting for meeting in side.met if meeting.grade >= SLIP]
    fewest = min(len(one.words), len(other.words))
    share = len(met) / fewest
    of_both = 2 * len(met) / (len(one.words) + len(other.words))
    if share == 1 and of_both == 1:
        weighing.add(4.0, "same_name" if all(m.grade == SAME for m in met) else "names_alike")
    elif share == 1 and (len(met) > 1 or shares):
        weighing.add(2.5, "names_agree")
    elif share == 1:
        weighing.add(1.5, "part_of_name")
    elif share >= 0.5 and shares:
        weighing.add(0.0, "names_alike")
    else:
        weighing.add(-4.0, "names_differ", apart=not met or not shares)
    if apart_in_town and "same_phone" not in weighing.reasons:
        weighing.add(-1.0, apart=True)  # two branches of one company


def _addresses(weighing: _Weighing, one: Features, other: Features) -> bool:
    """Weigh where they live or are; whether they are in two different places."""
    if not (one.street and other.street):
        return False
    streets = set(one.street) & set(other.street)
    figures = set(one.figures) & set(other.figures)
    both_numbered = bool(one.figures and other.figures)
    if streets and (figures or not both_numbered):
        whole = len(streets) >= 2 or len(streets) == min(len(one.street), len(other.street))
        weighing.add(2.0 if whole and figures else 1.0, "same_address")
        return False
    if both_numbered and not figures:
        weighing.add(-1.0 if not one.is_organisation else -2.0, "addresses_differ")
        return True
    weighing.add(-0.3)
    return not streets

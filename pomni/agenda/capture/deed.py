"""A promise as it is being put together from clauses, and what tells of two that they are one, kept or led on."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pomni.agenda.capture.clauses import CONJ, HARD, SOFT, Clause
from pomni.agenda.capture.forms import DONE, INF, ME, OURS_PAST, PAST, THEY, WE
from pomni.agenda.capture.nouns import is_amount
from pomni.agenda.capture.turns import is_given_up, is_taken_back
from pomni.agenda.capture.verdicts import (
    AGREEMENT,
    BOTH,
    CLIENT,
    OUR_PROMISE,
    OUR_STEP,
    THEIR_PROMISE,
    THEIR_WISH,
    Verdict,
)
from pomni.agenda.capture.whens import Said
from pomni.agenda.capture.whose import wants_it_by

_GIVEN = ("promised", "promised_many", "promise_we", "agreed", "wish", "ask")


@dataclass(slots=True)
class Deed:
    """A promise as it is being put together from clauses."""

    verdict: Verdict
    clauses: list[Clause]
    whens: list[Said] = field(default_factory=list)
    under: list[Said] = field(default_factory=list)  # days of its condition
    assignee: str | None = None
    joined_by: str = HARD
    heads: bool = False  # "agreed:", and what is agreed follows
    terms: bool = False  # … and something agreed is named already: "agreed the instalments:"

    @property
    def dated(self) -> bool:
        return bool(real(self.whens))


def real(whens: Sequence[Said]) -> list[Said]:
    """The days that may be a due."""
    return [when for when in whens if not when.beside]


def days_of(condition: Clause) -> list[Said]:
    """The days of a condition; a mere part of the day is of what may happen: "when something opens in the morning"."""
    return [when for when in condition.whens if when.day or when.clock or when.instant]


def speaks(before: Clause, clause: Clause) -> bool:
    """ "He said: I'm back in a month": the client's own words."""
    said = before.ends_in == ":" and (before.says("said") or before.names("advises"))
    ours = before.says("me", "we", "to_them", "staff") or before.mentions
    speaks = clause.has(ME) or (clause.has(WE) and before.says("they"))
    return bool(said and not ours and speaks and not clause.told)


def keeps(clause: Clause, last: Deed) -> bool:
    """Whether a clause tells that the promise before it is kept, or broken: "… and she got it"."""
    if is_given_up(last.clauses[-1], clause) or (
        (last.verdict.owes == CLIENT or last.verdict == THEIR_WISH) and is_taken_back(clause)
    ):
        return True
    parted = clause.joined_by not in (CONJ, SOFT) or (
        clause.dated and not clause.has(PAST, OURS_PAST) and not clause.says("done")
    )
    if parted or last.verdict == OUR_STEP or len(clause.tokens) > 5:
        return False
    over = [token.said for token in clause.tokens[:3]]
    promised = {token.said[:5] for one in last.clauses for token in one.tokens if len(token.said) > 5}
    promise = last.verdict == OUR_PROMISE or (
        last.verdict == THEIR_PROMISE and last.clauses[-1].says("promised")
    )
    if promise and _only_tells_what_is_over(clause):
        return True
    again = clause.has(PAST, OURS_PAST, "no_past") and any(
        word[:5] in promised for word in over if len(word) > 5
    )
    full = {token.said for one in last.clauses for token in one.tokens}
    again = again or any(word.endswith("ed") and word.removesuffix("ed") in full for word in over)
    came_not = clause.has("no_past") or clause.says("failed")
    broken = came_not and clause.joined_by == CONJ and len(clause.tokens) <= 3 and last.verdict.owes == CLIENT
    return again or broken or any(word in clause.lists["kept"] for word in over)


def _only_tells_what_is_over(clause: Clause) -> bool:
    """ "…, handed over": nothing but a verb of the past after what was promised."""
    more = [token.said for token in clause.words[1:]]
    short = (
        all(word in clause.lists["particles"] for word in more)
        and clause.joined_by == SOFT
        and not clause.has("no_past")
    )
    return short and (clause.has(PAST, OURS_PAST, DONE) or clause.says("done")) and not clause.says(*_GIVEN)


def is_settled_by(last: Deed, clause: Clause, verdict: Verdict) -> bool:
    """ "He wanted a discount, settled on 5 %": what was wished once is agreed otherwise."""
    wished = last.verdict == THEIR_WISH and last.clauses[-1].names("wanted") and not last.dated
    return wished and verdict.kind == AGREEMENT and clause.joined_by in (CONJ, SOFT)


def is_made_good(last: Deed, before: Deed | None, clause: Clause, verdict: Verdict) -> bool:
    """ "We promised to ring yesterday, did not, ring today": the step takes the place of the broken promise."""
    broken = before is not None and not before.verdict.kind and before.clauses[-1].says("broken", "failed")
    led = broken and clause.joined_by in (CONJ, SOFT) and clause.dated
    return led and last.verdict == OUR_PROMISE and not last.dated and verdict == OUR_STEP


def is_led(clause: Clause, before: Deed) -> bool:
    """Whether "and will call her" goes on with what a colleague will do."""
    last = before.clauses[-1]
    led = before.verdict == OUR_STEP and last.has(THEY) and (last.told or last.says("staff"))
    return led and clause.has(THEY) and not clause.says("they", "promised")


def is_only_brought(before: Deed, deed: Deed) -> bool:
    """ "The supplier brings it on Friday, @kim take it in": what a stranger brings is only when ours is to be done."""
    last = before.clauses[-1]
    stranger = (
        last.names("strangers") and not last.mentions and before.verdict == OUR_STEP and not before.assignee
    )
    return bool(stranger and before.dated and deed.assignee and not deed.dated)


def is_under_condition(condition: Sequence[Clause], clause: Clause, before: Deed | None) -> bool:
    """ "No update by noon - a claim on Monday": names with a day under a condition without one."""
    told = before is None or (
        not before.verdict.kind and any(one.names("only_if", 0, 1) for one in condition)
    )
    return told and bool(condition) and not clause.tells and not any(one.dated for one in condition)


def is_who_and_when(waiting: Sequence[Clause], clause: Clause) -> bool:
    """Whether a colleague, or a colleague and a day, follow what is to be done: "contract: @max by noon"."""
    if not waiting or not clause.told or clause.words:
        return False
    last = waiting[-1]
    bare = bool(last.words) and not last.forms and not last.mentions
    return (last.ends_in == ":" and clause.dated) or (bare and (clause.dated or last.dated))


def shares(clause: Clause, before: Deed) -> bool:
    """Whether a bare deed is part of what was promised before it: "promised to think and call back"."""
    deed = clause.tokens[clause.first(INF)].said
    if before.verdict == (AGREEMENT, CLIENT, False) and clause.joined_by == SOFT and not before.heads:
        return deed in clause.lists["client_verb"]  # "she gave way, renew the listing"
    if before.verdict == OUR_PROMISE and clause.joined_by == SOFT and deed in clause.lists["inquiry"]:
        return False  # "promised her a slot, find out if there is one"
    if (
        before.verdict == OUR_PROMISE
        and clause.joined_by == SOFT
        and clause.dated
        and _names_gift(before)
        and len(clause.words) > 1
    ):
        return False  # "we promised 5 % off, send the offer tomorrow"
    if before.verdict.kind == AGREEMENT or before.verdict == OUR_PROMISE or clause.joined_by == CONJ:
        return True
    promised = before.verdict == THEIR_PROMISE and before.clauses[0].says("promised")
    return promised and deed in clause.lists["client_verb"]


def _names_gift(before: Deed) -> bool:
    """Whether a promise names already what is given, and no deed."""
    clause = before.clauses[-1]
    names = ("promise_we", "promised_many", "promised", "owe_we", "to_them", "we", "me")
    said = {
        n
        for name in names
        for at in clause.tells.get(name, ())
        for n in range(at, clause.lasts.get(at, at) + 1)
    }
    rest = (token.said for n, token in enumerate(clause.tokens) if n not in said and token.kind == "word")
    return not clause.has(INF, THEY, WE, ME) and any(word not in clause.lists["fillers"] for word in rest)


def is_part_paid(before: Deed, clause: Clause) -> bool:
    """ "Settled at 1,150, half today, the rest on delivery": a payment of what is agreed."""
    part = clause.first("pay_noun") <= 1
    if before.verdict == THEIR_WISH:
        return clause.dated and clause.starts_with("first_one") and before.clauses[-1].names("parts")
    if before.verdict == (AGREEMENT, BOTH, False):
        parts = clause.starts_with("first_one") and before.clauses[-1].names("parts")
        return clause.dated and (part or parts or is_amount(clause))
    paid = before.verdict == THEIR_PROMISE and before.clauses[-1].first("pay_noun") <= 1
    return paid and part and not clause.dated and clause.joined_by == SOFT and len(clause.words) > 1


def needs_it(clause: Clause, verdict: Verdict, before: Deed) -> bool:
    """ "@lena press the hotel, an answer is needed tomorrow": the day of what is to be done already."""
    needed = any(token.said in clause.lists["needed_thing"] for token in clause.tokens)
    step = verdict == OUR_STEP and before.verdict == OUR_STEP and not before.dated
    bare = not clause.has(INF) and not clause.mentions and clause.joined_by == SOFT
    return step and bare and needed


def wants_that(clause: Clause, verdict: Verdict, before: Deed) -> bool:
    """ "Bring the file up on Monday, she wants it on paper": a wish about what is to be done already."""
    at = clause.first("wish") + 1
    if (
        clause.joined_by == SOFT
        and before.clauses
        and not before.dated
        and wants_it_by(clause, before.clauses[-1])
    ):
        return verdict == THEIR_WISH and before.verdict == OUR_STEP
    it = clause.names("it", at, at + 1) and clause.joined_by == SOFT
    return verdict == THEIR_WISH and before.verdict == OUR_STEP and it and not (before.dated and clause.dated)


def united(deeds: list[Deed]) -> list[Deed]:
    """Deeds of one actor and one day are one."""
    united: list[Deed] = []
    for deed in deeds:
        last = united[-1] if united else None
        if last is not None and _makes_good(last, deed):
            deed.verdict = last.verdict
        if last is None or deed.joined_by == HARD or not _are_one(last, deed):
            united.append(deed)
            continue
        last.clauses += deed.clauses
        last.whens = last.whens if last.dated else deed.whens
        last.under += deed.under
        last.assignee = last.assignee or deed.assignee
    return united


def _makes_good(a: Deed, b: Deed) -> bool:
    """ "Three boxes are on us, we'll bring them by the 20th": the day of what is owed."""
    owed = a.verdict == OUR_PROMISE and not a.dated and a.clauses[-1].says("owe_we")
    return owed and b.verdict == OUR_STEP and b.dated and b.joined_by == SOFT and b.clauses[-1].has(WE, ME)


def _is_told_before(a: Deed, b: Deed) -> bool:
    """ "Fitting on 14 Oct, confirm a day before": what is named first is only what the deed is about."""
    names = a.verdict == b.verdict == OUR_STEP and not a.assignee and not any(one.forms for one in a.clauses)
    back = bool(real(b.whens)) and real(b.whens)[0].back
    if names and back:
        a.whens = list(b.whens)
    return bool(names and back)


def _are_one(a: Deed, b: Deed) -> bool:
    if _is_told_before(a, b):
        return True
    others = a.assignee != b.assignee and (a.assignee or b.joined_by != CONJ)
    asked = a.clauses[-1].says("ask") and b.joined_by == SOFT and b.dated and not a.dated
    if a.verdict != b.verdict or others or asked:
        return False
    if not a.dated and b.dated and any(one.tokens[-1].said in one.lists["now"] for one in a.clauses):
        return False  # "email the cards now, post the rest tomorrow"
    asks = any(one.names("inquiry", 0, 1) or one.names("inquiry", 1, 2) for one in a.clauses)
    if asks and not a.dated and b.dated and b.joined_by == SOFT and not b.clauses[0].names("inquiry"):
        return False  # "find out when it comes, send her the estimate by Friday"
    return not a.dated or not b.dated or real(a.whens)[0] == real(b.whens)[0]

"""Readings of a clause that wants something: what is meant, asked for, thought over or wished. See `sides`."""

from pomni.agenda.capture.clauses import Clause
from pomni.agenda.capture.forms import IMP, INF, THEY
from pomni.agenda.capture.silences import NOWHERE
from pomni.agenda.capture.verdicts import NONE, OUR_STEP, THEIR_PROMISE, THEIR_WISH, Verdict
from pomni.agenda.capture.whose import is_needed_by_ours, is_needed_by_them, waits_for_a_thing


def intended(clause: Clause, lead: int) -> Verdict | None:
    """The client means to, or is ready to; None where something else is said."""
    if clause.first("wish") < min(clause.first("intend"), clause.first("ready")):
        return None
    at = min(clause.first("ready"), clause.first("intend"))
    if at < NOWHERE and clause.tokens[at].said in clause.lists["gather"] and not clause.has(INF):
        return NONE
    if clause.says("ready") and not clause.has(INF):
        return NONE
    bare = not clause.dated and not clause.told
    if at < lead and bare and (clause.names("willing", at, at + 2) or clause.names("planning", at, at + 1)):
        return NONE
    if (
        not clause.says("intend", "ready")
        or min(clause.first("intend"), clause.first("ready")) > lead
        or clause.has(IMP)
    ):
        return None
    # A name of ours behind an English verb is what is dealt with: "Ms Adu intends to review every supplier".
    staff = clause.first("staff") < (at if clause.lists["client_does"] else NOWHERE)
    return OUR_STEP if clause.told or clause.says("we") or staff else THEIR_PROMISE


def _is_only_not_before(clause: Clause, at: int) -> bool:
    """ "Asks not before 11": an hour that suits, and nothing asked for."""
    rest = clause.tokens[at + 1 :]
    said = rest[0].typed.lower() if len(rest) == 1 else ""
    return said.startswith(("не раньше", "не ранее", "nie wcze", "nie przed", "not before", "no earlier"))


def asked(clause: Clause, lead: int) -> Verdict | None:
    """A request: one thing at a time is a step, anything else a wish; None where nothing is asked."""
    at = clause.first("ask")
    if at >= lead:
        return None
    after = clause.tokens[at + 1].said if at + 1 < len(clause.tokens) else ""
    we_asked_them = clause.tokens[at].said.endswith("ли") and after in clause.lists["them"]
    we_asked_them = we_asked_them or (
        clause.first("staff") < at
        and (after in clause.lists["them"] or at + 1 in clause.tells.get("them", ()))
    )
    advised = clause.tokens[at].said in clause.lists["suggests"] and clause.first("they") > at
    if advised and at and not clause.names("pronouns", 0, at) and not clause.dated:
        return NONE  # "the specialist suggests a scan"
    alone = clause.lasts.get(at, at) + 1 == len(clause.tokens) and not clause.dated and not clause.has(INF)
    once = clause.names("just", at + 1, at + 2) and not clause.dated and not clause.has(INF)
    if clause.says("habit") and not clause.dated and not clause.has(INF):
        return NONE  # "asks for the ground floor every time"
    if clause.has("no_inf") or we_asked_them or _is_only_not_before(clause, at) or alone or once:
        return NONE
    return OUR_STEP if clause.dated or clause.has(INF) else THEIR_WISH


def pondered(clause: Clause, lead: int) -> Verdict | None:
    """Thought over: a promise only with a day."""
    if clause.first("ponder") >= lead:
        return None
    return THEIR_PROMISE if clause.dated else NONE


def _was_a_sum(clause: Clause, at: int) -> bool:
    """ "… she wanted 16": a sum that was named while bargaining."""
    after = clause.tokens[at + 1 :]
    sums = after and all(one.kind == "number" or one.said in clause.lists["money"] for one in after)
    return bool(sums) and clause.tokens[at].said in clause.lists["wanted"]


def _is_told_to_want(clause: Clause, at: int) -> bool:
    """ "We told his parents to expect two hours a week", in English."""
    to_do = 1 < at < NOWHERE and clause.tokens[at - 1].said == "to"
    return to_do and (clause.names("we_told", 0, 2) or clause.says("promise_we"))


def _only_until(clause: Clause, at: int) -> bool:
    """ "We need until Monday", in English: how long, and no wish."""
    after = clause.tokens[at + 1].typed.lower().split() if at + 1 < len(clause.tokens) else []
    return bool(after) and after[0] in clause.lists["until_then"]


def wished_by_many(clause: Clause, lead: int) -> Verdict | None:
    """ "They would like …", "we want to …": a verb in the plural, ours or theirs."""
    at = clause.first("wish_many")
    until = clause.tokens[at + 1].typed.lower() if at + 1 < len(clause.tokens) else ""
    if _is_told_to_want(clause, at) or until.startswith(tuple(clause.lists["until_then"] or ["\n"])):
        return NONE  # "need until Monday"
    many = (
        [one.said for one in clause.tokens[:1]] == ["the"]
        and at == 2
        and clause.tokens[1].typed[:1].isupper()
    )
    if at < lead and (clause.first("they") < at or many):
        return THEIR_WISH
    bare = not clause.dated and not clause.has(INF) and not clause.told
    if at < lead and bare and clause.starts_with("ours_first"):
        return NONE  # "need the VIN"
    if at < lead and (clause.says("we") or at == 0):
        return OUR_STEP if clause.says("we") or clause.starts_with("ours_first") else THEIR_WISH
    return None


def _is_of_a_thing(clause: Clause, at: int) -> bool:
    """ "The bow needs a rehair", in English: a thing needs it, and nobody named wishes it."""
    needs = clause.tokens[at].said in clause.lists["needs"] and at > 0 and not clause.dated
    named = any(one.typed[:1].isupper() for one in clause.tokens[:at])
    return needs and not named and not clause.names("pronouns", 0, at) and clause.first("they") > at


def _is_of_a_thing_that_waits(clause: Clause, at: int) -> bool:
    """ "The laptop waits for a part": neither somebody of theirs nor a name waits, and no day or deed of ours is told."""
    waits = at in (1, 2) and clause.names("waits", at, at + 2)
    who = clause.tokens[0]
    named = (
        (who.typed[:1].isupper() and who.said not in clause.lists["determiners"])
        or who.kind != "word"
        or who.said.endswith(("ова", "ев", "ов", "ина", "ska"))
    )
    for_us = any(n > at for n in clause.tells.get("act_noun", ())) or clause.names("our_papers", at)
    named = named or who.said in clause.lists["still"] or for_us
    nobody = not named and clause.first("they") > at and not clause.names("pronouns", 0, at)
    return waits and nobody and not clause.dated and not clause.says("of_us", "to_them", "staff", "told")


def is_asked_for(clause: Clause) -> bool:
    """ "Нужен чек на 5400": a paper that is ours to give, and nobody named who needs it."""
    first = clause.tokens[0].said in clause.lists["needed_thing"] and clause.ends_in in ("", ".")
    return (
        first
        and clause.names("our_papers", 1, 3)
        and not clause.dated
        and not clause.told
        and not clause.forms
    )


def _nobody_wishes(clause: Clause, at: int, lead: int) -> bool:
    """A thing waits, a sum was due, ours need it, or a wish is only told of: nobody of theirs wishes anything."""
    if (clause.told and at == 1) or _is_told_to_want(clause, at):
        return True
    ways = (_is_of_a_thing_that_waits, _was_a_sum, is_needed_by_ours, waits_for_a_thing)
    return at < lead and any(is_so(clause, at) for is_so in ways)


def wished(clause: Clause, lead: int) -> Verdict | None:
    """What the client hopes for, wants, counts on; None where nothing is wished."""
    at = clause.first("wish")
    if at < NOWHERE and clause.names("to_know") and len(clause.words) <= 3 and not clause.dated:
        return NONE  # "…, wants to know"
    if _nobody_wishes(clause, at, lead):
        return NONE
    if at < lead and is_needed_by_them(clause, at):
        return THEIR_PROMISE if clause.dated else NONE
    if clause.first("they_will") < at - 1 and clause.has(THEY) and clause.names("they_want", at):
        return None  # "they'll tell us how many they need"
    if at < lead and _is_of_a_thing(clause, at):
        return NONE
    theirs = clause.names("things", 0, at) or clause.names("theirs_to_give", 0, at)
    if at < lead and clause.tokens[at].said == "expected" and theirs:
        return NONE  # "results expected on Thursday"
    if 0 < at < lead and clause.tokens[at].said == "expected" and clause.first("they") > at:
        return THEIR_PROMISE if clause.first("pay_noun") < at else NONE  # "payment expected on Friday"
    if at >= min(lead, clause.first("must")):
        return None
    if clause.has(INF) and clause.tokens[at].said in clause.lists["needed_by"]:
        return OUR_STEP if clause.names("needed", at + 1, at + 2) else THEIR_WISH
    return THEIR_PROMISE if clause.says("think") else THEIR_WISH

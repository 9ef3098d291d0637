"""Readings of an English clause in which whoever or whatever acts is only named: "Sarah to confirm", "PO to follow"."""

from pomni.agenda.capture.clauses import Clause
from pomni.agenda.capture.forms import IMP, INF, NOW, PAST, THEY
from pomni.agenda.capture.silences import NOWHERE
from pomni.agenda.capture.verdicts import NONE, OUR_STEP, THEIR_PROMISE, Verdict


def named_to_act(clause: Clause, lead: int) -> Verdict | None:
    """ "Sarah to confirm": a name before an English infinitive."""
    at = clause.first(INF)
    if clause.first("they") == 0 and 1 < at <= 6 and clause.says("to_us") and at == lead:
        return THEIR_PROMISE if clause.tokens[at - 1].said == "to" and not clause.told else None
    if at < NOWHERE and clause.tokens[at].said in clause.lists["to_come"]:
        return None
    theirs = any(clause.lasts.get(they, they) == at - 2 for they in clause.tells.get("they", ()))
    if (
        not (at in (2, 3) or (theirs and at < 7))
        or clause.tokens[at - 1].said != "to"
        or clause.first(IMP) < at
        or clause.told
        or clause.says("must", "staff", "we", "me")
    ):
        return None
    if theirs:
        return THEIR_PROMISE
    name = clause.tokens[at - 2]
    over = at - 2 in clause.forms.get(PAST, ()) or at - 2 in clause.tells.get(
        "done", ()
    )  # "failed to attend"
    titled = at > 2 and clause.tokens[at - 3].said in clause.lists["titles"]
    large = name.typed[:1].isupper() and not name.typed.isupper()
    called = (
        not over and name.said not in clause.lists["outsiders"] and name.kind == "word" and (large or titled)
    )
    return THEIR_PROMISE if called and (titled or not clause.says("act_noun", "pay_noun")) else None


def is_to_come(clause: Clause, lead: int) -> Verdict | None:
    """ "PO to follow by Friday", "passport copy coming today": a thing, whose it is its name tells."""
    at = next((n for n, one in enumerate(clause.tokens) if one.said in clause.lists["to_come"]), 0)
    follows = clause.first(INF) == at and lead == at
    if (
        not at
        or clause.told
        or clause.says("they", "staff", "we", "me", "booked", "they_will")
        or clause.has(THEY)
    ):
        return None
    if not (follows or (lead == NOWHERE and clause.tokens[at].said == "coming")) or clause.has(NOW):
        return None
    if clause.dated and (clause.says("pay_noun", "of_them") or clause.names("theirs_to_give", 0, at)):
        return THEIR_PROMISE
    return OUR_STEP if follows and clause.dated and clause.says("act_noun") else NONE

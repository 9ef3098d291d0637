"""Readings of a clause in which both sides settle something, or the client gives way. See `sides`."""

from pomni.agenda.capture.clauses import Clause
from pomni.agenda.capture.forms import IMP, INF, ME, NOW, PAST, THEY, WE
from pomni.agenda.capture.nouns import is_from_a_day
from pomni.agenda.capture.silences import NOWHERE
from pomni.agenda.capture.verdicts import (
    AGREEMENT,
    BOTH,
    CLIENT,
    NONE,
    US,
    Verdict,
)
from pomni.agenda.capture.whose import finds_out


def consented(clause: Clause, lead: int) -> Verdict | None:
    """The client gave way: "she agreed to wait"."""
    if clause.first("consents") < lead:
        return Verdict(AGREEMENT, CLIENT if clause.has(INF, THEY) else BOTH)
    return None


def agreed(clause: Clause, lead: int) -> Verdict | None:
    """Both sides settled it, or the one named acts on what was settled."""
    at = clause.first("agreed")
    if (
        at == NOWHERE
        or min(clause.first("must"), clause.first("wish")) < at
        or (at > lead and clause.has(IMP) and not _ends_agreed(clause, at, lead))
    ):
        return None
    if _nothing_is_settled(clause, at):
        return NONE
    if clause.first("they") < at and clause.has(INF):
        return Verdict(AGREEMENT, CLIENT)
    told_after = [n for name in ("we", "me") for n in clause.tells.get(name, ()) if n > at]
    we = bool(told_after) or clause.says("staff") or clause.told
    if clause.has(THEY, NOW) and not we and not _gets_by_it(clause, at):
        return Verdict(AGREEMENT, CLIENT)
    ours = we or clause.has(WE, ME)
    led = clause.told or clause.says("staff")
    if clause.says("they") and not we and (_is_with_whom(clause, at) or _gets_by_it(clause, at)):
        return Verdict(AGREEMENT, BOTH)
    theirs = (
        clause.says("they")
        or (clause.has(THEY, NOW) and not led)
        or (clause.says("pay_noun") and clause.dated and not is_from_a_day(clause))
    )
    only_a_day = all(
        one.kind == "when" or one.said in clause.lists["fillers"] | {"to"} for one in clause.tokens[at + 1 :]
    )
    if (
        ours == theirs
        or (clause.dated and only_a_day)
        or (theirs and clause.has(INF) and not clause.has(THEY))
    ):
        return Verdict(AGREEMENT, BOTH)
    return Verdict(AGREEMENT, US if ours else CLIENT)


def _nothing_is_settled(clause: Clause, at: int) -> bool:
    """Whether the word of agreement tells of nothing that both sides go by from now on."""
    if (clause.mentions and not clause.told and not clause.dated) or finds_out(clause, at):
        return True
    if clause.first("done") < at and not clause.has(INF, THEY, WE, ME):
        return True  # "the contract of 2 May is signed by both sides"
    was = clause.language != "en" and clause.names("was", max(0, at - 2), at)
    if was or (clause.names("claims", 0, at) and not clause.dated):
        return True  # "he claims we agreed 40", "we were to meet at ten"
    approved = clause.first("they") < at and not clause.dated and not clause.says("we", "me")
    # "the customer approved the mockup"
    return approved and clause.names("approved", at, at + 1) and not clause.has(INF, THEY, NOW)


def _is_with_whom(clause: Clause, at: int) -> bool:
    """ "Agreed with Dad to review it in six weeks", in English: they are named only as the other side."""
    at = clause.lasts.get(at, at) + 1
    led = clause.names("with", at, at + 1) and len(clause.tells["they"]) == 1 and not clause.has(THEY, NOW)
    return led and at < clause.first("they") <= at + 2


def _gets_by_it(clause: Clause, at: int) -> bool:
    """ "It's agreed they get thirty days", "… 40 guests are collected at 3": what comes to them, and no deed of theirs."""
    theirs = max(clause.tells.get("they", [0]))
    gets = clause.names("gets_what", theirs + 1, theirs + 2)
    over = [*clause.forms.get(PAST, ()), *clause.tells.get("done", ())]
    passive = clause.names("copula", theirs + 1, theirs + 2) and max(over, default=0) > theirs
    return theirs > at and (gets or passive)


def _ends_agreed(clause: Clause, at: int, lead: int) -> bool:
    """ "Pay plan agreed": what begins like an order is the name of what is agreed."""
    last = clause.words[-1] is clause.tokens[at]
    return last and lead == 0 and at > 1 and clause.tokens[0].said in clause.lists["also_nouns"]

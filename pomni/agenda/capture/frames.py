"""What a clause shares with the one before it in its sentence: "promised to think and call back"."""

from pomni.agenda.capture.clauses import CONJ, SOFT, Clause, Reader
from pomni.agenda.capture.deed import Deed, is_led, shares, speaks
from pomni.agenda.capture.forms import GOING, IMP, INF, IS, ME, NOW, PAST, THEY, WE
from pomni.agenda.capture.turns import agreed_on, goes_on, musing, names_another
from pomni.agenda.capture.verdicts import (
    AGREEMENT,
    CLIENT,
    NONE,
    OUR_PROMISE,
    OUR_STEP,
    THEIR_PROMISE,
    THEIR_WISH,
    US,
    Verdict,
)


def in_frame(clause: Clause, verdict: Verdict, before: Deed | None, reader: Reader) -> Verdict:
    """What a clause comes to behind the deed before it in the same sentence; `verdict`: what it comes to by itself."""
    if before is None:
        return verdict
    if verdict == THEIR_PROMISE and _is_ours_after_all(clause, before):
        return OUR_STEP
    if _is_no_step(clause, verdict, before):
        return NONE
    if (
        verdict == THEIR_PROMISE
        and before.verdict == THEIR_WISH
        and (_gives(clause) or _sends(clause, reader))
    ):
        return OUR_STEP
    if speaks(before.clauses[-1], clause):
        return THEIR_PROMISE
    if before.heads and (verdict != NONE or _is_settled(clause)):
        return agreed_on(clause, verdict)
    if clause.joined_by == CONJ and verdict == THEIR_PROMISE and is_led(clause, before):
        return OUR_STEP
    theirs = before.verdict.owes == CLIENT or musing(before.clauses[-1], before.verdict)
    if theirs and _goes_on_theirs(clause, reader):
        return before.verdict
    led = theirs or (before.verdict == OUR_PROMISE and before.clauses[-1].has(INF))
    if led and clause.joined_by == CONJ and reader.language == "en" and goes_on(clause):
        return before.verdict if before.verdict.kind else THEIR_PROMISE
    ours = verdict == OUR_STEP and bool(before.verdict.kind)
    shared = ours and (_settled_too(clause, before) or _shares(clause, before))
    return before.verdict if shared else verdict


def _is_no_step(clause: Clause, verdict: Verdict, before: Deed) -> bool:
    """Whether nobody is to do anything: what stands already, what is told with a booking, what is as doubtful as before."""
    if _is_of_what_stands(clause, verdict, before):
        return True
    return verdict == OUR_STEP and (
        _is_told_with_booking(clause, before) or _goes_on_in_doubt(clause, before)
    )


def _is_settled(clause: Clause) -> bool:
    """ "… agreed: the fitting is on Friday": a fact with its day is what is agreed."""
    does = clause.has(NOW) or clause.first(IS) < 2 or (clause.has(IS) and clause.says("they"))
    begins = clause.dated and (clause.says("booked", "fact") or clause.names("begins", 0, 1))
    return does or (begins and not clause.has(PAST))


def _only_comes(clause: Clause, before: Deed) -> bool:
    """ "Lesson agreed for Wednesday at 5, comes with her mother", in Russian and Polish: to what is booked already."""
    booked = before.clauses[-1].says("booked") or (before.dated and before.verdict.kind == AGREEMENT)
    coming = clause.names("coming", 0, 2) and clause.language != "en" and clause.joined_by in (SOFT, CONJ)
    return booked and coming and not clause.dated and not clause.has(INF) and len(clause.forms) == 1


def _is_of_what_stands(clause: Clause, verdict: Verdict, before: Deed) -> bool:
    """Whether it only says more of a booking or an agreement before it."""
    if verdict == OUR_STEP:
        return _is_told_with_booking(clause, before)
    return verdict == THEIR_PROMISE and _only_comes(clause, before)


def _settled_too(clause: Clause, before: Deed) -> bool:
    """ "Agreed that we look at it and decide": what both sides settled goes on with the same "we"."""
    alone = clause.joined_by == CONJ and not clause.dated and not clause.says("we", "me", "must", "staff")
    return alone and before.verdict.kind == AGREEMENT and clause.has(WE) and before.clauses[-1].has(WE)


def _goes_on_theirs(clause: Clause, reader: Reader) -> bool:
    """Whether a clause goes on with what the client does, though it could be read as ours."""
    unmarked = reader.language == "pl" and not reader.marked
    if unmarked and clause.joined_by == CONJ and clause.has(ME) and not clause.says("me"):
        return True  # "podpisze i odesle" typed without marks
    if clause.first(GOING) == 0 and not clause.told and not clause.says("we", "me", "staff"):
        return True  # "she owes 60, sending it tonight"
    return clause.says("promised_many", "promised") and not clause.has(INF, THEY)


def _shares(clause: Clause, before: Deed) -> bool:
    """Whether a clause that would be a step of ours names another deed of the same kind, or is a bare verb of it."""
    if names_another(clause, before.verdict):
        return True
    bare = clause.has(INF) and not clause.has(ME, WE, IMP) and not clause.told
    return bare and not clause.says("we", "me", "must", "staff") and shares(clause, before)


def _is_ours_after_all(clause: Clause, before: Deed) -> bool:
    """Whether a bare "will" is of whoever failed to reach the client, or promised before."""
    return (before.clauses[-1].says("failed") and _tries_again(clause)) or _goes_on_ours(clause, before)


def _tries_again(clause: Clause) -> bool:
    """ "No answer, will try again tomorrow": whoever failed to reach the client goes on."""
    at = clause.first("they_will")
    bare = at == 0 and clause.tokens[0].said == "will" and not clause.says("they", "to_us")
    return bare and clause.names("try")


def _gives(clause: Clause) -> bool:
    """ "Asked for a copy, will send tomorrow", in English: whoever is asked gives it."""
    bare = clause.first("they_will") == 0 and clause.tokens[0].said == "will" and len(clause.tokens) > 1
    return bare and not clause.says("they", "to_us") and clause.tokens[1].said in clause.lists["we_give"]


def _goes_on_ours(clause: Clause, before: Deed) -> bool:
    """ "We owe them a credit and will apply it in May", in English: whoever is named before "and" goes on."""
    bare = clause.first("they_will") == 0 and clause.tokens[0].said == "will" and clause.joined_by == CONJ
    ours = before.verdict.owes == US and before.clauses[-1].says(
        "we", "me", "promise_we", "we_will", "me_will"
    )
    return bare and ours and not clause.says("they", "to_us")


def _sends(clause: Clause, reader: Reader) -> bool:
    """ "Prosila o fakture, wysle jutro" typed without marks: whoever is asked."""
    unmarked = reader.language == "pl" and not reader.marked and not clause.says("they", "to_us")
    return unmarked and clause.names("me_or_they", 0, 2)


def _goes_on_in_doubt(clause: Clause, before: Deed) -> bool:
    """ "Gerry has to get up there and have a look", in English: as doubtful as what stands before "and"."""
    doubtful = not before.verdict.kind and before.clauses[-1].says("owe_they", "they_will")
    bare = (
        clause.joined_by == CONJ
        and clause.first(IMP) == 0
        and clause.tokens[0].said in clause.lists["have_do"]
    )
    return doubtful and bare and not clause.dated and not clause.told


def _is_told_with_booking(clause: Clause, before: Deed) -> bool:
    """ "Booked for Thursday 9, bring the papers": what the client is to do then."""
    booked = not before.verdict.kind and before.clauses[-1].says("booked") and clause.joined_by == SOFT
    at = min(clause.first(INF), clause.first(IMP))
    return booked and not clause.told and not clause.dated and clause.names("on_coming", at, at + 1)

"""What a clause comes to: its kind and which side owes it, that it promises nothing, or that it says too little.

The conventions are K1 to K10 of the design of one-line capture. Each reading looks at one way of promising and passes
the clause on (None) when it is not said so. `lead` is the place of the first deed of ours: an order, an infinitive.
"""

from collections.abc import Callable

from pomni.agenda.capture.clauses import Clause
from pomni.agenda.capture.doubts import is_doubtful
from pomni.agenda.capture.doubts_en import is_doubtful_in_english
from pomni.agenda.capture.forms import DONE, GOING, IMP, INF, IS, ME, NOW, OURS_PAST, PAST, THEY, WE, YOU
from pomni.agenda.capture.given import (
    awaited,
    bare_promise,
    done_by_them,
    held,
    needs_doing,
    owed,
    owed_by_many,
    promised,
    their_word,
    there,
    vows_not_to,
)
from pomni.agenda.capture.hearers import is_only_told, is_told_to_client
from pomni.agenda.capture.named import is_to_come, named_to_act
from pomni.agenda.capture.nouns import (
    comes_from_others,
    is_from_a_day,
    is_greeting,
    is_sent,
    is_stated,
    is_to_be_done,
    is_work,
)
from pomni.agenda.capture.settled import agreed, consented
from pomni.agenda.capture.silences import (
    NOWHERE,
    brings_goods,
    comes_by_itself,
    is_beside_the_matter,
    is_done_by_somebody,
    leads_to_no_deed,
    stays_so,
)
from pomni.agenda.capture.verdicts import (
    NONE,
    OUR_PROMISE,
    OUR_STEP,
    THEIR_PROMISE,
    THEIR_WISH,
    TOO_LITTLE,
    Verdict,
)
from pomni.agenda.capture.wanted import (
    asked,
    intended,
    is_asked_for,
    pondered,
    wished,
    wished_by_many,
)

_BLOCKS = ("unreal", "thanks", "asks", "forbidden", "refused", "broken", "lapsed", "past_time")


def verdict_on(clause: Clause, sex: str) -> Verdict:
    """What a clause comes to, read by itself. `sex` of the client, where it is known, tells whose bare promise it is."""
    ours = (INF, IMP, WE, ME, YOU) if clause.told else (INF, IMP, WE, ME)
    lead = min(clause.first(form) for form in ours)
    if clause.ends_in == "?":
        return _question(clause)
    vows = vows_not_to(clause)
    if any(
        clause.first(name) < lead for name in _BLOCKS if not (vows and name == "forbidden")
    ) or clause.says("no_need"):
        return NONE
    if (
        clause.has("no_inf", "no_imp", "no_we_do", "no_me_do")
        and lead == NOWHERE
        and not clause.says("agreed")
        and not vows
    ):
        return NONE
    if (
        is_beside_the_matter(clause)
        or is_doubtful(clause)
        or (clause.says("complains") and not clause.has(INF, IMP))
    ):
        return NONE
    if clause.says("promised") and (verdict := bare_promise(clause, sex)):
        return verdict
    verdict = next(verdict for reading in _READINGS if (verdict := reading(clause, lead)) is not None)
    idle = (
        clause.says("perhaps")
        or (0 in clause.tells.get("if_", ()) and not clause.dated)
        or (not clause.dated and _only_muses(clause))
    )
    if verdict == THEIR_PROMISE and idle:
        return NONE
    return NONE if is_doubtful_in_english(clause, lead, verdict) else verdict


def _only_muses(clause: Clause) -> bool:
    """ "Will think": nothing that one could wait for."""
    alone = not clause.has(INF) and len(clause.forms.get(THEY, ())) < 2 and len(clause.words) <= 5
    return alone and clause.names("musing")


def _question(clause: Clause) -> Verdict:
    """A question to a colleague is a task, unless it asks about what is over."""
    over = clause.says("asks", "why") or (clause.has(PAST, OURS_PAST, "no_past") and not clause.has(INF, IMP))
    may = clause.has(INF) and (
        clause.names("that") or clause.names("able")
    )  # "@tom have you a moment, to ring her back?"
    asked = (clause.names("question", 0, 2) and not may) or (
        (clause.has(IS, NOW) or clause.says("fact", "habit")) and not clause.has(INF, IMP)
    )
    return OUR_STEP if clause.told and not over and not asked and not clause.has("no_inf", "no_imp") else NONE


def _greeted(clause: Clause, lead: int) -> Verdict | None:
    return OUR_STEP if is_greeting(clause) else None


# --- What is to be done, and what is done -------------------------------------------------------------------------


def _usual(clause: Clause, lead: int) -> Verdict | None:
    """What is usual; "better call on Monday" is a deed."""
    if clause.told and clause.has(THEY) and clause.dated and clause.first("habit") > clause.first(THEY):
        return None  # "@kim układa menu wegetariańskie na wtorek"
    deed = clause.has(INF, IMP) and any(when.day and not when.beside for when in clause.whens)
    once = clause.first(IMP) == 0 and clause.names("shifts", 0, 1)  # "switch her to Fridays from next week"
    return NONE if clause.says("habit") and not once and not (deed and clause.names("better")) else None


def _going_on(clause: Clause, lead: int) -> Verdict | None:
    """ "Sending us the keys on Friday", with nobody named: whose it is, the verb or whoever hears it tells."""
    at = clause.first(GOING)
    if at >= min(lead, clause.first(NOW), clause.first(THEY)) or not clause.dated:
        return None
    if clause.told or clause.says("staff", "we", "me"):
        return OUR_STEP
    led = [one.said for n in clause.tells.get("to_them", ()) for one in clause.tokens[max(0, n - 2) : n]]
    if "to" in led and not clause.says("they", "to_us"):
        return OUR_STEP
    if clause.says("to_us") or clause.tokens[at].said in clause.lists["theirs_going"]:
        return THEIR_PROMISE
    return OUR_STEP if at + 1 in clause.tells.get("to_them", ()) else NONE


def _goes_out(clause: Clause, lead: int) -> Verdict | None:
    """ "The samples go out on Friday": ours to send."""
    if clause.says("goes") and clause.says("of_them") and clause.dated:
        return THEIR_PROMISE  # "the wire goes out from the buyer on Friday"
    goes = clause.says("goes") and clause.first("goes") < lead and clause.first("goes") > 0
    return OUR_STEP if goes and clause.dated and clause.first("goes") < clause.first("they") else None


def _they_do(clause: Clause, lead: int) -> Verdict | None:
    """Their deed before any of ours: "will come to sign"."""
    theirs = min(clause.first(THEY), clause.first(NOW))
    if not theirs < lead < NOWHERE or clause.says("must", "fact"):
        return None
    if not (clause.has(THEY) or clause.dated or clause.told):
        return None
    return OUR_STEP if clause.told or clause.says("staff", "we") else THEIR_PROMISE


def _no_deed(clause: Clause, lead: int) -> Verdict | None:
    """The verb found is a noun, or leads to nothing that is to be done."""
    if clause.words and all(token.said in clause.lists["heed"] for token in clause.words):
        return TOO_LITTLE  # "@катя учти, …"
    done = next((n for n in clause.tells.get("done", ()) if n > lead), NOWHERE)
    if (
        clause.first(IMP) == lead
        and done < NOWHERE
        and (
            clause.tokens[lead].said in clause.lists["things_too"] | clause.lists["noun_verbs"]
            or lead in clause.tells.get("act_noun", ())
        )
        and not clause.names("determiners", lead, done)
    ):
        return NONE  # "patch test done on Tuesday"
    return NONE if lead < NOWHERE and leads_to_no_deed(clause, lead) else None


def _has_to(clause: Clause, lead: int) -> Verdict | None:
    """ "She has to sign", "is to come on Friday"."""
    if _has_until(clause, lead):
        return THEIR_PROMISE
    has = next((n for n, one in enumerate(clause.tokens) if one.said in clause.lists["has_to"]), NOWHERE)
    if clause.first(INF) != lead or not lead - 2 <= has < lead or clause.says("must"):
        return None
    if has and not clause.says("they", "staff", "we", "must"):
        return NONE  # "the splint is to come back on Friday"
    return OUR_STEP if clause.told or clause.says("we", "staff") else THEIR_PROMISE


def _to_do(clause: Clause, lead: int) -> Verdict | None:
    """A bare verb: ours to do, unless it was over before."""
    if lead == NOWHERE or _is_over_before(clause, lead):
        return None
    return THEIR_PROMISE if clause.says("must") and clause.says("they") and clause.has(THEY) else OUR_STEP


def _must(clause: Clause, lead: int) -> Verdict | None:
    """ "Has to be done", whoever does it."""
    if is_asked_for(clause):
        return THEIR_WISH
    if not clause.says("must") or (len(clause.words) > 1 and clause.has(PAST, OURS_PAST)):
        return None
    if clause.names("left") and not clause.has(INF):
        return NONE  # "осталось 6 занятий"
    if all(token.said in clause.lists["must_alone"] for token in clause.words) or _is_needed(clause):
        return TOO_LITTLE
    let = clause.names("let_them") and not clause.says("they", "me", "we")
    if (clause.has(THEY) or let) and not clause.told and not clause.says("staff"):
        return THEIR_PROMISE if clause.says("they") else NONE
    return OUR_STEP


def _has_until(clause: Clause, lead: int) -> bool:
    """ "She has until Friday to decide"."""
    led = clause.tokens[max(0, lead - 3) : lead] if lead < NOWHERE else []
    has = bool(led) and (led[0].said in ("has", "have", "got") or led[0].said.endswith("'ve"))
    return len(led) == 3 and has and led[1].kind == "when" and not clause.says("we", "me", "staff")


def _is_needed(clause: Clause) -> bool:
    """ "A muzzle is needed", with no day and nobody told: a fact, or what the next clause is about."""
    only = all(clause.tokens[at].said in clause.lists["needed_thing"] for at in clause.tells["must"])
    return only and not clause.dated and not clause.told and not clause.says("we", "me")


def _is_over_before(clause: Clause, lead: int) -> bool:
    """Whether the deed only tells what was over: "forgot to pay", "called to cancel"."""
    over = min(clause.first(PAST), clause.first(OURS_PAST), clause.first("done"))
    if lead and clause.tokens[lead - 1].said in clause.lists["came_to"]:
        return True
    near = lead - over <= (2 if clause.tokens[lead - 1].said == "to" else 1)
    return over < lead and (near or not clause.dated) and not clause.says("must")


def _does_once(clause: Clause) -> bool:
    """ "Pays the difference at the counter": done once, by its verb and its object."""
    at = clause.first(NOW)
    if at > 1 or at + 1 >= len(clause.tokens) or clause.tokens[at].said not in clause.lists["does_once"]:
        return False
    return clause.tokens[at + 1].said in clause.lists["determiners"] - {"a", "an"}


def _gets_back_to_us(clause: Clause) -> bool:
    """ "Husband calling us back", "he's sending photos": to us, or once, and by somebody of theirs."""
    at = clause.first(NOW)
    if at == NOWHERE or not clause.tokens[at].said.endswith("ing") or clause.first("they") > at:
        return False
    return at + 1 in clause.tells.get("to_us", ()) or clause.tokens[at].said in clause.lists["going_once"]


def _not_done(clause: Clause, lead: int) -> Verdict | None:
    signs = clause.says("they") and clause.has(NOW) and clause.dated and not clause.names("coming")
    coming = clause.says("booked") and not signs and (clause.names("coming") or not clause.has(THEY))
    negated = clause.has("no_they_do", "no_now_do", "no_is")
    once = _does_once(clause) or _gets_back_to_us(clause)
    undated = clause.has(NOW) and not clause.has(THEY) and not clause.dated and not once
    return NONE if coming or negated or undated or clause.says("failed") or lead < NOWHERE else None


def _will_do(clause: Clause, lead: int) -> Verdict | None:
    starts = (
        clause.names("begins")
        and clause.has(NOW, THEY, IS)
        and not clause.says("they", "staff", "we")
        and not clause.told
    )
    owed = clause.names("paying", 0, min(clause.first("fact"), len(clause.tokens)))
    if (clause.says("fact") and not owed) or starts or (comes_by_itself(clause)):
        return NONE
    if clause.has(IS) and clause.dated and (clause.says("staff") or clause.told) and not clause.says("they"):
        return OUR_STEP
    if is_done_by_somebody(clause) or brings_goods(clause) or stays_so(clause):
        return NONE
    theirs = min(clause.first(THEY), clause.first(NOW))
    if clause.says("they_will") and clause.first("they_will") <= theirs and clause.first("staff") > theirs:
        own = clause.told and not is_only_told(clause, theirs)
        return None if own else THEIR_PROMISE  # "they'll courier the original"
    if theirs < NOWHERE and not (clause.first(PAST) < theirs and not clause.names("that")):
        if is_told_to_client(clause):
            return OUR_STEP
        if clause.told and is_only_told(clause, theirs):
            return THEIR_PROMISE
        ours = clause.told or clause.says("staff") or clause.first("we") < theirs
        return OUR_STEP if ours else THEIR_PROMISE  # "acme is paying our fee"
    return NONE if clause.has(PAST, OURS_PAST, DONE, IS, "no_past") or clause.says("done", "said") else None


def _by_nouns(clause: Clause, lead: int) -> Verdict:
    if clause.told and clause.words:
        task = clause.dated or clause.says("act_noun", "pay_noun") or is_to_be_done(clause)
        return OUR_STEP if task and not clause.names("is_so", 1, 3) else NONE
    if clause.says("at_theirs") and all(
        one.kind == "when" for one in clause.tokens[: clause.first("at_theirs")]
    ):
        return NONE
    if is_sent(clause) and (clause.dated or clause.says("to_them", "destination_hers")):
        return OUR_STEP
    if clause.first("of_us") == 0 and clause.words:
        return OUR_PROMISE
    if not clause.dated or not clause.words or clause.says("valid"):
        return TOO_LITTLE
    if is_stated(clause):
        return NONE
    if all(when.far or when.beside for when in clause.whens):
        return NONE
    if clause.says("pay_noun", "of_them"):
        return TOO_LITTLE if is_from_a_day(clause) else THEIR_PROMISE
    if clause.says("of_us"):
        return OUR_PROMISE
    empty = all(one.said in clause.lists["no_verb"] for one in clause.words)  # "ideally before noon"
    return OUR_STEP if is_work(clause) and not empty and not comes_from_others(clause) else TOO_LITTLE


_READINGS: tuple[Callable[[Clause, int], Verdict | None], ...] = (
    done_by_them,
    consented,
    agreed,
    promised,
    held,
    needs_doing,
    _greeted,
    owed_by_many,
    there,
    owed,
    awaited,
    intended,
    asked,
    pondered,
    wished_by_many,
    wished,
    _usual,
    _goes_out,
    _going_on,
    named_to_act,
    is_to_come,
    _they_do,
    _no_deed,
    _has_to,
    _to_do,
    _must,
    _not_done,
    _will_do,
    their_word,
    _by_nouns,
)

"""Readings of a clause that gives something: what was promised, is owed or waited for. See `sides`."""

from pomni.agenda.capture.clauses import Clause
from pomni.agenda.capture.forms import IMP, INF, ME, OURS_PAST, PAST, THEY, WE
from pomni.agenda.capture.nouns import is_their_word
from pomni.agenda.capture.silences import NOWHERE
from pomni.agenda.capture.verdicts import (
    NONE,
    OUR_PROMISE,
    OUR_STEP,
    THEIR_PROMISE,
    THEIR_WISH,
    Verdict,
)
from pomni.agenda.capture.whose import (
    comes_or_pays,
    is_deed_of_theirs,
    is_given_by_somebody,
    is_named_after,
    is_there_to_be,
    is_vowed_by_them,
)


def done_by_them(clause: Clause, lead: int) -> Verdict | None:
    """ "The rest is to be settled by him on Monday"."""
    over = clause.has(PAST) or (clause.says("done", "failed") and not clause.names("gets"))
    return THEIR_PROMISE if clause.says("by_them") and clause.dated and not over else None


def promised(clause: Clause, lead: int) -> Verdict | None:
    """Words of promise from our side."""
    at = min(clause.first("promise_we"), clause.first("promised_many"))
    if clause.first(IMP) < at:
        return None
    told_her = (
        clause.says("to_them") and clause.has(WE, ME) and (clause.says("said") or clause.names("telling"))
    )
    told_her = told_her or _tells_what_will_be(clause)
    if told_her and clause.says("perhaps") and not clause.dated:
        return NONE  # "told him we hardly make it"
    given = clause.first("promise_we")
    if is_vowed_by_them(clause, given):
        return THEIR_PROMISE
    heard = given < NOWHERE and clause.names("passive", max(0, given - 1), given + 1)
    if clause.first("they") < given < NOWHERE and not heard and not clause.says("we", "me"):
        return NONE
    if given < NOWHERE and (_does_not_know(clause, given) or _only_tells(clause, given)):
        return NONE  # "we told her the price"
    if _tells_how_it_is(clause, given):
        return NONE  # "told him the price goes up in April"
    if (
        clause.says("promise_we")
        or told_her
        or _gave_word(clause)
        or (clause.told and clause.first("said_will") == 1)
    ):
        return OUR_PROMISE
    if clause.says("promised_many"):
        theirs = clause.says("to_us") or clause.first("they") < at or is_deed_of_theirs(clause, at)
        return THEIR_PROMISE if theirs else OUR_PROMISE
    return None


def _gave_word(clause: Clause) -> bool:
    """ "We gave our word the panels would be up in three weeks": what was promised follows."""
    at = clause.first("word_ours")
    next_ = clause.lasts.get(at, at) + 1
    after = clause.tokens[next_:]
    if at == 0 and next_ in (clause.first("we_will"), clause.first("me_will")):
        return True  # "I said we'd throw in a warranty"
    ours = at < NOWHERE and clause.names("first_person", 0, at + 1)
    return (
        ours
        and len(after) > 2
        and (clause.dated or any(one.said in clause.lists["will_be"] for one in after))
    )


def vows_not_to(clause: Clause) -> bool:
    """ "We promised not to raise the fee": promised for good, with no day that it is until."""
    at = min(clause.first(name) for name in ("promise_we", "promised_many", "promised"))
    after = clause.lasts.get(at, at) + 1
    return at < NOWHERE and not clause.whens and clause.names("not", after, after + 1)


def _does_not_know(clause: Clause, at: int) -> bool:
    """ "I told her that I do not know", "… that rather not": an answer, and nothing promised."""
    after = clause.lasts.get(at, at) + 1
    said = clause.tokens[after : after + 4]
    ends = clause.tokens[-1].said in clause.lists["not"] or (clause.says("perhaps") and not clause.dated)
    return ends or (clause.names("not", after, after + 4) and clause.names("knows", after, after + len(said)))


def _only_tells(clause: Clause, at: int) -> bool:
    """Whether the client was told some thing, and not what will be."""
    the = clause.tokens[clause.lasts.get(at, at)].said == "the"
    return the and not clause.dated and not clause.names("will_be") and not clause.names("free")


def _tells_how_it_is(clause: Clause, at: int) -> bool:
    """Whether the client was told a fact, and no deed."""
    if (
        at == NOWHERE
        or not clause.names("we_told", at, at + 3)
        or clause.names("will_be")
        or clause.names("free")
    ):
        return False
    led = clause.tokens[clause.lasts.get(at, at)].said in clause.lists["that"] | {"the"}
    deed = not led or clause.has(WE, ME, INF, THEY) or any(one.kind == "number" for one in clause.tokens)
    return (clause.first("fact") > at and clause.says("fact")) or not (deed or clause.dated)


def _tells_what_will_be(clause: Clause) -> bool:
    """ "Told Mrs Reed the curtains will be ready by Friday"."""
    at = 1 if clause.says("we", "me") or clause.tokens[0].said in ("we", "i") else 0
    told = at < len(clause.tokens) and clause.tokens[at].said in clause.lists["we_told"]
    if heard := _was_told(clause):
        at, told = heard, True
    if not told or clause.says("to_us", "said_will"):
        return False
    if clause.has(WE) and clause.names("that", at):
        return True
    if clause.tokens[-1].said in clause.lists["free"] or clause.names("free", at + 2):
        return True  # "we told him delivery's free"
    if not clause.dated:
        return False
    latest = clause.tokens[-1].said in clause.lists["latest"]  # "told mr pitt Wednesday latest"
    return clause.names("will_be", at + 1) or clause.has(THEY) or latest


def _was_told(clause: Clause) -> int:
    """Where "told" stands in "she was told the gel would be in by Friday"; 0 where nobody of theirs was told."""
    pairs = zip(clause.tokens[1:4], clause.tokens[2:5], strict=False)
    led = (n for n, (one, two) in enumerate(pairs, 2) if _are_told(clause, one.said, two.said))
    return next(led, 0) if clause.first("they") < 3 else 0


def _are_told(clause: Clause, one: str, two: str) -> bool:
    return one in clause.lists["was"] | {"been"} and two in clause.lists["were_told"]


def bare_promise(clause: Clause, sex: str) -> Verdict | None:
    """A bare promise is the client's, unless somebody of ours gives it or the client is who hears it."""
    at = clause.first("promised")
    us = clause.says("to_us") or clause.tokens[clause.lasts.get(at, at)].said in ("us", "me")
    if us and clause.first("staff") < at and not clause.told:
        return NONE  # "the lab promised us the crown by Thursday"
    last = all(one.kind == "when" for one in clause.tokens[at + 1 :]) and at > 0 and not clause.forms
    given = clause.says("pay_noun") or clause.names("theirs_to_give")
    if last and clause.names("promised_so", at, at + 1) and clause.first("they") > at and not given:
        return (
            OUR_PROMISE if not clause.tokens[at - 1].typed[:1].isupper() else THEIR_PROMISE
        )  # "free redo promised"
    if clause.names("remind", 0, at) and clause.has(INF) and not clause.dated:
        return None  # "remind her that she promised a photo by Sunday"
    heard = at + 1 in clause.tells.get("to_them", ()) and not clause.says("to_us", "we", "me")
    if heard and clause.first("they") < at:
        return NONE  # "her husband promised her a car"
    if (
        min(clause.first(IMP), clause.first("agreed"), clause.first("consents"), clause.first("promise_we"))
        < at
    ):
        return None
    if clause.says("to_us") or clause.first("they") < at or is_named_after(clause, at):
        return THEIR_PROMISE
    if clause.names("gift", at + 1, at + 4) and not clause.has(INF, THEY):
        return OUR_PROMISE  # "promised a discount": only we can give it
    over = min(clause.first(PAST), clause.first("done"))
    if at < over < NOWHERE and not clause.has(INF, THEY) and not clause.dated:
        return NONE  # "swears the money is gone"
    heard = any(at < they <= at + 2 for they in clause.tells.get("they", ())) and len(clause.tokens) > at + 3
    named = clause.tokens[at + 1 : at + 3]
    heard = heard or (len(named) > 1 and named[0].said == "to" and named[1].typed[:1].isupper())
    heard = heard and not clause.has(THEY) and not clause.names("that", at)
    if heard or clause.told or clause.says("to_them", "we", "me", "staff"):
        return OUR_PROMISE
    said = clause.tokens[at].said
    woman, man = said.endswith(("ла", "la", "лась")), said.endswith(("л", "l", "лся"))
    ours = (woman and sex == "m") or (man and sex == "f")
    return OUR_PROMISE if ours and not comes_or_pays(clause) else THEIR_PROMISE


# --- What is owed -------------------------------------------------------------------------------------------------


def held(clause: Clause, lead: int) -> Verdict | None:
    """ "Held Wed 8:40 for her", "отложили ему до пятницы": what we keep for the client till a day ahead."""
    at = min(
        (n for n, one in enumerate(clause.tokens[:2]) if one.said in clause.lists["held"]), default=NOWHERE
    )
    heard = any(n > at for n in clause.tells.get("to_them", ())) or clause.names("for_whom", at, at + 2)
    return OUR_PROMISE if heard and clause.dated and lead > at else None


def their_word(clause: Clause, lead: int) -> Verdict | None:
    """ "Client feedback by Wednesday"."""
    return THEIR_PROMISE if clause.dated and is_their_word(clause) else None


def owed_by_many(clause: Clause, lead: int) -> Verdict | None:
    """The plural "должны" and the English "must": whose they are, the words around tell."""
    at = clause.first("owe_many")
    if at == NOWHERE:
        return None
    if clause.first("they") < at or clause.says("to_us"):
        return THEIR_PROMISE
    to_here = clause.has(INF) and clause.names("to_here") and not clause.says("to_them", "we", "me", "staff")
    if to_here and not clause.told:
        return THEIR_PROMISE  # "должны прислать список"
    if [one.kind if one.kind == "number" else one.said for one in clause.tokens[at : at + 3]] == [
        "must",
        "be",
        "number",
    ]:
        return NONE  # "must be 18 or over"
    if at == 0 and clause.tokens[0].said == "must":
        return OUR_STEP
    deed = clause.first(INF)
    theirs = 0 < at < deed < NOWHERE and clause.tokens[deed].said in clause.lists["sure_acts"]
    if theirs and not clause.told and not clause.says("we", "me", "staff"):
        return THEIR_PROMISE  # "the nursing home must return the stock"
    if [one.said for one in clause.tokens[at : at + 2]] == ["must", "be"]:
        return OUR_STEP  # "the addendum must be signed by the 20th"
    return OUR_PROMISE if clause.says("to_them", "we") or not clause.has(IMP, INF) else OUR_STEP


def needs_doing(clause: Clause, lead: int) -> Verdict | None:
    """ "The lease needs drafting"."""
    pairs = zip(clause.tokens, clause.tokens[1:], strict=False)
    needs = any(
        one.said in ("need", "needs")
        and next_.said.endswith("ing")
        and not {next_.said[:-3], next_.said[:-3] + "e", next_.said[:-4]}.isdisjoint(clause.lists["verbs"])
        and next_.said not in clause.lists["not_going"]
        for one, next_ in pairs
    )
    return OUR_STEP if needs else None


def _is_of_a_thing(clause: Clause, at: int) -> bool:
    """Whether a thing stands before "is to": "the splint is to come back on Friday"."""
    before = clause.tokens[at - 1] if at else None
    if at + 1 < len(clause.tokens) and clause.tokens[at + 1].said == "on":
        return False  # "the review is on him"
    deed = clause.first(INF)
    if deed < NOWHERE and clause.tokens[deed].said in clause.lists["sure_acts"]:
        return False  # "the agency is to provide its list"
    titled = at > 1 and clause.tokens[at - 2].said in clause.lists["titles"]
    named = titled or (before is not None and before.typed[:1].isupper())
    known = clause.says("they", "staff", "we", "me")
    return before is not None and before.kind == "word" and not named and not known


def there(clause: Clause, lead: int) -> Verdict | None:
    """ "К пятнице у нас должен быть акт": ours to get, where it is to be at ours."""
    at = min(clause.first("owe_they"), clause.first("owe_bare"))
    if at > lead or not is_there_to_be(clause, at):
        return None
    return OUR_PROMISE if clause.dated and clause.names("at_ours", 0, at) else NONE


def owed(clause: Clause, lead: int) -> Verdict | None:
    """What lies with the one side or the other: "on us", "she owes", "must"."""
    over = min(clause.first(PAST), clause.first(OURS_PAST)) < clause.first("owe_we") < NOWHERE
    if over and not clause.dated and not clause.has(INF, THEY) and not clause.says("must"):
        return NONE  # "they took 2000 off us"
    if clause.says("owe_we") or (clause.says("we_are_to") and clause.has(INF) and not clause.told):
        return OUR_PROMISE
    if clause.has(PAST, OURS_PAST) and not clause.dated and not clause.has(INF, THEY):
        return None
    last = clause.first(INF) == lead < clause.first("owe_bare") < NOWHERE and not clause.says(
        "to_them", "me", "we"
    )
    if last and not clause.told:
        return THEIR_PROMISE  # "pay the instalment she must on the 5th"
    if min(clause.first("owe_they"), clause.first("owe_bare")) >= max(lead, 1):
        return None
    at = min(clause.first("owe_they"), clause.first("owe_bare"))
    if clause.has(WE) and [one.said for one in clause.tokens[at : at + 1]] == ["за"]:
        return OUR_STEP  # "место за ним держим"
    if (
        clause.tokens[at : at + 1]
        and clause.tokens[at].said in clause.lists["has_to"]
        and _is_of_a_thing(clause, at)
        and not is_given_by_somebody(clause, at)
    ):
        return NONE
    side = at == clause.first("owe_they") and clause.tokens[at].said not in clause.lists["has_to"]
    if at - 1 in clause.tells.get("staff", ()) and side and "должен" not in clause.tokens[at].said:
        return NONE if not clause.dated else THEIR_PROMISE  # "the plumber is on their side"
    we = clause.says("we") and not clause.first("they") < at < clause.first("we")  # "he has to sign our form"
    we = we or clause.first("me") < at
    if clause.told or we or at - 1 in clause.tells.get("staff", ()):
        return OUR_STEP
    to_her = clause.says("owe_bare", "to_them") and not clause.says("owe_they", "they")
    return OUR_PROMISE if to_her and clause.says("to_them") else THEIR_PROMISE


def _who_waits(clause: Clause, at: int) -> Verdict | None:
    """ "The bike is waiting for a tyre", "he's waiting for our quote": somebody else than we; None where it is us."""
    before = [one.said for one in clause.tokens[:at] if one.kind == "word"]
    if not before or clause.names("first_person", 0, at) or before[0] in clause.lists["still"]:
        return None
    theirs = (
        clause.first("they") < at or clause.names("pronouns", 0, at) or clause.tokens[0].typed[:1].isupper()
    )
    return THEIR_WISH if theirs else NONE


def awaited(clause: Clause, lead: int) -> Verdict | None:
    """What we wait for is theirs to do; what they wait for is their wish."""
    if clause.first("await_they") >= lead:
        return None
    at = clause.first("await_they")
    if clause.names("events", at) or (at == 0 and clause.names("waits_for", 0, 1) and not clause.dated):
        return NONE
    if at and clause.tokens[at].said == "chasing" and clause.first("they") < at:
        ours = clause.says("to_us", "we") or clause.names("determiners", at + 1, at + 3)
        return THEIR_WISH if ours else NONE  # "he's chasing listed consent himself"
    if clause.tokens[at].said in clause.lists["waits"] and (who := _who_waits(clause, at)):
        return who
    if clause.names("finished", at):
        return THEIR_WISH  # "expecting it done for under 2k"
    if clause.says("of_us"):
        return THEIR_WISH
    if clause.names("ours", at, at + 4) and not clause.names("first_person", 0, at + 1):
        return NONE if clause.says("staff") else THEIR_WISH
    if clause.names("things", at + 1, at + 4) and not clause.says("of_them"):
        return NONE  # "waiting on parts": a supplier's, nobody's promise
    return THEIR_PROMISE if clause.dated or len(clause.tokens) > 1 else NONE

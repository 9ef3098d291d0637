"""What a clause tells of the clauses around it: that it goes on with them, says more of them, or what follows is agreed."""

from pomni.agenda.capture.clauses import COLON, CONJ, HARD, SOFT, Clause
from pomni.agenda.capture.forms import DONE, IMP, INF, IS, ME, NOW, OURS_PAST, PAST, THEY, WE
from pomni.agenda.capture.nouns import is_from_a_day
from pomni.agenda.capture.verdicts import (
    AGREEMENT,
    BOTH,
    CLIENT,
    EXPECTATION,
    OUR_PROMISE,
    OUR_STEP,
    THEIR_PROMISE,
    THEIR_WISH,
    US,
    Verdict,
)
from pomni.agenda.capture.whose import in_charge


def is_bare_promise(clause: Clause) -> bool:
    """Whether a clause says that something was promised, and neither what nor when."""
    gives = clause.says("promised", "promised_many", "promise_we", "owe_many") or clause.names("owed")
    deed = clause.has(INF, IMP, THEY, WE, ME) or clause.mentions or clause.says("to_us", "act_noun")
    theirs = clause.says("they") and not clause.says("promise_we")
    short = len(clause.words) <= (1 if clause.dated else 5)
    return gives and short and not deed and not theirs


def says_no_more(clause: Clause) -> bool:
    """Whether a clause says that something was agreed, and not what."""
    if any(token.kind == "number" for token in clause.tokens):
        return False
    said = len(clause.words) + len(clause.mentions) - (clause.tokens[-1].said in clause.lists["that"])
    more = clause.whens or clause.has(INF, THEY, WE, ME)
    return said <= (4 if clause.ends_in == ":" else 2) and not more


def named_alone(waiting: list[Clause]) -> list[str]:
    """The colleagues of "@ina and @kit, have the room ready" that are named before the last."""
    return [one.mentions[0].handle for one in waiting if one.mentions and len(one.tokens) == 1]


def names_more(clause: Clause, verdict: Verdict) -> bool:
    """ "The extract and the scan by Thursday": bare names with a day, joined to a deed without one."""
    return verdict == OUR_STEP and clause.joined_by == CONJ and not clause.forms and not clause.mentions


def begins(clause: Clause) -> bool:
    """Whether the day of a clause is when something begins: "from 1 December", "the course starts on Monday"."""
    return (is_from_a_day(clause) and bool(clause.words)) or clause.names("begins")


def is_only_when(clause: Clause) -> bool:
    """ "After the long weekend they'll tell us", in English, with no comma: the time, and then whoever acts."""
    if not clause.starts_with("at_times") or len(clause.tokens) < 4:
        return False
    own = clause.tokens[1].said in clause.lists["subjects"] | clause.lists["first_person"]
    return not own and min(clause.first(form) for form in (THEY, WE, ME)) > 1 and clause.has(THEY, WE, ME)


def is_told(before: Clause) -> bool:
    """Whether what follows is what somebody is to be told: "warn them: we close at 3 on Friday"."""
    return before.ends_in == ":" and before.names("inform")


def names_what(clause: Clause) -> bool:
    """Whether a clause names something agreed on."""
    at = clause.first("agreed")
    said = range(at, clause.lasts.get(at, at) + 1)
    rest = [token for n, token in enumerate(clause.tokens) if n not in said and token.kind == "word"]
    return any(token.said not in clause.lists["fillers"] for token in rest)


def acts_otherwise(clause: Clause) -> bool:
    """ "Otherwise we ring on Friday"."""
    return clause.starts_with("otherwise") and clause.dated and clause.has(INF, IMP, WE, ME)


def is_put_off(before: Clause, clause: Clause) -> bool:
    """ "Not on Thursday, only on Friday": what is not to be done then is to be done now."""
    return before.has("no_inf", "no_imp") and clause.dated and clause.starts_with("only")


def agreed_on(clause: Clause, verdict: Verdict) -> Verdict:
    """What a clause after "agreed:" comes to."""
    if verdict.kind == AGREEMENT:
        return verdict
    money = clause.lists["money"]
    amount = bool(clause.words) and all(
        token.kind == "number" or token.said in money for token in clause.words
    )
    if (
        amount
        or clause.has(THEY, NOW)
        or clause.says("they", "pay_noun", "promised")
        or verdict.owes == CLIENT
    ):
        return Verdict(AGREEMENT, CLIENT)
    ours = clause.has(WE, ME) or clause.says("we", "me", "staff") or verdict == OUR_PROMISE
    if ours or told_to_act(clause):
        return Verdict(AGREEMENT, US)
    return Verdict(AGREEMENT, BOTH)


def goes_on(clause: Clause) -> bool:
    """Whether an English "and send" goes on with what the client will do."""
    return clause.first(IMP) <= 1 and not told_to_act(clause)


def told_to_act(clause: Clause) -> str | None:
    """The handle of the colleague who is told to act in this clause; None where nobody is."""
    return next((mention.handle for mention in clause.mentions if not mention.spoken_of), None)


def is_claimed(before: Clause, clause: Clause) -> bool:
    """ "He says, you promised a discount": the client's word against ours, and no day in it."""
    says = len(before.tokens) <= 2 and before.names("claims") and not before.says("we", "me")
    return says and clause.joined_by != HARD and not clause.dated


def _is_denied(wish: Clause, clause: Clause) -> bool:
    """ "She wants a view, there are no such rooms", "… the manager did not allow it"."""
    wants = wish.says("wish", "ask", "wish_many") and clause.joined_by in (CONJ, SOFT)
    no = clause.names("not") or clause.names("no_words")
    deed = clause.has(INF, IMP) or clause.dated or clause.told
    return wants and no and clause.names("denied") and not deed


def _is_tried(clause: Clause) -> bool:
    """ "She asked for a call at noon, did not pick up"."""
    deed = clause.dated or clause.told or clause.has(INF, IMP)
    return clause.says("failed") and clause.joined_by in (CONJ, SOFT) and not deed


def _is_granted(clause: Clause) -> bool:
    """ "He asked to move it to the morning, moved"."""
    over = len(clause.words) <= 2 and (clause.has(PAST, OURS_PAST, DONE) or clause.says("booked", "done"))
    more = clause.has(INF) or clause.says("promised", "promised_many")
    return over and clause.joined_by == SOFT and not more


def is_given_up(wish: Clause, clause: Clause) -> bool:
    """ "She wanted a late checkout but we were full"."""
    asks = wish.says("ask", "wish") and clause.names("already")
    if (
        (asks and _is_granted(clause))
        or _is_denied(wish, clause)
        or (wish.names("wanted") and _is_tried(clause))
    ):
        return True
    over = clause.has(PAST, OURS_PAST, DONE, IS, "no_is", "no_past") or clause.says("done", "refused", "fact")
    over = over or clause.names("was", 0, 3)
    begun = [clause.first(name) for name in (PAST, OURS_PAST, DONE, "done", "refused")]
    none_left = clause.names("none_left") or clause.starts_with("nothing")
    turned = min(begun) <= 1 or none_left or clause.names("was")
    turns = clause.joined_by == CONJ or (clause.joined_by == SOFT and turned)
    refused = (clause.says("refused") or none_left) and not clause.dated and not clause.has(INF, IMP)
    return (
        wish.names("wanted")
        and turns
        and (refused or _is_granted(clause) if wish.dated else over or none_left)
    )


def names_task(before: Clause, clause: Clause) -> bool:
    """ "@anna the gutters, to quote by Friday": a colleague and a name, and what is to be done with it."""
    bare = before.mentions and before.tokens[0].kind == "mention" and not before.forms and not before.tells
    return (
        bool(bare) and told_to_act(before) is not None and clause.joined_by == SOFT and clause.first(INF) == 0
    )


def says_otherwise(clause: Clause, before: Verdict) -> bool:
    """ "…, not on the 21st", "… but he can wait till Thursday": a later day that is no second deed."""
    theirs = before == OUR_PROMISE and clause.says("they")
    return before.kind == EXPECTATION or theirs or clause.names("not", 0, 2)


def adds_to(clause: Clause) -> bool:
    """Whether a clause after a comma says more of what the same colleague does: "go there on Friday, measure the roof"."""
    bare = not clause.mentions and not clause.says("we", "me", "staff", "must", "they")
    return clause.joined_by == SOFT and bare and min(clause.first(INF), clause.first(IMP)) == 0


def is_taken_back(clause: Clause) -> bool:
    """ "… then she said no": what was promised before is refused."""
    joined = clause.joined_by in (CONJ, SOFT) and not clause.dated and len(clause.tokens) <= 4
    return joined and clause.says("refused") and not clause.has(INF, THEY, IMP)


def names_another(clause: Clause, before: Verdict) -> bool:
    """ "… and the samples by Monday": a bare name with a day, joined to what is promised or wished before."""
    joined = clause.joined_by == CONJ or (clause.joined_by == SOFT and before == OUR_PROMISE)
    return joined and clause.dated and not clause.forms and not clause.told and not clause.says("must")


def only_agrees(clause: Clause) -> bool:
    """Whether a clause says that it is agreed, and with whom: "that's what we settled on", "agreed with Julia"."""
    more = clause.dated or clause.mentions or clause.has(INF, THEY, WE, ME)
    at = clause.first("agreed")
    said = {*range(at, clause.lasts.get(at, at) + 1)}
    for n, token in enumerate(clause.tokens):
        if token.said in clause.lists["with"]:
            said |= {n, n + 1}
    rest = [token for n, token in enumerate(clause.tokens) if n not in said and token.kind != "mark"]
    return not more and clause.says("agreed") and all(token.said in clause.lists["fillers"] for token in rest)


def only_doubts(clause: Clause) -> bool:
    """ "… perhaps"."""
    return clause.says("perhaps") and len(clause.words) <= 2


def names_who(clause: Clause) -> bool:
    """ "Swap the bulb - @dan before opening": who is to do what stands before."""
    led = [token.said for token in clause.tokens[: clause.mentions[0].at]] if clause.mentions else []
    return bool(clause.told and (not led or in_charge(led, clause)) and not clause.forms)


def names_after_colon(clause: Clause, before: Verdict) -> bool:
    """ "On our side: the parts by Monday": a bare name after a colon is what is owed or wished."""
    owed = before in (THEIR_WISH, OUR_PROMISE, THEIR_PROMISE)
    return owed and clause.joined_by == COLON and not clause.forms and not clause.mentions


def comes_as_ordered(before: Clause, clause: Clause) -> bool:
    """ "The food is ordered, comes on Tuesday": the thing, and nobody's promise."""
    return before.names("ordered") and clause.names("coming", 0, 1) and not clause.says("they")


def musing(before: Clause, verdict: Verdict) -> bool:
    """ "Said he'd think and come back to us": nothing by itself, and the client's."""
    return (
        not verdict.kind
        and before.names("musing")
        and before.has(THEY)
        and not before.says("no_need", "refused")
    )

"""Whose promise it is where endings tell it, in Russian and Polish: of many who vow, of our own people, of nobody."""

import re
from collections.abc import Sequence

from pomni.agenda.capture.clauses import Clause
from pomni.agenda.capture.forms import IMP, INF, ME, THEY, WE

# How a deed done once begins and ends: what is to be done, and no rule of how it is done.
_ONCE = re.compile(
    r"^(?:вы|до|за|из|на|об?|от|пере|по|под|при|про|раз|рас|с|у)\w+(?:ить|еть|ти|чь|уть)$"
    r"|^(?:wy|do|za|na|od|prze|po|pod|przy|roz|s|u|z)\w+(?:ic|yc|ac|esc|ezc)(?<!wac)(?<!niac)$"
)
NOWHERE = 10**6  # further than any word of a line
_MANY = ("ли", "лись", "li", "ly")  # how a verb of many ends, of what is over


def is_vowed_by_them(clause: Clause, at: int) -> bool:
    """ "Оплачивать обязались они сами", "obiecano nam zwrot": a word of ours at `at`, and somebody else gives it."""
    if at == NOWHERE or clause.language == "en" or clause.says("we", "me"):
        return False
    if clause.says("to_us") and clause.names("passive", at, at + 1):
        return True
    last = clause.lasts.get(at, at)
    many = any(token.said.endswith(_MANY) for token in clause.tokens[at : last + 1])
    told = next((n for n in clause.tells.get("that", ()) if n > at), len(clause.tokens))
    return many and any(they < told for they in clause.tells.get("they", ()))


def is_named_after(clause: Clause, at: int) -> bool:
    """ "Привезти обещал брат": who gives it stands after the word; whoever hears it would have another ending."""
    return clause.language != "en" and any(at < they <= at + 2 for they in clause.tells.get("they", ()))


def is_deed_of_theirs(clause: Clause, at: int) -> bool:
    """ "Обещали определиться", "… оплатить": many promise what only the client does."""
    deed = clause.tokens[at + 1].said if at + 1 in clause.forms.get(INF, ()) else ""
    ours = clause.says("to_them", "we", "me", "staff") or clause.told
    return deed in clause.lists["think"] | clause.lists["only_theirs"] and not ours


def is_gift_of_others(clause: Clause) -> bool:
    """ "Туроператор обещает компенсацию": a name of no list gives it, neither the client nor we."""
    at = clause.first("promised")
    if at == NOWHERE:
        return False
    before = clause.tokens[at - 1] if at else None
    ours = clause.has(INF, THEY) or clause.says("to_them", "we", "me")
    if before is None or before.kind != "word" or clause.language == "en" or ours:
        return False
    named = before.said not in clause.lists["still"] | clause.lists["fillers"] | clause.lists["pronouns"]
    known = any(at - 1 in places for places in clause.tells.values()) or clause.forms
    return named and not known and clause.names("gift", at + 1, at + 4)


def is_reason(step: Clause, clause: Clause) -> bool:
    """ "Remind her of the bill, promised": why she is rung, in Russian and Polish; ours is told by many who promise."""
    if clause.language == "en" or step.has(WE, ME) or not step.has(INF, IMP):
        return False
    return step.names("chases", 0, 2) or clause.says("promised")


def is_needed_by_them(clause: Clause, at: int) -> bool:
    """ "Ему надо посоветоваться": the wish at `at` is of a deed of their own."""
    deed = clause.first(INF)
    if clause.tokens[at].said not in clause.lists["needed_by"]:
        return False
    own = clause.lists["think"] | clause.lists["client_verb"]
    return deed == clause.lasts.get(at, at) + 1 and clause.tokens[deed].said in own


def is_needed_by_ours(clause: Clause, at: int) -> bool:
    """ "The workers need a pass": nobody of theirs wishes it."""
    ours = clause.first("staff") < at and clause.first("they") > at
    return ours and not clause.dated and not clause.told


def waits_for_a_thing(clause: Clause, at: int) -> bool:
    """ "Ждет запчасти", with nobody named: a car may as well."""
    return (
        at == 0
        and clause.names("waits", 0, 1)
        and clause.names("things", 1, 3)
        and not clause.dated
        and not clause.says("of_us")
    )


def is_there_to_be(clause: Clause, at: int) -> bool:
    """ "К пятнице должен быть акт": a thing has to be there, and nobody is named who brings it."""
    after = clause.tokens[at + 1 : at + 2]
    return bool(after) and after[0].said in clause.lists["to_be"] and not clause.says("they", "staff")


def is_how_it_is_done(clause: Clause) -> bool:
    """ "Кормить дробно", "rozjaśniać ostrożnie": how it is done to somebody, with neither a day nor a colleague."""
    said = [token.said for token in clause.words]
    if clause.language == "en" or clause.dated or clause.told or not 2 <= len(said) <= 3:
        return False
    how = clause.tokens[-1].said
    if how in clause.lists["not_how"] or _ONCE.search(said[0]):
        return False
    bare = clause.first(INF) == 0 and len(clause.tokens) == len(said) and _ends_like_how(how)
    return bare and not clause.says("must", "to_them") and not clause.names("at_once")


def _ends_like_how(word: str) -> bool:
    thing = word.endswith(("ство", "anie", "enie", "cie"))
    return len(word) > 4 and not thing and word.endswith(("но", "во", "ко", "nie", "wo", "sto"))


def is_only_in_charge(clause: Clause) -> bool:
    """ "Ответственная за выезд @julia", "с понедельника выходит @kim": a colleague told of."""
    if clause.language == "en" or not clause.told:
        return False
    joins = clause.names("joins_work") and clause.mentions[0].at > 0 and not clause.has(INF, IMP)
    charge = clause.names("in_charge", 0, 1) and not clause.dated and not clause.forms
    return joins or charge


def is_only_reached(clause: Clause) -> bool:
    """ "Общаться только через мужа", "zaczynać po 10": how somebody is reached, or from what hour on something may be done."""
    if clause.language == "en" or clause.told or clause.first(INF) > 0:
        return False
    hours = bool(clause.whens) and all(
        when.clock and not when.day and not when.instant for when in clause.whens
    )
    if clause.starts_with("allowed_from") and hours:
        return True
    return clause.starts_with("reaches") and clause.names("only_how") and not clause.dated


def only_does(clause: Clause) -> bool:
    """ "Хозяйка истерит": somebody of theirs and a verb of no known deed, and nothing else."""
    ats = clause.forms.get(THEY, [])
    alone = (
        len(ats) == 1 and len(clause.tokens) == 2 and not clause.dated and 0 in clause.tells.get("they", ())
    )
    if not alone or clause.language != "ru":
        return False
    said, lists = clause.tokens[ats[0]].said, clause.lists
    known = said in lists["decides"] | lists["soon"] | lists["paying"] or said.startswith(
        tuple(lists["they_give"])
    )
    return not known


def in_charge(tokens: Sequence[str], clause: Clause) -> bool:
    """ "Ответственная @julia": only words of who is in charge stand before a colleague."""
    return bool(tokens) and all(word in clause.lists["in_charge"] for word in tokens)


def is_a_term(clause: Clause) -> bool:
    """ "Agreed: no travel charge", "… по средам из дома": a term of what is agreed, and no deed."""
    usual = clause.language != "en" and clause.says("habit", "fact") and not clause.forms
    return clause.starts_with("nothing") or usual


_GOES_ON = re.compile(r"(?:[аяуи]ем(?:ся)?|[^d]amy|ujemy)$")  # how it ends what we are doing


def is_being_done(clause: Clause) -> bool:
    """ "…, разбираемся", "wyjaśniamy": what we are at, and neither what nor when."""
    alone = len(clause.tokens) == 1 and clause.language != "en" and clause.has(WE)
    return alone and bool(_GOES_ON.search(clause.tokens[0].said))


def is_left_to_pay(clause: Clause) -> bool:
    """ "Доплатить осталось 12 тыс": a debt, and nobody's promise."""
    deed = clause.first(INF)
    own = deed < NOWHERE and clause.tokens[deed].said in clause.lists["client_verb"]
    sum_told = any(token.kind == "number" for token in clause.tokens)
    return own and sum_told and clause.names("left") and not clause.dated and not clause.told


def happens_to_a_thing(clause: Clause) -> bool:
    """ "Сайт обновится в пятницу", "termin się przesunie": of itself; a name of no list stands before the verb."""
    at = next((n for n in clause.forms.get(THEY, ()) if _is_of_itself(clause, n)), 0)
    if not at or clause.language == "en" or clause.told or clause.says("they", "staff", "to_us", "said"):
        return False
    before = [token for token in clause.tokens[:at] if token.kind == "word" and token.said != "sie"]
    how = (
        clause.lists["pronouns"] | clause.lists["fillers"] | clause.lists["still"] | clause.lists["particles"]
    )
    named = bool(before) and before[-1].said not in how and len(before[-1].said) > 2
    return named and clause.tokens[at].said not in clause.lists["people_do"]


def _is_of_itself(clause: Clause, at: int) -> bool:
    """Whether the verb is done to nobody: "обновится", "przesunie się"."""
    near = [token.said for token in clause.tokens[max(0, at - 1) : at + 2]]
    return clause.language != "en" and (clause.tokens[at].said.endswith("ся") or "sie" in near)


def wants_it_by(clause: Clause, before: Clause) -> bool:
    """ "Ретушь портретов, им нужно в понедельник": when what is to be done already is wanted, and nothing else."""
    told = {*clause.tells.get("wish", ()), *clause.tells.get("they", ()), *clause.tells.get("to_them", ())}
    last = {n for at in told for n in range(at, clause.lasts.get(at, at) + 1)}
    bare = all(n in last or one.kind == "when" for n, one in enumerate(clause.tokens))
    return bare and clause.names("needs_now") and clause.dated and not before.dated


def finds_out(clause: Clause, at: int) -> bool:
    """ "Ustaliłam adres", in Polish: found out by one of us, with nobody and nothing more told."""
    one = clause.tokens[at].said in clause.lists["finds_out"] and len(clause.words) <= 3
    told = clause.dated or clause.names("with") or clause.names("that") or clause.has(INF, THEY, WE)
    return one and not told and not any(token.kind == "number" for token in clause.tokens)


def is_given_by_somebody(clause: Clause, at: int) -> bool:
    """ "Poprawki do umowy ma przysłać do piątku", in Polish: what is named before is given, and comes not of itself."""
    last = clause.lasts.get(at, at)
    return last > at and clause.dated and clause.tokens[last].said not in clause.lists["comes_inf"]


def comes_or_pays(clause: Clause) -> bool:
    """ "Обещал зайти с женой": what is promised only the client does, whoever the verb sounds like."""
    deed = clause.first(INF)
    own = clause.lists["comes_here"] | clause.lists["only_theirs"]
    return deed < NOWHERE and clause.language != "en" and clause.tokens[deed].said in own


def tells_no_day(clause: Clause) -> bool:
    """ "…, вылет утром": an hour or a part of the day named behind a deed that has its day."""
    return clause.language != "en" and not any(
        when.day or when.instant or when.beside for when in clause.whens
    )

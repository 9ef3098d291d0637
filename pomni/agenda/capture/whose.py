"""Whose promise it is where endings tell it, in Russian and Polish: of many who vow, of our own people, of nobody."""

from collections.abc import Sequence

from pomni.agenda.capture.clauses import Clause
from pomni.agenda.capture.forms import IMP, INF, ME, WE

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
    if how in clause.lists["not_how"]:
        return False
    bare = clause.first(INF) == 0 and len(clause.tokens) == len(said) and _ends_like_how(how)
    return bare and not clause.says("must", "to_them") and not clause.names("at_once")


def _ends_like_how(word: str) -> bool:
    thing = word.endswith(("ство", "anie", "enie", "cie"))
    return len(word) > 4 and not thing and word.endswith(("но", "во", "ко", "nie", "wo", "sto"))


def in_charge(tokens: Sequence[str], clause: Clause) -> bool:
    """ "Ответственная @julia": only words of who is in charge stand before a colleague."""
    return bool(tokens) and all(word in clause.lists["in_charge"] for word in tokens)


def is_a_term(clause: Clause) -> bool:
    """ "Agreed: no travel charge", "… по средам из дома": a term of what is agreed, and no deed."""
    usual = clause.language != "en" and clause.says("habit", "fact") and not clause.forms
    return clause.starts_with("nothing") or usual

"""What a clause without a verb comes to: a task where it names a work of ours or is due "by" a day, the client's where it
names the client's money; too little otherwise.
"""

import re

from pomni.agenda.capture.clauses import Clause
from pomni.agenda.capture.text import Token
from pomni.agenda.capture.whens import Said

# How the name of a work ends, where it stands first: "заполнение анкеты", "rozliczenie delegacji".
_WORK = re.compile(r"[а-я]{3,}(?:[ая]ние|ение|[иы]тие)$|[a-z]{3,}(?:anie|enie|ycie|ecie)$")
# An object of a verb that was left out.
_OBJECT = re.compile(r"[а-я]{3,}[ую]$|[a-zżźćńółęąś]{3,}ę$")
NOWHERE = 10**6
_FROM = ("с ", "со ", "от ", "od ", "from ")
_EACH = ("co ", "każd", "kazd", "every ", "each ", "кажд")
_BY = (
    "by ",
    "before ",
    "no later",
    "not later",
    "к ",
    "ко ",
    "не позднее",
    "не позже",
    "najpozniej",
    "nie pozniej",
)


def _is_theirs(clause: Clause) -> bool:
    """ "Meeting with his bank", "the shipment clears customs": of the client, or told of the thing."""
    at = clause.first("act_noun")
    last = clause.lasts.get(at, at) + 1
    pairs = zip(clause.tokens[last:], clause.tokens[last + 1 :], strict=False)
    has = clause.tokens[max(0, at - 2) : at]
    theirs = any(one.said in clause.lists["has"] for one in has) and not clause.says("we", "me", "staff")
    theirs = theirs or any(
        one.said in clause.lists["theirs"] and two.said in clause.lists["outsiders"] for one, two in pairs
    )
    runs = any(clause.names(name, last, last + 1) for name in ("third", "begins", "changes"))
    after = clause.names("has", last + 1, last + 2) and clause.names("at_whose", last, last + 1)
    return theirs or runs or after or _runs_from_day_to_day(clause)


def _runs_from_day_to_day(clause: Clause) -> bool:
    """ "The new contract from 1 April to 31 March"."""
    days = [when for when in clause.whens if when.day and not when.clock]
    return len(days) > 1 and is_from_a_day(clause)


def is_their_word(clause: Clause) -> bool:
    """ "Client feedback by Wednesday": what only they can say, and they are named before it."""
    pairs = zip(clause.tokens, clause.tokens[1:], strict=False)
    they = {clause.lasts.get(at, at) for at in clause.tells.get("they", ())}
    after = any(at in they and two.said in clause.lists["their_word"] for at, (_, two) in enumerate(pairs))
    pairs = zip(clause.tokens, clause.tokens[1:], strict=False)
    lists = clause.lists
    after = after or any(
        one.said in lists["their_word"] and two.said in lists["of_client"] for one, two in pairs
    )
    return after and not clause.told and not clause.forms


def is_to_be_done(clause: Clause) -> bool:
    """ "JPK do wysłania dzisiaj", in Polish: what is to be done to a thing."""
    pairs = zip(clause.tokens, clause.tokens[1:], strict=False)
    for one, after in pairs:
        deed = one.said == "do" and after.said.endswith("ia") and _WORK.search(after.said[:-1] + "e")
        if deed and after.said[:-1] + "e" not in clause.lists["not_work"] | clause.lists["work_of_theirs"]:
            return clause.dated or clause.told
    return False


def is_work(clause: Clause) -> bool:
    """Whether the clause names what is ours to do."""
    if (clause.says("act_noun") and _is_theirs(clause)) or clause.starts_with("deadline"):
        return False
    if clause.says("act_noun", "has_time"):
        return not clause.says("has_time")
    first = next((token for token in clause.tokens if token.kind == "word"), None)
    named = first is not None and _WORK.search(first.said) and first.said not in clause.lists["not_work"]
    return (
        bool(named)
        or is_to_be_done(clause)
        or is_due_by_a_day(clause)
        or _is_to_be_got(clause, first)
        or is_sent(clause)
    )


def _is_to_be_got(clause: Clause, first: Token | None) -> bool:
    """Whether it begins with an object whose verb was left out: "смету до пятницы", "wycenę na jutro"."""
    led = (
        first is None
        or clause.tokens[0] is not first
        or clause.forms
        or clause.says("they", "pay_noun", "fact")
    )
    if led or clause.names("theirs_to_give", 0, 2) or clause.says("booked", "habit", "done"):
        return False
    second = clause.tokens[1] if len(clause.tokens) > 1 else None
    if second is not None and second.kind == "word" and _is_given_to(first, second, clause):
        return False
    return bool(
        first and _OBJECT.search(first.typed.lower()) and first.said not in clause.lists["not_object"]
    )


def _is_given_to(first: Token | None, second: Token, clause: Clause) -> bool:
    """ "Кролику прививка", "щенку чип": a Russian word that may as well be whom it is for, and what it is after it."""
    dative = (
        first is not None and first.said.endswith(("у", "ю")) and not first.said.endswith(("ую", "ию", "юю"))
    )
    return dative and second.said not in clause.lists["prepositions"]


def is_sent(clause: Clause) -> bool:
    """Whether something is named with where it goes: "promo code to her inbox", "баннер на главную"."""
    at = min(clause.first("destination"), clause.first("destination_hers"))
    bare = not clause.forms and not clause.tells.keys() & {
        "they",
        "fact",
        "habit",
        "done",
        "booked",
        "pay_noun",
    }
    return bare and not clause.mentions and (0 < at < NOWHERE or _is_handed(clause))


def _is_handed(clause: Clause) -> bool:
    """ "Results to parents on the 9th", "menu to Ann by noon", in English."""
    at = next((n for n, token in enumerate(clause.tokens) if token.said == "to"), 0)
    if not at or not clause.dated or clause.tokens[at - 1].said in clause.lists["not_handed"]:
        return False
    after = [token for token in clause.tokens[at + 1 : at + 3] if token.said not in ("the", "her", "his")][:1]
    named = [one for one in after if one.typed[:1].isupper() and not one.typed.isupper()]
    return bool(named) or any(one.said in clause.lists["subjects"] for one in after)


def is_due_by_a_day(clause: Clause) -> bool:
    """Whether bare names are due by a day; what the client has to give is not taken for ours."""
    if any(token.kind == "number" for token in clause.tokens):
        return False
    if (
        clause.forms
        or clause.tells.keys() - {"staff", "to_them"}
        or clause.names("theirs_to_give")
        or clause.names("things")
    ):
        return False
    return any(
        not when.beside and (_is_by(clause, when.start) or _is_for(clause, when)) for when in clause.whens
    )


def is_from_a_day(clause: Clause) -> bool:
    """Whether the day is when something begins: "rent from 1 December"."""
    return any(token.kind == "when" and token.typed.lower().startswith(_FROM) for token in clause.tokens)


def is_stated(clause: Clause) -> bool:
    """ "Half term is 31 May", "przegląd ma do 14 stycznia": what is so, by the verb right before the day."""
    pairs = list(zip(clause.tokens, clause.tokens[1:], strict=False))
    if any(one.said in clause.lists["each"] and after.kind == "when" for one, after in pairs):
        return True  # "every Friday fresh flowers"
    if any(one.typed.lower().startswith(_EACH) for one in clause.tokens if one.kind == "when"):
        return True
    if clause.names("nothing", 1) and not clause.mentions:
        return True  # "school photos on Tuesday so no lesson"
    if clause.names("seems") or (clause.names("copula") and not clause.says("arrives")):
        return True  # "the rota for next week is up"
    return any(one.said in clause.lists["is_until"] and after.kind == "when" for one, after in pairs)


def comes_from_others(clause: Clause) -> bool:
    """ "Feedback from the panel by tomorrow": from somebody who is not of ours."""
    if clause.names("outsiders"):
        return True  # "the council inspection in April"
    pairs = zip(clause.tokens, clause.tokens[1:], strict=False)
    led = (after for one, after in pairs if one.said in clause.lists["from_whom"])
    return any(after.kind == "word" for after in led)


def is_amount(clause: Clause) -> bool:
    """Whether a sum of money is named: a number of hundreds, or one with a word of money after it."""
    pairs = zip(clause.tokens, [*clause.tokens[1:], clause.tokens[-1]], strict=True)
    return any(
        one.kind == "number"
        and (len(one.said) > 2 or after.said in clause.lists["money"] or after.said == "%")
        for one, after in pairs
    )


def is_greeting(clause: Clause) -> bool:
    """Whether a card or wishes of a day are named: of a day that comes round each year, too."""
    return (
        clause.dated and clause.names("greetings") and not clause.forms and not clause.says("done", "valid")
    )


def _is_for(clause: Clause, when: Said) -> bool:
    """ "A cake for Saturday", in Russian and Polish: wanted then."""
    token = next((one for one in clause.tokens if one.start == when.start), None)
    said = token.typed.lower() if token is not None else ""
    last = clause.tokens[-1].kind == "when"
    return (
        bool(when.day) and last and said.startswith(("на ", "na ", "for ")) and clause.tokens[0] is not token
    )


_BY_END = (
    "конца дня",
    "до вечера",
    "до ночи",
    "końca dnia",
    "do wieczora",
    "do nocy",
    "eod",
    "cob",
    "end of day",
    "tonight",
)


def _is_by(clause: Clause, start: int) -> bool:
    token = next((one for one in clause.tokens if one.start == start), None)
    said = token.typed.lower() if token is not None else ""
    return (
        said.startswith(_BY)
        or any(
            by in said for by in (" by ", "сегодня до ", "завтра до ", "dziś do ", "dzis do ", "jutro do ")
        )
        or said.endswith(_BY_END)
    )

"""Short clauses that only tell whose word the deed before them is: "…, she has it in writing", "…, the student said"."""

import re

from pomni.agenda.capture.clauses import HARD, SOFT, Clause
from pomni.agenda.capture.forms import IMP, INF, ME, WE
from pomni.agenda.capture.turns import agreed_on, only_agrees
from pomni.agenda.capture.verdicts import (
    AGREEMENT,
    BOTH,
    NONE,
    OUR_PROMISE,
    OUR_STEP,
    THEIR_PROMISE,
    THEIR_WISH,
    TOO_LITTLE,
    Verdict,
)

_LONGEST = 7  # words of such a clause
_WORK = re.compile(r"(?:anie|enie|[iy]cie|овка|ение|ание)$")  # how the name of a work ends


def side_of(clause: Clause) -> Verdict:
    """Whose word it is; NONE where the clause says something of its own."""
    if clause.dated and clause.joined_by == SOFT and _names_who_said(clause):
        return THEIR_PROMISE
    more = clause.dated or clause.mentions or len(clause.words) > _LONGEST or clause.ends_in == "?"
    if clause.joined_by == HARD or more or clause.names("nothing"):
        return NONE
    if _only_says(clause, "word_ours", 3) or _only_says(clause, "owe_we", 1):
        return OUR_PROMISE
    if len(clause.words) <= 2 and _only_says(clause, "ask", 1) and not clause.forms:
        return THEIR_WISH
    return THEIR_PROMISE if clause.says("word_theirs") or _names_who_said(clause) else NONE


def side_of_names(names: list[Clause], clause: Clause) -> Verdict:
    """Whose word it is where bare names stand before it; the client's only of a day or of money."""
    if not any(one.words for one in names):
        return NONE
    if clause.joined_by == SOFT and clause.ends_in != ":" and not clause.whens and only_agrees(clause):
        acts = names[-1].forms or names[-1].says("they", "we", "me", "staff", "pay_noun")
        paid = not names[-1].forms and not names[-1].dated and not names[-1].says("they", "we", "me", "staff")
        return agreed_on(names[-1], TOO_LITTLE) if acts and not paid else Verdict(AGREEMENT, BOTH)
    said = side_of(clause)
    if said == OUR_PROMISE and all(_is_priced(one) for one in names):
        return NONE
    told = said != THEIR_PROMISE or any(one.dated or one.says("pay_noun") for one in [clause, *names])
    return said if told else NONE


def _is_priced(clause: Clause) -> bool:
    """ "Naprawa 240 zł", before "klient wie": a work and what it costs, and nobody's promise."""
    work = 0 in clause.tells.get("act_noun", ()) or bool(_WORK.search(clause.tokens[0].said))
    priced = any(token.kind == "number" for token in clause.tokens[1:])
    return work and priced and not clause.dated and not clause.has(INF, IMP, WE, ME)


def part_of(clause: Clause) -> Verdict | None:
    """Whose part follows "ours:", "theirs:", "on the client's side:"."""
    if len(clause.tokens) > 1 and (clause.dated or clause.mentions):
        return None
    if (clause.starts_with("our_part") and len(clause.tokens) == 1) or _only_says(clause, "owe_we"):
        return OUR_PROMISE
    if _only_says(clause, "owe_they") or _only_says(clause, "of_them"):
        return THEIR_PROMISE
    on_them = [one.said for one in clause.tokens][:1] == ["on"] and clause.names("their_part", 1, 2)
    bare = (clause.starts_with("their_part") and len(clause.tokens) == 1) or on_them
    return THEIR_PROMISE if bare else None


def belongs_to(before: Verdict, said: Verdict) -> bool:
    """Whether what stands before can be the deed of whoever gave the word."""
    return said in (OUR_PROMISE, THEIR_PROMISE) and before in (OUR_STEP, THEIR_PROMISE)


def _only_says(clause: Clause, name: str, more: int = 0) -> bool:
    at = clause.first(name)
    said = range(at, clause.lasts.get(at, at) + 1)
    fillers = clause.lists["fillers"]
    rest = [n for n, token in enumerate(clause.tokens) if token.kind != "mark" and token.said not in fillers]
    return clause.says(name) and sum(n not in said for n in rest) <= more


def _names_who_said(clause: Clause) -> bool:
    """ "The student said", "she says": somebody of theirs, the word of saying, and no more."""
    words = clause.words
    last = [one.said for one in words if one.said not in clause.lists["at_last"]]
    said = bool(last) and last[-1] in clause.lists["says_so"]
    theirs = clause.says("they") or clause.starts_with("pronouns") or clause.tokens[0].typed[:1].isupper()
    return said and theirs and len(words) <= 3 and not clause.says("we", "me", "to_them", "staff")

"""What is in doubt: words that look like a promise or a step and as well tell of a third person, a state or a plan of nobody.

Each of these says that a clause gives nothing. They are apart from `silences`, which knows what is surely no promise.
"""

from itertools import pairwise

from pomni.agenda.capture.clauses import Clause
from pomni.agenda.capture.forms import IMP, INF, ME, NOW, PAST, THEY, WE
from pomni.agenda.capture.text import Token
from pomni.agenda.capture.whose import (
    happens_to_a_thing,
    is_being_done,
    is_gift_of_others,
    is_how_it_is_done,
    is_left_to_pay,
    is_only_in_charge,
    is_only_reached,
    only_does,
)

NOWHERE = 10**6
_DONE_BEFORE = frozenset(
    {
        "as",
        "be",
        "been",
        "is",
        "it",
        "them",
        "her",
        "him",
        "when",
        "once",
        "if",
        "already",
        "to",
        "not",
        "and",
    }
)
_HOW = ("о", "nie", "no", "ko")  # how a word of how ends: "точно", "pewnie"
_SURNAMES = ("ов", "ев", "ова", "ева", "ина", "ский", "ская", "енко", "ski", "ska", "czyk", "wicz")
_CAUSES = frozenset({"get", "have", "keep", "leave", "need", "want", "see", "make", "find"})


def is_doubtful(clause: Clause) -> bool:
    """Whether the clause is given up, though words of a promise or a deed are there."""
    if _is_only_booked(clause):
        return True
    if clause.says("we", "me", "promise_we", "agreed"):
        return False
    return any(
        doubt(clause)
        for doubt in (
            _only_lasts,
            _only_sets_off,
            _is_how_somebody_is,
            _is_away,
            _is_to_do_by_unknown,
            _is_asked_to_bring,
            _is_an_address,
            _is_over,
            _chases,
            _is_somewhere,
            _ours_wait,
            _thing_should,
            _happens,
            _is_told_to,
            _only_begins,
            _arrives_of_itself,
            _is_only_how,
            _is_by_outsiders,
            happens_to_a_thing,
            is_gift_of_others,
            is_being_done,
            is_how_it_is_done,
            is_left_to_pay,
            is_only_in_charge,
            is_only_reached,
            only_does,
        )
    )


def _only_lasts(clause: Clause) -> bool:
    """ "The tooth will hold till autumn", in Russian and Polish: what goes on, and no deed."""
    at = clause.first(THEY)
    return at < NOWHERE and clause.tokens[at].said in clause.lists["lasts"] and not clause.told


def _only_sets_off(clause: Clause) -> bool:
    """ "Her husband will walk with the dog": no day, and a deed that is nothing to us."""
    at = clause.first(THEY)
    if at == NOWHERE or clause.dated or clause.told or clause.says("to_us"):
        return False
    back = clause.tokens[at].said in clause.lists["away"] and len(clause.words) <= 2
    return (back or clause.tokens[at].said in clause.lists["sets_off"]) and not clause.has(INF)


def _is_how_somebody_is(clause: Clause) -> bool:
    """ "Says he's keen", in English: how somebody is, where neither a deed nor "to" follows "he's"."""
    at = clause.first("said_will")
    last = clause.lasts.get(at, at)
    if at == NOWHERE or not clause.tokens[last].said.endswith("'s"):
        return False
    follows = clause.tokens[last + 1].said if last + 1 < len(clause.tokens) else ""
    return follows != "to" and not follows.endswith("ing")


def _is_away(clause: Clause) -> bool:
    """ "@amy on hols til Monday", "@dan off Friday", in English: where a colleague is."""
    at = clause.mentions[0].at + 1 if clause.mentions else len(clause.tokens)
    after = [one.said for one in clause.tokens[at : at + 2]]
    if not after or after[0] not in clause.lists["away_at"] or clause.has(INF, IMP, THEY):
        return False
    return len(clause.tokens) - at <= 2 or after[1] in clause.lists["leave"]


def _is_to_do_by_unknown(clause: Clause) -> bool:
    """ "Insurers to confirm", "jane to send specs", in English: a name of no list is told to, and no day is told."""
    at = clause.first(INF)
    if not 1 < at <= 3 or clause.tokens[at - 1].said != "to" or clause.dated or clause.told:
        return False
    who = clause.tokens[at - 2].said
    known = clause.says(
        "must",
        "staff",
        "they",
        "to_them",
        "act_noun",
        "pay_noun",
        "wish",
        "ask",
        "intend",
        "ready",
        "promised",
        "promised_many",
        "consents",
        "owe_they",
        "owe_we",
    )
    verb = any(who in clause.lists[name] for name in ("verbs", "no_verb", "things"))
    follows = clause.tokens[at + 1].said if at + 1 < len(clause.tokens) else ""
    acts = clause.tokens[at].said in clause.lists["client_verb"] or follows in clause.lists["determiners"]
    return acts and not known and not verb and not clause.tokens[at - 2].typed[:1].isupper()


def _is_asked_to_bring(clause: Clause) -> bool:
    """ "Must bring photo id", in English: what the client is to bring, told to nobody."""
    at = min(clause.first(INF), clause.first(IMP))
    bring = (
        at < NOWHERE and clause.tokens[at].said == "bring" and not clause.says("promised", "they", "owe_they")
    )
    return bring and clause.names("theirs_to_give", at + 1, at + 4) and not clause.dated and not clause.told


def _is_an_address(clause: Clause) -> bool:
    """ "Email kaz@example.com", "mobile 07700 900312": where somebody is reached."""
    if len(clause.tokens) < 2 or clause.dated or clause.told:
        return False
    names = clause.tokens[0].said in ("email", "mail", "phone", "mobile", "tel")
    reached = clause.tokens[1]
    number = reached.kind == "number" and len(reached.said) > 3
    return names and (reached.kind == "address" or number) and not clause.says("to_them")


def _is_over(clause: Clause) -> bool:
    """ "Hold deposit 334 received Friday", in English: what was done to it stands at the end, before the day."""
    at = clause.first(IMP)
    words = [n for n, one in enumerate(clause.tokens) if one.kind != "when"]
    if (
        at
        or len(words) < 3
        or clause.says("which")
        or clause.tokens[0].said in _CAUSES | clause.lists["inquiry"] | clause.lists["tell"]
    ):
        return False
    last = words[-1]
    over = last in clause.tells.get("done", ()) or last in clause.forms.get(PAST, ())
    return (
        over and clause.tokens[last - 1].said not in _DONE_BEFORE and not clause.names("determiners", 1, last)
    )


def _chases(clause: Clause) -> bool:
    """ "Landlord chasing": somebody waits for us, and what for is not said."""
    at = clause.first("await_they")
    chases = 0 < at < NOWHERE and clause.tokens[at].said == "chasing"
    return chases and at + 1 == len(clause.tokens) and not clause.has(WE, ME, NOW)


def _are_things(what: Token, verb: Token, at: int) -> bool:
    """ "Двери приедут", "Meble przyjadą": the first word and its verb of many; no name of one ends so, and no family."""
    many = verb.said.endswith(("ут", "ют", "ят", "a")) and what.said.endswith(("ы", "и", "y", "i", "e"))
    family = what.said.endswith(("овы", "евы", "ины", "ские", "scy", "ccy", "wie"))
    return at == 1 and many and not family


def _is_only_how(clause: Clause) -> bool:
    """ "Call at work only", in English: how somebody is reached."""
    reached = clause.tokens[0].said in clause.lists["reaches"] and clause.tokens[-1].said == "only"
    return reached and not clause.dated and not clause.told


def _is_by_outsiders(clause: Clause) -> bool:
    """ "Will be paid by the insurance", in English."""
    by = next((n for n, one in enumerate(clause.tokens) if one.said == "by"), len(clause.tokens))
    return clause.has(THEY) and clause.names("outsiders", by + 1, by + 3) and not clause.told


def _arrives_of_itself(clause: Clause) -> bool:
    """ "Новые стулья придут в четверг", in Russian and Polish: what stands before the verb is no person known."""
    ats = [at for form in (THEY, NOW) for at in clause.forms.get(form, ())]
    at = min((at for at in ats if clause.tokens[at].said in clause.lists["coming"]), default=0)
    if (
        not at
        or clause.says("they", "staff", "to_us", "to_them", "they_will", "said")
        or clause.told
        or len(ats) > 1
    ):
        return False
    what = clause.tokens[at - 1]
    called = what.typed[:1].isupper() and not _are_things(what, clause.tokens[at], at)
    named = what.kind == "word" and not called and len(what.said) > 2
    sure = what.said.endswith(_HOW) or any(
        what.said in clause.lists[name] for name in ("pronouns", "fillers", "particles")
    )
    sure = sure or what.said.endswith(_SURNAMES)
    return named and not sure and at - 1 not in clause.lasts


def _only_begins(clause: Clause) -> bool:
    """ "The new pupil starts on Thursday", "her office moves in June", in English: when something begins for them."""
    at = clause.first(NOW)
    said = clause.tokens[at].said if at < NOWHERE else ""
    begins = said in clause.lists["begins"] or said in clause.lists["changes"]
    return begins and said.endswith("s") and not clause.told and not clause.has(INF, THEY)


def _is_told_to(clause: Clause) -> bool:
    """ "Told him to ring if it leaks": what the client is to do, and nothing promised."""
    said = [one.said for one in clause.tokens[:4]]
    at = 1 if said[:1] in (["we"], ["i"], ["have"]) else 0
    told = said[at : at + 1] and (said[at] in clause.lists["we_told"] or said[at] in clause.lists["bade"])
    heard = at + 1 in clause.tells.get("to_them", ())
    deed = said[at + 2 : at + 3] == ["to"] or at + 2 in clause.forms.get(INF, ())
    return bool(told) and heard and deed


def _is_only_booked(clause: Clause) -> bool:
    """ "Umówione na piątek 15", in Polish: an appointment, where no more is said than its day."""
    rest = clause.tokens[1:]
    return (
        bool(rest) and clause.starts_with("booked_so") and all(one.kind in ("when", "number") for one in rest)
    )


def _happens(clause: Clause) -> bool:
    """ "The transfer should clear on Friday", "will be done Friday", in English: of itself, or by nobody named."""
    said = [one.said for one in clause.tokens]
    if any(one == "should" and two in clause.lists["happens"] for one, two in pairwise(said)):
        return not clause.told and not clause.says("they", "staff")
    done = said[:2] == ["will", "be"] and said[2:3] != [] and said[2] in clause.lists["finished"]
    return done and not clause.told and not clause.says("by_them")


def _ours_wait(clause: Clause) -> bool:
    """ "The builder is waiting for the electrician": neither side."""
    at = clause.first("wish")
    waits = at < NOWHERE and clause.names("waits", at, at + 2) and clause.first("staff") < at
    return waits and clause.first("they") > at and not clause.dated and not clause.told


def _thing_should(clause: Clause) -> bool:
    """ "Посылка должна прийти", "paczka powinna dojść": a thing, in Russian and Polish."""
    at = min(clause.first(name) for name in ("owe_they", "owe_bare", "intend"))
    thing = 0 < at < NOWHERE and clause.tokens[at - 1].said in clause.lists["things"]
    return thing and clause.first("they") > at and not clause.told


def _is_somewhere(clause: Clause) -> bool:
    """ "@kasia plik jest na serwerze", in Polish: a name that ends like an order, and what is so of it."""
    at = clause.first(IMP)
    called = 0 < at < NOWHERE and clause.tokens[at - 1].kind == "mention"
    return called and clause.names("is_so", at + 1, at + 2) and not clause.has(INF)

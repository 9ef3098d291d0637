"""What a clause speaks of that is nobody's promise although it sounds like one: of old, of strangers, refused after all."""

from pomni.agenda.capture.clauses import Clause
from pomni.agenda.capture.forms import IMP, INF, IS, ME, NOW, OURS_PAST, PAST, THEY, WE

NEGATED = ("no_" + IS, "no_" + NOW, "no_" + PAST)
OPENING, CLOSING = '«„“"', '»”"'
NOWHERE = 10**6  # further than any word of a line


def is_beside_the_matter(clause: Clause) -> bool:
    """Whether nothing is promised here, whatever words of promise or deed there are."""
    return any(
        silent(clause)
        for silent in (
            _refuses_after,
            _is_long_ago,
            _is_over_long_ago,
            _is_claimed,
            _is_nothing,
            _is_quoted,
            _is_reported,
            _is_told_of,
            _wants_of_strangers,
            _advises,
            _takes_calls,
            _may,
            _waits,
            _was_not_told,
            _by_nobody,
            _is_thought,
            _must_be_so,
            _strangers_say,
            _comes_round,
            _by_another,
        )
    )


def _refuses_after(clause: Clause) -> bool:
    """The deed is refused after it is named: "a crown she will not have"."""
    deed = clause.first(INF)
    return deed < clause.first("refused") <= deed + 2 and not clause.told and not clause.names("inquiry")


def _is_long_ago(clause: Clause) -> bool:
    """A promise of last year, or of a day that came round not long ago."""
    if clause.says("agreed") and clause.dated and not clause.has(INF):
        return all(when.far or when.beside for when in clause.whens)
    if not clause.says("promise_we", "promised_many", "promised"):
        return False
    if clause.dated:
        return all(when.far for when in clause.whens) and not clause.says("promised")
    said = (token.typed.lower() for token in clause.tokens if token.kind == "when")
    return any(word in clause.lists["long_ago"] for words in said for word in words.split())


def _is_over_long_ago(clause: Clause) -> bool:
    """ "In July he said he would move": over, and of a day that came round months ago."""
    over = clause.has(PAST, OURS_PAST) or clause.says("said", "done")
    return over and clause.dated and all(when.far or when.beside for when in clause.whens)


def _is_claimed(clause: Clause) -> bool:
    """ "Claims that we promised a discount": the client's word against ours."""
    promised = min(clause.first(name) for name in ("promise_we", "promised_many", "agreed"))
    return promised < NOWHERE and not clause.dated and clause.names("claims", 0, promised)


def _is_nothing(clause: Clause) -> bool:
    """ "No further action", "no leaf blowers before 8"."""
    deed = clause.has(INF, IMP, THEY, WE, ME) or clause.says("must", "arrives")
    return clause.starts_with("nothing") and not clause.told and not (clause.dated and deed)


def _is_quoted(clause: Clause) -> bool:
    """ "We'll go elsewhere then", in quotation marks: somebody's words."""
    marks = [token.said for token in clause.tokens if token.said in OPENING + CLOSING]
    opens = clause.tokens[0].said in OPENING
    closes = clause.tokens[-1].said in CLOSING and len(marks) == 1
    said = clause.has(WE, ME) or (opens and clause.has(IMP))
    return bool(marks) and (opens or closes) and said and not clause.told


def _is_reported(clause: Clause) -> bool:
    """ "@max says he is a tough one": a colleague's word, and nobody is told to act."""
    said = clause.mentions and clause.names("reporting", clause.mentions[0].at + 1, clause.mentions[0].at + 2)
    return (
        bool(said)
        and not (clause.has(NOW) and clause.dated)
        and not clause.has(INF, IMP, ME, WE)
        and not clause.says("said_will")
        and clause.ends_in != "?"
    )


def _is_told_of(clause: Clause) -> bool:
    """ "Got the gift we promised"."""
    over = min(clause.first(PAST), clause.first("done"))
    return over < clause.first("promise_we") < NOWHERE and not clause.dated


def leads_to_no_deed(clause: Clause, lead: int) -> bool:
    """ "Is too shy to sing", "hard to reach her": what somebody does or is leads to the infinitive, and no day is told."""
    if clause.first(INF) != lead or clause.dated or clause.told or clause.says("must", "we", "me"):
        return False
    if clause.tokens[lead].said in clause.lists["idle"]:
        return True
    near = range(max(0, lead - 3), lead)
    present = any(at in near for form in (IS, NOW, *NEGATED) for at in clause.forms.get(form, ()))
    return present or clause.names("unable", max(0, lead - 4), lead)


def _wants_of_strangers(clause: Clause) -> bool:
    """A bank or a court wants it."""
    said = min(clause.first(name) for name in ("wish", "wish_many", "ask", "said", "they_will", THEY))
    theirs = clause.first("they") < said and said in (clause.first("they_will"), clause.first(THEY))
    return said < NOWHERE and clause.names("outsiders", 0, said) and not clause.told and not theirs


def _advises(clause: Clause) -> bool:
    """A doctor of ours said what is best."""
    at = clause.first("staff")
    if at == NOWHERE or not clause.names("advises", at + 1, at + 3) or clause.told:
        return False
    ours = clause.tokens[at].said not in clause.lists["either"]
    return ours and clause.has(INF) and not clause.dated and not clause.says("to_them")


def _waits(clause: Clause) -> bool:
    """The client waits for a lawyer or a husband, and no day is told."""
    at = min(clause.first("wish"), clause.first("await_they"))
    if at < NOWHERE and clause.names("events", at, at + 4) and not clause.has(INF):
        return True  # "waits for an operation in June"
    waits = at == clause.first("wish") and clause.names("waits", at, at + 2)
    if waits and clause.names("own_houses", at + 1, at + 5) and not clause.dated:
        return True  # "they wait for the board's consent"
    return (
        at < NOWHERE
        and not clause.dated
        and not clause.has(INF)
        and not clause.names("so_that")
        and clause.names("own_people", at, at + 5)
    )


def _may(clause: Clause) -> bool:
    """ "Can collect it even today", with nobody told to."""
    theirs = not clause.says("we", "me", "to_them") and not clause.told
    return theirs and clause.has(INF) and clause.names("may") and clause.ends_in != "?"


def _was_not_told(clause: Clause) -> bool:
    """ "Did not say that he brings a friend"."""
    at = clause.first("no_" + PAST)
    return at < NOWHERE and clause.names("that_is", at + 1, at + 4) and not clause.told


def _is_thought(clause: Clause) -> bool:
    """ "She thought we close at six"."""
    return clause.names("thought", 0, 3) and not clause.told and not clause.says("we", "me")


def _strangers_say(clause: Clause) -> bool:
    """ "The supplier says the pallets will be here on Tuesday": neither side's word."""
    at = next((n for n, one in enumerate(clause.tokens) if one.said in clause.lists["strangers"]), NOWHERE)
    said = clause.names("claims", at + 1, at + 3) or clause.names("says_so", at + 1, at + 3)
    return said and not clause.told and not clause.has(INF, IMP)


def _comes_round(clause: Clause) -> bool:
    """ "The bus brings the children at 15:40": what goes on so, with an hour and no day."""
    hours = bool(clause.whens) and all((when.clock or when.part) and not when.day for when in clause.whens)
    now = (
        clause.has(NOW)
        and not clause.has(INF, THEY, IMP, WE, ME)
        and not clause.says("to_us", "they", "staff")
    )
    return now and hours and not clause.told


def _by_nobody(clause: Clause) -> bool:
    """ "Nobody has promised her anything"."""
    return clause.starts_with("nobody") and not clause.told


def _by_another(clause: Clause) -> bool:
    """ "Another firm will put up the stone": neither side's."""
    return clause.says("by_another") and not clause.told and not clause.says("we", "me")


def _takes_calls(clause: Clause) -> bool:
    """ "The owner picks up after 8": an hour without a day is when somebody can be reached."""
    at = clause.first(NOW)
    hours = all(when.clock and not when.day for when in clause.whens)
    reached = at < NOWHERE and clause.tokens[at].said in clause.lists["reached"]
    return bool(clause.whens) and hours and reached and not clause.has(PAST, OURS_PAST)


def is_done_by_somebody(clause: Clause) -> bool:
    """ "Стекло закажут на заводе", with no day: a thing, and nobody is named who does it."""
    at = clause.first(THEY)
    if not 0 < at < NOWHERE or clause.says("they", "to_us", "to_them", "staff", "said") or clause.told:
        return False
    by_event = clause.names("on_event", at + 1, at + 2)
    if (
        (clause.dated or by_event)
        and not _are_materials(clause, at)
        and (
            clause.tokens[at].said.startswith(tuple(clause.lists["they_give"]))
            or clause.names("their_word", 0, at)
        )
    ):
        return False  # "документы пришлют в пятницу"
    alone = len(clause.forms[THEY]) == 1 and not clause.has(NOW, INF)
    return alone and at == 1 and clause.tokens[at].said.endswith(tuple(clause.lists["many_do"]))


def _are_materials(clause: Clause, at: int) -> bool:
    """ "Бетон привезут в 7": a supplier does."""
    return clause.names("things", 0, at) and clause.tokens[at].said.startswith(tuple(clause.lists["carries"]))


def brings_goods(clause: Clause) -> bool:
    """ "Beton przywiozą o 7", in Polish: a supplier does."""
    at = clause.first(THEY)
    many = 0 < at < NOWHERE and clause.language == "pl" and clause.tokens[at].typed.endswith("ą")
    named = clause.says("they", "to_us", "to_them", "staff", "said") or clause.told
    return many and _are_materials(clause, at) and not named


def stays_so(clause: Clause) -> bool:
    """ "They'll last", in English: what will be so, and no deed."""
    at = min(clause.first("they_will"), clause.first("said_will"))
    last = clause.lasts.get(at, at) + 1
    after = [one.kind for one in clause.tokens[last + 1 : last + 2]]
    if at < NOWHERE and clause.tokens[last : last + 1] and clause.tokens[last].said == "be":
        if clause.names("how_one_is", last + 1, last + 2):
            return True  # "he'll be late on Tuesday"
        it = clause.tokens[last - 1].said == "it'll" and not clause.dated
        return it or after == ["number"]  # "it'll be his last car", "he'll be 60 in March"
    return at < NOWHERE and clause.names("stays", last, last + 1) and not clause.told


def _must_be_so(clause: Clause) -> bool:
    """ "Should be fine once it dries", "must be 18": what is so, in English, and nothing that is to be done."""
    pairs = zip(clause.tokens, clause.tokens[1:], strict=False)
    if any(one.said == "should" and two.said in clause.lists["hears_of"] for one, two in pairs):
        return clause.first("we") > 1 and clause.first("me") > 1  # "should hear by the 5th"
    at = next((n for n, one in enumerate(clause.tokens) if one.said == "be"), 0)
    after = clause.tokens[at + 1] if at and at + 1 < len(clause.tokens) else None
    led = clause.tokens[at - 1].said in ("must", "should")
    deed = (
        after is None
        or after.said.endswith("ed")
        or after.said in clause.lists["over"] | clause.lists["sure_done"]
    )
    return led and not deed and not clause.dated and not clause.told and clause.first("they") > at


def comes_by_itself(clause: Clause) -> bool:
    """ "The parcel comes on Friday": a thing; "comes for the parcel" is somebody."""
    pairs = zip(clause.tokens, clause.tokens[1:], strict=False)
    led = any(
        two.said in clause.lists["things"] and one.said in clause.lists["fetches"] for one, two in pairs
    )
    thing = clause.names("things") and clause.names("coming") and not led
    return thing and not clause.says("they")

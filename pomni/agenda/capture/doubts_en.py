"""What is in doubt in English alone, where the place of a word and not its ending tells whose the deed is.

Every list named here stands in the English table only, so that no other language is asked. See `doubts`.
"""

from pomni.agenda.capture.clauses import Clause
from pomni.agenda.capture.forms import IMP, INF, IS, ME, NOW, PAST, THEY, WE
from pomni.agenda.capture.verdicts import OUR_STEP, THEIR_PROMISE, THEIR_WISH, Verdict

NOWHERE = 10**6
# Words that tell whose an infinitive is, wherever they stand.
_TELLS_WHOSE = (
    "must",
    "we",
    "me",
    "staff",
    "ask",
    "wish",
    "intend",
    "agreed",
    "consents",
    "promised",
    "promise_we",
    "owe_we",
    "they_will",
)


def is_doubtful_in_english(clause: Clause, lead: int, verdict: Verdict) -> bool:
    """Whether what was read out of an English clause may as well be somebody else's, a habit or a thing's."""
    if not clause.lists["client_does"]:
        return False  # another language
    if verdict == OUR_STEP:
        return any(
            doubt(clause, lead)
            for doubt in (
                _is_led_by_another,
                _only_hears,
                _can_only,
                _thing_should,
                _is_a_manager,
                _is_a_rule,
                _is_anothers_need,
                _was_put,
                _only_says_we_will,
            )
        )
    if verdict == THEIR_WISH:
        return _is_a_taste(clause)
    if verdict == THEIR_PROMISE:
        return (
            _is_work_of_ours(clause)
            or _is_only_so(clause)
            or _lives(clause)
            or _goes_to_need(clause)
            or _comes_of_itself(clause)
            or _opens_or_shuts(clause)
            or _has_to_at_work(clause, lead)
        )
    return False


def _is_led_by_another(clause: Clause, lead: int) -> bool:
    """ "Failed to attend", "is mad to get going", "sticks to pop songs": what somebody else does or is leads to it."""
    if clause.first(INF) != lead or not 2 <= lead < NOWHERE or clause.tokens[lead - 1].said != "to":
        return False
    if clause.told or clause.says(*_TELLS_WHOSE):
        return False
    leads = clause.tokens[lead - 2].said
    over = any(lead - 2 in clause.forms.get(form, ()) for form in (PAST, NOW, IS))
    over = over or lead - 2 in clause.tells.get("done", ()) or leads in clause.lists["over"]
    theirs = clause.first("they") < lead and not clause.says("owe_they")
    waits = leads in clause.lists["left_so"] and not clause.dated  # "14 still to pay"
    return over or theirs or waits or leads in clause.lists["unable"] or leads.endswith("ly")


def _only_hears(clause: Clause, lead: int) -> bool:
    """ "We're supposed to hear from the bank by the 15th": we wait, and do nothing."""
    hears = clause.first(INF) == lead < NOWHERE and clause.tokens[lead].said in clause.lists["hears"]
    return hears and clause.says("owe_they") and not clause.told


def _can_only(clause: Clause, lead: int) -> bool:
    """ "Confirmed with the agent that we can view it at noon": what one can do."""
    at = clause.first("we_will")
    can = 0 < at < NOWHERE and clause.tokens[clause.lasts.get(at, at)].said in clause.lists["ability"]
    return can and clause.tokens[at - 1].said in clause.lists["that"] and not clause.told


def _is_a_rule(clause: Clause, lead: int) -> bool:
    """ "Rooms must be vacated by 9": what holds each day, where an hour and no day is told."""
    at = clause.first("owe_many")
    hours = bool(clause.whens) and all((when.clock or when.part) and not when.day for when in clause.whens)
    return 0 < at < NOWHERE and hours and not clause.told and not clause.says("we", "me", "staff")


def _is_anothers_need(clause: Clause, lead: int) -> bool:
    """ "Hendys need to sell first": a name, and no day."""
    at = clause.first("must")
    if not 0 < at < NOWHERE or clause.dated or clause.told or clause.says("we", "me", "staff", "you"):
        return False
    named = (
        clause.tokens[at - 1].typed[:1].isupper()
        and clause.tokens[at - 1].said not in clause.lists["no_verb"]
    )
    return named and at == 1 and clause.tokens[at].said in clause.lists["needs_to"]


def _only_says_we_will(clause: Clause, lead: int) -> bool:
    """ "… and we will", "we can": what is meant was said before."""
    at = min(clause.first("we_will"), clause.first("me_will"))
    return at == 0 and clause.lasts.get(at, at) + 1 == len(clause.tokens)


def _was_put(clause: Clause, lead: int) -> bool:
    """ "We let him have a loan tractor": a verb whose past looks like it, and no day."""
    ours = [one.said for one in clause.tokens[:1]] in (["we"], ["i"])
    past = ours and len(clause.tokens) > 1 and clause.tokens[1].said in clause.lists["set_by"]
    return past and not clause.dated and not clause.told


def _is_a_manager(clause: Clause, lead: int) -> bool:
    """ "The strata manager is going to notify residents": a manager may be anybody's."""
    if clause.told or clause.dated or clause.says("we", "me", "to_them", "must"):
        return False
    either = [at for at in clause.tells.get("staff", ()) if clause.tokens[at].said in clause.lists["either"]]
    acts = min(clause.first("intend"), clause.first(THEY))
    return bool(either) and either[0] < acts < NOWHERE


def _thing_should(clause: Clause, lead: int) -> bool:
    """ "The card should read ...", with no day: how a thing is to be, and nobody told."""
    at = next((n for n, one in enumerate(clause.tokens) if one.said in clause.lists["should"]), 0)
    if not at or clause.dated or clause.told or clause.says("we", "me", "staff", "to_us", "you"):
        return False
    return at in clause.tells.get("must", ()) and min(clause.first(IMP), clause.first("they")) > at


def _goes_to_need(clause: Clause) -> bool:
    """ "Going to need more ribbon": nobody is named, and no day."""
    bare = clause.first("intend") == 0 and clause.tokens[0].said.endswith("ing") and not clause.dated
    return bare and not clause.says("they", "to_us")


def _lives(clause: Clause) -> bool:
    """ "She flies out on Thursday": what somebody does for a living or a pleasure, and not for us."""
    at = clause.first(NOW)
    if (
        at == NOWHERE
        or clause.has(THEY, INF)
        or clause.says("promised", "to_us", "agreed", "consents", "goes")
    ):
        return False
    if clause.names("determiners", at + 1, at + 2) or clause.names("across", at + 1, at + 2):
        return False  # "they haul the leftovers away", "pings over his portfolio"
    stems = {_stem(clause.tokens[at].said, ending) for ending in ("s", "es", "ing", "")}
    known = clause.lists["clients_do"] | clause.lists["client_does"]
    doubled = {stem[:-1] for stem in stems if stem[-1:] == stem[-2:-1]}
    return not known & (stems | doubled | {stem + "e" for stem in stems})


def _stem(word: str, ending: str) -> str:
    return word[: len(word) - len(ending)] if ending and word.endswith(ending) else word


def _is_a_taste(clause: Clause) -> bool:
    """ "Only wants phone calls", "would rather be seen by a woman", with no day: how somebody is."""
    at = clause.first("wish")
    if at == NOWHERE or clause.told:
        return False
    after = clause.tokens[clause.lasts.get(at, at) + 1 :]
    if [one.said for one in after[:2]] == ["to", "be"] and clause.names("how_one_is", at):
        return True  # "hopes to be back next week"
    if clause.dated:
        return False
    if clause.whens and clause.names("wanted", at, at + 1):
        return True  # "he expected it last Friday"
    only = clause.names("only_so", max(0, at - 1), at) or clause.tokens[-1].said in clause.lists["only_so"]
    last = clause.lasts.get(at, at)
    nobody = clause.tokens[0].said in ("will", "needs") or clause.tokens[last].said in clause.lists["need_of"]
    only = only or (at == 0 and nobody)  # "will need a ramp", "could do with a hand"
    return only or clause.tokens[last].said in clause.lists["rather"]


def _comes_of_itself(clause: Clause) -> bool:
    """ "Scaffolding comes down on Thursday": what stands before the verb may as well be a thing."""
    at = clause.first(NOW)
    if not 0 < at < NOWHERE or clause.has(THEY, INF) or clause.says("they", "to_us", "said", "pay_noun"):
        return False
    if clause.names("things", 0, at) or clause.names("outsiders", 0, at):
        return True  # "the parts house is sending it on Tuesday"
    return clause.tokens[at].said in clause.lists["sets_in"] and not clause.names("fetches", at)


def _opens_or_shuts(clause: Clause) -> bool:
    """ "They close on 4 September": what a house does, and no promise."""
    at = clause.first(NOW)
    return at < NOWHERE and clause.tokens[at].said in clause.lists["house_does"] and not clause.has(THEY, INF)


def _has_to_at_work(clause: Clause, lead: int) -> bool:
    """ "Gerry has to get up on the roof": a name that may be a colleague's, and a deed that is no client's."""
    at = clause.first("owe_they")
    if not 0 < at < lead < NOWHERE or clause.says("they", "to_us", "of_them"):
        return False
    deed = clause.tokens[lead].said
    return not clause.has(WE, ME, IMP) and deed not in clause.lists["clients_do"]


def _is_only_so(clause: Clause) -> bool:
    """ "The appraiser will be there on Monday", "the keys will be sent": how something will be, or nobody's deed."""
    at = _will(clause)
    if at == NOWHERE or clause.tokens[at].said != "be" or at + 1 >= len(clause.tokens):
        return False
    after = clause.tokens[at + 1].said
    if any(one.typed.lower().startswith("by ") for one in clause.tokens[at:] if one.kind == "when"):
        return False  # "she'll be out by the 15th"
    if clause.names("by", at) and not clause.says("by_them", "to_us"):
        return True  # "the keys will be sent by the vendor"
    return not (after.endswith("ing") or after in clause.lists["be_sure"] or clause.says("by_them", "to_us"))


def _is_work_of_ours(clause: Clause) -> bool:
    """ "Padraig will price the gearbox today": a name of no list, and what is rather done here."""
    at = _will(clause)
    unknown = not clause.says("they", "to_us", "said", "said_will", "promised", "staff", "of_them")
    return (
        at < NOWHERE
        and clause.first("they_will") > 0
        and unknown
        and clause.tokens[at].said in clause.lists["work_of_ours"]
    )


def _will(clause: Clause) -> int:
    """Where the verb after "will" stands."""
    at = min(clause.first("they_will"), clause.first("said_will"))
    after = clause.lasts.get(at, at) + 1
    while after < len(clause.tokens) and clause.tokens[after].said in clause.lists["adverbs"]:
        after += 1
    return after if at < NOWHERE and after < len(clause.tokens) else NOWHERE


def does_nothing_for_us(clause: Clause) -> bool:
    """ "Sounds like she'll go private": no day, and a deed that nobody here waits for."""
    at = _will(clause)
    at = clause.first(INF) if at == NOWHERE and clause.says("owe_they") else at
    if (
        at == NOWHERE
        or clause.dated
        or clause.says("promised", "to_us", "consents", "agreed", "pay_noun", "said")
    ):
        return False
    return clause.tokens[at].said not in clause.lists["clients_do"] | clause.lists["client_does"]

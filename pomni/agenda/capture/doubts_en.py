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
    if verdict == OUR_STEP:
        return _is_led_by_another(clause, lead) or _only_hears(clause, lead)
    if verdict == THEIR_WISH:
        return _is_a_taste(clause)
    if verdict == THEIR_PROMISE:
        return _comes_of_itself(clause) or _opens_or_shuts(clause) or _has_to_at_work(clause, lead)
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
    return over or theirs or leads in clause.lists["unable"] or leads.endswith("ly")


def _only_hears(clause: Clause, lead: int) -> bool:
    """ "We're supposed to hear from the bank by the 15th": we wait, and do nothing."""
    hears = clause.first(INF) == lead < NOWHERE and clause.tokens[lead].said in clause.lists["hears"]
    return hears and clause.says("owe_they") and not clause.told


def _is_a_taste(clause: Clause) -> bool:
    """ "Only wants phone calls", "would rather be seen by a woman", with no day: how somebody is."""
    at = clause.first("wish")
    if at == NOWHERE or clause.dated or clause.told:
        return False
    only = clause.names("only_so", max(0, at - 1), at) or clause.tokens[-1].said in clause.lists["only_so"]
    last = clause.lasts.get(at, at)
    only = only or (at == 0 and clause.tokens[last].said in clause.lists["need_of"])  # "could do with a hand"
    return only or clause.tokens[last].said in clause.lists["rather"]


def _comes_of_itself(clause: Clause) -> bool:
    """ "Scaffolding comes down on Thursday": what stands before the verb may as well be a thing."""
    at = clause.first(NOW)
    if not 0 < at < NOWHERE or clause.has(THEY, INF) or clause.says("they", "to_us", "said", "pay_noun"):
        return False
    if clause.names("things", 0, at):
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

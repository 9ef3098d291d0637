"""Whether a next step of ours is told clearly: with neither a day nor a colleague only an order, or a duty of ours, is one.

What is said of a thing may begin like an order ("phone still under warranty"), and what somebody may or will not do has
an infinitive too ("the data he let us delete"): none of them is a step.
"""

import re

from pomni.agenda.capture.clauses import Clause
from pomni.agenda.capture.deed import Deed, real
from pomni.agenda.capture.doubts_en import does_nothing_for_us
from pomni.agenda.capture.forms import IMP, INF, ME, WE
from pomni.agenda.capture.text import Language, Token
from pomni.agenda.capture.verdicts import OUR_STEP, THEIR_PROMISE

_ASKED = ("ask", "wish", "intend")
# Words that take an infinitive of somebody else's, also where they stand behind it.
_GOVERNS = re.compile(
    r"(?:раз|доз|поз)(?:реш|вол)\w+|запре[тщ]\w+|(?:за)?хо(?:чет|тят|тел\w*)|с?мо(?:жет|гут|г|гл[аи])|с?уме\w+т|(?:по)?люб(?:ит|ят)|бо(?:ит|ят|ял)\w*ся"
    r"|боялась|соглас(?:ен|н[аы]|ил\w+)|отказ(?:ал|ыва)\w+|передума\w+|(?:по)?стесня\w+|брос(?:ил\w*|ает)|нача(?:л[аи]?|лось)"
    r"|переста(?:л\w*|ет)|привык\w*|предпоч\w+|планиру[ею]т|собира[ею]тся|пыта\w+ся|вышло|получ(?:илось|ается)|удалось"
    r"|успе(?:л\w*|вает)|нравится|лень|не(?:где|кому|когда|куда|чем|зачем|удобно|охота)|жал(?:ко|ь)|меша(?:ет|ют|л[аи]?)|\w{3,}(?:л[аи]сь|лся|лись)|забы(?:л[аи]?|вает)|трудно|тяжело|сложно|страшно|больно|рано"
    r"|pozw[oa]l\w+|zgodzil\w*|zgadza\w*|chca|chce|chcial\w*|mog[al]\w*|moze|musza|musi|musial\w*|zapomina\w*|zapomnial\w*|umie\w*|lubi\w*|wol(?:i|a|al\w*)|boi|boja"
    r"|zabr[ao]ni\w+|odm[ao]wi\w+|zacz[aey]\w+|przesta[jl]\w*|udal[ao]|zamierza\w*|planuj[ea]|prob(?:owal\w*|uj[ea])|potrafi\w*"
    r"|zdazyl\w*|rozmyslil\w*|zrezygnowal\w*|trudno|wolno"
)
_READY = re.compile(r"готов[аы]?|gotow[aiy]")  # takes an infinitive only right beside it
_FINITE = re.compile(r"(?:[еиуюая]т|л[аио]?)(?:ся|сь)?$|(?:l[aoiy]?|je)$")  # how a verb ends, after a "not"
_OTHERS_MUST = re.compile(r"musi|musza|долж(?:ен|на|ны)")
# What begins a part of its own, with a verb of its own: "ask who may sign".
_LEADS_IN = re.compile(
    r"что|чтобы?|как\w*|когда|кто|кому|где|куда|ли|если|котор\w+|раз|почему|зачем|сколько|чем"
    r"|ze|zeby|czy|jak\w*|gdy|kiedy|kto|komu|gdzie|jesli|jezeli|ktor\w+|bo|az|zanim|co|ile|dlaczego|aby|by"
)
_FROM = re.compile(r"(?:from|since|od|со?)\s", re.IGNORECASE)
_OPENS = frozenset({"open", "opens", "opening", "closed", "close", "shut"})
# How a thing is, in English, where nothing that it is said of follows.
_SO = re.compile(
    r"stiff|slow|low|late|flat|tight|loose|matt|gloss|glossy|wrong|faulty|blocked|cold|hot|warm|dead|fine|ok|okay|good|bad"
    r"|dry|wet|damp|clean|dirty|full|empty|free|clear|black|white|dark|light|loud|silent|high|heavy|short|long|thin|thick"
    r"|soft|hard|weak|strong|new|old|due|valid|void|missing|unclear|unknown|\w{3,}(?:able|ible|less|ful|ous)|un\w+"
)
_HOW = re.compile(
    r"always|never|still|already|almost|nearly|probably|possibly|maybe|perhaps|only|as|too|very|quite|so|rather|partly"
    r"|mostly|usually|often|sometimes|not|no|none|yes|n/a|yet|again|under|inside|outside|behind"
)
_LEFT_SO = re.compile(r"on|off|out|low|\w{3,}(?:less|able|ible)")
_NO_ADVERB = frozenset(
    {"family", "reply", "supply", "weekly", "monthly", "daily", "july", "assembly", "fly", "italy"}
)
_PARTICLES = re.compile(r"up|out|off|down|in|on|over|back|away|round|through|along|aside")
_STOPS = re.compile(r"on|in|at|with|when|since|if|after|before|for|from|to|by|of|and|but|as|until|than")


def is_clear(deed: Deed, language: Language) -> bool:
    """Whether a deed may be given: it has a day or a colleague, is no step of ours, or is an order or a duty of ours."""
    if language == "en" and deed.verdict == THEIR_PROMISE and not (real(deed.whens) or real(deed.under)):
        return not (
            any(_is_if_others(clause) for clause in deed.clauses)
            or all(does_nothing_for_us(clause) for clause in deed.clauses)
        )
    if deed.verdict != OUR_STEP or deed.assignee:
        return True
    if real(deed.whens) or real(deed.under):
        leads = [(one, min(one.first(INF), one.first(IMP))) for one in deed.clauses if one.has(INF)]
        theirs = language != "en" and any(_is_governed(one, lead) for one, lead in leads)
        return not (_tells_hours(deed) or (theirs and not any(_is_our_duty(one) for one in deed.clauses)))
    if any(_is_our_duty(clause) for clause in deed.clauses):
        return True
    deeds = [clause for clause in deed.clauses if clause.has(INF, IMP)]
    if not deeds:  # names, given only where they say what is to be done
        stated = any(clause.says("must") for clause in deed.clauses)
        return not stated and any(not clause.forms for clause in deed.clauses)
    return any(_orders(clause, language) for clause in deeds)


def _is_if_others(clause: Clause) -> bool:
    """ "She'll take it if the other is gone", in English: under a condition that is not ours to meet."""
    return clause.names("only_if", 0, 1) and not clause.names("first_person", 1, 3)


def _tells_hours(deed: Deed) -> bool:
    """ "Open 4am for receiving", "odbiór własny od 5 rano": the hours of a thing and no deed."""
    whens = real([*deed.whens, *deed.under])
    if any(when.day or when.instant or (when.part and not when.clock) for when in whens):
        return False
    clause = deed.clauses[0]
    at = next((n for n, token in enumerate(clause.tokens) if token.kind == "when"), 0)
    if not at:
        return False
    if all(token.said in _OPENS for token in clause.tokens[:at]):
        return True
    led = _FROM.match(clause.tokens[at].typed) or _FROM.match(clause.tokens[at - 1].typed + " ")
    return bool(led) and not clause.has(INF, IMP, WE, ME) and not clause.says("must", *_ASKED)


def _is_our_duty(clause: Clause) -> bool:
    """Whether a word of duty is there, ourselves, or a request of theirs."""
    duty = any(not _is_a_state(clause, n) for n in clause.tells.get("must", ()))
    lead = min(clause.first(INF), clause.first(IMP))
    asked = clause.says("ask") or min(clause.first("wish"), clause.first("intend")) < lead
    return duty or asked or clause.has(WE, ME) or clause.says("we", "me")


def _orders(clause: Clause, language: Language) -> bool:
    """Whether its infinitive or order is what is to be done."""
    lead = min(clause.first(INF), clause.first(IMP))
    if language == "en":
        return _is_english_order(clause, lead)
    return clause.first(IMP) == lead or not _is_governed(clause, lead)


def _is_a_state(clause: Clause, at: int) -> bool:
    """ "To be settled on the night": what will be done to a thing, and nobody's duty."""
    said = [token.said for token in clause.tokens[at : at + 2]]
    return said == ["to", "be"] or said[0] in clause.lists["needed_thing"]


def _is_governed(clause: Clause, lead: int) -> bool:
    """ "Данные стереть разрешил", "mąż musi zobaczyć": the infinitive is of what somebody lets, likes or has to do."""
    said = [token.said for token in clause.tokens]
    if any(_OTHERS_MUST.fullmatch(word) for word in said[max(0, lead - 3) : lead]):
        return not clause.says("staff")
    if said[lead] in clause.lists["inquiry"] | clause.lists["tell"] | clause.lists["inform"] or "ли" in said:
        return False
    for at in range(lead + 1, len(said)):
        if _LEADS_IN.fullmatch(said[at]):
            return False
        near = at == lead + 1 or said[at - 1] in clause.lists["not"]
        denied = said[at - 1] in clause.lists["not"] and _FINITE.search(said[at])
        if denied or _GOVERNS.fullmatch(said[at]) or (near and _READY.fullmatch(said[at])):
            return True
    return False


# --- English ------------------------------------------------------------------------------------------------------


def _is_english_order(clause: Clause, lead: int) -> bool:
    """Whether a verb is one in its place; of a word that is a noun as well what follows has to tell it."""
    tokens, lists = clause.tokens, clause.lists
    after = tokens[lead + 1] if lead + 1 < len(tokens) else None
    if after is not None and after.said in lists["not"]:
        return False  # "microchip not registered"
    if tokens[lead].said == "be":
        return False  # "be gentle"
    if (
        clause.first(INF) == lead
        or tokens[lead].said not in lists["noun_verbs"] | lists["things_too"] | lists["also_nouns"]
    ):
        return True
    if len(tokens) == 1:
        return True  # "check", after a question
    return after is not None and _is_done_to(
        after, tokens[lead + 2 :], lists["determiners"] | lists["subjects"]
    )


def _is_done_to(after: Token, rest: list[Token], objects: frozenset[str]) -> bool:
    """Whether what follows a word like "phone" or "order" can be its object or its particle."""
    if after.said in objects or after.typed[:1].isupper():
        return True
    if (
        after.kind == "mark"
        or _HOW.fullmatch(after.said)
        or (after.said.endswith("ly") and after.said not in _NO_ADVERB)
    ):
        return False
    if _PARTICLES.fullmatch(after.said):
        fee = len(rest) > 1 and rest[1].kind == "number" and rest[0].said not in objects
        state = bool(rest) and rest[0].said in ("on", "in", "at", "since", "from")
        return not fee and not state  # "call out fee 80", "fence down on north field"
    if len(rest) > 1 and _LEFT_SO.fullmatch(rest[-1].said):
        return False  # "check engine light on"
    if rest[:1] and rest[0].said in ("too", "very", "still", "not", "always", "never", "already"):
        return False  # "hold music too loud"
    if after.said == "to" and rest[:1] and rest[0].said == "be":
        return False
    return not (
        _SO.fullmatch(after.said)
        and (not rest or _STOPS.fullmatch(rest[0].said) or _HOW.fullmatch(rest[0].said))
    )

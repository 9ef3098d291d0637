"""The forms of English words: by what stands before and after them, and by lists of the verbs of an office."""

from dataclasses import dataclass

from pomni.agenda.capture.forms import GOING, IMP, INF, IS, ME, NOW, PAST, THEY, WE, YOU
from pomni.agenda.capture.lexicon import Lexicon
from pomni.agenda.capture.text import Token

_TOLD = {"we_will": WE, "me_will": ME, "they_will": THEY, "you_will": IMP, "said_will": THEY}
_AFTER_SUBJECT = {"we": WE, "i": ME, "they": NOW, "you": YOU, "parents": NOW, "clients": NOW}
_KNOWN = (
    "verbs",
    "no_verb",
    "things",
    "theirs_to_give",
    "not_of_deeds",
    "determiners",
    "outsiders",
    "not",
    "over",
)
_TO_DO = frozenset({"must", "should", "and", "&"})


@dataclass(frozen=True, slots=True)
class _Place:
    """A word with its neighbours."""

    token: Token
    before: Token | None
    after: Token | None
    later: Token | None  # what follows that
    weighty: bool  # a day or a colleague is named in its clause
    fresh: bool  # nothing of weight was said before it in its clause
    named: bool  # whoever does it stands before it
    alone: bool  # … or nothing but one to three words of no list


def forms_of_english(
    tokens: list[Token], tells: dict[str, list[int]], taken: set[int], lexicon: Lexicon
) -> dict[int, str]:
    """The forms of the words of a clause, by their places; `tells` and `taken`: the phrases found in it."""
    found: dict[int, str] = {}
    fresh, failed = True, set(tells.get("failed", ()))
    weighty = "must" in tells or any(token.kind in ("when", "mention") for token in tokens)
    skip = lexicon.lists["skip"]
    for at, token in enumerate(tokens):
        if at in taken:
            fresh = at in failed or (fresh and (token.said in skip or at - 1 in failed))
            continue
        if token.kind in ("when", "mention") or token.said in skip:
            fresh = fresh and not (failed and token.said in ("the", "a"))
            continue
        before, after, later = tokens[at - 1] if at else None, *(*tokens[at + 1 : at + 3], None, None)[:2]
        named = (
            at - 1 in tells.get("staff", ()) or at - 1 in tells.get("they", ()) or _is_name(before, lexicon)
        )
        acts = after is not None and (after.said.endswith("ing") or after.said in lexicon.lists["reporting"])
        if acts and (at in tells.get("they", ()) or at in tells.get("staff", ())):
            continue  # "groom returning it", "vet says ok"
        alone = token.said in lexicon.lists["hands_over"] and _are_names(tokens[:at], tells, lexicon)
        if form := _form(_Place(token, before, after, later, weighty, fresh, named, alone), lexicon):
            found[at] = form
        fresh = fresh and token.said in ("to", "not")
    _without_what_happened(tokens, found, lexicon)
    lead = 1 if tokens[0].kind == "mention" else 0
    if _has_it_done([*tokens[lead:], *tokens[:lead]], lexicon):
        found[lead] = IMP
    for name, form in _TOLD.items():
        found |= dict.fromkeys(tells.get(name, ()), form)
    return found


def _has_it_done(tokens: list[Token], lexicon: Lexicon) -> bool:
    """ "Have the accompanist run through it", "have her file ready": an order to see that it is so."""
    if len(tokens) < 4 or tokens[0].said != "have":
        return False
    if tokens[1].said == "a" and tokens[2].said in lexicon.lists["have_a"]:
        return True  # "have a look at it"
    lists, who = lexicon.lists, tokens[1]
    named = who.typed[:1].isupper() and who.said not in lists["no_verb"]
    if not named and who.said not in ("the", "our", "his", "her", "their", "someone", "somebody"):
        return False
    does = (
        one.said for at, one in enumerate(tokens[2:6], 2) if tokens[at - 1].said not in lists["determiners"]
    )
    return any(word in lists["verbs"] or word in lists["in_place"] or word.endswith("ed") for word in does)


def _without_what_happened(tokens: list[Token], found: dict[int, str], lexicon: Lexicon) -> None:
    """ "Check 1182 bounced", "phone screen cracked": a thing and what happened to it, no order."""
    lists = lexicon.lists
    lead = min(found, default=len(tokens))
    things = lists["things_too"] | lists["noun_verbs"] | lists["not_of_deeds"] | lists["set_by"]
    if found.get(lead) != IMP or lead + 2 >= len(tokens) or tokens[lead].said not in things:
        return
    follows = tokens[lead + 1]
    by = [one.said for one in tokens[lead + 1 : lead + 3]]
    if tokens[lead].said in lists["set_by"] and "by" in by:
        del found[lead]  # "set up by the previous owner"
        return
    if follows.kind not in ("word", "number") or follows.said in lists["determiners"] | lists["leads_on"] - {
        "to"
    }:
        return
    no_thing = lists["determiners"] | lists["no_verb"] | lists["prepositions"] | lists["subjects"]
    for at in range(lead + 2, len(tokens)):
        led = tokens[at - 1]
        if led.kind not in ("word", "number") or led.said in no_thing or led.typed[:1].isupper():
            continue
        ends = tokens[at].said.endswith("s") and tokens[at].said in lists["begins"] | lists["changes"]
        so = ends or (tokens[at].said in lists["is_so"] | lists["tells_so"] and at + 1 < len(tokens))
        if found.get(at) == PAST or tokens[at].said in lists["over"] or so:
            del found[lead]
            if not so:
                found[at] = PAST
            return


def _are_names(led: list[Token], tells: dict[str, list[int]], lexicon: Lexicon) -> bool:
    """ "Colin", "mrs fenn": one to three words that nothing is known of, so rather somebody's name."""
    if not 0 < len(led) <= 3 or any(at < len(led) for places in tells.values() for at in places):
        return False
    return all(
        one.kind == "word" and not any(one.said in lexicon.lists[known] for known in _KNOWN) for one in led
    )


def _is_name(token: Token | None, lexicon: Lexicon) -> bool:
    if token is None or token.kind != "word" or not token.typed[:1].isupper():
        return False
    return token.said not in lexicon.lists["verbs"] and token.said not in lexicon.lists["things"]


def _form(place: _Place, lexicon: Lexicon) -> str:
    word, lists = place.token.said, lexicon.lists
    if word in lists["short"] and place.fresh:
        return IMP
    again = word.startswith("re") and len(word) > 5 and word[2:].removeprefix("-") in lists["verbs"]
    if (again or word in lists["verbs"]) and not _stands_as_noun(place, lexicon):
        return _of_verb(place)
    if word in lists["over"]:
        return PAST
    if place.weighty and _acts_whatever_it_is(place, lexicon):
        return _of_verb(place)
    before = place.before.said if place.before else ""
    if word in lists["third"]:
        led = place.before is not None and (place.before.kind == "mention" or before in lists["subjects"])
        if not (place.fresh or place.named or led) and word in lists["sure_third"]:
            return IS  # somebody does it, and nobody knows whose
        return NOW if place.fresh or place.named or led else ""
    if place.fresh and _does_something(place, lexicon):
        return NOW
    stem = word.removesuffix("es") if word.removesuffix("es") in lists["verbs"] else word.removesuffix("s")
    if place.named and stem != word and stem in lists["verbs"]:
        return NOW
    if word.endswith("ing"):
        return _going(place, lexicon)
    over = word.endswith("ed") and before != "be" and word not in lists["not_past"] and len(word) > 4
    return PAST if over and not _is_of_what_follows(place, lexicon) else ""


def _is_of_what_follows(place: _Place, lexicon: Lexicon) -> bool:
    """ "The bruised avocados", "a revised quote": how a thing is that is named after it."""
    led = place.before is not None and place.before.said in lexicon.lists["before_how"]
    named = place.after is not None and place.after.kind == "word"
    return led and named and place.after is not None and place.after.said not in lexicon.lists["no_verb"]


def _going(place: _Place, lexicon: Lexicon) -> str:
    """ "Sending it on Friday", "we're cabling on Thursday": a verb of no list only after whoever does it."""
    word, lists = place.token.said, lexicon.lists
    known = _base(word, lexicon) in lists["verbs"]
    if not known and (not place.weighty or len(word) < 6 or word in lists["not_going"]):
        return ""
    form = _of_going_on(place.before.said if place.before else "")
    gets = place.after is not None and place.after.said in lists["determiners"]
    if form == NOW and word in lists["on_the_way"] and not gets:
        return IS
    if not form and known and place.weighty and place.alone and word in lexicon.lists["hands_over"]:
        return NOW  # "colin collecting it on Saturday"
    if not form and place.named and known and word not in lists["not_going"]:
        return NOW  # "customer dropping it off at 7"
    return form or (GOING if known and place.fresh and word not in lists["not_going"] else "")


def _of_verb(place: _Place) -> str:
    before = place.before.said if place.before else ""
    if before == "to":
        return INF
    if place.named and before.endswith("s") and not before.endswith(("ss", "'s")):
        return NOW  # "their accounts pay tomorrow"
    if place.fresh or (place.before is not None and place.before.kind == "mention"):
        return IMP
    return _AFTER_SUBJECT.get(before, INF if before in _TO_DO else "")


def _acts_whatever_it_is(place: _Place, lexicon: Lexicon) -> bool:
    """Whether a word of no list is a verb by its place: before "the" or "her" at the beginning, after "they"."""
    word, lists = place.token.said, lexicon.lists
    ends_otherwise = word.endswith(("ed", "ing", "ly")) or (word.endswith("s") and not word.endswith("ss"))
    if (
        (ends_otherwise and word not in lists["not_past"])
        or len(word) < 3
        or "'" in word
        or word in lists["no_verb"]
    ):
        return False
    leads = place.after is not None and place.after.said in lists["determiners"]
    to_do = place.before is not None and place.before.said == "to"  # "owner to starve him from ten"
    return ((place.fresh or to_do) and leads) or (
        place.before is not None and place.before.said in ("they", "we", "i")
    )


def _of_going_on(before: str) -> str:
    if before in ("i'm", "we're", "am"):
        return WE
    return NOW if before.endswith(("'s", "'re")) or before in ("is", "are") else ""


def _stands_as_noun(place: _Place, lexicon: Lexicon) -> bool:
    """Whether a word like "deposit" or "invoice" at the beginning names a thing, by what follows it."""
    after = place.after
    if place.fresh and place.before is not None and _is_led_as_noun(place, place.before, lexicon):
        return True
    if (
        place.fresh
        and after is not None
        and after.said in ("he", "she", "they", "they'll", "she'll", "he'll")
    ):
        return True
    if place.fresh and after is not None and _is_noun_before(after, lexicon):
        return True
    so = after is not None and after.said in lexicon.lists["how_much"]
    if place.fresh and so and place.token.said in lexicon.lists["things_too"]:
        return True  # "paint still tacky"
    if place.fresh and (_is_what_happened(place, lexicon) or _lacks_object(place, lexicon)):
        return True
    if place.fresh and after is not None and place.token.said in lexicon.lists["heard"]:
        return after.said in ("from", "was", "went") or after.said.endswith("ed")
    if not place.fresh or place.token.said not in lexicon.lists["noun_verbs"]:
        return False
    if after is not None and after.kind == "number" and _counts(after, place.later):
        return False
    if after is None or after.kind in ("when", "number", "mark") or after.said.endswith("able"):
        return True
    lists = lexicon.lists
    return (
        after.said in lists["not_after_verb"]
        or after.said.removesuffix("s") in lists["verbs"]
        or after.said.endswith("ed")
    )


def _is_noun_before(after: Token, lexicon: Lexicon) -> bool:
    """ "Deposit is …", "pay run's on Thursday": a name by what follows it."""
    runs = after.said.endswith("'s") and after.said[:-2] in lexicon.lists["verbs"]
    return runs or after.said in lexicon.lists["after_noun"]


def _is_led_as_noun(place: _Place, before: Token, lexicon: Lexicon) -> bool:
    """ "The call", "7am start": a name by what stands before it."""
    last = place.after is None or place.after.kind == "mark"
    begins = before.kind == "when" and last and place.token.said in lexicon.lists["begins"]
    return begins or before.said in lexicon.lists["determiners"]


def _counts(number: Token, thing: Token | None) -> bool:
    """ "Print 40 menus": so many of a thing, no number of a paper."""
    if thing is None or thing.kind != "word" or not number.said.isdigit():
        return False
    few = len(number.said) <= 2 and not thing.said.endswith(("ed", "ing"))  # "reserve 12 ewe lambs"
    return len(number.said) <= 3 and (thing.said.endswith("s") or few)


def _lacks_object(place: _Place, lexicon: Lexicon) -> bool:
    """ "Test results normal", "work trip to Oslo": a name as well as a verb, with nothing that is done to, and no day."""
    lists, after = lexicon.lists, place.after
    if after is not None and after.kind == "number" and _counts(after, place.later):
        return False
    if place.weighty or place.token.said not in lists["things_too"]:
        return False
    if place.before is not None and place.before.said == "to":
        return False
    if after is None or after.kind != "word":
        return True
    named = after.typed[:1].isupper()
    return not (named or after.said in lists["determiners"] or after.said in lists["leads_on"])


def _is_what_happened(place: _Place, lexicon: Lexicon) -> bool:
    """ "Frame snapped after a month", "cover up finished": a verb of the past follows, and nothing that is done to."""
    over, rest = place.after, place.later
    if over is not None and over.said in lexicon.lists["particles"]:
        over, rest = rest, None
    if over is None or over.said in lexicon.lists["not_past"]:
        return False
    ends = rest is None or rest.kind in ("when", "mark") or rest.said in lexicon.lists["no_verb"]
    past = over.said in lexicon.lists["over"] or (over.said.endswith("ed") and len(over.said) > 4)
    return past and (ends or over.said in lexicon.lists["over"])


def _does_something(place: _Place, lexicon: Lexicon) -> bool:
    """ "Takes the review down", "pings over his portfolio": a verb of the third person by what follows it."""
    word, lists, after = place.token.said, lexicon.lists, place.after
    stem = word.removesuffix("es") if word.removesuffix("es") in lists["verbs"] else word.removesuffix("s")
    if stem == word or stem not in lists["verbs"] or after is None:
        return False
    return after.said in lists["determiners"] | lists["to_whom"]


def _base(word: str, lexicon: Lexicon) -> str:
    stem = word[:-3]
    if stem + "e" in lexicon.lists["drops_e"]:
        return stem + "e"
    return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "ls" else stem

"""A line cut into clauses: at marks, at joining words before another deed, at a second mention."""

from collections.abc import Sequence

from pomni.agenda.capture.clauses import COLON, CONJ, HARD, SOFT, Clause, Reader
from pomni.agenda.capture.text import Token, folded

MENTION, UNDER, THEN = "mention", "under", "then"
DROPPED = "dropped"  # a mark that parts nothing
_SEPARATORS = dict.fromkeys(";!?…\n|•", HARD) | dict.fromkeys(",—()→/->", SOFT) | {":": COLON}


def clauses(tokens: Sequence[Token], reader: Reader) -> list[Clause]:
    """The clauses of a line, in order."""
    found: list[Clause] = []
    run: list[Token] = []
    joined_by = HARD
    for at, token in enumerate(tokens):
        cut = _cut(tokens, at, reader) or _then(run, token, reader)
        if cut == DROPPED:
            continue
        if cut and run:
            found.append(reader.clause(run, joined_by))
            found[-1].ends_in = token.said if token.kind == "mark" else ""
            run, joined_by = [], _joint(cut, token, reader)
        elif cut and token.said == "?" and found:
            found[-1].ends_in = "?"
        elif cut in (HARD, SOFT, COLON):
            joined_by = cut if cut == HARD or joined_by != HARD else HARD
        elif cut == CONJ and joined_by == SOFT and token.said in reader.lexicon.lists["next"]:
            joined_by = CONJ
        if cut in ("", MENTION, UNDER):
            run.append(token)
    if run:
        found.append(reader.clause(run, joined_by))
    return found


def _joint(cut: str, token: Token, reader: Reader) -> str:
    """How the clause after a cut is joined: what is done under a condition stands as after a comma."""
    return SOFT if cut == THEN or token.said in reader.lexicon.lists["we_then"] else cut


def _then(run: list[Token], token: Token, reader: Reader) -> str:
    """ "If not then we call": where the deed under a condition begins."""
    lists = reader.lexicon.lists
    under = len(run) > 1 and run[0].said in lists["subordinate"]
    if under and token.said in lists["we_then"] and len(run) > 2 and run[-1].said not in lists["no_verb"]:
        return UNDER
    return THEN if under and token.said in lists["then"] else ""


def _cut(tokens: Sequence[Token], at: int, reader: Reader) -> str:
    token = tokens[at]
    if token.kind == "mark":
        return _cut_by_mark(tokens, at, reader)
    if token.kind == "mention" and at:
        seen = any(t.kind == "mention" for t in tokens[:at]) and not _is_named_last(tokens, at)
        spoken = tokens[at - 1].said in reader.lexicon.lists["before_spoken"]
        spoken = spoken or tokens[at - 1].said in reader.lexicon.lists["tell"]
        return MENTION if seen and not spoken and tokens[at - 1].kind != "mention" else ""
    if token.kind != "word" or not at:
        return ""
    if token.said in reader.lexicon.lists["threat"] and _goes_elsewhere(tokens, at, reader):
        return UNDER
    if token.said in reader.lexicon.lists["so"] and at + 1 < len(tokens):
        return CONJ if tokens[at + 1].said in reader.lexicon.lists["verbs"] else ""
    if token.said in reader.lexicon.lists["and"]:
        return _cut_by_and(tokens, at, reader)
    if token.said in reader.lexicon.lists["meanwhile"] and tokens[at - 1].said in ("мы", "я"):
        return ""
    if token.said == "czy" and tokens[at - 1].kind == "mention" and at == 1:
        return ""  # "@ola czy możesz …?"
    if token.said in ("after", "before", "once", "until", "since", "while") and not _has_subject(
        tokens, at, reader
    ):
        return ""
    return (
        UNDER
        if token.said in reader.lexicon.lists["subordinate"] or token.said in reader.lexicon.lists["because"]
        else ""
    )


def _cut_by_and(tokens: Sequence[Token], at: int, reader: Reader) -> str:
    if any(one.said in reader.lexicon.lists["thus"] for one in tokens[max(0, at - 2) : at]):
        return ""  # "так ей и сказали"
    called = tokens[at - 1].kind == "mention" and at + 1 < len(tokens) and tokens[at + 1].kind != "mention"
    return DROPPED if called else CONJ


def _goes_elsewhere(tokens: Sequence[Token], at: int, reader: Reader) -> bool:
    """ "Wants it by Friday or he's going to another", in English: what is threatened is no promise."""
    return at + 1 < len(tokens) and tokens[at + 1].said in reader.lexicon.lists["or_else"]


def _is_named_last(tokens: Sequence[Token], at: int) -> bool:
    """Whether nothing but a day follows a colleague, who begins no clause then: "could you cover for @max on Friday?"."""
    marks = [n for n, token in enumerate(tokens) if token.kind == "mark"]
    end = next((n for n in marks if n > at), len(tokens))
    start = max((n + 1 for n in marks if n < at), default=0)
    led = [token.kind for token in tokens[start:at]]
    follows = led[-1:] == ["word"] and (led[0] == "mention" or "mention" not in led)
    return follows and all(token.kind == "when" for token in tokens[at + 1 : end])


def _has_subject(tokens: Sequence[Token], at: int, reader: Reader) -> bool:
    return at + 1 < len(tokens) and (
        tokens[at + 1].said in reader.lexicon.lists["subjects"] or tokens[at + 1].said in ("i", "we", "the")
    )


def _leads(tokens: Sequence[Token], at: int) -> bool:
    """Whether a day leads its sentence, so that a full stop after it ends none: "next Tue. send …"."""
    led = at == 0 or tokens[at - 1].kind == "mark"
    return tokens[at].kind == "when" and led


def _is_ordinal(before: Token | None, after: Token | None) -> bool:
    """ "Po 1. dniu": a full stop that only tells which."""
    counted = before is not None and before.kind == "number" and len(before.said) < 3
    return bool(counted and after is not None and after.kind == "word" and after.typed.islower())


def _is_figures(token: Token | None) -> bool:
    """Whether a day is told by figures: "3/3 + 17/3", but not "Tue + Thu", which comes round."""
    return token is not None and token.kind == "when" and token.typed[:1].isdigit()


def _cut_by_mark(tokens: Sequence[Token], at: int, reader: Reader) -> str:
    token, before = tokens[at], tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if _parts_nothing(tokens, at, reader):
        return DROPPED
    if token.said == ".":
        if (
            before
            and (before.kind == "word" or _leads(tokens, at - 1))
            and before.end == token.start
            and folded(before.typed).split()[-1] in reader.lexicon.lists["abbreviations"]
        ):
            return ""
        if reader.language == "pl" and _is_ordinal(before, after):
            return DROPPED
        return HARD if after is None or after.start > token.end or after.kind != "word" else ""
    if token.said in "+&":
        days = _is_figures(before) and _is_figures(after)
        return CONJ if days or (before is not None and before.kind == "mention") else ""
    if token.said in "-/>":
        apart = (
            before is not None and before.end < token.start and after is not None and after.start > token.end
        )
        return SOFT if apart else ""
    return _SEPARATORS.get(token.said, "")


def _parts_nothing(tokens: Sequence[Token], at: int, reader: Reader) -> bool:
    """Whether a comma, a colon or a dash stands within one clause."""
    token, lists = tokens[at], reader.lexicon.lists
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.said in ",:" and after is not None and after.said in lists["that"]:
        return True
    if token.said == ":" and before is not None and before.said in ("re", "fw", "ps", "nb"):
        return True
    if token.said in "—-" and before is not None and before.said in lists["subject_alone"]:
        return True
    called = token.said == "," and (_is_please(tokens, at, reader) or _is_called(tokens, at, reader))
    return called or _is_led_on(tokens, at, reader)


def _is_please(tokens: Sequence[Token], at: int, reader: Reader) -> bool:
    """ "Встреть, пожалуйста, гостей": the commas around a please part nothing, unless somebody begins to act after it."""
    lists, said = reader.lexicon.lists, [token.said for token in tokens[max(0, at - 2) : at + 2]]
    if said[-1] in lists["please"]:
        return at > 0 and tokens[at - 1].kind in ("word", "when") and at + 2 < len(tokens)
    led = at > 1 and said[1] in lists["please"] and said[0] == ","
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return bool(
        led and after is not None and not (after.said in lists["pronouns"] or after.kind == "mention")
    )


def _is_led_on(tokens: Sequence[Token], at: int, reader: Reader) -> bool:
    """ "…, возможно, удвоит заказ", "главное — успеть": a word that doubts or tells of what follows."""
    lists, before = reader.lexicon.lists, tokens[at - 1].said if at else ""
    doubts = (
        tokens[at].said == "," and at > 1 and tokens[at - 2].said in ",." and before in lists["perhaps_alone"]
    )
    return doubts or (tokens[at].said in "—-" and before in lists["leads_dash"])


def _is_called(tokens: Sequence[Token], at: int, reader: Reader) -> bool:
    """ "Напиши ей, @kim, что мы готовы": a colleague called in the midst of what is to be done."""
    if reader.language == "en":
        return False
    kinds = [token.kind for token in tokens]
    begins = max((n + 1 for n in range(at) if tokens[n].said in ".;!?\n:"), default=0)
    alone = at + 2 == len(tokens) or (at + 2 < len(tokens) and tokens[at + 2].said in ",.!;")
    opens = kinds[at + 1 : at + 2] == ["mention"] and alone and _ends_order(tokens, begins, at)
    closes = (
        at > 1
        and kinds[at - 1] == "mention"
        and tokens[at - 2].said == ","
        and _ends_order(tokens, begins, at - 2)
    )
    asked = at == begins + 1 and kinds[begins] == "mention" and _asks(tokens, at)
    return opens or closes or asked


def _asks(tokens: Sequence[Token], at: int) -> bool:
    """Whether the sentence ends as a question: "@kim, сможешь завтра?"."""
    ends = next((token.said for token in tokens[at:] if token.said in ".;!?\n"), "")
    return ends == "?"


def _ends_order(tokens: Sequence[Token], begins: int, at: int) -> bool:
    """Whether what stands before is a part without a colleague and without a mark."""
    before = tokens[begins:at]
    return 0 < len(before) <= 5 and all(token.kind in ("word", "when", "number") for token in before)

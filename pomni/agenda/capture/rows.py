"""The clauses of a line before they are read: days and bare names that stand apart put to the clause they belong to."""

from dataclasses import replace

from pomni.agenda.capture.clauses import COLON, CONJ, HARD, SOFT, Clause, Reader
from pomni.agenda.capture.forms import GOING, IMP, INF, ME, THEY, WE
from pomni.agenda.capture.text import Token

_MARKS = ("—", "-", ":")


def arranged(row: list[Clause], reader: Reader) -> list[Clause]:
    """The same clauses with their days and names in place."""
    row = _with_whoever_is_asked(_with_names_after(_with_days_before(row, reader), reader), reader)
    row = _with_days_of_both(_with_days_after(row, reader), reader)
    return _with_headings(
        _with_whoever_goes_on(_paid_in_parts(_settled_in_parts(row, reader), reader), reader)
    )


def _glued(a: Clause, b: Clause, reader: Reader) -> Clause:
    both = reader.clause([*a.tokens, *b.tokens], a.joined_by)
    both.ends_in = b.ends_in
    return both


def _is_only_days(clause: Clause) -> bool:
    return all(token.kind == "when" for token in clause.tokens)


def _with_days_before(row: list[Clause], reader: Reader) -> list[Clause]:
    """A bare day before a dash or a colon belongs to the deed after it: "Friday 6 pm - call with the dealer".

    After a colon it is the day of all that follows: "by 5 May: we refund, she sends it back".
    """
    told: list[Clause] = []
    shared: Clause | None = None
    for clause in row:
        last = told[-1] if told else None
        if clause.joined_by == HARD:
            shared = None
        if last and last.ends_in in _MARKS and _is_only_days(last):
            shared = last if last.ends_in == ":" else None
            told[-1] = _glued(last, clause, reader)
        elif shared and clause.joined_by in (SOFT, CONJ) and not clause.whens and clause.forms:
            told.append(_led(shared, clause, reader))
        else:
            told.append(clause)
    return told


def _led(day: Clause, clause: Clause, reader: Reader) -> Clause:
    """A clause with the day of another before it."""
    both = reader.clause([*day.tokens, *clause.tokens], clause.joined_by)
    both.ends_in = clause.ends_in
    return both


def _with_names_after(row: list[Clause], reader: Reader) -> list[Clause]:
    """Bare names joined by "and" are told to one colleague: "@dan pads and a hose for Friday"."""
    told: list[Clause] = []
    for clause in row:
        last = told[-1] if told else None
        bare = clause.joined_by == CONJ and clause.dated and not clause.forms and not clause.mentions
        if last and bare and last.told and not (last.whens or last.forms or last.tells or clause.tells):
            told[-1] = _glued(last, clause, reader)
        else:
            told.append(clause)
    return told


def _with_whoever_is_asked(row: list[Clause], reader: Reader) -> list[Clause]:
    """ "Could you find him a violin by Tuesday, @bec?": whoever is asked is called at the end."""
    told: list[Clause] = []
    for clause in row:
        called = clause.ends_in == "?" and clause.joined_by == SOFT
        called = called and [one.kind for one in clause.tokens] == ["mention"]
        at = -2 if len(told) > 1 and told[-1].starts_with("subordinate") else -1
        if told and called and not told[at].mentions:
            told[at] = _glued(told[at], clause, reader)
        else:
            told.append(clause)
    return told


def _with_days_of_both(row: list[Clause], reader: Reader) -> list[Clause]:
    """ "@dan strip the wing, @kim order filler, both by Friday": the day of the two before it."""
    told: list[Clause] = []
    for clause in row:
        both = clause.starts_with("both") and clause.dated and len(clause.words) <= 2 and not clause.forms
        if not both or len(told) < 2 or told[-1].dated or told[-2].dated:
            told.append(clause)
            continue
        day = replace(clause, tokens=[token for token in clause.tokens if token.kind == "when"])
        told[-2:] = [_glued(one, day, reader) for one in told[-2:]]
    return told


def _with_days_after(row: list[Clause], reader: Reader) -> list[Clause]:
    """A bare day after a comma belongs to the deed before it: "pays on delivery, 3 Dec"."""
    told: list[Clause] = []
    for at, clause in enumerate(row):
        leads = clause.ends_in in _MARKS and at + 1 < len(row)
        inside = told and (told[-1].names("whether") or 0 in told[-1].tells.get("which", ()))
        if len(told) > 1 and inside and _is_day_of(clause, told[-2]):
            told[-2] = reader.clause([*told[-2].tokens, *clause.tokens], told[-2].joined_by)
        elif told and not leads and _is_day_of(clause, told[-1]):
            told[-1] = _glued(told[-1], clause, reader)
        else:
            told.append(clause)
    return told


def _is_day_of(clause: Clause, before: Clause) -> bool:
    named = all(token.kind == "when" or token.said in clause.lists["namely"] for token in clause.tokens)
    bare = named and bool(clause.whens) and clause.joined_by in (SOFT, COLON)
    return bare and not before.dated and not before.says("no_need") and not before.starts_with("subordinate")


def _paid_in_parts(row: list[Clause], reader: Reader) -> list[Clause]:
    """ "They pay in two parts, on the 10th and on the 25th": a payment for each day."""
    told: list[Clause] = []
    lead: Clause | None = None
    for clause in row:
        if clause.names("paying") and clause.names("parts"):
            lead = clause
        elif clause.joined_by == HARD or not _is_a_part(clause):
            lead = None
        if lead is None or clause is lead:
            told.append(clause)
        elif not lead.dated:
            lead = told[-1] = _glued(told[-1], clause, reader)
        else:
            verb = [token for token in lead.tokens if token.kind not in ("when", "number")]
            told.append(_glued(replace(lead, tokens=verb, joined_by=SOFT), clause, reader))
    return told


def _settled_in_parts(row: list[Clause], reader: Reader) -> list[Clause]:
    """ "We agreed 1260 in two instalments, on 1 October and 1 April": what is agreed, then a payment for each day."""
    told: list[Clause] = []
    part: Token | None = None
    for clause in row:
        days = [token for token in clause.tokens if token.kind == "when"]
        if (
            clause.says("agreed")
            and clause.names("parts")
            and clause.dated
            and not clause.has(INF, THEY, WE, ME)
        ):
            part = next(token for token in clause.tokens if token.said in clause.lists["parts"])
            told.append(
                reader.clause([token for token in clause.tokens if token not in days], clause.joined_by)
            )
            told += [_payment(part, [day], reader) for day in days]
        elif part is not None and clause.joined_by != HARD and _is_a_part(clause):
            told.append(_payment(part, clause.tokens, reader))
        else:
            part = None
            told.append(clause)
    return told


def _payment(part: Token, tokens: list[Token], reader: Reader) -> Clause:
    """A part that the client pays."""
    return replace(reader.clause([part, *tokens], SOFT), tells={"pay_noun": [0]}, forms={})


def _is_a_part(clause: Clause) -> bool:
    """A day, or a sum and a day, and nothing else."""
    bare = all(
        token.kind in ("when", "number") or token.said in clause.lists["money"] for token in clause.tokens
    )
    return bare and any(when.day and not when.beside for when in clause.whens)


def _with_whoever_goes_on(row: list[Clause], reader: Reader) -> list[Clause]:
    """ "She's measuring it and texting it over tomorrow": who is named before "and" does both."""
    told: list[Clause] = []
    for clause in row:
        who = told[-1].tokens[0] if told else None
        goes_on = clause.joined_by == CONJ and clause.first(GOING) == 0
        if who is not None and goes_on and who.said.endswith(("'s", "'re", "'m")):
            clause = _glued(replace(clause, tokens=[who]), clause, reader)
        told.append(clause)
    return told


def _with_headings(row: list[Clause]) -> list[Clause]:
    """ "Phone port: @beth submit today": what stands before a colon is what the tasks are about."""
    told: list[Clause] = []
    for clause in row:
        last = told[-1] if told else None
        bare = (
            last and last.ends_in == ":" and len(last.words) in (2, 3) and not (last.whens or last.mentions)
        )
        if last and bare and clause.told and clause.has(INF, IMP) and not last.has(INF):
            told[-1] = replace(last, forms={}, tells={})
        told.append(clause)
    return told

"""Clauses put together into deeds: what a bare clause shares with the one before it, whose a day and a handle are."""

from dataclasses import replace
from itertools import pairwise

from pomni.agenda.capture.clauses import COLON, CONJ, HARD, SOFT, Clause, Reader
from pomni.agenda.capture.deed import (
    Deed,
    days_of,
    is_made_good,
    is_only_brought,
    is_part_paid,
    is_settled_by,
    is_under_condition,
    is_who_and_when,
    keeps,
    needs_it,
    united,
    wants_that,
)
from pomni.agenda.capture.forms import IMP, INF, IS, ME, PAST, THEY, WE, YOU
from pomni.agenda.capture.frames import in_frame
from pomni.agenda.capture.nouns import is_amount, is_sent
from pomni.agenda.capture.orders import is_clear
from pomni.agenda.capture.rows import arranged
from pomni.agenda.capture.sides import verdict_on
from pomni.agenda.capture.silences import NOWHERE
from pomni.agenda.capture.tails import belongs_to, part_of, side_of, side_of_names
from pomni.agenda.capture.turns import (
    acts_otherwise,
    adds_to,
    agreed_on,
    begins,
    comes_as_ordered,
    is_bare_promise,
    is_claimed,
    is_given_up,
    is_only_when,
    is_put_off,
    is_told,
    named_alone,
    names_after_colon,
    names_more,
    names_task,
    names_what,
    names_who,
    only_agrees,
    only_doubts,
    says_no_more,
    says_otherwise,
    told_to_act,
)
from pomni.agenda.capture.verdicts import (
    AGREEMENT,
    BOTH,
    CLIENT,
    EXPECTATION,
    NONE,
    OUR_PROMISE,
    OUR_STEP,
    THEIR_PROMISE,
    TOO_LITTLE,
    US,
    Verdict,
)
from pomni.agenda.capture.whose import is_a_term, is_reason, tells_no_day


class Line:
    """One line as it is read from left to right."""

    def __init__(self, reader: Reader, sex: str) -> None:
        self.reader, self.sex = reader, sex
        self.lists = reader.lexicon.lists
        self.found: list[Deed] = []
        self.waiting: list[Clause] = []  # clauses that lead to the next deed
        self.condition: list[Clause] = []
        self.frame: Deed | None = None  # whose kind the next clause of this sentence may share
        self.named: str | None = None  # a colleague named before a colon
        self.passed_on: str | None = None  # a colleague named where I act: "@kate I'll call, you send"
        self.spoken_with: str | None = None
        self.asked: str | None = None  # … asked something: "@kim free at 6? ring her then"

    def deeds(self, row: list[Clause]) -> list[Deed]:
        """The deeds of all clauses, those that are one joined."""
        row = arranged(row, self.reader)
        for one, after in pairwise(row):
            asks = after.joined_by == CONJ and after.ends_in == "?" and not one.ends_in
            one.ends_in = "?" if asks and not one.told else one.ends_in
        for at, clause in enumerate(row):
            if clause.joined_by == HARD:
                self._end_sentence()
            self._take(clause, last=at + 1 == len(row) or row[at + 1].joined_by == HARD)
        self._end_sentence()
        return [deed for deed in united(self.found) if is_clear(deed, self.reader.language)]

    def _end_sentence(self) -> None:
        if self.frame and self.frame.terms and len(self.frame.clauses) > 1:
            self.found.append(replace(self.frame, verdict=Verdict(AGREEMENT, BOTH)))
        if self.frame and self.frame.verdict.kind:
            self._attach(self.waiting)
            self.frame.under += [when for clause in self.condition for when in days_of(clause)]
        self.named = self._called() if self.frame is None or self.asked else None
        self.waiting, self.condition, self.frame, self.asked = [], [], None, None

    def _called(self) -> str | None:
        """The colleague of "@dan urgent!", whose task the next sentence tells."""
        alone = self.lists["must_alone"]
        calls = [one for one in self.waiting if all(word.said in alone for word in one.words)]
        return next((named for one in calls if (named := told_to_act(one))), self.asked)

    def _attach(self, more: list[Clause]) -> None:
        if self.frame is None:
            return
        self.frame.clauses += more
        for clause in more:
            if not self.frame.dated:
                self.frame.whens += clause.whens
            self.frame.assignee = self.frame.assignee or told_to_act(clause)

    # --- One clause -----------------------------------------------------------------------------------------------

    def _take(self, clause: Clause, last: bool) -> None:
        if self._is_condition(clause) and not self._acts_inside(clause, last):
            self._take_condition(clause, last)
        elif 0 in clause.tells.get("which", ()) or (
            clause.starts_with("because") and not acts_otherwise(clause)
        ):
            self._attach([replace(clause, whens=[], mentions=[])])
        elif clause.ends_in == ":" and (named := told_to_act(clause)) and not clause.has(INF, IMP, THEY, WE):
            self.named = named
            self.waiting.append(clause)
        elif clause.ends_in == ":" and len(clause.tokens) == 1 and clause.starts_with("heads"):
            self.frame = Deed(NONE, [clause], heads=True)
        else:
            self._take_verdict(clause, self._verdict(clause))

    def _verdict(self, clause: Clause) -> Verdict:
        """What the clause comes to, with who is called before it."""
        verdict = verdict_on(clause, self.sex)
        if clause.ends_in == "?":
            self.asked = None if verdict.kind else told_to_act(clause)
            return OUR_STEP if self.named and clause.has(YOU, INF, IMP) else verdict
        if len(clause.tokens) <= 4 and clause.ends_in == ":" and (part := part_of(clause)):
            return part
        led = self.named and self.waiting and clause.joined_by == COLON
        to_do = (
            clause.dated and clause.words and (led or is_under_condition(self.condition, clause, self.frame))
        )
        return OUR_STEP if verdict.silent and to_do else verdict

    def _take_verdict(self, clause: Clause, verdict: Verdict) -> None:
        if self._says_more(clause, verdict):
            return
        if verdict == NONE and self.frame and self.frame.heads and is_a_term(clause):
            verdict = TOO_LITTLE  # "deal: 450 for the day, no travel charge"
        parts = clause.says("owe_they", "owe_we", "of_them")
        leads = self.frame is None and clause.starts_with("that") and not clause.mentions and not parts
        if leads or (verdict.silent and not (self.frame and is_given_up(self.frame.clauses[-1], clause))):
            self._take_detail(clause)
            return
        last = self.found[-1] if self.found else None
        if last and last.verdict == THEIR_PROMISE and not last.dated and only_doubts(clause):
            self.found.pop()
        verdict = (
            NONE
            if verdict.silent or self._is_empty(clause, verdict)
            else in_frame(clause, verdict, self.frame, self.reader)
        )
        if verdict == NONE:
            self._take_nothing(clause)
        elif verdict.kind == AGREEMENT and (says_no_more(clause) or only_agrees(clause)):
            self.frame = Deed(
                NONE, [clause], heads=True, terms=names_what(clause) and not only_agrees(clause)
            )
        else:
            self._take_deed(clause, verdict)

    def _says_more(self, clause: Clause, verdict: Verdict) -> bool:
        """Whether a clause only says more of the deed before it; it is attached then."""
        before = self.frame
        if before is None or not before.verdict.kind:
            return self._is_given(clause)
        if before.verdict == OUR_STEP and is_told(before.clauses[-1]):
            self._attach([replace(clause, whens=[], mentions=[], ends_in="")])
            return True
        promised = before.verdict == OUR_STEP and is_bare_promise(clause)
        more = (
            promised
            or (
                names_after_colon(clause, before.verdict)
                and not (before.dated and clause.whens and clause.whens[0].day)
            )
            or (not verdict.silent and not before.dated and names_more(clause, verdict))
            or (not before.dated and before.verdict == THEIR_PROMISE and clause.says("arrives"))
            or (before.verdict.owes == US and not clause.dated and is_sent(clause))
            or (verdict == NONE and names_who(clause) and before.verdict == OUR_STEP and not before.assignee)
            or (verdict.kind == AGREEMENT and only_agrees(clause))
            or wants_that(clause, verdict, before)
            or needs_it(clause, verdict, before)
        )
        if (said := side_of(clause)) and belongs_to(before.verdict, said):
            before.verdict, more = said, True
        if promised and not is_reason(before.clauses[-1], clause):
            before.verdict = OUR_PROMISE  # "we'll refund the taxi, promised"
        if verdict.kind == AGREEMENT and only_agrees(clause):
            ours = before.verdict == OUR_STEP and before.clauses[-1].has(INF, IMP, WE, ME)
            ours = ours and not before.clauses[-1].names("mutual")
            before.verdict = Verdict(AGREEMENT, US) if ours else agreed_on(before.clauses[-1], before.verdict)
        if more:
            self._attach([clause])
        return bool(more)

    def _is_given(self, clause: Clause) -> bool:
        """ "The money back in ten days, she has that in writing": what is given stands before, and no verb in it."""
        said = side_of_names(self.waiting, clause)
        if not said.kind:
            return False
        self._take_deed(clause, said)
        return True

    def _is_empty(self, clause: Clause, verdict: Verdict) -> bool:
        """Whether nothing is promised after what stands before, whatever the clause says by itself."""
        before = self.frame.clauses[-1] if self.frame else None
        if before is None:
            return self._is_theirs_if(clause, verdict)
        ordered = not (self.frame and self.frame.verdict.kind) and comes_as_ordered(before, clause)
        claimed = verdict == OUR_PROMISE and is_claimed(before, clause)
        told = clause.names("answered", 0, 2) and not clause.dated and not clause.has(WE, ME)
        claimed = claimed or (verdict == OUR_PROMISE and before.says("asks") and told)
        return ordered or claimed or self._is_theirs_if(clause, verdict)

    def _is_theirs_if(self, clause: Clause, verdict: Verdict) -> bool:
        """ "If the bank says yes, she will buy": the client's deed under a condition, and no day."""
        under = any(one.names("only_if", 0, 1) for one in self.condition)
        dated = clause.dated or any(one.dated for one in self.condition)
        wish = verdict.kind == EXPECTATION and under
        deed = verdict == OUR_STEP and not dated and not clause.told
        return (under and deed) or wish or (verdict == THEIR_PROMISE and under and not dated)

    def _is_condition(self, clause: Clause) -> bool:
        if clause.ends_in == "?" or is_only_when(clause):
            return False
        asks = clause.names("whether") and not clause.names("inquiry", 0, 2)
        whether = clause.joined_by == SOFT and self.frame is not None and asks
        return whether or 0 in clause.tells.get("if_", ()) or clause.starts_with("subordinate")

    def _acts_inside(self, clause: Clause, last: bool) -> bool:
        """Whether the deed stands in the same clause as its condition, with no comma between them."""
        deed = min(clause.first(form) for form in (INF, IMP, WE, ME))
        over = min(clause.first(name) for name in (THEY, "no_they_do", "failed", "refused"))
        return last and not self.frame and over < deed < NOWHERE

    def _take_condition(self, clause: Clause, last: bool) -> None:
        if not (self.frame and self.frame.verdict.kind and (last or not self.waiting)):
            self.condition.append(clause)
            return
        self.frame.clauses.append(clause)
        if clause.tokens[-1].kind == "mention":
            self.frame.assignee = self.frame.assignee or told_to_act(clause)
        asks = clause.names("whether", 0, 1) and self.frame.verdict.owes == CLIENT
        if not asks and not any(one.names("inquiry") for one in self.frame.clauses):
            self.frame.under += days_of(clause)

    def _take_detail(self, clause: Clause) -> None:
        """A clause that says too little by itself: part of the deed before it, or of the one that follows."""
        before = self.frame
        if before is not None and self.found and len(clause.tokens) <= 3 and keeps(clause, self.found[-1]):
            self._take_nothing(clause)
            return
        if before and is_put_off(before.clauses[-1], clause) and not before.verdict.kind:
            self._take_deed(clause, OUR_STEP)
            return
        if (
            clause.ends_in == ":"
            and clause.words
            and not clause.dated
            and (before is None or not before.heads)
        ):
            self.waiting.append(clause)  # "contract: @max by noon"
            return
        if is_who_and_when(self.waiting, clause):
            self._take_deed(clause, OUR_STEP)
            return
        acts = clause.dated or (len(clause.words) > 1 and clause.starts_with("subject_alone"))
        if before is not None and before.heads and clause.words and acts:
            more = clause.names("nth") or is_amount(clause)
            goes_on = before.verdict == (AGREEMENT, CLIENT, False) and more
            self._take_deed(clause, before.verdict if goes_on else agreed_on(clause, TOO_LITTLE))
        elif before is None or not before.verdict.kind:
            self._wait(clause)
        else:
            self._take_more(clause, before)

    def _take_more(self, clause: Clause, before: Deed) -> None:
        """A clause that tells the day, the payer or another part of the deed before it."""
        if is_part_paid(before, clause):
            self._take_deed(clause, THEIR_PROMISE)
            self.found[-1].joined_by = HARD
        elif not clause.dated or not before.dated or tells_no_day(clause):
            theirs = before.verdict == OUR_STEP and clause.says("of_them") and len(clause.tokens) <= 2
            before.verdict = THEIR_PROMISE if theirs else before.verdict  # "the money on Friday, from her"
            self._attach([clause])
        elif clause.words and not says_otherwise(clause, before.verdict):
            theirs = before.verdict == (AGREEMENT, BOTH, False) or clause.starts_with("their_word")
            self._take_deed(clause, THEIR_PROMISE if theirs else before.verdict)
        else:
            self.waiting.append(clause)

    def _wait(self, clause: Clause) -> None:
        """A clause that leads to the next deed, or names terms of what is agreed."""
        if self.frame and self.frame.heads and clause.words:
            self.frame.clauses.append(clause)
            self.frame.terms = True
        elif self.frame is None or clause.dated or clause.mentions:
            self.waiting.append(clause)

    def _take_nothing(self, clause: Clause) -> None:
        kept = (
            clause.joined_by == CONJ and len(clause.tokens) <= 2 and (clause.has(PAST) or clause.says("done"))
        )
        last = self.found[-1] if self.found else None
        if last and (
            ((kept or clause.says("broken")) and last.verdict.owes == CLIENT) or keeps(clause, last)
        ):
            self.found.pop()
        self.waiting = [one for one in self.waiting if one.mentions]
        if (
            clause.dated
            and (clause.has(IS) or clause.says("fact", "ready") or clause.names("things"))
            and not clause.has(PAST)
        ):
            self.waiting.append(clause)
        self.passed_on = told_to_act(clause) or self.passed_on
        self.spoken_with = next((mention.handle for mention in clause.mentions), None)
        self.condition = []
        self.frame = Deed(NONE, [clause])

    def _take_deed(self, clause: Clause, verdict: Verdict) -> None:
        before, led = self.frame, [*self.waiting, clause]
        if self.found and (
            is_settled_by(self.found[-1], clause, verdict)
            or is_made_good(self.found[-1], before, clause, verdict)
        ):
            self.found.pop()
        if is_bare_promise(clause):
            verdict, led = self._after_all(clause, verdict, led)
        deed = Deed(verdict, [*self.condition, *led], list(clause.whens), joined_by=clause.joined_by)
        if not deed.dated and not clause.names("remind") and not clause.names("eve") and not clause.whens:
            deed.whens += [when for one in self.waiting if not begins(one) for when in one.whens]
        deed.under = [when for one in self.condition for when in days_of(one)]
        deed.assignee = self._assignee(clause, before) if verdict.owes != CLIENT else None
        if before is not None and self.found and is_only_brought(before, deed):
            deed.whens, deed.joined_by = before.whens, HARD
            self.found.pop()
        for name in named_alone(self.waiting) if clause.told and clause.joined_by == CONJ else ():
            self.found.append(replace(deed, assignee=name, clauses=[clause], whens=list(deed.whens)))
        subject = led[0] if clause.joined_by == CONJ else clause
        if self.spoken_with and verdict == THEIR_PROMISE and subject.starts_with("pronouns"):
            deed.verdict, deed.assignee = OUR_STEP, self.spoken_with
        self.waiting, self.condition = [], []
        deed.heads = before is not None and before.heads
        if before is not None and before.terms and deed.dated and verdict.owes == CLIENT:
            self.found.append(Deed(Verdict(AGREEMENT, BOTH), before.clauses))
        self.found.append(deed)
        self.frame = deed

    def _after_all(self, clause: Clause, verdict: Verdict, led: list[Clause]) -> tuple[Verdict, list[Clause]]:
        """ "The batch replaced free by Friday, we've promised": what is promised stands before, and is ours."""
        last = self.frame.clauses[-1] if self.frame and not self.frame.verdict.kind else None
        if (
            last is not None
            and (last.dated or not last.forms)
            and clause.joined_by == SOFT
            and last not in led
        ):
            led = [last, *led]
            self.waiting.append(last)
        passive = len(led) > 1 and clause.names("promised_so", 0, 1)
        return (OUR_PROMISE if passive else verdict), led

    def _assignee(self, clause: Clause, before: Deed | None) -> str | None:
        told = next((named for one in (clause, *self.waiting) if (named := told_to_act(one))), None)
        asked = told and clause.ends_in == "?" and clause.says("must", "you", "you_will")
        if not asked and (clause.says("me", "me_will") or clause.has(ME)):
            self.passed_on = told or self.passed_on
            return None
        if told:
            self.passed_on = told if clause.says("wish") else self.passed_on
            return told
        goes_with = before is not None and not before.verdict.kind and names_task(before.clauses[-1], clause)
        if self.passed_on and (goes_with or clause.has(IMP) or clause.says("you", "you_will")):
            told, self.passed_on = self.passed_on, None
            if self.found and self.found[-1].verdict.kind == EXPECTATION:
                self.found[-1].assignee = None  # "@dan she waits for the quote, send it"
            return told
        goes_on = clause.joined_by == CONJ and clause.has(INF, IMP, THEY)
        goes_on = goes_on or (before is not None and before.dated != clause.dated and adds_to(clause))
        return self.named or (before.assignee if before and goes_on and before.verdict.owes == US else None)

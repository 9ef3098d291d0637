"""A clause of a line and what its words tell; how a line is cut into clauses stands in `cuts`."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pomni.agenda.capture.forms import (
    INF,
    ME,
    PAST,
    THEY,
    WE,
    form_of,
    now_in_polish,
    soon_in_polish,
    soon_in_polish_by_many,
    without_names,
)
from pomni.agenda.capture.forms_en import forms_of_english
from pomni.agenda.capture.lexicon import Lexicon, Mark
from pomni.agenda.capture.lookalikes import is_a_paper, is_acted_on
from pomni.agenda.capture.text import Language, Token, handle_of, is_house, is_of_trade
from pomni.agenda.capture.whens import Said

_UNTIL = re.compile(r"(?<!\w)(?:by|before|until|до|к|do|przed) ")
HARD, SOFT, COLON, CONJ = "hard", "soft", "colon", "conj"  # what stands before a clause
# Words that name somebody or something and may still be a verb: "visit", "call".
NAMES = frozenset({"act_noun", "pay_noun", "booked", "they", "to_them", "staff"})
# Words of a promise: with a "not" before them they promise nothing.
SAID = frozenset(
    {"agreed", "consents", "promise_we", "promised", "promised_many", "wish", "ask", "intend", "owe_we"}
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A colleague's handle in a clause."""

    handle: str
    at: int  # the token
    spoken_of: bool  # named after a preposition: not told to act


@dataclass(slots=True)
class Clause:
    """A run of tokens with what its words tell."""

    tokens: list[Token]
    joined_by: str  # what stands before it
    ends_in: str = ""  # the mark after it
    tells: dict[str, list[int]] = field(default_factory=dict)
    forms: dict[str, list[int]] = field(default_factory=dict)
    whens: list[Said] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    lasts: dict[int, int] = field(default_factory=dict)  # where the phrases end that begin there
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    language: str = ""

    def says(self, *names: str) -> bool:
        """Whether any of these is told."""
        return any(name in self.tells for name in names)

    def has(self, *forms: str) -> bool:
        """Whether a word of any of these forms is there."""
        return any(form in self.forms for form in forms)

    def first(self, name: str) -> int:
        """Where it is told first, far behind when nowhere."""
        return min(self.tells.get(name) or self.forms.get(name) or [10**6])

    def names(self, words: str, start: int = 0, stop: int | None = None) -> bool:
        """Whether a word of that list is among the tokens."""
        return any(token.said in self.lists[words] for token in self.tokens[start:stop])

    def starts_with(self, words: str) -> bool:
        """Whether its first word is of that list."""
        return self.tokens[0].said in self.lists[words]

    @property
    def told(self) -> bool:
        """Whether a colleague is told to act."""
        return any(not mention.spoken_of for mention in self.mentions)

    @property
    def words(self) -> list[Token]:
        """The words and numbers of it."""
        return [token for token in self.tokens if token.kind in ("word", "number")]

    @property
    def dated(self) -> bool:
        return any(not when.beside for when in self.whens)

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end


@dataclass(frozen=True, slots=True)
class Reader:
    """What is needed to tell a clause: the language's words, who can be named, what days were said."""

    language: Language
    lexicon: Lexicon
    whens: Sequence[Said]
    handles: Collection[str] | None
    marked: bool

    def clause(self, tokens: list[Token], joined_by: str) -> Clause:
        """A clause of these tokens, told."""
        clause = Clause(tokens, joined_by, lists=self.lexicon.lists, language=self.language)
        taken: set[int] = set()
        for mark in self.lexicon.marks(tokens):
            if self._means_another(mark, tokens) or self._is_for_it(mark, tokens):
                if mark.tells == "they" and (led := self._led_to(tokens, mark.first)):
                    clause.tells.setdefault(led, []).append(mark.first)
                continue
            tells = (
                "refused"
                if mark.tells in SAID
                and mark.first
                and tokens[mark.first - 1].said in self.lexicon.lists["not"]
                else mark.tells
            )
            clause.tells.setdefault(tells, []).append(mark.first)
            clause.lasts[mark.first] = mark.last
            if mark.tells not in NAMES or self.language != "en":
                taken.update(range(mark.first, mark.last + 1))
        self._tell_theirs(clause)
        places = {token.start for token in tokens if token.kind == "when"}
        clause.whens = [when for when in self.whens if when.start in places]
        clause.whens = [self._of_what(clause, when) for when in clause.whens]
        clause.mentions = self._mentions(tokens)
        self._forms(clause, taken)
        clause.whens = self._without_what_is_over(clause)
        if clause.has(WE) and clause.says("they") and not clause.has(THEY):
            selves = {at for at in clause.tells["they"] if tokens[at].said in self.lexicon.lists["selves"]}
            clause.tells["they"] = [at for at in clause.tells["they"] if at not in selves]
            if not clause.tells["they"]:
                del clause.tells["they"]  # "we take it off ourselves"
        if (
            len(tokens) <= 4
            and len(tokens) > 1
            and joined_by != CONJ
            and tokens[-1].kind == "when"
            and tokens[-2].said in self.lexicon.lists["away"]
        ):
            clause.tells.setdefault("fact", []).append(len(tokens) - 2)
        return clause

    def _tell_theirs(self, clause: Clause) -> None:
        """A director, a lawyer, an office may be the client's: told by whose they are, or by what they do."""
        lists = self.lexicon.lists
        at_home = clause.says("at_home")
        for at in list(clause.tells.get("staff", ())):
            before = clause.tokens[at - 1].said if at else ""
            after = clause.tokens[at + 1].said if at + 1 < len(clause.tokens) else ""
            owned = (
                self._is_sent_by_them(clause, at)
                or after in lists["of_client"]
                or after in lists["from_house"]
                or (self.language != "en" and after in lists["theirs"])
                or self._says_she(clause, at)
                or before.endswith("'s")
                or (self.language != "en" and is_house(clause.tokens[at + 1 : at + 2]))
            )
            led = before in lists["theirs"]
            theirs = (
                led
                or at_home
                or clause.names("their_papers")
                or (clause.names("decides") and not clause.says("to_them") and not clause.mentions)
            )
            own = led and clause.tokens[at].said in lists["own_staff"]
            ours = before in lists["of_ours"]
            if not ours and (owned or own or (theirs and clause.tokens[at].said in lists["either"])):
                clause.tells["staff"].remove(at)
                clause.tells.setdefault("they", []).append(at)
        if not clause.tells.get("staff", True):
            del clause.tells["staff"]

    def _says_she(self, clause: Clause, at: int) -> bool:
        """ "Manager says she is paying today", in English: a manager whose promise is told is theirs."""
        lists, after = self.lexicon.lists, clause.tokens[at + 1 : at + 3]
        either = clause.tokens[at].said in lists["either"] and len(after) > 1
        return either and after[0].said in lists["says_that"] and after[1].said in lists["pronouns"]

    def _is_sent_by_them(self, clause: Clause, at: int) -> bool:
        """ "Водитель от них", "от них приедет замерщик", in Russian and Polish."""
        lists, after = self.lexicon.lists, [*clause.tokens[at + 1 : at + 3]]
        led = len(after) > 1 and after[0].said in lists["from_whom"] and after[1].kind == "word"
        first = clause.tokens[0].said in lists["from_whom"] and len(clause.tokens) > 2
        led_first = first and self.language != "en" and clause.tokens[1].said not in lists["ourselves"]
        return (
            (led and after[1].said not in lists["ourselves"] and not is_of_trade(after[1].said))
            or led_first
            or 0 in clause.tells.get("of_them", ())
        )

    def _of_what(self, clause: Clause, when: Said) -> Said:
        """A day that only says of what the deed is: "confirm the booking for Saturday"."""
        at = next((n for n, token in enumerate(clause.tokens) if token.start == when.start), 0)
        lists = self.lexicon.lists
        moved = any(token.said in lists["move"] for token in clause.tokens[:at])
        of_it = any(token.said in lists["booking_of"] for token in clause.tokens[max(0, at - 2) : at])
        before = clause.tokens[max(0, at - 2) : at]
        same = any(token.said in lists["same"] for token in clause.tokens[:at])
        if same and any(token.said in lists["as_then"] for token in before):
            return replace(when, beside=True)
        figures = any(letter.isdigit() for letter in clause.tokens[at].typed)
        if when.far and not figures and clause.says("owe_they", "owe_we"):
            return replace(when, beside=True)  # "owes for the callout in October": the last one
        said = clause.tokens[at].typed.lower()
        moved_from = any(
            one.typed.lower().startswith(("from ", "с ", "со ")) for one in clause.tokens[: at + 1]
        )
        of_then = said.startswith("for ") and any(one.said in lists["of_then"] for one in clause.tokens[:at])
        if of_then or (moved and moved_from):
            return replace(when, beside=True)
        who = next((n for n, token in enumerate(clause.tokens[1:at], 1) if token.said in lists["who_is"]), at)
        if who < at and all(token.kind != "when" for token in clause.tokens[who:at]):
            return replace(when, beside=True)
        told = next((n for n, token in enumerate(clause.tokens[:at]) if token.said in lists["inform"]), at)
        so = told < at - 1 and clause.tokens[at - 1].said in lists["is_until"]
        if so or any(token.said in lists["that_is"] for token in clause.tokens[told:at]):
            return replace(when, beside=True)
        if self.language == "ru" and any(token.said in lists["whether"] for token in clause.tokens[:at]):
            return replace(when, beside=True)  # "ask if the 14th suits"
        until = _UNTIL.search(clause.tokens[at].typed.lower())
        return replace(when, beside=True) if moved and of_it and not until else when

    def _without_what_is_over(self, clause: Clause) -> list[Said]:
        """The days, one right after a verb of the past beside the matter where another is told: "who came in May by …"."""
        if sum(not when.beside for when in clause.whens) < 2:
            return clause.whens
        over = {
            clause.tokens[at + 1].start for at in clause.forms.get(PAST, ()) if at + 1 < len(clause.tokens)
        }
        return [replace(when, beside=when.beside or when.start in over) for when in clause.whens]

    def _means_another(self, mark: Mark, tokens: list[Token]) -> bool:
        """Whether a word only looks like whoever acts: an object in English, the Polish "ją" typed without its mark."""
        if mark.tells == "me" and tokens[mark.first].said == "ja":
            led = mark.first > 0 and tokens[mark.first - 1].kind != "mention"
            return led or tokens[mark.first].typed.endswith("ą")
        if mark.tells == "wish" and tokens[mark.last].typed.endswith("ę") and mark.first == mark.last:
            return True  # "potrzebuję": I do
        if mark.tells == "they_will" and mark.first == mark.last and self.language == "en":
            return is_a_paper(tokens, mark.first, self.lexicon.lists)
        if tokens[mark.first].said == "head" and mark.first and tokens[mark.first - 1].said in ("a", "per"):
            return True  # "8 cent a head"
        if mark.tells == "refused" and self.language == "en" and mark.first and mark.first == mark.last:
            led = tokens[mark.first - 1].said in self.lexicon.lists["determiners"]
            return led and tokens[mark.first].said.endswith("ed")  # "for the cancelled lesson"
        if mark.tells == "staff" and self.language == "en" and mark.first > 1:
            return is_acted_on(tokens[: mark.first], self.lexicon.lists)
        return mark.tells == "they" and self._is_object(tokens, mark.first)

    def _is_for_it(self, mark: Mark, tokens: list[Token]) -> bool:
        """ "Flowers for the wedding": what something is for, no fact by itself."""
        lists = self.lexicon.lists
        led = [token.said for token in tokens[max(0, mark.first - 2) : mark.first]]
        led = [
            word for word in led if word not in ("the", "her", "his", "a", "их", "ее", "его", "jej", "jego")
        ]
        event = tokens[mark.first].said in lists["occasions"] and mark.tells == "fact"
        return event and bool(led) and led[-1] in lists["for_it"]

    def _led_to(self, tokens: list[Token], at: int) -> str:
        """What "from the buyer", "to the buyer" tell besides; nothing after another word."""
        led = [token.said for token in tokens[:at] if token.said not in self.lexicon.lists["determiners"]]
        return {"from": "of_them", "to": "to_them"}.get(led[-1], "") if led else ""

    def _is_object(self, tokens: list[Token], at: int) -> bool:
        """Whether an English noun is led to by a preposition or a verb: "call the client", "with the client"."""
        if self.language != "en" or tokens[at].said in ("she", "he", "they"):
            return False
        before = [
            token.said
            for token in tokens[max(0, at - 2) : at]
            if token.said not in ("the", "her", "his", "a", "our")
        ]
        lists = self.lexicon.lists
        return bool(before) and (before[-1] in lists["verbs"] or before[-1] in lists["prepositions"])

    def _forms(self, clause: Clause, taken: set[int]) -> None:
        if self.language == "en":
            found = forms_of_english(clause.tokens, clause.tells, taken, self.lexicon)
        else:
            found = self._by_endings(clause, taken)
        for at, form in found.items():
            negated = at and clause.tokens[at - 1].said in self.lexicon.lists["not"]
            if (
                form == ME
                and ("they" in clause.tells or "said" in clause.tells or clause.told)
                and "me" not in clause.tells
                and self.language == "pl"
                and not self.marked
            ):
                form = THEY
            if form == ME and self._is_of_either(clause, at):
                form = THEY
            clause.forms.setdefault("no_" + form if negated else form, []).append(at)

    def _is_of_either(self, clause: Clause, at: int) -> bool:
        """ "Wysle skan jutro" typed without marks: she, unless it goes to the client or is what we send."""
        lists = self.lexicon.lists
        either = self.language == "pl" and not self.marked and clause.tokens[at].said in lists["me_or_they"]
        whom = at + 1 in clause.tells.get("them", ())  # "zapisze go na jutro"
        return (
            either
            and not whom
            and not clause.says("me", "to_them", "we")
            and (clause.names("signed") or not clause.names("ours_to_send"))
        )

    def _by_endings(self, clause: Clause, taken: set[int]) -> dict[int, str]:
        found, hoped = {}, False
        for at, token in enumerate(clause.tokens):
            hoped = hoped or token.said in self.lexicon.lists["so_that"]
            short = at + 1 < len(clause.tokens) and clause.tokens[at + 1].said == "."
            if short and token.said not in self.lexicon.lists["short"]:
                continue  # "исполнит. надпись"
            if at in taken or token.kind != "word" or at in clause.tells.get("they", ()):
                continue
            before = self._before(clause.tokens, at)
            form = form_of(token, before, self.language, self.lexicon, self.marked)
            form = form or self._by_place(clause, at, before)
            if form and not (hoped and form == PAST):  # "so that it were done" is not over
                found[at] = form
            if form == INF and before is not None and before.said in self.lexicon.lists["will_be"]:
                found[at] = THEY  # "will be thinking"
        found = without_names(found, self.language, "me" in clause.tells)
        return self._with_will_after(clause, found)

    def _by_place(self, clause: Clause, at: int, before: Token | None) -> str:
        """The form of a word whose ending does not tell, by who stands before it: "we", "he", the client."""
        token, said = clause.tokens[at], before.said if before is not None else ""
        if said in ("мы", "my") and clause.whens:
            return WE if token.said.endswith(("ем", "им", "my")) else ""
        if said == "я":
            return ME if token.said.endswith(("у", "ю", "усь", "юсь")) else ""
        if self.language != "pl":
            return ""
        led = at - 1 in clause.tells.get("they", ()) and token.said not in self.lexicon.lists["not_they"]
        form = soon_in_polish(token) if led else ""
        if not form and clause.whens and said in self.lexicon.lists["he_she"]:
            form = now_in_polish(token)
        return form or (THEY if at == 0 and soon_in_polish_by_many(token.typed) else "")

    def _before(self, tokens: list[Token], at: int) -> Token | None:
        """The word before; a colleague spoken of gives no order: "learns with @ira the second year"."""
        before = tokens[at - 1] if at else None
        spoken = at > 1 and tokens[at - 2].said in self.lexicon.lists["before_spoken"]
        return None if before is not None and before.kind == "mention" and spoken else before

    def _with_will_after(self, clause: Clause, found: dict[int, str]) -> dict[int, str]:
        """ "Collect it will she": an infinitive with its "will" after it is what they will do."""
        will = next(
            (n for n, token in enumerate(clause.tokens) if token.said in self.lexicon.lists["will_be"]), 0
        )
        they = any(at > will for at in clause.tells.get("they", ()))
        return {at: THEY if form == INF and at < will and they else form for at, form in found.items()}

    def _mentions(self, tokens: list[Token]) -> list[Mention]:
        found = []
        for at, token in enumerate(tokens):
            if token.kind != "mention":
                continue
            handle = handle_of(token.typed, self.handles)
            before = [t.said for t in tokens[max(0, at - 2) : at]]
            lists = self.lexicon.lists
            if handle is None or any(word in lists["social"] for word in before[-2:]):
                continue
            after = tokens[at + 1].said if at + 1 < len(tokens) else ""
            asked = bool(before) and before[-1] in lists["asked_of"] and after in lists["asked_for"]
            glued = at > 1 and tokens[at - 2].kind == "number" and tokens[at - 2].end == tokens[at - 1].start
            wished = len(before) > 1 and before[0] in lists["would_like"] and before[1] == "like"
            spoken = asked or (
                bool(before) and before[-1] in lists["before_spoken"] and not glued and not wished
            )
            whose = after == "'" and tokens[at + 1].start == token.end  # "@rosa's birthday"
            found.append(Mention(handle, at, spoken or whose))
        return found

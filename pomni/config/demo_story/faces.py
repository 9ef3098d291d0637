"""People and organisations that do not exist: names, phones and numbers that are well formed and nobody's."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from pomni.config.demo_story.script import Script
from pomni.kit.errors import Refused
from pomni.kit.tax_ids import tax_ids_of

LETTERS = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", (
    "a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f",
    "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya",
), strict=True)) | dict(zip("ąćęłńóśźż", "acelnoszz", strict=True))  # fmt: skip


@dataclass
class Face:
    """A person who may become a client."""

    sex: str
    family: str
    given: str
    patronymic: str
    born: date

    @property
    def parts(self) -> dict[str, str]:
        """The words that a client is added with."""
        parts = {"family": self.family, "given": self.given, "patronymic": self.patronymic, "sex": self.sex}
        return {word: text for word, text in parts.items() if text}


class Faces:
    """Makes people up; no phone, address or number is given twice."""

    def __init__(self, script: Script, chance: Random, today: date) -> None:
        self.words, self.country, self.chance, self.today = (
            script.country,
            script.company["country"],
            chance,
            today,
        )
        self._given_out: set[str] = set()

    def person(self, *, sex: str = "", family: int | None = None, ages: tuple[int, int] = (19, 74)) -> Face:
        """Somebody of these ages; `family` is the number of a family name, for those who share one."""
        sex = sex or self.chance.choice(("female", "female", "female", "male", "male"))
        of_sex = 0 if sex == "male" else 1
        families = self.words["families"]
        names = families[self.chance.randrange(len(families)) if family is None else family]
        patronymics = self.words.get("patronymics")
        return Face(
            sex,
            names[of_sex] if isinstance(names, list) else names,
            self.chance.choice(self.words["given"][sex]),
            self.chance.choice(patronymics)[of_sex] if patronymics else "",
            self.today - timedelta(days=self.chance.randint(ages[0] * 365, ages[1] * 365)),
        )

    def child_of(self, father: Face, family: int) -> Face:
        """A child of the father; where patronymics are usual, it has his."""
        child = self.person(sex=self.chance.choice(("female", "male")), family=family, ages=(3, 15))
        fathers = self.words.get("fathers", {})
        if father.given in fathers:
            child.patronymic = fathers[father.given][0 if child.sex == "male" else 1]
        return child

    def mobile(self) -> str:
        """A phone from a range that is given to nobody."""
        return self._digits(self.chance.choice(self.words["mobile"]))

    def landline(self) -> str:
        """The same of an office."""
        return self._digits(self.words["landline"])

    def email(self, *words: str, at: str = "example.com") -> str:
        """An address in a domain that is kept for examples."""
        name = ".".join(filter(None, ("".join(map(_letter, word.casefold())) for word in words)))
        return self._only(lambda more: f"{name}{more or ''}@{at}")

    def mailbox(self, word: str, name: str) -> str:
        """The address of an organisation: of its name the words in quotes, without what kind of company it is."""
        inner = name.split("«")[-1].split("»")[0].split("„")[-1].split("”")[0]
        return self.email(word, *inner.split()[:2], at="example.net")

    def address(self) -> str:
        """A house in a street that no town has, of those that the company delivers or sends bills to."""
        street = self.chance.choice(self.words["streets"])
        return street.format(house=self.chance.randint(1, 96), flat=self.chance.randint(1, 180))

    def tax_id(self) -> str:
        """A tax number of the country with the right check digit, from a series that was never given out."""
        kind = tax_ids_of(self.country)[0]
        while True:
            digits = self._fill(self.words["tax_id"])
            for last in range(100):
                number = digits[: -len(f"{last:0{self.words['check']}}")] + f"{last:0{self.words['check']}}"
                if _is_right(kind, number) and number not in self._given_out:
                    self._given_out.add(number)
                    return number

    def _digits(self, shape: str) -> str:
        while True:
            number = self._fill(shape)
            ending = "".join(filter(str.isdigit, number))[-9:]
            if ending not in self._given_out:
                self._given_out.add(ending)
                return number

    def _fill(self, shape: str) -> str:
        return "".join(str(self.chance.randrange(10)) if sign == "#" else sign for sign in shape)

    def _only(self, making: Any) -> str:
        more = 0
        while (made := making(more)) in self._given_out:
            more = more + 1 if more else 2
        self._given_out.add(made)
        return str(made)


def _letter(letter: str) -> str:
    if letter in LETTERS:
        return LETTERS[letter]
    return letter if letter.isascii() and letter.isalnum() else ""


def _is_right(kind: Any, number: str) -> bool:
    try:
        return bool(kind.checked(number))
    except Refused:
        return False

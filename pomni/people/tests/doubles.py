"""A base of clients with doubles as people really make them, and with those who only look like doubles: made up here.

`made_up(number, seed)` gives rows in the words of `features_of`, the pairs that are one, and those that must stay two. It is
what the matcher was tuned on; the labelled sets from outside were asked once, afterwards.
"""

import random
from dataclasses import dataclass, field
from typing import Any


def _words(text: str) -> list[str]:
    return text.split()


RU_FAMILIES = _words("""
Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев Лебедев
Семёнов Егоров Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Зайцев Соловьёв Борисов Яковлев
Григорьев Романов Воробьёв Сергеев Кузьмин Фролов Александров Дмитриев Королёв Гусев Киселёв Ильин Максимов Поляков
Сорокин Виноградов Ковалёв Белов Медведев Антонов Тарасов Жуков Баранов Филиппов Комаров Давыдов Беляев Герасимов
Богданов Осипов Сидоров Матвеев Титов Марков Миронов Крылов Куликов Карпов Власов Мельников Денисов Гаврилов Тихонов
Казаков Афанасьев Данилов Савельев Тимофеев Фомин Чернышёв Щербаков Шишкин
""")
RU_MEN = _words("""
Александр Сергей Дмитрий Андрей Алексей Максим Евгений Иван Михаил Николай Владимир Павел Роман Артём Константин
Юрий Игорь Олег Виктор Кирилл Пётр Василий Григорий Фёдор Даниил
""")
RU_WOMEN = _words("""
Елена Ольга Наталья Татьяна Ирина Анна Светлана Мария Екатерина Юлия Анастасия Людмила Марина Галина Валентина
Надежда Виктория Алёна Дарья Ксения Полина Алина Арина Вера Софья
""")
PL_FAMILIES = _words("""
Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski
Jankowski Mazur Wojciechowski Kwiatkowski Krawczyk Kaczmarek Piotrowski Grabowski Zając Pawłowski Michalski Król
Wieczorek Jabłoński Wróbel Nowakowski Majewski Olszewski Stępień Malinowski Jaworski Adamczyk Dudek Nowicki Pawlak
Górski Witkowski Walczak Sikora Baran Rutkowski Michalak Szewczyk Ostrowski Tomaszewski Żak Łuczak Błaszczyk
""")
PL_MEN = _words("""
Jan Andrzej Piotr Krzysztof Stanisław Tomasz Paweł Józef Marcin Marek Michał Grzegorz Jerzy Tadeusz Adam Łukasz
Zbigniew Ryszard Dariusz Henryk Mariusz Kazimierz Wojciech Robert Mateusz
""")
PL_WOMEN = _words("""
Anna Maria Katarzyna Małgorzata Agnieszka Barbara Ewa Krystyna Elżbieta Magdalena Joanna Zofia Teresa Monika Danuta
Natalia Karolina Dorota Marta Beata Aleksandra Jolanta Alicja Julia Hanna
""")
EN_FAMILIES = _words("""
Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green
Hall Wood Jackson Clarke Phillips Mitchell Cooper Bailey Richardson Campbell Stewart Murphy Kelly Fraser
""")
EN_GIVEN = _words("""
James John Robert Michael William David Richard Thomas Mary Patricia Jennifer Linda Elizabeth Susan Margaret Emma
Oliver George Charlotte Sophie Lucy Rebecca Matthew Andrew Daniel
""")
SHORT = {
    "Александр": "Саша", "Сергей": "Серёжа", "Дмитрий": "Дима", "Алексей": "Лёша", "Евгений": "Женя", "Иван": "Ваня",
    "Михаил": "Миша", "Николай": "Коля", "Владимир": "Володя", "Елена": "Лена", "Ольга": "Оля", "Наталья": "Наташа",
    "Татьяна": "Таня", "Мария": "Маша", "Екатерина": "Катя", "Анастасия": "Настя", "Jan": "Janek", "Tomasz": "Tomek",
    "Katarzyna": "Kasia", "Małgorzata": "Gosia", "Agnieszka": "Aga", "Barbara": "Basia", "Robert": "Bob", "William": "Bill",
    "Elizabeth": "Liz", "Michael": "Mike", "Thomas": "Tom", "Rebecca": "Becky",
}  # fmt: skip
STREETS = {
    "ru": _words(
        "Ленина Советская Мира Пушкина Гагарина Садовая Лесная Молодёжная Школьная Центральная Набережная Кирова"
    ),
    "pl": _words(
        "Polna Leśna Słoneczna Krótka Szkolna Ogrodowa Lipowa Brzozowa Łąkowa Kwiatowa Kościuszki Mickiewicza"
    ),
    "en": _words("High Station Church Park Victoria Green Manor Kings Queens Mill School London"),
}
TOWNS = {
    "ru": _words("Москва Казань Самара Пермь Омск Тула"),
    "pl": _words("Warszawa Kraków Łódź Gdańsk Poznań Lublin"),
    "en": _words("Leeds York Bath Derby Oxford Exeter"),
}
TRADES = {
    "ru": _words(
        "Ромашка Вектор Альфа Горизонт Прогресс Стройсервис Медтехника Орион Меридиан Ладога Каскад Импульс"
    ),
    "pl": _words(
        "Stomatolog Budmax Drewpol Medyka Ekoserwis Transbud Techpol Zdrowie Merkury Alfa Jutrzenka Logos"
    ),
    "en": _words(
        "Brightside Northgate Evergreen Riverside Summit Beacon Harbour Crestview Pioneer Sterling Orchard Vista"
    ),
}
FORMS = {
    "ru": ("ООО «{}»", "{} ООО", "ООО {}"),
    "pl": ("{} Sp. z o.o.", "{} sp z o o", "{} S.A."),
    "en": ("{} Ltd", "The {}", "{} Limited"),
}
# Two manners of writing Russian in Latin letters.
PLAIN = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", (
    "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya".replace("  ", " - ").split(" ")
), strict=True)) | {"ъ": "", "ь": ""}  # fmt: skip
POLISH = PLAIN | {
    "ж": "ż", "й": "j", "х": "ch", "ц": "c", "ч": "cz", "ш": "sz", "щ": "szcz", "ю": "iu", "я": "ia", "в": "w", "ы": "y",
}  # fmt: skip
TAILS = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻёЁ", "acelnoszzACELNOSZZеЕ")

Row = dict[str, Any]


@dataclass
class MadeUp:
    """Rows, the pairs of places that are one client, and by what looks alike the pairs that must stay two."""

    rows: list[Row] = field(default_factory=list)
    same: set[tuple[int, int]] = field(default_factory=set)
    two: dict[tuple[int, int], str] = field(default_factory=dict)
    how: dict[tuple[int, int], str] = field(default_factory=dict)


def made_up(number: int, seed: int = 1, *, doubled: float = 0.12, alike: float = 0.08) -> MadeUp:
    """About so many rows; of them `doubled` come twice (some thrice), `alike` have somebody beside them who is another."""
    chance, told = random.Random(seed), MadeUp()
    while len(told.rows) < number:
        language = chance.choice(("ru", "ru", "pl", "pl", "en"))
        is_organisation = chance.random() < 0.1
        row = organisation(chance, language) if is_organisation else person(chance, language)
        place = _put(told, row)
        dice = chance.random()
        if dice < doubled:
            places = [place]
            for _more in range(chance.choice((1, 1, 1, 2))):
                other, how = double(chance, row, language)
                there = _put(told, other)
                told.same |= {(one, there) for one in places}
                told.how |= {(one, there): how for one in places}
                places.append(there)
        elif dice < doubled + alike:
            other, why = somebody_else(chance, row, language)
            told.two[place, _put(told, other)] = why
    return told


def person(chance: random.Random, language: str) -> Row:
    """Somebody; not everything is known of everybody."""
    is_woman = chance.random() < 0.5
    row: Row = {"kind": "person", "patronymic": ""}
    if language == "ru":
        row |= {
            "family": chance.choice(RU_FAMILIES),
            "given": chance.choice(RU_WOMEN if is_woman else RU_MEN),
        }
        row["family"] += "а" * is_woman
        if chance.random() < 0.7:
            row["patronymic"] = _patronymic(chance.choice(RU_MEN), is_woman)
    elif language == "pl":
        row |= {
            "family": chance.choice(PL_FAMILIES),
            "given": chance.choice(PL_WOMEN if is_woman else PL_MEN),
        }
        if is_woman and row["family"].endswith("ski"):
            row["family"] = row["family"][:-1] + "a"
    else:
        row |= {"family": chance.choice(EN_FAMILIES), "given": chance.choice(EN_GIVEN)}
    row["phones"] = (_phone(chance, language),) if chance.random() < 0.9 else ()
    row["emails"] = (_email(chance, row),) if chance.random() < 0.5 else ()
    row |= _birth(chance) if chance.random() < 0.6 else {"birth_day": "", "birth_year": None}
    row["address"] = _address(chance, language) if chance.random() < 0.3 else ""
    return row | {"tax_id": ""}


def organisation(chance: random.Random, language: str) -> Row:
    """A company, with its number more often than not."""
    bare = " ".join(chance.sample(TRADES[language], chance.choice((1, 2))))
    row: Row = {"kind": "organisation", "name": chance.choice(FORMS[language]).format(bare), "bare": bare}
    row["phones"] = (_phone(chance, language),) if chance.random() < 0.9 else ()
    row["emails"] = (f"office{chance.randrange(10**6)}@example.com",) if chance.random() < 0.6 else ()
    row["tax_id"] = str(chance.randrange(10**9, 10**10)) if chance.random() < 0.7 else ""
    return row | {"address": _address(chance, language) if chance.random() < 0.7 else ""}


# --- Doubles ----------------------------------------------------------------------------------------------------------


def double(chance: random.Random, row: Row, language: str) -> tuple[Row, str]:
    """The same client, entered once more by somebody else."""
    ways = ORGANISATION_WAYS if row["kind"] == "organisation" else PERSON_WAYS
    told, how = dict(row), []
    for way in sorted(chance.sample(ways, chance.choice((1, 1, 2))), key=lambda way: way is _in_one):
        told = way(chance, told, language)
        how.append(way.__name__.strip("_"))
    told = _less(chance, told, row)
    return told, "+".join(sorted(how))


def _typo(chance: random.Random, row: Row, _language: str) -> Row:
    part = "family" if len(row["given"]) < 4 or chance.random() < 0.6 else "given"
    return row | {part: _slip(chance, row[part])}


def _latin(chance: random.Random, row: Row, language: str) -> Row:
    manner = chance.choice((PLAIN, POLISH))
    write = (
        (lambda text: _transliterated(text, manner))
        if language == "ru"
        else (lambda text: text.translate(TAILS))
    )
    return row | {part: write(row[part]) for part in ("family", "given", "patronymic")}


def _swapped(_chance: random.Random, row: Row, _language: str) -> Row:
    return row | {"family": row["given"], "given": row["family"]}


def _no_patronymic(_chance: random.Random, row: Row, _language: str) -> Row:
    return row | {"patronymic": ""}


def _in_one(chance: random.Random, row: Row, _language: str) -> Row:
    parts = [row["family"], row["given"], row["patronymic"]]
    parts = parts if chance.random() < 0.5 else [parts[1], parts[2], parts[0]]
    return row | {"name": " ".join(filter(None, parts)), "family": "", "given": "", "patronymic": ""}


def _short(_chance: random.Random, row: Row, _language: str) -> Row:
    return row | {"given": SHORT.get(row["given"], row["given"]), "patronymic": ""}


def _initials(_chance: random.Random, row: Row, _language: str) -> Row:
    return row | {"given": f"{row['given'][0]}.", "patronymic": row["patronymic"][:1]}


def _married(chance: random.Random, row: Row, language: str) -> Row:
    """Another family name; the phone and the birthday are still known."""
    if row["given"] not in {*RU_WOMEN, *PL_WOMEN} or not (row["phones"] and row["birth_day"]):
        return _typo(chance, row, language)
    families = {"ru": [f"{name}а" for name in RU_FAMILIES], "pl": PL_FAMILIES}.get(language, EN_FAMILIES)
    return row | {"family": chance.choice(families)}


def _other_day(chance: random.Random, row: Row, _language: str) -> Row:
    """The day and the month changed places, a digit is wrong, or the year was not asked."""
    day, year = row["birth_day"], row["birth_year"]
    if not day:
        return row
    match chance.randrange(3):
        case 0 if int(day[3:]) <= 12:
            return row | {"birth_day": f"{day[3:]}-{day[:2]}"}
        case 1:
            return row | {"birth_year": year + chance.choice((-1, 1, 10))}
    return row | {"birth_year": None}


PERSON_WAYS = [_typo, _latin, _swapped, _no_patronymic, _in_one, _short, _initials, _married, _other_day]


def _bare(_chance: random.Random, row: Row, _language: str) -> Row:
    return row | {"name": row["bare"]}


def _other_form(chance: random.Random, row: Row, language: str) -> Row:
    return row | {"name": chance.choice(FORMS[language]).format(row["bare"].upper())}


def _named_in_latin(_chance: random.Random, row: Row, _language: str) -> Row:
    return row | {"name": _transliterated(row["name"], PLAIN).translate(TAILS)}


def _named_wrong(chance: random.Random, row: Row, _language: str) -> Row:
    return row | {"name": _slip(chance, row["bare"])}


ORGANISATION_WAYS = [_bare, _other_form, _named_in_latin, _named_wrong]


def _less(chance: random.Random, told: Row, row: Row) -> Row:
    """What was not asked again, or is another one by now; by something one can still tell that they are one."""
    sure = [name for name in ("phones", "emails", "birth_day", "tax_id") if row.get(name)]
    for name in ("phones", "emails", "birth_day", "tax_id", "address"):
        if told.get(name) and chance.random() < 0.35 and (name not in sure or len(sure) > 1):
            sure = [one for one in sure if one != name]
            told = told | {name: type(told[name])()} | ({"birth_year": None} if name == "birth_day" else {})
    if not told.get("phones") and len(sure) > 1 and chance.random() < 0.5:
        told = told | {"phones": (_phone(chance, "pl"),)}  # a new number
    return told


# --- Somebody else ----------------------------------------------------------------------------------------------------


def somebody_else(chance: random.Random, row: Row, language: str) -> tuple[Row, str]:
    """Another client who looks like this one."""
    if row["kind"] == "organisation":
        return _branch(chance, row, language), "branch"
    others = person(chance, language)
    match chance.randrange(5):
        case 0:
            given = chance.choice([name for name in _given_names(row) if name != row["given"]])
            return row | {"given": given, "emails": ()}, "twins"
        case 1:
            parts = {name: row[name] for name in ("family", "given", "patronymic")}
            born = _birth(chance) if row["birth_day"] else {"birth_day": "", "birth_year": None}
            if not (born["birth_day"] and row["birth_day"]) and not row["phones"]:
                return others | {"phones": row["phones"]}, "family phone"
            return others | parts | born | {"phones": (_phone(chance, language),), "emails": ()}, "namesake"
        case 2:
            family = {"family": row["family"], "phones": row["phones"], "address": row["address"]}
            given = chance.choice([name for name in _given_names(row) if name != row["given"]])
            return others | family | {"given": given, "emails": ()}, "family phone"
        case 3 if row["birth_year"]:
            born = {
                "birth_day": _birth(chance)["birth_day"],
                "birth_year": row["birth_year"] - chance.randrange(20, 40),
            }
            return row | born | {"patronymic": "", "emails": ()}, "father and son"
    return others | {"emails": ("reception@clinic.example",), "phones": row["phones"]}, "a firm's phone"


def _branch(chance: random.Random, row: Row, language: str) -> Row:
    town = chance.choice(TOWNS[language])
    return (
        row
        | {
            "name": f"{row['bare']} {town}" if chance.random() < 0.5 else row["name"],
            "phones": (_phone(chance, language),),
            "address": _address(chance, language),
            "emails": (f"{town.lower()}{chance.randrange(1000)}@example.com",),
        }
        | ({"address": _address(chance, language)} if row["address"] else {})
    )


def _given_names(row: Row) -> list[str]:
    return next(names for names in (RU_WOMEN, RU_MEN, PL_WOMEN, PL_MEN, EN_GIVEN) if row["given"] in names)


# --- Parts ------------------------------------------------------------------------------------------------------------


def _put(told: MadeUp, row: Row) -> int:
    plain = {name: value for name, value in row.items() if name != "bare"}
    if plain.get("family") or plain.get("given"):
        plain["name"] = " ".join(filter(None, (plain["family"], plain["given"], plain["patronymic"])))
    told.rows.append(plain)
    return len(told.rows) - 1


def _patronymic(father: str, is_woman: bool) -> str:
    if father.endswith("й"):
        return father[:-1] + ("евна" if is_woman else "евич")
    return father + ("овна" if is_woman else "ович")


def _phone(chance: random.Random, language: str) -> str:
    code = {"ru": "+79", "pl": "+48", "en": "+447"}[language]
    return f"{code}{chance.randrange(10**8, 10**9)}"


def _email(chance: random.Random, row: Row) -> str:
    family = _transliterated(row["family"], PLAIN).translate(TAILS).lower()
    given = _transliterated(row["given"], PLAIN).translate(TAILS).lower()
    box = chance.choice(
        (f"{given}.{family}", f"{family}{chance.randrange(100)}", f"{given}{chance.randrange(10**4)}")
    )
    return f"{box}{chance.randrange(1000)}@{chance.choice(('mail.example', 'wp.example', 'gmail.example'))}"


def _birth(chance: random.Random) -> Row:
    return {
        "birth_day": f"{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        "birth_year": chance.randrange(1940, 2010),
    }


def _address(chance: random.Random, language: str) -> str:
    street, house = chance.choice(STREETS[language]), chance.randrange(1, 150)
    town = chance.choice(TOWNS[language])
    return {
        "ru": f"г. {town}, ул. {street}, д. {house}", "pl": f"ul. {street} {house}, {town}", "en": f"{house} {street} St, {town}",
    }[language]  # fmt: skip


def _slip(chance: random.Random, word: str) -> str:
    at = chance.randrange(1, max(2, len(word) - 1))
    letters = (
        "абвгдеиклмнопрст"
        if word[0] >= "а" or word[0] in "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"
        else "abcdeiklmnoprst"
    )
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + chance.choice(letters) + word[at:],
            word[:at] + chance.choice(letters) + word[at + 1 :],
            word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
        )
    )


def _transliterated(text: str, manner: dict[str, str]) -> str:
    told = "".join(manner.get(letter.lower(), letter) for letter in text)
    return " ".join(word[:1].upper() + word[1:] for word in told.split(" "))

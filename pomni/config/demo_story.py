"""The people and clients of the demo company, in three languages, told through commands so that the history fills by itself."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from pomni.kit import clock
from pomni.kit.places import country_facts
from pomni.people.commands import add_client, edit_client
from pomni.team.commands import (
    add_location,
    edit_colleague,
    form_team,
    invite,
    set_up_company,
    take_invitation,
)
from pomni.team.models import Location, Role, User
from pomni.team.robots import command_line, front_door


@dataclass(frozen=True)
class Cast:
    """What differs between the languages: the company, names, places, phones."""

    company: str
    trade: str
    country: str
    zone: str
    places: tuple[str, str]
    team: str
    phone: str  # with a place for six digits
    people: tuple[tuple[str, str, str], ...]  # login, name, preset
    first: tuple[str, ...]
    last: tuple[str, ...]


CASTS = {
    "ru": Cast(
        "Клиника на Невском",
        "clinic",
        "RU",
        "Europe/Moscow",
        ("Невский, 24", "Лиговский, 61"),
        "Продажи",
        "+7 921 5{:02} {:02} {:02}",
        (
            ("olga", "Ольга Рыбакова", "director"),
            ("nina", "Нина Климова", "front_desk"),
            ("sokolov", "Андрей Соколов", "specialist"),
            ("timur", "Тимур Гареев", "salesperson"),
            ("alla", "Алла Жукова", "head_of_sales"),
        ),
        ("Анна", "Мария", "Елена", "Ирина", "Татьяна", "Светлана", "Юлия", "Наталья", "Дарья", "Вера"),
        ("Лебедева", "Новикова", "Мельникова", "Ким", "Ёлкина", "Савина", "Орлова", "Громова"),
    ),
    "pl": Cast(
        "Salon na Piotrkowskiej",
        "salon",
        "PL",
        "Europe/Warsaw",
        ("Piotrkowska 12", "Zgierska 8"),
        "Sprzedaż",
        "+48 60{:02} 1{:02} 2{:02}",
        (
            ("olga", "Olga Wiśniewska", "director"),
            ("nina", "Nina Żak", "front_desk"),
            ("sokol", "Andrzej Sokół", "specialist"),
            ("tymon", "Tymon Gajda", "salesperson"),
            ("alina", "Alina Żurek", "head_of_sales"),
        ),
        ("Anna", "Maria", "Ewa", "Irena", "Joanna", "Zofia", "Julia", "Natalia", "Dorota", "Hanna"),
        ("Lewandowska", "Nowak", "Młynarczyk", "Kim", "Świątek", "Sowa", "Orłowska", "Grom"),
    ),
    "en": Cast(
        "Mill Lane Dental",
        "clinic",
        "GB",
        "Europe/London",
        ("High Street 24", "Mill Lane 6"),
        "Sales",
        "+44 7700 9{:02} {:02}{:02}",
        (
            ("olga", "Olga Fisher", "director"),
            ("nina", "Nina Clay", "front_desk"),
            ("falcon", "Andrew Falcon", "specialist"),
            ("tim", "Tim Garrett", "salesperson"),
            ("alice", "Alice Beetle", "head_of_sales"),
        ),
        ("Anna", "Mary", "Helen", "Irene", "Joan", "Sophie", "Julia", "Natalie", "Dora", "Hannah"),
        ("Swann", "Newman", "Miller", "Kim", "Firth", "Owens", "Eagle", "Thorne"),
    ),
}
CLIENTS = 60


def tell(language: str) -> None:
    """Fill the company. Its people have random passwords that nobody knows."""
    cast, by = CASTS[language], command_line()
    began = (clock.now() - timedelta(days=90)).replace(hour=8, minute=0)
    with clock.travel_to(began):
        _set_up(cast, language, by)
        places = [add_location(name=name, zone=cast.zone, by=by) for name in cast.places]
        for login, name, preset in cast.people:
            _colleague(login, name, preset, places, language, by)
        people = {user.username: user for user in User.objects.people()}
        by_preset = {preset: people[login] for login, _name, preset in cast.people}
        team = form_team(name=cast.team, lead=by_preset["head_of_sales"], by=by)
        for preset in ("salesperson", "head_of_sales"):
            edit_colleague(by_preset[preset], team=team, by=by)
    _clients(cast, by_preset, places, began)


def _set_up(cast: Cast, language: str, by: User) -> None:
    facts = country_facts(cast.country)
    set_up_company(
        name=cast.company,
        trade=cast.trade,
        country=cast.country,
        currency=facts.currency,
        phone_region=cast.country,
        week_start=facts.week_start,
        zone=cast.zone,
        language=language,
        by=by,
    )


def _colleague(login: str, name: str, preset: str, places: list[Location], language: str, by: User) -> None:
    place = places[0] if preset == "front_desk" else None
    invitation = invite(
        name=name, role=Role.objects.get(preset=preset), location=place, language=language, by=by
    )
    take_invitation(invitation, username=login, password=secrets.token_urlsafe(24), by=front_door())


def _clients(cast: Cast, by_preset: dict[str, User], places: list[Location], began) -> None:
    keepers = [by_preset[preset] for preset in ("salesperson", "specialist", "front_desk", "head_of_sales")]
    for number in range(CLIENTS):
        name = f"{cast.last[number % len(cast.last)]} {cast.first[number * 7 % len(cast.first)]}"
        keeper = keepers[number % len(keepers)]
        phone = cast.phone.format(number * 37 % 100, number * 53 % 100, number * 71 % 100)
        with clock.travel_to(
            began + timedelta(days=1 + number * 7 // 5, hours=number % 9, minutes=number * 7 % 60)
        ):
            client = add_client(
                name=name,
                phone=phone,
                email=f"client{number + 1}@example.com" if number % 3 else "",
                responsible=keeper,
                location=places[number % 2],
                by=by_preset["director"],
            )
        if number % 4 == 0:
            with clock.travel_to(began + timedelta(days=3 + number * 7 // 5, hours=3)):
                edit_client(client, location=places[(number + 1) % 2], by=by_preset["director"])

"""`pomni import FILE`: the import of the pages, done here and now, with its counts on the terminal."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from pomni.exchange import arriving, carrying, reading
from pomni.exchange.commands import running, wizard
from pomni.exchange.models import Import
from pomni.exchange.queries import running as queries
from pomni.exchange.told import targets
from pomni.kit.errors import Refused
from pomni.people.imports import Wish
from pomni.team.models import User
from pomni.team.queries import colleague_by_login
from pomni.team.robots import command_line

ALL_WELL, REFUSED, SOME_SET_ASIDE = 0, 1, 3


def import_file(
    file: Path, *, login: str, mapping: str, existing: str, encoding: str, dry_run: bool, faults: Path | None
) -> int:
    """Bring the clients of a file in, or only count what would happen. Returns the exit code.

    Raises Refused where the file is not what it claims or cannot be matched: nothing is written then.
    """
    by = _who(login)
    import_ = _matched(file, by, mapping=mapping, existing=existing, encoding=encoding)
    import_ = carrying.try_rows(
        running.begin_trial(import_, by=by, in_background=False), progress=_line(_("tried: %(rows)s"))
    )
    _check(import_, "tried")
    if dry_run:
        _say(_trial_lines(import_))
        wizard.drop_import(import_, by=by)
        return SOME_SET_ASIDE if import_.trial["faulty"] else ALL_WELL
    import_ = running.start_import(import_, by=by, in_background=False)
    import_ = carrying.take_all(import_, progress=_line(_("taken in: %(rows)s of %(of)s")))
    _check(import_, "done")
    _say(_lines(import_))
    if faults and import_.faults.exists():
        faults.write_text("".join(queries.faults_file(by, import_)), encoding="utf-8", newline="")
        click.echo(_("The rows that were set aside are in %(file)s.") % {"file": faults})
    return SOME_SET_ASIDE if import_.faulty else ALL_WELL


def _who(login: str) -> User:
    return colleague_by_login(command_line(), login) if login else command_line()


def _matched(file: Path, by: User, *, mapping: str, existing: str, encoding: str) -> Import:
    with file.open("rb") as content, arriving.arrived(content, file.name) as arrived:
        import_: Import = wizard.add_import(file=arrived, by=by)
    try:
        if encoding:
            kept = reading.Reading.from_json(import_.reading).changed(encoding=encoding)
            asked = reading.reads_as(arriving.file_of(import_), kept)
            import_ = wizard.read_import(import_, reading=asked, by=by)
        matched = _mapping(import_, mapping)
        wish = Wish.from_json({**import_.options, "existing": existing})
        return wizard.match_columns(import_, mapping=matched, wish=wish, by=by)
    except BaseException:
        wizard.drop_import(import_, by=by)
        raise


def _mapping(import_: Import, told: str) -> dict[int, str]:
    """As guessed; changed by what was told, as JSON or as "Title=fact, Title=fact". A fact "-" leaves a column out."""
    matched = {int(place): key for place, key in import_.mapping.items()}
    try:
        pairs = (
            json.loads(told)
            if told.startswith("{")
            else dict(part.split("=", 1) for part in told.split(",") if part)
        )
    except ValueError:
        raise Refused(_("Write the mapping like “Title=phone, Other title=about”.")) from None
    keys = {one.key for one in targets()}
    for title, key in pairs.items():
        places = [
            n for n, one in enumerate(import_.columns) if one.strip().casefold() == title.strip().casefold()
        ]
        if not places:
            raise Refused(_("The file has no column “%(title)s”.") % {"title": title.strip()})
        if key.strip() == "-":
            matched.pop(places[0], None)
        elif key.strip() in keys:
            matched[places[0]] = key.strip()
        else:
            known = ", ".join(sorted(keys))
            raise Refused(
                _("There is no fact “%(key)s”. There are: %(known)s.") % {"key": key.strip(), "known": known}
            )
    return matched


def _check(import_: Import, state: str) -> None:
    if import_.state != state or import_.trouble:  # ended early: somebody in it was erased
        raise Refused(import_.trouble or import_.get_state_display())


def _line(sentence: str) -> Any:
    """Tells now and then how far it is, on the stream that is not the result."""
    told = [0]

    def tell(import_: Import) -> None:
        if import_.at_row - told[0] >= 5000:
            told[0] = import_.at_row
            click.echo(sentence % {"rows": import_.at_row, "of": import_.rows}, err=True)

    return tell


def _say(lines: Iterator[str]) -> None:
    for line in lines:
        click.echo(line)


def _trial_lines(import_: Import) -> Iterator[str]:
    told = import_.trial
    yield (
        _(
            "Rows: %(rows)s. Would be added: %(added)s, changed: %(changed)s, the same: %(same)s, set aside: %(faulty)s"
        )
        % told
    )
    if told["not_taken"]:
        yield (
            _(
                "Rows in which the file says something else than the card, and the card's would stay: %(not_taken)s"
            )
            % told
        )
    for fault in told["faults"]:
        yield _fault(fault["number"], fault["column"], fault["reason"])


def _lines(import_: Import) -> Iterator[str]:
    told = {name: getattr(import_, name) for name in ("rows", "added", "changed", "same", "faulty")}
    yield (
        _("Rows: %(rows)s. Added: %(added)s, changed: %(changed)s, the same: %(same)s, set aside: %(faulty)s")
        % told
    )
    for fault in queries.faults(import_):
        yield _fault(fault.number, fault.column, fault.reason)


def _fault(number: int, column: str, reason: str) -> str:
    told = {"number": number, "column": column, "reason": reason}
    if column:
        return _("row %(number)s, %(column)s: %(reason)s") % told
    return _("row %(number)s: %(reason)s") % told

"""The command line: everything that is done at the machine itself. Exit codes: 0 done, 1 something is wrong, 2 asked wrongly."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from pomni.config.loading import all_at_once


class Told(click.ClickException):
    """A "no" that ends a command: the sentence alone, without click's own English word before it."""

    def show(self, file: Any = None) -> None:
        """Called by click."""
        click.echo(f"pomni: {self.message}", file=file, err=True)


def django_is_up(function: Callable[..., Any]) -> Callable[..., Any]:
    """Set Django up before the command, answer in the language of the terminal, and tell a refusal as a sentence."""

    @wraps(function)
    def run(*args: Any, **words: Any) -> Any:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pomni.config.settings")
        with all_at_once():
            import django

            django.setup()
            from django.conf import settings
            from django.db import DatabaseError, InterfaceError
            from django.utils import translation

            from pomni.config.trouble import trouble_of
            from pomni.config.words import terminal_language
            from pomni.kit.errors import NotAllowed, Refused

        with translation.override(terminal_language(settings.LANGUAGE_CODE)):
            try:
                return function(*args, **words)
            except (Refused, NotAllowed, click.ClickException) as no:
                raise Told(str(no)) from None
            except (DatabaseError, InterfaceError, OSError) as error:
                if trouble := trouble_of(error):
                    raise click.ClickException(str(trouble.sentence)) from None
                raise

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version=__import__("pomni").__version__, prog_name="pomni")
def main() -> None:
    """Pomni: the memory and daily workplace of a small business.

    Settings come from the environment or from pomni.env in the data folder; `pomni doctor` tells what is wrong with them.
    """


@main.command()
@django_is_up
def serve() -> None:
    """Run Pomni: the web pages and the worker, until Ctrl-C or SIGTERM."""
    from pomni.config.serving import serve as run

    run()


@main.command()
@click.option("--threads", default=2, show_default=True, help="Jobs done at the same time.")
@django_is_up
def worker(threads: int) -> None:
    """Run only the worker, which does what is to be done later. `pomni serve` runs one already."""
    from django.urls import resolve

    from pomni.config.serving import refuse_unsafe_engine
    from pomni.jobs.worker import run_until_told

    refuse_unsafe_engine()
    with all_at_once():
        # Imports every page; else the first notice that names one does, while it keeps all others from writing.
        resolve("/")
    run_until_told(threads)


@main.command("run-jobs")
@click.option("--once", is_flag=True, required=True, help="Do all that is due now, then stop.")
@django_is_up
def run_jobs(once: bool) -> None:
    """Do what is due (jobs, periodic jobs, sealing, listeners) in this process and stop."""
    from django.utils.translation import gettext as _

    from pomni.jobs.worker import run_jobs_once

    click.echo(_("Jobs done: %(count)s.") % {"count": run_jobs_once()})


@main.command()
@click.option("--mail", metavar="ADDRESS", help="Send a test letter there.")
@django_is_up
def doctor(mail: str | None) -> None:
    """Say in words what is wrong with settings, disk, database, memory, jobs and mail."""
    from pomni.config.doctor import examine

    findings = examine(mail)
    for finding in findings:
        click.echo(f"{'ok ' if finding.is_well else '!! '} {finding.sentence}")
    sys.exit(0 if all(finding.is_well for finding in findings) else 1)


@main.command()
@click.option("--director", is_flag=True, required=True, help="The invited one becomes a director.")
@click.option("--name", default="", help="The name of the colleague; by default that of the role.")
@django_is_up
def invite(director: bool, name: str) -> None:
    """Print a link by which somebody becomes a director: for the first start, and for a director who is locked out."""
    from django.utils.translation import gettext as _

    from pomni.config.serving import address, invite_director

    click.echo(f"{address()}{invite_director(name)}")
    click.echo(_("The link works once, for seven days. Pomni must be running when it is opened."), err=True)


@main.command("sign-in-link")
@click.argument("login")
@django_is_up
def sign_in_link(login: str) -> None:
    """Print a link by which a colleague chooses a new password: once, within the hour."""
    from django.utils.translation import gettext as _

    from pomni.config.serving import address, link_for

    click.echo(f"{address()}{link_for(login)}")
    click.echo(_("The link works once, for an hour. Pomni must be running when it is opened."), err=True)


@main.command()
@click.option(
    "--to", type=click.Path(path_type=Path), help="The file to write; by default one in the backups folder."
)
@django_is_up
def backup(to: Path | None) -> None:
    """Write an encrypted backup of everything, files included. Pomni may go on running."""
    from django.conf import settings

    from pomni.config.backup.making import make_backup

    click.echo(make_backup(settings.HOME, to))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    help="File with the backup key; by default this data folder's own.",
)
@click.option(
    "--force", is_flag=True, help="Also where there is a company already; its database is kept aside."
)
@django_is_up
def restore(file: Path, key: Path | None, force: bool) -> None:
    """Bring a company back from a backup, on either engine. Stop Pomni first."""
    from pomni.config.backup.restore import restore_backup

    click.echo(restore_backup(file, key, force=force))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    help="File with the backup key; by default this data folder's own.",
)
@django_is_up
def verify(file: Path, key: Path | None) -> None:
    """Prove a backup: restore it into a scratch place and compare. Nothing that lives is touched."""
    from pomni.config.backup.record import proved

    click.echo(proved(file, key))


@main.command()
@django_is_up
def digest() -> None:
    """Print a hash over all that the company has; equal on both engines for the same company."""
    from pomni.config.backup.fingerprint import digest as of_all

    click.echo(of_all())


@main.command("recovery-sheet")
@django_is_up
def recovery_sheet() -> None:
    """Print the sheet to keep on paper: the backup key, and how to bring everything back."""
    from django.conf import settings

    from pomni.config.backup.recovery import recovery_sheet as sheet

    click.echo(sheet(settings.HOME))


@main.command()
@django_is_up
def upgrade() -> None:
    """Bring the data to this version: backup, migrate, self-check. Rolls back when any of it fails."""
    from django.conf import settings

    from pomni.config.backup.upgrade import upgrade as run

    click.echo(run(settings.HOME))


@main.command()
@django_is_up
def reindex() -> None:
    """Build anew what the search looks through, from the data itself."""
    from django.utils.translation import gettext as _

    from pomni.kit import search

    built = search.rebuild()
    click.echo(_("Built anew: %(names)s.") % {"names": ", ".join(built) or "-"})
    for trouble in search.troubles():
        click.echo(f"!! {trouble}")
    sys.exit(0 if built else 1)


@main.group()
def audit() -> None:
    """The memory of what happened."""


@audit.command("verify")
@django_is_up
def audit_verify() -> None:
    """Walk the whole chain of moments and name whatever was changed, removed or left out."""
    from django.utils.translation import gettext as _

    from pomni.config.status import kept
    from pomni.memory.queries import head, unsealed_count, verify_chain

    faults = 0
    for fault in verify_chain():
        faults += 1
        click.echo(f"!! {fault}")
    length, seal = head()
    kept.keep_audit(length=length, faults=faults)
    told = {"sealed": length, "waiting": unsealed_count(), "faults": faults, "head": seal}
    click.echo(
        _("sealed: %(sealed)s, not sealed yet: %(waiting)s, faults: %(faults)s, head: %(head)s") % told
    )
    sys.exit(1 if faults else 0)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
@django_is_up
def routes(as_json: bool) -> None:
    """List every address with its methods and the right that opens it."""
    import json

    from pomni.config.routes import all_routes

    found = [route.as_dict() for route in all_routes()]
    if as_json:
        click.echo(json.dumps(found, indent=1, ensure_ascii=False))
    else:
        for route in found:
            click.echo(f"{route['methods']:28} {route['door']:28} /{route['path']}")


@main.command()
@click.option(
    "--password", help="One password for all, for tests; by default each gets a random one, printed here."
)
@django_is_up
def seed(password: str | None) -> None:
    """Fill an empty company with the same people and clients every time: one colleague of each role, and canaries."""
    from django.db import transaction

    from pomni.config.seeding import seed as fill

    with transaction.atomic():
        lines = list(fill(password))
    for line in lines:
        click.echo(line)


@main.command()
@click.option("--language", type=click.Choice(["en", "ru", "pl"]), help="The language of the demo company.")
@click.option(
    "--trade",
    type=click.Choice(["clinic", "wholesale"]),
    help="What the demo company does; by default a clinic.",
)
@click.option("--only-make", is_flag=True, help="Fill this data folder with the demo company, and stop.")
@click.option("--leave", is_flag=True, help="Go back from the demo to your own company.")
@django_is_up
def demo(language: str | None, trade: str | None, only_make: bool, leave: bool) -> None:
    """Run a demo company in a data folder of its own (./demo-data), apart from yours."""
    from django.conf import settings

    from pomni.config import demo as company

    if leave:
        click.echo(company.leave())
    elif only_make:
        company.make(language or settings.LANGUAGE_CODE, trade or company.CLINIC)
    else:
        company.run_demo(language, trade)


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--as", "login", default="", help="The login of whoever brings them in; by default the command line."
)
@click.option(
    "--mapping", default="", help='What columns tell, beside what is guessed: "Title=phone, Other=about".'
)
@click.option(
    "--existing",
    type=click.Choice(["fill", "overwrite", "skip", "add"]),
    default="fill",
    show_default=True,
    help="What becomes of those who are here already.",
)
@click.option("--encoding", default="", help="Such as cp1251; by default it is found out.")
@click.option("--dry-run", is_flag=True, help="Only count what would happen.")
@click.option(
    "--faults",
    type=click.Path(path_type=Path),
    help="Write the rows that were set aside there, to be mended.",
)
@django_is_up
def import_(file: Path, **words: Any) -> None:
    """Bring clients in from a file: CSV, XLSX or vCard. Exit code 3: some rows were set aside; 1: nothing was written."""
    from pomni.config.importing import import_file

    sys.exit(import_file(file, **words))


@main.command("install-service")
@click.option("--print", "only_print", is_flag=True, help="Print the unit instead of installing it.")
@django_is_up
def install_service(only_print: bool) -> None:
    """Let Pomni start with the machine (systemd): for this user, or for the whole machine when run as root."""
    from pomni.config.service import install

    for line in install(only_print=only_print):
        click.echo(line)


if __name__ == "__main__":
    main()

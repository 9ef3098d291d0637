"""Starting Pomni: the data folder, the guard over the engine, the tables, then web and worker under the supervisor."""

import contextlib
import http.client
import socket
import ssl
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
from django.conf import settings
from django.db import connection
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from pomni.config import engine, schema
from pomni.config.certificate import certificate_for, fingerprint
from pomni.config.environ import encrypts
from pomni.config.network import own_addresses
from pomni.config.supervisor import AlreadyRunning, Supervisor, only_one, web, worker
from pomni.config.switching import ToDemo, ToOwn, is_demo, marker, wishes_demo
from pomni.kit import search
from pomni.team import commands, queries
from pomni.team.models import Role
from pomni.team.robots import command_line

LET_GO = 3.0  # seconds


def serve() -> None:
    """Run everything until told to stop. Ends with a sentence where it cannot start."""
    settings.HOME.create()
    switch = ToOwn(settings.HOME) if marker(settings.HOME) else ToDemo(settings.HOME)
    if wishes_demo(settings.HOME):
        switch.go()
    try:
        with only_one(settings.HOME):
            prepare()
            if _run(switch):
                switch.go()
    except AlreadyRunning as running:
        raise click.ClickException(
            _("Pomni is already running on %(folder)s. Stop it first, or name another folder by POMNI_DATA.")
            % {"folder": running}
        ) from None


def prepare() -> None:
    """Check the engine, bring the tables up to date, make the key of the backups."""
    from pomni.config.backup.key import own_key
    from pomni.config.backup.restore import finish_restore
    from pomni.config.backup.tables import applied_steps, refuse_newer

    _refuse_own_address_as_path()
    finish_restore(settings.HOME)
    refuse_unsafe_engine()
    refuse_newer(applied_steps(connection))
    if not schema.is_current():
        _bring_up_to_date()
    if troubles := engine.schema_troubles():
        raise click.ClickException("\n".join(troubles))
    for trouble in search.troubles():  # nothing that would keep anybody from working
        click.echo(trouble, err=True)
    own_key(settings.HOME)


def _refuse_own_address_as_path() -> None:
    """A prefix that is an address of Pomni itself could not be told from that address."""
    if not (prefix := settings.POMNI["POMNI_PATH"]):
        return
    with contextlib.suppress(Resolver404):
        resolve(f"{prefix}/")
        raise click.ClickException(
            _("POMNI_PATH: “%(path)s” is an address of Pomni itself. Choose another path.") % {"path": prefix}
        )


def refuse_unsafe_engine() -> None:
    """End with a sentence where the database is not one to which a company can be entrusted."""
    try:
        troubles = engine.troubles()
    except Exception as error:
        raise click.ClickException(_("The database cannot be opened: %(why)s") % {"why": error}) from None
    if troubles:
        raise click.ClickException("\n".join(troubles))


def _bring_up_to_date() -> None:
    from pomni.config.backup.upgrade import upgrade

    if _is_new():
        click.echo(_("Making the tables…"))
        schema.bring_up_to_date()
    else:
        click.echo(_("Bringing the data to this version…"))
        click.echo(upgrade(settings.HOME, held=True))


def _is_new() -> bool:
    return "team_user" not in connection.introspection.table_names()


def _run(switch: ToDemo | ToOwn) -> bool:
    """Returns whether it ended in order to go to the demo, or back from it."""
    port, certificate = settings.POMNI["POMNI_PORT"], _certificate()
    host = "0.0.0.0" if settings.NETWORK else "127.0.0.1"  # noqa: S104 (the owner opened it to the network)
    if _is_taken(host, port):
        raise click.ClickException(
            _("Port %(port)s is taken by another program. Choose another one by POMNI_PORT.") % {"port": port}
        )
    children = [web(host, port, settings.POMNI["POMNI_WEB_WORKERS"], certificate), worker()]
    supervisor = Supervisor(children)
    try:
        is_going = supervisor.run(
            once_up=[lambda stopping: _say_where(stopping, certificate)], until=switch.look
        )
    finally:
        switch.stop()
    if not is_going:
        click.echo(_("Pomni has stopped."))
    return is_going


def _certificate() -> tuple[Path, Path] | None:
    told = settings.POMNI
    own, own_key = told["POMNI_CERTIFICATE"], told["POMNI_CERTIFICATE_KEY"]
    for name, file in (("POMNI_CERTIFICATE", own), ("POMNI_CERTIFICATE_KEY", own_key)):
        if file and not Path(file).is_file():
            raise click.ClickException(
                _("%(setting)s: there is no file “%(file)s”.") % {"setting": name, "file": file}
            )
    if not encrypts(told):
        return None
    return certificate_for(settings.HOME, own, own_key)


def _is_taken(host: str, port: int) -> bool:
    """Whether another program holds the port; what a killed Pomni left gets a few seconds to let go of it."""
    until = time.monotonic() + LET_GO
    while (taken := not _is_free(host, port)) and time.monotonic() < until:
        time.sleep(0.2)
    return taken


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def address() -> str:
    """The address that a person on this computer types, without a slash at the end."""
    if settings.ADDRESS:
        return settings.ADDRESS
    scheme = "https" if _certificate() else "http"
    return f"{scheme}://localhost:{settings.POMNI['POMNI_PORT']}"


def invite_director(name: str = "") -> str:
    """The path of a new link by which somebody becomes a director; in an empty company it also sets the company up."""
    is_empty = not queries.anybody_can_sign_in()
    role = Role.objects.get(preset="director")
    told = commands.invite(
        name=name or str(role), role=role, language=settings.LANGUAGE_CODE, by=command_line()
    )
    return reverse("start:begin" if is_empty else "team:take_invitation", args=[told.secret])


def link_for(login: str) -> str:
    """The path of a link by which the colleague with this login chooses a new password. Raises Refused."""
    secret = commands.new_sign_in_link(queries.colleague_by_login(command_line(), login), by=command_line())
    return reverse("team:take_sign_in_link", args=[secret])


def _say_where(stopping: Callable[[], bool], certificate: tuple[Path, Path] | None) -> None:
    if not _answers(stopping, certificate is not None):
        if not stopping():
            sentence = _("The pages do not answer. The lines above say why.")
            print(f"pomni: {sentence}", file=sys.stderr, flush=True)
        return
    _say("")
    typed = f"{address()}{settings.POMNI['POMNI_PATH']}"
    _say(_("Pomni is running: %(address)s") % {"address": typed}, "")
    if settings.NETWORK:
        _say_for_the_network(certificate)
    if is_demo(settings.HOME):
        _say(_("This is the demo company: open the address and choose as whom to come in."))
        _say(_("Back to your own company: the page says how, or run: pomni demo --leave"), "")
    elif not queries.anybody_can_sign_in():
        _say(_("The first {director} sets the company up here, once:"), f"{address()}{invite_director()}", "")
    _say(_("Ctrl-C stops Pomni."))
    sys.stdout.flush()


def _say_for_the_network(certificate: tuple[Path, Path] | None) -> None:
    scheme = "https" if certificate else "http"
    for own in own_addresses():
        other = f"{scheme}://{own}:{settings.POMNI['POMNI_PORT']}{settings.POMNI['POMNI_PATH']}"
        _say(_("For phones and other PCs: %(address)s") % {"address": other})
    if certificate:
        print_of_it = {"fingerprint": fingerprint(certificate[0])}
        _say(_("Fingerprint of the certificate (SHA-256): %(fingerprint)s") % print_of_it, "")
    elif not settings.HTTPS:
        _say(_("Without encryption: others in this network may read along, also passwords."))
        _say(_("Browsers then offer no passkeys and no copying by button."), "")


def _say(*lines: str) -> None:
    for line in lines:
        click.echo(f"  {line}" if line else "")


def _answers(stopping: Callable[[], bool], encrypted: bool, seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not stopping():
        try:
            return _ask(encrypted) == 200
        except OSError:
            time.sleep(0.1)
    return False


def _ask(encrypted: bool) -> int:
    port = settings.POMNI["POMNI_PORT"]
    if encrypted:  # one's own certificate on one's own machine: it is only asked whether anybody answers
        context = ssl._create_unverified_context()  # noqa: S323 (as said above)
        call: http.client.HTTPConnection = http.client.HTTPSConnection(
            "127.0.0.1", port, timeout=2, context=context
        )
    else:
        call = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    call.request("GET", f"{settings.POMNI['POMNI_PATH']}/healthz", headers={"Host": "localhost"})
    return call.getresponse().status

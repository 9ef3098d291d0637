"""Installing Pomni as a service of systemd."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from django.conf import settings
from django.utils.translation import gettext as _

UNIT = """[Unit]
Description=Pomni
After=network-online.target postgresql.service

[Service]
ExecStart={python} -m pomni.config.cli serve
WorkingDirectory={folder}
Environment=POMNI_DATA={data}
Restart=always
RestartSec=5
TimeoutStopSec=40
KillMode=mixed
NoNewPrivileges=yes
{user}
[Install]
WantedBy={target}
"""


def install(*, only_print: bool = False) -> Iterator[str]:
    """Write the unit and start it; yields what was done. Other settings belong into pomni.env in the data folder."""
    everybody = os.geteuid() == 0
    if only_print:
        yield _unit(everybody)
        return
    if not shutil.which("systemctl"):
        raise click.ClickException(
            _(
                "This computer has no systemd. What is to be started at boot shows: pomni install-service --print"
            )
        )
    folder = Path("/etc/systemd/system") if everybody else Path.home() / ".config/systemd/user"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pomni.service").write_text(_unit(everybody))
    yield _("Written: %(file)s") % {"file": folder / "pomni.service"}
    systemctl = ["systemctl"] if everybody else ["systemctl", "--user"]
    for words in (["daemon-reload"], ["enable", "--now", "pomni.service"]):
        done = subprocess.run([*systemctl, *words], capture_output=True, text=True, check=False)
        if done.returncode:
            raise click.ClickException(_("systemd refused: %(why)s") % {"why": done.stderr.strip()})
    if not everybody:
        subprocess.run(["loginctl", "enable-linger"], check=False)
    lines = "journalctl -u pomni" if everybody else "journalctl --user -u pomni"
    yield _("Pomni runs, and starts with the computer. Its log: %(command)s") % {"command": lines}


def _unit(everybody: bool) -> str:
    owner = settings.HOME.folder.stat().st_uid if settings.HOME.folder.exists() else os.getuid()
    return UNIT.format(
        python=sys.executable,
        folder=settings.HOUSE.parent,
        data=settings.HOME.folder,
        user=f"User={owner}\n" if everybody and owner else "",
        target="multi-user.target" if everybody else "default.target",
    )

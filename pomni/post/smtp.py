"""Django's way to a mail server, with limits that suit a worker: no server can hold it for ever.

`timeout` of the settings bounds each wait; the answer to a whole letter may take longer, since that is when
servers look for viruses and spam, and who does not wait for their yes sends the letter twice.
"""

import io
import smtplib
import socket
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.mail.backends import smtp

from pomni.post import outgoing

AFTER_LETTER = 150.0  # seconds; RFC 5321 would have ten minutes
IN_ALL = 240.0


class TimedSMTP(smtplib.SMTP):
    """A connection to a mail server that ends, whatever the server does."""

    after_letter, in_all = AFTER_LETTER, IN_ALL

    def __init__(self, *args: Any, in_all: float | None = None, **kwargs: Any) -> None:
        if in_all:  # somebody waits for the answer on a page
            self.in_all, self.after_letter = in_all, in_all
        self.ends = time.monotonic() + self.in_all
        self.patience = kwargs.get("timeout") or self.in_all
        super().__init__(*args, **kwargs)

    def wait(self) -> float:
        """Seconds for which the next step may wait. Raises TimeoutError when the time is over."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("the mail server took too long")
        return min(left, self.patience)

    def send(self, s: Any) -> None:
        """Send a piece."""
        if self.sock:
            self.sock.settimeout(self.wait())
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        """Read an answer, however slowly its letters drip."""
        if self.file is None and self.sock:
            self.file = io.BufferedReader(_Incoming(self))
        return super().getreply()

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Send the letter itself, and wait for the server's yes."""
        usual, self.patience = self.patience, self.after_letter
        try:
            return super().data(msg)
        finally:
            self.patience = usual


class TimedSMTPOverTLS(TimedSMTP, smtplib.SMTP_SSL):
    """The same, encrypted from the start."""


class CheckedSMTP(TimedSMTP):
    """The same to a server that was named in the browser: only to where requests of Pomni may go."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return outgoing.checked_connection(host, port, timeout)


class CheckedSMTPOverTLS(CheckedSMTP, smtplib.SMTP_SSL):
    """The same, encrypted from the start."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = super()._get_socket(host, port, timeout)
        return self.context.wrap_socket(plain, server_hostname=host)


class _Incoming(io.RawIOBase):
    def __init__(self, connection: TimedSMTP) -> None:
        self.connection = connection

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        sock = self.connection.sock
        if sock is None:
            return 0
        sock.settimeout(self.connection.wait())
        return sock.recv_into(buffer)


class EmailBackend(smtp.EmailBackend):
    """The backend that `MAILERS` names. `is_checked`: the server was named in the browser.

    `longest`: seconds for everything together, where somebody waits for the answer.
    """

    def __init__(self, *args: Any, is_checked: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.is_checked, self.longest = is_checked, None

    @property
    def connection_class(self) -> Callable[..., TimedSMTP]:  # type: ignore[override]  # called, never looked at
        """Which connection is opened."""
        plain, over_tls = (
            (CheckedSMTP, CheckedSMTPOverTLS) if self.is_checked else (TimedSMTP, TimedSMTPOverTLS)
        )
        return partial(over_tls if self.use_ssl else plain, in_all=self.longest)

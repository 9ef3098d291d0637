"""The one client for requests to the outside.

The host is resolved once, every address that it has is checked, and the connection goes to a checked address;
the certificate is still checked against the host's name. No redirect is followed, no proxy of the environment
is used, and the whole exchange has one time limit.
"""

import http.client
import io
import logging
import queue
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from pomni.post import addresses, web_address
from pomni.post.addresses import Address
from pomni.post.troubles import Undelivered
from pomni.post.web_address import OutgoingRefused, WebAddress

logger = logging.getLogger(__name__)

__all__ = ["Answer", "OutgoingFailed", "OutgoingRefused", "send"]

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
OURS = frozenset({"host", "connection", "content-length", "transfer-encoding", "te", "upgrade", "expect"})
PIECE = 64 * 1024


class OutgoingFailed(Undelivered):
    """No whole answer came: the sentence says why. Trying again may help."""


@dataclass(frozen=True)
class Answer:
    """What came back. `headers` have lower-case names; `cut` says that the body was longer than asked for."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cut: bool = False


class Deadline:
    """One limit for all the steps of an exchange, in seconds from now."""

    def __init__(self, seconds: float, host: str) -> None:
        self.ends, self.host = time.monotonic() + seconds, host

    def left(self) -> float:
        """Seconds that are left. Raises OutgoingFailed when there are none."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise OutgoingFailed("timed_out", self.host)
        return left


def send(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    timeout: float = 20,
    max_answer_bytes: int = 1024 * 1024,
) -> Answer:
    """Send one request and give the answer, redirects (3xx) included as they are.

    `timeout` is seconds for everything together; of the answer's body at most `max_answer_bytes` are read (0:
    none). Raises OutgoingRefused where the address may not be called, OutgoingFailed where no whole answer
    came, and ValueError for a method or header that is our own mistake.
    """
    outside_transactions()
    if method not in METHODS or OURS & {name.lower() for name in headers or {}}:
        raise ValueError("a method or header that is not for the caller to choose")
    try:
        target = web_address.read(url)
        deadline = Deadline(timeout, target.host)
        wire = _connect(target, _checked(target, deadline), deadline)
    except OutgoingRefused as refusal:
        logger.warning("outgoing request refused: %s %s", refusal.code, refusal.detail)
        raise
    with wire:
        return _exchange(wire, target, method, dict(headers or {}), body, max_answer_bytes)


def checked_connection(host: str, port: int, timeout: float) -> socket.socket:
    """A plain connection to a host that may be reached, for other protocols than HTTP. Raises Undelivered."""
    deadline = Deadline(timeout, host)
    target = WebAddress("http", host, port, "/")
    return _plain(target, _checked(target, deadline), deadline)


def outside_transactions() -> None:
    """Raise RuntimeError inside a transaction: nobody's locks wait for the network."""
    blocks = connection.atomic_blocks
    if blocks and not getattr(blocks[-1], "_from_testcase", False):  # the transaction that a test runs in
        raise RuntimeError("the network is never talked to inside a transaction: write a row of the outbox")


def check(url: str) -> None:
    """Say early whether an address could be called, as far as can be told without asking the network.

    Raises OutgoingRefused.
    """
    target = web_address.read(url)
    if address := addresses.literal(target.host):
        _check([address], target)


# --- The way there ------------------------------------------------------------------------------------------


def _checked(target: WebAddress, deadline: Deadline) -> list[Address]:
    if address := addresses.literal(target.host):
        found = [address]
    else:
        found = _resolve(target, deadline)
    _check(found, target)
    return found


def _check(found: list[Address], target: WebAddress) -> None:
    """One address that may not be reached is enough to refuse: nobody honest mixes them."""
    by_leave = addresses.has_leave(target.host, target.port)
    may_reach = addresses.is_reachable_by_leave if by_leave else addresses.is_public
    if not all(may_reach(address) for address in found):
        raise OutgoingRefused("host_not_public", target.host)


def _resolve(target: WebAddress, deadline: Deadline) -> list[Address]:
    """The addresses of a host. The system's resolver has no time limit, so a thread of its own asks it."""
    answers: queue.SimpleQueue[list[Any] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left())
    except queue.Empty:
        raise OutgoingFailed("timed_out", target.host) from None
    found = [] if isinstance(answer, Exception) else [addresses.literal(str(row[4][0])) for row in answer]
    known = [address for address in dict.fromkeys(found) if address]
    if not known:
        raise OutgoingFailed("host_unknown", target.host)
    return known


def _connect(target: WebAddress, checked: list[Address], deadline: Deadline) -> "Wire":
    plain = _plain(target, checked, deadline)
    try:
        return Wire(_dressed(plain, target, deadline), deadline)
    except BaseException:
        plain.close()
        raise


def _plain(target: WebAddress, checked: list[Address], deadline: Deadline) -> socket.socket:
    """A connection to the first of the addresses that answers."""
    trouble: OSError | None = None
    for address in checked:
        try:
            # A host with a dead address among good ones must not use up all the time.
            patience = deadline.left() if address == checked[-1] else min(deadline.left(), 5)
            plain = socket.create_connection((str(address), target.port), timeout=patience)
        except OSError as error:
            trouble = error
            continue
        # An address of this machine itself may look public (a server has one); its own services trust it.
        to_itself = plain.getsockname()[0] == plain.getpeername()[0]
        if to_itself and not addresses.has_leave(target.host, target.port):
            plain.close()
            raise OutgoingRefused("host_not_public", target.host)
        return plain
    raise _failure(trouble or OSError("no address"), target.host)


def _dressed(plain: socket.socket, target: WebAddress, deadline: Deadline) -> socket.socket:
    """The connection, encrypted where the address asks for it."""
    if target.scheme == "http":
        return plain
    plain.settimeout(deadline.left())
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)
    except OSError as error:
        raise _failure(error, target.host) from None


# --- The exchange -------------------------------------------------------------------------------------------


class Wire:
    """A connected socket as `http.client` wants it, each of whose waits ends with the deadline."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self.sock, self.deadline = sock, deadline

    def sendall(self, piece: Any) -> None:
        """Send everything, or fail when the time is over."""
        whole = memoryview(piece)
        for start in range(0, len(whole), PIECE):
            self.sock.settimeout(self.deadline.left())
            self.sock.sendall(whole[start : start + PIECE])

    def makefile(self, mode: str) -> io.BufferedReader:
        """The answer as a file."""
        return io.BufferedReader(_Incoming(self))

    def close(self) -> None:
        """`http.client` closes before the answer is read; the wire is closed by who opened it."""

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_: object) -> None:
        self.sock.close()


class _Incoming(io.RawIOBase):
    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.wire.sock.settimeout(self.wire.deadline.left())
        return self.wire.sock.recv_into(buffer)


def _exchange(
    wire: Wire, target: WebAddress, method: str, headers: dict[str, str], body: bytes, most: int
) -> Answer:
    client: Any = http.client.HTTPConnection(target.host, target.port)
    client.sock, client.auto_open = wire, 0  # it may use this connection and open no other
    headers |= {"Host": target.host_header, "Connection": "close"}
    try:
        client.request(method, target.path, body=body or None, headers=headers)
        response = client.getresponse()
        read = response.read(most + 1) if most else b""
        if most and response.length and len(read) <= most:
            raise http.client.IncompleteRead(read, response.length)
    except OSError as error:
        raise _failure(error, target.host) from error
    except http.client.HTTPException as error:
        code = "dropped" if isinstance(error, http.client.IncompleteRead) else "not_http"
        raise OutgoingFailed(code, target.host) from error
    named = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, named, read[:most], cut=len(read) > most)


def _failure(error: OSError, host: str) -> OutgoingFailed:
    match error:
        case TimeoutError():
            return OutgoingFailed("timed_out", host)
        case ssl.SSLCertVerificationError():
            return OutgoingFailed("tls", f"{host}, {error.verify_message}")
        case ssl.SSLError():
            return OutgoingFailed("tls", f"{host}, {error.reason or error}")
        case ConnectionRefusedError():
            return OutgoingFailed("connection_refused", host)
        case ConnectionError():
            return OutgoingFailed("dropped", f"{host}, {error.strerror or error}")
    return OutgoingFailed("unreachable", f"{host}, {error.strerror or error}")

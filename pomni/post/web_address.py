"""Reading a web address so that no two readers of it can disagree about the host."""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import SplitResult, quote, urlsplit

from pomni.post import addresses
from pomni.post.troubles import Undelivered

PORTS = {"https": 443, "http": 80}
# White space, control characters and backslashes: readers of addresses drop or turn them, each in another
# way.
AMBIGUOUS = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ufeff]")
LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
# Letters that the old rules of international names (which Python knows) and the new ones turn into different
# hosts.
TWO_READINGS = re.compile("[ßẞς\u200c\u200d]")


class OutgoingRefused(Undelivered):
    """The request may not leave: the sentence says why. Trying again will not help."""

    def __init__(self, code: str, detail: object = "") -> None:
        super().__init__(code, detail, for_good=True)


@dataclass(frozen=True)
class WebAddress:
    """An address taken apart: `host` in ASCII, lower case, without brackets, `path` with query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        """What stands in the header `Host`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def read(url: str) -> WebAddress:
    """Take a web address apart. Raises OutgoingRefused where it may not be called, wherever the host is."""
    if AMBIGUOUS.search(url):
        raise OutgoingRefused("url_malformed")
    try:
        parts = urlsplit(url)
        hostname, port = parts.hostname, parts.port
    except ValueError:
        raise OutgoingRefused("url_malformed") from None
    if parts.scheme not in PORTS:
        raise OutgoingRefused("url_scheme")
    if not hostname:
        raise OutgoingRefused("url_malformed")
    if "@" in parts.netloc:
        raise OutgoingRefused("url_user_info")
    if "[" in parts.netloc and ":" not in hostname:
        raise OutgoingRefused("url_malformed")
    host, port = _host(hostname), PORTS[parts.scheme] if port is None else port
    if port not in PORTS.values() and (port == 0 or not addresses.has_leave(host, port)):
        raise OutgoingRefused("url_port", port)
    return WebAddress(parts.scheme, host, port, _path(parts))


def _host(hostname: str) -> str:
    if ":" in hostname:
        return _address_v6(hostname)
    if TWO_READINGS.search(hostname):
        raise OutgoingRefused("url_letters", hostname)
    try:
        host = hostname.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        raise OutgoingRefused("url_malformed") from None
    labels = host.split(".")
    if len(host) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        raise OutgoingRefused("url_malformed")
    # 2130706433, 0x7f.1 and 0177.0.0.1 are 127.0.0.1 for the system's resolver.
    if NUMBER.fullmatch(labels[-1]) and not addresses.literal(host):
        raise OutgoingRefused("url_number", host)
    return host


def _address_v6(text: str) -> str:
    address = addresses.literal(text)
    if not isinstance(address, IPv6Address) or address.scope_id:
        raise OutgoingRefused("url_malformed")
    return str(address)


def _path(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return f"{path}?{quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]|^{}")}" if parts.query else path

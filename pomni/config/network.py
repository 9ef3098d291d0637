"""The names and addresses of this computer, for opening Pomni to the local network."""

import contextlib
import ipaddress
import socket


def own_addresses() -> list[str]:
    """The IPv4 addresses of this computer in its local networks, the one of the default route first. No packet is sent."""
    found: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # RFC 5737: documentation only; connecting UDP just picks a route
        found.append(probe.getsockname()[0])
    with contextlib.suppress(OSError):
        found += [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return [a for a in dict.fromkeys(found) if not ipaddress.ip_address(a).is_loopback]


def own_names() -> set[str]:
    """Names and addresses under which other computers of the network may call this one."""
    host = socket.gethostname().lower()
    return {host, f"{host.split('.')[0]}.local", *own_addresses()}

"""Which addresses of the network a request of Pomni may reach.

The public internet and nothing else, but for the hosts that the owner of the machine names in
`POMNI_OUTGOING_ALLOW`.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings

Address = IPv4Address | IPv6Address

# Where clouds hand out the machine's own passwords; some of these are public or private addresses like any
# other.
METADATA = frozenset(
    ip_address(text)
    for text in (
        "169.254.169.254",
        "168.63.129.16",
        "100.100.100.200",
        "192.0.0.192",
        "fd00:ec2::254",
        "fd20:ce::254",
    )
)
NAT64 = ip_network("64:ff9b::/96")
PUBLIC_V6 = ip_network("2000::/3")
# Tunnels to IPv4, documentation and the like: Python's own table of them differs from release to release.
NEVER_PUBLIC = [
    ip_network(text)
    for text in (
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "240.0.0.0/4",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    )
]


def is_public(address: Address) -> bool:
    """Whether the address belongs to a computer of the public internet."""
    address = _unwrapped(address)
    if address in METADATA or address.is_multicast or not address.is_global:
        return False
    if isinstance(address, IPv6Address) and address not in PUBLIC_V6:
        return False
    return not any(address in network for network in NEVER_PUBLIC if network.version == address.version)


def is_reachable_by_leave(address: Address) -> bool:
    """Whether a host that the owner named may stand at this address: private ones may, metadata not."""
    address = _unwrapped(address)
    special = address.is_link_local or address.is_multicast or address.is_unspecified
    return not special and address not in METADATA


def has_leave(host: str, port: int) -> bool:
    """Whether `POMNI_OUTGOING_ALLOW` names this host, with this port or with none."""
    entries = settings.POMNI["POMNI_OUTGOING_ALLOW"].split(",")
    return any(_entry(text.strip()) in {(host, None), (host, port)} for text in entries if text.strip())


def literal(host: str) -> Address | None:
    """The address that a host is, where it is written as one in the usual way."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _unwrapped(address: Address) -> Address:
    """The IPv4 address inside of an IPv6 one that only carries it."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _entry(text: str) -> tuple[str, int | None]:
    host, port = text, ""
    if text.startswith("["):
        host, closed, port = text[1:].partition("]")
        host = host if closed else ""
    elif text.count(":") == 1:
        host, _, port = text.partition(":")
    host = host.lower().rstrip(".")
    address, port = literal(host), port.removeprefix(":")
    if not port:
        return str(address or host), None
    return str(address or host), int(
        port
    ) if port.isdecimal() else -1  # a port that cannot be read names none

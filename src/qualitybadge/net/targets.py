"""Which IP addresses may be contacted: one table and two pure functions; resolves nothing.

`ipaddress.is_global` alone is not enough: its tables differ between patch versions of Python, and an
address that carries another one (6to4, NAT64, IPv4-mapped …) leads where the carried one leads.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from ..errors import FetchError, UnsafeTargetError

_REFUSED = tuple(
    (ipaddress.ip_network(network), why)
    for network, why in (
        # IANA IPv4 special-purpose registry
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by a carrier"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "a protocol assignment"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "a 6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        # IPv6: what lies inside 2000::/3 and is special, what carries an IPv4 address, then all the rest
        ("2001::/32", "Teredo"),
        ("2001::/23", "a protocol assignment"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),
        ("3fff::/20", "documentation"),
        ("::1/128", "loopback"),
        ("::ffff:0:0/96", "IPv4-mapped"),
        ("::ffff:0:0:0/96", "IPv4-translated"),
        ("::/96", "IPv4-compatible"),
        ("64:ff9b::/96", "NAT64"),
        ("64:ff9b:1::/48", "NAT64"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
        ("::/3", "reserved"),
        ("4000::/2", "reserved"),
        ("8000::/1", "reserved"),
    )
)


def check_address(text: str) -> None:
    """Refuse every address that is not a public unicast one.

    Raises:
        UnsafeTargetError: the text is no address, or one that must not be contacted.
    """
    try:
        address = ipaddress.ip_address(text if isinstance(text, str) else "")
    except ValueError:
        raise UnsafeTargetError("what the name resolves to is no IP address") from None
    why = next((why for network, why in _REFUSED if address in network), "")
    if why or "%" in text or not address.is_global:
        raise UnsafeTargetError(f"{address} is not a public address ({why or 'special'})")


def public_addresses(
    host: str, answers: Iterable[str], *, exempt: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Return the addresses of `host` if every single one may be contacted.

    One bad address refuses the host: a name with mixed answers is how a guard is walked around.

    Args:
        host: the name, for the message.
        answers: what the resolver said.
        exempt: addresses let through unchecked; for tests against the loopback address only.

    Raises:
        UnsafeTargetError: one of the addresses must not be contacted.
        FetchError: there is no address.
    """
    addresses = tuple(dict.fromkeys(answers))
    if not addresses:
        raise FetchError(f"{host} has no address")
    for address in addresses:
        if address not in exempt:
            _check_answer(host, address)
    return addresses


def _check_answer(host: str, address: str) -> None:
    try:
        check_address(address)
    except UnsafeTargetError as error:
        raise UnsafeTargetError(f"{host} is not contacted: {error.message}") from error

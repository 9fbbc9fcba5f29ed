from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitybadge.errors import FetchError, UnsafeTargetError
from qualitybadge.net.targets import check_address, public_addresses

PUBLIC = ["1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0",
          "192.0.1.0", "192.167.255.255", "223.255.255.255", "2000::", "2606:4700::1111", "2001:200::",
          "3fff:1000::", "2003::"]  # fmt: skip

RANGES = [
    ("0.0.0.0", "0.255.255.255", "this network"),  # noqa: S104 - a target, not a binding
    ("10.0.0.0", "10.255.255.255", "private"),
    ("100.64.0.0", "100.127.255.255", "shared by a carrier"),
    ("127.0.0.0", "127.255.255.255", "loopback"),
    ("169.254.0.0", "169.254.255.255", "link-local"),
    ("172.16.0.0", "172.31.255.255", "private"),
    ("192.0.0.0", "192.0.0.255", "a protocol assignment"),
    ("192.0.2.0", "192.0.2.255", "documentation"),
    ("192.88.99.0", "192.88.99.255", "a 6to4 relay"),
    ("192.168.0.0", "192.168.255.255", "private"),
    ("198.18.0.0", "198.19.255.255", "benchmarking"),
    ("198.51.100.0", "198.51.100.255", "documentation"),
    ("203.0.113.0", "203.0.113.255", "documentation"),
    ("224.0.0.0", "239.255.255.255", "multicast"),
    ("240.0.0.0", "255.255.255.255", "reserved"),
    ("::", "::", "IPv4-compatible"),
    ("::1", "::1", "loopback"),
    ("::127.0.0.1", "::8.8.8.8", "IPv4-compatible"),
    ("::ffff:127.0.0.1", "::ffff:8.8.8.8", "IPv4-mapped"),
    ("::ffff:0:7f00:1", "::ffff:0:8.8.8.8", "IPv4-translated"),
    ("64:ff9b::127.0.0.1", "64:ff9b::8.8.8.8", "NAT64"),
    ("64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "NAT64"),
    ("100::", "100::ffff", "reserved"),
    ("1fff::", "1fff:ffff::", "reserved"),
    ("2001::", "2001:0:ffff::", "Teredo"),
    ("2001:1::", "2001:1ff:ffff::", "a protocol assignment"),
    ("2001:db8::", "2001:db8:ffff::", "documentation"),
    ("2002::", "2002:7f00:1::", "6to4"),
    ("2002:808:808::", "2002:ffff::", "6to4"),
    ("3fff::", "3fff:fff:ffff::", "documentation"),
    ("4000::", "7fff:ffff::", "reserved"),
    ("5f00::", "5f00::1", "reserved"),
    ("8000::", "fbff:ffff::", "reserved"),
    ("fc00::", "fdff:ffff::", "private"),
    ("fe00::", "fe7f:ffff::", "reserved"),
    ("fe80::1", "febf:ffff::", "link-local"),
    ("fec0::", "feff:ffff::", "site-local"),
    ("ff00::", "ffff:ffff::", "multicast"),
]


@pytest.mark.parametrize("text", PUBLIC)
def test_public_addresses_may_be_contacted(text):
    check_address(text)


@pytest.mark.parametrize(("first", "last", "why"), RANGES)
def test_special_ranges_are_refused_from_end_to_end(first, last, why):
    for text in (first, last):
        with pytest.raises(UnsafeTargetError) as caught:
            check_address(text)
        assert caught.value.code == "UNSAFE_TARGET"
        assert f"({why})" in caught.value.message


@pytest.mark.parametrize("text", ["fe80::1%eth0", "2606:4700::1111%1", "192.175.48.1 ", "1.1.1.1/32"])
def test_zones_and_decorations_are_refused(text):
    with pytest.raises(UnsafeTargetError):
        check_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "localhost",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "1.1.1",
        "::g",
        2130706433,
        None,
        b"\x01\x01\x01\x01",
    ],
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(UnsafeTargetError, match="no IP address"):
        check_address(text)


def test_what_python_calls_special_is_refused_even_where_the_table_does_not_list_it(monkeypatch):
    check_address("1.1.1.1")
    monkeypatch.setattr(ipaddress.IPv4Address, "is_global", False)
    with pytest.raises(UnsafeTargetError, match="special"):
        check_address("1.1.1.1")


@given(st.ip_addresses())
def test_law_no_address_passes_that_python_does_not_call_global(address):
    try:
        check_address(str(address))
    except UnsafeTargetError:
        return
    assert address.is_global
    assert not address.is_multicast


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:{}", "::{}", "64:ff9b::{}", "::ffff:0:{}"]))
def test_law_no_address_passes_that_carries_another(address, form):
    with pytest.raises(UnsafeTargetError):
        check_address(form.format(address))
    with pytest.raises(UnsafeTargetError):
        check_address(str(ipaddress.IPv6Address(int(address) << 80 | 0x2002 << 112)))


def test_a_host_is_refused_for_one_bad_address():
    assert public_addresses("issuer.example", ["1.1.1.1", "2606:4700::1111", "1.1.1.1"]) == (
        "1.1.1.1",
        "2606:4700::1111",
    )
    with pytest.raises(UnsafeTargetError) as caught:
        public_addresses("issuer.example", ["1.1.1.1", "127.0.0.1"])
    assert caught.value.message == (
        "issuer.example is not contacted: 127.0.0.1 is not a public address (loopback)"
    )


def test_a_host_without_an_address_cannot_be_asked():
    with pytest.raises(FetchError) as caught:
        public_addresses("issuer.example", [])
    assert caught.value.code == "FETCH"


def test_an_exemption_holds_for_that_address_only():
    exempt = frozenset({"127.0.0.1"})
    assert public_addresses("issuer.example", ["127.0.0.1"], exempt=exempt) == ("127.0.0.1",)
    with pytest.raises(UnsafeTargetError):
        public_addresses("issuer.example", ["127.0.0.1", "127.0.0.2"], exempt=exempt)

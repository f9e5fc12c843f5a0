"""Which addresses are connected to."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.sources.http.addresses import refusal

PUBLIC = ["8.8.8.8", "151.101.1.67", "2606:4700::6810:84e5", "64:ff9b::808:808", "2002:808:808::1"]
PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "::1",
    "fd12:3456::1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",  # 10.0.0.1 by NAT64
    "64:ff9b:1::1",  # NAT64 of one's own network
    "2002:a00:1::1",  # 10.0.0.1 by 6to4
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",  # Teredo
    "2001:db8::1",
    "::808:808",  # IPv4-compatible, long abandoned
    "4000::1",
]
NEVER = [
    "0.0.0.0",  # noqa: S104
    "0.1.2.3",
    "169.254.169.254",
    "224.0.0.1",
    "255.255.255.255",
    "240.0.0.1",
    "::",
    "fe80::1",
    "fe80::1%1",
    "ff02::1",
    "fec0::1",
    "fd00:ec2::254",
    "100.100.100.200",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::1",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_asked(address: str) -> None:
    assert refusal(address, allow_private=False) == ""


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_asked_only_where_allowed(address: str) -> None:
    assert "allow_private_hosts" in refusal(address, allow_private=False)
    assert refusal(address, allow_private=True) == ""


@pytest.mark.parametrize("address", NEVER)
def test_link_local_and_such_are_never_asked(address: str) -> None:
    assert "never asked" in refusal(address, allow_private=False)
    assert "never asked" in refusal(address, allow_private=True)


@given(st.ip_addresses(v=4))
def test_what_python_holds_for_special_is_refused(address: IPv4Address) -> None:
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert refusal(str(address), allow_private=False)


@given(st.ip_addresses(v=6))
def test_what_python_holds_for_special_is_refused_in_ipv6(address: IPv6Address) -> None:
    carried = address.ipv4_mapped or address.sixtofour
    if not address.is_global and carried is None:
        assert refusal(str(address), allow_private=False)


@given(st.ip_addresses(v=4))
def test_a_carried_address_is_judged_as_it_is_itself(address: IPv4Address) -> None:
    plain = refusal(str(address), allow_private=False)
    for prefix in ("::ffff:0:0", "64:ff9b::"):
        carrier = IPv6Address(int(IPv6Address(prefix)) | int(address))
        assert refusal(str(carrier), allow_private=False) == plain

"""Whom a request comes from: who is on this machine, and whose messages are counted together."""

from __future__ import annotations

from fastapi import Request

from bot.channels.web.client_address import address, is_local
from tests.support.tables import each_row


def request(host: str | None, **headers: str) -> Request:
    written = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "headers": written, "client": None if host is None else (host, 1)})


def test_only_a_request_from_this_machine_that_no_proxy_forwards_is_local() -> None:
    for host in ("127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"):
        assert is_local(request(host)), host
    for other in ("203.0.113.7", "192.168.0.1", "2001:db8::1", "::ffff:203.0.113.7", "a-socket", "", None):
        assert not is_local(request(other)), other
    for header in ("x_forwarded_for", "forwarded", "x_forwarded_host", "x_forwarded_proto", "x_real_ip", "via"):
        assert not is_local(request("127.0.0.1", **{header: "x"})), header


@each_row(
    ("first", "second", "together"),
    [
        ("203.0.113.7", "203.0.113.8", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("a-socket", "another", False),
    ],
)
def test_addresses_of_one_ipv6_network_count_as_one(first: str, second: str, *, together: bool) -> None:
    assert (address(request(first)) == address(request(second))) is together

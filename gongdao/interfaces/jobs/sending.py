"""Sends a webhook over TLS to a public address, and to no other: names can point inwards, too."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

SECONDS = 10
PORT = 443


class Pinned(http.client.HTTPSConnection):
    """A connection to one address that was looked at before, under the name of the host."""

    def __init__(self, host: str, port: int, address: str) -> None:
        self._address = address
        self._tls = ssl.create_default_context()
        super().__init__(host, port, timeout=SECONDS, context=self._tls)

    def connect(self) -> None:
        """Connect to the address, and let the certificate be of the host."""
        plain = socket.create_connection((self._address, self.port), timeout=SECONDS)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """The status of the answer; 0 for none. Redirects are not followed."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORT
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        address = public_address(host, port)
        if address is None:
            return 0
        line = Pinned(host, port, address)
        line.request("POST", path, body, dict(headers))
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0


def public_address(host: str, port: int) -> str | None:
    """The first address of a host, if all its addresses are public ones."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    inside = [address for address in found if not ip_address(address).is_global]
    return found[0] if found and not inside else None

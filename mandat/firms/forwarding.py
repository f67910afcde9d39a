"""Who the client behind a proxy is (S22)."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_CLAIMS = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT")


def _address(text: str) -> Address | None:
    """An address as a header or a socket writes it, None for anything else."""
    text = text.strip()
    if text.startswith("["):  # [2001:db8::1]:443
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:  # 192.0.2.1:443
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return mapped or found


@dataclass(frozen=True)
class Proxies:
    """The proxies whose word is taken; none by default."""

    networks: tuple[Network, ...]

    @classmethod
    def parse(cls, words: Iterable[str]) -> Proxies:
        """From addresses and networks (`10.0.0.1`, `10.0.0.0/8`). Raises ValueError for others."""
        return cls(tuple(ipaddress.ip_network(word, strict=False) for word in words))

    def trust(self, address: Address | None) -> bool:
        """Whether `address` is one of them."""
        return address is not None and any(address in network for network in self.networks)

    def settle(self, meta: dict[str, Any]) -> None:
        """Make REMOTE_ADDR the client's, and drop forwarded headers of anybody else.

        The chain is read from its end: the last entry was written by the proxy nearest to us, and
        the first one that is no proxy of ours is the client; what stands before it is their word.
        """
        chain = str(meta.pop("HTTP_X_FORWARDED_FOR", ""))
        nearest = _address(str(meta.get("REMOTE_ADDR", "")))
        if not self.trust(nearest):
            for name in _CLAIMS:
                meta.pop(name, None)
            return
        for word in reversed(chain.split(",")):
            client = _address(word)
            if client is None:
                return
            meta["REMOTE_ADDR"] = str(client)
            if not self.trust(client):
                return

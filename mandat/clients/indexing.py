"""What a client is sorted and found by: folded words and bare numbers, never a national one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandat.identifiers import Kind, format_number
from mandat.lib.text import fold, squeeze

if TYPE_CHECKING:
    from mandat.clients.models import Client

_LONGEST_SORT_NAME = 200


def index_fields(client: Client) -> None:
    """Set `sort_name` and `search_text` from the names and numbers of `client`; saves nothing."""
    client.sort_name = fold(client.name)[:_LONGEST_SORT_NAME]
    parts: list[str] = []
    for text in (client.name, client.trade_name):
        parts += [fold(text), squeeze(text)]
    if client.number:
        parts += [_spaced(client.number), _whole(client)]
    parts += [fold(client.account_number), squeeze(client.account_number)]
    # A blank before each part: a word that begins one is found as ' word'.
    client.search_text = "".join(f" {part}" for part in dict.fromkeys(filter(None, parts)))


def _spaced(number: str) -> str:
    kind = {9: Kind.SIREN, 10: Kind.ENTERPRISE, 14: Kind.SIRET}.get(len(number))
    return fold(format_number(kind, number))


def _whole(client: Client) -> str:
    """The bare number, with the BE of a Belgian one: both ways of typing it are inside."""
    return fold(client.country + client.number) if client.country == "BE" else fold(client.number)

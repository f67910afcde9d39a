"""Seals again with the current key what older keys sealed: every column and file there is.

Each row and file is done by itself and whole, so that the work may be cut off at any moment and
begun again, while others read and write: readers open what any key of the ring sealed.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.db import models, transaction

from mandat.affiliates.models import Affiliate, Loading
from mandat.clients.models import Client
from mandat.declarations.models import Declaration, DeclarationFile, DeclarationTrace
from mandat.documents.models import Document, Guide
from mandat.onboarding.models import Request
from mandat.vault import files
from mandat.vault.crypto import DecryptionError, Keyring
from mandat.vault.keys import keyring

BATCH: Final = 200
_FACTOR: Final = "allauth.mfa:secret"


@dataclass(frozen=True)
class Sealed:
    """A column that holds something sealed, and the context that its row gives."""

    model: type[models.Model]
    column: str
    context: Callable[[Any], str]

    @property
    def name(self) -> str:
        """Such as `clients.client.national_number`."""
        return f"{self.model._meta.label_lower}.{self.column}"  # noqa: SLF001  # Django's own API


def _month(row: Any) -> str:
    return f"{row.declaration.month:%Y-%m}" if row.declaration.month else ""


COLUMNS: Final = (
    Sealed(Client, "national_number", lambda row: f"client:{row.firm_id}:{row.number_hash}"),
    Sealed(
        Affiliate, "national_number", lambda row: f"affiliate:{row.office_id}:{row.number_hash}"
    ),
    Sealed(Request, "national_number", lambda row: f"request:{row.firm_id}:{row.number_hash}"),
    Sealed(Declaration, "people", lambda row: row.people_context),
    Sealed(
        DeclarationTrace,
        "sealed",
        lambda row: f"declaration-trace:{row.firm_id}:{row.declaration.siret}:{_month(row)}",
    ),
)
FILES: Final = (
    Sealed(DeclarationFile, "stored_name", lambda row: row.storage_context),
    Sealed(Document, "stored_name", lambda row: row.context),
    Sealed(Guide, "stored_name", lambda row: row.context),
    Sealed(Loading, "file", lambda row: f"loading:{row.office_id}"),
)


@dataclass
class Progress:
    """What was found in one place: looked at, sealed again, and not to be opened by any key."""

    name: str
    seen: int = 0
    done: int = 0
    lost: int = 0


def rotate(*, write: bool = True) -> Iterator[Progress]:
    """Seal again whatever an older key sealed, place by place; without `write` count it alone.

    Gives the progress after each batch. What opens with no key is counted as `lost` and left.
    """
    for place in COLUMNS:
        yield from _walk(place, write, _reseal_column)
    yield from _walk(Sealed(Authenticator, "data", lambda _row: _FACTOR), write, _reseal_factor)
    for place in FILES:
        yield from _walk(place, write, _reseal_file)


Reseal = Callable[[Sealed, Any, Keyring, bool], bool]


def _walk(place: Sealed, write: bool, reseal: Reseal) -> Iterator[Progress]:
    progress, last, ring = Progress(place.name), 0, keyring()
    rows = place.model._default_manager.order_by("pk")  # noqa: SLF001  # Django's own API
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        for row in batch:
            progress.seen += 1
            try:
                progress.done += reseal(place, row, ring, write)
            except (DecryptionError, FileNotFoundError):
                progress.lost += 1
        last = batch[-1].pk
        yield progress
    if not progress.seen:
        yield progress


def _reseal_column(place: Sealed, row: Any, ring: Keyring, write: bool) -> bool:
    sealed = getattr(row, place.column)
    if sealed is None or not ring.needs_rotation(sealed):
        return False
    if not write:
        return True
    with transaction.atomic():
        # Only where it is still what was read: somebody may have written it meanwhile.
        mine = place.model._default_manager.select_for_update(of=("self",))  # noqa: SLF001
        now = mine.filter(pk=row.pk).first()
        if now is None or bytes(getattr(now, place.column) or b"") != bytes(sealed):
            return False
        fresh = ring.rotate(sealed, context=place.context(now))
        place.model._default_manager.filter(pk=row.pk).update(**{place.column: fresh})  # noqa: SLF001
    return True


def _reseal_factor(place: Sealed, row: Any, ring: Keyring, write: bool) -> bool:
    """The sealed texts in the JSON of an authenticator: a secret, a seed or a list of codes."""
    if not _old_texts(row.data, ring):
        return False
    if not write:
        return True
    with transaction.atomic():
        now = Authenticator.objects.select_for_update().filter(pk=row.pk).first()
        if now is None or now.data != row.data:
            return False
        now.data = {name: _renewed(value, ring, place) for name, value in now.data.items()}
        now.save(update_fields=["data"])
    return True


def _old_texts(data: dict[str, Any], ring: Keyring) -> bool:
    texts = [one for value in data.values() for one in _texts(value)]
    return any(_is_old(one, ring) for one in texts)


def _texts(value: Any) -> list[str]:
    found = value if isinstance(value, list) else [value]
    return [one for one in found if isinstance(one, str)]


def _is_old(text: str, ring: Keyring) -> bool:
    """Whether a text is something sealed, by another key than the current one."""
    try:
        return ring.needs_rotation(base64.b64decode(text, validate=True))
    except (ValueError, DecryptionError):
        return False  # a name, a number: nothing sealed


def _renewed(value: Any, ring: Keyring, place: Sealed) -> Any:
    if isinstance(value, list):
        return [_renewed(one, ring, place) for one in value]
    if not isinstance(value, str) or not _is_old(value, ring):
        return value
    sealed = ring.rotate(base64.b64decode(value), context=place.context(None))
    return base64.b64encode(sealed).decode()


def _reseal_file(place: Sealed, row: Any, ring: Keyring, write: bool) -> bool:
    name = getattr(row, place.column)
    if not name or not files.needs_rotation(name):
        return False
    if write:
        files.reseal(name, context=place.context(row))
    return True

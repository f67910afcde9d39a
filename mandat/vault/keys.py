"""The installation's keys, from its settings."""

import base64
import binascii
import os
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from mandat.vault.crypto import KEY_BYTES, Keyring


def keyring() -> Keyring:
    """The ring of the settings, else `ImproperlyConfigured`, which never repeats a key.

    `MANDAT_ENCRYPTION_KEYS` is 'id:base64,id:base64', the first current; `MANDAT_INDEX_KEY` is
    base64.
    """
    return _parse(settings.MANDAT_ENCRYPTION_KEYS, settings.MANDAT_INDEX_KEY)


def new_key() -> str:
    """A fresh random key, as the settings write it."""
    return base64.b64encode(os.urandom(KEY_BYTES)).decode("ascii")


@lru_cache(maxsize=8)
def _parse(encryption_keys: str, index_key: str) -> Keyring:
    keys: dict[str, bytes] = {}
    for entry in filter(None, (part.strip() for part in encryption_keys.split(","))):
        key_id, separator, encoded = entry.partition(":")
        if not separator or key_id in keys:
            raise ImproperlyConfigured("MANDAT_ENCRYPTION_KEYS holds id:base64 pairs, each id once")
        keys[key_id] = _decoded(encoded, "MANDAT_ENCRYPTION_KEYS")
    if not keys:
        raise ImproperlyConfigured("MANDAT_ENCRYPTION_KEYS is empty")
    try:
        return Keyring(
            keys=keys, current=next(iter(keys)), index_key=_decoded(index_key, "MANDAT_INDEX_KEY")
        )
    except ValueError as error:
        raise ImproperlyConfigured(f"MANDAT keys: {error}") from None


def _decoded(encoded: str, name: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise ImproperlyConfigured(f"{name} is not base64") from None

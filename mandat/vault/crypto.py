"""Encryption of values at rest and keyed hashes to find them again; no Django.

A sealed value is: version (1 byte), length of the key id (1 byte), key id, nonce (12 bytes),
AES-256-GCM ciphertext with its tag. All that stands before the nonce, and the context of the
row, are authenticated: a value moved to another row no longer opens.
"""

import hashlib
import hmac
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
VALUE_VERSION: Final = 1

_KEY_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,32}")


class DecryptionError(Exception):
    """Something sealed does not open. It never says why: not the key, the place or the content."""

    def __init__(self) -> None:
        super().__init__("cannot be decrypted")


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of an installation: id → 32 bytes, the current id, and the key of the index."""

    keys: Mapping[str, bytes] = field(repr=False)
    current: str
    index_key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse keys of a wrong size and ids that could not be stored; ValueError names no key."""
        if self.current not in self.keys:
            raise ValueError("the current key is not in the ring")
        if any(not _KEY_ID.fullmatch(key_id) for key_id in self.keys):
            raise ValueError("a key id holds 1 to 32 letters, digits, dots, dashes or underscores")
        if any(len(key) != KEY_BYTES for key in (*self.keys.values(), self.index_key)):
            raise ValueError("a key has 32 bytes")
        if self.index_key in self.keys.values():
            raise ValueError("the index needs a key of its own")
        object.__setattr__(self, "keys", MappingProxyType(dict(self.keys)))

    def encrypt(self, plaintext: bytes, *, context: str) -> bytes:
        """Seal `plaintext` with the current key, for the row and column that `context` names."""
        header = self.header(VALUE_VERSION)
        nonce = os.urandom(NONCE_BYTES)
        sealed = AESGCM(self.keys[self.current]).encrypt(nonce, plaintext, bind(header, context))
        return header + nonce + sealed

    def decrypt(self, blob: bytes | memoryview, *, context: str) -> bytes:
        """Open what `encrypt` sealed for the same context, else `DecryptionError`."""
        blob = bytes(blob)  # SQLite hands out bytes, PostgreSQL a memoryview
        key_id, header = read_header(blob, VALUE_VERSION)
        nonce = blob[len(header) : len(header) + NONCE_BYTES]
        sealed = blob[len(header) + NONCE_BYTES :]
        if len(sealed) < TAG_BYTES:
            raise DecryptionError
        try:
            return AESGCM(self.key(key_id)).decrypt(nonce, sealed, bind(header, context))
        except InvalidTag:
            raise DecryptionError from None

    def needs_rotation(self, blob: bytes | memoryview) -> bool:
        """Whether a sealed value was sealed with another key than the current one."""
        return read_header(bytes(blob), VALUE_VERSION)[0] != self.current

    def rotate(self, blob: bytes | memoryview, *, context: str) -> bytes:
        """The same value sealed with the current key."""
        return self.encrypt(self.decrypt(blob, context=context), context=context)

    def index(self, value: str, *, scope: str) -> str:
        """Keyed hash (64 hexadecimal digits) that finds a value again within one scope.

        `scope` names whose it is, for instance 'firm:12': equal values of two firms have
        unlike hashes, so that one table never tells that two firms know one person.
        """
        if not scope:
            raise ValueError("an index needs a scope")
        place = scope.encode()
        message = len(place).to_bytes(4) + place + value.encode()
        return hmac.new(self.index_key, message, hashlib.sha256).hexdigest()

    def key(self, key_id: str) -> bytes:
        """The key of that id, else `DecryptionError`."""
        try:
            return self.keys[key_id]
        except KeyError:
            raise DecryptionError from None

    def header(self, version: int) -> bytes:
        """What stands before anything sealed with the current key."""
        key_id = self.current.encode("ascii")
        return bytes((version, len(key_id))) + key_id


def read_header(blob: bytes, version: int) -> tuple[str, bytes]:
    """The key id of something sealed, and its header; `DecryptionError` for anything else."""
    if len(blob) < 2 or blob[0] != version:
        raise DecryptionError
    header = blob[: 2 + blob[1]]
    key_id = header[2:].decode("ascii", errors="replace")
    if len(header) != 2 + blob[1] or not _KEY_ID.fullmatch(key_id):
        raise DecryptionError
    return key_id, header


def bind(header: bytes, context: str) -> bytes:
    """What is authenticated beside the content: the header and, after it, the context."""
    if not context:
        raise ValueError("what is encrypted needs a context")
    return header + context.encode()

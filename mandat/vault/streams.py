"""Encryption of files of any size, frame by frame, in constant memory; no Django.

A sealed file is: header as in `crypto` (version 2), salt (16 bytes), then frames of 256 KiB of
content, each with its tag. Every file has its own key, derived from the ring's by the salt. The
nonce of a frame is its rank and whether it is the last: frames cannot be swapped, dropped,
repeated or cut off without being noticed.
"""

import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mandat.vault.crypto import (
    KEY_BYTES,
    TAG_BYTES,
    DecryptionError,
    Keyring,
    bind,
    read_header,
)

STREAM_VERSION: Final = 2
FRAME_BYTES: Final = 256 * 1024
SALT_BYTES: Final = 16

_RANK_BYTES: Final = 11
_LONGEST_HEADER: Final = 2 + 32


class Writable(Protocol):
    """What `encrypt_stream` writes to."""

    def write(self, data: bytes, /) -> object:
        """Take the bytes."""


def encrypt_stream(
    src: BinaryIO | Iterable[bytes], dst: Writable, keyring: Keyring, context: str
) -> None:
    """Seal all of `src` into `dst` with the current key; pieces of `src` may have any size."""
    header = keyring.header(STREAM_VERSION)
    salt = os.urandom(SALT_BYTES)
    cipher = _cipher(keyring.keys[keyring.current], salt)
    bound = bind(header, context)
    dst.write(header + salt)
    for rank, (frame, last) in enumerate(_marked(_pieces(src), FRAME_BYTES)):
        dst.write(cipher.encrypt(_nonce(rank, last), frame, bound))


def decrypt_iter(src: BinaryIO, keyring: Keyring, context: str) -> Iterator[bytes]:
    """The content of a sealed file, frame by frame, else `DecryptionError`.

    A frame is given out once it is proven; that the file is whole is known with its last frame,
    so a reader that must have all or nothing waits for the end.
    """
    start = _read(src, 2)
    if len(start) == 2 and start[1] <= _LONGEST_HEADER - 2:
        start += _read(src, start[1])
    key_id, header = read_header(start, STREAM_VERSION)
    salt = _read(src, SALT_BYTES)
    cipher = _cipher(keyring.key(key_id), salt)
    bound = bind(header, context)
    for rank, (sealed, last) in enumerate(_marked(_blocks(src), FRAME_BYTES + TAG_BYTES)):
        if len(sealed) < TAG_BYTES:
            raise DecryptionError
        try:
            frame = cipher.decrypt(_nonce(rank, last), sealed, bound)
        except InvalidTag:
            raise DecryptionError from None
        if frame:
            yield frame


def stream_needs_rotation(start: bytes, keyring: Keyring) -> bool:
    """Whether a sealed file, of which `start` is the first 34 bytes or more, has an old key."""
    return read_header(start, STREAM_VERSION)[0] != keyring.current


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=b"mandat file 2")
    return AESGCM(derived.derive(key))


def _nonce(rank: int, last: bool) -> bytes:
    return rank.to_bytes(_RANK_BYTES) + bytes((last,))


def _pieces(src: BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
    read = getattr(src, "read", None)
    if read is None:
        return iter(src)
    return iter(lambda: bytes(read(FRAME_BYTES)), b"")


def _blocks(src: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: src.read(FRAME_BYTES), b"")


def _marked(pieces: Iterable[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """The pieces cut anew in blocks of `size`, the last one marked; one empty block for nothing."""
    held = bytearray()
    for piece in pieces:
        view = memoryview(piece)
        while view:
            if len(held) == size:  # more comes, so this one is not the last
                yield bytes(held), False
                held.clear()
            room = size - len(held)
            held += view[:room]
            view = view[room:]
    yield bytes(held), True


def _read(src: BinaryIO, size: int) -> bytes:
    """Exactly `size` bytes, however short single reads are; fewer at the end of the file."""
    found = b""
    while len(found) < size and (piece := src.read(size - len(found))):
        found += piece
    return found

"""Sealed files, frame by frame."""

import os
import tracemalloc
from collections.abc import Iterator
from io import BytesIO

import pytest

from mandat.vault.crypto import DecryptionError, Keyring
from mandat.vault.streams import (
    FRAME_BYTES,
    decrypt_iter,
    encrypt_stream,
    stream_needs_rotation,
)

RING = Keyring(keys={"k1": os.urandom(32)}, current="k1", index_key=os.urandom(32))
HEAD = 2 + 2 + 16
SEALED = FRAME_BYTES + 16


def sealed(content: bytes, context: str = "document:1") -> bytes:
    target = BytesIO()
    encrypt_stream(BytesIO(content), target, RING, context)
    return target.getvalue()


def opened(blob: bytes, context: str = "document:1") -> bytes:
    return b"".join(decrypt_iter(BytesIO(blob), RING, context))


@pytest.mark.parametrize(
    "size", [0, 1, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 3 * FRAME_BYTES]
)
def test_what_is_sealed_opens_again(size: int) -> None:
    content = os.urandom(size)
    assert opened(sealed(content)) == content


def test_pieces_of_any_size_and_short_reads() -> None:
    content = os.urandom(FRAME_BYTES * 2 + 77)
    target = BytesIO()
    encrypt_stream((content[i : i + 999] for i in range(0, len(content), 999)), target, RING, "d")

    class Slow(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 1, 1_001))

    assert b"".join(decrypt_iter(Slow(target.getvalue()), RING, "d")) == content


def test_another_context_does_not_open_it() -> None:
    with pytest.raises(DecryptionError):
        opened(sealed(b"x"), "document:2")


def test_two_seals_of_one_file_differ() -> None:
    assert sealed(b"x" * 100)[HEAD:] != sealed(b"x" * 100)[HEAD:]


@pytest.mark.parametrize("at", [0, 1, 2, 5, HEAD, HEAD + SEALED - 1, HEAD + SEALED, -1])
def test_a_changed_byte_is_refused(at: int) -> None:
    blob = bytearray(sealed(os.urandom(FRAME_BYTES + 10)))
    blob[at] ^= 1
    with pytest.raises(DecryptionError):
        opened(bytes(blob))


@pytest.mark.parametrize(
    "kept", [0, 1, 3, HEAD - 1, HEAD, HEAD + 15, HEAD + SEALED, HEAD + 2 * SEALED, -1]
)
def test_a_cut_file_is_refused_even_between_frames(kept: int) -> None:
    blob = sealed(os.urandom(2 * FRAME_BYTES + 10))
    with pytest.raises(DecryptionError):
        opened(blob[:kept])


def test_swapped_dropped_repeated_and_added_frames_are_refused() -> None:
    blob = sealed(os.urandom(3 * FRAME_BYTES))
    head = blob[:HEAD]
    frames = [blob[HEAD + i * SEALED : HEAD + (i + 1) * SEALED] for i in range(3)]
    one, two, last = frames
    for order in ([two, one, last], [one, last], [one, one, two, last], [one, two, last, last]):
        with pytest.raises(DecryptionError):
            opened(head + b"".join(order))
    with pytest.raises(DecryptionError):
        opened(blob + b"x")


def test_memory_does_not_grow_with_the_file() -> None:
    def long(pieces: int) -> Iterator[bytes]:
        for _ in range(pieces):
            yield bytes(FRAME_BYTES)

    class Nowhere:
        def write(self, data: bytes, /) -> None:
            pass

    tracemalloc.start()
    encrypt_stream(long(120), Nowhere(), RING, "d")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * FRAME_BYTES


def test_rotation_is_seen_from_the_start_of_the_file() -> None:
    newer = Keyring(
        keys={"k2": os.urandom(32), **RING.keys}, current="k2", index_key=RING.index_key
    )
    assert stream_needs_rotation(sealed(b"x")[:34], newer)
    assert not stream_needs_rotation(sealed(b"x")[:34], RING)

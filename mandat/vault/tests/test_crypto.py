"""Sealed values and keyed hashes."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandat.vault.crypto import DecryptionError, Keyring

OLD, NEW, INDEX = (os.urandom(32) for _ in range(3))
RING = Keyring(keys={"k2": NEW, "k1": OLD}, current="k2", index_key=INDEX)
BEFORE = Keyring(keys={"k1": OLD}, current="k1", index_key=INDEX)
CONTEXT = "affiliates.person:7:nir"


@given(st.binary(max_size=300), st.text(min_size=1, max_size=40))
def test_what_is_sealed_opens_again(plaintext: bytes, context: str) -> None:
    assert RING.decrypt(RING.encrypt(plaintext, context=context), context=context) == plaintext


def test_the_blob_holds_nothing_readable_and_never_repeats() -> None:
    one, two = (RING.encrypt(b"295109912611193", context=CONTEXT) for _ in range(2))
    assert one != two
    assert b"2951099" not in one
    assert one[:4] == b"\x01\x02k2"


@given(st.data())
def test_any_changed_byte_is_refused(data: st.DataObject) -> None:
    blob = bytearray(RING.encrypt(b"85073003328", context=CONTEXT))
    at = data.draw(st.integers(0, len(blob) - 1))
    blob[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(DecryptionError):
        RING.decrypt(bytes(blob), context=CONTEXT)


@given(st.data())
def test_a_cut_blob_is_refused(data: st.DataObject) -> None:
    blob = RING.encrypt(b"85073003328", context=CONTEXT)
    with pytest.raises(DecryptionError):
        RING.decrypt(blob[: data.draw(st.integers(0, len(blob) - 1))], context=CONTEXT)


def test_a_value_moved_to_another_row_is_refused() -> None:
    blob = RING.encrypt(b"85073003328", context="affiliates.person:7:nir")
    with pytest.raises(DecryptionError):
        RING.decrypt(blob, context="affiliates.person:8:nir")


def test_a_key_id_changed_for_another_is_refused() -> None:
    same = Keyring(keys={"k1": OLD, "k2": OLD}, current="k1", index_key=INDEX)
    blob = same.encrypt(b"x", context=CONTEXT).replace(b"k1", b"k2", 1)
    with pytest.raises(DecryptionError):
        same.decrypt(blob, context=CONTEXT)


def test_rotation() -> None:
    blob = BEFORE.encrypt(b"85073003328", context=CONTEXT)
    assert not BEFORE.needs_rotation(blob)
    assert RING.needs_rotation(blob)
    assert RING.decrypt(memoryview(blob), context=CONTEXT) == b"85073003328"
    rotated = RING.rotate(blob, context=CONTEXT)
    assert not RING.needs_rotation(rotated)
    with pytest.raises(DecryptionError):
        BEFORE.decrypt(rotated, context=CONTEXT)


def test_errors_and_representations_tell_nothing() -> None:
    with pytest.raises(DecryptionError) as caught:
        RING.decrypt(b"\x01\x02zz" + b"secret" * 9, context=CONTEXT)
    assert str(caught.value) == "cannot be decrypted"
    assert caught.value.__suppress_context__
    assert repr(RING) == "Keyring(current='k2')"


def test_the_hash_finds_a_value_within_its_scope_only() -> None:
    found = RING.index("85073003328", scope="firm:12")
    assert found == BEFORE.index("85073003328", scope="firm:12")
    assert len(found) == 64
    assert found != RING.index("85073003328", scope="firm:13")
    assert found != RING.index("85073003329", scope="firm:12")
    assert RING.index("2x", scope="firm:1") != RING.index("x", scope="firm:12")


def test_a_context_and_a_scope_are_needed() -> None:
    with pytest.raises(ValueError, match="context"):
        RING.encrypt(b"x", context="")
    with pytest.raises(ValueError, match="scope"):
        RING.index("x", scope="")


@pytest.mark.parametrize(
    ("keys", "current", "index"),
    [
        ({"k1": OLD}, "k2", INDEX),
        ({"k1": OLD[:16]}, "k1", INDEX),
        ({"k1": OLD}, "k1", b""),
        ({"k1": OLD}, "k1", OLD),
        ({"": OLD}, "", INDEX),
        ({"k:1": OLD}, "k:1", INDEX),
        ({"k" * 33: OLD}, "k" * 33, INDEX),
    ],
    # random keys would name the cases differently in each process of the suite
    ids=["unknown", "short", "no-index", "same-index", "unnamed", "colon", "long-name"],
)
def test_a_faulty_ring_is_refused(keys: dict[str, bytes], current: str, index: bytes) -> None:
    with pytest.raises(ValueError, match=r"key|id"):
        Keyring(keys=keys, current=current, index_key=index)

"""What a database says, without its random tokens and its ids, to compare two worlds."""

from __future__ import annotations

import hashlib
import re

from django.apps import apps
from django.db import models

# Random tokens, and what hangs on them or on the ids of one database.
RANDOM = {
    "national_number", "number_hash", "identity", "stored_name", "people", "sealed", "subject",
    "password", "key", "audit_head", "digest", "previous", "target_id", "token",
}  # fmt: skip


# JSON in which ids of one database stand among words: the words are compared.
WITH_IDS = {"edits", "effect", "details"}
_NUMBER = re.compile(r"-?\b\d+\b")

# The database makes them from the placements, in an order and through states of its own.
DERIVED = {"clients.PlacementSet", "clients.PlacementSetPortfolio"}


def our_models() -> list[type[models.Model]]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("mandat.")]
    return [model for model in ours if model._meta.label not in DERIVED]


def rows_of(model: type[models.Model]) -> list[str]:
    fields = [
        field.attname
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.is_relation and field.attname not in RANDOM
    ]
    if not fields:  # nothing but references
        return ["row"] * model._base_manager.count()
    found = model._base_manager.values_list(*fields)
    return sorted(repr([_said(name, one) for name, one in zip(fields, row, strict=True)])
                  for row in found)  # fmt: skip


def _said(name: str, value: object) -> object:
    return _NUMBER.sub("#", repr(value)) if name in WITH_IDS else value


def digests() -> dict[str, str]:
    return {
        model._meta.label: hashlib.sha256("\n".join(rows_of(model)).encode()).hexdigest()
        for model in our_models()
    }

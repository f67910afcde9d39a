"""`mandat audit verify`: walks the chains of the log and of readings, says where one breaks."""

from __future__ import annotations

import argparse
import os
import sys

from mandat.config.environment import ConfigurationError


def main(arguments: list[str]) -> int:
    """Verify one firm's chain or all of them; 1 when one is broken, 2 for an unknown firm."""
    parser = argparse.ArgumentParser(prog="mandat audit", description=__doc__)
    parser.add_argument("verb", choices=("verify",))
    parser.add_argument(
        "--firm", metavar="SLUG", help="this firm alone (default: all, and offices)"
    )
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandat.config.settings")
    try:
        import django

        django.setup()
    except ConfigurationError as wrong:
        print(f"mandat: {wrong}", file=sys.stderr)
        return 2
    return _verify(options.firm)


def _verify(slug: str | None) -> int:
    from mandat.firms import reading
    from mandat.firms.audit import first_break
    from mandat.firms.models import Firm, Office, ReadingHead

    firms = Firm.objects.order_by("slug")
    owners: list[Firm | Office] = list(firms.filter(slug=slug) if slug else firms)
    if not slug:
        owners += Office.objects.order_by("slug")
    if slug and not owners:
        print(f"mandat: no firm {slug!r}", file=sys.stderr)
        return 2
    broken = 0
    for owner in owners:
        number = first_break(owner)
        broken += number is not None
        who = f"{type(owner).__name__.lower()} {owner.slug}"
        print(f"{who}: {_said(number)}, {owner.audit_count} events")
        if isinstance(owner, Firm):
            number = reading.first_break(owner)
            broken += number is not None
            head = ReadingHead.objects.filter(firm=owner).first()
            print(f"{who}, readings: {_said(number)}, {head.count if head else 0} events")
    return 1 if broken else 0


def _said(number: int | None) -> str:
    return "whole" if number is None else f"BROKEN at event {number}"

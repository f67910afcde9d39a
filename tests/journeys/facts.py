"""Prints as JSON what a journey may type: numbers nobody has added, proofs, DSN files.

Runs as a process of its own, on the data of the installation that the journeys visit.
"""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

FAULTS = ("unknown-rubric", "bad-amount-format", "wrong-s90-count")
TODAY = datetime.now(UTC).date()
MONTH = (TODAY.replace(day=1) - timedelta(days=1)).replace(day=1)  # the last one over


def _numbers() -> dict[str, Any]:
    from mandat.demo import hints
    from mandat.identifiers import Kind, format_number
    from mandat.identifiers.making import make_niss, make_siren

    found = [asdict(one) for one in hints.to_try(count=4)]
    rng = Random("journeys")
    return {
        "employers": [one for one in found if " · " in one["proof"]],
        "belgians": [one for one in found if "." in one["number"] and one["number"][2] == "."
                     and one["outcome"] != "?"],
        "unknown": [format_number(Kind.NISS, make_niss(rng)) for _ in range(4)],
        "unknown_siren": format_number(Kind.SIREN, make_siren(rng)),
    }  # fmt: skip


def _places() -> dict[str, int]:
    """A row of every kind, for the addresses of pages; what the demonstration lacks is left out."""
    from django.db.models import Count, Q

    from mandat.affiliates.models import Affiliate
    from mandat.clients.models import Client
    from mandat.declarations.models import Anomaly, Declaration, DeclarationFile
    from mandat.firms.models import Portfolio
    from mandat.incidents.models import Incident
    from mandat.messages.models import Thread
    from mandat.onboarding.models import Request

    ours = Client.objects.filter(firm__slug="arvensis", removed_at=None, kind="employer")
    french = ours.filter(country="FR")
    active = Count("services", filter=Q(services__state="active"))
    client = french.annotate(open=active).order_by("-open", "-open_anomalies", "pk")[0]
    found = {
        "client": client,
        "stuck": ours.filter(country="BE").order_by("pk").first(),
        "file": DeclarationFile.objects.filter(firm=client.firm).order_by("pk").first(),
        "declaration": Declaration.objects.filter(client=client).order_by("-month").first(),
        "anomaly": Anomaly.objects.filter(firm=client.firm, state="open").order_by("pk").first(),
        "incident": Incident.objects.filter(client__firm=client.firm).order_by("pk").first(),
        "thread": Thread.objects.filter(firm=client.firm).order_by("pk").first(),
        "request": Request.objects.filter(firm=client.firm).order_by("pk").first(),
        "portfolio": Portfolio.objects.filter(firm=client.firm).open().order_by("pk").first(),
    }
    for country in ("fr", "be"):
        office = {"office__country": country.upper()}
        found[f"affiliate_{country}"] = Affiliate.objects.filter(**office).order_by("pk").first()
        found[f"incident_{country}"] = Incident.objects.filter(**office).order_by("pk").first()
        found[f"thread_{country}"] = Thread.objects.filter(**office).order_by("pk").first()
        found[f"request_{country}"] = Request.objects.filter(**office).order_by("pk").first()
    return {name: one.pk for name, one in found.items() if one is not None}


def _dsn(rank: int) -> dict[str, Any]:
    """A month of a client of the firm: right, and with three faults sown."""
    from mandat.clients.models import Client
    from mandat.declarations.models import Declaration
    from mandat.formats.dsn.generate import Address, Emitter, company_life, monthly
    from mandat.formats.dsn.generate.faults import sow
    from mandat.identifiers.making import make_siren, make_siret

    rng = Random(f"dsn-{rank}")
    clients = Client.objects.filter(firm__slug="arvensis", removed_at=None)
    has_declared = Declaration.objects.exclude(client=None).values("client")
    client = clients.filter(pk__in=has_declared).order_by("pk")[rank]
    # An establishment that never declared: other people at a known one would have to be told.
    siret = make_siret(rng, client.number, 7)
    life = company_life(rng, size=4, start_month=MONTH, months=1)
    company = replace(
        life.company,
        siren=siret[:9],
        nic=siret[9:],
        establishments=tuple(
            replace(one, nic=siret[9:]) if number == 0 else one
            for number, one in enumerate(life.company.establishments)
        ),
    )
    siren = make_siren(rng)
    place = Address("4 RUE DES TILLEULS", "69003", "LYON")
    emitter = Emitter(siren, make_siret(rng, siren)[9:], "CABINET COMPTABLE", place)
    data = monthly(company, MONTH, emitter=emitter)
    return {
        "client": client.pk,
        "name": client.name,
        "right": base64.b64encode(data).decode(),
        "faulty": base64.b64encode(sow(data, FAULTS, rng)).decode(),
    }


def main() -> None:
    """Print everything."""
    import django

    django.setup()
    dsn = [_dsn(rank) for rank in range(4)]
    print(json.dumps({**_numbers(), "places": _places(), "dsn": dsn}))  # noqa: T201  # its purpose


if __name__ == "__main__":
    main()

"""The nouns of an engagement."""

from mandat.clients.models.client import Client, ClientQuerySet
from mandat.clients.models.confidence import Confidence, ConfidenceMember
from mandat.clients.models.contact import ClientContact
from mandat.clients.models.placement import Placement
from mandat.clients.models.reach import (
    PlacementSet,
    PlacementSetPortfolio,
    clients_closed_to,
    closed_to,
    sets_of,
)
from mandat.clients.models.service import ClientEmailService, ClientService

__all__ = [
    "Client",
    "ClientContact",
    "ClientEmailService",
    "ClientQuerySet",
    "ClientService",
    "Confidence",
    "ConfidenceMember",
    "Placement",
    "PlacementSet",
    "PlacementSetPortfolio",
    "clients_closed_to",
    "closed_to",
    "sets_of",
]

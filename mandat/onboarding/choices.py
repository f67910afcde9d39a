"""The closed lists of requests to an office, and the words for what a typed number is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestKind(models.TextChoices):
    """What the office is asked to do with a number that it does not know, or must confirm."""

    AFFILIATION = "affiliation", _("Affiliation")
    TRANSFER = "transfer", _("Transfer from another fund")
    CONFIRMATION = "confirmation", _("Access to a known client")


class RequestState(models.TextChoices):
    """Where a request stands."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    REFLECTION = "reflection", _("In reflection")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Cancelled")


UNDECIDED = (RequestState.DRAFT, RequestState.SENT, RequestState.REFLECTION)

TRANSITIONS: dict[RequestState, frozenset[RequestState]] = {
    RequestState.DRAFT: frozenset({RequestState.SENT, RequestState.CANCELLED}),
    RequestState.SENT: frozenset(
        {
            RequestState.REFLECTION,
            RequestState.ACCEPTED,
            RequestState.REFUSED,
            RequestState.CANCELLED,
        }
    ),
    RequestState.REFLECTION: frozenset(
        {RequestState.ACCEPTED, RequestState.REFUSED, RequestState.CANCELLED}
    ),
    RequestState.ACCEPTED: frozenset(),
    RequestState.REFUSED: frozenset(),
    RequestState.CANCELLED: frozenset(),
}


class NumberKind(models.TextChoices):
    """Which number was typed; the values are those of `identifiers.Kind`."""

    SIREN = "siren", _("SIREN: a French company")
    SIRET = "siret", _("SIRET: an establishment of a French company")
    NIR = "nir", _("NIR: a person's French social-security number")
    NISS = "niss", _("National register number: a person in Belgium")
    BIS = "bis", _("BIS number: a person in Belgium who is not in the national register")
    ENTERPRISE = "enterprise", _("Enterprise number: a Belgian company")
    ESTABLISHMENT = "establishment", _("Establishment unit number: a place of work in Belgium")


class NumberProblem(models.TextChoices):
    """Why a typed text is not a number that a client can have."""

    EMPTY = "empty", _("Type a number.")
    LENGTH = "length", _("It has too few or too many digits for any number that we know.")
    CHARACTERS = "characters", _("It holds signs that belong to no number that we know.")
    ZEROS = "zeros", _("A number of zeros alone belongs to nobody.")
    PREFIX = "prefix", _("No number that we know begins like this.")
    KEY = "key", _("Its check key is wrong: a digit was probably mistyped.")
    SEX = "sex", _("Its first digit cannot begin such a number.")
    MONTH = "month", _("It holds a month that does not exist.")
    DATE = "date", _("It holds a date that does not exist or lies in the future.")
    COUNTER = "counter", _("It holds a serial number that is never given.")


class Proof(models.TextChoices):
    """What a French firm knows of a client that a stranger does not (U15, U16)."""

    EMPLOYER = "employer", _("Employer")
    SELF_EMPLOYED = "self_employed", _("Self-employed person")


class Occupation(models.TextChoices):
    """Whether a self-employed person in Belgium has another income from work."""

    MAIN = "main", _("Main occupation")
    SIDE = "side", _("Side occupation")


class LegalForm(models.TextChoices):
    """The forms of Belgian law that an employer may have."""

    SRL = "srl", _("SRL / BV, private limited company")
    SA = "sa", _("SA / NV, public limited company")
    SC = "sc", _("SC / CV, cooperative company")
    SNC = "snc", _("SNC / VOF, general partnership")
    SCOMM = "scomm", _("SComm / CommV, limited partnership")
    ASBL = "asbl", _("ASBL / VZW, non-profit association")
    PERSON = "person", _("Natural person who employs")
    OTHER = "other", _("Another form")

"""What asking for one more service of a client would do: opens it, asks the office, or cannot."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import Q

from mandat.affiliates.choices import Service
from mandat.affiliates.models import Affiliate
from mandat.clients.choices import ServiceState
from mandat.clients.models import Client
from mandat.firms.choices import ProofPolicy
from mandat.firms.models import Member
from mandat.onboarding.choices import RequestState
from mandat.onboarding.finding import known_in, open_accounts, services_of, subject_of
from mandat.onboarding.models import Request


class Outlook(StrEnum):
    """What happens when the service is asked for, or why it cannot be."""

    AT_ONCE = "at_once"
    CONFIRMS = "confirms"
    OPEN = "open"
    WAITING = "waiting"
    NO_OFFICE = "no_office"
    NOT_OFFERED = "not_offered"
    NO_ACCOUNT = "no_account"  # offered to employers alone
    UNPROVEN = "unproven"  # on the list without the proof that its office asks for
    UNKNOWN = "unknown"  # its office has no file of it: affiliating comes first


MAY_ASK = frozenset({Outlook.AT_ONCE, Outlook.CONFIRMS})
_STANDING = {
    ServiceState.ACTIVE: Outlook.OPEN,
    ServiceState.ENDING: Outlook.OPEN,
    ServiceState.ASKED: Outlook.WAITING,
    ServiceState.PENDING: Outlook.WAITING,
}


def affiliate_of(client: Client) -> Affiliate | None:
    """The office's file of a client; one that came later is found, except behind a proof."""
    office = client.office
    if client.affiliate is not None or office is None:
        return client.affiliate
    if office.proof_policy == ProofPolicy.DECLARATION:
        return None
    return known_in(subject_of(client), [office]).get(office.pk)


def outlook_of(client: Client, service: Service) -> Outlook:
    """What asking for `service` would do now."""
    row = client.services.filter(service=service).first()
    standing = _STANDING.get(ServiceState(row.state)) if row else None
    if standing:
        return standing
    office = client.office
    if office is None:
        return Outlook.NO_OFFICE
    if service not in office.services:
        return Outlook.NOT_OFFERED
    affiliate = affiliate_of(client)
    if affiliate is None and office.proof_policy != ProofPolicy.NONE:
        unproven = office.proof_policy == ProofPolicy.DECLARATION
        return Outlook.UNPROVEN if unproven else Outlook.UNKNOWN
    if service not in services_of(office, set(open_accounts(affiliate)) if affiliate else set()):
        return Outlook.NO_ACCOUNT
    confirms = office.proof_policy == ProofPolicy.CONFIRMATION
    return Outlook.CONFIRMS if confirms else Outlook.AT_ONCE


def may_affiliate(client: Client, outlook: Outlook) -> bool:
    """Whether a request for affiliation leads there: unknown ones, and companies not employers."""
    if outlook is Outlook.NO_ACCOUNT:
        confirms = client.office is not None and (
            client.office.proof_policy == ProofPolicy.CONFIRMATION
        )
        return confirms and bool(client.number)
    return outlook is Outlook.UNKNOWN


def requests_for(client: Client, service: Service, member: Member) -> list[Request]:
    """The requests that asked for this service and that this member sees, the latest first."""
    about = Q(client=client) | Q(number=client.number, number_hash=client.number_hash)
    found = Request.objects.visible_to(member).filter(about).exclude(state=RequestState.CANCELLED)
    return [one for one in found.order_by("-asked_at", "-pk")[:50] if service in one.services]

"""Numbers and states of affiliates in words."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from mandat.affiliates import national, problems
from mandat.affiliates.choices import AccountStatus
from mandat.affiliates.models import Account, Affiliate
from mandat.affiliates.reports import Problem
from mandat.ui.templatetags.ui import pill

register = template.Library()
_LEVELS = {AccountStatus.OPEN: "good", AccountStatus.SUSPENDED: "watch"}


@register.filter
def affiliate_number(affiliate: Affiliate) -> str:
    """A company's number grouped, a person's masked."""
    return national.printed_number(affiliate)


@register.filter
def establishment_number(number: str) -> str:
    """A SIRET or an establishment unit number, grouped."""
    return national.printed_establishment(number)


@register.simple_tag
def account_state(account: Account) -> SafeString:
    """The state of an account as a pill."""
    level = _LEVELS.get(AccountStatus(account.status), "none")
    return pill(level, account.get_status_display())


@register.filter
def problem_sentence(problem: Problem) -> str:
    """What is wrong on a line."""
    return problems.sentence(problem)

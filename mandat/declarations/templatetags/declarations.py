"""Names and numbers of declarations in templates."""

from __future__ import annotations

from django import template

from mandat.declarations import naming
from mandat.declarations.explain import PILLS

register = template.Library()
register.filter("nature", naming.nature)
register.filter("sort", naming.sort)
register.filter("contract", naming.contract)
register.filter("absence", naming.absence)
register.filter("family", naming.family)
register.filter("company_number", naming.company_number)


@register.filter
def hundredths(value: int) -> float:
    """A count kept ×100, as the number it is."""
    return value / 100


@register.filter
def level_pill(level: str) -> str:
    """The colour of a level: act, watch or none."""
    return PILLS.get(level, "none")

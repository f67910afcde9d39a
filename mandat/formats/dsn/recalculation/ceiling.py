"""The social-security ceiling of one person for one month."""

from typing import NamedTuple

from mandat.formats.dsn.recalculation.amounts import half_up


class Time(NamedTuple):
    """How much somebody works, in hundredths of hours or of days.

    `reference` is S21.G00.40.012, `worked` .013, `extra` the hours beyond the contract of
    somebody in part-time work (S21.G00.51.012 of type 017); `is_reduced`: less than full time.
    """

    reference: int
    worked: int
    extra: int = 0
    is_reduced: bool = False


def monthly_ceiling(full: int, time: Time, days: int, length: int) -> int | None:
    """The ceiling in cents; None when the figures make none.

    `full` is the monthly ceiling in cents, `days` the calendar days counted, `length` those of
    the month. Full time: `full × days / length`; less: by the share of time too, extra hours
    included, never above full time (facts, section 5, rule 47).
    """
    if full <= 0 or not 0 <= days <= length or length <= 0:
        return None
    if not time.is_reduced:
        return half_up(full * days, length)
    if time.reference <= 0 or time.worked < 0 or time.extra < 0:
        return None
    part = min(time.worked + time.extra, time.reference)
    return half_up(full * part * days, time.reference * length)


def capped(gross: int, ceiling: int) -> int:
    """The capped base that answers to a gross base: never above the ceiling."""
    return min(gross, ceiling)

"""What the worker does for the people of the space."""

from __future__ import annotations

from mandat.firms import alarms
from mandat.firms.models import Alarm


def mail_alarm(pk: int) -> int:
    """Write to those whom an alarm is for; how many letters. None for one that is gone."""
    alarm = Alarm.objects.select_related("firm").filter(pk=pk).first()
    return alarms.mail(alarm) if alarm else 0

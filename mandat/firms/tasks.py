"""What the worker does for the people of the space."""

from __future__ import annotations

from mandat.firms import alarms, devices, factors
from mandat.firms.models import Alarm, KnownDevice, Member


def mail_alarm(pk: int) -> int:
    """Write to those whom an alarm is for; how many letters. None for one that is gone."""
    alarm = Alarm.objects.select_related("firm").filter(pk=pk).first()
    return alarms.mail(alarm) if alarm else 0


def mail_new_device(pk: int) -> None:
    """Tell a person of a sign-in from a new browser."""
    device = KnownDevice.objects.select_related("user").filter(pk=pk).first()
    if device is not None:
        devices.mail(device)


def mail_factor_reset(pk: int) -> None:
    """Tell a member that their second factor was reset."""
    member = Member.objects.select_related("user").filter(pk=pk).first()
    if member is not None:
        factors.mail(member)

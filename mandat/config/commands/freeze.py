"""`mandat freeze`: stops a member, a firm or the whole space, or lets them in again."""

from __future__ import annotations

import argparse
import os
import sys

from mandat.config.environment import ConfigurationError


def main(arguments: list[str]) -> int:
    """Turn the switch; 1 where it stands so already, 2 for somebody unknown."""
    parser = argparse.ArgumentParser(prog="mandat freeze", description=__doc__)
    parser.add_argument("what", choices=("member", "firm", "space"))
    parser.add_argument("who", nargs="?", default="", help="a member's e-mail, a firm's slug")
    parser.add_argument("--lift", action="store_true", help="let them in again")
    parser.add_argument("--why", required=True, help="the reason, for the log")
    options = parser.parse_args(arguments)
    if bool(options.who) is (options.what == "space"):
        parser.error("name one member or one firm; the space has no name")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandat.config.settings")
    try:
        import django

        django.setup()
    except ConfigurationError as wrong:
        print(f"mandat: {wrong}", file=sys.stderr)
        return 2
    return _turn(options)


def _turn(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from mandat.firms import freezing
    from mandat.firms.models import Firm, Member, Office

    told = {"by": None, "at": timezone.now(), "why": options.why}
    try:
        if options.what == "space":
            turn = freezing.lift_space if options.lift else freezing.freeze_space
            turn(list(Office.objects.all()), **told)
        elif options.what == "firm":
            firm = Firm.objects.get(slug=options.who)
            (freezing.lift_firm if options.lift else freezing.freeze_firm)(firm, **told)
        else:
            members = Member.objects.select_related("firm")
            member = members.get(user__email=options.who.strip().lower())
            (freezing.lift_member if options.lift else freezing.freeze_member)(member, **told)
    except (Firm.DoesNotExist, Member.DoesNotExist):
        print(f"mandat: no {options.what} {options.who!r}", file=sys.stderr)
        return 2
    except freezing.Refused as refused:
        print(f"mandat: {_WORDS[refused.code]}", file=sys.stderr)
        return 1
    print(f"{options.what} {options.who}".strip(), "is open again" if options.lift else "is frozen")
    return 0


_WORDS = {
    "nothing": "it stands so already",
    "reason": "say why (--why)",
    "yourself": "nobody freezes themselves",
}

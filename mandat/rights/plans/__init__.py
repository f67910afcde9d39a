"""Changes of rights as plans: what would be written, before anything is.

A plan is made from the rows as they are now, refuses what the rules forbid, and writes nothing:
`mandat.rights.effects` says what it would do, `mandat.rights.actions` carries it out.
"""

from mandat.rights.plans.plan import Plan

__all__ = ["Plan"]

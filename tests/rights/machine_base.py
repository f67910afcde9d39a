"""A firm whose rights are changed at random; after each change it is compared with the oracle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine, invariant

from mandat.firms.models import Member, Portfolio
from mandat.firms.permissions import Role
from mandat.rights.actions import Refused, carry_out, undo
from mandat.rights.models import RightsChange
from mandat.rights.plans import Plan
from tests.rights.comparing import World, compare, compare_pages, lines_of, rows
from tests.rights.oracle import Oracle, Step, effect

_DEEP, _TRIAL, _PAGES, _WHOLE = 5, 10, 150, 4  # every so manieth step


@dataclass
class Clock:
    """What the space takes for now; it only goes on."""

    now: datetime

    def __call__(self) -> datetime:
        """Stands for `django.utils.timezone.now`."""
        return self.now


@dataclass
class Done:
    """A change that was carried out and may be undone."""

    change: RightsChange
    step: Step
    by: int
    touched_since: bool = False


@dataclass
class Told:
    """What the machine has done so far, over all its examples."""

    steps: int = 0
    counts: Counter[str] = field(default_factory=Counter)


class Base(RuleBasedStateMachine):
    """Who and what there is, and how a change is carried out and compared; no rules yet."""

    world: ClassVar[World]
    clock: ClassVar[Clock]
    told: ClassVar[Told]

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.clock.now = self.world.now
        self.oracle = self.world.oracle.copy()
        self.done: list[Done] = []
        self.named = 0

    def teardown(self) -> None:
        """As it was before the first rule."""
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # ---- who and what

    def member(self, number: int) -> Member:
        """One of the members, as they are now."""
        keys = self.world.members
        return Member.objects.select_related("user", "firm").get(pk=keys[number % len(keys)])

    def by(self, number: int) -> Member:
        """Mostly an administrator who is in, now and then anybody who is."""
        present = [(key[1], one) for key, one in self.oracle.all("member", out=False, left=False)]
        chiefs = [key for key, one in present if one["role"] == Role.ADMINISTRATOR]
        keys = chiefs if number % 8 else [key for key, _ in present]
        return Member.objects.select_related("user", "firm").get(pk=keys[number // 8 % len(keys)])

    def portfolio(self, number: int) -> Portfolio:
        """One of the portfolios, archived ones too."""
        keys = [key[1] for key, _ in self.oracle.all("portfolio")]
        return Portfolio.objects.get(pk=keys[number % len(keys)])

    def some(self, numbers: Iterable[int], by: Member) -> list[int]:
        """Clients that `by` sees, now and then one that they do not."""
        seen = sorted(self.oracle.seen(self.clock.now)[by.pk])
        return sorted(
            {
                seen[number % len(seen)]
                if seen and number % 16
                else self.world.clients[number % len(self.world.clients)]
                for number in numbers
            }
        )

    def hours(self, offset: int | None) -> datetime | None:
        """A moment around now."""
        return None if offset is None else self.clock.now + timedelta(hours=offset)

    def sees(self, member: Member) -> set[int]:
        """What a member sees now."""
        return self.oracle.seen(self.clock.now)[member.pk]

    # ---- doing

    def do(self, by: Member, make: Callable[[], Plan], told: Callable[[Oracle], None]) -> None:
        """Carry a plan out, do the same to the facts, and compare what it said it would do."""
        before = self.oracle.copy()
        trial = self.told.steps % _TRIAL == 0
        try:
            plan = make()
            whole = plan.effect(None) if self.told.steps % _WHOLE == 0 else None
            were = rows(by.firm_id) if trial else {}
            change = carry_out(plan, by=by, at=self.clock.now)
        except Refused as refused:
            self.told.counts[f"refused {refused.code}"] += 1
            return
        self.told.counts[plan.kind] += 1
        assert by.role in {Role.ADMINISTRATOR, Role.MANAGER}
        told(self.oracle)
        at = plan.looked_at or plan.at
        step = self.oracle.since(before.facts)
        # What is kept for everybody tells nothing of confidential clients.
        reader = by.pk if plan.private else 0
        said, happened = lines_of(change), effect(before, self.oracle, reader, at)
        assert said == happened, (plan.kind, said, happened)
        if whole is not None:
            said = {line.member_id: (line.gained, line.lost) for line in whole.lines}
            happened = effect(before, self.oracle, None, at)
            assert said == happened, (plan.kind, said, happened)
        if trial:
            change = self.there_and_back(change, by, were)
        self.keep(Done(change, step, by.pk))

    def there_and_back(
        self, change: RightsChange, by: Member, were: dict[str, list[Any]]
    ) -> RightsChange:
        """Undone at once every row is as it was; undone again, as the change left it."""
        if by.pk not in {key[1] for key, _ in self.oracle.all("member", role="administrator")}:
            return change
        after, at = rows(by.firm_id), self.clock.now
        by.refresh_from_db()
        try:
            back = undo(change, by=by, at=at)
        except Refused as refused:
            self.told.counts[f"not back: {refused.code}"] += 1
            return change
        assert rows(by.firm_id) == were, change.kind
        again = undo(back, by=by, at=at)
        assert rows(by.firm_id) == after, change.kind
        self.told.counts["there and back"] += 1
        return again

    def keep(self, done: Done) -> None:
        """Remember a change, and which earlier ones it stands upon."""
        for one in self.done:
            if one.step.matters() & done.step.matters():
                one.touched_since = True
        self.done.append(done)

    @invariant()
    def agree(self) -> None:
        """The database shows to everybody what the words say, page by page."""
        self.told.steps += 1
        self.clock.now += timedelta(seconds=1)
        seen, number = self.oracle.seen(self.clock.now), self.told.steps
        deep = number // _DEEP if number % _DEEP == 0 else None
        compare(self.world, self.oracle, seen, self.clock.now, deep)
        if number % _PAGES == 0:
            compare_pages(self.world, seen, number // _PAGES)

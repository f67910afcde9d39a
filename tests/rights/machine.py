"""Rights changed at random: every rule is a person who changes something, or time that goes on."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mandat.clients.models import Client
from mandat.firms.models import Grant, Member, Portfolio
from mandat.firms.permissions import Role
from mandat.onboarding.actions.leaving import remove_client, restore_client
from mandat.rights.actions import Conflict, Refused, undo
from mandat.rights.plans import confidence, leaving, lending, members, placing, portfolios
from mandat.rights.plans.members import Wanted
from tests.rights.machine_base import Base, Done
from tests.rights.oracle import Oracle

ANY = st.integers(0, 2**16)
SOME = st.lists(ANY, min_size=1, max_size=3)
OFFSETS = st.sampled_from([None, None, None, -3, 1, 4, 90])  # hours
_MOST_PORTFOLIOS = 6
_FEWEST = 4  # people who stay


class Machine(Base):
    """All that people do to rights."""

    @rule(by=ANY, who=ANY, what=ANY, start=OFFSETS, end=OFFSETS)
    def grant(self, by: int, who: int, what: int, start: int | None, end: int | None) -> None:
        """A portfolio to a member, from–until."""
        chief, member, portfolio = self.by(by), self.member(who), self.portfolio(what)
        dates = self.hours(start), self.hours(end)
        cell = Wanted(member.pk, portfolio.pk, True, *dates)
        self.do(
            chief, lambda: members.change_grants([cell], by=chief, at=self.clock.now),
            lambda facts: facts.grant(member.pk, portfolio.pk, *dates),
        )  # fmt: skip

    @rule(by=ANY, who=ANY, what=ANY)
    def revoke(self, by: int, who: int, what: int) -> None:
        """No longer for themselves; what is lent to them stays."""
        chief = self.by(by)
        own = [one for _, one in self.oracle.all("grant", cover=None)]
        if not own:
            return
        cell = own[(who + what) % len(own)]
        wanted = Wanted(cell["member"], cell["portfolio"], granted=False)
        mine = {"member": cell["member"], "portfolio": cell["portfolio"], "cover": None}
        self.do(
            chief, lambda: members.change_grants([wanted], by=chief, at=self.clock.now),
            lambda facts: facts.drop("grant", **mine),
        )  # fmt: skip

    @rule(by=ANY, which=SOME, what=ANY)
    def place(self, by: int, which: list[int], what: int) -> None:
        """Clients into a portfolio."""
        chief, portfolio = self.by(by), self.portfolio(what)
        keys = self.some(which, chief)
        self.do(
            chief, lambda: placing.place_clients(keys, portfolio, by=chief, at=self.clock.now),
            lambda facts: facts.place(keys, portfolio.pk),
        )  # fmt: skip

    @rule(by=ANY, which=SOME, what=ANY)
    def unplace(self, by: int, which: list[int], what: int) -> None:
        """Clients out of a portfolio."""
        chief, portfolio = self.by(by), self.portfolio(what)
        keys = self.some(which, chief)

        def told(facts: Oracle) -> None:
            for key in keys:
                facts.drop("placed", client=key, portfolio=portfolio.pk)

        self.do(
            chief, lambda: placing.unplace_clients(keys, portfolio, by=chief, at=self.clock.now),
            told,
        )  # fmt: skip

    @rule(by=ANY, which=SOME, what=ANY, where=ANY, whole=st.booleans())
    def move(self, by: int, which: list[int], what: int, where: int, *, whole: bool) -> None:
        """Clients, or all that are seen of a portfolio, to another."""
        chief, source, target = self.by(by), self.portfolio(what), self.portfolio(where)
        keys = placing.all_of(source, chief) if whole else self.some(which, chief)
        self.do(
            chief,
            lambda: placing.move_clients(keys, source, target, by=chief, at=self.clock.now),
            lambda facts: facts.move(keys, source.pk, target.pk),
        )

    @rule(by=ANY, which=st.lists(ANY, min_size=1, max_size=2), where=ANY)
    def merge(self, by: int, which: list[int], where: int) -> None:
        """Portfolios into another."""
        chief, target = self.by(by), self.portfolio(where)
        sources = list({one.pk: one for one in map(self.portfolio, which)}.values())
        self.do(
            chief,
            lambda: portfolios.merge_portfolios(sources, target, by=chief, at=self.clock.now),
            lambda facts: facts.merge([one.pk for one in sources], target.pk),
        )

    @rule(by=ANY, what=ANY, away=st.booleans())
    def archive(self, by: int, what: int, *, away: bool) -> None:
        """A portfolio put away, or brought back."""
        chief, portfolio = self.by(by), self.portfolio(what)
        make = portfolios.archive_portfolio if away else portfolios.restore_portfolio

        def told(facts: Oracle) -> None:
            facts.facts["portfolio", portfolio.pk]["archived"] = away

        self.do(chief, lambda: make(portfolio, by=chief, at=self.clock.now), told)

    @rule(by=ANY, what=ANY)
    def create(self, by: int, what: int) -> None:
        """A new portfolio, or another name once there are many."""
        chief, self.named = self.by(by), self.named + 1
        name, at = f"Neuf {self.named}", self.clock.now
        if len(list(self.oracle.all("portfolio"))) >= _MOST_PORTFOLIOS:
            portfolio = self.portfolio(what)
            self.do(
                chief,
                lambda: portfolios.edit_portfolio(portfolio, name, "", by=chief, at=at),
                lambda facts: facts.facts["portfolio", portfolio.pk].update(name=name),
            )
            return

        def told(facts: Oracle) -> None:
            new = Portfolio.objects.get(firm_id=chief.firm_id, name=name)
            facts.facts["portfolio", new.pk] = {"archived": False, "name": name}

        self.do(chief, lambda: portfolios.create_portfolio(name, "", by=chief, at=at), told)

    @rule(by=ANY, who=ANY, whom=SOME, which=SOME, start=st.integers(-2, 5), hours=st.integers(1, 9))
    def lend(
        self, by: int, who: int, whom: list[int], which: list[int], start: int, hours: int
    ) -> None:
        """What an absent colleague has, lent from–until."""
        chief, absent = self.by(by), self.member(who)
        theirs = lending.lendable(absent, at=self.clock.now)
        if not theirs:
            return
        people = sorted({self.member(number).pk for number in whom} - {absent.pk})
        keys = sorted({theirs[number % len(theirs)].pk for number in which})
        begins = self.clock.now + timedelta(hours=start)
        ends = begins + timedelta(hours=hours)

        def told(facts: Oracle) -> None:
            for person in people:
                for key in keys:
                    facts.add(
                        "grant", member=person, portfolio=key, start=begins, end=ends,
                        cover=absent.pk,
                    )  # fmt: skip

        self.do(
            chief,
            lambda: lending.lend(
                absent, keys, people, begins, ends, by=chief, at=self.clock.now
            ),
            told,
        )  # fmt: skip

    @rule(by=ANY, who=ANY)
    def call_back(self, by: int, who: int) -> None:
        """All that an absent colleague has lent ends now."""
        chief, now = self.by(by), self.clock.now
        lenders = sorted(
            {
                one["cover"]
                for _, one in self.oracle.all("grant")
                if one["cover"] is not None and one["end"] > now
            }
        )
        if not lenders:
            return
        absent = Member.objects.select_related("user", "firm").get(pk=lenders[who % len(lenders)])
        loans = Grant.objects.filter(covering=absent, ends_at__gt=now)

        def told(facts: Oracle) -> None:
            for key, values in list(facts.all("grant", cover=absent.pk)):
                if values["start"] >= now:
                    del facts.facts[key]
                elif values["end"] > now:
                    values["end"] = now

        keys = list(loans.values_list("pk", flat=True))
        self.do(chief, lambda: lending.end(absent, keys, by=chief, at=now), told)

    @rule(by=ANY, who=ANY, heir=ANY, takers=SOME)
    def leave(self, by: int, who: int, heir: int, takers: list[int]) -> None:
        """Somebody leaves the firm; what they had goes to others, or to nobody."""
        chief, member, now = self.by(by), self.member(who), self.clock.now
        present = [key[1] for key, _ in self.oracle.all("member", out=False, left=False)]
        others: list[int | None] = [key for key in present if key != member.pk]
        if len(others) < _FEWEST:
            return
        mine = sorted(
            one["portfolio"]
            for _, one in self.oracle.all("grant", member=member.pk, cover=None)
            if not self.oracle.facts["portfolio", one["portfolio"]]["archived"]
        )
        choices = [None, *others]
        taken = {
            key: choices[takers[rank % len(takers)] % len(choices)] for rank, key in enumerate(mine)
        }
        successor = others[heir % len(others)]
        assert successor is not None
        handover = leaving.Handover(successor, taken)
        self.do(
            chief, lambda: leaving.leave(member, handover, by=chief, at=now),
            lambda facts: facts.leave(member.pk, successor, taken, now),
        )  # fmt: skip

    @rule(by=ANY, who=ANY, out=st.booleans())
    def suspend(self, by: int, who: int, *, out: bool) -> None:
        """Kept out for a while, or let in again."""
        chief, member = self.by(by), self.member(who)
        make = members.suspend if out else members.reactivate

        def told(facts: Oracle) -> None:
            facts.facts["member", member.pk]["out"] = out

        self.do(chief, lambda: make(member, by=chief, at=self.clock.now), told)

    @rule(by=ANY, who=ANY, role=st.sampled_from([*Role, Role.ADMINISTRATOR]))
    def set_role(self, by: int, who: int, role: Role) -> None:
        """Another role."""
        chief, member = self.by(by), self.member(who)

        def told(facts: Oracle) -> None:
            facts.facts["member", member.pk]["role"] = role.value

        self.do(chief, lambda: members.set_role(member, role, by=chief, at=self.clock.now), told)

    @rule(by=ANY, which=ANY, whom=SOME)
    def close(self, by: int, which: int, whom: list[int]) -> None:
        """A client open to named people alone; one that is so gets another list."""
        chief = self.by(by)
        keys = self.some([which], chief)
        if chief.role != Role.ADMINISTRATOR or keys[0] not in self.sees(chief):
            return
        client = Client.objects.get(pk=keys[0])
        names = {chief.pk, *(self.member(number).pk for number in whom)}
        closed = self.oracle.names(client.pk) is not None
        make = confidence.rename if closed else confidence.make_confidential

        def told(facts: Oracle) -> None:
            if not closed:
                facts.add("closed", client=client.pk)
            for _, one in list(facts.all("name", client=client.pk)):
                if one["member"] not in names:
                    facts.drop("name", client=client.pk, member=one["member"])
            for key in names - (facts.names(client.pk) or set()):
                facts.add("name", client=client.pk, member=key)

        self.do(chief, lambda: make(client, names, by=chief, at=self.clock.now), told)

    @rule(by=ANY, which=ANY)
    def lift(self, by: int, which: int) -> None:
        """A confidential client is open again."""
        chief = self.by(by)
        mine = [one["client"] for _, one in self.oracle.all("name", member=chief.pk)]
        mine = sorted(set(mine) & self.sees(chief))
        if not mine or chief.role != Role.ADMINISTRATOR:
            return
        client = Client.objects.get(pk=mine[which % len(mine)])

        def told(facts: Oracle) -> None:
            facts.drop("name", client=client.pk)
            facts.drop("closed", client=client.pk)

        self.do(chief, lambda: confidence.lift(client, by=chief, at=self.clock.now), told)

    @rule(by=ANY, which=ANY)
    def remove(self, by: int, which: int) -> None:
        """A client off the list, or what was taken off back on it."""
        chief = self.by(by)
        gone = list(Client.objects.recoverable_by(chief).order_by("pk"))
        seen = sorted(self.sees(chief))
        if gone and (which % 2 or not seen):
            client, removed = gone[which % len(gone)], False
            restore_client(client, by=chief, at=self.clock.now)
        elif len(seen) > 2:
            client, removed = Client.objects.get(pk=seen[which % len(seen)]), True
            remove_client(client, by=chief, at=self.clock.now)
        else:
            return
        names = self.oracle.names(client.pk)
        assert names is None or chief.pk in names
        self.told.counts["client removed" if removed else "client restored"] += 1
        self.oracle.facts["client", client.pk]["removed"] = removed

    @rule(which=ANY, by=ANY)
    def undo(self, which: int, by: int) -> None:
        """Any earlier change taken back; it must be possible where nothing stands upon it."""
        open_ones = [one for one in self.done if one.change.undone_at is None]
        if not open_ones:
            return
        done = open_ones[-1 - which % len(open_ones)]
        chief = self.by(done.by if done.change.private else by)
        if done.change.private:
            chief = Member.objects.select_related("user", "firm").get(pk=done.by)
            if not chief.is_in:
                return
        before = self.oracle.copy()
        done.change.refresh_from_db()
        try:
            back = undo(done.change, by=chief, at=self.clock.now)
        except Refused as refused:
            self.told.counts[f"undo refused {refused.code}"] += 1
            return
        except Conflict:
            assert done.touched_since, done.change.kind
            self.told.counts["undo conflict"] += 1
            return
        self.oracle.undo(done.step)
        self.told.counts["undone"] += 1
        done.change.refresh_from_db()
        self.keep(Done(back, self.oracle.since(before.facts), chief.pk))

    @rule(minutes=st.sampled_from([1, 30, 60, 61, 240, 60 * 24 * 4]))
    def wait(self, minutes: int) -> None:
        """Time goes on: what is lent begins and ends by itself."""
        self.clock.now += timedelta(minutes=minutes)
        self.told.counts["waited"] += 1

"""Threads between firms and offices: opened by either, answered or not, read or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from mandat.clients.models import Client
from mandat.demo.phrases import FROM_FIRM, FROM_OFFICE, TO_EVERYBODY
from mandat.demo.world import BATCH, FirmWorld, World
from mandat.firms.models import Member, User
from mandat.lib.text import fold
from mandat.messages.models import Message, Thread, ThreadReading


def build(world: World) -> None:
    """Write the threads of every firm with their messages and who has read them."""
    for slug, firm in world.firms.items():
        rng = world.rng(f"talk-{slug}")
        made = [_about(world, rng, firm, client) for client in _chosen(rng, firm)]
        made.append(_general(world, rng, firm))
        threads = [thread for thread, _ in made]
        Thread.objects.bulk_create(threads, batch_size=BATCH)
        Message.objects.bulk_create(
            [message for _, messages in made for message in messages], batch_size=BATCH
        )
        ThreadReading.objects.bulk_create(
            list(_readings(world, rng, firm, threads)), batch_size=BATCH
        )


def _chosen(rng: Random, firm: FirmWorld) -> list[Client]:
    return rng.sample(firm.clients, max(2, len(firm.clients) * 3 // 10))


def _about(
    world: World, rng: Random, firm: FirmWorld, client: Client
) -> tuple[Thread, list[Message]]:
    """One conversation about a client; it may have stopped after any message."""
    by_office = rng.random() < 0.6
    language = "nl" if client.language == "nl" else "fr"
    subject, *bodies = rng.choice((FROM_OFFICE if by_office else FROM_FIRM)[language])
    bodies = bodies[: rng.randrange(1, len(bodies) + 1)]
    worker = world.staff[client.country][rng.randrange(2)].user
    member = rng.choice(firm.members[:-1])
    at = world.ago(int(rng.triangular(1, 90, 2)), rng)
    thread = Thread(
        firm=firm.firm, office=world.offices[client.country], client=client, subject=subject,
        opened_at=at, search_text=fold(subject),
        opened_by=worker if by_office else member.user,
    )  # fmt: skip
    messages = _conversation(
        world, rng, thread, bodies, worker=worker, member=member, at=at, by_office=by_office
    )
    return thread, messages


def _conversation(
    world: World, rng: Random, thread: Thread, bodies: list[str], *, worker: User, member: Member,
    at: datetime, by_office: bool,
) -> list[Message]:  # fmt: skip
    messages = []
    for body in bodies:
        author = worker if by_office else member.user
        messages.append(
            Message(
                firm=thread.firm, office_id=thread.office_id, thread=thread, author=author,
                from_office=by_office, body=body, sent_at=at,
            )
        )  # fmt: skip
        thread.wrote_at = at
        if by_office:
            thread.office_wrote_at = at
        else:
            thread.firm_wrote_at = at
        by_office = not by_office
        at = min(at + timedelta(hours=rng.randrange(1, 40), minutes=7), world.now)
    if thread.firm_wrote_at and (rng.random() < 0.6 or len(bodies) > 2):
        thread.office_read_at = min(thread.firm_wrote_at + timedelta(hours=5), world.now)
    return messages


def _general(world: World, rng: Random, firm: FirmWorld) -> tuple[Thread, list[Message]]:
    """What the office of the firm's country tells everybody."""
    country = firm.firm.country
    subject, body = TO_EVERYBODY[firm.language]
    publisher = world.staff[country][0].user
    at = world.ago(2, rng)
    thread = Thread(
        firm=firm.firm, office=world.offices[country], subject=subject, to_everybody=True,
        search_text=fold(subject),
        opened_by=publisher, opened_at=at,
    )  # fmt: skip
    messages = _conversation(
        world, rng, thread, [body], worker=publisher, member=firm.members[0], at=at, by_office=True
    )
    return thread, messages


def _readings(
    world: World, rng: Random, firm: FirmWorld, threads: list[Thread]
) -> Iterator[ThreadReading]:
    """Old messages are read by all, those of this week by few."""
    for thread in threads:
        if thread.office_wrote_at is None:
            continue
        fresh = (world.now - thread.office_wrote_at).days < 10
        for member in firm.members:
            if rng.random() < (0.15 if fresh else 0.97):
                at = min(thread.office_wrote_at + timedelta(hours=rng.randrange(1, 30)), world.now)
                yield ThreadReading(firm=firm.firm, thread=thread, member=member, read_at=at)

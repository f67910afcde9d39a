"""Faults of substance: amounts, people and dates that a well-written file has wrong."""

from random import Random

from mandat.formats.dsn.generate.sowing import Fault, Lines

SLIP, PAYMENT, BASE = "S21.G00.22.001", "S21.G00.20.001", "S21.G00.78.001"
_EMPLOYMENT = ("01", "02", "03", "07", "08", "82")
_UNUSUAL = ("S21.G00.41", "S21.G00.66", "S21.G00.62", "S21.G00.65", "S21.G00.60")


def _a_declaration(lines: Lines, rng: Random) -> range:
    """A declaration with a slip. `LookupError` when there is none."""
    found = [part for part in lines.declarations() if lines.every(part, SLIP)]
    if not found:
        raise LookupError(SLIP)
    return rng.choice(found)


def _slip(lines: Lines, part: range) -> range:
    """The current slip of a declaration (22 and its lines 23), which comes first."""
    start, end = lines.first(part, SLIP), lines.first(part, SLIP) + 1
    while lines.texts[end].startswith(("S21.G00.22", "S21.G00.23")):
        if lines.texts[end].startswith(SLIP):
            break
        end += 1
    return range(start, end)


def _payment(lines: Lines, part: range) -> range:
    """The payment that answers the current slip."""
    body = lines.value(lines.first(part, SLIP))
    for at in lines.every(part, PAYMENT):
        if lines.value(at) == body:
            return lines.block(at)
    raise LookupError(PAYMENT)


def _a_person(lines: Lines, rng: Random, *needed: str) -> range:
    """An employee whom nothing special happened to, and who has certain rubrics."""
    found = []
    for part in lines.declarations():
        for one in lines.people(part):
            texts = [lines.texts[at] for at in one]
            usual = not any(text.startswith(_UNUSUAL) for text in texts)
            nature = next((t for t in texts if t.startswith("S21.G00.40.007")), "")
            single = all(
                sum(text.startswith(head) for text in texts) == 1
                for head in ("S21.G00.40.001", "S21.G00.50.001")
            )
            has_all = all(any(text.startswith(rubric) for text in texts) for rubric in needed)
            if usual and single and has_all and nature[16:18] in _EMPLOYMENT:
                found.append(one)
    if not found:
        raise LookupError(needed[0] if needed else "S21.G00.30")
    return rng.choice(found)


def _settle(lines: Lines, part: range, euros: int) -> None:
    """Let total and payment of the current slip follow a change of its lines."""
    lines.raise_by(lines.first(_slip(lines, part), "S21.G00.22.005"), euros)
    paid = _payment(lines, part)
    lines.raise_by(lines.first(paid, "S21.G00.20.005"), euros)


def _payment_missing(lines: Lines, rng: Random) -> None:
    paid = _payment(lines, _a_declaration(lines, rng))
    del lines.texts[paid.start : paid.stop]


def _unrounded_urssaf(lines: Lines, rng: Random) -> None:
    cents = f".{rng.randrange(1, 50):02d}"
    part = _a_declaration(lines, rng)
    for at in (
        lines.first(_slip(lines, part), "S21.G00.22.005"),
        lines.first(_payment(lines, part), "S21.G00.20.005"),  # due and paid still agree
    ):
        lines.put(at, lines.value(at)[:-3] + cents)


def _wrong_total(lines: Lines, rng: Random) -> None:
    part = _a_declaration(lines, rng)
    lines.raise_by(lines.first(_slip(lines, part), "S21.G00.22.005"), rng.randrange(50, 400))


def _tax_mismatch(lines: Lines, rng: Random) -> None:
    lines.raise_by(lines.pick("S21.G00.50.009", rng), rng.randrange(10, 60))


def _tax_base(lines: Lines, rng: Random) -> None:
    places = [
        at
        for at in lines.places("S21.G00.50.013")
        if float(lines.value(lines.first(range(at - 6, at), "S21.G00.50.006"))) > 1
    ]
    if not places:
        raise LookupError("S21.G00.50.013")
    lines.raise_by(rng.choice(places), rng.randrange(2_000, 4_000))


def _capped_base(lines: Lines, rng: Random) -> None:
    one = _a_person(lines, rng, f"{BASE},'02'")
    lines.raise_by(lines.first(one, f"{BASE},'02'") + 3, rng.randrange(13_000, 16_000))


def _no_calendar_days(lines: Lines, rng: Random) -> None:
    at = lines.first(_a_person(lines, rng, "S21.G00.53.003,'40'"), "S21.G00.53.003,'40'")
    del lines.texts[at - 2 : at + 1]


def _duplicate_person(lines: Lines, rng: Random) -> None:
    found = [lines.every(part, "S21.G00.30.020") for part in lines.declarations()]
    found = [places for places in found if len(places) > 1]
    if not found:
        raise LookupError("S21.G00.30.020")
    first, second = rng.sample(rng.choice(found), 2)
    lines.put(second, lines.value(first))


def _future_start(lines: Lines, rng: Random) -> None:
    try:
        at = lines.first(_a_person(lines, rng, "S21.G00.40.007,'01'"), "S21.G00.40.001")
    except LookupError:
        at = lines.pick("S21.G00.40.001", rng)
    lines.put(at, lines.value(at)[:4] + "2039")


def _ctp_line_missing(lines: Lines, rng: Random) -> None:
    """One line of the slip is left out; total and payment follow, so they still agree."""
    part = _a_declaration(lines, rng)
    places = [
        at
        for at in lines.every(_slip(lines, part), "S21.G00.23.001")
        if lines.value(at) in ("027", "260", "937", "992", "959", "971")
    ]
    block = lines.block(rng.choice([at for at in places if _amount(lines, at) > 3]))
    amount = _amount(lines, block.start)
    _settle(lines, part, -amount)
    del lines.texts[block.start : block.stop]


def _amount(lines: Lines, at: int) -> int:
    """The amount of the line of a slip that begins at a place, in euros."""
    return round(float(lines.value(lines.first(lines.block(at), "S21.G00.23.005"))))


def _aggregate(lines: Lines, rng: Random) -> None:
    """The capped base of the slip is more than the people's; amounts follow."""
    part = _a_declaration(lines, rng)
    at = next(
        at
        for at in lines.every(_slip(lines, part), "S21.G00.23.001,'100'")
        if lines.value(at + 1) == "921"
    )
    block, more = lines.block(at), 100 * rng.randrange(10, 40)
    before = _amount(lines, at)
    base = lines.first(block, "S21.G00.23.004")
    lines.raise_by(base, more)
    after = (round(float(lines.value(base))) * 15_450 * 2 + 100_000) // 200_000
    lines.put(lines.first(block, "S21.G00.23.005"), f"{after}.00")
    _settle(lines, part, after - before)


def _accident_rate(lines: Lines, rng: Random) -> None:
    one = _a_person(lines, rng, "S21.G00.40.043", "S21.G00.81.001,'045'")
    lines.put(lines.first(one, "S21.G00.40.043"), f"{rng.randrange(11, 19)}.17")


def _negative_amount(lines: Lines, rng: Random) -> None:
    """A line of the current slip has the wrong sign; total and payment follow."""
    part = _a_declaration(lines, rng)
    at = lines.first(_slip(lines, part), "S21.G00.23.001,'027'")
    amount = _amount(lines, at)
    block = lines.block(at)
    for number in ("004", "005"):
        place = lines.first(block, f"S21.G00.23.{number}")
        lines.put(place, f"-{lines.value(place)}")
    _settle(lines, part, -2 * amount)


def _net_social_missing(lines: Lines, rng: Random) -> None:
    at = lines.first(_a_person(lines, rng, "S21.G00.58.003,'03'"), "S21.G00.58.003,'03'")
    del lines.texts[at - 2 : at + 2]


def _part_time_quota(lines: Lines, rng: Random) -> None:
    full = "S21.G00.40.014,'10'"
    one = _a_person(lines, rng, full, "S21.G00.40.011,'10'")
    lines.put(lines.first(one, full), "20")


def _late_payment_date(lines: Lines, rng: Random) -> None:
    at = lines.first(_a_person(lines, rng, "S21.G00.50.001"), "S21.G00.50.001")
    lines.put(at, f"0512{int(lines.value(at)[4:]) + 1}")


BUSINESS: dict[str, Fault] = {
    "payment-missing": Fault(
        "no payment answers what the Urssaf slip asks", "payment-missing", _payment_missing
    ),
    "unrounded-urssaf": Fault(
        "the Urssaf slip and payment have cents", "unrounded-amount", _unrounded_urssaf
    ),
    "wrong-total": Fault(
        "the Urssaf slip asks more than its lines and payment",
        "statement-total",
        _wrong_total,
        also=frozenset({"payment-against-due"}),
    ),
    "tax-mismatch": Fault(
        "the tax withheld is not base times rate",
        "S21.G00.50.009/CCH-11",
        _tax_mismatch,
        also=frozenset({"tax-paid"}),
    ),
    "tax-base": Fault(
        "the base of the tax withheld is not the one it was computed on",
        "S21.G00.50.009/CCH-11",
        _tax_base,
    ),
    "capped-base": Fault(
        "a capped base is above the ceiling and the pay", "capped-base", _capped_base
    ),
    "no-calendar-days": Fault(
        "the calendar days of one pay are missing", "calendar-days", _no_calendar_days
    ),
    "duplicate-person": Fault(
        "two people of a declaration share a number",
        "S21.G00.30.020/CCH-14",
        _duplicate_person,
    ),
    "future-start": Fault(
        "a contract begins long after the declared month",
        "S21.G00.40.001/SIG-14",
        _future_start,
        also=frozenset(
            {
                "S21.G00.40.010/CCH-11",
                "S21.G00.51.001/CCH-11",
                "S21.G00.60.002/CCH-13",
                "S21.G00.60.002/CCH-18",
                "S21.G00.60.010/CCH-11",
                "S21.G00.60.012/SIG-14",
                "S21.G00.40.001/CCH-13",
                "S21.G00.62.003/CCH-11",
                "S21.G00.62.006/CCH-15",
                "S21.G00.63.002/CCH-16",
                "S21.G00.65.002/CCH-11",
                "S21.G00.78.003/SIG-17",
            }
        ),
    ),
    "ctp-line-missing": Fault(
        "a line of the Urssaf slip is left out", "ctp-missing", _ctp_line_missing
    ),
    "aggregate-not-nominative": Fault(
        "a base of the Urssaf slip is more than those of the people",
        "aggregate-against-nominative",
        _aggregate,
    ),
    "accident-rate": Fault(
        "the accident rate of a contract is not that of the contribution",
        "accident-rate-of-person",
        _accident_rate,
        also=frozenset({"accident-rate"}),
    ),
    "negative-amount": Fault(
        "a line of the current slip is below zero",
        "negative-line",
        _negative_amount,
        also=frozenset({"aggregate-against-nominative"}),
    ),
    "net-social-missing": Fault(
        "a payment says no net social amount", "S21.G00.50.001/CCH-14", _net_social_missing
    ),
    "part-time-quota": Fault(
        "a contract is said to be part-time with full hours", "working-time", _part_time_quota
    ),
    "late-payment-date": Fault(
        "a payment is dated more than a month after the declared one",
        "S21.G00.50.001/CCH-13",
        _late_payment_date,
        also=frozenset({"S21.G00.22.005/CCH-11", "S21.G00.50.001/CCH-15"}),
    ),
}

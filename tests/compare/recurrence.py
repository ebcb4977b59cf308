"""Compares our occurrences of 200 generated rules with those of recurring-ical-events, over changes of the clock.

    pip install recurring-ical-events
    cargo build --example occurrences
    python3 tests/compare/recurrence.py target/debug/examples/occurrences
"""

import datetime
import pathlib
import random
import subprocess
import sys
import tempfile

try:
    import icalendar
    import recurring_ical_events
except ImportError:
    sys.exit("not run: pip install recurring-ical-events")

RULES = 200
FIRST, LAST = datetime.date(2025, 1, 1), datetime.date(2026, 12, 31)
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "America/Sao_Paulo", None]
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def rule(random):
    freq = random.choice(["DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY"])
    parts = [f"FREQ={freq}"]
    if random.random() < 0.5:
        parts.append(f"INTERVAL={random.choice([1, 2, 3, 4])}")
    if freq == "WEEKLY" and random.random() < 0.7:
        parts.append("BYDAY=" + ",".join(random.sample(DAYS, random.choice([1, 1, 2, 3]))))
    if freq == "MONTHLY":
        kind = random.choice(["nth", "last", "day", "end", "setpos"])
        if kind == "nth":
            parts.append(f"BYDAY={random.choice([1, 2, 3, 4])}{random.choice(DAYS)}")
        elif kind == "last":
            parts.append(f"BYDAY=-1{random.choice(DAYS)}")
        elif kind == "day":
            parts.append(f"BYMONTHDAY={random.choice([1, 13, 28, 30, 31])}")
        elif kind == "end":
            parts.append("BYMONTHDAY=-1")
        else:
            parts.append(f"BYDAY=TU,TH;BYSETPOS={random.choice([1, 2, -1])}")
    if freq == "YEARLY" and random.random() < 0.6:
        parts.append(f"BYMONTH={random.randint(1, 12)};BYDAY={random.choice([1, 2, -1])}{random.choice(DAYS)}")
    if random.random() < 0.3:
        parts.append(f"COUNT={random.randint(2, 60)}")
    elif random.random() < 0.3:
        parts.append("UNTIL=20260601T000000Z")
    return ";".join(parts)


def event(number, random):
    zone = random.choice(ZONES)
    start = datetime.datetime(2024, 1, 1) + datetime.timedelta(days=random.randrange(500), hours=random.choice([1, 2, 9, 18, 19, 23]), minutes=random.choice([0, 30]))
    stamp = start.strftime("%Y%m%dT%H%M%S")
    head = f"DTSTART;TZID={zone}:{stamp}" if zone else f"DTSTART:{stamp}Z"
    lines = ["BEGIN:VEVENT", f"UID:rule{number}@compare", "DTSTAMP:20250101T000000Z", head, f"SUMMARY:Rule {number}", f"RRULE:{rule(random)}"]
    if random.random() < 0.3:
        gone = start + datetime.timedelta(days=7 * random.randint(1, 60))
        stamp = gone.strftime("%Y%m%dT%H%M%S")
        lines.append(f"EXDATE;TZID={zone}:{stamp}" if zone else f"EXDATE:{stamp}Z")
    return lines + ["END:VEVENT"]


def calendar():
    source = random.Random(20251203)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//compare//EN"]
    for number in range(RULES):
        lines += event(number, source)
    return "\r\n".join(lines + ["END:VCALENDAR", ""])


def main():
    text = calendar()
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "rules.ics"
        path.write_text(text)
        printed = subprocess.run([sys.argv[1], str(path), str(FIRST), str(LAST)], capture_output=True, text=True, check=True)
    # A day at either end: the program looks one day further, because a day is another one elsewhere.
    inner = (FIRST + datetime.timedelta(days=2), LAST - datetime.timedelta(days=2))
    within = lambda start: inner[0] <= start.astimezone(datetime.timezone.utc).date() <= inner[1]
    ours = {}
    for line in printed.stdout.splitlines():
        title, start = line.split("\t")
        start = datetime.datetime.fromisoformat(start)
        if within(start):
            ours.setdefault(title, set()).add(start)
    theirs = {}
    end = LAST + datetime.timedelta(days=1)
    for found in recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(FIRST, end):
        start = found["DTSTART"].dt
        if within(start):
            theirs.setdefault(str(found["SUMMARY"]), set()).add(start.astimezone(datetime.timezone.utc))
    equal = 0
    rules = {f"Rule {number}": next(line for line in event_lines if line.startswith("RRULE")) for number, event_lines in enumerate(text.split("BEGIN:VEVENT")[1:]) for event_lines in [event_lines.split("\r\n")]}
    for title in sorted(rules, key=lambda title: int(title.split()[1])):
        mine, other = ours.get(title, set()), theirs.get(title, set())
        if mine == other:
            equal += 1
            continue
        print(f"{title} {rules[title]}: only ours {sorted(map(str, mine - other))[:4]}, only theirs {sorted(map(str, other - mine))[:4]} ({len(mine)} and {len(other)})")
    print(printed.stderr, end="")
    print(f"{equal} passed, {RULES - equal} failed")
    return equal != RULES


sys.exit(main())

#!/usr/bin/env python3
"""Kills the program at random moments of all that writes, and looks at what is left.

    python3 tests/strength/kills.py target/release/twir-events
    python3 tests/strength/kills.py target/release/twir-events --issues this-week-in-rust --seed 7

After each kill all has to be as it was or as it should be, by the bytes; the next run has to come through and
leave nothing lying about."""

import argparse
import pathlib
import random
import shutil
import subprocess

import common
from common import left_over, now, tree

# Of `build`, and of `draft --write` and `check --fix`: what the test is for.
KILLS = 200
# Of each kind of `sync`, whose runs are longer.
SYNC_KILLS = 100
# A draft of some 40 kB, as they are.
DRAFT_LINES = 2_000
# From this part of a run on it writes: every second kill falls there.
WRITES_FROM = 0.6
# So many runs say how long one takes; kills reach beyond the longest of them, because runs differ.
MEASURED, BEYOND = 3, 1.2


def kill(program, arguments, random, usual, round):
    """Starts, waits and kills. Whether it was still running."""
    first = 0 if round % 2 else usual * WRITES_FROM
    moment = random.uniform(first, usual * BEYOND)
    child = program.start(arguments)
    try:
        child.wait(moment)
        return False
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        return True


def rounds(report, name, count, random, run):
    """`run` has a state to begin from, a command, and says what it finds after it; see below."""
    usual = max(run.usual() for _ in range(MEASURED))
    counts, killed = {"old": 0, "new": 0, "some new": 0, "torn": 0}, 0
    for round in range(count):
        run.begin()
        killed += kill(run.program, run.arguments, random, usual, round)
        counts[run.found()] += 1
    run.begin()
    run.program.whole(run.arguments)
    after, left = run.found(), run.left()
    figures = f"{count} kills, {killed} of a running program ({usual * 1000:.0f} ms); "
    figures += ", ".join(f"{number} {state}" for state, number in counts.items() if number or state == "torn")
    figures += f"; the next run: {after}, {len(left)} left over"
    report.tell(name, not counts["torn"] and after == "new" and not left, figures)


class Folder:
    """`build` over a folder that another build left."""

    def __init__(self, program, where, issues):
        self.program, self.out, self.before = program, where / "site" / "public", where / "before"
        base = [*issues, "--no-calendars", "--out", self.out]
        program.whole(["build", *base])
        # Something that is none of ours has to stay.
        (self.out / "CNAME").write_text("mine")
        self.old = tree(self.out)
        shutil.copytree(self.out, self.before)
        # Another base address changes every feed; a longer history brings more of them.
        self.arguments = ["build", *base, "--base-url", "https://example.org/", "--history", "all"]
        self.new = None

    def begin(self):
        now_there = tree(self.out) if self.out.exists() else {}
        if now_there != self.old:
            shutil.rmtree(self.out)
            shutil.copytree(self.before, self.out)

    def usual(self):
        self.begin()
        begun = now()
        self.program.whole(self.arguments)
        took = now() - begun
        self.new = tree(self.out)
        assert self.new != self.old
        return took

    def found(self):
        there = tree(self.out) if self.out.exists() else {}
        return "old" if there == self.old else "new" if there == self.new else "torn"

    def left(self):
        return left_over(self.out.parent)


class Draft:
    """A command that writes into a draft."""

    def __init__(self, program, where, command):
        self.program, self.path = program, where / "2025-12-10-this-week-in-rust.md"
        self.arguments = [*command, self.path, "--no-calendars"]
        self.old = common.draft(DRAFT_LINES).encode()
        self.new = None

    def begin(self):
        self.path.write_bytes(self.old)

    def usual(self):
        self.begin()
        begun = now()
        self.program.whole(self.arguments)
        took = now() - begun
        self.new = self.path.read_bytes()
        assert self.new != self.old
        return took

    def found(self):
        there = self.path.read_bytes() if self.path.exists() else b""
        return "old" if there == self.old else "new" if there == self.new else "torn"

    def left(self):
        return left_over(self.path.parent)


class Sync:
    """One kind of `sync`. It keeps each source by itself, so that after a kill each file is the old or the new
    one; the issues change all together."""

    def __init__(self, program, where, servers, options, organisers):
        self.program, self.servers, self.organisers = program, servers, organisers
        self.arguments = ["sync", "--quiet", "--from", servers.url(), *options]
        self.reading = ["export", "listings" if not organisers else "json"]
        self.before = where / "before"
        cache = pathlib.Path(program.cache)
        servers.publish(common.repository(4, servers), common.organisers(17))
        shutil.rmtree(cache, ignore_errors=True)
        program.whole(self.arguments)
        shutil.copytree(cache, self.before)
        self.cache = cache
        self.old = program.whole(self.reading).stdout
        if organisers:
            servers.publish(things=common.organisers(18))
        else:
            servers.publish(common.repository(28, servers, "Another evening"))
        self.new = None

    def begin(self):
        # What the kill before left stays in every second round, as it would with people.
        if self.found() != "old":
            shutil.rmtree(self.cache)
            shutil.copytree(self.before, self.cache)

    def usual(self):
        self.begin()
        begun = now()
        self.program.whole(self.arguments)
        took = now() - begun
        self.new = self.program.whole(self.reading).stdout
        assert self.new != self.old
        return took

    def found(self):
        done = self.program.run(self.reading)
        if done.returncode or b"passed over" in done.stderr or b"damaged" in done.stderr:
            return "torn"
        if done.stdout in (self.old, self.new):
            return "old" if done.stdout == self.old else "new"
        # Of the organisers some may be new and some old: hours of both, and nothing else.
        lines = set(self.old.splitlines()) | set(self.new.splitlines())
        return "some new" if self.organisers and set(done.stdout.splitlines()) <= lines else "torn"

    def left(self):
        return left_over(self.cache)


def main():
    kinds = ("build", "draft --write", "check --fix", "sync", "sync --pages", "sync --calendars")
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("binary", help="the program")
    arguments.add_argument("--issues", help="build from this checkout [default: the bundled issues]")
    arguments.add_argument("--only", choices=kinds, action="append", help="this one (repeatable) [default: all]")
    arguments.add_argument("--kills", type=int, default=KILLS, help="of build, draft and check [%(default)s]")
    arguments.add_argument("--sync-kills", type=int, default=SYNC_KILLS, help="of each sync [%(default)s]")
    arguments.add_argument("--seed", type=int, default=1, help="other moments [%(default)s]")
    asked = arguments.parse_args()
    alone = common.alone()
    report, chance = common.Report(), random.Random(asked.seed)
    servers = common.Servers()
    with common.scratch() as folder:
        groups = ["--groups", common.groups_file(folder, servers), "--allow-private", "--again"]
        for kind in asked.only or kinds:
            if kind == "sync --calendars" and not alone:
                report.skip(kind, "it would ask real servers, and `unshare --net` is not to be had")
                continue
            where = folder / kind.replace(" ", "")
            where.mkdir()
            program = common.Program(asked.binary, where / "cache")
            command = kind.split()
            if kind == "build":
                run = Folder(program, where, ["--issues", asked.issues] if asked.issues else [])
            elif command[0] != "sync":
                run = Draft(program, where, command)
            else:
                organisers = len(command) > 1
                run = Sync(program, where, servers, [command[1], *groups] if organisers else [], organisers)
            count = asked.sync_kills if command[0] == "sync" else asked.kills
            rounds(report, kind, count, chance, run)
    report.end()


main()

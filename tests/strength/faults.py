#!/usr/bin/env python3
"""A full disk, no permission, two at once, and every byte of a cache flipped.

    sudo python3 tests/strength/faults.py target/release/twir-events
    python3 tests/strength/faults.py target/release/twir-events --only flips --stride 1

Whatever the fault, files are as they were or as they should be, and where they are not as they should be the
program says so. A small disk and another user take root; without it those tests are skipped, in so many words."""

import argparse
import concurrent.futures
import os
import pathlib
import shutil
import subprocess

import common
from common import left_over, tree

# Every byte of a small cache; more leave some out.
STRIDE = 1
# So many pairs of runs at once.
PAIRS = 50
# The small disk, and how much of it is left to a run at most: from nothing to enough.
DISK_BYTES = 24 << 20
STEPS = 24
# A draft that does not fit in what is left of a block that is begun.
DRAFT_LINES = 20_000
# Nobody's: a user that owns nothing.
NOBODY = 65534


class Writer:
    """A command that writes: where, the state before it, and the one after it."""

    def __init__(self, name, program, arguments, place, fill):
        self.name, self.program, self.arguments, self.place = name, program, arguments, place
        self.fill = fill
        self.reset()
        self.old = self.state()
        self.program.whole(arguments)
        self.new = self.state()
        assert self.new != self.old, name
        self.reset()

    def reset(self):
        for path in self.place.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        self.fill(self.place)

    def state(self):
        # The lock of a cache is empty, and there is a lock from the first run on.
        return {path: digest for path, digest in tree(self.place).items() if not path.endswith("/lock")}


def writers(binary, place, folder, servers):
    """Every command that writes, working in `place`."""
    program = common.Program(binary, folder / "no-cache")
    site, draft = place / "public", place / "2025-12-10-this-week-in-rust.md"
    build = ["build", "--no-calendars", "--out", site]
    yield Writer("build", program, [*build, "--base-url", "https://example.org/", "--history", "all"], place,
                 lambda _: program.whole(build))
    yield Writer("draft --write", program, ["draft", "--write", "--no-calendars", draft], place,
                 lambda _: draft.write_text(common.draft(DRAFT_LINES)))
    yield Writer("check --fix", program, ["check", "--fix", "--no-calendars", draft], place,
                 lambda _: draft.write_text(common.draft(DRAFT_LINES)))
    yield Writer("export --output", program, ["export", "ics", "--output", place / "all.ics"], place,
                 lambda _: (place / "all.ics").write_text("old"))
    cached = common.Program(binary, place / "cache")
    sync = ["sync", "--quiet", "--from", servers.url()]
    small, large = common.repository(2, servers), common.repository(20, servers, "An evening with a long title " * 40)

    def synced(_):
        servers.publish(small)
        cached.whole(sync)
        servers.publish(large)

    yield Writer("sync", cached, sync, place, synced)


def full_disk(report, binary, folder):
    if os.geteuid() != 0:
        return report.skip("full disk", "a small disk can be mounted by root only")
    disk = folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        return report.skip("full disk", "nothing can be mounted here")
    servers = common.Servers()
    try:
        place = disk / "place"
        place.mkdir()
        for writer in writers(binary, place, folder, servers):
            on_a_full_disk(report, writer, disk)
        # Where the folder is the disk itself there is no place beside it: it changes file by file.
        in_place(report, binary, disk, folder)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def fill(disk, free):
    """Leaves so many bytes of the disk."""
    ballast = disk / "ballast"
    ballast.unlink(missing_ok=True)
    space = os.statvfs(disk)
    with ballast.open("wb") as file:
        file.truncate(0)
        os.posix_fallocate(file.fileno(), 0, max(space.f_bavail * space.f_frsize - free, 1))
    return ballast


def needed(writer, disk):
    """As much room as a run can want: for all that it leaves, as if nothing of it had been there."""
    writer.program.whole(writer.arguments)
    block = os.statvfs(disk).f_frsize
    files = [path.stat().st_size for path in writer.place.rglob("*")]
    writer.reset()
    return sum(size // block + 2 for size in files) * block * 2


def on_a_full_disk(report, writer, disk):
    most, counts, bad = needed(writer, disk), {"old": 0, "new": 0, "torn": 0}, []
    for step in range(STEPS):
        writer.reset()
        free = most * step // (STEPS - 1)
        ballast = fill(disk, free)
        done = writer.program.run(writer.arguments)
        state = {path: digest for path, digest in writer.state().items() if not is_left(path)}
        found = "old" if state == writer.old else "new" if state == writer.new else "torn"
        counts[found] += 1
        told = done.returncode == 2 and done.stderr.strip()
        if found == "torn" or (found == "old" and not told) or (found == "new" and done.returncode == 2):
            bad.append((free, done.returncode, done.stderr[-300:]))
        ballast.unlink()
    writer.program.whole(writer.arguments)
    left = left_over(writer.place)
    whole = writer.state() == writer.new
    figures = f"{STEPS} runs with 0 to {most >> 10} KiB left; {counts['old']} old and told, {counts['new']} new, "
    figures += f"{counts['torn']} torn; with room again: {'new' if whole else 'NOT new'}, {len(left)} left over"
    report.tell(f"full disk: {writer.name}", not bad and whole and not left, figures)
    for free, status, told in bad:
        print(f"      {free} bytes left: status {status}, {told.decode(errors='replace')}")
    writer.reset()


def is_left(path):
    return any(part.startswith(".twir-events") or part.endswith(".new") for part in path.split("/"))


def in_place(report, binary, disk, folder):
    """A folder that is a mount point: each file is whole, and the next build makes all right."""
    for path in list(disk.iterdir()):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    program = common.Program(binary, folder / "no-cache")
    build = ["build", "--no-calendars", "--no-previous", "--out", disk]
    first, second = build, [*build, "--base-url", "https://example.org/", "--history", "all"]
    program.whole(first)
    old = tree(disk)
    program.whole(second)
    new = tree(disk)
    torn, told = 0, 0
    for step in range(STEPS):
        program.whole(first)
        ballast = fill(disk, (6 << 20) * step // (STEPS - 1))
        done = program.run(second)
        told += done.returncode == 2
        now_there = {path: digest for path, digest in tree(disk).items() if path != "ballast" and not is_left(path)}
        torn += any(digest not in (old.get(path), new.get(path)) for path, digest in now_there.items())
        torn += done.returncode == 0 and set(now_there) != set(new)
        ballast.unlink()
    program.whole(second)
    left = left_over(disk)
    figures = f"{STEPS} runs, {told} told, {torn} with a torn file; then {len(left)} left over"
    report.tell("full disk: build into a mount point", not torn and not left and told, figures)


def no_permission(report, binary, folder):
    if os.geteuid() != 0:
        return report.skip("no permission", "to run as a user who may not, root is needed")
    shutil.copy(binary, folder / "program")
    (folder / "program").chmod(0o755)
    servers = common.Servers()
    place = folder / "not-ours"
    place.mkdir(mode=0o755)
    for writer in writers(folder / "program", place, folder, servers):
        for name, mode_of_folders, mode_of_files in [("nothing may be written", 0o555, 0o444),
                                                     ("nothing may be read", 0o000, 0o000)]:
            writer.reset()
            before = writer.state()
            modes(place, mode_of_folders, mode_of_files)
            done = writer.program.run(writer.arguments, user=NOBODY, group=NOBODY, extra_groups=[])
            modes(place, 0o755, 0o644)
            same = writer.state() == before
            said = done.stderr.decode(errors="replace").strip().splitlines()
            named = bool(said) and str(place) in done.stderr.decode(errors="replace")
            held = same and done.returncode == 2 and named and not left_over(place)
            report.tell(f"no permission: {writer.name}, {name}", held,
                        f"status {done.returncode}, {'as it was' if same else 'CHANGED'}; {said[-1] if said else ''}"
                        .replace(str(folder), ""))
    cache = folder / "closed-cache"
    program = common.Program(folder / "program", cache)
    servers.publish(common.repository(2, servers))
    program.whole(["sync", "--quiet", "--from", servers.url()])
    modes(cache, 0o000, 0o000)
    done = program.run(["list"], user=NOBODY, group=NOBODY, extra_groups=[])
    modes(cache, 0o755, 0o644)
    report.tell("no permission: list from a cache", done.returncode == 2 and str(cache).encode() in done.stderr,
                f"status {done.returncode}; {done.stderr.decode().strip()}".replace(str(folder), ""))


def modes(place, folders, files):
    """Sets permissions below a folder, and of it."""
    place.chmod(0o755)
    for root, names, plain in os.walk(place):
        for name in names:
            os.chmod(os.path.join(root, name), 0o755)
        for name in plain:
            os.chmod(os.path.join(root, name), files)
    for root, names, _ in os.walk(place, topdown=False):
        os.chmod(root, folders)


def two_at_once(report, binary, folder):
    place = folder / "pairs"
    place.mkdir()
    program = common.Program(binary, folder / "no-cache")
    out = place / "public"

    def build(*more):
        return ["build", "--no-calendars", "--no-previous", "--out", out, *more]

    states, commands = [], [build(), build("--history", "all", "--base-url", "https://example.org/")]
    for command in commands:
        program.whole(command)
        states.append(tree(out))
    pair(report, "two builds into one folder", program, commands, lambda: tree(out) in states,
         lambda: left_over(place))
    in_a_mount_point(report, program, folder)
    draft = place / "2025-12-10-this-week-in-rust.md"
    commands = [["draft", "--write", "--no-calendars", draft], ["check", "--fix", "--no-calendars", draft]]
    ways = set()
    for first, second in [commands, commands[::-1]]:
        draft.write_text(common.draft(DRAFT_LINES))
        for command in (first, second):
            program.whole(command)
            ways.add(draft.read_bytes())
    pair(report, "draft --write and check --fix", program, commands, lambda: draft.read_bytes() in ways,
         lambda: left_over(place), lambda: draft.write_text(common.draft(DRAFT_LINES)))
    servers = common.Servers()
    cached = common.Program(binary, place / "cache")
    sync = ["sync", "--quiet", "--from", servers.url()]
    read = ["export", "listings"]
    said = []
    for number in (3, 20):
        servers.publish(common.repository(number, servers))
        cached.whole(sync)
        said.append(cached.whole(read).stdout)
    turn = iter(range(PAIRS))
    pair(report, "two syncs", cached, [sync, sync], lambda: cached.run(read).stdout in said,
         lambda: left_over(place / "cache"),
         lambda: servers.publish(common.repository((3, 20)[next(turn) % 2], servers)))
    # A reader finds the old state or the new one while a sync is at work.
    bad = 0
    for round in range(PAIRS):
        servers.publish(common.repository((3, 20)[round % 2], servers))
        child = cached.start(sync)
        while child.poll() is None:
            done = cached.run(read)
            bad += done.returncode != 0 or done.stdout not in said
        bad += child.returncode != 0
    report.tell("two at once: a reader during a sync", not bad, f"{PAIRS} syncs, {bad} readers found less")


def in_a_mount_point(report, program, folder):
    """Where there is no place beside the folder it changes file by file: by one build at a time."""
    name, disk = "two builds into a mount point", folder / "mounted"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        return report.skip(f"two at once: {name}", "nothing can be mounted here")
    try:
        build = ["build", "--no-calendars", "--no-previous", "--out", disk]
        states, commands = [], [build, [*build, "--history", "all", "--base-url", "https://example.org/"]]
        for command in commands:
            program.whole(command)
            states.append(tree(disk))
        pair(report, name, program, commands, lambda: tree(disk) in states, lambda: left_over(disk))
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def pair(report, name, program, commands, whole, left, before=lambda: None):
    counts, bad = {}, 0
    for _ in range(PAIRS):
        before()
        running = [program.start(command) for command in commands]
        ends = tuple(sorted(child.wait(common.HANGS_SECONDS) for child in running))
        ends = tuple(0 if end == 1 else end for end in ends)
        counts[ends] = counts.get(ends, 0) + 1
        bad += not whole() or any(end not in (0, 2) for end in ends) or ends == (2, 2)
    program.run(commands[0])
    there = left()
    figures = ", ".join(f"{number} with status {' and '.join(map(str, ends))}" for ends, number in counts.items())
    report.tell(f"two at once: {name}", not bad and not there,
                f"{PAIRS} pairs: {figures}; {bad} torn or refused both, {len(there)} left over")


def flips(report, binary, folder, stride):
    servers = common.Servers()
    program = common.Program(binary, folder / "whole")
    options = ["--pages"]
    if common.alone():
        options.append("--calendars")
    else:
        report.skip("flips of fetched calendars", "they would be asked for in the open, without `unshare --net`")
    files = common.repository(2, servers)
    groups = ["--groups", common.groups_file(folder, servers), "--allow-private"]
    sync = ["sync", "--quiet", "--from", servers.url(), *options, *groups, "--again"]
    # A snapshot before the one in use, too: a pointer that is flipped could name it.
    servers.publish(dict(list(files.items())[:1]), common.organisers(17))
    program.whole(sync)
    servers.publish(files)
    program.whole(sync)
    read = ["export", "json", "--history", "all", "--candidates"]
    right = program.whole(read).stdout
    cache = pathlib.Path(program.cache)
    copies = []
    for number in range(os.cpu_count() or 1):
        shutil.copytree(cache, folder / f"copy{number}")
        copies.append(common.Program(binary, folder / f"copy{number}"))
    current = pathlib.Path("snapshots") / (cache / "current").read_text().split()[0]
    names = [str(path.relative_to(cache)) for path in sorted(cache.rglob("*"))]
    for kind, chosen in [
        ("the pointer", ["current"]),
        ("the list of issues", [str(current / "manifest.json")]),
        ("issues", [name for name in names if name.startswith(str(current / "content") + "/")]),
        ("the list of calendars", ["calendars/manifest.json"]),
        ("calendars and pages", [name for name in names if name.endswith((".ics", ".html"))]),
    ]:
        flip_all(report, kind, cache, copies, chosen, stride, lambda program: judge(program, read, right))
        # Of a list of calendars only what is said can be asked: what it knew beyond the files is in no other place.
        if kind != "the list of calendars":
            mends(report, kind, folder, common.Program(binary, folder / "mended"), cache, chosen, sync, read, right)


def flip_all(report, kind, cache, copies, names, stride, judge):
    """Breaks one byte after the other, then cuts each file in half, empties it, and takes it away."""
    broken = []
    for name in names:
        whole = (cache / name).read_bytes()
        for at in range(0, len(whole), stride):
            flipped = bytearray(whole)
            flipped[at] ^= FLIPS[at % len(FLIPS)]
            broken.append((name, f"byte {at}", bytes(flipped)))
        halves = [("cut in half", whole[:len(whole) // 2]), ("empty", b""), ("taken away", None)]
        broken += [(name, what, bytes) for what, bytes in halves]

    def work(number):
        found = []
        for name, what, bytes in broken[number::len(copies)]:
            path = pathlib.Path(copies[number].cache) / name
            whole = path.read_bytes()
            replace(path, bytes)
            found.append((judge(copies[number]), name, what))
            replace(path, whole)
        return found

    with concurrent.futures.ThreadPoolExecutor(len(copies)) as pool:
        found = [one for some in pool.map(work, range(len(copies))) for one in some]
    counts = {state: sum(one[0] == state for one in found) for state in ("same", "said", "silent")}
    figures = ", ".join(f"{number} {state}" for state, number in counts.items())
    report.tell(f"flips: {kind}", not counts["silent"], f"{len(names)} files, {len(found)} faults: {figures}")
    for _, name, what in [one for one in found if one[0] == "silent"][:SHOWN]:
        print(f"      silent: {name}, {what}")


def judge(program, read, right):
    """The same comes out, or it is said that it is not."""
    done = program.run(read)
    if done.returncode == 0 and done.stdout == right:
        return "same"
    refused = done.returncode == 2 and done.stderr.strip()
    told = any(words in done.stderr for words in TOLD)
    return "said" if refused or (done.returncode == 0 and told) else "silent"


def mends(report, kind, folder, program, cache, names, sync, read, right):
    """The next sync makes all right again."""
    faults, bad = 0, []
    for name in names:
        whole = (cache / name).read_bytes()
        flipped = bytearray(whole)
        flipped[len(whole) // 2] ^= 0xFF
        for bytes in (flipped, whole[:len(whole) // 2], None):
            shutil.rmtree(program.cache, ignore_errors=True)
            shutil.copytree(cache, program.cache)
            replace(pathlib.Path(program.cache) / name, bytes)
            done = program.run(sync)
            faults += 1
            if done.returncode or program.run(read).stdout != right:
                bad.append((name, done.returncode, done.stderr.decode(errors="replace").strip()))
    report.tell(f"mended by sync: {kind}", not bad, f"{faults - len(bad)} of {faults} faults")
    for example in bad[:SHOWN]:
        print("      not mended:", *example)


# A byte becomes its neighbour, a letter its other case, or all its bits change.
FLIPS = (0x01, 0x20, 0xFF)

# What was passed over, and that without a pointer there is no cache: as before the first sync.
TOLD = (b"passed over", b"bundled with the program")

# So many examples of what fell.
SHOWN = 5


def replace(path, bytes):
    # Never into the file itself: two snapshots share it.
    path.unlink(missing_ok=True)
    if bytes is not None:
        path.write_bytes(bytes)


def main():
    tests = {"disk": full_disk, "permission": no_permission, "two": two_at_once, "flips": flips}
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("binary", help="the program")
    arguments.add_argument("--only", choices=tests, help="this test [default: all]")
    arguments.add_argument("--stride", type=int, default=STRIDE, help="flip every Nth byte [%(default)s]")
    asked = arguments.parse_args()
    common.alone()
    report = common.Report()
    with common.scratch() as folder:
        for name, test in tests.items():
            if asked.only in (None, name):
                where = folder / name
                where.mkdir()
                where.chmod(0o755)
                more = [asked.stride] if test is flips else []
                test(report, asked.binary, where, *more)
    report.end()


main()

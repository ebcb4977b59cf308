"""A disk that is full and a folder that may not be written: one error, status 2, and what was there is whole.

    cargo build && sudo python3 tests/strength/faults.py target/debug/twir-events

As root on Linux, for it mounts a small tmpfs and runs the program as another user; else each test says that it was
not run, and the status is 3.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

BIN = os.path.abspath(sys.argv[1])
ISSUES = pathlib.Path(__file__).resolve().parents[2] / "data" / "issues"
# From too little for anything to nearly enough for all of a folder of some 5 MB.
SIZES_KIB = [64, 256, 1024, 2048, 3072, 4096]
NOBODY = 65534
COMMANDS = [("draft --write", ["draft", "--write"]), ("check --fix", ["check", "--fix"])]


def desk_text(issue):
    """An issue with something to mend."""
    return issue.read_text(errors="replace").replace("](https://www.", "](http://www.")


def state(folder):
    """What a reader finds; unfinished files have names that begin with a dot."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path: path.read_bytes() for path in files
            if not any(part.startswith(".") for part in path.relative_to(folder).parts)}


def run(arguments, user=None):
    done = subprocess.run([BIN, *map(str, arguments)], capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL, user=user)
    return done.returncode, done.stderr.strip().splitlines()


def told(name, before, after, status, lines):
    errors = [line for line in lines if "error" in line.lower() or "cannot" in line.lower()]
    good = before == after and status == 2 and len(errors) == 1
    print(f"{name}: status {status}, {'whole' if before == after else 'TORN'}, said: {' / '.join(errors)[:160]}",
          flush=True)
    return good


def fill(path):
    """Takes what room there is, to the last block."""
    with path.open("wb", buffering=0) as filler:
        try:
            while True:
                filler.write(bytes(4096))
        except OSError:
            pass


def full_disk(root):
    good = True
    disk = root / "disk"
    disk.mkdir()
    older = root / "older"
    older.mkdir()
    issues = sorted(ISSUES.glob("20*.md"))
    shutil.copy(issues[0], older)
    for size in SIZES_KIB:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", disk], check=True)
        try:
            site = disk / "site"
            # What an earlier build had room for.
            run(["build", "--issues", older, "--out", site])
            before = state(disk)
            status, lines = run(["build", "--issues", ISSUES, "--out", site])
            if status == 0:
                print(f"build on {size} KiB: there was room")
                continue
            good &= told(f"build on {size} KiB", before, state(disk), status, lines)
        finally:
            subprocess.run(["umount", disk], check=True)
    text = desk_text(issues[-1])
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk], check=True)
    try:
        page = disk / issues[-1].name
        page.write_text(text)
        fill(disk / "filler")
        before = state(disk)
        for name, command in COMMANDS:
            status, lines = run([*command, page, "--no-calendars"])
            good &= told(f"{name} on a full disk", before, state(disk), status, lines)
    finally:
        subprocess.run(["umount", disk], check=True)
    return good


def no_permission(root):
    os.chmod(root, 0o755)
    site = root / "closed"
    run(["build", "--issues", ISSUES, "--out", site])
    page = site / sorted(ISSUES.glob("20*.md"))[-1].name
    page.write_text(desk_text(ISSUES / page.name))
    # So that there is something to write.
    (site / "all.ics").write_text("old\n")
    before = state(site)
    commands = [("build", ["build", "--issues", ISSUES, "--out", site])]
    commands += [(name, [*command, page, "--no-calendars"]) for name, command in COMMANDS]
    good = True
    for name, command in commands:
        status, lines = run(command, user=NOBODY)
        good &= told(f"{name} without permission", before, state(site), status, lines)
    return good


def main():
    if os.name != "posix" or os.geteuid() != 0:
        print("not run: neither a small disk nor another user can be had without root")
        sys.exit(3)
    with tempfile.TemporaryDirectory() as root:
        root = pathlib.Path(root)
        os.environ["TWIR_EVENTS_CACHE"] = str(root / "cache")
        good = full_disk(root)
        good &= no_permission(root)
    sys.exit(0 if good else 1)


main()

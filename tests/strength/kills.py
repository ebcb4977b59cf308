"""Programs that are killed at random moments: what was there before is whole, or what was to come is.

    cargo build && python3 tests/strength/kills.py target/debug/twir-events [COUNT] [ISSUES]

Kills `build`, `draft --write` and `check --fix` COUNT times each (200), half of the time anywhere in their run and
half about the moment of writing. ISSUES is a folder of issues (the bundled ones). Ends with status 1 where a file was
torn, or something was left over that the next run did not sweep.
"""

import hashlib
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

BIN = os.path.abspath(sys.argv[1])
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 200
DATA = pathlib.Path(__file__).resolve().parents[2] / "data" / "issues"
ISSUES = pathlib.Path(sys.argv[3]).resolve() if len(sys.argv) > 3 else DATA
QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def state(folder):
    """Every published file of a folder with what it holds; what is unfinished has a name of its own."""
    files = {}
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(".") for part in parts):
            files["/".join(parts)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return files


def leftovers(folder):
    beside = [path for path in folder.parent.iterdir() if path.name.startswith(".twir-events-")]
    return beside + [path for path in folder.rglob(".twir-events-*")]


def kills(name, folder, reset, arguments):
    took = 1e9
    for _ in range(3):
        reset()
        old = state(folder)
        begin = time.monotonic()
        subprocess.run([BIN, *arguments], check=False, **QUIET)
        # The quickest, so that the kills come in time.
        took = min(took, time.monotonic() - begin)
    new = state(folder)
    if old == new:
        sys.exit(f"{name}: nothing to write, so that nothing is shown")
    seen = {"old": 0, "new": 0, "torn": 0}
    in_time = 0
    for number in range(COUNT):
        reset()
        program = subprocess.Popen([BIN, *arguments], **QUIET)
        spread = (0, took * 1.1) if number % 2 else (took * 0.75, took * 1.02)
        time.sleep(random.uniform(*spread))
        in_time += program.poll() is None
        program.kill()
        program.wait()
        now = state(folder)
        seen["old" if now == old else "new" if now == new else "torn"] += 1
    subprocess.run([BIN, *arguments], check=False, **QUIET)
    left = leftovers(folder)
    print(f"{name}: {COUNT} kills, {in_time} in time: {seen['old']} old, {seen['new']} new, "
          f"{seen['torn']} torn; {len(left)} left over", flush=True)
    return seen["torn"] == 0 and not left


def main():
    random.seed(16)
    whole = True
    with tempfile.TemporaryDirectory() as root:
        root = pathlib.Path(root)
        # A cache of its own, so that no calendar and no issue of the user's is read.
        os.environ["TWIR_EVENTS_CACHE"] = str(root / "cache")
        issues = sorted(ISSUES.rglob("20*.md"))
        site, draft = root / "site", root / "desk"
        draft.mkdir()
        page = draft / issues[-1].name

        def first_build():
            shutil.rmtree(site, ignore_errors=True)
            shutil.copytree(root / "before", site)

        # The folder before: of every issue but the newest.
        older = root / "older"
        older.mkdir()
        for issue in issues[:-1]:
            shutil.copy(issue, older)
        subprocess.run([BIN, "build", "--issues", older, "--out", root / "before"], check=True, **QUIET)
        build = ["build", "--issues", str(ISSUES), "--out", str(site)]
        whole &= kills("build", site, first_build, build)
        text = issues[-1].read_text(errors="replace").replace("](https://www.", "](http://www.")
        reset = lambda: page.write_text(text)
        whole &= kills("draft --write", draft, reset, ["draft", str(page), "--write", "--no-calendars"])
        whole &= kills("check --fix", draft, reset, ["check", "--fix", str(page), "--no-calendars"])
    sys.exit(0 if whole else 1)


main()

"""What the scripts of this folder share: how a test is told, how the program is run, and servers on loopback
that answer `sync` as GitHub and as organisers do. Python's standard library and nothing else."""

import contextlib
import gzip
import hashlib
import http.server
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import time

# Longer than any run takes on a busy machine: what is not back by then hangs.
HANGS_SECONDS = 300


class Report:
    """One line a test; the exit status says whether all held."""

    def __init__(self):
        self.fell = 0

    def tell(self, test, held, figures):
        self.fell += not held
        print(f"{'held' if held else 'FELL'}  {test}: {figures}", flush=True)

    def skip(self, test, why):
        print(f"skip  {test}: {why}", flush=True)

    def end(self):
        sys.exit(1 if self.fell else 0)


@contextlib.contextmanager
def scratch():
    """A folder for one run, gone afterwards; others may look in, because some tests run as somebody else."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="twir-strength-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Program:
    """The program under test, with a cache of its own and nothing of the caller's environment that matters."""

    def __init__(self, binary, cache):
        self.binary, self.cache = str(pathlib.Path(binary).resolve()), cache

    def environment(self):
        named = {"TWIR_EVENTS_CACHE": str(self.cache), "HOME": "/nonexistent", "PATH": os.environ["PATH"]}
        return named

    def start(self, arguments, **options):
        options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **options}
        return subprocess.Popen([self.binary, *map(str, arguments)], env=self.environment(), **options)

    def run(self, arguments, **options):
        command = [self.binary, *map(str, arguments)]
        options = {"capture_output": True, "timeout": HANGS_SECONDS, **options}
        return subprocess.run(command, env=self.environment(), **options)

    def whole(self, arguments, **options):
        """A run that has to come through."""
        done = self.run(arguments, **options)
        if done.returncode not in (0, 1):
            raise SystemExit(f"{arguments}: {done.returncode}: {done.stderr.decode(errors='replace')}")
        return done


def tree(folder):
    """Every file below a folder by its path, with a hash of its bytes."""
    found = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.is_file():
            found[str(path.relative_to(folder))] = hashlib.sha1(path.read_bytes()).hexdigest()
    return found


def left_over(folder):
    """What a run that was killed leaves for the next one to sweep."""
    names = [path.name for path in pathlib.Path(folder).rglob("*")]
    return [name for name in names if name.startswith(".twir-events") or name.endswith(".new")]


def issue(number, date, rows):
    """An issue in the shape of the real ones; `rows` are day, city, group, its page, title and link."""
    lines = [f"Title: This Week in Rust {number}", f"Number: {number}", f"Date: {date}", ""]
    lines += ["## Upcoming Events", "", f"Rusty Events between {date} - {date} 🦀", "", "### Europe"]
    for day, city, group, page, title, link in rows:
        lines += [f"* {day} | {city} | [{group}]({page})", f"    * [**{title}**]({link})"]
    return "\n".join(lines) + "\n"


def draft(lines):
    """A draft that has something to sort, to drop and to mend, and a text of so many lines that has to stay."""
    rows = [(f"2025-12-{day:02}", "Berlin, DE", "Rust Berlin", "https://www.meetup.com/rust-berlin/",
             f"Evening {day}", f"https://www.meetup.com/rust-berlin/events/{day}/?utm_source=mail")
            for day in range(28, 1, -1)]
    end = "\nIf you are running a Rust event please add it to the calendar.\n"
    return issue(800, "2025-12-10", rows) + end + "\n## Jobs\n\n" + "A line that stays.\n" * lines


def calendar(uid, title, hour):
    """A calendar of one evening on 2026-01-20, as a platform writes it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sample//EN", "BEGIN:VEVENT", f"UID:{uid}"]
    lines += ["DTSTAMP:20260101T000000Z", f"DTSTART:20260120T{hour:02}0000Z", f"SUMMARY:{title}"]
    return "\r\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""])


def page(title, hour):
    """The page of an evening on 2026-01-20, with its schema.org data."""
    data = {"@context": "https://schema.org", "@type": "Event", "name": title}
    data["startDate"] = f"2026-01-20T{hour:02}:00:00+01:00"
    return f'<html><script type="application/ld+json">{json.dumps(data)}</script><h1>{title}</h1></html>'


REPOSITORY = "/repos/rust-lang/this-week-in-rust"


class Servers:
    """The newsletter's repository as GitHub shows it, and whatever pages and calendars are put beside it. It
    listens on every address of loopback: each is a host of its own, and so none is to be waited for."""

    def __init__(self):
        self.files, self.things = {}, {}
        self._lock = threading.Lock()
        servers = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                with contextlib.suppress(OSError):
                    servers.answer(self)

            def log_message(self, *_):
                pass

        class Listening(http.server.ThreadingHTTPServer):
            # A client that is killed in the middle is what these tests are about.
            def handle_error(self, *_):
                pass

        self.server = Listening(("0.0.0.0", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, host=1):
        return f"http://127.0.0.{host}:{self.port}"

    def publish(self, files=None, things=None):
        with self._lock:
            self.files = self.files if files is None else dict(files)
            self.things = self.things if things is None else dict(things)

    def answer(self, request):
        with self._lock:
            files, things = self.files, self.things
        path = request.path
        if path == f"{REPOSITORY}/git/trees/HEAD?recursive=1":
            nodes = [{"path": name, "mode": "100644", "type": "blob", "sha": blob_id(text), "size": len(text)}
                     for name, text in sorted(files.items())]
            body = json.dumps({"sha": "0", "tree": nodes, "truncated": False}).encode()
            etag = f'"{blob_id(body)}"'
            if request.headers.get("if-none-match") == etag:
                return self.send(request, 304, "application/json", b"", etag)
            return self.send(request, 200, "application/json; charset=utf-8", body, etag)
        if path == f"{REPOSITORY}/tarball/HEAD":
            return self.send(request, 200, "application/x-gzip", tarball(files))
        if path.startswith(f"{REPOSITORY}/git/blobs/"):
            wanted = path.rsplit("/", 1)[1]
            for text in files.values():
                if blob_id(text) == wanted:
                    return self.send(request, 200, "application/vnd.github.raw+json; charset=utf-8", text)
        if path in things:
            text = things[path].encode()
            kind = "text/calendar" if text.startswith(b"BEGIN:VCALENDAR") else "text/html"
            return self.send(request, 200, f"{kind}; charset=utf-8", text)
        return self.send(request, 404, "text/plain", b"Not Found")

    @staticmethod
    def send(request, status, kind, body, etag=None):
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        if etag:
            request.send_header("ETag", etag)
        request.end_headers()
        request.wfile.write(body)


def blob_id(text):
    return hashlib.sha1(b"blob %d\0" % len(text) + text).hexdigest()


def tarball(files):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, text in files.items():
            entry = tarfile.TarInfo(f"rust-lang-this-week-in-rust-0123456/{name}")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text))
    return gzip.compress(packed.getvalue(), 1)


def repository(days, servers, title="Rust Hack and Learn"):
    """So many issues, one a day of January 2026; each lists an evening of the 20th for each of a few groups,
    whose pages and calendars are on `servers`."""
    files = {}
    for day in range(1, days + 1):
        date = f"2026-01-{day:02}"
        rows = [(f"2026-01-20", city, f"Rust {city.split(',')[0]}", f"{servers.url(host)}/group{host}",
                 f"{title} {host}", f"{servers.url(host)}/event{host}") for host, city in HOSTS.items()]
        files[f"content/{date}-this-week-in-rust.md"] = issue(700 + day, date, rows).encode()
    return files


# The last number of an address of loopback, and the city of the group that has its pages there.
HOSTS = {2: "Berlin, DE", 3: "Paris, FR", 4: "Bern, CH", 5: "Oslo, NO"}


def organisers(hour):
    """A calendar and a page for each group, whose evenings begin at this hour."""
    things = {}
    for host in HOSTS:
        things[f"/cal{host}.ics"] = calendar(f"evening-{host}@example.org", f"Evening {host}", hour)
        things[f"/event{host}"] = page(f"Evening {host}", hour)
    return things


def groups_file(folder, servers):
    """The table that says where the calendars of the groups are."""
    rows = ["name\turl\tcity\tsubdivision\tcountry\tcalendar\tzone"]
    for host, place in HOSTS.items():
        city, country = place.split(", ")
        where = servers.url(host)
        rows.append(f"Rust {city}\t{where}/group{host}\t{city}\t\t{country}\t{where}/cal{host}.ics\tEurope/Paris")
    path = folder / "groups.tsv"
    path.write_text("\n".join(rows) + "\n")
    return path


def alone():
    """Begins anew in a network that has nothing but loopback, where the system lets us: `sync --calendars` also
    asks for a calendar of the whole community, and no test may reach it. False where it does not."""
    if os.environ.get("TWIR_STRENGTH_ALONE") == "1":
        return True
    inside = "ip link set lo up && exec \"$0\" \"$@\""
    command = ["unshare", "--net", "sh", "-c", inside, sys.executable, *sys.argv]
    probe = ["unshare", "--net", "sh", "-c", "ip link set lo up"]
    if not shutil.which("unshare") or subprocess.run(probe, capture_output=True).returncode:
        return False
    os.execvpe(command[0], command, {**os.environ, "TWIR_STRENGTH_ALONE": "1"})


def spread(figures):
    """The middle and the worst of some seconds, in milliseconds."""
    figures = sorted(figures)
    return f"median {figures[len(figures) // 2] * 1000:.0f} ms, worst {figures[-1] * 1000:.0f} ms"


def now():
    return time.monotonic()

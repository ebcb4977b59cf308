"""A server under clients that mean no good: whoever asks plainly is answered, and nothing is held afterwards.

    cargo build && python3 tests/strength/load.py target/debug/twir-events [CONNECTIONS]

Opens CONNECTIONS (10,000) connections on loopback that say nothing, say their head a byte at a time, or take nothing
of a long answer, and asks plainly meanwhile; then asks for selections of every cost. Ends with status 1 where a plain
request had no answer, or threads or file descriptors are left behind. Linux only, for it reads /proc.
"""

import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

BIN = os.path.abspath(sys.argv[1])
CONNECTIONS = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
# Longer than the server lets anybody idle (10 s) or leave an answer lying (30 s).
GONE_SECONDS = 45
PLAIN_SECONDS = 60
QUERIES = ["", "region=europe", "near=52.5,13.4&within=500", "text=rust", "history=all&text=e",
           "&".join(f"text={letter}{number}" for letter in "abcd" for number in range(16)),
           "&".join(["history=all"] + ["near=52.5,13.4"] * 30)]


def use(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        rows = dict(line.split(":", 1) for line in status)
    return int(rows["VmRSS"].split()[0]) // 1024, int(rows["Threads"]), len(os.listdir(f"/proc/{pid}/fd"))


def plain(base, path):
    begin = time.monotonic()
    with urllib.request.urlopen(base + path, timeout=PLAIN_SECONDS) as answer:
        answer.read()
    return time.monotonic() - begin


def crowd(port, count, head):
    """Connections that sent `head` and go no further; fewer where the server's queue is full."""
    out = []
    for _ in range(count):
        one = socket.socket()
        one.settimeout(0.05)
        try:
            one.connect(("127.0.0.1", port))
            one.send(head)
            out.append(one)
        except OSError:
            one.close()
    return out


def main():
    wanted = CONNECTIONS + 500
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, max(hard, wanted)))
    good = True
    with tempfile.TemporaryDirectory() as root:
        os.environ["TWIR_EVENTS_CACHE"] = root + "/cache"
        site = root + "/site"
        subprocess.run([BIN, "build", "--out", site], check=True, stderr=subprocess.DEVNULL)
        server = subprocess.Popen([BIN, "serve", site, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, text=True)
        try:
            base = server.stdout.readline().strip().rstrip("/")
            port = urllib.parse.urlsplit(base).port
            for query in QUERIES:
                plain(base, f"/feed.ics?{query}" if query else "/")
            before = use(server.pid)
            kinds = {
                "silent": b"",
                "slow heads": b"GET / HTTP/1.1\r\nHost: a\r\nX-",
                "no reader": b"GET /archive.json HTTP/1.1\r\nHost: a\r\n\r\n" * 20,
            }
            for kind, head in kinds.items():
                begin = time.monotonic()
                held = crowd(port, CONNECTIONS // len(kinds), head)
                took = time.monotonic() - begin
                try:
                    slowest = max(plain(base, "/all.ics") for _ in range(20))
                    answered = f"20 plain requests answered, the slowest in {slowest:.2f} s"
                except OSError as error:
                    answered, good = f"a plain request had no answer: {error}", False
                memory, threads, files = use(server.pid)
                print(f"{kind}: {len(held)} connections within {took:.1f} s; {answered}; "
                      f"{memory} MB, {threads} threads, {files} files", flush=True)
                for one in held:
                    one.close()
            time.sleep(GONE_SECONDS)
            for query in QUERIES:
                cost = min(plain(base, f"/feed.ics?{query}" if query else "/") for _ in range(3))
                print(f"selection {query[:40] or '(the page)'}: {cost * 1000:.1f} ms", flush=True)
            after = use(server.pid)
            print(f"before: {before[0]} MB, {before[1]} threads, {before[2]} files; "
                  f"after: {after[0]} MB, {after[1]} threads, {after[2]} files", flush=True)
            good &= after[1] <= before[1] + 1 and after[2] <= before[2] + 1
        finally:
            server.terminate()
            server.wait()
    sys.exit(0 if good else 1)


main()

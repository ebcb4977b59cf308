#!/usr/bin/env python3
"""Load on `serve`, all of it on loopback: slow heads, slow bodies, slow readers, idle connections, 10,000 of them,
and queries of every cost. All the while somebody asks as usual, and has to be answered.

    python3 tests/strength/load.py target/release/twir-events
    python3 tests/strength/load.py target/release/twir-events --issues this-week-in-rust --connections 10000

Afterwards nothing may be left: no descriptor, no thread, no memory that grows from round to round."""

import argparse
import concurrent.futures
import contextlib
import os
import resource
import socket
import subprocess
import threading
import time

import common
from common import now

# What the issue names.
CONNECTIONS = 10_000
# So many of each kind of slow client: more than `serve` holds at once.
SLOW = 1_000
# So long each kind of load lasts.
SECONDS = 15
# Who asks as usual asks so often, and may wait so long at worst: an evening's page is worth that.
PAUSE_SECONDS = 0.1
WORST_SECONDS = 5.0
# The server closes what is idle or slow after 10 s, and what takes nothing after 30; its threads end 10 s later.
SETTLED_SECONDS = 75
# Kept answers, files and feeds 64 MiB each, and what the allocator holds back beside them.
GROWTH_MIB = 200
# So many different queries at once, and in all.
ASKERS, QUERIES = 32, 200


class Server:
    def __init__(self, program, folder, options):
        self.child = program.start(["serve", folder, "--listen", "127.0.0.1:0", "--no-calendars", *options],
                                   stdout=subprocess.PIPE)
        self.port = int(self.child.stdout.readline().decode().strip().rstrip("/").rsplit(":", 1)[1])

    def connect(self, timeout=60):
        return socket.create_connection(("127.0.0.1", self.port), timeout=timeout)

    def get(self, path):
        """Status and body of a request of its own connection."""
        with self.connect() as stream:
            stream.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            answer = bytearray()
            while piece := stream.recv(1 << 16):
                answer += piece
        head, _, body = bytes(answer).partition(b"\r\n\r\n")
        length = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        if length and int(length[0].split(b":")[1]) != len(body):
            raise OSError("the answer is cut off")
        return int(head.split(b" ")[1]), body

    def figures(self):
        """Memory in MiB, descriptors, threads."""
        status = dict(line.split(":", 1) for line in open(f"/proc/{self.child.pid}/status"))
        descriptors = len(os.listdir(f"/proc/{self.child.pid}/fd"))
        return int(status["VmRSS"].split()[0]) >> 10, descriptors, int(status["Threads"])

    def peak(self):
        """The most memory since the last call, in MiB."""
        status = dict(line.split(":", 1) for line in open(f"/proc/{self.child.pid}/status"))
        with contextlib.suppress(OSError), open(f"/proc/{self.child.pid}/clear_refs", "w") as clear:
            clear.write("5")
        return int(status["VmHWM"].split()[0]) >> 10

    def end(self):
        self.child.terminate()
        return self.child.wait(60)


class Usual:
    """Somebody who asks for a page, a feed and a selection in turn, as long as this lives."""

    PATHS = ("/", "/all.ics", "/feed.ics?region=europe")

    def __init__(self, server):
        self.server, self.took, self.failed, self.ending = server, [], [], False
        self.right = {path: server.get(path) for path in self.PATHS}
        self.thread = threading.Thread(target=self.ask)
        self.thread.start()

    def ask(self):
        number = 0
        while not self.ending:
            path = self.PATHS[number % len(self.PATHS)]
            number, begun = number + 1, now()
            try:
                if self.server.get(path) != self.right[path]:
                    self.failed.append("another answer")
            except (OSError, ValueError, IndexError) as error:
                self.failed.append(repr(error))
            self.took.append(now() - begun)
            time.sleep(PAUSE_SECONDS)

    def end(self):
        self.ending = True
        self.thread.join()

    def held(self):
        return not self.failed and self.took and max(self.took) <= WORST_SECONDS

    def __str__(self):
        failed = f", {len(self.failed)} FAILED ({self.failed[0]})" if self.failed else ""
        return f"{len(self.took)} usual requests, {common.spread(self.took)}{failed}"


class Crowd:
    """Connections of which each sends and takes a little now and then, and that come back when they are closed."""

    def __init__(self, server, number, first, drip=b"", sips=0, buffer=None):
        self.server, self.number, self.first, self.drip, self.sips = server, number, first, drip, sips
        self.buffer, self.opened, self.refused = buffer, 0, 0
        self.streams = []

    def open(self):
        stream = socket.socket()
        if self.buffer:
            stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.buffer)
        stream.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            stream.connect(("127.0.0.1", self.server.port))
        self.opened += 1
        return [stream, False]

    def press(self, seconds):
        """Holds all the connections for so long."""
        end = now() + seconds
        self.streams = [self.open() for _ in range(self.number)]
        while now() < end:
            begun = now()
            for entry in self.streams:
                try:
                    self.turn(entry)
                except BlockingIOError:
                    pass
                except OSError:
                    self.refused += 1
                    entry[0].close()
                    entry[:] = self.open()
            time.sleep(max(0, 1 - (now() - begun)))

    def turn(self, entry):
        stream, greeted = entry
        if not greeted:
            stream.send(self.first) if self.first else stream.getpeername()
            entry[1] = True
            return
        if self.drip:
            stream.send(self.drip)
        if self.sips:
            if not stream.recv(self.sips):
                raise ConnectionResetError
        elif not self.drip and not self.first:
            if stream.recv(1) == b"":
                raise ConnectionResetError

    def close(self):
        for stream, _ in self.streams:
            stream.close()

    def __str__(self):
        return f"{self.number} at once, {self.opened} in all"


def press(report, server, name, crowd, seconds=SECONDS):
    """The crowd presses while somebody asks as usual."""
    server.peak()
    usual = Usual(server)
    crowd.press(seconds)
    usual.end()
    crowd.close()
    memory, descriptors, threads = server.figures()
    report.tell(name, usual.held(), f"{crowd}; {usual}; peak {server.peak()} MiB, {descriptors} descriptors, "
                f"{threads} threads")


def costs(server):
    """Queries from the cheapest to the dearest."""
    longest = "&".join(f"text={letter}" for letter in "abcdefghijklmnopqrstuvwxyz" * 2)
    far = ",".join(f"x{number}" for number in range(60))
    return ["", "region=europe", "country=DE,AT,CH", "city=berlin,paris", "format=virtual", "near=Berlin&within=20000",
            "history=all", "history=all&near=Tokyo&within=20000", f"history=all&{longest}", f"text={far}",
            "from=2014-01-01&to=2030-12-31", "history=all&withdrawn=cancelled",
            "region=" + "e" * 4000, "group=" + ",".join("rust" for _ in range(64))]


def queries(report, server):
    took = {}
    for query in costs(server):
        for format in ("ics", "json", "atom"):
            begun = now()
            # Something else each time, so that nothing is answered from memory.
            status, body = server.get(f"/feed.{format}?{query}")
            took[f"{format} {query[:40]}"] = (now() - begun, status, len(body))
    dearest = max(took, key=lambda query: took[query][0])
    seconds, status, length = took[dearest]
    report.tell("queries of every cost", all(entry[1] in (200, 400, 414) for entry in took.values()),
                f"{len(took)}; {common.spread([entry[0] for entry in took.values()])}: `{dearest}`, "
                f"status {status}, {length >> 10} KiB")


def many_queries(report, server, slow):
    """Dear queries that nobody has asked before, at once; `slow`: by clients that do not take what they asked for."""
    server.peak()
    usual = Usual(server)
    bad = []

    def dear(number):
        format = ("ics", "json", "atom")[number % 3]
        try:
            if server.get(f"/feed.{format}?history=all&text=w{number},e")[0] != 200:
                bad.append(number)
        except OSError as error:
            bad.append(repr(error))

    if slow:
        streams = []
        for number in range(SLOW):
            stream = socket.socket()
            stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            stream.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                stream.connect(("127.0.0.1", server.port))
            streams.append(stream)
        time.sleep(1)
        for number, stream in enumerate(streams):
            with contextlib.suppress(OSError):
                stream.send(f"GET /feed.json?history=all&text=y{number},e HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(SECONDS)
        for stream in streams:
            stream.close()
        name, number = "dear queries whose answers nobody takes", SLOW
    else:
        with concurrent.futures.ThreadPoolExecutor(ASKERS) as pool:
            list(pool.map(dear, range(QUERIES)))
        name, number = f"{ASKERS} at once ask dear queries", QUERIES
    usual.end()
    report.tell(name, usual.held() and not bad,
                f"{number}, {len(bad)} failed{': ' + str(bad[0]) if bad else ''}; {usual}; peak {server.peak()} MiB")


def settle(report, server, before, right):
    """All is as it was before the load."""
    end = now() + SETTLED_SECONDS
    while True:
        after = server.figures()
        calm = after[1] <= before[1] and after[2] <= before[2]
        if calm or now() > end:
            break
        time.sleep(1)
    begun = now()
    same = all(server.get(path) == answer for path, answer in right.items())
    took = now() - begun
    grown = after[0] - before[0]
    report.tell("afterwards", calm and same and took <= WORST_SECONDS and grown <= GROWTH_MIB,
                f"memory {before[0]} MiB, then {after[0]}; descriptors {before[1]}, then {after[1]}; threads "
                f"{before[2]}, then {after[2]}; answers {'the same' if same else 'NOT the same'}, "
                f"in {took:.1f} s")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("binary", help="the program")
    arguments.add_argument("--issues", help="serve this checkout [default: the bundled issues]")
    arguments.add_argument("--connections", type=int, default=CONNECTIONS, help="so many at once [%(default)s]")
    asked = arguments.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    report = common.Report()
    if hard != resource.RLIM_INFINITY and hard < asked.connections + 100:
        report.skip(f"{asked.connections} connections", f"the system gives a process {hard} descriptors; taken are "
                    f"{hard - 100}")
        asked.connections = hard - 100
    issues = ["--issues", asked.issues] if asked.issues else []
    with common.scratch() as folder:
        program = common.Program(asked.binary, folder / "cache")
        program.whole(["build", "--no-calendars", *issues, "--out", folder / "public"])
        server = Server(program, folder / "public", issues)
        try:
            right = {path: server.get(path) for path in (*Usual.PATHS, "/archive.ics", "/feed.json?history=all")}
            queries(report, server)
            # The first of each kind fills what is kept.
            many_queries(report, server, False)
            time.sleep(SETTLED_SECONDS / 5)
            before = server.figures()
            large = b"GET /archive.ics HTTP/1.1\r\nHost: x\r\n\r\n"
            press(report, server, "idle connections", Crowd(server, SLOW, b""))
            press(report, server, "slow heads", Crowd(server, SLOW, b"GET / HTTP/1.1\r\nHo", b"o"))
            body = b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"
            press(report, server, "slow bodies of requests", Crowd(server, SLOW, body, b"o"))
            press(report, server, "slow readers of answers", Crowd(server, SLOW, large, sips=100, buffer=4096))
            press(report, server, f"{asked.connections} idle connections",
                  Crowd(server, asked.connections, b""))
            many_queries(report, server, False)
            many_queries(report, server, True)
            settle(report, server, before, right)
            ended = server.end()
            report.tell("SIGTERM", ended == 0, f"status {ended}")
        finally:
            server.child.kill()
            server.child.wait()
    report.end()


main()

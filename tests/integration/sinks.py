# SPDX-License-Identifier: BSD-3-Clause
"""Sinks that fail in every way we know, and the driver that delivers to them
(notify_driver.c)."""
import base64
import hashlib
import hmac
import json
import os
import re
import socket
import struct
import subprocess
import sys
import threading
import time

from harness import BUILD, case, cleanup, temporary

DRIVER = BUILD / "tests/integration/notify_driver"
KEYS = ["whsec_" + base64.b64encode(bytes([i] * 24)).decode() for i in (1, 2)]
PATH = "/services/SECRET-PATH?token=SECRET-TOKEN"
DIR = temporary()
LOGS = []
TAKEN = []  # bytes of a body without end that somebody took

if not DRIVER.exists():
    sys.exit(f"{DRIVER} is missing: make check builds it")


# --- how a sink may answer: (connection, number of the attempt) -> nothing ---

def status(code, headers="", body=""):
    def answer(conn, _):
        conn.sendall(f"HTTP/1.1 {code} Status\r\nConnection: close\r\n"
                     f"Content-Length: {len(body)}\r\n{headers}\r\n{body}"
                     .encode())
    return answer


def hang(conn, _):
    conn.settimeout(10)
    conn.recv(1)


def reset(conn, _):
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                    struct.pack("ii", 1, 0))


def silent_close(conn, _):
    pass


def garbage(conn, _):
    conn.sendall(b"\x00\xffSSH-2.0-what\r\n" * 100)


def drip(text, seconds):
    """A byte at a time, for ever."""
    def answer(conn, _):
        for byte in text.encode() + b"x" * 1000:
            conn.sendall(bytes([byte]))
            time.sleep(seconds)
    return answer


def endless_head(conn, _):
    conn.sendall(b"HTTP/1.1 500 No\r\n")
    while True:
        conn.sendall(b"X-Long: " + b"x" * 1000 + b"\r\n")


def endless_body(conn, _):
    conn.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        conn.sendall(b"x" * 65536)
        TAKEN.append(65536)


def reset_after_head(conn, n):
    conn.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
    time.sleep(0.05)
    reset(conn, n)


def redirect(conn, n):
    where = f"http://127.0.0.1:{conn.getsockname()[1]}/elsewhere"
    status(302, f"Location: {where}\r\n")(conn, n)


ok = status(200, body="ok")


class Sink:
    """Answers attempt n with answers[n], later ones with `last`."""

    def __init__(self, *answers, last=ok, tls=None, port=0):
        self.answers, self.last, self.tls = answers, last, tls
        self.requests = []  # (time, path, headers, body)
        self.by_id = {}     # id: an answer of its own
        self.parallel = self.most_parallel = 0
        self.lock = threading.Lock()
        self.server = socket.create_server(("127.0.0.1", port), backlog=128)
        self.port = self.server.getsockname()[1]
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self.port}{PATH}"
        threading.Thread(target=self.accept, daemon=True).start()
        cleanup(self.close)

    def close(self):
        try:
            self.server.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.server.close()

    def accept(self):
        while True:
            try:
                conn, _ = self.server.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(conn,),
                             daemon=True).start()

    def serve(self, conn):
        try:
            with conn:
                if self.tls:
                    conn = self.tls.wrap_socket(conn, server_side=True)
                self.answer(conn, *self.read(conn))
        except (OSError, ValueError, IndexError, KeyError):
            pass  # the other side left, maybe in the middle of a line

    @staticmethod
    def read(conn):
        stream = conn.makefile("rb")
        path = stream.readline().split()[1].decode()
        headers = {}
        while line := stream.readline().strip():
            name, _, value = line.decode().partition(": ")
            headers[name.lower()] = value
        return path, headers, \
            stream.read(int(headers.get("content-length", 0)))

    def answer(self, conn, path, headers, body):
        with self.lock:
            n = len(self.requests)
            self.requests.append((time.monotonic(), path, headers, body))
            self.parallel += 1
            self.most_parallel = max(self.most_parallel, self.parallel)
        answer = self.answers[n] if n < len(self.answers) else self.last
        try:
            self.by_id.get(headers["webhook-id"], answer)(conn, n)
        finally:
            with self.lock:
                self.parallel -= 1

    def ids(self):
        return [headers["webhook-id"] for _, _, headers, _ in self.requests]


# --- running the driver ---

def start(name, sink, count, *options, seconds=20, env=None):
    path = DIR / f"{name}.log"
    LOGS.append(path)
    url = sink if isinstance(sink, str) else sink.url
    # Through cat: the driver whose disk is full can still log.
    with open(path, "ab") as log:
        cat = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=log)
    driver = subprocess.Popen(
        [DRIVER, *options, DIR / f"{name}.db", url, str(count),
         str(int(seconds * 1000)), *KEYS], text=True, stdout=subprocess.PIPE,
        stderr=cat.stdin, env={**os.environ, **(env or {})})
    cat.stdin.close()
    driver.cat = cat
    return driver


def finish(driver):
    """(exit code, owed, delivered, given up, health)"""
    text, _ = driver.communicate(timeout=60)
    driver.cat.wait()
    words = re.findall(r"\w+", text)
    return (driver.returncode, *map(int, words[0:3:2]), int(words[4]),
            words[7]) if words else (driver.returncode,)


def run(*arguments, **options):
    return finish(start(*arguments, **options))


def all_ids(count):
    return [f"i{n // 3}.{n % 3 + 1}" for n in range(count)]


def in_order(ids):
    """Whether each incident's messages came first in their order."""
    first = list(dict.fromkeys(ids))
    return all([i for i in first if i.split(".")[0] == incident] ==
               sorted(i for i in first if i.split(".")[0] == incident)
               for incident in {i.split(".")[0] for i in first})


def same_bodies(sink):
    """Whether an id always came with the same body, its own."""
    bodies = {}
    return all(bodies.setdefault(h["webhook-id"], body) == body and
               json.loads(body)["id"] == h["webhook-id"]
               for _, _, h, body in sink.requests)


def signed(headers, body):
    stamp = headers["webhook-timestamp"]
    want = ["v1," + base64.b64encode(hmac.digest(
        base64.b64decode(key[6:]),
        f"{headers['webhook-id']}.{stamp}.".encode() + body,
        hashlib.sha256)).decode() for key in KEYS]
    return headers["webhook-signature"].split(" ") == want and \
        abs(int(stamp) - time.time()) < 60


def nothing_secret_in_the_logs():
    text = "".join(log.read_text() for log in set(LOGS))
    case("no log has a URL's path or a key",
         "SECRET" not in text and "whsec_" not in text and
         "127.0.0.1" in text and len(text) > 10000)

# SPDX-License-Identifier: BSD-3-Clause
"""harness - what the integration tests share: the lab, a sink that can fail
in many ways, the daemon, and a count of what passed.

A test is a program that calls case() for each thing that it shows and
done() at its end. Everything it starts is ended again, by pid, also when it
is interrupted.
"""
import atexit
import fcntl
import http.server
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("FOREWARN_BUILD", TOP / "build"))
LAB = TOP / "contrib/lab/lab"
LAB_LOCK = pathlib.Path(tempfile.gettempdir()) / "forewarn-lab.lock"

_failed = 0
_cleanups = []


def case(name, good, why=""):
    """Report one thing as shown or not."""
    global _failed
    if good:
        print(f"ok {name}", flush=True)
    else:
        _failed += 1
        print(f"not ok {name}{' - ' if why else ''}{why}", flush=True)
    return good


def done():
    sys.exit(1 if _failed else 0)


def cleanup(function):
    _cleanups.append(function)


@atexit.register
def _clean_up():
    while _cleanups:
        try:
            _cleanups.pop()()
        except Exception as error:  # the rest must still be ended
            print(f"clean-up: {error}", file=sys.stderr)


signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def wait_for(condition, seconds, step=0.1):
    """The first true value of condition() within the time, else its last."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value or time.monotonic() >= end:
            return value
        time.sleep(step)


def temporary(prefix="forewarn-test."):
    path = pathlib.Path(tempfile.mkdtemp(prefix=prefix))
    path.chmod(0o755)
    cleanup(lambda: shutil.rmtree(path, ignore_errors=True))
    return path


def unexplained(zones):
    """Where libunbound and forewarn's own checks differ in check --json, and
    the manual's table has no reason."""
    return [f"{row['question']}: libunbound {row['libunbound']}, "
            f"ours {row['ours']}" for zone in zones
            for row in zone["disagreements"] if not row["explained"]]


class Lab:
    """A private Internet of this test's own."""

    def __init__(self, net, *options):
        """On @p net, or on the next one that no other test has."""
        self.dir = temporary("forewarn-lab.")
        first = int(net.split(".")[1])
        with open(LAB_LOCK, "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # one test looks at a time
            self._up(range(first, first + 40, 10), options)
        cleanup(self.down)

    def _up(self, numbers, options):
        for number in numbers:
            up = subprocess.run(
                [LAB, "up", self.dir, "--net", f"127.{number}", *options],
                text=True, timeout=120, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE)
            if up.returncode == 0:
                self.net = f"127.{number}"
                return
        raise RuntimeError(up.stderr)

    def _run(self, *words):
        return subprocess.run(
            [LAB, *map(str, words)], check=True, text=True, timeout=120,
            stdout=subprocess.PIPE).stdout

    def down(self):
        self._run("down", self.dir)

    def list(self):
        """{zone: (expected verdict, {expected ids})}"""
        rows = {}
        for line in self._run("list", self.dir).splitlines():
            zone, verdict, ids = line.split("\t")
            rows[zone] = (verdict, set() if ids == "-" else set(ids.split(",")))
        return rows

    def do(self, *words):
        """do("break", zone, fault), do("mend", zone)"""
        return self._run(words[0], self.dir, *words[1:])

    def pids(self):
        """The pids of its name servers."""
        return [int(line.rsplit("pid ", 1)[1])
                for line in self._run("status", self.dir).splitlines()
                if "pid " in line]

    def config(self, path, url, extra="", **values):
        """Write the lab's own configuration, with another target, state and
        run directory, and values of other keys."""
        text = (self.dir / "forewarn.yaml").read_text()
        lines = []
        values.setdefault("state_dir", path / "state")
        values.setdefault("run_dir", path / "run")
        for line in text.splitlines():
            key = line.split(":")[0]
            if key in values:
                line = f"{key}: {values.pop(key)}"
            if line.strip().startswith("url:"):
                line = f'    url: "{url}"'
            lines.append(line)
        head = [f"{key}: {value}" for key, value in values.items()]
        file = path / "forewarn.yaml"
        file.write_text("\n".join(head + lines) + "\n" + extra)
        return file


class Sink:
    """A webhook receiver on a port of its own; `mode` says how it fails."""

    def __init__(self, tls=None):
        """@p tls: an ssl.SSLContext; it is then https at localhost."""
        self.mode = "ok"
        self.answer = b""  # "ok" is Slack's
        self.messages = []  # (headers, body) of those that were accepted
        self.attempts = 0
        sink = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                sink.attempts += 1
                length = int(self.headers.get("Content-Length", 0))
                body = self.rfile.read(length)
                if sink.mode == "ok":
                    sink.messages.append((dict(self.headers), body))
                    self.send_response(200)
                else:
                    self.send_response(int(sink.mode))
                self.send_header("Content-Length", str(len(sink.answer)))
                self.end_headers()
                self.wfile.write(sink.answer)

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket,
                                                  server_side=True)
            self.url = f"https://localhost:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever,
                         daemon=True).start()
        cleanup(self._server.shutdown)

    def events(self):
        return [json.loads(body) for _, body in list(self.messages)]

    def about(self, owner):
        """The changes told about one owner, in order, retries once."""
        seen, changes = set(), []
        for event in self.events():
            if event["subject"] == owner and event["id"] not in seen:
                seen.add(event["id"])
                changes.append(event["type"].rsplit(".", 1)[1])
        return changes


class Daemon:
    """forewarnd under a configuration file."""

    def __init__(self, config, wrapper=(), program=None, options=()):
        self.config = config
        self.options = options
        self.wrapper = list(wrapper)
        self.program = program or BUILD / "forewarnd"
        self.log = config.parent / "forewarnd.log"
        self.process = None
        self.start()
        cleanup(self.stop)

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*self.wrapper, self.program, "-c", self.config,
                 *self.options],
                stdout=log, stderr=log)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self, seconds=30):
        """SIGTERM; the exit code, or None where it had to be killed."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.kill()
                return None
        return self.process.returncode

    def alive(self):
        return self.process.poll() is None

    def state(self):
        """The state file, or None; a torn one is an error of ours."""
        path = self.config.parent / "state/state.json"
        return json.loads(path.read_text()) if path.exists() else None

    def zones(self):
        state = self.state()
        return {z["zone"]: z for z in state["zones"]} if state else {}

    def verdict(self, zone):
        return self.zones().get(zone, {}).get("verdict")

    def probers(self):
        """The pids of its probers."""
        path = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        children = pathlib.Path(path).read_text().split()
        return [int(pid) for pid in children]

    def forewarn(self, *words, **options):
        return subprocess.run(
            [BUILD / "forewarn", words[0], "-c", self.config, *words[1:]],
            text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            timeout=120, **options)

    def log_text(self):
        return self.log.read_text(errors="replace")

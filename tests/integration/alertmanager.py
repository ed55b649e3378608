# SPDX-License-Identifier: BSD-3-Clause
"""alertmanager - a real one, with the configuration that is shipped."""
import json
import socket
import subprocess
import urllib.request

from harness import TOP, cleanup

PROGRAM = "prometheus-alertmanager"
SHIPPED = TOP / "contrib/alertmanager/alertmanager.yml"
# The shipped times are for people.
SECONDS = {"group_wait: 30s": "group_wait: 2s",
           "group_interval: 5m": "group_interval: 5s"}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def ask(url):
    """What JSON is there, or None."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return json.load(answer)
    except (OSError, ValueError):
        return None


def write_config(file, url):
    """The shipped configuration, in a hurry, with another receiver."""
    text = SHIPPED.read_text()
    for long, short in SECONDS.items():
        if long not in text:
            raise RuntimeError(f"{SHIPPED} has no {long}")
        text = text.replace(long, short)
    file.write_text(text.replace("http://127.0.0.1:9599/", url))


class Manager:
    """One member; the cluster is those that were started with its address."""

    def __init__(self, path, number, peers, url):
        write_config(path / "manager.yml", url)
        self.port, self.cluster = free_port(), f"127.0.0.1:{free_port()}"
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = path / f"manager{number}.log"
        self.command = [
            PROGRAM, f"--config.file={path}/manager.yml",
            f"--storage.path={path}/manager{number}",
            f"--web.listen-address=127.0.0.1:{self.port}",
            f"--cluster.listen-address={self.cluster}",
            f"--cluster.advertise-address={self.cluster}",
            "--cluster.peer-timeout=5s", "--cluster.settle-timeout=2s",
            *[f"--cluster.peer={p.cluster}" for p in peers]]
        self.start()

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log,
                                            stderr=log)
        cleanup(self.kill)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def get(self, path):
        return ask(self.url + path)

    def peers(self):
        status = self.get("/api/v2/status")
        return len(status["cluster"]["peers"]) if status else 0

    def alerts(self):
        """Those that are active, by their zone or owner."""
        return {a["labels"].get("zone") or a["labels"].get("owner"): a
                for a in self.get("/api/v2/alerts?active=true") or []}


def told(sink, status):
    """(alertname, zone) of the alerts that notifications told as @p status."""
    return [(a["labels"]["alertname"], a["labels"].get("zone"))
            for message in sink.events() for a in message["alerts"]
            if a["status"] == status and message["status"] == status]

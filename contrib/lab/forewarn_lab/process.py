# SPDX-License-Identifier: BSD-3-Clause
"""Processes that outlive the command that started them: start, know again,
stop. A pid alone may be somebody else's by now; its start time tells."""

import os
import signal
import subprocess
import time

from .tools import LabError

STOP_S = 8
STEP_S = 0.02


def start(command, log):
    """@return {"pid", "born"}, to be kept until stop()."""
    with open(log, "ab") as out:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                 stdout=out, stderr=out,
                                 start_new_session=True, cwd="/")
    return {"pid": child.pid, "born": born(child.pid)}


def born(pid):
    """The start time in clock ticks since boot; None: there is no such."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            # The command's name, in parentheses, may hold blanks.
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    zombie = fields[0] == "Z"
    return None if zombie else int(fields[19])


def alive(process):
    return process is not None and born(process["pid"]) == process["born"]


def stop(processes):
    """End them all: politely, then by force, each with its own children."""
    running = [row for row in processes if alive(row)]
    for row in running:
        _signal(row, signal.SIGTERM)
    limit = time.monotonic() + STOP_S
    while running and time.monotonic() < limit:
        time.sleep(STEP_S)
        _reap()
        running = [row for row in running if alive(row)]
    for row in running:
        # It leads a session of its own, so its group is it and its children.
        os.killpg(row["pid"], signal.SIGKILL)
    return len(running)


def _signal(process, number):
    try:
        os.kill(process["pid"], number)
    except ProcessLookupError:
        pass  # it ended by itself just now


def _reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass  # they were started by an earlier command


def require_alive(name, process, log):
    if not alive(process):
        with open(log, errors="replace") as file:
            said = file.read()[-1500:]
        raise LabError(f"{name} ended at once; its log {log} says:\n{said}")

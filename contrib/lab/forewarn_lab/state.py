# SPDX-License-Identifier: BSD-3-Clause
"""What a lab remembers between commands: DIR/lab.json, and its lock."""

import contextlib
import fcntl
import json
import os

from . import topology
from .tools import LabError

VERSION = 1
FILE = "lab.json"


class State:
    """
    net        "127.53"
    many       how many zones the crowd has
    six        whether the last name servers are reached over IPv6
    processes  {server: {"pid", "born"}}
    ports      {server: port}, of those behind the relay
    serials    {zone: serial}
    shapes     {zone: shape or None}, as it is now
    """

    def __init__(self, directory):
        self.directory = directory
        self.net = "127.53"
        self.many = 0
        self.six = False
        self.processes = {}
        self.ports = {}
        self.serials = {}
        self.shapes = {row.name: row.shape for row in topology.ZONES.values()}

    @property
    def file(self):
        return os.path.join(self.directory, FILE)

    def path(self, *parts):
        return os.path.join(self.directory, *parts)

    def address(self, host):
        return f"{self.net}.{host}"

    def address_six(self, host):
        return topology.SIX + host.replace(".", ":")

    def save(self):
        rows = {key: value for key, value in vars(self).items()
                if key != "directory"}
        with open(self.file + ".new", "w") as out:
            json.dump({"version": VERSION, **rows}, out, indent=1)
        os.replace(self.file + ".new", self.file)


def load(directory):
    """@return the State of a lab, or None where there never was one."""
    file = os.path.join(directory, FILE)
    try:
        with open(file) as source:
            rows = json.load(source)
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise LabError(f"{file} is damaged ({error}); take another "
                       "directory") from None
    if rows.pop("version", None) != VERSION:
        raise LabError(f"{file} is of another version of the lab")
    topology.set_crowd(rows.get("many", 0))
    state = State(directory)
    vars(state).update(rows)
    return state


@contextlib.contextmanager
def locked(directory):
    """One command at a time changes a lab."""
    with open(os.path.join(directory, "lock"), "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

# SPDX-License-Identifier: BSD-3-Clause
"""The table of cases, and where each is served."""

import os
import sys
from dataclasses import dataclass

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.join(HERE, "../../../contrib/lab"))

TLD = "ede."

# The last two octets of addresses.
ROOT_HOST, TLD_HOST, BIND_HOST, NSD_HOST, ANSWERS_HOST = (
    "0.1", "0.2", "1.1", "1.2", "1.3")
DEAD_HOST = "9.9"
HOSTS = {"bind": BIND_HOST, "refused": BIND_HOST, "acl": BIND_HOST,
         "lame": BIND_HOST, "nsd": NSD_HOST, "ede": ANSWERS_HOST,
         "rcode": ANSWERS_HOST, "nobody": DEAD_HOST}
# The loopback interface has one address of IPv6, and no name server there.
DEAD_ADDRESS6 = "::1"


@dataclass(frozen=True)
class Case:
    label: str
    algorithm: int      # 0: not signed
    denial: tuple       # (), ("nsec",) or ("nsec3", "50")
    served: tuple       # ("bind",), ("ede", "7") ...
    change: tuple       # () or ("ds", "key_tag", "0") ...
    expected: frozenset  # empty: ok
    about: str

    @property
    def zone(self):
        return f"{self.label}.{TLD}"

    def address(self, net):
        if self.served[0] == "nobody6":
            return DEAD_ADDRESS6
        return f"{net}.{HOSTS[self.served[0]]}"


def _words(text):
    return () if text == "-" else tuple(text.split())


def _case(fields):
    label, algorithm, denial, served, change, expected, about = fields
    ids = frozenset() if expected == "ok" else frozenset(expected.split("|"))
    return Case(label, 0 if algorithm == "-" else int(algorithm),
                _words(denial), _words(served), _words(change), ids, about)


def read_rows(name):
    """The lines of a table beside this file, split at tabs."""
    with open(os.path.join(HERE, name)) as file:
        return [line.rstrip("\n").split("\t") for line in file
                if line.strip() and not line.startswith("#")]


CASES = [_case(fields) for fields in read_rows("cases.tsv")[1:]]


def served_by(*kinds):
    return [case for case in CASES if case.served[0] in kinds]

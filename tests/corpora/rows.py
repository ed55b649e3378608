# SPDX-License-Identifier: BSD-3-Clause
"""The tables of cases, a set a folder, and where each case is served."""

import os
import sys
from dataclasses import dataclass

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.join(HERE, "../../contrib/lab"))

SETS = ("ede", "hostile", "published", "validators")

# The last two octets of addresses.
ROOT_HOST, TLD_HOST, BIND_HOST, NSD_HOST, ANSWERS_HOST = (
    "0.1", "0.2", "1.1", "1.2", "1.3")
DEAD_HOST = "9.9"
HOSTS = {"bind": BIND_HOST, "refused": BIND_HOST, "acl": BIND_HOST,
         "lame": BIND_HOST, "nsd": NSD_HOST, "ede": ANSWERS_HOST,
         "rcode": ANSWERS_HOST, "own": ANSWERS_HOST, "nobody": DEAD_HOST}
# The loopback interface has one address of IPv6, and no name server there.
DEAD_ADDRESS6 = "::1"
# Each zone of a rogue has an address of its own, from here on; what they tell
# of name servers that are silent is in another network.
ROGUE_NET, SILENT_NET = "20", "21"


@dataclass(frozen=True)
class Case:
    """The columns of cases.tsv; those that a set has not are empty."""
    tld: str
    number: int         # of its line
    label: str
    algorithm: int      # 0: not signed
    denial: tuple       # (), ("nsec",) or ("nsec3", "50", salt)
    served: tuple       # ("bind",), ("ede", "7"), ("rogue", "drip") ...
    change: tuple       # () or ("ds", "key_tag", "0") ...
    expected: frozenset  # of the first finding; empty: ok
    about: str
    most: tuple = ()    # (questions asked of it, seconds)
    records: str = ""   # more lines of the zone
    asked: tuple = ()   # "www:A,MX": what users ask for, beside the apex's A

    @property
    def zone(self):
        return f"{self.label}.{self.tld}"

    @property
    def server_name(self):
        """nsd HOST: it has its name from another case's zone."""
        if self.served[0] == "nsd" and self.served[1:]:
            return f"{self.served[1]}.{self.tld}"
        return f"ns1.{self.zone}"

    def address(self, net):
        if self.served[0] == "nobody6":
            return DEAD_ADDRESS6
        host = HOSTS.get(self.served[0], f"{ROGUE_NET}.{self.number}")
        return f"{net}.{host}"


def _words(text):
    return () if text == "-" else tuple(text.split())


def _case(tld, number, fields):
    ids, records = fields["expected"], fields.get("records", "-")
    return Case(tld, number, fields["case"],
                0 if fields["algorithm"] == "-" else int(fields["algorithm"]),
                _words(fields["denial"]), _words(fields["served"]),
                _words(fields["change"]),
                frozenset() if ids == "ok" else frozenset(ids.split("|")),
                fields["about"], _words(fields.get("most", "-")),
                _lines(records, f"{fields['case']}.{tld}", tld),
                _words(fields.get("asked", "-")))


def _lines(text, zone, tld):
    """Zone file lines of a field that parts them by semicolons."""
    if text == "-":
        return ""
    return "".join(f"{line.strip()}\n" for line in
                   text.format(zone=zone, tld=tld).split(";"))


class Set:
    def __init__(self, name):
        self.name, self.tld = name, f"{name}."
        head, *lines = self.read("cases.tsv")
        self.cases = [_case(self.tld, number, dict(zip(head, line)))
                      for number, line in enumerate(lines, 1)]

    def read(self, name):
        """The lines of a table of the set, split at tabs."""
        path = os.path.join(HERE, self.name, name)
        if not os.path.exists(path):
            return []
        with open(path) as file:
            return [line.rstrip("\n").split("\t") for line in file
                    if line.strip() and not line.startswith("#")]

    def parent_of(self, case):
        """The zone of the set that delegates to the case."""
        above = [row.zone for row in self.cases
                 if case.zone.endswith(f".{row.zone}")]
        return max(above, key=len, default=self.tld)

    def served_by(self, *kinds):
        return [case for case in self.cases if case.served[0] in kinds]

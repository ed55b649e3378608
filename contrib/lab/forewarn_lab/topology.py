# SPDX-License-Identifier: BSD-3-Clause
"""Which servers and which zones the lab has: two tables and their look-ups.

But for one pair that shows just that, parents are never served by the process
that serves their children, so that referrals and DS answers come about as they
do on the Internet.
"""

from dataclasses import dataclass, field
from itertools import combinations

from .tools import UsageError


@dataclass(frozen=True)
class Server:
    """One process of one name server program."""
    name: str
    software: str       # nsd, knot, bind or rogue
    hosts: tuple        # the last two octets of its addresses


SERVERS = (
    Server("root", "nsd", ("0.1",)),
    Server("tld", "knot", ("0.2",)),
    Server("hub-nsd", "nsd", ("0.3",)),
    Server("hub-knot", "knot", ("0.4",)),
    Server("nsd", "nsd", ("1.1", "1.2")),
    Server("knot", "knot", ("2.1", "2.2")),
    Server("bind", "bind", ("3.1", "3.2")),
    Server("rogue", "rogue", ("4.1",)),
)

# A provider of many zones, each on two of its servers, which only a lab with
# `up --many` has.
CROWD = "crowd."
CROWD_SERVERS = (
    Server("crowd-nsd", "nsd", ("5.1",)),
    Server("crowd-knot", "knot", ("5.2",)),
    Server("crowd-nsd-2", "nsd", ("5.3",)),
    Server("crowd-knot-2", "knot", ("5.4",)),
)
CROWD_PAIRS = tuple(combinations((row.name for row in CROWD_SERVERS), 2))

# No zone of the public tree delegates what is there.
PRIVATE = ".internal."

# The last name server of each zone that has several is at its IPv6 address,
# in a lab with `up --six`: what is 127.53.1.2 is there fd53::1:2.
SIX = "fd53::"

# Nothing ever listens there: the address of servers that are "down".
DEAD_HOST = "9.9"


@dataclass(frozen=True)
class Zone:
    """A zone as it is when the lab comes up."""
    name: str                       # "alg8.good.lab."
    servers: tuple = ("nsd", "knot")
    signer: str = "ldns"            # ldns, bind, knot (by itself), none
    algorithm: int = 13
    nsec3: bool = False
    csk: bool = False               # one key signs everything
    shape: str = None               # a row of shapes.SHAPES
    secondaries: tuple = ()         # servers that transfer from servers[0]
    ns_hosts: tuple = ()            # names elsewhere; default: ns1, ns2 inside
    watch: dict = field(default_factory=dict)  # more names for the daemon
    config: str = ""                # more keys for the daemon, in YAML
    records: str = ""               # more lines of its zone file
    hidden: tuple = ()              # servers that no NS record names
    anchor: str = None              # an island: what trust_anchor: has of it

    @property
    def signed(self):
        return self.signer != "none"

    @property
    def all_servers(self):
        return self.servers + self.secondaries

    def hosts(self):
        """[(name server's name, server, index of its address)]."""
        served = tuple(name for name in self.all_servers
                       if name not in self.hidden)
        if len(served) == 1:
            served = served * len(server(served[0]).hosts)
        rows = []
        for number, name in enumerate(served):
            index = served[:number].count(name)
            rows.append((self.host_name(number), name, index))
        return rows

    @property
    def is_island(self):
        """Signed, and without a DS. A hidden server's view of a zone has
        anchors, too."""
        return self.anchor and not self.hidden

    def named_servers(self):
        """Servers that the operator must name: servers:."""
        if self.name.endswith(PRIVATE):
            return self.all_servers
        return self.hidden

    def host_name(self, number):
        if self.ns_hosts:
            return self.ns_hosts[number]
        if self.name == ".":
            return "a.root."
        return f"ns{number + 1}.{self.name}"


HUBS = ("hub-nsd", "hub-knot")

INFRASTRUCTURE = (
    Zone(".", servers=("root",)),
    Zone("lab.", servers=("tld",), signer="bind"),
    Zone("field.", servers=("tld",), algorithm=8, nsec3=True),
    Zone("good.lab.", servers=HUBS, signer="bind"),
    Zone("faults.lab.", servers=HUBS),
)

# Every way of not being there, one zone for each signer and kind of denial.
DENIALS = {"@": ["A", "MX", "AAAA"], "www": ["A", "AAAA", "MX"],
           "any.wild": ["A", "AAAA"], "more.any.wild": ["A"],
           "*.wild": ["A"], "empty": ["A"], "missing": ["A"],
           "missing.empty": ["A"]}

HEALTHY = (
    Zone("alg8.good.lab.", algorithm=8),
    Zone("alg13.good.lab.", watch=DENIALS),
    Zone("alg14.good.lab.", signer="bind", algorithm=14,
         servers=("bind", "nsd")),
    Zone("alg15.good.lab.", algorithm=15, servers=("knot", "bind")),
    # libunbound as Debian builds it knows no ED448 and calls it insecure.
    Zone("alg16.good.lab.", algorithm=16),
    Zone("nsec3.good.lab.", nsec3=True, watch=DENIALS),
    Zone("nsec3-alg8.good.lab.", signer="bind", algorithm=8, nsec3=True,
         servers=("bind", "knot"), watch=DENIALS),
    Zone("csk.good.lab.", csk=True),
    Zone("nsd.good.lab.", servers=("nsd",)),
    Zone("bind.good.lab.", servers=("bind",), signer="bind",
         watch=DENIALS),
    Zone("knot.good.lab.", servers=("knot",), signer="knot",
         watch=DENIALS),
    Zone("knot-nsec3.good.lab.", servers=("knot",), signer="knot",
         nsec3=True, watch=DENIALS),
    Zone("transfer.good.lab.", servers=("knot",), signer="knot",
         secondaries=("nsd", "bind")),
    Zone("two-servers.good.lab.", servers=("nsd", "bind")),
    Zone("three-servers.good.lab.", servers=("nsd", "knot", "bind"),
         signer="bind"),
    Zone("unsigned.good.lab.", signer="none"),
    Zone("far.below.good.lab."),
    # Parent and child on the same server.
    Zone("one-server.good.lab.", servers=("nsd",)),
    Zone("child.one-server.good.lab.", servers=("nsd",)),
    Zone("double-ds.good.lab.", shape="double-ds"),
    Zone("algorithm-roll.good.lab.", shape="algorithm-roll"),
    Zone("short-lived.good.lab.", shape="short-lived"),
    Zone("hosted.good.lab.", ns_hosts=("dns1.field.", "dns2.field.")),
    Zone("good.field.", signer="bind", servers=("bind", "knot")),
    # A signed zone without a DS, and its anchors in both forms.
    Zone("island.good.lab.", anchor="ds"),
    Zone("island-roll.good.lab.", signer="bind", nsec3=True, anchor="both"),
    Zone("office.internal.", anchor="ds"),
    # What is watched is the view of the hidden server, signed otherwise.
    Zone("view.good.lab.", hidden=("knot",), anchor="next",
         shape="internal-view"),
    Zone("hidden-primary.good.lab.", servers=("knot",), signer="knot",
         hidden=("knot",), secondaries=("nsd", "bind")),
)


def fault_zone(shape, label=None, **more):
    return Zone(f"{label or shape}.faults.lab.", shape=shape, **more)


# Each stands by itself. First comes what signs everything anew; last what
# makes two versions of the zone, and what looks for its last server.
TOGETHER = ("rrsig-lifetime-out-of-policy", "rrsig-invalid",
            "rrsig-missing-of-a-type", "denial-chain-broken",
            "dnskey-keytag-collision", "ds-orphan", "auth-tcp-failed",
            "auth-server-unreachable", "cname-target-bogus",
            "delegation-glue-mismatch", "delegation-ns-unresolvable",
            "auth-answer-inconsistent", "delegation-ns-mismatch")

FAULTY = (
    fault_zone("rrsig-expired"),
    fault_zone("rrsig-expiring"),
    fault_zone("rrsig-expiring-hours"),
    fault_zone("rrsig-not-yet-valid"),
    fault_zone("rrsig-missing"),
    fault_zone("rrsig-invalid"),
    fault_zone("rrsig-key-missing"),
    fault_zone("rrsig-stale-secondary", servers=("nsd", "bind")),
    fault_zone("rrsig-stale-secondary-same-serial", servers=("knot", "nsd")),
    fault_zone("ds-no-matching-dnskey"),
    fault_zone("ds-digest-mismatch"),
    fault_zone("ds-algorithm-mismatch"),
    fault_zone("ds-without-dnskey"),
    fault_zone("ds-key-not-signing"),
    fault_zone("ds-missing-signed-zone"),
    fault_zone("ds-orphan"),
    fault_zone("dnskey-missing", servers=("knot", "nsd")),
    fault_zone("dnskey-missing-everywhere"),
    fault_zone("dnskey-rrset-bogus"),
    fault_zone("dnskey-server-inconsistent", servers=("nsd", "bind")),
    fault_zone("auth-server-unreachable"),
    fault_zone("auth-all-unreachable"),
    fault_zone("auth-serial-skew", signer="none"),
    fault_zone("auth-answer-inconsistent"),
    fault_zone("delegation-missing"),
    fault_zone("delegation-ns-mismatch"),
    fault_zone("delegation-ns-unresolvable"),
    fault_zone("delegation-glue-mismatch"),
    fault_zone("ds-digest-mismatch", label="parent-chain-bogus"),
    Zone("child.parent-chain-bogus.faults.lab.", servers=("bind",),
         signer="bind", shape="parent-chain-bogus"),
    Zone("parent-chain-insecure.faults.lab.", signer="none"),
    Zone("child.parent-chain-insecure.faults.lab.", servers=("bind",),
         signer="bind", shape="parent-chain-insecure"),
    fault_zone("ds-unsupported-only"),
    fault_zone("ds-sha1-only", servers=("bind", "nsd")),
    fault_zone("ds-revoked-key"),
    fault_zone("dnskey-flags-wrong"),
    fault_zone("dnskey-algorithm-deprecated"),
    fault_zone("dnskey-weak-rsa", servers=("nsd", "bind")),
    fault_zone("dnskey-keytag-collision"),
    fault_zone("dnskey-response-oversize"),
    fault_zone("algorithm-incomplete"),
    fault_zone("rrsig-lifetime-out-of-policy"),
    fault_zone("rrsig-ttl-mismatch", servers=("nsd",)),
    # Healthy itself; what its alias points to is not.
    fault_zone("cname-target-bogus",
               records="alias CNAME www.rrsig-invalid.faults.lab.\n",
               watch={"@": ["A", "MX"], "www": ["A"],
                      "alias": ["A", "AAAA"]}),
    fault_zone("denial-chain-broken"),
    fault_zone("denial-proof-missing"),
    fault_zone("denial-bitmap-wrong", servers=("nsd", "bind")),
    fault_zone("nsec-nsec3-mixed"),
    fault_zone("servfail-unclassified"),
    fault_zone("nsec3-params-risky"),
    fault_zone("ds-parent-inconsistent"),
    fault_zone("ttl-exceeds-resign-margin"),
    fault_zone("rrsig-remaining-below-soa-expire",
               config="soa_expire_covered: 100%"),
    # As much at once as can be told apart.
    fault_zone(",".join(TOGETHER), label="many-at-once",
               servers=("bind", "nsd", "rogue", "knot"),
               records="alias CNAME www.rrsig-invalid.faults.lab.\n",
               watch={"@": ["A", "MX"], "www": ["A", "AAAA"],
                      "alias": ["A", "AAAA"]}),
)

# The public does not see them, or one of their servers.
FAULTY += (
    fault_zone("rrsig-expired", label="island-expired", anchor="ds"),
    fault_zone("island-wrong-key", anchor="next"),
    fault_zone("ds-without-dnskey", label="island-unsigned", anchor="both"),
    Zone("expired.internal.", anchor="ds", shape="rrsig-expired"),
    fault_zone("hidden-ahead", hidden=("knot",)),
    fault_zone("rrsig-stale-secondary", label="hidden-behind",
               hidden=("knot",)),
    fault_zone("hidden-expired", hidden=("knot",)),
    fault_zone("auth-all-unreachable", label="hidden-alone",
               hidden=("knot",)),
    fault_zone("auth-answer-inconsistent", label="hidden-differs",
               hidden=("knot",)),
)

# One of their two servers misbehaves.
FAULTY += tuple(
    fault_zone(shape, servers=("nsd", "rogue"))
    for shape in ("delegation-lame", "auth-servfail", "auth-tcp-failed",
                  "auth-dnssec-stripped", "auth-truncation-unanswered",
                  "auth-rate-limited"))

ZONES = {zone.name: zone for zone in INFRASTRUCTURE + HEALTHY + FAULTY}


def set_crowd(count):
    """Have @p count zones more, in a TLD and on servers of their own."""
    global SERVERS
    for name in [name for name in ZONES if ("." + name).endswith("." + CROWD)]:
        del ZONES[name]
    SERVERS = tuple(row for row in SERVERS if row not in CROWD_SERVERS)
    if count == 0:
        return
    SERVERS += CROWD_SERVERS
    ZONES[CROWD] = Zone(CROWD, servers=("tld",))
    for number in range(1, count + 1):
        name = f"z{number:04}.{CROWD}"
        ZONES[name] = Zone(name,
                           servers=CROWD_PAIRS[number % len(CROWD_PAIRS)])


def server(name):
    for row in SERVERS:
        if row.name == name:
            return row
    raise UsageError(f"the lab has no server {name}; it has "
                     + " ".join(row.name for row in SERVERS))


def zone(name):
    """The row of a zone; the final dot and the case do not matter."""
    name = name.lower().rstrip(".") + "."
    if name not in ZONES:
        raise UsageError(f"the lab has no zone {name}; it has "
                         + " ".join(sorted(ZONES)))
    return ZONES[name]


def parent(name):
    """The zone that delegates @p name; None for the root."""
    if name == ".":
        return None
    rest = name
    while True:
        rest = rest.partition(".")[2] or "."
        if rest in ZONES:
            return ZONES[rest]


def children(name):
    return [row for row in ZONES.values()
            if row.name != name and parent(row.name) == ZONES[name]
            and not row.name.endswith(PRIVATE)]


def served_by(server_name):
    return [row for row in ZONES.values() if server_name in row.all_servers]


def depth(row):
    return 0 if row.name == "." else row.name.count(".")

# SPDX-License-Identifier: BSD-3-Clause
"""NSD, Knot, BIND and the rogue: configuration, start, reload. One class each,
all with the same methods."""

import base64
import json
import os
import secrets
import shutil
import socket
import sys

from . import process, shapes, topology
from .tools import find, run

HERE = os.path.dirname(os.path.abspath(__file__))
# A UNIX socket's path holds 107 bytes (sun_path, unix(7)).
SOCKET_PATH_MAX = 107


def zone_file_name(zone_name):
    return (zone_name.rstrip(".") or "root") + ".zone"


def primary_address(state, row):
    return state.address(topology.server(row.servers[0]).hosts[0])


class Base:
    """One server of one lab, in DIR/servers/NAME."""

    def __init__(self, state, row):
        self.state = state
        self.row = row
        self.directory = state.path("servers", row.name)

    @property
    def addresses(self):
        listen = [self.state.address(host) for host in self.row.hosts]
        if self.state.six:
            listen += map(self.state.address_six, self.row.hosts)
        return listen

    @property
    def log(self):
        return os.path.join(self.directory, "log")

    def path(self, name):
        return os.path.join(self.directory, name)

    def zone_file(self, zone_name):
        return self.path(zone_file_name(zone_name))

    def zones(self):
        return topology.served_by(self.row.name)

    def is_secondary(self, zone):
        return self.row.name in zone.secondaries

    def is_honest(self, zone):
        """Whether it gives the zone's serial to whoever asks."""
        return True

    def write(self, name, text):
        with open(self.path(name), "w") as out:
            out.write(text)

    def start(self):
        """@return {name: process} of all that was started."""
        self.configure()
        return {self.row.name: process.start(self.command(), self.log)}


class Nsd(Base):
    def configure(self):
        lines = [f"""\
server:
    username: ""
    zonesdir: "{self.directory}"
    database: ""
    zonelistfile: "{self.path('zone.list')}"
    xfrdfile: "{self.path('xfrd.state')}"
    xfrdir: "{self.directory}"
    pidfile: ""
    server-count: 1
    rrl-ratelimit: 0
    xfrd-reload-timeout: 0
"""]
        lines += [f"    ip-address: {address}\n"
                  for address in self.addresses]
        lines.append(f"""\
remote-control:
    control-enable: yes
    control-interface: "{self.path('control')}"
""")
        lines += [self._zone(zone) for zone in self.zones()]
        self.write("nsd.conf", "".join(lines))

    def _zone(self, zone):
        text = (f'zone:\n    name: "{zone.name}"\n'
                f'    zonefile: "{self.zone_file(zone.name)}"\n'
                "    provide-xfr: 127.0.0.0/8 NOKEY\n")
        if self.is_secondary(zone):
            primary = primary_address(self.state, zone)
            text += (f"    request-xfr: AXFR {primary} NOKEY\n"
                     "    allow-notify: 127.0.0.0/8 NOKEY\n")
        return text

    def command(self):
        return [find("nsd"), "-d", "-c", self.path("nsd.conf")]

    def reload(self, zone):
        if not self.is_secondary(zone):
            run("nsd-control", "-c", self.path("nsd.conf"), "reload",
                zone.name)


class Knot(Base):
    def configure(self):
        os.makedirs(self.path("db"), exist_ok=True)
        listen = ", ".join(f"{address}@53" for address in self.addresses)
        remotes = sorted({name for zone in self.zones()
                          for name in zone.secondaries})
        lines = [f"""\
server:
    rundir: "{self.directory}"
    listen: [ {listen} ]
    udp-workers: 1
    tcp-workers: 2
    background-workers: 1
control:
    listen: "{self.path('control')}"
log:
  - target: stderr
    any: info
database:
    storage: "{self.path('db')}"
"""]
        lines += [self._remote(name, number == 0)
                  for number, name in enumerate(remotes)]
        lines.append("""\
acl:
  - id: transfer
    address: 127.0.0.0/8
    action: transfer
policy:
  - id: nsec
    algorithm: ecdsap256sha256
    ksk-lifetime: 0
    zsk-lifetime: 0
    propagation-delay: 0
  - id: nsec3
    algorithm: ecdsap256sha256
    ksk-lifetime: 0
    zsk-lifetime: 0
    propagation-delay: 0
    nsec3: on
    nsec3-iterations: 0
    nsec3-salt-length: 0
zone:
""")
        lines += [self._zone(zone) for zone in self.zones()]
        self.write("knot.conf", "".join(lines))

    def _remote(self, name, first):
        address = self.state.address(topology.server(name).hosts[0])
        return (("remote:\n" if first else "")
                + f"  - id: {name}\n    address: {address}@53\n")

    def _zone(self, zone):
        text = (f'  - domain: "{zone.name}"\n'
                f'    file: "{self.zone_file(zone.name)}"\n'
                "    zonefile-load: whole\n    zonefile-sync: -1\n"
                "    journal-content: none\n    acl: transfer\n"
                "    semantic-checks: off\n")
        if zone.secondaries:
            text += f"    notify: [ {', '.join(zone.secondaries)} ]\n"
        if signs_itself(self.state, zone):
            policy = "nsec3" if zone.nsec3 else "nsec"
            text += f"    dnssec-signing: on\n    dnssec-policy: {policy}\n"
        return text

    def import_keys(self, zone, keys):
        """Make our keys Knot's, so that the parent's DS is known before."""
        for key in keys:
            run("keymgr", "-c", self.path("knot.conf"), zone.name,
                "import-bind", key.base + ".key")

    def command(self):
        return [find("knotd"), "-c", self.path("knot.conf")]

    def reload(self, zone):
        self.configure()  # whether Knot signs the zone may have changed
        run("knotc", "-s", self.path("control"), "reload")


def signs_itself(state, zone):
    """Knot serves a zone with a fault as it is told, and signs nothing."""
    return zone.signer == "knot" and state.shapes[zone.name] is None


class Bind(Base):
    def configure(self):
        lines = [f"""\
key "lab" {{ algorithm hmac-sha256; secret "{self._secret()}"; }};
controls {{ inet {self.addresses[0]} port 953 allow {{ 127.0.0.0/8; }}
    keys {{ "lab"; }}; }};
options {{
    directory "{self.directory}";
    listen-on port {self.state.ports[self.row.name]} {{ 127.0.0.1; }};
    listen-on-v6 {{ none; }};
    pid-file none;
    session-keyfile none;
    lock-file none;
    recursion no;
    dnssec-validation no;
    empty-zones-enable no;
    notify no;
    check-integrity no;
    allow-transfer {{ 127.0.0.0/8; }};
}};
"""]
        lines += [self._zone(zone) for zone in self.zones()]
        self.write("named.conf", "".join(lines))
        self.write("rndc.conf", f"""\
key "lab" {{ algorithm hmac-sha256; secret "{self._secret()}"; }};
options {{ default-key "lab"; default-server {self.addresses[0]};
    default-port 953; }};
""")

    def _secret(self):
        if not os.path.exists(self.path("secret")):
            self.write("secret", base64.b64encode(
                secrets.token_bytes(32)).decode())
        with open(self.path("secret")) as file:
            return file.read()

    def _zone(self, zone):
        kind = "type primary;"
        if self.is_secondary(zone):
            primary = primary_address(self.state, zone)
            kind = (f"type secondary; primaries {{ {primary}; }}; "
                    "allow-notify { 127.0.0.0/8; }; "
                    "masterfile-format text;")
        return (f'zone "{zone.name}" {{ {kind} '
                f'file "{self.zone_file(zone.name)}"; }};\n')

    def start(self):
        self.state.ports[self.row.name] = free_port()
        relay = process.start(
            [sys.executable, os.path.join(HERE, "relay.py"),
             str(self.state.ports[self.row.name]), *self.addresses],
            self.path("relay.log"))
        return {**super().start(), self.row.name + "-relay": relay}

    def command(self):
        return [self._named(), "-g", "-n", "1", "-c",
                self.path("named.conf")]

    def _named(self):
        """AppArmor's profile of BIND is tied to /usr/sbin/named, and lets it
        read nothing here. A copy elsewhere is free of it."""
        copy = self.path("named")
        if not os.path.exists(copy):
            shutil.copy2(find("named"), copy)
        return copy

    def reload(self, zone):
        if not self.is_secondary(zone):
            run("rndc", "-c", self.path("rndc.conf"), "reload", zone.name)


class Rogue(Base):
    """Spoils the answers of each zone's first server, see rogue.py."""

    def configure(self):
        self.write("table.new", json.dumps(
            {zone.name: [self._behaviour(zone) or "honest",
                         primary_address(self.state, zone)]
             for zone in self.zones()}))
        os.replace(self.path("table.new"), self.path("table"))

    def _behaviour(self, zone):
        shape = self.state.shapes[zone.name]
        return shape and shapes.find(shape).rogue

    def is_honest(self, zone):
        return self._behaviour(zone) not in ("servfail", "refused", "slip")

    def command(self):
        return [sys.executable, os.path.join(HERE, "rogue.py"),
                self.path("table"), *self.addresses]

    def reload(self, zone):
        self.configure()


def free_port():
    """A port of 127.0.0.1 that is free for UDP and TCP just now."""
    while True:
        with socket.socket() as tcp, \
             socket.socket(type=socket.SOCK_DGRAM) as udp:
            tcp.bind(("127.0.0.1", 0))
            try:
                udp.bind(tcp.getsockname())
            except OSError:
                continue
            return tcp.getsockname()[1]


KINDS = {"nsd": Nsd, "knot": Knot, "bind": Bind, "rogue": Rogue}


def all_servers(state):
    return [KINDS[row.software](state, row) for row in topology.SERVERS]


def get(state, name):
    row = topology.server(name)
    return KINDS[row.software](state, row)

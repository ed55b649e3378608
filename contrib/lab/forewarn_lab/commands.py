# SPDX-License-Identifier: BSD-3-Clause
"""What `lab` does: up, down, status, list, break, mend."""

import os
import shutil
import socket
import time

import dns.exception
import dns.flags
import dns.message
import dns.query

from . import build, process, servers, shapes, topology, watch
from . import state as state_module
from .tools import LabError, require_all

PORT = 53
READY_S = 15
STEP_S = 0.05
PARTS = ("servers", "keys", "delegations", "work")


def up(directory, net, many=0, six=False):
    began = time.monotonic()
    require_all()
    if os.geteuid() != 0:
        raise LabError(f"port {PORT} needs root: run the lab as root")
    directory = prepare(directory)
    with state_module.locked(directory):
        old = state_module.load(directory)
        if old and any(map(process.alive, old.processes.values())):
            print(f"{directory} is up already: starting it again")
            process.stop(old.processes.values())
        topology.set_crowd(many)
        state = state_module.State(directory)
        state.net, state.many, state.six = net, many, six
        require_free(state)
        make_everything(state)
        start_everything(state)
    print(f"{len(topology.ZONES)} zones on {net}.0.0/16 port {PORT}, up in "
          f"{time.monotonic() - began:.1f} s\n"
          f"watch them: forewarnd -c {state.path('forewarn.yaml')}")


def prepare(directory):
    """Make the directory, such that an unprivileged prober can read it."""
    directory = os.path.abspath(directory)
    longest = os.path.join(directory, "servers", "hub-knot", "control")
    if len(longest.encode()) > servers.SOCKET_PATH_MAX:
        raise LabError(f"{directory} is too long a path for the control "
                       "sockets of the servers")
    os.makedirs(directory, exist_ok=True)
    os.chmod(directory, 0o755)
    above = os.path.dirname(directory)
    while above != "/":
        if not os.stat(above).st_mode & 0o001:
            print(f"note: {above} is closed to others, so forewarnd's "
                  "unprivileged prober cannot read the trust anchor")
        above = os.path.dirname(above)
    return directory


def require_free(state):
    for row in topology.SERVERS:
        for address in servers.KINDS[row.software](state, row).addresses:
            require_free_address(address)


def require_free_address(address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as tcp, \
         socket.socket(family, socket.SOCK_DGRAM) as udp:
        # Connections of an earlier lab that linger do not count.
        tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            udp.bind((address, PORT))
            tcp.bind((address, PORT))
        except OSError as error:
            raise LabError(
                f"port {PORT} of {address} cannot be had: {error.strerror}. "
                "Is another lab there (take another --net), or a name server "
                "of this machine (systemctl stop nsd knot named)?") from None


def make_everything(state):
    for part in PARTS:
        shutil.rmtree(state.path(part), ignore_errors=True)
        os.makedirs(state.path(part))
    for part in ("state", "run"):
        os.makedirs(state.path(part), exist_ok=True)
    for row in topology.SERVERS:
        os.makedirs(state.path("servers", row.name))
    now = int(time.time())
    state.serials = {name: now for name in topology.ZONES}
    build.build_all(state)
    watch.write_all(state)


def start_everything(state):
    """Leave nothing behind where one of them does not start."""
    try:
        for server in servers.all_servers(state):
            import_keys(state, server)
            state.processes.update(server.start())
            state.save()
        for server in servers.all_servers(state):
            wait_until_serving(state, server)
    except BaseException:
        process.stop(state.processes.values())
        raise


def import_keys(state, server):
    own = [row for row in server.zones() if row.signer == "knot"
           and row.servers[0] == server.row.name]
    if own:
        server.configure()
    for row in own:
        sep, rest = build.key_store(state, row).signing()
        server.import_keys(row, {key.base: key
                                 for key in sep + rest}.values())


def wait_until_serving(state, server):
    for row in server.zones():
        wait_for_serial(state, server, row, 0)


def wait_for_serial(state, server, row, serial):
    """Until every address of the server has at least this serial."""
    limit = time.monotonic() + READY_S
    for address in server.addresses if server.is_honest(row) else ():
        while (ask_serial(address, row.name) or -1) < serial:
            process.require_alive(server.row.name,
                                  state.processes[server.row.name],
                                  server.log)
            if time.monotonic() > limit:
                raise LabError(f"{server.row.name} does not serve {row.name} "
                               f"on {address}; see {server.directory}")
            time.sleep(STEP_S)


def ask_serial(address, zone_name):
    """@return the serial, or None without an authoritative answer."""
    try:
        answer = dns.query.udp(dns.message.make_query(zone_name, "SOA"),
                               address, timeout=1)
    except (OSError, dns.exception.DNSException):
        return None
    if not answer.answer or not answer.flags & dns.flags.AA:
        return None
    return answer.answer[0][0].serial


def down(directory):
    state = existing(directory)
    with state_module.locked(state.directory):
        forced = process.stop(state.processes.values())
        ended = len(state.processes)
        state.processes = {}
        state.save()
    print(f"ended {ended} processes"
          + (f", {forced} of them by force" if forced else ""))


def existing(directory):
    state = state_module.load(os.path.abspath(directory))
    if state is None:
        raise LabError(f"there is no lab in {directory}: lab up {directory}")
    return state


def running(directory):
    state = existing(directory)
    if not any(map(process.alive, state.processes.values())):
        raise LabError(f"the lab in {directory} is down: lab up {directory}")
    return state


def status(directory):
    """@return 0: all servers live; 3: some do not."""
    state = existing(directory)
    dead = 0
    for server in servers.all_servers(state):
        known = state.processes.get(server.row.name)
        lives = process.alive(known)
        dead += not lives
        print(f"{'up' if lives else 'DOWN':5}{server.row.name:10}"
              f"{server.row.software:5} {' '.join(server.addresses):28}"
              f"{len(server.zones()):3} zones"
              + (f"  pid {known['pid']}" if lives else ""))
    for name, shape in sorted(state.shapes.items()):
        if shape != topology.ZONES[name].shape:
            print(f"{name} {'broken: ' + shape if shape else 'mended'}")
    return 3 if dead else 0


def stop_server(directory, name):
    state = running(directory)
    row = topology.server(name)
    with state_module.locked(state.directory):
        state = running(directory)
        ended = [state.processes.pop(key) for key in
                 (row.name, row.name + "-relay") if key in state.processes]
        process.stop(ended)
        state.save()
    print(f"{row.name} is down now")


def start_server(directory, name):
    state = running(directory)
    row = topology.server(name)
    with state_module.locked(state.directory):
        state = running(directory)
        if process.alive(state.processes.get(row.name)):
            raise LabError(f"{row.name} is up already")
        server = servers.get(state, row.name)
        state.processes.update(server.start())
        state.save()
        wait_until_serving(state, server)
    print(f"{row.name} is up now")


def list_zones(directory):
    state = existing(directory)
    for row in watch.watched():
        shape = state.shapes[row.name]
        expected = shapes.find(shape) if shape else None
        verdict = expected.verdict if expected else "ok"
        ids = ",".join(expected.ids) if expected else ""
        print(f"{row.name}\t{verdict}\t{ids or '-'}")


def break_zone(directory, zone_name, fault):
    existing(directory)  # which zones there are is the lab's own matter
    row = topology.zone(zone_name)
    shapes.require(fault)
    reshape(directory, row, fault)
    print(f"{row.name} has {fault} now")


def mend_zone(directory, zone_name):
    existing(directory)
    row = topology.zone(zone_name)
    healthy = row.shape if row in topology.HEALTHY else None
    reshape(directory, row, healthy)
    print(f"{row.name} is well now")


def reshape(directory, row, shape):
    state = running(directory)
    with state_module.locked(state.directory):
        state = running(directory)  # another command may have changed it
        state.shapes[row.name] = shape
        changed = [row]
        raise_serial(state, row)
        if build.build(state, row):
            above = topology.parent(row.name)
            raise_serial(state, above)
            build.build(state, above)
            changed.append(above)
        state.save()
        for zone in changed:
            publish(state, zone)


def raise_serial(state, row):
    state.serials[row.name] = max(int(time.time()),
                                  state.serials[row.name]
                                  + build.SERIAL_STEP)


def publish(state, row):
    """Reload, and return when every server serves the new version."""
    for name in row.all_servers:
        servers.get(state, name).reload(row)
    for name in row.all_servers:
        wait_for_serial(state, servers.get(state, name), row,
                        state.serials[row.name] - shapes.STALE_SERIAL_LAG)

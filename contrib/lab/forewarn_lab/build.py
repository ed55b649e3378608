# SPDX-License-Identifier: BSD-3-Clause
"""Make the files of one zone: text, keys, signatures, its fault, and what its
parent says of it."""

import os
from concurrent.futures import ThreadPoolExecutor

import dns.name
import dns.rdataset
import dns.rdatatype
import dns.zone

from . import servers, shapes, signing, topology, zonetext
from .edit import Edit
from .keys import KeyStore
from .tools import UsageError

DS = dns.rdatatype.DS

# Signers run as processes of their own: two or three keep two cores busy.
WORKERS = 4
# Knot counts up by itself at times; a new version must be above that, and
# leave room for a stale secondary's serial.
SERIAL_STEP = 20


def key_store(state, row):
    return KeyStore(state.path("keys", row.name), row)


def addresses_of(state, row):
    rows = {host: topology.server(name).hosts[index]
            for host, name, index in row.hosts()}
    addresses = {host: state.address(octets) for host, octets in rows.items()}
    if state.six and len(rows) > 1:
        host, octets = list(rows.items())[-1]
        addresses[host] = state.address_six(octets)
    return addresses


def guests_of(state, row):
    """Addresses of hosts in this zone that serve zones elsewhere."""
    return {host: address for other in topology.ZONES.values()
            if other.ns_hosts
            for host, address in addresses_of(state, other).items()
            if host.partition(".")[2] == row.name}


def delegation_file(state, zone_name):
    return state.path("delegations", servers.zone_file_name(zone_name))


def early_file(state, zone_name):
    return delegation_file(state, zone_name) + ".early"


def read(path):
    with open(path) as file:
        return file.read()


def write(path, text):
    with open(path + ".new", "w") as out:
        out.write(text)
    os.replace(path + ".new", path)


def build_all(state):
    """Children first: what a parent says of them is then known."""
    deepest = max(map(topology.depth, topology.ZONES.values()))
    with ThreadPoolExecutor(WORKERS) as pool:
        for level in range(deepest, -1, -1):
            rows = [row for row in topology.ZONES.values()
                    if topology.depth(row) == level]
            list(pool.map(lambda row: build(state, row), rows))


def build(state, row):
    """@return whether the parent must say something else now."""
    shape = state.shapes[row.name]
    keys = key_store(state, row)
    text = zonetext.unsigned(
        row, state.serials[row.name],
        (addresses_of(state, row), guests_of(state, row)),
        [read(delegation_file(state, child.name))
         for child in topology.children(row.name)])
    edit = Edit(row, sign(state, row, text, keys), keys,
                addresses_of(state, row),
                {"A": state.address(topology.DEAD_HOST),
                 "AAAA": state.address_six(topology.DEAD_HOST)})
    if shape:
        require_signed(row, shape)
        require_rogue(row, shape)
        shapes.find(shape).apply(edit)
    delay_delegations(state, edit)
    put_zone_files(state, edit, text)
    return put_delegation(state, edit)


def require_signed(row, shape):
    if shapes.find(shape).signed and not row.signed:
        raise UsageError(f"{row.name} is not signed: it cannot have {shape}")


def require_rogue(row, shape):
    if shapes.find(shape).rogue and "rogue" not in row.servers:
        raise UsageError(f"{row.name} is not on the rogue server: it cannot "
                         f"have {shape}")


def sign(state, row, text, keys):
    """@return the dns.zone.Zone that the zone's signer makes of @p text."""
    work = state.path("work", row.name)
    os.makedirs(work, exist_ok=True)
    source = os.path.join(work, "unsigned")
    write(source, text)
    target = source
    if row.signed:
        target = os.path.join(work, "signed")
        signing.sign_file(row, keys, source, target)
    return dns.zone.from_file(target, row.name, relativize=False)


def delay_delegations(state, edit):
    """The last server of the zone has an earlier DS set of some children."""
    for child in topology.children(edit.row.name):
        records = read(early_file(state, child.name)).splitlines()
        if not records:
            continue
        owner = dns.name.from_text(child.name)
        zone = edit.other or edit.split()
        ttl = zone.get_rdataset(owner, DS).ttl
        zone.replace_rdataset(owner, dns.rdataset.from_text_list(
            "IN", "DS", ttl, records))
        edit.sign(owner, DS, zone=zone)


def put_zone_files(state, edit, text):
    row = edit.row
    for name in row.servers:
        server = servers.get(state, name)
        path = server.zone_file(row.name)
        if servers.signs_itself(state, row):
            write(path, text)
            continue
        last = name == row.servers[-1]
        zone = edit.other if edit.other and last else edit.zone
        zone.to_file(path + ".new", relativize=False)
        os.replace(path + ".new", path)


def put_delegation(state, edit):
    if topology.parent(edit.row.name) is None:
        return False  # nobody delegates the root
    path = delegation_file(state, edit.row.name)
    text = zonetext.delegation(edit.row, edit.addresses, edit.ds)
    early = "".join(f"{row.to_text()}\n" for row in edit.early_ds)
    return any([put(path, text),
                put(early_file(state, edit.row.name), early)])


def put(path, text):
    """@return whether the file is another now."""
    if os.path.exists(path) and read(path) == text:
        return False
    write(path, text)
    return True

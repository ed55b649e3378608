# SPDX-License-Identifier: BSD-3-Clause
"""Make the zone of a case: text, keys, denial chain, signatures, its change,
and what its parent says of it. No signer makes most of these, so we sign."""

import functools
import io

import dns.dnssec
import dns.name
import dns.rdata
import dns.rdataset
import dns.rdatatype
import dns.zone
from cryptography.hazmat.primitives.asymmetric import (dsa, ec, ed448,
                                                       ed25519, rsa)

import changes
from forewarn_lab import topology, zonetext
from forewarn_lab.edit import DNSKEY, Edit
from forewarn_lab.keys import RSA_BITS, SEP_ROLES, from_private

DSA_BITS = 1024     # the most that RFC 2536 allows
ROLES = ("ksk", "zsk")
DS, NS = dns.rdatatype.DS, dns.rdatatype.NS
NSEC = dns.rdatatype.NSEC
OPT_OUT = 1
ZONE_FLAG, SEP_FLAG = 0x100, 1

TEXT = """\
@ NS {host}
@ A 192.0.2.1
"""


@functools.lru_cache(None)
def rsa_key(role):
    """The same key under every number of RSA: making one takes long."""
    return rsa.generate_private_key(65537, RSA_BITS)


MAKERS = {
    3: lambda role: dsa.generate_private_key(DSA_BITS),
    6: lambda role: dsa.generate_private_key(DSA_BITS),
    13: lambda role: ec.generate_private_key(ec.SECP256R1()),
    14: lambda role: ec.generate_private_key(ec.SECP384R1()),
    15: lambda role: ed25519.Ed25519PrivateKey.generate(),
    16: lambda role: ed448.Ed448PrivateKey.generate(),
}


@functools.lru_cache(None)
def key_of(algorithm, role):
    """All zones of an algorithm share a KSK and a ZSK: nothing that is
    judged hangs on it."""
    flags = ZONE_FLAG | (SEP_FLAG if role in SEP_ROLES else 0)
    return from_private(MAKERS.get(algorithm, rsa_key)(role), algorithm,
                        flags)


class Keys:
    """What Edit needs of a KeyStore."""

    def __init__(self, algorithm):
        self.algorithm = algorithm

    def signing(self):
        return ([key_of(self.algorithm, "ksk")],
                [key_of(self.algorithm, "zsk")])


def make(case, serial, address, delegations=()):
    """@return the Edit of a case, signed and changed."""
    row = topology.Zone(case.zone, signer="own" if case.algorithm else "none",
                        algorithm=case.algorithm)
    text = zonetext.APEX.format(
        name=case.zone, ttl=zonetext.TTL, serial=serial, primary="ns1",
        expire=zonetext.SOA_EXPIRE, negative=zonetext.NEGATIVE_TTL)
    host = case.server_name
    text += TEXT.format(host=host)
    if zonetext.is_inside(host, row):
        text += zonetext.address_record(host, address)
    text += changes.records(case) + case.records + "".join(delegations)
    zone = dns.zone.from_text(text, case.zone, relativize=False)
    edit = Edit(row, zone, Keys(case.algorithm),
                {host: address}, None)
    if case.algorithm:
        sign(edit, case.denial)
    changes.apply(edit, case.change)
    return edit


def sign(edit, denial):
    sep, rest = edit.keys.signing()
    put(edit, edit.origin, [key.dnskey for key in sep + rest])
    owners = own_names(edit)
    if denial[0] == "nsec3":
        put_nsec3_chain(edit, owners, int(denial[1]), *denial[2:])
    else:
        put_nsec_chain(edit, owners)
    for owner, node in list(edit.zone.nodes.items()):
        for rdataset in list(node.rdatasets):
            if is_own(edit, owner, rdataset.rdtype):
                edit.sign(owner, rdataset.rdtype, keys=sep + rest
                          if rdataset.rdtype == DNSKEY else rest)


def cut_of(edit, owner):
    """The delegation at or above a name; None: the zone's own name."""
    while owner != edit.origin:
        if edit.zone.get_rdataset(owner, NS):
            return owner
        owner = owner.parent()
    return None


def is_own(edit, owner, rdtype):
    """Whether the zone signs it: RFC 4035 2.2."""
    cut = cut_of(edit, owner)
    return not cut or (owner == cut and rdtype in (DS, NSEC))


def own_names(edit):
    """The names that a chain of denial is over, delegations too."""
    return [owner for owner in edit.zone.nodes
            if cut_of(edit, owner) in (None, owner)]


def put(edit, owner, rows, ttl=zonetext.TTL):
    edit.zone.replace_rdataset(
        owner, dns.rdataset.from_rdata_list(ttl, rows))


def types_of(edit, owner, *more):
    """The type bitmap's text for a name."""
    types = [rdataset.rdtype for rdataset in edit.zone.nodes[owner].rdatasets]
    more += ("RRSIG",) if more or any(
        is_own(edit, owner, rdtype) for rdtype in types) else ()
    if cut_of(edit, owner):
        types = [rdtype for rdtype in types if rdtype in (NS, DS)]
    return " ".join([*map(dns.rdatatype.to_text, types), *more])


def put_nsec_chain(edit, owners):
    owners = sorted(owners)
    for owner, after in zip(owners, owners[1:] + owners[:1]):
        put(edit, owner, [dns.rdata.from_text(
            "IN", "NSEC", f"{after} {types_of(edit, owner, 'NSEC')}")],
            zonetext.NEGATIVE_TTL)


def put_nsec3_chain(edit, owners, iterations, salt="-", opt_out=None):
    """@param opt_out  any word: insecure delegations have no record"""
    put(edit, edit.origin, [dns.rdata.from_text(
        "IN", "NSEC3PARAM", f"1 0 {iterations} {salt}")], 0)
    salt_bytes = b"" if salt == "-" else bytes.fromhex(salt)
    types = {}
    for owner in owners:
        if opt_out and cut_of(edit, owner) and not edit.zone.get_rdataset(
                owner, DS):
            continue
        types[owner] = types_of(edit, owner)
        while owner != edit.origin:  # empty names have one too
            owner = owner.parent()
            types.setdefault(owner, "")
    types.update((owner, types_of(edit, owner)) for owner in types
                 if owner in edit.zone.nodes)
    types = {dns.dnssec.nsec3_hash(owner, salt_bytes, iterations, 1): text
             for owner, text in types.items()}
    hashes = sorted(types)
    flags = OPT_OUT if opt_out else 0
    for own, after in zip(hashes, hashes[1:] + hashes[:1]):
        put(edit, dns.name.from_text(own, edit.origin), [dns.rdata.from_text(
            "IN", "NSEC3",
            f"1 {flags} {iterations} {salt} {after} {types[own]}")],
            zonetext.NEGATIVE_TTL)


def text_of(edit):
    out = io.StringIO()
    edit.zone.to_file(out, relativize=False)
    return out.getvalue()

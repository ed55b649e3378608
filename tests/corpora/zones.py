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
ZONE_FLAG, SEP_FLAG = 0x100, 1

TEXT = """\
@ NS ns1
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


def make(case, serial, address):
    """@return the Edit of a case, signed and changed."""
    row = topology.Zone(case.zone, signer="own" if case.algorithm else "none",
                        algorithm=case.algorithm)
    text = zonetext.APEX.format(
        name=case.zone, ttl=zonetext.TTL, serial=serial, primary="ns1",
        expire=zonetext.SOA_EXPIRE, negative=zonetext.NEGATIVE_TTL)
    text += TEXT + zonetext.address_record("ns1", address)
    text += changes.records(case)
    zone = dns.zone.from_text(text, case.zone, relativize=False)
    edit = Edit(row, zone, Keys(case.algorithm),
                {f"ns1.{case.zone}": address}, None)
    if case.algorithm:
        sign(edit, case.denial)
    changes.apply(edit, case.change)
    return edit


def sign(edit, denial):
    sep, rest = edit.keys.signing()
    put(edit, edit.origin, [key.dnskey for key in sep + rest])
    if denial[0] == "nsec3":
        put_nsec3_chain(edit, int(denial[1]), *denial[2:])
    else:
        put_nsec_chain(edit)
    for owner, node in list(edit.zone.nodes.items()):
        for rdataset in list(node.rdatasets):
            edit.sign(owner, rdataset.rdtype,
                      keys=sep + rest if rdataset.rdtype == DNSKEY else rest)


def put(edit, owner, rows, ttl=zonetext.TTL):
    edit.zone.replace_rdataset(
        owner, dns.rdataset.from_rdata_list(ttl, rows))


def types_of(edit, owner, *more):
    """The type bitmap's text for a name."""
    types = [dns.rdatatype.to_text(rdataset.rdtype)
             for rdataset in edit.zone.nodes[owner].rdatasets]
    return " ".join(types + ["RRSIG", *more])


def put_nsec_chain(edit):
    names = sorted(edit.zone.nodes)
    for owner, after in zip(names, names[1:] + names[:1]):
        put(edit, owner, [dns.rdata.from_text(
            "IN", "NSEC", f"{after} {types_of(edit, owner, 'NSEC')}")],
            zonetext.NEGATIVE_TTL)


def put_nsec3_chain(edit, iterations, salt="-"):
    put(edit, edit.origin, [dns.rdata.from_text(
        "IN", "NSEC3PARAM", f"1 0 {iterations} {salt}")], 0)
    salt_bytes = b"" if salt == "-" else bytes.fromhex(salt)
    types = {dns.dnssec.nsec3_hash(name, salt_bytes, iterations, 1):
             types_of(edit, name) for name in edit.zone.nodes}
    hashes = sorted(types)
    for own, after in zip(hashes, hashes[1:] + hashes[:1]):
        put(edit, dns.name.from_text(own, edit.origin), [dns.rdata.from_text(
            "IN", "NSEC3", f"1 0 {iterations} {salt} {after} {types[own]}")],
            zonetext.NEGATIVE_TTL)


def text_of(edit):
    out = io.StringIO()
    edit.zone.to_file(out, relativize=False)
    return out.getvalue()

# SPDX-License-Identifier: BSD-3-Clause
"""The NSEC and NSEC3 records of a signed zone, changed on purpose."""

import dns.dnssec
import dns.name
import dns.rdata
import dns.rdatatype

from .signing import put_signatures

NSEC = dns.rdatatype.NSEC
NSEC3 = dns.rdatatype.NSEC3
NSEC3PARAM = dns.rdatatype.NSEC3PARAM
RRSIG = dns.rdatatype.RRSIG


def remove(zone):
    """Take every NSEC and its signature away."""
    for owner in list(zone.nodes):
        if zone.get_rdataset(owner, NSEC):
            put_signatures(zone, owner, NSEC, [])
            zone.delete_rdataset(owner, NSEC)


def types_of(zone, owner):
    """What a bitmap of @p owner lists, NSEC itself left out."""
    node = zone.nodes.get(owner)
    if node is None:
        return []
    return sorted({rdataset.rdtype for rdataset in node.rdatasets}
                  - {NSEC, NSEC3})


def hash_of(owner, iterations=0, salt=""):
    return dns.dnssec.nsec3_hash(owner, salt, iterations, 1).lower()


def denial_owner(edit, owner):
    """(owner, type) of the record whose bitmap is that of @p owner."""
    if edit.zone.get_rdataset(edit.origin, NSEC):
        return owner, NSEC
    return dns.name.from_text(hash_of(owner), edit.origin), NSEC3


def set_bitmap(edit, owner, but=()):
    """Make the bitmap of @p owner what the zone has there, less @p but."""
    at, rdtype = denial_owner(edit, owner)
    types = set(types_of(edit.zone, owner)) - set(but)
    if rdtype == NSEC:
        types.add(NSEC)
    names = " ".join(map(dns.rdatatype.to_text, sorted(types)))
    fields = edit.zone.get_rdataset(at, rdtype)[0].to_text().split()
    kept = fields[:1 if rdtype == NSEC else 5]
    edit.change(at, dns.rdata.from_text("IN", rdtype,
                                        " ".join(kept) + " " + names))


def all_names(zone):
    """The zone's names, and those that are empty above them."""
    names = set()
    for owner in zone.nodes:
        while owner.is_subdomain(zone.origin):
            names.add(owner)
            owner = owner.parent()
    return names


def make_nsec3(edit, zone, iterations=0, salt=""):
    """Replace the NSEC chain of @p zone by one of NSEC3, by default with the
    parameters of RFC 9276 3.1."""
    params = f"1 0 {iterations} {salt or '-'}"
    ttl = zone.get_rdataset(zone.origin, NSEC).ttl
    remove(zone)
    add(edit, zone, zone.origin, NSEC3PARAM, params)
    chain = sorted((hash_of(name, iterations, salt), types_of(zone, name))
                   for name in all_names(zone))
    for number, (label, types) in enumerate(chain):
        following = chain[(number + 1) % len(chain)][0]
        names = " ".join(map(dns.rdatatype.to_text, types))
        add(edit, zone, dns.name.from_text(label, zone.origin), NSEC3,
            f"{params} {following} {names}", ttl)


def add(edit, zone, owner, rdtype, text, ttl=0):
    found = zone.find_rdataset(owner, rdtype, create=True)
    found.add(dns.rdata.from_text("IN", rdtype, text), ttl)
    edit.sign(owner, rdtype, zone=zone)

# SPDX-License-Identifier: BSD-3-Clause
"""A signed zone in the hands of a fault: what its servers will serve and what
its parent will say of it, before either is written."""

import copy

import dns.name
import dns.rdata
import dns.rdataset
import dns.rdatatype

from . import denial
from .signing import (EXPIRATION_S, INCEPTION_S, put_signatures, signature)
from .tools import UsageError

CNAME = dns.rdatatype.CNAME
DNSKEY = dns.rdatatype.DNSKEY
DNSSEC_TYPES = (DNSKEY, dns.rdatatype.RRSIG, dns.rdatatype.NSEC,
                dns.rdatatype.NSEC3, dns.rdatatype.NSEC3PARAM)
HEALTHY_WINDOW = (INCEPTION_S, EXPIRATION_S)


class Edit:
    """
    zone       dns.zone.Zone, what the servers serve
    other      the last server's own version, or None: the same
    keys       KeyStore
    ds         DS rdata of the delegation
    early_ds   what the parent's last server still has; none: the same
    addresses  {name server's name: address}, as delegated
    dead       {"A", "AAAA"}: an address of each where nobody listens
    """

    def __init__(self, row, zone, keys, addresses, dead):
        self.row = row
        self.zone = zone
        self.other = None
        self.keys = keys
        self.addresses = dict(addresses)
        self.dead = dead
        self.early_ds = []
        self.ds = ([key.ds(zone.origin) for key in keys.signing()[0]]
                   if row.signed and not row.is_island else [])

    @property
    def origin(self):
        return self.zone.origin

    def name(self, label):
        return self.origin if label == "@" else dns.name.from_text(
            label, self.origin)

    def split(self):
        """Give the last server a version of its own."""
        if len(self.row.servers) < 2:
            raise UsageError(
                f"{self.row.name} is not written to two servers, which this "
                "fault needs; two-servers.good.lab. is")
        self.other = copy.deepcopy(self.zone)
        return self.other

    def signed_rrsets(self, zone):
        """[(owner, type)] of every RRset that has a signature."""
        return [(owner, rdataset.covers)
                for owner, node in zone.nodes.items()
                for rdataset in node.rdatasets
                if rdataset.rdtype == dns.rdatatype.RRSIG]

    def sign(self, owner, rdtype, keys=None, window=HEALTHY_WINDOW,
             zone=None):
        """Replace the signatures over one RRset."""
        zone = zone or self.zone
        if keys is None:
            keys = self.keys.signing()[0 if rdtype == DNSKEY else 1]
        rdataset = zone.get_rdataset(owner, rdtype)
        put_signatures(zone, owner, rdtype, [
            signature(self.origin, owner, rdataset, key, window)
            for key in keys])

    def sign_all(self, window, but=(), zone=None, keys=None):
        """Replace every signature, except over the types in @p but."""
        zone = zone or self.zone
        for owner, rdtype in self.signed_rrsets(zone):
            if rdtype not in but:
                self.sign(owner, rdtype, window=window, zone=zone, keys=keys)

    def set_dnskeys(self, keys, signers=None, zone=None):
        """Publish exactly @p keys, signed by @p signers."""
        zone = zone or self.zone
        ttl = zone.get_rdataset(self.origin, DNSKEY).ttl
        zone.replace_rdataset(self.origin, dns.rdataset.from_rdata_list(
            ttl, [key.dnskey for key in keys]))
        self.sign(self.origin, DNSKEY, keys=signers, zone=zone)

    def change(self, owner, rdata, zone=None):
        """Replace an RRset by one record, and sign it."""
        zone = zone or self.zone
        ttl = zone.get_rdataset(owner, rdata.rdtype).ttl
        zone.replace_rdataset(owner,
                              dns.rdataset.from_rdata_list(ttl, [rdata]))
        self.sign(owner, rdata.rdtype, zone=zone)

    def alias(self, owner, target):
        """Make @p owner an alias and nothing else, its denial too."""
        for rdtype in [rdataset.rdtype for rdataset
                       in self.zone.nodes[owner].rdatasets
                       if rdataset.rdtype not in DNSSEC_TYPES]:
            ttl = self.zone.get_rdataset(owner, rdtype).ttl
            put_signatures(self.zone, owner, rdtype, [])
            self.zone.delete_rdataset(owner, rdtype)
        self.zone.find_rdataset(owner, CNAME, create=True).add(
            dns.rdata.from_text("IN", CNAME, target.to_text()), ttl)
        self.sign(owner, CNAME)
        denial.set_bitmap(self, owner)

    def unsign(self):
        """Leave nothing of DNSSEC in the zone but its own DS records."""
        for owner in list(self.zone.nodes):
            node = self.zone.nodes[owner]
            node.rdatasets = [rdataset for rdataset in node.rdatasets
                              if rdataset.rdtype not in DNSSEC_TYPES]
            if not node.rdatasets:
                del self.zone.nodes[owner]

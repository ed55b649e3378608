# SPDX-License-Identifier: BSD-3-Clause
"""Sign zones with ldns-signzone and dnssec-signzone, and single RRsets by
ourselves where a fault needs dates or keys that no signer would use."""

import os
import time

import dns.dnssec
import dns.name
import dns.rdatatype
import dns.rrset

from .tools import run

HOUR = 3600
DAY = 24 * HOUR

# Healthy signatures: 30 days of life, one of them gone.
INCEPTION_S = -DAY
EXPIRATION_S = 29 * DAY


def stamp(offset_s):
    """A moment relative to now as signers take it (RFC 4034 3.2)."""
    return time.strftime("%Y%m%d%H%M%S", time.gmtime(time.time() + offset_s))


def sign_file(zone, keys, source, target):
    """Sign the text @p source with the zone's own signer into @p target."""
    sep, rest = keys.signing()
    every = list({key.base: key for key in sep + rest}.values())
    with open(source, "a") as out:
        for key in every:
            out.write(f"{zone.name} DNSKEY {key.dnskey.to_text()}\n")
    bases = [key.base for key in every]
    if zone.signer == "bind":
        _sign_bind(zone, source, target, bases)
    else:
        _sign_ldns(zone, source, target, bases)


def _sign_ldns(zone, source, target, bases):
    denial = ["-n", "-t", "0"] if zone.nsec3 else []
    run("ldns-signzone", "-i", stamp(INCEPTION_S), "-e", stamp(EXPIRATION_S),
        *denial, "-o", zone.name, "-f", target, source, *bases)


def _sign_bind(zone, source, target, bases):
    denial = ["-3", "-", "-H", "0"] if zone.nsec3 else []
    scope = "-z" if zone.csk else "-x"
    run("dnssec-signzone", "-q", "-P", scope, "-s", stamp(INCEPTION_S), "-e",
        stamp(EXPIRATION_S), *denial, "-o", zone.name, "-d",
        os.path.dirname(target), "-f", target, source, *bases)


class Wildcard(dns.name.Name):
    """The asterisk is not counted (RFC 4034 3.1.3); dnspython 2.3 does."""

    def __len__(self):
        return len(self.labels) - 1


def signature(origin, owner, rdataset, key, window):
    """
    One RRSIG.

    @param window  (inception, expiration), seconds relative to now
    """
    now = int(time.time())
    rrset = dns.rrset.from_rdata_list(owner, rdataset.ttl, list(rdataset))

    def sign():
        return dns.dnssec.sign(rrset, key.private, origin, key.dnskey,
                               inception=now + window[0],
                               expiration=now + window[1],
                               # No fault is below a lab: old algorithms.
                               policy=dns.dnssec.allow_all_policy)
    row = sign()
    if owner.is_wild() and row.labels == len(owner) - 1:
        rrset.name = Wildcard(owner.labels)
        row = sign()
    return row


def put_signatures(zone, owner, rdtype, signatures):
    """Make @p signatures the only ones over the RRset; none removes all."""
    zone.delete_rdataset(owner, dns.rdatatype.RRSIG, covers=rdtype)
    if not signatures:
        return
    ttl = zone.get_rdataset(owner, rdtype).ttl
    found = zone.find_rdataset(owner, dns.rdatatype.RRSIG, covers=rdtype,
                               create=True)
    for row in signatures:
        found.add(row, ttl)

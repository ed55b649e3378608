# SPDX-License-Identifier: BSD-3-Clause
"""Shapes of zones that still validate, or fail by what their keys and DS are
like: rows of shapes.SHAPES."""

import dataclasses
import hashlib

import dns.dnssec
import dns.rdatatype
from cryptography.hazmat.primitives.asymmetric import rsa

from .edit import DNSKEY, HEALTHY_WINDOW
from .keys import Key, RSA_BITS, from_private
from .signing import DAY

KSK_FLAGS, ZSK_FLAGS, REVOKE = 257, 256, 0x80
# An answer of more does not fit into one packet for everybody (RFC 9715).
OVERSIZE_BYTES = 1500
WEAK_BITS = 1024


# --- DS ---

def ds_unsupported_only(edit):
    edit.ds = [row.replace(digest_type=200) for row in edit.ds]


def ds_sha1_only(edit):
    edit.ds = [dns.dnssec.make_ds(edit.origin, key.dnskey, "SHA1",
                                  policy=dns.dnssec.allow_all_policy)
               for key in edit.keys.signing()[0]]


def ds_revoked_key(edit):
    """The DS was made before."""
    sep, rest = edit.keys.signing()
    revoked = [with_flags(key, key.dnskey.flags | REVOKE) for key in sep]
    others = [key for key in rest if key not in sep]
    edit.set_dnskeys(revoked + others, signers=revoked)


def with_flags(key, flags):
    return dataclasses.replace(key, dnskey=key.dnskey.replace(flags=flags))


# --- keys ---

def dnskey_flags_wrong(edit):
    """Somebody published the ZSK by hand."""
    sep, rest = edit.keys.signing()
    wrong = [with_flags(key, 0) for key in rest]
    edit.set_dnskeys([key for key in sep if key not in rest] + wrong,
                     signers=sep)


def dnskey_algorithm_deprecated(edit):
    sign_with_rsa(edit, 7, RSA_BITS)


def dnskey_weak_rsa(edit):
    sign_with_rsa(edit, 8, WEAK_BITS)


def sign_with_rsa(edit, algorithm, bits):
    """A new pair of keys for everything, and the DS."""
    ksk, zsk = (from_private(rsa.generate_private_key(65537, bits), algorithm,
                             flags) for flags in (KSK_FLAGS, ZSK_FLAGS))
    edit.set_dnskeys([ksk, zsk], signers=[ksk])
    edit.sign_all(HEALTHY_WINDOW, but=(DNSKEY,), keys=[zsk])
    edit.ds = [ksk.ds(edit.origin)]


def dnskey_keytag_collision(edit):
    """The tag is a sum of pairs of bytes (RFC 4034 App. B)."""
    sep, rest = edit.keys.signing()
    bits = rest[0].dnskey.key
    twin = rest[0].dnskey.replace(key=bits[:-4] + bits[-2:] + bits[-4:-2])
    publish(edit, [twin])


def dnskey_response_oversize(edit):
    """Keys that nobody ever took out again."""
    model = edit.keys.signing()[1][0].dnskey
    tags = {dns.dnssec.key_id(row) for row in edit.zone.get_rdataset(
        edit.origin, DNSKEY)}
    extra, number = [], 0
    while len(extra) * len(model.key) < OVERSIZE_BYTES:
        number += 1
        mask = hashlib.shake_256(bytes([number])).digest(len(model.key))
        row = model.replace(key=mask)
        if dns.dnssec.key_id(row) not in tags:
            tags.add(dns.dnssec.key_id(row))
            extra.append(row)
    publish(edit, extra)


def publish(edit, rows):
    """More keys, which sign nothing."""
    sep, rest = edit.keys.signing()
    every = list({key.base: key for key in sep + rest}.values())
    edit.set_dnskeys(every + [Key("", row) for row in rows], signers=sep)


def algorithm_incomplete(edit):
    """A key of a new algorithm came before its signatures."""
    algorithm = 15 if edit.row.algorithm != 15 else 13
    publish(edit, [edit.keys.get("next-zsk", algorithm=algorithm).dnskey])


# --- signatures ---

def rrsig_lifetime_out_of_policy(edit):
    """Signed once and for all."""
    edit.sign_all((-DAY, 10 * 365 * DAY))


def rrsig_ttl_mismatch(edit):
    """The TTL was raised after the zone was signed."""
    found = edit.zone.get_rdataset(edit.name("www"), dns.rdatatype.A)
    found.ttl *= 2


def ttl_exceeds_resign_margin(edit):
    """A TTL of days, and signatures that a signer on the fly makes."""
    owner = edit.name("www")
    edit.zone.get_rdataset(owner, dns.rdatatype.A).ttl = 3 * DAY
    edit.sign(owner, dns.rdatatype.A, window=(-DAY, 2 * DAY))


def rrsig_remaining_below_soa_expire(edit):
    """A secondary alone would serve it for longer than it is signed."""
    soa = edit.zone.get_rdataset(edit.origin, dns.rdatatype.SOA)[0]
    edit.change(edit.origin, soa.replace(expire=60 * DAY))

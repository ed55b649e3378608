# SPDX-License-Identifier: BSD-3-Clause
"""What can be done to a zone after it is signed, or to its DS. Nothing is
signed again unless that is the change. One function each, by its name in
cases.tsv with underscores; its words are the arguments."""

import dns.name
import dns.rdatatype

from forewarn_lab import shapes
from forewarn_lab.edit import DNSKEY
from forewarn_lab.signing import DAY, put_signatures

NSEC3 = dns.rdatatype.NSEC3
NSEC3PARAM = dns.rdatatype.NSEC3PARAM

# (inception, expiration) relative to now
WINDOWS = {
    "expired": (-30 * DAY, -2 * DAY),
    "early": (2 * DAY, 30 * DAY),
    "reversed": (-2 * DAY, -30 * DAY),
}


def apply(edit, change):
    if change:
        globals()[change[0].replace("-", "_")](edit, *change[1:])


def _rrsets(edit, types):
    """[(owner, type)] of signed RRsets: "all", or of the types; of those that
    other names have as well, the apex's alone."""
    every = edit.signed_rrsets(edit.zone)
    if types == ("all",):
        return every
    wanted = {dns.rdatatype.from_text(text) for text in types}
    return [(owner, rdtype) for owner, rdtype in every if rdtype in wanted
            and (owner == edit.origin or rdtype == NSEC3)]


# --- DS ---

def ds(edit, field, value=None):
    if field == "none":
        edit.ds = []
    elif field == "digest":
        shapes.ds_digest_mismatch(edit)
    else:
        edit.ds = [row.replace(**{field: int(value)}) for row in edit.ds]


# --- keys ---

def _replace_keys(edit, roles, make):
    """Put make(key) in the place of the keys of these roles; None: nothing."""
    found = edit.zone.get_rdataset(edit.origin, DNSKEY)
    rows = list(found)
    found.clear()
    for row in rows:
        role = "ksk" if row.flags & 1 else "zsk"
        row = make(row) if role in roles else row
        if row:
            found.add(row)
    if not found:
        edit.zone.delete_rdataset(edit.origin, DNSKEY)


def no_key(edit, *roles):
    _replace_keys(edit, roles, lambda row: None)


def key(edit, field, value, *roles):
    _replace_keys(edit, roles,
                  lambda row: row.replace(**{field: int(value)}))


def key_bits(edit, *roles):
    def spoil(row):
        bits = bytearray(row.key)
        bits[len(bits) // 2] ^= 0x5a
        return row.replace(key=bytes(bits))
    _replace_keys(edit, roles, spoil)


# --- signatures ---

def unsign(edit, *types):
    for owner, rdtype in _rrsets(edit, types):
        put_signatures(edit.zone, owner, rdtype, [])


def spoil(edit, *types):
    for owner, rdtype in _rrsets(edit, types):
        shapes.damage_signature(edit, owner, rdtype)


def dates(edit, window, *types):
    for owner, rdtype in _rrsets(edit, types):
        sep, rest = edit.keys.signing()
        edit.sign(owner, rdtype, window=WINDOWS[window],
                  keys=sep + rest if rdtype == DNSKEY else rest)


# --- denial ---

def drop(edit, *types):
    for owner, rdtype in _rrsets(edit, types):
        put_signatures(edit.zone, owner, rdtype, [])
        edit.zone.delete_rdataset(owner, rdtype)


def _nsec3_owners(edit):
    return [owner for owner, rdtype in _rrsets(edit, ("NSEC3",))]


def nsec3_owners(edit):
    """Other hashes for the same records."""
    for owner in _nsec3_owners(edit):
        label = owner.labels[0]
        first = b"0" if label[:1] != b"0" else b"1"
        other = dns.name.Name((first + label[1:],) + owner.labels[1:])
        edit.zone.nodes[other] = edit.zone.nodes.pop(owner)


def nsec3_next(edit):
    for owner in _nsec3_owners(edit):
        found = edit.zone.get_rdataset(owner, NSEC3)
        row = found[0]
        after = bytes([row.next[0] ^ 0x5a]) + row.next[1:]
        found.clear()
        found.add(row.replace(next=after))


def nsec3param_salt(edit, salt):
    found = edit.zone.get_rdataset(edit.origin, NSEC3PARAM)
    row = found[0].replace(salt=bytes.fromhex(salt))
    found.clear()
    found.add(row)

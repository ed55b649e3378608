# SPDX-License-Identifier: BSD-3-Clause
"""What can be done to a zone after it is signed, or to its DS. Nothing is
signed again unless that is the change. One function each, by its name in
cases.tsv with underscores; its words are the arguments."""

import base64
import random

import dns.dnssec
import dns.name
import dns.rdata
import dns.rdatatype
from cryptography.hazmat.primitives.asymmetric import ec

from forewarn_lab import shapes
from forewarn_lab.edit import DNSKEY, HEALTHY_WINDOW
from forewarn_lab.keys import from_private
from forewarn_lab.signing import DAY, put_signatures

NSEC3 = dns.rdatatype.NSEC3
NSEC3PARAM = dns.rdatatype.NSEC3PARAM

# (inception, expiration) relative to now
WINDOWS = {
    "expired": (-30 * DAY, -2 * DAY),
    "early": (2 * DAY, 30 * DAY),
    "reversed": (-2 * DAY, -30 * DAY),
}


# More lines of the zone, before it is signed.
RECORDS = {
    # A name as long as one can be: every ancestor may have to be hashed.
    "deep-alias": "www CNAME " + "x." * 110 + "{name}\n",
    "many-names": "".join(f"n{n} A 192.0.2.9\n" for n in range(30)),
}


def records(case):
    return RECORDS.get(case.change[0] if case.change else "", "").format(
        name=case.zone)


def apply(edit, change):
    if change and change[0] not in RECORDS:
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


def ds_downgrade(edit):
    """SHA-256 that fits nothing beside SHA-1 that fits (RFC 4509 3)."""
    ds_made(edit, "SHA1")
    sha1 = edit.ds
    ds_made(edit, "SHA256")
    shapes.ds_digest_mismatch(edit)
    edit.ds = sha1 + edit.ds


def ds_made(edit, digest):
    edit.ds = [dns.dnssec.make_ds(edit.origin, key.dnskey, digest,
                                  policy=dns.dnssec.allow_all_policy)
               for key in edit.keys.signing()[0]]


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


def foreign(edit, *types):
    """By a key that is in no DNSKEY RRset."""
    for owner, rdtype in _rrsets(edit, types):
        found = edit.zone.get_rdataset(owner, dns.rdatatype.RRSIG, rdtype)
        rows = [row.replace(key_tag=(row.key_tag + 1) & 0xffff)
                for row in found]
        put_signatures(edit.zone, owner, rdtype, rows)


def rrsig(edit, field, value, *types):
    """Another value in the signature of these types."""
    if field == "signer":
        value = dns.name.from_text(value)
    elif field != "signature":
        value = int(value)
    for owner, rdtype in _rrsets(edit, types):
        found = edit.zone.get_rdataset(owner, dns.rdatatype.RRSIG, rdtype)
        put_signatures(edit.zone, owner, rdtype,
                       [row.replace(**{field: value}) for row in found])


def borrow(edit, label, rdtype, other_label, other_type):
    """A signature that was made over another RRset."""
    owner, other = edit.name(label), edit.name(other_label)
    rdtype, other_type = map(dns.rdatatype.from_text, (rdtype, other_type))
    lent = edit.zone.get_rdataset(other, dns.rdatatype.RRSIG, other_type)
    put_signatures(edit.zone, owner, rdtype, [row.replace(
        type_covered=rdtype, labels=len(owner) - 1) for row in lent])


def second_algorithm(edit, algorithm, how):
    """A KSK and a ZSK more, with their DS, that sign everything ("signs"), or
    nothing but the keys ("idle")."""
    sep, rest = edit.keys.signing()
    (more_sep,), (more_rest,) = type(edit.keys)(int(algorithm)).signing()
    found = edit.zone.get_rdataset(edit.origin, DNSKEY)
    for key in (more_sep, more_rest):
        found.add(key.dnskey)
    edit.ds += [more_sep.ds(edit.origin)]
    for owner, rdtype in _rrsets(edit, ("all",)):
        if rdtype == DNSKEY:
            edit.sign(owner, rdtype, keys=sep + rest + [more_sep])
        elif how == "signs":
            edit.sign(owner, rdtype, keys=rest + [more_rest])


def disown(edit):
    """Neither keys nor a DS, and every signature is left."""
    no_key(edit, "ksk", "zsk")
    put_signatures(edit.zone, edit.origin, DNSKEY, [])
    edit.ds = []


def only_key(edit, role, window="healthy"):
    """One key alone, which the DS names, signs everything."""
    sep, rest = edit.keys.signing()
    keys = sep if role == "ksk" else rest
    edit.set_dnskeys(keys, keys)
    edit.sign_all(WINDOWS.get(window, HEALTHY_WINDOW), keys=keys)
    edit.ds = [key.ds(edit.origin) for key in keys]


def ksk_expired(edit):
    """The signature of the KSK; that of the ZSK beside it is well."""
    sep, rest = edit.keys.signing()
    edit.sign(edit.origin, DNSKEY, keys=sep, window=WINDOWS["expired"])
    old = list(edit.zone.get_rdataset(edit.origin, dns.rdatatype.RRSIG,
                                      DNSKEY))
    edit.sign(edit.origin, DNSKEY, keys=rest)
    new = list(edit.zone.get_rdataset(edit.origin, dns.rdatatype.RRSIG,
                                      DNSKEY))
    put_signatures(edit.zone, edit.origin, DNSKEY, old + new)


def private_key(edit):
    """One more, of an algorithm that nobody knows (RFC 4034 A.1.1)."""
    row = edit.keys.signing()[1][0].dnskey.replace(algorithm=253)
    _publish(edit, [row])


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


def _denial_of(edit, label="@"):
    """(owner, type) of the record that denies types at a name."""
    name = edit.name(label)
    for owner in _nsec3_owners(edit):
        row = edit.zone.get_rdataset(owner, NSEC3)[0]
        own = dns.dnssec.nsec3_hash(name, row.salt, row.iterations, 1)
        if owner.labels[0].decode().upper() == own.upper():
            return owner, NSEC3
    return name, dns.rdatatype.NSEC


def _sign_denial(edit, owner, rdtype):
    edit.sign(owner, rdtype, keys=edit.keys.signing()[1])


def bitmap(edit, how, types, label="@"):
    """A name is said to have types more ("with"), or less ("without")."""
    owner, denial = _denial_of(edit, label)
    found = edit.zone.get_rdataset(owner, denial)
    words = found[0].to_text().split()
    if how == "with":
        words += types.split(",")
    else:
        words = [word for word in words if word not in types.split(",")]
    found.clear()
    found.add(dns.rdata.from_text("IN", denial, " ".join(words)))
    _sign_denial(edit, owner, denial)


def _redo(edit, owner, rdtype, **fields):
    """Other fields in its first record, and a signature that fits."""
    found = edit.zone.get_rdataset(owner, rdtype)
    row = found[0].replace(**fields)
    found.clear()
    found.add(row)
    _sign_denial(edit, owner, rdtype)


def overreach(edit, label, target):
    """The next name of a label's NSEC is any."""
    _redo(edit, *_denial_of(edit, label), next=dns.name.from_text(target))


def next_in_capitals(edit, label):
    """Which are signed as they are (RFC 6840 5.1)."""
    owner, denial = _denial_of(edit, label)
    after = edit.zone.get_rdataset(owner, denial)[0].next.to_text().upper()
    _redo(edit, owner, denial, next=dns.name.from_text(after))


def next_is_apex(edit):
    """Every NSEC is the last."""
    for owner, rdtype in edit.signed_rrsets(edit.zone):
        if rdtype == dns.rdatatype.NSEC:
            _redo(edit, owner, rdtype, next=edit.origin)


def forget_nsec3(edit, label):
    """The chain goes on behind a name's record, as though it had none."""
    gone, _ = _denial_of(edit, label)
    own = base64.b32hexdecode(gone.labels[0].upper())
    after = edit.zone.get_rdataset(gone, NSEC3)[0].next
    del edit.zone.nodes[gone]
    for owner in _nsec3_owners(edit):
        if edit.zone.get_rdataset(owner, NSEC3)[0].next == own:
            _redo(edit, owner, NSEC3, next=after)


def extra_nsec3(edit, label):
    """A record of nothing, that ends just before the hash of a name."""
    row = edit.zone.get_rdataset(_nsec3_owners(edit)[0], NSEC3)[0]
    own = int(dns.dnssec.nsec3_hash(edit.name(label), row.salt,
                                    row.iterations, 1), 32)
    start, end = ((own - n).to_bytes(20, "big") for n in (2, 1))
    owner = edit.name(base64.b32hexencode(start).decode().lower())
    edit.zone.find_rdataset(owner, NSEC3, create=True).add(
        row.replace(next=end), 15)
    _sign_denial(edit, owner, NSEC3)


def more_nsec3param(edit, text):
    """One more, which nobody can or need use."""
    found = edit.zone.find_rdataset(edit.origin, NSEC3PARAM, create=True)
    found.add(dns.rdata.from_text("IN", "NSEC3PARAM",
                                  text.replace(",", " ")), 0)
    edit.sign(edit.origin, NSEC3PARAM, keys=edit.keys.signing()[1])


def no_opt_out(edit):
    """The spans leave out what they do not say they leave out."""
    for owner in _nsec3_owners(edit):
        _redo(edit, owner, NSEC3, flags=0)


def second_next(edit):
    """The apex has a second record, with another next name."""
    owner, denial = _denial_of(edit)
    found = edit.zone.get_rdataset(owner, denial)
    if denial == NSEC3:
        other = found[0].replace(next=bytes(20))
    else:
        other = found[0].replace(next=dns.name.from_text("zz", edit.origin))
    found.add(other)
    _sign_denial(edit, owner, denial)


def second_nsec3param(edit):
    found = edit.zone.get_rdataset(edit.origin, NSEC3PARAM)
    found.add(found[0].replace(iterations=found[0].iterations + 1))
    edit.sign(edit.origin, NSEC3PARAM, keys=edit.keys.signing()[1])


def nsec3param_salt(edit, salt):
    found = edit.zone.get_rdataset(edit.origin, NSEC3PARAM)
    row = found[0].replace(salt=bytes.fromhex(salt))
    found.clear()
    found.add(row)


# --- too much: CVE-2023-50387 ---

SIGNATURE_BYTES = {13: 64, 14: 96}
CURVES = {13: ec.SECP256R1, 14: ec.SECP384R1}
ZONE_FLAG, REVOKE = 0x100, 0x80


def _twins(edit, key, count):
    """Real keys of the same tag: it is a sum, of the flags too, of which most
    bits mean nothing (RFC 4034 2.1.1)."""
    algorithm, tag = key.dnskey.algorithm, dns.dnssec.key_id(key.dnskey)
    found = []
    while len(found) < count:
        row = from_private(ec.generate_private_key(CURVES[algorithm]()),
                           algorithm, 0).dnskey
        for carry in (0, 1):  # the sum's upper half is added to the lower
            flags = (tag - dns.dnssec.key_id(row) - carry) & 0xffff
            twin = row.replace(flags=flags)
            if (flags & ZONE_FLAG and not flags & REVOKE
                    and dns.dnssec.key_id(twin) == tag):
                found.append(twin)
                break
    return found


def _publish(edit, rows):
    """More keys, and the set's own signatures again."""
    found = edit.zone.get_rdataset(edit.origin, DNSKEY)
    for row in rows:
        found.add(row)
    sep, rest = edit.keys.signing()
    edit.sign(edit.origin, DNSKEY, keys=sep + rest)


def _spoil_and_add(edit, owner, rdtype, count):
    """So many signatures that look right, before the one that is."""
    source = random.Random(f"{owner} {rdtype}")
    found = edit.zone.get_rdataset(owner, dns.rdatatype.RRSIG, rdtype)
    size = SIGNATURE_BYTES[found[0].algorithm]
    # Each half is a number below the order of the curve.
    wrong = [found[0].replace(signature=b"\1" + source.randbytes(size // 2 - 1)
                              + b"\1" + source.randbytes(size // 2 - 1))
             for _ in range(count)]
    put_signatures(edit.zone, owner, rdtype, wrong + list(found))


def keytrap(edit, role, key_count, signature_count, *types):
    """Keys that share the tag of the one of that role, and signatures under
    that tag: each may have to be tried with each."""
    sep, rest = edit.keys.signing()
    _publish(edit, _twins(edit, (sep if role == "ksk" else rest)[0],
                          int(key_count)))
    for owner, rdtype in _rrsets(edit, types):
        _spoil_and_add(edit, owner, rdtype, int(signature_count))


def hashtrap(edit, key_count, ds_count):
    """Each DS may have to be held against each key."""
    sep, _ = edit.keys.signing()
    twins = _twins(edit, sep[0], int(key_count))
    _publish(edit, twins)
    source = random.Random(str(edit.origin))
    edit.ds += [edit.ds[0].replace(digest=source.randbytes(32))
                for _ in range(int(ds_count))]

# SPDX-License-Identifier: BSD-3-Clause
"""What a zone can be made to look like: the faults by their ids, and a few
healthy states that look odd. One function and one row each."""

from dataclasses import dataclass

import dns.name
import dns.rdata
import dns.rdatatype

from . import denial, properties, unseen, zonetext
from .edit import DNSKEY, HEALTHY_WINDOW
from .signing import DAY, HOUR, put_signatures, signature
from .tools import UsageError

A = dns.rdatatype.A
AAAA = dns.rdatatype.AAAA
SOA = dns.rdatatype.SOA
NS = dns.rdatatype.NS
NSEC = dns.rdatatype.NSEC
RRSIG = dns.rdatatype.RRSIG

# The stale copy is at a serial below the fresh one, yet above every earlier
# one: a reload never goes backwards.
STALE_SERIAL_LAG = 5


# --- signatures ---

def rrsig_expired(edit):
    """The signer stalled; only its key set is still good."""
    edit.sign_all((-15 * DAY, -6 * HOUR), but=(DNSKEY,))


def rrsig_expiring(edit):
    """8 % of ten days are left: a warning."""
    edit.sign_all((20 * HOUR - 10 * DAY, 20 * HOUR))


def rrsig_expiring_hours(edit):
    """2.5 % of ten days are left: critical, and it fails within hours."""
    edit.sign_all((6 * HOUR - 10 * DAY, 6 * HOUR))


def rrsig_not_yet_valid(edit):
    edit.sign_all((12 * HOUR, 14 * DAY), but=(DNSKEY,))


def rrsig_missing(edit):
    put_signatures(edit.zone, edit.name("www"), A, [])


def rrsig_missing_of_a_type(edit):
    put_signatures(edit.zone, edit.name("www"), AAAA, [])


def rrsig_invalid(edit):
    damage_signature(edit, edit.name("www"), A)


def damage_signature(edit, owner, rdtype):
    found = edit.zone.get_rdataset(owner, RRSIG, covers=rdtype)
    spoilt = []
    for row in found:
        bits = bytearray(row.signature)
        bits[len(bits) // 2] ^= 0x5a
        spoilt.append(row.replace(signature=bytes(bits)))
    put_signatures(edit.zone, owner, rdtype, spoilt)


def rrsig_key_missing(edit):
    """The signer went on with a ZSK that was never published."""
    edit.sign_all(HEALTHY_WINDOW, but=(DNSKEY,),
                  keys=[edit.keys.get("next-zsk")])


def rrsig_stale_secondary(edit):
    """The last server has missed the latest transfers."""
    stale = stale_copy(edit)
    soa = stale.get_rdataset(edit.origin, SOA)[0]
    edit.change(edit.origin, soa.replace(serial=soa.serial - STALE_SERIAL_LAG),
                zone=stale)
    edit.sign(edit.origin, SOA, window=STALE_WINDOW, zone=stale)


def rrsig_stale_secondary_same_serial(edit):
    """The signer renewed signatures without a new serial."""
    stale_copy(edit)


STALE_WINDOW = (-20 * DAY, 10 * DAY)


def stale_copy(edit):
    stale = edit.split()
    edit.sign_all(STALE_WINDOW, zone=stale)
    return stale


# --- DS ---

def ds_no_matching_dnskey(edit):
    edit.ds = [edit.keys.get("next-ksk").ds(edit.origin)]


def ds_digest_mismatch(edit):
    edit.ds = [row.replace(digest=bytes([row.digest[0] ^ 0xff])
                           + row.digest[1:]) for row in edit.ds]


def ds_algorithm_mismatch(edit):
    """Somebody chose the wrong algorithm in the registrar's form."""
    wrong = 8 if edit.row.algorithm != 8 else 13
    edit.ds = [row.replace(algorithm=wrong) for row in edit.ds]


def ds_without_dnskey(edit):
    edit.unsign()


def ds_key_not_signing(edit):
    """The new KSK signs, the DS still names the old one."""
    sep, rest = edit.keys.signing()
    new = edit.keys.get("next-ksk")
    every = {key.base: key for key in sep + rest + [new]}
    edit.set_dnskeys(every.values(), signers=[new])


def ds_missing_signed_zone(edit):
    edit.ds = []


def ds_orphan(edit):
    edit.ds.append(edit.keys.get("next-ksk").ds(edit.origin))


def ds_parent_inconsistent(edit):
    """A roll whose second DS did not reach the parent's last server."""
    edit.early_ds = list(edit.ds)
    double_ds(edit)


# --- DNSKEY ---

def dnskey_missing(edit):
    """On one server of several."""
    remove_dnskey(edit.split())


def dnskey_missing_everywhere(edit):
    """All servers deny the keys: to its parent's DS the zone is unsigned,
    although signatures are left."""
    remove_dnskey(edit.zone)


def remove_dnskey(zone):
    put_signatures(zone, zone.origin, DNSKEY, [])
    zone.delete_rdataset(zone.origin, DNSKEY)


def dnskey_rrset_bogus(edit):
    damage_signature(edit, edit.origin, DNSKEY)


def dnskey_server_inconsistent(edit):
    """Two signers, and neither publishes the other's ZSK: a resolver that
    has the keys from one cannot check what it gets from the other."""
    other = edit.split()
    sep, rest = edit.keys.signing()
    own = edit.keys.get("next-zsk")
    edit.set_dnskeys(sep + [own], zone=other)
    edit.sign_all(HEALTHY_WINDOW, but=(DNSKEY,), zone=other, keys=[own])


def dnskey_unexpected_change(edit):
    """A standby signer took over, with a ZSK that nobody knew of."""
    sep, rest = edit.keys.signing()
    new = edit.keys.get("next-zsk")
    edit.set_dnskeys([key for key in sep if key not in rest] + [new],
                     signers=sep)
    edit.sign_all(HEALTHY_WINDOW, but=(DNSKEY,), keys=[new])


# --- servers ---

def auth_server_unreachable(edit):
    if len(edit.addresses) < 2:
        raise UsageError(f"{edit.row.name} has one name server only: take "
                         "auth-all-unreachable")
    move_to_dead(edit, list(edit.addresses)[:1])


def auth_all_unreachable(edit):
    move_to_dead(edit, list(edit.addresses))


def move_to_dead(edit, hosts):
    if edit.row.ns_hosts or edit.row.name == ".":
        raise UsageError(f"the name servers of {edit.row.name} lie in "
                         "another zone: this fault cannot move them")
    for host in hosts:
        kind = zonetext.address_type(edit.addresses[host])
        edit.addresses[host] = edit.dead[kind]
        owner = dns.name.from_text(host)
        record = dns.rdata.from_text("IN", kind, edit.dead[kind])
        if edit.row.signed:
            edit.change(owner, record)
        else:
            found = edit.zone.get_rdataset(owner, record.rdtype)
            found.clear()
            found.add(record)


def auth_serial_skew(edit):
    """An unsigned zone whose last server has missed transfers. Its serial is
    a counter: one that is a time tells that the zone is new."""
    if edit.row.signed:
        raise UsageError(f"{edit.row.name} is signed: take "
                         "rrsig-stale-secondary")
    stale = edit.split()
    for zone, lag in ((edit.zone, 0), (stale, STALE_SERIAL_LAG)):
        found = zone.get_rdataset(edit.origin, SOA)
        soa = found[0]
        found.clear()
        found.add(soa.replace(serial=soa.serial + COUNTER_OFFSET - lag))


# Beyond every time that a clock may show: some thirteen years.
COUNTER_OFFSET = 400_000_000


def auth_answer_inconsistent(edit):
    """The last server has another MX, at the same serial."""
    mail = dns.rdata.from_text("IN", "MX", f"20 www.{edit.row.name}")
    edit.change(edit.origin, mail, zone=edit.split())


def misbehaving(edit):
    """The zone is well; the rogue server that has it is not."""


# --- the delegation ---

def delegation_missing(edit):
    edit.addresses, edit.ds = {}, []


def delegation_ns_mismatch(edit):
    """The parent still names a server that the zone has dropped."""
    first = next(iter(edit.addresses.values()))
    edit.addresses[f"ns-old.{edit.row.name}"] = first


def delegation_ns_unresolvable(edit):
    """Zone and parent name a server of a domain that is no more."""
    host = "ns.gone.lab."
    names = edit.zone.get_rdataset(edit.origin, NS)
    names.add(dns.rdata.from_text("IN", "NS", host))
    edit.sign(edit.origin, NS)
    edit.addresses[host] = edit.dead["A"]


def delegation_changed(edit):
    """The last name server left, at the zone and at its parent."""
    if len(edit.addresses) < 2:
        raise UsageError(f"{edit.row.name} has one name server only")
    host, _ = edit.addresses.popitem()
    names = edit.zone.get_rdataset(edit.origin, NS)
    names.remove(dns.rdata.from_text("IN", "NS", host))
    if edit.row.signed:
        edit.sign(edit.origin, NS)


def delegation_glue_mismatch(edit):
    """The registrar has another address of the last server."""
    host, address = list(edit.addresses.items())[-1]
    edit.addresses[host] = f"{address[:-1]}{3 - int(address[-1])}"


# --- the rest ---

def parent_chain_bogus(edit):
    """Nothing is wrong here: an ancestor is broken."""


def parent_chain_insecure(edit):
    """Nothing is wrong here: a zone above is unsigned."""


def cname_target_bogus(edit):
    """Nothing is wrong here: an alias of it points into a broken zone."""


def servfail_unclassified(edit):
    """Two aliases of each other: every record and its proof is right, every
    server well, and still no resolver can answer."""
    for label, target in (("www", "mail"), ("mail", "www")):
        edit.alias(edit.name(label), edit.name(target))


# --- denial of existence ---

def denial_chain_broken(edit):
    """The first link of the NSEC chain covers nothing, so no name can be
    denied; every record there is stays right and signed."""
    found = edit.zone.get_rdataset(edit.origin, NSEC)
    if found is None:
        raise UsageError(f"{edit.row.name} has no NSEC chain to break")
    after = dns.name.Name((b"\0",) + edit.origin.labels)
    edit.change(edit.origin, found[0].replace(next=after))


def denial_proof_missing(edit):
    """Something between signer and servers lost the NSEC records."""
    if edit.zone.get_rdataset(edit.origin, NSEC) is None:
        raise UsageError(f"{edit.row.name} has no NSEC records to lose: "
                         "servers take a zone without NSEC3 for unsigned")
    denial.remove(edit.zone)


def denial_bitmap_wrong(edit):
    """As at a provider whose signer did not see all types of a name."""
    denial.set_bitmap(edit, edit.origin, but=(A,))


def nsec_nsec3_mixed(edit):
    """The transition to NSEC3 did not reach the last server."""
    if edit.zone.get_rdataset(edit.origin, NSEC) is None:
        raise UsageError(f"{edit.row.name} has NSEC3 already")
    denial.make_nsec3(edit, edit.split())


def nsec3_params_risky(edit):
    """As many a signer's manual had it before RFC 9276."""
    if edit.zone.get_rdataset(edit.origin, NSEC) is None:
        raise UsageError(f"{edit.row.name} has NSEC3 already")
    denial.make_nsec3(edit, edit.zone, iterations=10, salt="aabbccdd")


# --- healthy, but unusual ---

def double_ds(edit):
    """The middle of a KSK roll: two keys, both sign, two DS."""
    sep, rest = edit.keys.signing()
    new = edit.keys.get("next-ksk")
    edit.set_dnskeys(sep + rest + [new], signers=sep + [new])
    edit.ds.append(new.ds(edit.origin))


def algorithm_roll(edit):
    """Signatures of the new algorithm come first, its keys later: RFC 6781
    4.1.4. One valid signature is enough."""
    new = edit.keys.get("next-zsk", algorithm=15)
    for owner, rdtype in edit.signed_rrsets(edit.zone):
        if rdtype == DNSKEY:
            continue
        rdataset = edit.zone.get_rdataset(owner, rdtype)
        present = list(edit.zone.get_rdataset(owner, RRSIG, covers=rdtype))
        present.append(signature(edit.origin, owner, rdataset, new,
                                 HEALTHY_WINDOW))
        put_signatures(edit.zone, owner, rdtype, present)


def short_lived(edit):
    """As on-the-fly signers do it: two days, and never much more left."""
    edit.sign_all((-12 * HOUR, 36 * HOUR))


@dataclass(frozen=True)
class Shape:
    apply: object
    verdict: str        # ok, info, warning or critical
    ids: tuple          # most causal first
    signed: bool = True  # only a signed zone can have it
    rogue: str = None    # how the rogue server misbehaves


def fault(apply, verdict, *ids, signed=True):
    return Shape(apply, verdict, ids, signed)


def rogue(behaviour, verdict, *ids, signed=False):
    return Shape(misbehaving, verdict, ids, signed, behaviour)


SHAPES = {
    "rrsig-expired": fault(rrsig_expired, "critical", "rrsig-expired"),
    "rrsig-expiring": fault(rrsig_expiring, "warning", "rrsig-expiring"),
    "rrsig-expiring-hours": fault(rrsig_expiring_hours, "critical",
                                  "rrsig-expiring"),
    "rrsig-not-yet-valid": fault(rrsig_not_yet_valid, "critical",
                                 "rrsig-not-yet-valid"),
    "rrsig-missing": fault(rrsig_missing, "critical", "rrsig-missing"),
    "rrsig-missing-of-a-type": fault(rrsig_missing_of_a_type, "critical",
                                     "rrsig-missing"),
    "rrsig-invalid": fault(rrsig_invalid, "critical", "rrsig-invalid"),
    "rrsig-key-missing": fault(rrsig_key_missing, "critical",
                               "rrsig-key-missing"),
    "rrsig-stale-secondary": fault(rrsig_stale_secondary, "warning",
                                   "rrsig-stale-secondary"),
    "rrsig-stale-secondary-same-serial": fault(
        rrsig_stale_secondary_same_serial, "warning",
        "rrsig-stale-secondary"),
    "ds-no-matching-dnskey": fault(ds_no_matching_dnskey, "critical",
                                   "ds-no-matching-dnskey"),
    "ds-digest-mismatch": fault(ds_digest_mismatch, "critical",
                                "ds-digest-mismatch"),
    "ds-algorithm-mismatch": fault(ds_algorithm_mismatch, "critical",
                                   "ds-algorithm-mismatch"),
    "ds-without-dnskey": fault(ds_without_dnskey, "critical",
                               "ds-without-dnskey"),
    "ds-key-not-signing": fault(ds_key_not_signing, "critical",
                                "ds-key-not-signing"),
    "ds-missing-signed-zone": fault(ds_missing_signed_zone, "warning",
                                    "ds-missing-signed-zone"),
    "ds-orphan": fault(ds_orphan, "warning", "ds-orphan"),
    "dnskey-missing": fault(dnskey_missing, "critical", "dnskey-missing"),
    "dnskey-missing-everywhere": fault(dnskey_missing_everywhere, "critical",
                                       "ds-without-dnskey"),
    "dnskey-rrset-bogus": fault(dnskey_rrset_bogus, "critical",
                                "dnskey-rrset-bogus"),
    "dnskey-server-inconsistent": fault(dnskey_server_inconsistent,
                                        "critical",
                                        "dnskey-server-inconsistent"),
    "auth-server-unreachable": fault(auth_server_unreachable, "warning",
                                     "auth-server-unreachable", signed=False),
    "auth-all-unreachable": fault(auth_all_unreachable, "critical",
                                  "auth-all-unreachable", signed=False),
    "auth-serial-skew": fault(auth_serial_skew, "warning",
                              "auth-serial-skew", signed=False),
    "auth-answer-inconsistent": fault(auth_answer_inconsistent, "warning",
                                      "auth-answer-inconsistent"),
    "auth-servfail": rogue("servfail", "warning", "auth-servfail"),
    "auth-tcp-failed": rogue("no-tcp", "warning", "auth-tcp-failed"),
    "auth-dnssec-stripped": rogue("stripped", "warning",
                                  "auth-dnssec-stripped", signed=True),
    "auth-truncation-unanswered": rogue("cut", "warning",
                                        "auth-truncation-unanswered",
                                        signed=True),
    "auth-rate-limited": rogue("slip", "warning", "auth-rate-limited"),
    "delegation-lame": rogue("refused", "warning", "delegation-lame"),
    "delegation-missing": fault(delegation_missing, "critical",
                                "delegation-missing", signed=False),
    "delegation-ns-mismatch": fault(delegation_ns_mismatch, "warning",
                                    "delegation-ns-mismatch", signed=False),
    "delegation-ns-unresolvable": fault(
        delegation_ns_unresolvable, "warning", "delegation-ns-unresolvable"),
    "delegation-glue-mismatch": fault(
        delegation_glue_mismatch, "warning", "delegation-glue-mismatch",
        signed=False),
    "parent-chain-bogus": fault(parent_chain_bogus, "critical",
                                "parent-chain-bogus"),
    "parent-chain-insecure": fault(parent_chain_insecure, "info",
                                   "parent-chain-insecure"),
    "ds-unsupported-only": fault(properties.ds_unsupported_only, "warning",
                                 "ds-unsupported-only"),
    "ds-sha1-only": fault(properties.ds_sha1_only, "warning", "ds-sha1-only"),
    "ds-revoked-key": fault(properties.ds_revoked_key, "critical",
                            "ds-revoked-key"),
    "dnskey-flags-wrong": fault(properties.dnskey_flags_wrong, "critical",
                                "dnskey-flags-wrong", "rrsig-key-missing"),
    "dnskey-algorithm-deprecated": fault(
        properties.dnskey_algorithm_deprecated, "warning",
        "dnskey-algorithm-deprecated"),
    "dnskey-weak-rsa": fault(properties.dnskey_weak_rsa, "warning",
                             "dnskey-weak-rsa"),
    "dnskey-keytag-collision": fault(properties.dnskey_keytag_collision,
                                     "warning", "dnskey-keytag-collision"),
    "dnskey-response-oversize": fault(properties.dnskey_response_oversize,
                                      "warning", "dnskey-response-oversize"),
    "algorithm-incomplete": fault(properties.algorithm_incomplete, "warning",
                                  "algorithm-incomplete"),
    "rrsig-lifetime-out-of-policy": fault(
        properties.rrsig_lifetime_out_of_policy, "warning",
        "rrsig-lifetime-out-of-policy"),
    "rrsig-ttl-mismatch": fault(properties.rrsig_ttl_mismatch, "info",
                                "rrsig-ttl-mismatch"),
    "cname-target-bogus": fault(cname_target_bogus, "critical",
                                "cname-target-bogus"),
    "servfail-unclassified": fault(servfail_unclassified, "critical",
                                   "servfail-unclassified"),
    "denial-chain-broken": fault(denial_chain_broken, "critical",
                                 "denial-chain-broken"),
    "denial-proof-missing": fault(denial_proof_missing, "critical",
                                  "denial-proof-missing"),
    "denial-bitmap-wrong": fault(denial_bitmap_wrong, "critical",
                                 "denial-bitmap-wrong"),
    "nsec-nsec3-mixed": fault(nsec_nsec3_mixed, "warning",
                              "nsec-nsec3-mixed"),
    "nsec3-params-risky": fault(nsec3_params_risky, "warning",
                                "nsec3-params-risky"),
    "ds-parent-inconsistent": fault(ds_parent_inconsistent, "warning",
                                    "ds-parent-inconsistent"),
    "ttl-exceeds-resign-margin": fault(properties.ttl_exceeds_resign_margin,
                                       "warning", "ttl-exceeds-resign-margin"),
    "rrsig-remaining-below-soa-expire": fault(
        properties.rrsig_remaining_below_soa_expire, "warning",
        "rrsig-remaining-below-soa-expire"),
    # Of these the zone before the break is a part: who remembers it sees them.
    "ds-removed-unexpectedly": fault(ds_missing_signed_zone, "critical",
                                     "ds-removed-unexpectedly"),
    "dnskey-unexpected-change": fault(dnskey_unexpected_change, "critical",
                                      "dnskey-unexpected-change"),
    "delegation-changed": fault(delegation_changed, "warning",
                                "delegation-changed", signed=False),
    "island-wrong-key": fault(unseen.untouched, "critical",
                              "ds-no-matching-dnskey"),
    "hidden-ahead": fault(
        lambda edit: unseen.hidden_ahead(edit, STALE_SERIAL_LAG), "warning",
        "rrsig-stale-secondary"),
    "hidden-expired": fault(unseen.hidden_expired, "critical",
                            "rrsig-expired"),
    "internal-view": fault(unseen.internal_view, "ok"),
    "double-ds": fault(double_ds, "ok"),
    "algorithm-roll": fault(algorithm_roll, "ok"),
    "short-lived": fault(short_lived, "ok"),
}

# What `break` offers: faults, done to one zone alone.
BREAKS = [name for name, row in SHAPES.items()
          if row.verdict != "ok" and name != "cname-target-bogus"
          and not name.startswith(("parent-chain-", "island-", "hidden-"))]


VERDICTS = ("ok", "info", "warning", "critical")


def find(name):
    """The row of a shape, or of several with commas between, all at once."""
    rows = [SHAPES[one] for one in name.split(",")]
    rogues = {row.rogue for row in rows if row.rogue}
    if len(rogues) > 1:
        raise UsageError(f"{name}: the rogue server misbehaves in one way at "
                         "a time")

    def apply(edit):
        for row in rows:
            row.apply(edit)

    return Shape(apply, max((row.verdict for row in rows), key=VERDICTS.index),
                 tuple(dict.fromkeys(one for row in rows for one in row.ids)),
                 any(row.signed for row in rows), *rogues)


def require(name):
    """A fault, or several, that `break` can do."""
    for one in name.split(","):
        if one not in BREAKS:
            raise UsageError(f"the lab knows no fault {one}; it knows "
                             + " ".join(BREAKS))
    find(name)

# SPDX-License-Identifier: BSD-3-Clause
"""What the public does not see: islands of security, internal zones and views,
and servers that no NS record names. In a zone with one of those, `other` is
what that server has."""

import dns.rdata
import dns.rdatatype

from .edit import DNSKEY, HEALTHY_WINDOW
from .signing import DAY, HOUR

SOA = dns.rdatatype.SOA


def anchors(keys, kind):
    """The keys that `trust_anchor:` has for a zone, as records' text."""
    now, later = keys.signing()[0][0], keys.get("next-ksk")
    owner = keys.zone.name

    def ds(key):
        return f"{owner} DS {key.ds(owner).to_text()}"

    return {"ds": [ds(now)],
            "next": [ds(later)],
            "both": [f"{owner} 3600 IN DNSKEY {now.dnskey.to_text()}",
                     ds(later)]}[kind]


def untouched(edit):
    """Nothing is wrong in the zone itself."""


def internal_view(edit):
    """Another zone of the same name, with keys of its own."""
    view = edit.split()
    ksk, zsk = edit.keys.get("next-ksk"), edit.keys.get("next-zsk")
    for label, address in (("@", "10.0.0.1"), ("www", "10.0.0.80")):
        edit.change(edit.name(label),
                    dns.rdata.from_text("IN", "A", address), zone=view)
    edit.set_dnskeys([ksk, zsk], signers=[ksk], zone=view)
    edit.sign_all(HEALTHY_WINDOW, but=(DNSKEY,), zone=view, keys=[zsk])


def hidden_ahead(edit, lag):
    """The public servers have missed the latest transfers."""
    edit.split()
    soa = edit.zone.get_rdataset(edit.origin, SOA)[0]
    edit.change(edit.origin, soa.replace(serial=soa.serial - lag))
    edit.sign_all((-20 * DAY, 10 * DAY))


def hidden_expired(edit):
    """The signer stalled, and nothing was transferred since."""
    edit.sign_all((-15 * DAY, -6 * HOUR), but=(DNSKEY,), zone=edit.split())

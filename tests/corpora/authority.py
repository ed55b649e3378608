# SPDX-License-Identifier: BSD-3-Clause
"""A name server of one signed zone, RFC 1034 4.3.2 and RFC 4035 3.1, that does
one thing wrong, as no real one can be told to."""

import dns.dnssec
import dns.flags
import dns.name
import dns.rcode
import dns.rdata
import dns.rdatatype
import dns.rrset
import dns.zone

CNAME, DNAME = dns.rdatatype.CNAME, dns.rdatatype.DNAME
DS, NS, SOA = dns.rdatatype.DS, dns.rdatatype.NS, dns.rdatatype.SOA
NSEC, NSEC3 = dns.rdatatype.NSEC, dns.rdatatype.NSEC3
RRSIG = dns.rdatatype.RRSIG
WILDCARD = dns.name.from_text("*", None)


class Chain:
    """The names that deny: NSEC."""

    def __init__(self, zone):
        self.zone = zone
        self.owners = sorted(owner for owner, node in zone.nodes.items()
                             if node.get_rdataset(zone.rdclass, NSEC))

    def matching(self, name):
        return name if name in self.owners else None

    def covering(self, name):
        if name in self.owners:
            return None
        return max((owner for owner in self.owners if owner < name),
                   default=self.owners[-1])

    def next_to(self, owner):
        return self.owners[(self.owners.index(owner) + 1) % len(self.owners)]


class HashedChain(Chain):
    """The hashes that deny: NSEC3."""

    def __init__(self, zone, params):
        super().__init__(zone)
        self.params = params
        self.owners = sorted(owner for owner, node in zone.nodes.items()
                             if node.get_rdataset(zone.rdclass, NSEC3))

    def hashed(self, name):
        text = dns.dnssec.nsec3_hash(name, self.params.salt,
                                     self.params.iterations, 1)
        return dns.name.from_text(text.lower(), self.zone.origin)

    def matching(self, name):
        return super().matching(self.hashed(name))

    def covering(self, name):
        return super().covering(self.hashed(name))


class Authority:
    """
    @param fault  one of
        ()
        without ROLE    a denial lacks that record: match (of the name), name
                        (covers it, or the next closer), encloser, wildcard
                        (covers it), source (the wildcard's own)
        wrong ROLE      another record of the chain is in its place
        expanded        no data: the wildcard's NSEC under the asked name
        expanded LABEL  NXDOMAIN, and the wildcard's NSEC under that label
        mute            no denial has any record
        fail TYPE       questions of that type: SERVFAIL
        empty-nxdomain  NXDOMAIN for names that are empty
        alias-nxdomain  NXDOMAIN beside an alias to another zone
        unsigned-ns     answers carry the NS records, without a signature
        twice           a record of a denial is in it twice
        doubled         so is every record of an answer
    """

    def __init__(self, origin, path, fault):
        self.zone = dns.zone.from_file(path, origin, relativize=False)
        self.fault = fault or ("none",)
        self.names = set()
        for owner, node in self.zone.nodes.items():
            if node.get_rdataset(self.zone.rdclass, NSEC3):
                continue
            while owner != self.zone.origin:
                self.names.add(owner)
                owner = owner.parent()
        self.names.add(self.zone.origin)
        found = self.zone.get_rdataset(self.zone.origin,
                                       dns.rdatatype.NSEC3PARAM) or ()
        # RFC 5155 4.1.2: others are ignored.
        params = [row for row in found if (row.algorithm, row.flags) == (1, 0)]
        self.chain = (HashedChain(self.zone, params[0]) if params
                      else Chain(self.zone))

    def does(self, *fault):
        return self.fault == fault

    # --- records ---

    def put(self, section, owner, rdtype, renamed=None):
        """An RRset and its signatures. @return whether there is one."""
        found = self.zone.get_rdataset(owner, rdtype)
        if not found:
            return False
        sigs = self.zone.get_rdataset(owner, RRSIG, covers=rdtype)
        times = 2 if self.does("doubled") else 1
        for rdataset in (found, sigs) * times:
            if rdataset:
                section.append(dns.rrset.from_rdata_list(
                    renamed or owner, rdataset.ttl, list(rdataset)))
        return True

    def deny(self, reply, role, owner):
        """The record of a role in a denial, as the fault has it."""
        if not owner or self.does("mute") or self.does("without", role):
            return
        if self.does("wrong", role):
            owner = self.chain.next_to(owner)
        rdtype = NSEC3 if isinstance(self.chain, HashedChain) else NSEC
        if any(row.name == owner and row.rdtype == rdtype
               for row in reply.authority) and not self.does("twice"):
            return
        self.put(reply.authority, owner, rdtype)

    # --- names ---

    def cut_of(self, name):
        cuts = []
        while name != self.zone.origin:
            if self.zone.get_rdataset(name, NS):
                cuts.append(name)
            name = name.parent()
        return cuts[-1] if cuts else None

    def encloser_of(self, name):
        """(closest encloser, next closer)"""
        closer = name
        while name not in self.names:
            closer, name = name, name.parent()
        return name, closer

    def wildcard_of(self, name):
        return WILDCARD.concatenate(self.encloser_of(name)[0])

    def covering(self, name, closer):
        return self.chain.covering(
            closer if isinstance(self.chain, HashedChain) else name)

    # --- answers ---

    def answer(self, reply, question):
        name, rdtype = question.name, question.rdtype
        reply.flags |= dns.flags.AA
        if self.does("fail", dns.rdatatype.to_text(rdtype)):
            reply.set_rcode(dns.rcode.SERVFAIL)
            return
        while name and name.is_subdomain(self.zone.origin):
            name = self.answer_one(reply, name, rdtype)
        if reply.answer and self.does("unsigned-ns"):
            reply.authority.append(
                self.zone.get_rrset(self.zone.origin, NS))
        if name and reply.answer and self.does("alias-nxdomain"):
            reply.set_rcode(dns.rcode.NXDOMAIN)

    def answer_one(self, reply, name, rdtype):
        """@return the name to go on with."""
        cut = self.cut_of(name)
        if cut and not (name == cut and rdtype == DS):
            return self.refer(reply, cut)
        if name in self.names:
            return self.answer_from(reply, name, name, rdtype)
        for above in self.ancestors(name):
            if self.zone.get_rdataset(above, DNAME):
                return self.redirect(reply, above, above, name)
        wildcard = self.wildcard_of(name)
        closer = self.encloser_of(name)[1]
        expanded = self.fault[0] == "expanded"
        if wildcard not in self.names or (expanded and self.fault[1:]):
            return self.no_name(reply, name)
        if not expanded:
            self.deny(reply, "name", self.covering(name, closer))
        if self.zone.get_rdataset(wildcard, DNAME):
            return self.redirect(reply, wildcard, closer, name)
        return self.answer_from(reply, wildcard, name, rdtype)

    def ancestors(self, name):
        while name != self.zone.origin:
            name = name.parent()
            yield name

    def answer_from(self, reply, owner, name, rdtype):
        if self.put(reply.answer, owner, rdtype, name):
            return None
        if self.put(reply.answer, owner, CNAME, name):
            return self.zone.get_rdataset(owner, CNAME)[0].target
        return self.no_data(reply, owner, name)

    def redirect(self, reply, owner, shown, name):
        """A DNAME, and the alias made from it (RFC 6672 3.1)."""
        self.put(reply.answer, owner, DNAME, shown)
        target = name.relativize(shown).concatenate(
            self.zone.get_rdataset(owner, DNAME)[0].target)
        reply.answer.append(dns.rrset.from_text(name, 0, "IN", "CNAME",
                                                target.to_text()))
        return target

    def no_name(self, reply, name):
        encloser, closer = self.encloser_of(name)
        reply.set_rcode(dns.rcode.NXDOMAIN)
        self.put(reply.authority, self.zone.origin, SOA)
        if self.fault[0] == "expanded":
            owner = dns.name.from_text(self.fault[1], encloser)
            self.put(reply.authority, self.wildcard_of(name), NSEC, owner)
            return
        if isinstance(self.chain, HashedChain):
            self.deny(reply, "encloser", self.chain.matching(encloser))
        self.deny(reply, "name", self.covering(name, closer))
        self.deny(reply, "wildcard",
                  self.chain.covering(self.wildcard_of(name)))

    def no_data(self, reply, owner, name):
        self.put(reply.authority, self.zone.origin, SOA)
        if self.does("empty-nxdomain") and name not in self.zone.nodes:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        if owner == name:
            self.deny_types(reply, name)
        elif self.does("expanded"):
            self.put(reply.authority, owner, NSEC, name)
        else:
            encloser, _ = self.encloser_of(name)
            if isinstance(self.chain, HashedChain):
                self.deny(reply, "encloser", self.chain.matching(encloser))
            self.deny(reply, "source", self.chain.matching(owner))

    def deny_types(self, reply, name):
        """Of a name that is there; an empty one has no NSEC, one in an opt-out
        span no NSEC3."""
        matching = self.chain.matching(name)
        if matching:
            self.deny(reply, "match", matching)
        elif isinstance(self.chain, HashedChain):
            self.deny(reply, "encloser", self.chain.matching(name.parent()))
            self.deny(reply, "name", self.chain.covering(name))
        else:
            self.deny(reply, "match", self.chain.covering(name))

    def refer(self, reply, cut):
        if not reply.answer:
            reply.flags &= ~dns.flags.AA
        reply.authority.append(self.zone.get_rrset(cut, NS))
        if not self.put(reply.authority, cut, DS):
            self.deny_types(reply, cut)
        for row in self.zone.get_rdataset(cut, NS):
            for rdtype in (dns.rdatatype.A, dns.rdatatype.AAAA):
                glue = self.zone.get_rrset(row.target, rdtype)
                if glue:
                    reply.additional.append(glue)

# SPDX-License-Identifier: BSD-3-Clause
"""Keys of a zone, by role: made by the signer's own key generator, kept as the
usual K*.key and K*.private files, and read for signing by ourselves."""

import base64
import functools
import os
from dataclasses import dataclass

import dns.dnssec
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
from cryptography.hazmat.primitives.asymmetric import (ec, ed448, ed25519,
                                                       rsa)

from .tools import run

ALGORITHMS = {
    8: "RSASHA256",
    13: "ECDSAP256SHA256",
    14: "ECDSAP384SHA384",
    15: "ED25519",
    16: "ED448",
}
RSA_BITS = 2048
SEP_ROLES = ("ksk", "csk", "next-ksk")


@dataclass
class Key:
    base: str       # path without .key and .private
    dnskey: object  # the DNSKEY rdata

    @functools.cached_property
    def private(self):
        # To load an RSA key takes far longer than to sign with it.
        return load_private(self.base + ".private")

    def ds(self, zone, digest="SHA256"):
        return dns.dnssec.make_ds(zone, self.dnskey, digest)


class KeyStore:
    """The keys of one zone, in a directory of its own."""

    def __init__(self, directory, zone):
        self.directory = directory
        self.zone = zone
        self.loaded = {}
        os.makedirs(directory, exist_ok=True)

    def get(self, role, algorithm=None):
        """The key of a role ("ksk", "zsk", "csk", "next-ksk", "next-zsk"),
        made when it is first asked for."""
        if role not in self.loaded:
            self.loaded[role] = self._read(role, algorithm)
        return self.loaded[role]

    def _read(self, role, algorithm):
        note = os.path.join(self.directory, role)
        if not os.path.exists(note):
            base = self._generate(role, algorithm or self.zone.algorithm)
            with open(note, "w") as out:
                out.write(base)
        with open(note) as file:
            return self._load(os.path.join(self.directory, file.read()))

    def signing(self):
        """(keys that sign the DNSKEY RRset, keys that sign the rest)."""
        if self.zone.csk:
            return [self.get("csk")], [self.get("csk")]
        return [self.get("ksk")], [self.get("zsk")]

    def _generate(self, role, algorithm):
        bits = ["-b", RSA_BITS] if algorithm == 8 else []
        if self.zone.signer == "ldns":
            flags = ["-k"] if role in SEP_ROLES else []
            out = run("ldns-keygen", "-r", "/dev/urandom", "-a",
                      ALGORITHMS[algorithm], *bits, *flags, self.zone.name,
                      cwd=self.directory)
        else:
            flags = ["-f", "KSK"] if role in SEP_ROLES else []
            out = run("dnssec-keygen", "-q", "-a", ALGORITHMS[algorithm],
                      *bits, *flags, self.zone.name, cwd=self.directory)
        return out.strip()

    def _load(self, base):
        with open(base + ".key") as file:
            line = next(row for row in file if not row.startswith(";"))
        text = line.partition("DNSKEY")[2].partition(";")[0].strip()
        dnskey = dns.rdata.from_text(dns.rdataclass.IN,
                                     dns.rdatatype.DNSKEY, text)
        return Key(base, dnskey)


def from_private(private, algorithm, flags):
    """A Key that lies in no file."""
    key = Key("", dns.dnssec.make_dnskey(private.public_key(), algorithm,
                                         flags))
    key.private = private
    return key


def load_private(path):
    """A private key file (v1.2 or v1.3) as a key of cryptography."""
    with open(path) as file:
        fields = dict(line.strip().split(": ", 1) for line in file
                      if ": " in line)
    algorithm = int(fields["Algorithm"].split()[0])

    def number(name):
        return int.from_bytes(base64.b64decode(fields[name]), "big")

    if algorithm == 8:
        public = rsa.RSAPublicNumbers(number("PublicExponent"),
                                      number("Modulus"))
        return rsa.RSAPrivateNumbers(
            number("Prime1"), number("Prime2"), number("PrivateExponent"),
            number("Exponent1"), number("Exponent2"), number("Coefficient"),
            public).private_key()
    if algorithm in (13, 14):
        curve = ec.SECP256R1() if algorithm == 13 else ec.SECP384R1()
        return ec.derive_private_key(number("PrivateKey"), curve)
    kind = (ed25519.Ed25519PrivateKey if algorithm == 15
            else ed448.Ed448PrivateKey)
    return kind.from_private_bytes(base64.b64decode(fields["PrivateKey"]))

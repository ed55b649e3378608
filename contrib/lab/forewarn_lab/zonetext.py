# SPDX-License-Identifier: BSD-3-Clause
"""The text of a zone before it is signed, and of its delegation."""

# A break or a mend must show at once: nothing may stay in a cache for long.
TTL = 30
NEGATIVE_TTL = 15
SOA_EXPIRE = 7 * 86400

APEX = """\
$ORIGIN {name}
$TTL {ttl}
@ SOA {primary} hostmaster {serial} 60 15 {expire} {negative}
"""

# Names that every zone has. They sort around names that do not exist, so
# that the denial chain has several links, and there is a wildcard and a name
# that is empty.
RECORDS = """\
@ A 192.0.2.1
@ MX 10 mail
@ TXT "a zone of the lab"
a A 192.0.2.2
host.empty A 192.0.2.4
mail A 192.0.2.3
*.wild A 192.0.2.5
www A 192.0.2.80
www AAAA 2001:db8::80
"""


def unsigned(zone, serial, addresses, delegations):
    """
    @param addresses    ({name server's name: address}, the same of hosts
                        in here that serve zones elsewhere)
    @param delegations  texts of delegation() of each child
    """
    own, guests = addresses
    lines = [APEX.format(name=zone.name, ttl=TTL, serial=serial,
                         primary=next(iter(own)), expire=SOA_EXPIRE,
                         negative=NEGATIVE_TTL)]
    for host, address in own.items():
        lines.append(f"@ NS {host}\n")
        if is_inside(host, zone):
            lines.append(address_record(host, address))
    lines.append(RECORDS)
    lines.append(zone.records)
    lines.extend(address_record(*row) for row in sorted(guests.items()))
    lines.extend(delegations)
    return "".join(lines)


def is_inside(host, zone):
    return zone.name == "." or host.endswith("." + zone.name)


def delegation(zone, addresses, ds):
    """What the parent says: NS, glue and DS."""
    lines = []
    for host, address in addresses.items():
        lines.append(f"{zone.name} NS {host}\n")
        if is_inside(host, zone):
            lines.append(address_record(host, address))
    lines.extend(f"{zone.name} DS {row.to_text()}\n" for row in ds)
    return "".join(lines)


def address_record(host, address):
    return f"{host} {address_type(address)} {address}\n"


def address_type(address):
    return "AAAA" if ":" in address else "A"

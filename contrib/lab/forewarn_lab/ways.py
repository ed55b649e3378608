# SPDX-License-Identifier: BSD-3-Clause
"""The ways in which rogue.py misbehaves: one coroutine each, by its name with
dashes. Those of a server that fails come first, then those of an enemy."""

import asyncio
import random
import socket
import struct

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdatatype
import dns.rrset

DNS_PORT = 53
TTL = 30
UDP_BYTES_MIN = 512         # RFC 1035 4.2.1
MESSAGE_BYTES_MAX = 65535
HOLD_S = 100                # longer than any client waits
HEADER = struct.Struct("!6H")
QR_AA = 0x8400

WAYS = {}


class HangUp(Exception):
    """Close the connection."""


class Turn:
    """One question, and what an answer can be made of.

    @p line has send(message), for TCP send_raw(bytes) as well, .tcp, and
    .address, that was asked; @p words are the behaviour's own."""

    def __init__(self, query, wire, line, zone, words, source):
        self.query, self.wire, self.line = query, wire, line
        self.words, self.source, self.number = words, source, 0
        self.zone = dns.name.from_text(zone)
        self.name = query.question[0].name
        self.rdtype = query.question[0].rdtype

    @property
    def tcp(self):
        return self.line.tcp

    @property
    def at_apex(self):
        return self.name == self.zone

    def send(self, message):
        """Bytes, or a message; cut short where it is too long for UDP."""
        if not isinstance(message, bytes):
            message = message.to_wire(max_size=MESSAGE_BYTES_MAX)
        if not self.tcp and len(message) > max(UDP_BYTES_MIN,
                                               self.query.payload):
            message = self.cut_short()
        self.line.send(message)

    def reply(self, rcode=dns.rcode.NOERROR, authoritative=True):
        response = dns.message.make_response(self.query)
        response.set_rcode(rcode)
        if authoritative:
            response.flags |= dns.flags.AA
        return response

    def cut_short(self):
        response = self.reply()
        response.flags |= dns.flags.TC
        return response.to_wire()

    async def good(self, wire=None):
        """What the source says: over TCP, so nothing is cut short there."""
        wire = wire or self.wire
        reader, writer = await asyncio.open_connection(self.source, DNS_PORT)
        try:
            writer.write(len(wire).to_bytes(2, "big") + wire)
            size = int.from_bytes(await reader.readexactly(2), "big")
            return await reader.readexactly(size)
        finally:
            writer.close()

    async def good_message(self):
        return dns.message.from_wire(await self.good())

    def random(self):
        """The same for every question to the zone."""
        return random.Random(self.zone.to_text())


def way(function):
    """A way is silent where its source is."""
    async def guarded(turn):
        try:
            await function(turn)
        except (OSError, asyncio.IncompleteReadError):
            if turn.tcp:
                raise HangUp from None
    WAYS[function.__name__.replace("_", "-")] = guarded
    return function


# --- of a server that fails ---

@way
async def honest(turn):
    turn.send(await turn.good())


@way
async def servfail(turn):
    turn.send(turn.reply(dns.rcode.SERVFAIL, authoritative=False))


@way
async def refused(turn):
    turn.send(turn.reply(dns.rcode.REFUSED, authoritative=False))


@way
async def no_tcp(turn):
    if turn.tcp:
        raise HangUp
    turn.line.send(await turn.good())


@way
async def cut(turn):
    """Over UDP the keys do not fit, and there is no TCP."""
    if turn.rdtype == dns.rdatatype.DNSKEY and not turn.tcp:
        turn.send(turn.cut_short())
    else:
        await no_tcp(turn)


@way
async def slip(turn):
    """Every other question is put off, as rate limits do."""
    if turn.number % 2 == 0 and not turn.tcp:
        turn.send(turn.cut_short())
    else:
        turn.line.send(await turn.good())


@way
async def stripped(turn):
    turn.query.use_edns(False)
    turn.line.send(await turn.good(turn.query.to_wire()))


# --- of an enemy: the transport ---

@way
async def silent(turn):
    await asyncio.sleep(HOLD_S if turn.tcp else 0)


@way
async def slow(turn):
    """words: after so many milliseconds."""
    await asyncio.sleep(int(turn.words[0]) / 1000)
    await honest(turn)


@way
async def truncated(turn):
    """For ever: over TCP as well."""
    turn.send(turn.cut_short())


async def over_tcp(turn):
    """Make the client come over TCP. @return whether it has."""
    if not turn.tcp:
        turn.send(turn.cut_short())
    return turn.tcp


@way
async def tarpit(turn):
    if await over_tcp(turn):
        await asyncio.sleep(HOLD_S)


@way
async def drip(turn):
    """A byte every half second."""
    if not await over_tcp(turn):
        return
    good = await turn.good()
    for byte in len(good).to_bytes(2, "big") + good:
        turn.line.send_raw(bytes([byte]))
        await asyncio.sleep(0.5)


@way
async def stall(turn):
    """The longest message is announced, and half of it comes."""
    if await over_tcp(turn):
        turn.line.send_raw(b"\xff\xff" + bytes(MESSAGE_BYTES_MAX // 2))
        await asyncio.sleep(HOLD_S)


@way
async def break_off(turn):
    if await over_tcp(turn):
        good = await turn.good()
        turn.line.send_raw(len(good).to_bytes(2, "big")
                           + good[:len(good) // 2])
        raise HangUp


@way
async def flood(turn):
    """words: so many datagrams with the wrong id, and none that is right."""
    if turn.tcp:
        raise HangUp
    good = await turn.good()
    for number in range(int(turn.words[0])):
        turn.line.send(with_id(good, turn.query.id + 1 + number % 9))
        if number % 100 == 0:
            await asyncio.sleep(0)


@way
async def repeat(turn):
    """words: so many copies of the right answer."""
    good = await turn.good()
    for _ in range(1 if turn.tcp else int(turn.words[0])):
        turn.send(good)


@way
async def elsewhere(turn):
    """The answer comes from another address."""
    if turn.tcp:
        raise HangUp
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.sendto(await turn.good(), turn.line.client)


# --- of an enemy: what is no answer ---

def with_id(message, number):
    return (number & 0xffff).to_bytes(2, "big") + message[2:]


@way
async def wrong_id(turn):
    turn.send(with_id(await turn.good(), turn.query.id ^ 0x5555))


@way
async def wrong_question(turn):
    good = await turn.good_message()
    good.question[0].name = dns.name.from_text("elsewhere", turn.zone)
    turn.send(good)


@way
async def echo(turn):
    turn.send(turn.wire)


@way
async def short(turn):
    turn.send(b"\0\0\0")


@way
async def garbage(turn):
    turn.send(turn.random().randbytes(300))


@way
async def header(turn):
    """65,535 records of each kind, and then nothing."""
    turn.send(HEADER.pack(turn.query.id, QR_AA, *4 * (0xffff,)))


def handmade(turn, owner, count=1, rest=b""):
    """An answer whose @p count owners are these bytes."""
    record = owner + struct.pack("!HHIH4s", 1, 1, TTL, 4, b"\xc0\0\2\1")
    question = turn.name.to_wire() + struct.pack("!HH", turn.rdtype, 1)
    return (HEADER.pack(turn.query.id, QR_AA, 1, count, 0, 0) + question
            + rest + record * count)


@way
async def pointer_loop(turn):
    """The owner's name points at itself."""
    at = HEADER.size + len(turn.name.to_wire()) + 4
    turn.send(handmade(turn, struct.pack("!H", 0xc000 | at)))


@way
async def pointer_chain(turn):
    """Every record's owner is a chain of as many pointers as there is room
    for, in a message of 64 KiB."""
    if not await over_tcp(turn):
        return
    start = HEADER.size + len(turn.name.to_wire()) + 4
    chain, at = b"\0", start
    while start + len(chain) + 2 < 0x3fff:
        chain += struct.pack("!H", 0xc000 | at)
        at = start + len(chain) - 2
    # The chain lies where the first record's owner begins, a label of it.
    count = (MESSAGE_BYTES_MAX - start - len(chain)) // 16
    turn.send(handmade(turn, struct.pack("!H", 0xc000 | at), count, chain))


@way
async def long_name(turn):
    """An owner of 63 labels of 15 bytes: RFC 1035 2.3.4 allows 255."""
    turn.send(handmade(turn, (b"\x0f" + b"a" * 15) * 63 + b"\0"))


# --- of an enemy: too much ---

@way
async def many_records(turn):
    """words: so many addresses of every name."""
    if turn.rdtype != dns.rdatatype.A:
        await honest(turn)
        return
    if not await over_tcp(turn):
        return
    response = turn.reply()
    response.answer.append(dns.rrset.from_text_list(
        turn.name, TTL, "IN", "A",
        [f"192.0.{n >> 8}.{n & 255}" for n in range(int(turn.words[0]))]))
    turn.send(response)


@way
async def huge(turn):
    """64 KiB of text behind every answer."""
    if not await over_tcp(turn):
        return
    good = await turn.good_message()
    text = " ".join(['"' + "x" * 255 + '"'] * 60)
    good.additional.append(dns.rrset.from_text_list(
        turn.name, TTL, "IN", "TXT", [f'"{n}" {text}' for n in range(4)]))
    turn.send(good)


@way
async def poison(turn):
    """Every answer tells where the servers of others are."""
    good = await turn.good_message()
    for name in (turn.words[0], "ns1." + turn.words[0]):
        good.additional.append(dns.rrset.from_text(
            name, 86400, "IN", "A", turn.line.address))
    good.authority.append(dns.rrset.from_text(
        turn.words[0], 86400, "IN", "NS", "ns1." + turn.words[0]))
    turn.send(good)


def name_servers(turn, hosts):
    response = turn.reply()
    response.answer.append(dns.rrset.from_text_list(
        turn.zone, TTL, "IN", "NS", hosts))
    return response


@way
async def ns_many(turn):
    """words: so many name servers, and the zone that they are in."""
    if turn.rdtype != dns.rdatatype.NS:
        await honest(turn)
        return
    turn.send(name_servers(turn, [f"n{n}.{turn.words[1]}" for n in
                                  range(int(turn.words[0]))]))


@way
async def ns_wide(turn):
    """words: so many name servers, each of so many addresses, of which all
    but one are silent; and the network that they are in."""
    hosts, addresses, net = (int(turn.words[0]), int(turn.words[1]),
                             turn.words[2])
    if turn.line.address.startswith(net + "."):
        return
    if turn.rdtype == dns.rdatatype.NS:
        turn.send(name_servers(turn, [
            f"n{n}.{turn.zone}" for n in range(hosts)] + [f"ns1.{turn.zone}"]))
    elif turn.rdtype == dns.rdatatype.A and turn.name.labels[0][:1] == b"n" \
            and turn.name.labels[0][1:].isdigit():
        first = int(turn.name.labels[0][1:]) * addresses
        response = turn.reply()
        response.answer.append(dns.rrset.from_text_list(
            turn.name, TTL, "IN", "A",
            [f"{net}.{1 + (first + n) % 250}" for n in range(addresses)]))
        turn.send(response)
    else:
        await honest(turn)


# --- of an enemy: without end ---

@way
async def cname_loop(turn):
    """Every name but the apex is an alias of another, and that of it."""
    if turn.at_apex or turn.rdtype == dns.rdatatype.NS:
        await honest(turn)
        return
    here = turn.name.labels[0] == b"loop"
    target = dns.name.from_text("www" if here else "loop", turn.zone)
    send_alias(turn, target)


@way
async def cname_chain(turn):
    """Every name but the apex is an alias of one that nobody has asked for."""
    if turn.at_apex or turn.name.labels[0] == b"ns1":
        await honest(turn)
        return
    send_alias(turn, dns.name.from_text(f"c{turn.number}", turn.zone))


def send_alias(turn, target):
    response = turn.reply()
    response.answer.append(dns.rrset.from_text(
        turn.name, TTL, "IN", "CNAME", target.to_text()))
    turn.send(response)


def referral(turn, cut, hosts, addresses=()):
    response = turn.reply(authoritative=False)
    response.authority.append(dns.rrset.from_text_list(
        cut, TTL, "IN", "NS", hosts))
    for host, address in zip(hosts, addresses):
        response.additional.append(dns.rrset.from_text(
            host, TTL, "IN", "A", address))
    turn.send(response)


@way
async def referral_self(turn):
    """Ask the zone's servers, it says, and is one."""
    referral(turn, turn.zone, [f"ns1.{turn.zone}"], [turn.line.address])


@way
async def referral_up(turn):
    referral(turn, dns.name.root, ["a.root."])


@way
async def referral_down(turn):
    """Below the apex: to name servers that nobody has asked for, each of which
    leads to others."""
    if turn.at_apex or turn.name.labels[0] == b"ns1":
        await honest(turn)
        return
    referral(turn, turn.name, [f"d{turn.number}x{n}.{turn.zone}"
                               for n in range(int(turn.words[0]))])


@way
async def serials(turn):
    """Every SOA is another."""
    good = await turn.good_message()
    for rrset in good.answer + good.authority:
        if rrset.rdtype == dns.rdatatype.SOA:
            row = rrset[0]
            rrset.clear()
            rrset.add(row.replace(serial=turn.number))
    turn.send(good)


@way
async def keys(turn):
    """Every DNSKEY RRset has a key more, that nobody has seen."""
    good = await turn.good_message()
    for rrset in good.answer:
        if rrset.rdtype == dns.rdatatype.DNSKEY:
            rrset.add(rrset[0].replace(
                key=random.Random(turn.number).randbytes(64)))
    turn.send(good)

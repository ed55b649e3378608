# SPDX-License-Identifier: BSD-3-Clause
"""The server of the cases that no real one can be: good answers that carry an
extended error, one rcode for every question, and an answer that lacks a part.

Usage: answers.py SET ADDRESS DIR"""

import asyncio
import os
import struct
import sys

import dns.edns
import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

import authority
import rows
import zones
from forewarn_lab import servers

PORT = 53
UDP_BYTES = 1232


class Zone:
    """What is answered for one case."""

    def __init__(self, case, address):
        self.kind, self.number = case.served[0], int(case.served[1])
        self.zone = zones.make(case, 1, address).zone

    def answer(self, reply, question):
        if self.kind == "rcode":
            reply.set_rcode(dns.rcode.Rcode(self.number))
            return
        reply.flags |= dns.flags.AA
        self.look_up(reply, question)
        if reply.edns >= 0:
            reply.use_edns(0, 0, UDP_BYTES, options=[
                dns.edns.EDEOption(self.number)])

    def look_up(self, reply, question):
        found = self.zone.get_rrset(question.name, question.rdtype)
        if found:
            reply.answer.append(found)
            return
        if not self.zone.get_node(question.name):
            reply.set_rcode(dns.rcode.NXDOMAIN)
        reply.authority.append(self.zone.get_rrset(self.zone.origin, "SOA"))


def reply_to(packet, served):
    """@return a packet, or None where the question is none."""
    try:
        query = dns.message.from_wire(packet)
        question = query.question[0]
    except (dns.exception.DNSException, IndexError):
        return None
    reply = dns.message.make_response(query)
    for origin, zone in served.items():
        if question.name.is_subdomain(origin):
            zone.answer(reply, question)
            break
    else:
        reply.set_rcode(dns.rcode.REFUSED)
    return reply.to_wire()


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, served):
        self.served = served

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, client):
        reply = reply_to(data, self.served)
        if reply:
            self.transport.sendto(reply, client)


async def serve_stream(served, reader, writer):
    try:
        while True:
            size, = struct.unpack("!H", await reader.readexactly(2))
            reply = reply_to(await reader.readexactly(size), served)
            if not reply:
                break
            writer.write(struct.pack("!H", len(reply)) + reply)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass  # either end may hang up at any time
    finally:
        writer.close()


def all_zones(name, address, directory):
    cases = rows.Set(name)
    served = {dns.name.from_text(case.zone): Zone(case, address)
              for case in cases.served_by("ede", "rcode")}
    for case in cases.served_by("own"):
        path = os.path.join(directory, servers.zone_file_name(case.zone))
        served[dns.name.from_text(case.zone)] = authority.Authority(
            case.zone, path, case.served[1:])
    return served


async def main(name, address, directory):
    served = all_zones(name, address, directory)
    loop = asyncio.get_running_loop()
    await loop.create_datagram_endpoint(lambda: Datagrams(served),
                                        local_addr=(address, PORT))
    await asyncio.start_server(
        lambda reader, writer: serve_stream(served, reader, writer),
        address, PORT)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))

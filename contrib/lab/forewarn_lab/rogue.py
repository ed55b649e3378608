# SPDX-License-Identifier: BSD-3-Clause
"""A name server that misbehaves as it is told, zone by zone.

It has no zone itself: it hands each question on to a server that has, and
spoils the answer. The table that says how, {zone: [behaviour, address]}, is
read again whenever its file has changed.

Usage: rogue.py TABLE ADDRESS...
"""

import asyncio
import json
import os
import sys

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype

DNS_PORT = 53
ANSWER_S = 5        # a connection that is silent for longer is closed


class Table:
    def __init__(self, path):
        self.path, self.changed, self.rows = path, None, {}

    def row(self, name):
        """@return (behaviour, source) of the zone that @p name is in."""
        changed = os.stat(self.path).st_mtime_ns
        if changed != self.changed:
            with open(self.path) as file:
                self.rows = json.load(file)
            self.changed = changed
        text = name.to_text().lower()
        while text not in self.rows:
            text = text.partition(".")[2]
            if not text:
                return "refused", None
        return self.rows[text]


class Server:
    def __init__(self, table):
        self.table = table
        self.asked = 0

    async def answer(self, wire, tcp):
        """@return the answer's bytes; None: silence."""
        try:
            query = dns.message.from_wire(wire)
            question = query.question[0]
        except (dns.exception.DNSException, IndexError):
            return None
        how, source = self.table.row(question.name)
        if how in ("servfail", "refused"):
            return failure(query, how)
        if tcp and how in ("no-tcp", "cut"):
            return None
        if not tcp and self.is_cut(how, question.rdtype):
            return cut_short(query)
        if how == "stripped":
            query.use_edns(False)
            wire = query.to_wire()
        return await ask(source, wire)

    def is_cut(self, how, rdtype):
        self.asked += 1
        return (how == "cut" and rdtype == dns.rdatatype.DNSKEY
                or how == "slip" and self.asked % 2 == 0)


def failure(query, how):
    response = dns.message.make_response(query)
    response.set_rcode(dns.rcode.SERVFAIL if how == "servfail"
                       else dns.rcode.REFUSED)
    return response.to_wire()


def cut_short(query):
    response = dns.message.make_response(query)
    response.flags |= dns.flags.AA | dns.flags.TC
    return response.to_wire()


async def ask(source, wire):
    """Over TCP: nothing is cut short on the way here."""
    try:
        reader, writer = await asyncio.open_connection(source, DNS_PORT)
        writer.write(len(wire).to_bytes(2, "big") + wire)
        size = int.from_bytes(await reader.readexactly(2), "big")
        answer = await reader.readexactly(size)
        writer.close()
    except (OSError, asyncio.IncompleteReadError):
        return None
    return answer


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, server):
        self.server, self.tasks = server, set()

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, client):
        task = asyncio.get_running_loop().create_task(
            self.respond(data, client))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def respond(self, data, client):
        answer = await self.server.answer(data, tcp=False)
        if answer is not None:
            self.transport.sendto(answer, client)


async def serve_stream(server, reader, writer):
    try:
        async with asyncio.timeout(ANSWER_S):
            while True:
                size = int.from_bytes(await reader.readexactly(2), "big")
                answer = await server.answer(await reader.readexactly(size),
                                             tcp=True)
                if answer is None:
                    break
                writer.write(len(answer).to_bytes(2, "big") + answer)
                await writer.drain()
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        pass  # the client is gone, or has no more to ask
    finally:
        writer.close()


async def main(path, addresses):
    server = Server(Table(path))
    for address in addresses:
        await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: Datagrams(server), local_addr=(address, DNS_PORT))
        await asyncio.start_server(
            lambda reader, writer: serve_stream(server, reader, writer),
            address, DNS_PORT)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2:]))

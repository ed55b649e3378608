# SPDX-License-Identifier: BSD-3-Clause
"""A name server that misbehaves as it is told, zone by zone.

It has no zone itself: it hands each question on to a server that has, and
spoils the answer in one of the ways of ways.py. The table that says how,
{zone: ["way word ...", address]}, is read again whenever its file has changed.

It counts what it is asked: a question of class CH for the TXT of a zone's name
is answered with what has come so far.

Usage: rogue.py TABLE ADDRESS...
"""

import asyncio
import collections
import json
import os
import sys

import dns.exception
import dns.message
import dns.rdataclass
import dns.rrset

import ways

DNS_PORT = 53
# A connection may stay longer than any client waits: tarpits are made of it.
CONNECTION_S = 120


class Table:
    def __init__(self, path):
        self.path, self.changed, self.rows = path, None, {}

    def row(self, name):
        """@return (zone, words, source) of the zone that @p name is in."""
        changed = os.stat(self.path).st_mtime_ns
        if changed != self.changed:
            with open(self.path) as file:
                self.rows = json.load(file)
            self.changed = changed
        text = name.to_text().lower()
        while text not in self.rows:
            text = text.partition(".")[2]
            if not text:
                return ".", ["refused"], None
        how, source = self.rows[text]
        return text, how.split(), source


class Server:
    def __init__(self, table):
        self.table = table
        self.counts = collections.defaultdict(collections.Counter)
        self.asked = 0

    async def serve(self, wire, line):
        """Answer, or not, on @p line (see ways.Turn)."""
        try:
            query = dns.message.from_wire(wire)
            question = query.question[0]
        except (dns.exception.DNSException, IndexError):
            return
        zone, words, source = self.table.row(question.name)
        if question.rdclass == dns.rdataclass.CH:
            line.send(self.tell(query, zone))
            return
        self.asked += 1
        count = self.counts[zone]
        count["tcp" if line.tcp else "udp"] += 1
        turn = ways.Turn(query, wire, line, zone, words[1:], source)
        turn.number = self.asked
        await ways.WAYS[words[0]](turn)
        count["bytes"] += line.sent

    def tell(self, query, zone):
        response = dns.message.make_response(query)
        count = self.counts[zone]
        text = " ".join(f"{key}={count[key]}" for key in
                        ("udp", "tcp", "bytes"))
        response.answer.append(dns.rrset.from_text(
            query.question[0].name, 0, "CH", "TXT", f'"{text}"'))
        return response.to_wire()


class UdpLine:
    tcp = False

    def __init__(self, transport, client):
        self.transport, self.client, self.sent = transport, client, 0
        self.address = transport.get_extra_info("sockname")[0]

    def send(self, message):
        self.sent += len(message)
        self.transport.sendto(message, self.client)


class TcpLine:
    tcp = True

    def __init__(self, writer):
        self.writer, self.sent = writer, 0
        self.address = writer.get_extra_info("sockname")[0]

    def send(self, message):
        self.send_raw(len(message).to_bytes(2, "big") + message)

    def send_raw(self, data):
        self.sent += len(data)
        self.writer.write(data)


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, server):
        self.server, self.tasks = server, set()

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, client):
        task = asyncio.get_running_loop().create_task(
            self.server.serve(data, UdpLine(self.transport, client)))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


async def serve_stream(server, reader, writer):
    try:
        async with asyncio.timeout(CONNECTION_S):
            while True:
                size = int.from_bytes(await reader.readexactly(2), "big")
                await server.serve(await reader.readexactly(size),
                                   TcpLine(writer))
                await writer.drain()
    except (OSError, TimeoutError, asyncio.IncompleteReadError,
            ways.HangUp):
        pass  # the client is gone, or has no more to ask; or we go
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

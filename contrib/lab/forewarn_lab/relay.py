# SPDX-License-Identifier: BSD-3-Clause
"""Carry DNS over UDP and TCP from addresses of the lab to BIND.

BIND listens on addresses that an interface holds, and on no others. All of
127/8 reaches the loopback interface, yet it holds 127.0.0.1 alone, and to give
it more takes a right (CAP_NET_ADMIN) that root in a container lacks. So BIND
listens on a high port of 127.0.0.1, and this stands before it, byte for byte.

Usage: relay.py PORT ADDRESS...
"""

import asyncio
import sys

DNS_PORT = 53
ANSWER_S = 5        # a question that stays open longer is forgotten
CHUNK_BYTES = 65536


class Question(asyncio.DatagramProtocol):
    """One client's question on its way to BIND, and the answer's way back."""

    def __init__(self, data, client, front):
        self.data, self.client, self.front = data, client, front

    def connection_made(self, transport):
        self.transport = transport
        transport.sendto(self.data)
        asyncio.get_running_loop().call_later(ANSWER_S, transport.close)

    def datagram_received(self, data, _):
        self.front.sendto(data, self.client)
        self.transport.close()

    def error_received(self, _):
        self.transport.close()  # BIND is down: silence, as if it stood here


class Front(asyncio.DatagramProtocol):
    """Where clients ask."""

    def __init__(self, port):
        self.port = port
        self.tasks = set()

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, client):
        loop = asyncio.get_running_loop()
        task = loop.create_task(loop.create_datagram_endpoint(
            lambda: Question(data, client, self.transport),
            remote_addr=("127.0.0.1", self.port)))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


async def pump(reader, writer):
    try:
        while data := await reader.read(CHUNK_BYTES):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass  # either end may hang up at any time
    finally:
        writer.close()


async def serve_stream(port, reader, writer):
    try:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1",
                                                               port)
    except OSError:
        writer.close()
        return
    await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))


async def main(port, addresses):
    loop = asyncio.get_running_loop()
    for address in addresses:
        await loop.create_datagram_endpoint(
            lambda: Front(port), local_addr=(address, DNS_PORT))
        await asyncio.start_server(
            lambda reader, writer: serve_stream(port, reader, writer),
            address, DNS_PORT)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2:]))

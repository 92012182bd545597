#!/usr/bin/env python3
"""Passes connections on: relay.py FROM TO, each of them tcp:PORT of the loopback interface, or unix:PATH. Says "ready" when
it does.

A process of its own for each way between a host and what it talks to, so that a test can freeze it (SIGSTOP: nothing
passes, and nobody is told, as with a cable that was pulled) or kill it (whoever was connected is told, and nobody gets in).
"""
import asyncio
import os
import sys


async def pump(source, target):
    try:
        while chunk := await source.read(65536):
            target.write(chunk)
            await target.drain()
    except OSError:
        pass
    finally:
        target.close()


def connect(to):
    kind, where = to.split(":", 1)
    return asyncio.open_unix_connection(where) if kind == "unix" else asyncio.open_connection("127.0.0.1", int(where))


async def main(source, target):
    async def serve(reader, writer):
        try:
            there_reader, there_writer = await connect(target)
        except OSError:
            return writer.close()
        await asyncio.gather(pump(reader, there_writer), pump(there_reader, writer))

    kind, where = source.split(":", 1)
    if kind == "unix":
        if os.path.exists(where):  # of one that was killed
            os.unlink(where)
        server = await asyncio.start_unix_server(serve, where)
    else:
        server = await asyncio.start_server(serve, "127.0.0.1", int(where))
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))

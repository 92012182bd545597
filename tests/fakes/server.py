"""The HTTP/1.1 server of the fakes: requests, replies, and connections that die in mid-reply."""
from __future__ import annotations

import json
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass
class Reply:
    status: int
    body: object = None  # None = no body
    type: str = "application/json"
    headers: dict = field(default_factory=dict)
    loss: str = ""  # "", "reset", "close" or "cut"
    delay: float = 0


class Refusal(Exception):
    """Raised by a platform: `strange` when a client that keeps to the documents never gets it."""

    def __init__(self, reply: Reply, strange: str = ""):
        self.reply, self.strange = reply, strange


class Request:
    def __init__(self, run: int, method: str, target: str, headers, body: bytes):
        parts = urlsplit(target)
        self.run, self.method, self.target = run, method, target
        self.segments = [unquote(s) for s in parts.path.split("/")[1:]]
        self.query = parse_qsl(parts.query, keep_blank_values=True)
        self.headers, self.body = headers, body

    def json(self):
        """The body's object; ValueError says what is wrong with it."""
        media = self.headers.get("Content-Type", "").split(";")[0].strip().lower()
        if media != "application/json":
            raise ValueError(f"content type {media!r}")
        value = json.loads(self.body)
        if not isinstance(value, dict):
            raise ValueError("the body is no object")
        return value


class Server(ThreadingHTTPServer):
    """Serves `receive(run, method, target, headers, body) -> Reply` on a free port of loopback,
    with a thread for each connection, until it is stopped. `run` is what the attribute of that
    name was when the connection was made: it tells the processes of a client apart."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def __init__(self, receive):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.receive = receive
        self.run = 0
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()

    def shutdown_request(self, request) -> None:
        request.close()  # no FIN before a reset

    def handle_error(self, *_) -> None:
        pass  # a client that was killed in mid-request


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.run = self.server.run

    def handle_method(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        reply = self.server.receive(self.run, self.command, self.path, self.headers, body)
        if reply.delay:
            time.sleep(reply.delay)
        self._send(reply)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_method

    def _send(self, reply: Reply) -> None:
        text = b"" if reply.body is None else json.dumps(reply.body, ensure_ascii=False).encode()
        head = [f"HTTP/1.1 {reply.status} {self.responses.get(reply.status, ('?',))[0]}"]
        if reply.status != 204:
            head.append(f"Content-Length: {len(text)}")
        if text:
            head.append(f"Content-Type: {reply.type}")
        head += [f"{name}: {value}" for name, value in reply.headers.items()]
        whole = ("\r\n".join(head) + "\r\n\r\n").encode() + text
        if reply.loss == "cut":
            self.wfile.write(whole[: len(whole) // 2])
        elif not reply.loss:
            self.wfile.write(whole)
        if reply.loss == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = self.close_connection or bool(reply.loss)

    def log_message(self, *_) -> None:
        pass

"""A platform of the test's own, that may answer anything; well-formed HTTP around it."""
import json
import os
import threading
import types
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from support import Case

MEMBER = {"id": "mem_1", "auth": {"email": "a@example.com"}, "customFields": {"country": "Germany"}}


def page(*members, end=1, more=False, **others):
    return {"totalCount": len(members), "endCursor": end, "hasNextPage": more, "data": list(members), **others}


class StrangePlatform(Case):
    def platform(self, answer):
        """`answer(method, path)` gives (status, body) or (status, body, headers). Bytes go out as they are; what yields
        bytes goes out in chunks, without a length unless the headers say one; everything else as JSON."""
        self.seen = seen = []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 65536  # head and body in one piece

            def any(self):
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                seen.append((self.command, self.path))
                status, body, headers = (*answer(self.command, self.path), {})[:3]
                if not isinstance(body, (bytes, types.GeneratorType)):
                    body = json.dumps(body).encode()
                whole = isinstance(body, bytes)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                for name, value in headers.items():
                    self.send_header(name, value)
                chunked = not whole and "Content-Length" not in headers
                if whole:
                    self.send_header("Content-Length", str(len(body)))
                elif chunked:
                    self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                for part in [body] if whole else body:
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part) if chunked else part)
                if chunked:
                    self.wfile.write(b"0\r\n\r\n")

            do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = any

            def log_message(self, *arguments):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *arguments):  # muster hangs up on what is too large
                pass

        server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"http://127.0.0.1:{server.server_port}"

    def measured(self, *arguments, seconds=30, **options):
        """The result, and the most memory in kB that the process ever had."""
        running = self.start(*arguments, **options)
        killer = threading.Timer(seconds, running.process.kill)
        killer.start()
        _, status, usage = os.wait4(running.pid, 0)
        killer.cancel()
        running.process.returncode = os.waitstatus_to_exitcode(status)
        return running.wait(), usage.ru_maxrss

    def run_against(self, answer, status=None, **others):
        url = self.platform(answer)
        others.setdefault("retry", {"baseDelay": "10ms", "maxDelay": "50ms", "attempts": 3, "patience": "3s"})
        r = self.muster("run", self.spec(url, **others), "--job-id", "job", seconds=25)
        self.assertNotIn("internal error", r.said)
        self.assertLess(len(r.said), 30_000, "the message is for people")
        if status is not None:
            self.assertEqual(r.status, status, str(r))
        return r

    def pages(self, first):
        return lambda method, path: (200, first) if method == "GET" else (200, b"OK")

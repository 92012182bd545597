"""A platform that answers with nonsense, well-formed HTTP around it: bounded, and a clear message."""
import json
import resource
import signal
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from support import FAILED, OK, STOPPED, Case, wait_until

MEMBER = {"id": "mem_1", "auth": {"email": "a@example.com"}, "customFields": {"country": "Germany"}}


def page(*members, end=1, more=False, **others):
    return {"totalCount": len(members), "endCursor": end, "hasNextPage": more, "data": list(members), **others}


class Hostile(Case):
    def platform(self, answer):
        """`answer(method, path)` gives (status, body); bytes go out as they are, everything else as JSON."""
        self.seen = seen = []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 65536  # head and body in one piece

            def any(self):
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                seen.append((self.command, self.path))
                status, body = answer(self.command, self.path)
                body = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = any

            def log_message(self, *arguments):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"http://127.0.0.1:{server.server_port}"

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

    def test_pages_that_are_no_pages(self):
        bodies = {"deep": b"[" * 200_000, "deep-object": b'{"data":' * 50_000, "empty": b"", "null": b"null", "list": b"[]",
                  "text": b'"x"', "no-data": {"totalCount": 1}, "data-null": {**page(), "data": None},
                  "data-text": {**page(), "data": "x"}, "member-text": page("mem_1"), "member-null": page(None),
                  "id-null": page({"id": None}), "id-empty": page({"id": ""}), "html": b"<html><body>Down</body></html>",
                  "utf8": b'{"totalCount":1,"endCursor":1,"hasNextPage":false,"data":[{"id":"mem_\xff\xfe"}]}',
                  "huge": b'{"totalCount":1,"endCursor":' + b"9" * 100_000 + b',"hasNextPage":true,"data":[]}'}
        for name, body in bodies.items():
            with self.subTest(name):
                self.run_against(self.pages(body), STOPPED)
                self.state += "-" + name
                self.env["MUSTER_STATE_DIR"] = self.state

    def test_ids_are_data_wherever_they_are_put(self):
        ids = ["../../admin", "a/b?c=d#e", "mem 1", "mem\u00fc", "%2e%2e", "a\\b", "mem\r\nX-Evil: 1", "\x1b[31mred", "x" * 3000]
        r = self.run_against(self.pages(page(*({**MEMBER, "id": i} for i in ids))))
        self.assertNotIn("\x1b", r.out + r.err)
        for method, path in self.seen:
            if method != "POST":
                continue
            self.assertRegex(path, r"^/members/[A-Za-z0-9%._~-]+/add-plan$")
        self.assertIn(r.status, (OK, FAILED, STOPPED), str(r))
        if r.status == OK:
            self.assertEqual(sorted(i for i, _ in self.results()), sorted(ids))

    def test_an_endless_list_of_empty_pages(self):
        count = [0]

        def answer(method, path):
            count[0] += 1
            return 200, page(end=count[0], more=True)

        running = self.start("run", self.spec(self.platform(answer)), "--job-id", "job", "--quiet")
        wait_until(lambda: count[0] > 500 or not running.alive(), 20, "500 empty pages")
        if running.alive():  # then in bounded memory, and it can be stopped
            with open(f"/proc/{running.pid}/status") as f:
                self.assertLess(int(f.read().split("VmRSS:")[1].split()[0]), 64_000, "kB")
            running.signal(signal.SIGTERM)
        r = running.wait(12)
        self.assertEqual(r.status, STOPPED, str(r))

    def test_a_change_that_is_answered_with_an_error_inside_a_200(self):
        r = self.run_against(lambda method, path: (200, page(MEMBER)) if method == "GET" and path.startswith("/members?")
                             else (200, {"error": "no such plan"}), FAILED)
        self.assertIn("no such plan", self.muster("results", "job").out)

    def test_messages_of_the_platform_are_bounded_and_printable(self):
        evil = "\x1b[2J\x1b]0;x\x07" + "long " * 20_000
        r = self.run_against(lambda method, path: (200, page(MEMBER)) if method == "GET" else
                             (400, {"code": "bad\x1b[31m", "message": evil}), FAILED)
        out = self.muster("results", "job").out
        self.assertNotIn("\x1b", r.out + r.err + out)
        self.assertLess(len(out), 5000)

    def test_the_key_in_a_message_of_the_platform_is_not_passed_on(self):
        """The leak check after the test looks everywhere."""
        r = self.run_against(lambda method, path: (200, page(MEMBER)) if method == "GET" else
                             (400, {"code": "bad-" + self.key, "message": "your key " + self.key + " is odd"}), FAILED)
        self.assertIn("is odd", self.muster("results", "job").out)
        self.assertNotIn(self.key, self.muster("results", "job", "--output", "jsonl").out)
        for status in (401, 403, 500, 302):
            self.state += f"-{status}"
            self.env["MUSTER_STATE_DIR"] = self.state
            self.run_against(lambda method, path: (status, {"message": "key " + self.key}))

    def test_data_of_members_that_the_change_leaves_alone_is_not_kept(self):
        member = {**MEMBER, "customFields": {"country": "Germany", "note": self.key}, "metaData": {"k": self.key}}
        self.run_against(lambda method, path: (200, page(member)) if method == "GET" else (200, {"data": member}), None,
                         operation={"update": {"customFields": {"other": "x"}}})

    def test_numbers_for_ids_and_text_for_cursors(self):
        calls = []

        def answer(method, path):
            if method != "GET":
                return 200, b"OK"
            calls.append(path)
            return 200, page({**MEMBER, "id": f"m{len(calls)}"}, end=f"c/{len(calls)}&x=1", more=len(calls) < 3)

        self.run_against(answer, OK)
        self.assertEqual(len(self.results()), 3)
        self.assertTrue(all("%26" in c for c in calls[1:]), calls)

    def test_memory_is_bounded_while_a_page_is_huge(self):
        body = b'{"data":[' + b" " * 80_000_000
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        self.run_against(self.pages(body), STOPPED, retry={"attempts": 1, "patience": "1s"})
        self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, max(before, 300_000), "kB")


if __name__ == "__main__":
    unittest.main()

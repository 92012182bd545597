"""A platform that answers with nonsense: bounded, and a clear message."""
import gzip
import json
import signal
import unittest

from strange import MEMBER, StrangePlatform, page
from support import FAILED, OK, STOPPED, wait_until


class Hostile(StrangePlatform):
    def test_pages_that_are_no_pages(self):
        bodies = {"deep": b"[" * 200_000, "deep-object": b'{"data":' * 50_000, "empty": b"", "null": b"null", "list": b"[]",
                  "text": b'"x"', "no-data": {"totalCount": 1}, "data-null": {**page(), "data": None},
                  "data-text": {**page(), "data": "x"}, "member-text": page("mem_1"), "member-null": page(None),
                  "id-null": page({"id": None}), "id-number": page({"id": 2**53 + 1}), "id-empty": page({"id": ""}), "html": b"<html><body>Down</body></html>",
                  "utf8": b'{"totalCount":1,"endCursor":1,"hasNextPage":false,"data":[{"id":"mem_\xff\xfe"}]}',
                  "huge": b'{"totalCount":1,"endCursor":' + b"9" * 100_000 + b',"hasNextPage":true,"data":[]}'}
        for name, body in bodies.items():
            with self.subTest(name):
                self.run_against(self.pages(body), STOPPED)
                self.state += "-" + name
                self.env["MUSTER_STATE_DIR"] = self.state

    def test_ids_are_data_wherever_they_are_put(self):
        ids = ["../../admin", "a/b?c=d#e", "mem 1", "mem\u00fc", "%2e%2e", "a\\b", "mem\r\nX-Evil: 1", "\x1b[31mred", "nul\u0000nul", "x" * 3000]
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
            at = (len(calls) - 1) % 3 + 1  # the first look reads all three, and then the run
            return 200, page({**MEMBER, "id": f"m{at}"}, end=f"c/{at}&x=1\u0000", more=at < 3)

        self.run_against(answer, OK)
        self.assertEqual(len(self.results()), 3)
        self.assertEqual(["%26x%3D1%00" in c for c in calls], [False, True, True] * 2, calls)

    def test_numbers_too_great_for_a_double_do_not_break_the_job(self):
        """JSON cannot write them down again: neither the journal's before-image nor a request may hold one."""
        odd = b'{"id":"mem_1","customFields":{"country":"Germany"},"json":{"a":1e400,"b":{"c":-%s}}}' % (b"9" * 400)
        member = [b'{"totalCount":1,"endCursor":1,"hasNextPage":false,"data":[' + odd + b"]}"]
        sent = []

        def answer(method, path):
            sent.append(method)
            return 200, (b'{"data":' + odd + b"}" if path.startswith("/members/") else member[0])

        operation = {"update": {"json": {"a": 1, "copy": "{{json.b}}"}, "merge": True}}
        r = self.run_against(answer, OK, operation=operation)
        self.assertIn("PATCH", sent)
        with open(self.journal()) as f:
            for line in f:
                json.loads(line, parse_constant=lambda word: self.fail(word))
        self.assertEqual(self.job_status()["state"], "complete", str(r))

    def test_keys_that_stand_twice_in_a_page(self):
        twice = b'{"id":"mem_0","id":"mem_1","customFields":{"country":"France"},"customFields":{"country":"Germany"}}'
        page = b'{"totalCount":1,"endCursor":1,"hasNextPage":false,"data":[%s]}' % twice
        self.run_against(self.pages(page), OK)
        self.assertEqual(self.results(), [("mem_1", "done")])  # as JavaScript has it: the last counts

    def test_a_reply_in_an_encoding_that_nobody_asked_for(self):
        body = gzip.compress(b"0" * 50_000_000)
        r = self.run_against(lambda method, path: (200, body, {"Content-Encoding": "gzip"}), STOPPED)
        self.assertIn("encoded", r.said)
        self.assertIn("gzip", r.said)


if __name__ == "__main__":
    unittest.main()

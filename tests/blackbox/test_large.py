"""100 MB of everything: refused or cut, in bounded memory, with a word on why."""
import os
import unittest

from strange import MEMBER, StrangePlatform, page
from support import FAILED, REFUSED, STOPPED, USAGE


def megabytes(count, begin=b"", fill=b" "):
    """So many of them, never in memory at once: this process is what its children's memory begins with."""
    yield begin
    for _ in range(count):
        yield fill * (1 << 20)


class Large(StrangePlatform):
    BOUND = 100_000  # kB

    def run_large(self, answer, status, **others):
        spec = self.spec(self.platform(answer), retry={"baseDelay": "10ms", "attempts": 2, "patience": "1s"}, **others)
        r, memory = self.measured("run", spec, "--job-id", "job")
        self.assertEqual(r.status, status, str(r))
        self.assertLess(memory, self.BOUND, "kB")
        self.assertLess(len(r.said), 5000)
        return r

    def test_a_page(self):
        told = {"Content-Length": str(100 << 20)}
        for name, headers in ("told", told), ("chunked", {}):
            with self.subTest(name):
                r = self.run_large(lambda method, path: (200, megabytes(100, b'{"data":['), headers), STOPPED)
                self.assertIn("replyLimitBytes", r.said)
                self.env["MUSTER_STATE_DIR"] = self.state = self.state + name

    def test_a_page_of_too_many_values(self):
        self.run_large(lambda method, path: (200, megabytes(15, b'{"data":[', b"0,")), STOPPED)

    def test_an_error_body(self):
        def answer(method, path):
            if method == "GET":
                return 200, page(MEMBER) if path.startswith("/members?") else {"data": MEMBER}
            return 400, megabytes(100, b'{"message":"')

        r = self.run_large(answer, FAILED)  # in doubt each time, and then not there
        self.assertIn("replyLimitBytes", self.muster("results", "job").out + r.said)

    def test_a_header(self):
        for name in ("Retry-After", "Location", "X-Other"):
            r = self.run_large(lambda method, path: (503, b"", {name: "1" * (8 << 20)}), STOPPED)
            self.assertIn("header", r.said)
            self.env["MUSTER_STATE_DIR"] = self.state = self.state + name

    def large_file(self, name):
        path = self.file(name, "")
        os.truncate(path, 100 << 20)  # NULs
        os.chmod(path, 0o600)
        return path

    def test_a_spec(self):
        path = self.large_file("large.json")
        for command in ("run", "check", "plan"):
            r, memory = self.measured(command, path)
            self.assertEqual(r.status, USAGE, str(r))
            self.assertIn("too long", r.said)
            self.assertLess(memory, self.BOUND, "kB")

    def test_a_key_file(self):
        spec = self.spec("http://127.0.0.1:1", provider={"key": {"file": self.large_file("key")}})
        r, memory = self.measured("run", spec)
        self.assertEqual(r.status, REFUSED, str(r))
        self.assertIn("too long", r.said)
        self.assertLess(memory, self.BOUND, "kB")


if __name__ == "__main__":
    unittest.main()

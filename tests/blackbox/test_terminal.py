"""Whatever comes from outside, what is printed drives no terminal."""
import json
import os
import re
import unittest

from strange import MEMBER, StrangePlatform, page

# What drives a terminal, or shows text as another: C0, DEL, C1 (as UTF-8), turns of direction, line separators.
EVIL = "a\x1b[2J\x1b]0;title\x07\x7f\u009b31m\u0085\u202egnp.exe\u2066\u2069\u200f\u061c\u2028\u2029z"
DRIVES = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


class Terminal(StrangePlatform):
    def assert_harmless(self, r, *words):
        for text in (r.out, r.err):
            self.assertIsNone(DRIVES.search(text), f"{DRIVES.findall(text)} in {text!r}")
        for word in words:
            self.assertIn(word, r.said)
        return r

    def test_data_of_members(self):
        member = {"id": EVIL, "auth": {"email": EVIL + "@x"}, "customFields": {"country": "Germany", "n": EVIL}}
        url = self.platform(lambda method, path: (200, page(member)) if path.startswith("/members?") else
                            (200, {"data": member}) if method == "GET" else (400, {"code": "c" + EVIL, "message": EVIL}))
        spec = self.spec(url, operation={"update": {"customFields": {"copy": "{{customFields.n}}", "x": "{{id}}"}}})
        log = os.path.join(self.written, "log")
        for output in "table", "json":
            self.assert_harmless(self.muster("plan", spec, "--output", output), "gnp.exe")
            job = "job-" + output
            self.assert_harmless(self.muster("run", spec, "--job-id", job, "--output", output, "--log-file", log), "gnp.exe")
            self.assert_harmless(self.muster("status", job, "--output", output))
        with open(log, encoding="utf-8", newline="") as f:
            self.assertIsNone(DRIVES.search(f.read()))
        for output in "table", "csv", "jsonl":
            r = self.assert_harmless(self.muster("results", job, "--output", output), "gnp.exe")
        self.assertEqual(json.loads(r.out)["member"], EVIL)
        for output in "table", "csv", "jsonl":
            r = self.assert_harmless(self.muster("history", EVIL, "--output", output), "gnp.exe")
        self.assertEqual(json.loads(r.out.splitlines()[0])["member"], EVIL)
        r = self.assert_harmless(self.muster("member", "get", EVIL, "--base-url", url))
        self.assertEqual(json.loads(r.out), member)

    def test_words_of_the_platform(self):
        for status in (200, 400, 401, 404, 302, 500):
            url = self.platform(lambda method, path: (status, {"error": {"code": EVIL, "message": EVIL}},
                                                      {"Location": "http://x/%s" % EVIL.encode().decode("latin-1")}
                                                      if status == 302 else {}))
            retry = {"attempts": 1, "patience": "0s"}
            self.assert_harmless(self.muster("run", self.spec(url, retry=retry), "--job-id", f"job{status}"))
            self.assert_harmless(self.muster("status", f"job{status}"))
            self.assert_harmless(self.muster("plan", self.spec(url, retry=retry)))
            self.assert_harmless(self.muster("member", "get", "x", "--base-url", url))
            self.assert_harmless(self.muster("verify-token", "x", "--base-url", url))

    def test_cursors(self):
        url = self.platform(lambda method, path: (200, page(MEMBER, end=EVIL, more=True)) if method == "GET" else (200, b"OK"))
        spec = self.spec(url, retry={"attempts": 1, "patience": "0s"})
        self.assert_harmless(self.muster("run", spec, "--job-id", "job"), "cursor")
        for output in "table", "json":
            self.assert_harmless(self.muster("status", "job", "--output", output))

    def test_text_of_specs_and_names_on_the_command_line(self):
        spec = self.spec("http://127.0.0.1:1", **{EVIL: 1})
        evil = os.path.join(self.given, EVIL.replace("/", ""))
        os.rename(spec, evil)
        good = self.spec("http://127.0.0.1:1", provider={"key": {"env": "NO" + EVIL}})
        for arguments in (["check", evil], ["run", evil], ["plan", evil], ["run", evil + "no"], ["check", evil + "no"],
                          ["run", good], ["run", good, "--job-id", EVIL], ["run", good, "--set", EVIL],
                          ["run", good, "--set", EVIL + "=" + EVIL], ["run", good, "--base-url", EVIL],
                          ["run", good, "--state-dir", evil], ["run", good, "--" + EVIL], ["run", good, "--limit", EVIL],
                          ["run", good, "--log-file", evil + "/" + EVIL], ["resume", EVIL], ["status", EVIL],
                          ["results", EVIL], ["results", "x", "--output", EVIL], ["history", EVIL], [EVIL], ["member", EVIL], ["run"],
                          ["status", "--state-dir", evil], ["resume", "x", "--state-dir", evil],
                          ["member", "get", "x", "--key-env", EVIL], ["member", "get", "x", "--key-file", evil],
                          ["member", "get", "x", "--provider", EVIL], ["member", "get", "x", "--base-url", EVIL],
                          ["sandbox", "--faults", evil], ["sandbox", "--port", EVIL], ["fsck", EVIL]):
            with self.subTest(" ".join(arguments).replace(evil, "FILE")):
                self.assert_harmless(self.muster(*arguments))


if __name__ == "__main__":
    unittest.main()

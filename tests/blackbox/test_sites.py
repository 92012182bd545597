"""Which platform a command talks to, and with which key: options, paths, sites."""
import json
import os
import unittest

from support import OK, REFUSED, USAGE, Case

PLATFORM_COMMANDS = (("member", "get", "mem_x"), ("verify-token", "-"))


class Options(Case):
    def test_an_empty_address_is_not_the_platforms_own(self):
        spec = self.spec("http://127.0.0.1:1")
        for command in (("run", spec), ("plan", spec), *PLATFORM_COMMANDS):
            r = self.muster(*command, "--base-url", "")
            self.assertEqual(r.status, USAGE, f"{command}: {r}")
            self.assertIn("--base-url", r.said)
            self.assertIn("empty", r.said)

    def test_other_options_that_are_given_empty(self):
        spec = self.spec("http://127.0.0.1:1")
        for command, option in ((PLATFORM_COMMANDS[0], "--key-file"), (PLATFORM_COMMANDS[0], "--key-env"),
                                (PLATFORM_COMMANDS[0], "--ca-file"), (("run", spec), "--job-id"),
                                (("run", spec), "--state-dir"), (("resume", "job"), "--state-dir"),
                                (("run", spec), "--log-file")):
            r = self.muster(*command, option, "")
            self.assertEqual(r.status, USAGE, f"{command} {option}: {r}")
            self.assertIn(option, r.said)

    def test_a_bad_value_is_named_by_its_option_and_not_by_a_place_in_the_file(self):
        spec = self.spec("http://127.0.0.1:1")
        for option, value in (("--base-url", "ftp://x"), ("--base-url", "http://example.invalid"), ("--rate", "-1"),
                              ("--concurrency", "0")):
            for command in (("run", spec), ("plan", spec)):
                r = self.muster(*command, option, value)
                self.assertEqual(r.status, USAGE, f"{option} {value}: {r}")
                self.assertIn(option + ": ", r.said)
                self.assertNotIn("spec.json", r.said)
        for command in PLATFORM_COMMANDS:
            r = self.muster(*command, "--base-url", "ftp://x")
            self.assertEqual(r.status, USAGE, str(r))
            self.assertIn("--base-url: ", r.said)

    def test_what_options_change_stays_with_the_job(self):
        s = self.sandbox()
        self.run_job(self.spec("http://127.0.0.1:1"), "--base-url", s.url, "--limit", "5")
        self.resume_job()
        self.assert_exact(s)


class Keys(Case):
    def test_a_publishable_key_is_never_sent(self):
        s = self.sandbox()
        self.key = "pk_sb_" + self.key[6:]
        env = {"MEMBERSTACK_SECRET_KEY": self.key}
        spec = self.spec(s)
        for command in (("run", spec, "--live"), ("plan", spec), *((*c, "--base-url", s.url) for c in PLATFORM_COMMANDS)):
            r = self.muster(*command, env=env)
            self.assertEqual(r.status, REFUSED, f"{command}: {r}")
            self.assertIn("publishable key", r.said)
            self.assertIn("sk_", r.said)
        self.assertEqual(s.ledger()["requests"], 0)
        self.assertFalse(os.path.exists(self.state), "no job is left behind")


class Paths(Case):
    def test_a_resume_from_another_directory_finds_the_key(self):
        s = self.sandbox()
        os.mkdir(os.path.join(self.given, "keys"))
        os.chmod(self.file("keys/it", self.key), 0o600)
        self.run_job(self.spec(s, provider={"key": {"file": "keys/it"}}), "--limit", "5", cwd=self.given)
        self.resume_job(cwd="/")
        self.assert_exact(s)


if __name__ == "__main__":
    unittest.main()

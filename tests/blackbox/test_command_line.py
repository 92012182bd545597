"""Slips on the command line: each is told, with what may have been meant; nothing is sent or left behind."""
import os
import subprocess
import unittest

from support import MUSTER, OK, USAGE, Case


class CommandLine(Case):
    def refused(self, *arguments):
        r = self.muster(*arguments)
        self.assertEqual((r.status, r.out), (USAGE, ""), f"{arguments}: {r}")
        self.assertEqual(len(r.err.splitlines()), 1, r.err)
        self.assertFalse(os.path.exists(self.state), arguments)
        return r.err

    def test_misspelt_commands_and_options(self):
        for arguments, told in (
                (("resme", "job"), 'there is no command "resme"; did you mean resume?'),
                (("frobnicate",), 'there is no command "frobnicate"; muster --help lists them'),
                (("member", "gte", "x"), 'there is no command "gte" of muster member; did you mean get?'),
                (("completion", "bsh"), 'SHELL must be bash, zsh or fish, not "bsh"; did you mean bash?'),
                (("help", "rnu"), 'there is no command "rnu"; muster --help lists them'),
                (("man", "member", "gte"), 'there is no command "member gte"; muster --help lists them'),
                (("run", "x", "--limt", "3"), "there is no option --limt of muster run; did you mean --limit?"),
                (("run", "--limt=3"), "there is no option --limt of muster run; did you mean --limit?"),
                (("run", "x", "--frobnicate"), "no option --frobnicate of muster run; muster run --help lists them"),
                (("member", "get", "x", "--keyfile", "y"), "no option --keyfile of muster member get; did you mean --key-file?"),
                (("member", "get", "--base-ur", "y"), "of muster member get; did you mean --base-url?"),
                (("--verison",), "there is no option --verison of muster; did you mean --version?"),
                (("run", "x", "-5"), "there is no option -5 of muster run"),
                (("run", "x", "y"), '"y" is one word too many for muster run; muster run --help shows how it is used'),
                (("run",), "muster run needs SPEC, or --plan FILE; see muster run --help"),
                (("member",), "muster member needs a command; see muster member --help"),
                ((), "muster needs a command; see muster --help")):
            self.assertIn(told, self.refused(*arguments), arguments)

    def test_choices(self):
        for arguments, told in (
                (("run", "x", "--output", "jsn"), '--output must be table, json or jsonl, not "jsn"; did you mean json?'),
                (("results", "x", "--output", "josnl"), '--output must be table, csv, jsonl or json, not "josnl"; did you mean jsonl?'),
                (("results", "x", "--outcome", "fialed"), "did you mean failed?"),
                (("run", "x", "--log-format", "xml"), '--log-format must be text or json, not "xml"'),
                (("sandbox", "--host", "0.0.0.0"), '--host must be 127.0.0.1 or ::1, not "0.0.0.0"')):
            self.assertIn(told, self.refused(*arguments), arguments)

    def test_numbers(self):
        numbers = {("run", "x"): ("--limit", "--rate", "--concurrency"), ("plan", "x"): ("--examples", "--rate", "--concurrency"),
                   ("resume", "x"): ("--limit",),
                   ("sandbox",): ("--members", "--seed", "--port", "--rate", "--retry-after", "--latency", "--latency-jitter")}
        for command, options in numbers.items():
            for option in options:
                for value in ("010", "-1", "nan", "1e2"):  # cli/number_text.cpp knows them all
                    err = self.refused(*command, option, value)
                    self.assertRegex(err, rf"muster: {option} must be a (whole )?number from \d+ to \d+, not \"", (command, value))
        self.assertIn("did you mean 10?", self.refused("run", "x", "--limit", "010"))
        self.assertIn("from 0 to 100000, not", self.refused("run", "x", "--rate", "1000000"))

    def test_values_that_got_lost(self):
        text = {("run", "x"): ("--state-dir", "--log-file", "--job-id", "--base-url", "--set", "--output", "--log-format"),
                ("status",): ("--state-dir", "--output"), ("results", "x"): ("--outcome", "--state-dir"), ("fsck", "x"): ("--state-dir",),
                ("member", "get", "x"): ("--key-file", "--base-url", "--ca-file", "--key-env", "--provider"),
                ("sandbox",): ("--port-file", "--faults", "--key", "--plan", "--host"), ("check", "x"): ("--set",)}
        for command, options in text.items():
            for option in options:
                self.assertIn(f"{option} is given without a value", self.refused(*command, option + "="))
                self.assertIn(option, self.refused(*command, option, ""))
        self.assertIn("--limit is given without a value", self.refused("run", "x", "--limit"))
        for arguments in (("run", "x", "--log-file=", "--quiet"), ("run", "x", "--log-file", "--quiet"),
                          ("run", "x", "--state-dir", "--log-file=y")):
            self.assertIn("is given without a value", self.refused(*arguments))
        self.assertIn("JOB is given without a value", self.refused("status", ""))
        self.assertIn("--limit may be given once only", self.refused("run", "x", "--limit", "1", "--limit", "2"))

    def test_good_ones_are_taken(self):
        s = self.sandbox("--seed", "1", "--latency-jitter", "0", members=100)
        spec = self.spec(s, parameters={"x": {"type": "string"}}, description="${x}")
        r = self.muster("run", spec, "--set", "x=a=b", "--rate=0.5", "--concurrency=3", "--limit", "1", "--job-id=a",
                        "--output=json", "--log-file=" + os.path.join(self.written, "log"))
        self.assertEqual(r.status, OK, r)
        with open(os.path.join(self.state, "jobs", "a", "spec.json")) as f:
            self.assertRegex(f.read(), r'"requestsPerSecond":\s*(0\.5|5E-1)')


class Help(unittest.TestCase):
    def muster(self, *arguments):
        return subprocess.run([MUSTER, *arguments], capture_output=True, text=True)

    def test_help_shows_what_a_value_may_be(self):
        text = self.muster("run", "--help").stdout
        for part in ("--output table|json|jsonl", "--concurrency 1..512 ", "--limit 1..1000000000", "--rate 0..100000 "):
            self.assertIn(part, text)
        self.assertNotIn("in [", text)
        self.assertNotIn("REQUIRED", text)


if __name__ == "__main__":
    unittest.main()

"""Which platform a command talks to, and with which key: options, paths, sites."""
import email.utils
import json
import os
import time
import unittest

from network import Proxy, one_message
from support import OK, REFUSED, STOPPED, USAGE, Case

PLATFORM_COMMANDS = (("member", "get", "mem_x"), ("verify-token", "-"))


class Options(Case):
    def test_an_empty_address_is_not_the_platforms_own(self):
        spec = self.spec("http://127.0.0.1:1")
        for command in (("run", spec), ("plan", spec), *PLATFORM_COMMANDS):
            r = self.muster(*command, "--base-url", "")
            self.assertEqual(r.status, USAGE, f"{command}: {r}")
            self.assertIn("--base-url is ", r.said)

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
                self.assertIn(f"muster: {option} ", r.said)
                self.assertNotIn("spec.json", r.said)
        for command in PLATFORM_COMMANDS:
            r = self.muster(*command, "--base-url", "ftp://x")
            self.assertEqual(r.status, USAGE, str(r))
            self.assertIn("muster: --base-url ", r.said)

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


class Sites(Case):
    def config(self, text, path=".config/muster/config.json"):
        path = os.path.join(self.dir, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as f:
            f.write(text if isinstance(text, str) else json.dumps(text, indent=2))
        return path

    def site(self, at, **others):
        return {"kind": "memberstack", "baseUrl": at.url, "key": {"env": "STAGING_KEY"}, **others}

    def setUp(self):
        super().setUp()
        self.env["STAGING_KEY"] = self.env.pop("MEMBERSTACK_SECRET_KEY")

    def test_a_spec_without_a_provider_runs_on_any_of_them(self):
        s = self.sandbox("--key", self.key)
        self.config({"sites": {"staging": self.site(s, requestsPerSecond=400, concurrency=3)}})
        spec = self.spec(s)
        with open(spec) as f:
            content = json.load(f)
        del content["provider"], content["pace"]
        spec = self.file("bare.json", json.dumps(content))
        self.assertEqual(self.muster("plan", spec).status, USAGE)
        self.assertEqual(self.muster("plan", spec, "--site", "staging").status, OK)
        self.assertEqual(self.muster("ping", spec, "--site", "staging").status, OK)
        self.assertEqual(self.muster("check", spec).status, USAGE)
        self.assertEqual(self.muster("check", spec, "--site", "staging").status, OK)
        self.run_job(spec, "--site", "staging", "--limit", "5")
        os.remove(os.path.join(self.dir, ".config/muster/config.json"))
        self.resume_job()  # the job knows by itself where it is
        self.assert_exact(s)
        with open(os.path.join(self.state, "jobs", "job", "spec.json")) as f:
            kept = json.load(f)
        self.assertEqual(kept["pace"], {"requestsPerSecond": 400, "concurrency": 3})

    def test_it_takes_the_place_of_what_the_spec_says(self):
        s = self.sandbox("--key", self.key)
        self.config({"sites": {"staging": self.site(s)}})
        spec = self.spec("http://127.0.0.1:1", provider={"key": {"env": "NOT_SET"}, "caFile": "/no/such"})
        self.assertEqual(self.muster("plan", spec, "--site", "staging").status, OK)
        self.assertEqual(self.muster("member", "get", "mem_x", "--site", "staging").status, 1)
        self.assertIn(self.muster("verify-token", "x", "--site", "staging").status, (0, 1))
        r = self.muster("plan", spec, "--site", "staging", "--base-url", "http://127.0.0.1:1")
        self.assertEqual(r.status, STOPPED, "what a command line says comes first: " + str(r))

    def test_a_site_without_an_address_is_at_the_platforms_own(self):
        """Its key must never go to the address that the spec names."""
        s = self.sandbox()
        site = self.site(s)
        del site["baseUrl"]
        self.config({"sites": {"live": site}})
        r = self.muster("run", self.spec(s), "--site", "live", "--job-id", "job",
                        env={"STAGING_KEY": "sk_" + "live_0123456789abcdef"})
        self.assertEqual(r.status, REFUSED, "it is live: " + str(r))
        self.assertEqual(s.ledger()["requests"], 0)

    def test_where_the_file_is(self):
        s = self.sandbox("--key", self.key)
        one = self.config({"sites": {"here": self.site(s)}}, "one.json")
        self.config({"sites": {"here": self.site(s)}}, "xdg/muster/config.json")
        ping = ("ping", "--site", "here")
        self.assertEqual(self.muster(*ping, env={"MUSTER_CONFIG": one}).status, OK)
        self.assertEqual(self.muster(*ping, env={"XDG_CONFIG_HOME": os.path.join(self.dir, "xdg")}).status, OK)
        r = self.muster(*ping)
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn(".config/muster/config.json", r.said)

    def test_a_key_file_is_beside_the_config_file(self):
        s = self.sandbox("--key", self.key)
        path = self.config({"sites": {"here": self.site(s, key={"file": "keys/it"})}}, "given/config.json")
        os.mkdir(os.path.join(self.given, "keys"))
        os.chmod(self.file("keys/it", self.key), 0o600)
        self.assertEqual(self.muster("ping", "--site", "here", env={"MUSTER_CONFIG": path}, cwd="/").status, OK)

    def test_a_site_that_is_not_there(self):
        s = self.sandbox()
        self.config({"sites": {"staging": self.site(s), "shop": self.site(s)}})
        r = self.muster("ping", "--site", "stagin")
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn('did you mean "staging"? It has shop, staging', r.said)
        r = self.muster("ping", "--site", "other")
        self.assertIn("it has shop, staging", r.said)

    def test_mistakes_are_listed_with_their_places(self):
        self.config("""{"sites": {"a": {"kind": "memberstac", "key": {"env": "K"}},
  "b": {"kind": "memberstack", "key": "sk_""" + """sb_abcdefSECRET123", "requestsPerSecond": -1},
  "c": {"kind": "memberstack", "keyy": 1},
  "no name": {"kind": "memberstack", "key": {"env": "K"}}}, "default": "a"}
""")
        r = self.muster("ping", "--site", "a")
        self.assertEqual(r.status, USAGE, str(r))
        for place in ("config.json:1:26: /sites/a/kind: ", "config.json:2:39: /sites/b/key: ",
                      "config.json:2:85: /sites/b/requestsPerSecond: ", "config.json:3:32: /sites/c/keyy: unknown key",
                      "config.json:4:3: /sites/no name: ", "config.json:4:61: /default: unknown key"):
            self.assertIn(place, r.said)
        self.assertNotIn("SECRET123", r.said)

    def test_another_platform_than_the_specs(self):
        s = self.sandbox()
        self.config({"sites": {"staging": self.site(s)}})
        r = self.muster("plan", self.spec(s, provider={"kind": "another"}), "--site", "staging")
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("/provider/kind: is another platform", r.said)

    def test_a_site_and_a_platform_are_too_much(self):
        for option in ("--provider", "--key-env", "--key-file"):
            self.assertEqual(self.muster("ping", "--site", "x", option, "memberstack").status, USAGE)


class Ping(Case):
    def test_it_says_what_works(self):
        s = self.sandbox("--key", self.key)
        for where in (("--base-url", s.url), (self.spec(s),)):
            r = self.muster("ping", *where)
            self.assertEqual((r.status, r.err), (OK, ""), str(r))
            for line in ("platform  memberstack at " + s.url, "key       sandbox, accepted (env MEMBERSTACK_SECRET_KEY)",
                         "members   1000", f"address   127.0.0.1:{s.port}", "clock     the server tells no time"):
                self.assertIn(line, r.out)
        self.assertEqual(s.ledger()["requests"], 2, "one each")
        found = json.loads(self.muster("ping", self.spec(s), "--output", "json").out)
        self.assertEqual((found["members"], found["key"]["live"], found["platform"]), (1000, False, "memberstack"))
        self.assertIsNone(found["clockAheadSeconds"])
        self.assertGreater(found["roundTripMs"], 0)

    def test_it_says_whose_clock_is_wrong(self):
        s = self.sandbox()
        for off, word in ((0, "as the server's"), (-3600, "ahead of the server's"), (3600, "behind the server's")):
            date = email.utils.formatdate(time.time() + off, usegmt=True).encode()

            def dated(client, upstream):
                upstream.sendall(one_message(client))
                client.sendall(one_message(upstream).replace(b"\r\n", b"\r\nDate: " + date + b"\r\n", 1))

            front = Proxy(s.port, dated)
            self.addCleanup(front.stop)
            r = self.muster("ping", "--base-url", front.url)
            self.assertEqual(r.status, OK, str(r))
            self.assertIn(word, r.out)
            self.assertEqual("this machine's clock is" in r.err, off != 0, r.err)

    def test_it_says_what_does_not(self):
        s = self.sandbox("--key", "sk_sb_another")
        self.assertEqual(self.muster("ping", "--base-url", s.url).status, REFUSED)
        self.assertEqual(self.muster("ping", "--base-url", "http://127.0.0.1:1").status, STOPPED)
        self.assertEqual(self.muster("ping", "--provider", "nosuch").status, USAGE)
        self.assertEqual(self.muster("ping", "/no/such/spec").status, USAGE)
        self.assertEqual(self.muster("ping", self.spec(s), "--key-env", "X").status, USAGE)
        down = self.sandbox(faults=[{"match": {}, "fault": {"kind": "status", "status": 503}}])
        self.assertEqual(self.muster("ping", "--base-url", down.url).status, STOPPED)


if __name__ == "__main__":
    unittest.main()

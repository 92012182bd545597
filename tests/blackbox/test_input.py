"""Bad specs, parameters, keys and addresses: a clear message, the right exit status, and nothing sent."""
import json
import os
import re
import unittest

from support import INTERNAL, OK, REFUSED, STOPPED, USAGE, Case, free_port, in_country, population, read_bytes


class Specs(Case):
    def check(self, text, *arguments):
        return self.muster("check", self.file("bad.json", text if isinstance(text, str) else json.dumps(text, indent=2)),
                           *arguments)

    def assert_mistake(self, text, *words):
        r = self.check(text)
        self.assertEqual(r.status, USAGE, str(r))
        for word in words:
            self.assertIn(word, r.said)
        run = self.muster("run", os.path.join(self.given, "bad.json"))
        self.assertEqual(run.status, USAGE, str(run))
        self.assertFalse(os.path.exists(os.path.join(self.state, "jobs")), "nothing was begun")
        return r

    def test_ten_mistakes_are_ten_lines_with_pointer_line_and_column(self):
        mistakes = {
            "name": "Not A Name!", "live": "perhaps", "provider": {"kind": "memberstax", "keyy": {},
                                                                "requestTimeout": "soon"},
            "where": {"customFields.country": {"equal": "Germany"}},
            "operation": {"addPlan": {"planID": "pln_free"}},
            "pace": {"requestsPerSecond": -1, "concurrency": 0}, "retry": {"attempts": 0, "patience": 30},
            "stopAfter": {"failureRate": 7}, "colour": "red"}
        r = self.assert_mistake(mistakes)
        pointers = ["/name", "/live", "/provider/kind", "/provider/keyy", "/provider/requestTimeout",
                    "/where/customFields.country/equal", "/operation/addPlan/planID", "/pace/requestsPerSecond",
                    "/pace/concurrency", "/retry/attempts", "/retry/patience", "/stopAfter/failureRate", "/colour"]
        for pointer in pointers:
            self.assertRegex(r.said, rf"bad\.json:\d+:\d+: {re.escape(pointer)}[: ]", pointer)

    def test_an_unknown_key_names_the_nearest(self):
        s = {"name": "x", "provider": {"kind": "memberstack", "key": {"env": "K"}}, "wher": {},
             "operation": {"addPlan": {"planId": "p"}}}
        self.assert_mistake(s, "/wher", "where")
        s["where"] = s.pop("wher")
        s["operation"] = {"addPlna": {"planId": "p"}}
        self.assert_mistake(s, "addPlan")

    def test_not_json(self):
        for text in ("", "{", "[]", "null", '{"name": "x",}', '{"name": "x"} trailing', "\x00\x01", "{" * 5000, "[" * 100000,
                     '{"name": "\ud83d"}'.encode("utf-8", "surrogatepass").decode("latin-1"), '{"a": 1e999}'):
            with self.subTest(text[:30]):
                r = self.assert_mistake(text)
                self.assertNotIn("\x00", r.err)
                self.assertLess(len(r.err), 5000)

    def test_a_key_given_twice(self):
        self.assert_mistake('{"name": "x", "name": "y", "provider": {"kind": "memberstack", "key": {"env": "K"}},'
                            '"operation": {"addPlan": {"planId": "p"}}}', "name", "twice")

    def test_a_missing_parameter_is_named_with_its_description(self):
        s = self.sandbox()
        with open(self.spec(s)) as f:
            spec = json.load(f)
        spec["parameters"] = {"planId": {"description": "the id of the free plan"}, "country": {}}
        spec["where"] = {"customFields.country": {"equals": "${country}"}}
        spec["operation"] = {"addPlan": {"planId": "${planId}"}}
        path = self.file("p.json", json.dumps(spec))
        r = self.muster("run", path, "--set", "country=Germany")
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("planId", r.said)
        self.assertIn("the id of the free plan", r.said)
        self.assertIn("--set", r.said)
        for wrong in ("planId", "=x", "nosuch=1"):
            r = self.muster("run", path, "--set", "country=Germany", "--set", wrong)
            self.assertEqual(r.status, USAGE, wrong + str(r))
        self.assertEqual(s.ledger()["requests"], 0)

    def test_values_of_parameters_are_only_values(self):
        s = self.sandbox()
        with open(self.spec(s)) as f:
            spec = json.load(f)
        spec["parameters"] = {"country": {}}
        spec["where"] = {"customFields.country": {"equals": "${country}"}}
        path = self.file("p.json", json.dumps(spec))
        for hostile in ('x"}, "live": true, "a": {"b": "', "${country}", "{{id}}", "", "Ger\nmany", "\x1b[31m"):
            r = self.muster("plan", path, "--set", "country=" + hostile, "--output", "json")
            self.assertEqual(r.status, OK, repr(hostile) + str(r))
            expected = sum((m.get("customFields") or {}).get("country") == hostile for m in population(1000))
            self.assertEqual(json.loads(r.out)["matched"], expected, repr(hostile))

    def test_a_literal_key_is_refused_and_not_echoed(self):
        for place in ("sk_sb_abcdefSECRET123", {"env": "sk_sb_abcdefSECRET123"}, {"value": "sk_sb_abcdefSECRET123"},
                      {"file": "sk_sb_abcdefSECRET123"}):
            spec = {"name": "x", "provider": {"kind": "memberstack", "key": place},
                    "operation": {"addPlan": {"planId": "p"}}}
            r = self.check(spec)
            self.assertEqual(r.status, USAGE, str(place) + str(r))
            self.assertNotIn("SECRET123", r.said)
        spec = {"name": "x", "provider": {"kind": "memberstack", "key": {"env": "K"}, "baseUrl":
                "https://user:sk_sb_abcdefSECRET123@h.invalid/"}, "operation": {"addPlan": {"planId": "p"}}}
        r = self.check(spec)
        self.assertEqual(r.status, USAGE, str(r))
        self.assertNotIn("SECRET123", r.said)

    def test_plain_http_only_to_this_machine(self):
        for url in ("http://members.example.invalid", "http://127.0.0.1.example.invalid", "http://10.0.0.1",
                    "http://localhost@example.invalid/", "ftp://127.0.0.1/", "127.0.0.1:80", "http://"):
            r = self.muster("run", self.spec(url))
            self.assertEqual(r.status, USAGE, url + str(r))
            self.assertIn("baseUrl", r.said)

    def test_delete_of_everyone_must_be_said(self):
        spec = {"name": "x", "provider": {"kind": "memberstack", "key": {"env": "K"}}, "operation": {"delete": {}}}
        self.assert_mistake(spec, "where")

    def test_files_that_cannot_be_read(self):
        for path in ("/nonexistent/spec.json", self.dir, "/dev/null"):
            for command in ("run", "check", "plan"):
                r = self.muster(command, path)
                self.assertEqual(r.status, USAGE, str(r))
                self.assertIn(path, r.said)


class Keys(Case):
    def test_a_variable_that_is_not_set(self):
        s = self.sandbox()
        for value in ("", " ", "sk_sb_a\nX-Injected: 1", "sk_sb_\u00e4"):
            r = self.muster("run", self.spec(s), env={"MEMBERSTACK_SECRET_KEY": value})
            self.assertIn(r.status, (USAGE, REFUSED), repr(value) + str(r))
            self.assertIn("MEMBERSTACK_SECRET_KEY", r.said)
            if value.strip():
                self.assertNotIn(value, r.err)
        self.assertEqual(s.ledger()["requests"], 0)

    def test_a_key_file_that_others_can_read_is_refused(self):
        s = self.sandbox()
        path = self.file("key", self.key + "\n")
        for mode, status in ((0o644, REFUSED), (0o640, REFUSED), (0o600, OK), (0o400, OK)):
            os.chmod(path, mode)
            r = self.muster("plan", self.spec(s, provider={"key": {"file": path}}))
            self.assertTrue(r.status == status or (status != OK and r.status == USAGE), oct(mode) + str(r))
            if status != OK:
                self.assertIn("chmod", r.said)

    def test_a_credential_of_systemd(self):
        s = self.sandbox()
        os.chmod(self.file("ms-key", self.key), 0o400)
        spec = self.spec(s, provider={"key": {"credential": "ms-key"}})
        self.assertEqual(self.muster("plan", spec, env={"CREDENTIALS_DIRECTORY": self.given}).status, OK)
        r = self.muster("plan", spec)
        self.assertIn(r.status, (USAGE, REFUSED), str(r))
        self.assertIn("CREDENTIALS_DIRECTORY", r.said)
        for escape in ("../given/ms-key", "/etc/passwd", ".."):
            r = self.muster("plan", self.spec(s, provider={"key": {"credential": escape}}),
                            env={"CREDENTIALS_DIRECTORY": self.given})
            self.assertEqual(r.status, USAGE, str(r))

    def test_a_wrong_key(self):
        s = self.sandbox("--key", "sk_sb_other")
        r = self.run_job(self.spec(s), status=REFUSED)
        self.assertIn("MEMBERSTACK_SECRET_KEY", r.said)
        self.assertEqual(s.ledger()["byStatus"], {"401": s.ledger()["requests"]})
        self.assertLessEqual(s.ledger()["requests"], 2)
        self.assertEqual(self.muster("plan", self.spec(s)).status, REFUSED)
        self.assertEqual(s.ledger()["members"], {})

    def test_a_malformed_key(self):
        """The platform answers it with 400."""
        self.key = "mistyped_" + self.key[6:]
        s = self.sandbox()
        mistyped = {"MEMBERSTACK_SECRET_KEY": self.key}
        r = self.run_job(self.spec(s), "--live", status=REFUSED, env=mistyped)
        self.assertIn("MEMBERSTACK_SECRET_KEY", r.said)
        self.assertIn("HTTP 400", r.said)
        for command in (("ping",), ("member", "get", "mem_x"), ("verify-token", "tok_x")):
            r = self.muster(*command, "--base-url", s.url, env=mistyped)
            self.assertEqual(r.status, REFUSED, str(r))
        self.assertEqual(s.ledger()["byStatus"], {"400": s.ledger()["requests"]})
        self.assertEqual(s.ledger()["members"], {})

    def test_a_live_key_without_live_sends_nothing(self):
        self.key = "sk_" + "live_" + self.key[6:]
        s = self.sandbox("--key", self.key)
        live = {"MEMBERSTACK_SECRET_KEY": self.key}
        r = self.run_job(self.spec(s), status=REFUSED, env=live)
        self.assertIn("--live", r.said)
        self.assertEqual(s.ledger()["requests"], 0)
        self.assertFalse(os.path.exists(self.journal()))
        self.run_job(self.spec(s), "--live", "--limit", "3", env=live)
        requests = s.ledger()["requests"]
        r = self.resume_job(status=REFUSED, env=live)
        self.assertEqual(s.ledger()["requests"], requests, "a resume asks again")
        self.resume_job("--live", env=live)
        self.assert_exact(s)

    def test_newer_live_keys_are_live_too(self):
        self.key = "sk_" + self.key[6:]
        s = self.sandbox("--key", self.key)
        self.run_job(self.spec(s), status=REFUSED, env={"MEMBERSTACK_SECRET_KEY": self.key})
        self.assertEqual(s.ledger()["requests"], 0)
        self.assertEqual(self.muster("plan", self.spec(s), env={"MEMBERSTACK_SECRET_KEY": self.key}).status, OK)

    def test_another_key_at_resume(self):
        s = self.sandbox()
        self.run_job(self.spec(s), "--limit", "5")
        requests = s.ledger()["requests"]
        r = self.resume_job(status=REFUSED, env={"MEMBERSTACK_SECRET_KEY": "sk_sb_anotherkey"})
        self.assertIn("fingerprint", r.said)
        self.assertNotIn("sk_sb_anotherkey", r.err)
        self.assertEqual(s.ledger()["requests"], requests)
        self.resume_job()
        self.assert_exact(s)


class Addresses(Case):
    def test_nobody_listens(self):
        port = free_port()
        r = self.run_job(self.spec(f"http://127.0.0.1:{port}"), status=STOPPED)
        self.assertIn(f"127.0.0.1:{port}", r.said)
        self.assertIn("baseUrl", r.said)
        self.assertIn("refused", r.said)
        self.assertIn("muster resume job", r.said)
        self.assertEqual(self.muster("plan", self.spec(f"http://127.0.0.1:{port}")).status, STOPPED)

    def test_a_name_that_does_not_resolve(self):
        r = self.run_job(self.spec("https://members.invalid"), status=STOPPED)
        self.assertIn("members.invalid", r.said)
        self.assertIn("resolve", r.said)

    def test_a_base_url_with_a_path_that_is_wrong(self):
        s = self.sandbox()
        r = self.run_job(self.spec(s.url + "/nowhere"), status=STOPPED)
        self.assertRegex(r.said, "404|not-found")
        self.assertIn(f"Is provider.baseUrl right ({s.url}/nowhere)?", r.said)

    def test_a_plan_that_does_not_exist(self):
        s = self.sandbox()
        r = self.muster("run", self.spec(s, operation={"addPlan": {"planId": "pln_nosuch"}}, stopAfter={"failures": 10}),
                        "--job-id", "job")
        self.assertIn(r.status, (1, STOPPED), str(r))
        self.assertIn("plan-not-found", r.said)
        self.assertLess(s.ledger()["requests"], 40, "it does not go on with everybody")
        self.assertEqual(s.ledger()["members"], {})

    def test_member_get_and_verify_token(self):
        s = self.sandbox()
        member = population(1000)[10]
        common = ("--base-url", s.url)
        r = self.muster("member", "get", member["id"], *common)
        self.assertEqual(r.status, OK, str(r))
        self.assertEqual(json.loads(r.out)["id"], member["id"])
        odd = next(m for m in population(1000) if "+" in m["auth"]["email"] or "%" in m["auth"]["email"])
        r = self.muster("member", "get", odd["auth"]["email"], *common)
        self.assertEqual(json.loads(r.out)["id"], odd["id"], str(r))
        r = self.muster("member", "get", "mem_nosuch", *common)
        self.assertNotEqual(r.status, OK, str(r))
        self.assertEqual(r.out, "")
        r = self.muster("verify-token", "tok_" + member["id"], *common)
        self.assertEqual(r.status, OK, str(r))
        self.assertIn(member["id"], r.out)
        r = self.muster("verify-token", "tok_wrong", *common)
        self.assertNotEqual(r.status, OK, str(r))


if __name__ == "__main__":
    unittest.main()

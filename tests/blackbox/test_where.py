"""`where` as a user meets it: mistakes, warnings, relative dates that a resume keeps."""
import json
import os
import unittest

from support import OK, STOPPED, USAGE, Case


class Where(Case):
    def write(self, where, name="w.json", **others):
        spec = {"name": "w", "provider": {"kind": "memberstack", "key": {"env": "MEMBERSTACK_SECRET_KEY"}},
                "where": where, "operation": {"addPlan": {"planId": "pln_free"}}}
        return self.file(name, json.dumps({**spec, **others}, indent=2))

    def test_an_operator_of_another_language_runs_nothing(self):
        s = self.sandbox()
        for word, instead in (("eq", "equals"), ("$in", "in"), ("like", "contains"), (">=", "gte"), ("nin", "notIn")):
            path = self.write({"NOT": {"customFields.country": {word: "Germany"}}})
            for command in (("check",), ("plan", "--base-url", s.url), ("run", "--base-url", s.url)):
                r = self.muster(command[0], path, *command[1:])
                self.assertEqual(r.status, USAGE, str(r))
                self.assertIn(f'write "{instead}"', r.err)
                self.assertRegex(r.err, r"w\.json:\d+:\d+: /where/NOT/customFields\.country/")
        self.assertEqual(s.ledger()["requests"], 0)

    def test_a_field_that_no_member_has_is_warned_of_by_check_plan_and_run(self):
        s = self.sandbox()
        path = self.write({"customField.country": "Germany"})
        warning = ('w.json:10:5: warning: /where/customField.country: "customField" is no field that a member can have; '
                   'did you mean "customFields.country"?\n')
        r = self.muster("check", path)
        self.assertEqual((r.status, r.out.endswith("w.json: ok, with 1 warning\n")), (OK, True), str(r))
        self.assertTrue(r.err.endswith(warning), r.err)
        r = self.muster("plan", path, "--base-url", s.url, "--output", "json")
        self.assertEqual((r.status, json.loads(r.out)["matched"]), (OK, 0), str(r))
        self.assertEqual(r.err.count("warning: /where"), 1, r.err)
        r = self.muster("run", path, "--base-url", s.url)
        self.assertEqual((r.status, r.err.count("warning: /where")), (OK, 1), str(r))

    def test_a_parameter_that_is_empty_is_warned_of(self):
        path = self.write({"customFields.country": "${country}"})
        r = self.muster("check", path, "--set", "country=")
        self.assertEqual(r.status, OK, str(r))
        self.assertIn('warning: /where/customFields.country: the parameter "country" is empty', r.err)
        r = self.muster("check", path, "--set", "country=Germany")
        self.assertEqual((r.status, r.err), (OK, ""))

    def test_a_relative_date_is_that_of_the_begin_in_a_resume_too(self):
        s = self.sandbox()
        path = self.write({"createdAt": {"lt": "${before}"}, "id": {"not": "x"}}, limit=3,
                          parameters={"before": {"type": "date", "default": "-12h"}})
        r = self.muster("run", path, "--base-url", s.url, "--job-id", "job")
        self.assertIn(r.status, (OK, STOPPED), str(r))
        with open(os.path.join(self.state, "jobs", "job", "spec.json")) as f:
            kept = f.read()
        self.assertRegex(json.loads(kept)["where"]["createdAt"]["lt"], r"^20\d\d-\d\d-\d\dT[\d:.]+Z$")
        self.muster("resume", "job", "--limit", "5")
        with open(os.path.join(self.state, "jobs", "job", "spec.json")) as f:
            self.assertEqual(f.read(), kept)

    def test_what_is_no_date_is_refused(self):
        for text in ("31/01/2024", "2024-1-31", "yesterday", "-3m", "30d", "2024-13-45"):
            for field in ("lastLogin", "customFields.since"):
                r = self.muster("check", self.write({field: {"lt": text}}))
                self.assertEqual(r.status, USAGE, text + str(r))
                self.assertIn("-30d", r.err)


if __name__ == "__main__":
    unittest.main()

"""What `ping` sees of a platform whose documents leave much open: which guesses hold, and what to set where they do not."""
import json
import unittest

from support import OK, USAGE, Case

OPERATIONS = {"memberstack-v1": {"update": {"metaData": {"a": "b"}}},
              "memberpulse": {"update": {"a": "b"}},
              "publisher": {"update": {"attributes": {"a": "b"}}}}
NEEDED = {"publisher": {"memberBaseId": "mb_sandbox"}}


class Ping(Case):
    def platform(self, kind, *arguments, **options):
        return self.sandbox("--provider", kind, *arguments, **options)

    def about(self, kind, s, settings=None):
        path = "/api" if kind == "memberpulse" else ""
        block = {"kind": kind, "baseUrl": s.url + path, **NEEDED.get(kind, {}), **(settings or {})}
        return self.spec(s, provider=block, where={}, operation=OPERATIONS[kind])

    def asked(self, kind, s, settings=None, status=OK):
        """What was found, by setting: (fit, seen, what to set instead)."""
        r = self.muster("ping", self.about(kind, s, settings), "--output", "json")
        self.assertEqual(r.status, status, str(r))
        return {g["setting"]: (g["fit"], g["seen"], g.get("set")) for g in json.loads(r.out)["guesses"]}, r

    def test_nothing_is_changed_and_each_guess_is_told(self):
        for kind in OPERATIONS:
            s = self.platform(kind, members=300)
            found, _ = self.asked(kind, s)
            self.assertGreaterEqual(len(found), 7, kind)
            self.assertEqual({g for g, (fit, *_) in found.items() if fit == "wrong"}, set(), kind)
            ledger = s.ledger()
            self.assertEqual(ledger["members"], {}, kind)
            self.assertLessEqual(ledger["requests"], 10, kind)
            changing = {p for p in ledger["byPath"] if not p.startswith("GET")} - {"POST list", "POST get"}
            self.assertEqual(changing, set(), kind)
            table = self.muster("ping", self.about(kind, s))
            self.assertEqual((table.status, table.err), (OK, ""))
            for setting, (_, seen, _) in found.items():
                line = next(line for line in table.out.splitlines() if line.startswith(setting + "  "))
                self.assertIn(": " + seen, line)

    def test_memberstack_says_all_that_is_asked_of_it(self):
        s = self.sandbox()
        r = self.muster("ping", self.spec(s), "--output", "json")
        self.assertEqual(json.loads(r.out)["guesses"], [])
        self.assertNotIn("documents leave open", self.muster("ping", self.spec(s)).out)

    def test_the_largest_page_is_found_and_can_be_set_by_the_very_words(self):
        for kind in ("memberstack-v1", "memberpulse"):
            s = self.platform(kind, "--cap", "150", members=400)
            found, _ = self.asked(kind, s)
            fit, _, instead = found["provider.largestPage"]
            self.assertEqual((fit, instead), ("better", {"largestPage": 150}), kind)
            self.assertIn('put "largestPage":150 into the block "provider"', self.muster("ping", self.about(kind, s)).out)
            self.assertEqual(self.asked(kind, s, instead)[0]["provider.largestPage"][0], "fits", kind)

    def test_each_shape_and_form_of_ids_is_told(self):
        for shape, words in (("array", "a bare array"), ("hydra", "`hydra:member`"), ("member", "`member`"),
                             ("data", "`data`")):
            found, _ = self.asked("memberpulse", self.platform("memberpulse", "--shape", shape, "--ids", "number",
                                                               members=60))
            self.assertIn(words, found["list"][1])
            self.assertEqual(found["ids"][1], "numbers")

    def test_an_offset_that_is_ignored_is_a_mistake_of_the_spec(self):
        s = self.platform("publisher", "--no-offset", members=300)
        found, r = self.asked("publisher", s, status=USAGE)
        fit, _, instead = found["provider.paging"]
        self.assertEqual((fit, instead), ("wrong", {"paging": "none", "largestPage": 1000}))
        self.assertIn("provider.paging does not fit: offset is ignored", r.err)
        found, _ = self.asked("publisher", s, instead)
        self.assertEqual(found["provider.paging"][0], "fits")

    def test_a_list_that_cannot_be_read_at_all_says_which_setting_would_help(self):
        s = self.platform("memberstack-v1", members=60)
        r = self.muster("ping", self.about("memberstack-v1", s, {"firstPage": 0}))
        self.assertNotEqual(r.status, OK)
        self.assertIn('put "firstPage":1 into the block "provider"', r.err)
        s = self.platform("publisher", members=60)
        r = self.muster("ping", self.about("publisher", s, {"idPrefix": "member-"}))
        self.assertNotEqual(r.status, OK)
        self.assertIn('put "idPrefix":"m_" into the block "provider"', r.err)

    def test_a_platform_that_asks_to_slow_down_is_left_in_peace(self):
        s = self.platform("memberpulse", members=60, faults=[{"match": {"after": 2}, "fault": {"kind": "throttle"}}])
        r = self.muster("ping", self.about("memberpulse", s))
        self.assertEqual(r.status, OK, str(r))
        self.assertIn("Not all was asked: the platform asks to slow down (429)", r.out)
        self.assertEqual(s.ledger()["throttled"], 1)

    def test_its_requests_keep_to_the_rate_and_count_in_the_quota(self):
        s = self.platform("memberstack-v1", rate=5, members=60)
        block = {"kind": "memberstack-v1"}
        spec = self.spec(s, provider=block, where={}, operation=OPERATIONS["memberstack-v1"],
                         pace={"requestsPerSecond": 4})
        self.assertEqual(self.muster("ping", spec).status, OK)
        self.assertEqual(s.ledger()["throttled"], 0)
        s = self.platform("memberpulse", members=60)
        spec = self.spec(s, provider={"kind": "memberpulse", "baseUrl": s.url + "/api", "plan": 3}, where={},
                         operation=OPERATIONS["memberpulse"])
        r = self.muster("ping", spec)
        self.assertIn("Not all was asked: the quota of", r.out)
        self.assertEqual(s.ledger()["requests"], 3, "as many as the quota has room for")


if __name__ == "__main__":
    unittest.main()

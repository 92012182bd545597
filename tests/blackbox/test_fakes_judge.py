"""What the proof of test_fakes rests on: that the judge finds what is wrong, and that the fakes are strict."""
import http.client
import json
import os
import sys
import unittest

from support import HERE

sys.path.insert(0, os.path.dirname(HERE))
from fakes import judge, memberpulse, memberstack_tables, memberstack_v1, publisher  # noqa: E402
from fakes.fake import Weather  # noqa: E402


class Judge(unittest.TestCase):
    def faults_after(self, *writes, results=None):
        fake = memberpulse.MemberPulse(6, 1, Weather(), "key")
        population = fake.population
        ids = list(population.members)
        for n, change in writes:
            before = population.members.get(ids[n])
            population.write("update", ids[n], None if change is None else before | change, 0)
        even = [(ids[n], "done") for n in (0, 2, 4)] if results is None else [(ids[n], o) for n, o in results]
        return judge.faults(population, lambda m: m["tier"] == "basic", lambda m: m | {"optedIn": 1}, even)

    RIGHT = [(0, {"optedIn": 1}), (2, {"optedIn": 1}), (4, {"optedIn": 1})]

    def test_all_is_well(self):
        self.assertEqual(self.faults_after(*self.RIGHT), [])

    def test_what_is_wrong_is_found(self):
        for writes in (self.RIGHT[1:], self.RIGHT + [(0, {"optedIn": 2}), (0, {"optedIn": 1})],
                       self.RIGHT + [(1, {"optedIn": 1})], self.RIGHT + [(3, None)], self.RIGHT + [(2, {"notes": ""})],
                       [(0, {"optedIn": True})] + self.RIGHT[1:],
                       self.RIGHT + [(1, {"notes": "x"}), (1, {"notes": None})]):
            self.assertNotEqual(self.faults_after(*writes), [], writes)
        for results in ([(0, "done"), (2, "done")], [(0, "done"), (2, "failed"), (4, "done")],
                        [(0, "done"), (1, "already"), (2, "done"), (4, "done")],
                        [(0, "done"), (2, "done"), (2, "done"), (4, "done")]):
            self.assertNotEqual(self.faults_after(*self.RIGHT, results=results), [], results)

    def test_what_the_documents_do_not_allow_is_strange(self):
        for platform, method, path, body in (
                (memberstack_v1.MemberstackV1, "PATCH", "/v1/members/5ed68ab0a16813644f000001", {"email": "x@y"}),
                (memberstack_v1.MemberstackV1, "POST", "/v1/members/5ed68ab0a16813644f000001",
                 {"metaData": {"k" * 51: ""}}),
                (memberstack_v1.MemberstackV1, "GET", "/v1/members?after=1", None),
                (publisher.Publisher, "GET", "/publisher.v1/member/list", None),
                (publisher.Publisher, "POST", "/publisher.v1/member/bulk-upsert",
                 {"member_base_id": publisher.BASE, "members": [{"ref": str(n)} for n in range(5001)]}),
                (memberpulse.MemberPulse, "PUT", "/api/members/nobody", {"email": "x@y"}),
                (memberpulse.MemberPulse, "GET", "/api/members?staus=active", None),
                (memberstack_tables.MemberstackTables, "POST", "/v2/data-tables/products/records/query",
                 {"query": {"findMany": {"take": 101}}}),
                (memberstack_tables.MemberstackTables, "POST", "/v2/data-tables/products/records/query",
                 {"query": {"findMany": {"after": "1000"}}}),
                (memberstack_tables.MemberstackTables, "PUT", "/v2/data-tables/products/records/rec000001",
                 {"data": {"colour": "red"}}),
                (memberstack_tables.MemberstackTables, "DELETE", "/v2/data-tables/other/records/rec000001", None)):
            with platform(3, 1, Weather(), "key") as fake:
                headers = {"Authorization": "Bearer key", "X-API-KEY": "key", "Content-Type": "application/json"}
                connection = http.client.HTTPConnection(fake.origin.removeprefix("http://"))
                connection.request(method, path, None if body is None else json.dumps(body), headers)
                connection.getresponse().read()
                connection.close()
                self.assertEqual(len(fake.strangeness), 1, path)


if __name__ == "__main__":
    unittest.main()

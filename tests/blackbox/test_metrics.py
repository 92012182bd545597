"""`muster metrics`, and whether alerts and board ask for what it tells."""
import json
import os
import re
import signal
import subprocess
import unittest

from support import OK, ROOT, USAGE, Case, read_bytes, wait_until

# Debian's: the client is a package of its.
READ = """
import json, sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read
print(json.dumps([[f.name, f.type, [[s.name, s.labels, s.value] for s in f.samples]] for f in read(sys.stdin.read())]))
"""


def families(text):
    """Name -> (type, samples), as Python's client of Prometheus reads it; it is strict."""
    read = subprocess.run(["/usr/bin/python3", "-c", READ], input=text, stdout=subprocess.PIPE, text=True, check=True)
    return {name: (kind, samples) for name, kind, samples in json.loads(read.stdout)}


def values(found, name):
    """Of the samples of that name: sorted labels -> value."""
    return {tuple(sorted(labels.items())): value
            for _, samples in found.values() for sample, labels, value in samples if sample == name}


class Metrics(Case):
    def metrics(self):
        r = self.muster("metrics")
        self.assertEqual(r.status, OK, str(r))
        return families(r.out)

    def test_nothing_yet(self):
        found = self.metrics()
        self.assertEqual(found["muster_build"][0], "info")
        self.assertEqual(sum(values(found, "muster_jobs").values()), 0)

    def test_a_job_while_it_runs_and_when_it_is_over(self):
        s = self.sandbox(members=120)
        running = self.start("run", self.spec(s, pace={"requestsPerSecond": 20}), "--job-id", "plan-20260131T010000Z-1a2b")
        of_job = (("job", "plan-20260131T010000Z-1a2b"), ("spec", "plan"))

        def some_are_done():
            done = values(self.metrics(), "muster_members_total").get((of_job[0], ("outcome", "done"), of_job[1]), 0)
            return done > 5

        wait_until(some_are_done)
        found = self.metrics()
        self.assertEqual(values(found, "muster_allowed_requests_per_second")[of_job], 20)
        self.assertGreater(values(found, "muster_requests_total")[(of_job[0], of_job[1], ("status", "200"))], 5)
        counted = values(found, "muster_request_duration_seconds_count")[of_job]
        self.assertEqual(counted, values(found, "muster_request_duration_seconds_bucket")[(of_job[0], ("le", "+Inf"), of_job[1])])
        self.assertEqual(values(found, "muster_window_open")[of_job], 1)
        self.assertEqual(running.wait().status, OK)
        found = self.metrics()
        self.assertEqual(values(found, "muster_jobs")[(("state", "complete"),)], 1)
        self.assertIn((("spec", "plan"),), values(found, "muster_last_success_timestamp_seconds"))
        self.assertEqual(values(found, "muster_requests_total"), {}) # they are of the run

    def test_a_file_is_kept_up_to_date(self):
        path = os.path.join(self.given, "muster.prom")
        self.assertEqual(self.muster("metrics", "--textfile", path).status, OK)
        self.assertIn("muster_build", families(read_bytes(path).decode()))
        keeping = self.start("metrics", "--textfile", path, "--every", "1")
        s = self.sandbox(members=20)
        self.muster("run", self.spec(s), "--job-id", "job")
        wait_until(lambda: values(families(read_bytes(path).decode()), "muster_jobs")[(("state", "complete"),)] == 1)
        keeping.signal(signal.SIGTERM)
        self.assertEqual(keeping.wait().status, OK)
        self.assertEqual(os.listdir(self.given).count("muster.prom.new"), 0)
        r = self.muster("metrics", "--textfile", os.path.join(self.given, "nosuch", "muster.prom"))
        self.assertEqual(r.status, USAGE, str(r))

    def test_alerts_and_board_ask_for_what_is_told(self):
        told = set(re.findall(r'family\(\s*"(\w+)"|one\(\s*"(\w+)"|many\(\s*"(\w+)"',
                              read_bytes(os.path.join(ROOT, "src/service/metrics.cpp")).decode()))
        told = {name for names in told for name in names if name}
        self.assertGreater(len(told), 15)
        for file in ("alerts.yml", "grafana.json"):
            text = read_bytes(os.path.join(ROOT, "examples/metrics", file)).decode()
            asked = set(re.findall(r"\bmuster_\w+", text)) - {"muster_job_state"}
            self.assertGreater(len(asked), 5)
            for name in asked:
                self.assertIn(re.sub("_(total|bucket|info)$", "", name), told, file)
        json.loads(text)


if __name__ == "__main__":
    unittest.main()

"""The page that `muster show --output html` writes, as a real browser (Debian's chromium) opens it."""
import html
import json
import os
import re
import shutil
import subprocess
import unittest

from support import OK
from test_plan_file import PlanFile

CHROMIUM = shutil.which("chromium")


@unittest.skipUnless(CHROMIUM, "chromium is not installed")
class PlanPage(PlanFile):
    def opened(self):
        """The page's document after its script has run, and what the browser complained about."""
        page = os.path.join(self.written, "plan.html")
        r = self.muster("show", self.plan, "--output", "html")
        self.assertEqual(r.status, OK, str(r))
        with open(page, "w", encoding="utf-8") as f:
            f.write(r.out)
        ended = subprocess.run([CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
                                f"--user-data-dir={self.written}/browser", "--virtual-time-budget=5000",
                                "--dump-dom", f"file://{page}"],
                               capture_output=True, text=True, timeout=120, check=True)
        return ended.stdout, [line for line in ended.stderr.splitlines() if "CONSOLE" in line]

    def test_its_script_shows_the_members_as_text(self):
        evil = "</script><img src=x onerror=document.title='taken'><b>&amp;</b>"
        self.planned(operation={"update": {"customFields": {"country": evil}}})
        document, complaints = self.opened()
        self.assertEqual(complaints, [])
        rows = re.search(r'<table id="list".*?</table>', document, re.S).group(0).split("<tr>")[2:]
        members = [html.unescape(re.search(r'<td class="value">([^<]*)</td>', row).group(1)) for row in rows]
        self.assertEqual(sorted(members), self.targets)
        for row in rows:
            self.assertIn(html.escape(json.dumps(evil), quote=False), row)
        self.assertNotIn("<img", document)
        self.assertNotIn("<title>taken", document)
        self.assertIn(f"1 to {len(rows)} of {len(self.targets)}", document)

// Every view, light and dark, narrow and wide: axe finds nothing, and nothing is wider than the window.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { axeProblems, launch, open, overflow, sizes } from "./browser.mjs";
import { canned } from "./canned.mjs";
import { someStatus } from "./some_jobs.mjs";
import { StandIn } from "./stand_in.mjs";
import { views } from "./views.mjs";

let browser, server;
before(async () => {
  browser = await launch();
  server = new StandIn(new URL("page", import.meta.url).pathname);
  await server.start();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("every view", async (t) => {
  const page = await open(browser, "about:blank");
  for (const view of views(server, canned, someStatus))
    await t.test(view.name, async () => {
      await page.goto("about:blank");
      await page.goto(`${server.url}/${view.hash}`);
      await view.ready(page);
      for (const [size, viewport] of Object.entries(sizes)) {
        await page.setViewportSize(viewport);
        for (const theme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme: theme });
          const name = `${view.name}-${theme}-${size}`;
          if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: !view.dialog });
          assert.deepEqual(await axeProblems(page, theme === "dark" ? ["color-contrast"] : null), [], name); // nothing else differs
        }
        assert.deepEqual(await overflow(page), [], `${view.name}, ${size}`);
      }
      assert.deepEqual(page.complaints, []);
    });
});

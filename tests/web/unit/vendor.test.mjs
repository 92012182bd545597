// What lies in vendor/ is what the packages hold: see its README.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const here = (name) => new URL(name, import.meta.url);
const text = (name) => readFileSync(here(name), "utf8");
const version = (name) => JSON.parse(text(`../node_modules/${name}/package.json`)).version;
const unmapped = (s) => s.replace(/\n\/\/# sourceMappingURL=.*\n*$/, "\n");

test("each file is the package's own", () => {
  assert.equal(text("../page/vendor/preact.js"), unmapped(text("../node_modules/preact/dist/preact.mjs")));
  assert.equal(text("../page/vendor/hooks.js"),
    unmapped(text("../node_modules/preact/hooks/dist/hooks.mjs")).replaceAll('from"preact"', 'from"./preact.js"'));
  assert.equal(text("../page/vendor/htm.js"), text("../node_modules/htm/dist/htm.module.js"));
  assert.equal(text("../page/vendor/uPlot.js"), text("../node_modules/uplot/dist/uPlot.esm.js"));
  assert.equal(text("../page/vendor/uPlot.css"), text("../node_modules/uplot/dist/uPlot.min.css"));
});

test("the README names these versions", () => {
  const readme = text("../page/vendor/README.md");
  for (const name of ["preact", "htm", "uplot"]) assert.match(readme, new RegExp(`\\| ${name} \\| ${version(name).replaceAll(".", "\\.")} \\|`));
});

test("licences stand beside them", () => {
  for (const [file, name] of [["preact", "preact"], ["htm", "htm"], ["uPlot", "uplot"]])
    assert.equal(text(`../page/vendor/${file}.LICENSE`), text(`../node_modules/${name}/LICENSE`));
});

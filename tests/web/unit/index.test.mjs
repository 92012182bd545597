// index.html names the modules, so that a browser asks for all of them at once.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";

const page = new URL("../page/", import.meta.url);
const index = readFileSync(new URL("index.html", page), "utf8");
const modules = ["", "vendor/"].flatMap((folder) => readdirSync(new URL(folder, page)).filter((f) => f.endsWith(".js")).map((f) => `/${folder}${f}`));

test("every module is named in index.html, and nothing else", () => {
  const named = [...index.matchAll(/(?:href|src)="(\/[^"]+\.js)"/g)].map((m) => m[1]);
  assert.deepEqual(named.toSorted(), modules.toSorted());
});

test("nothing stands inline, which the policy would refuse", () => {
  assert.doesNotMatch(index, /<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:/);
});

test("no module makes markup, or code, of a text", () => {
  for (const name of modules.filter((m) => !m.startsWith("/vendor/")))
    assert.doesNotMatch(readFileSync(new URL(`.${name}`, page), "utf8"), /innerHTML|outerHTML|insertAdjacent|SetInnerHTML|document\.write|\beval\(|new Function/, name);
});

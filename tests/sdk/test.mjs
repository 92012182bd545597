// Holds `muster sandbox` against the official SDK: what the SDK sends must be understood, what it expects must come.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

// The SDK is CommonJS; by require its default export is where its own documentation has it.
const { init } = createRequire(import.meta.url)("@memberstack/admin");

const memberCount = 1234;
let folder, sandbox, baseUrl, members;

/** Starts the sandbox and waits until it has written its port. */
async function start(...flags) {
  const portFile = join(await mkdtemp(join(folder, "sandbox-")), "port");
  const child = spawn(process.env.MUSTER, ["sandbox", "--quiet", "--port-file", portFile, ...flags], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  child.ended = new Promise((resolve) => child.once("exit", resolve));
  for (let i = 0; i < 200 && child.exitCode === null; ++i) {
    const port = await readFile(portFile, "utf8").catch(() => "");
    if (port !== "") return { child, url: `http://127.0.0.1:${port.trim()}` };
    await sleep(50);
  }
  throw new Error(`the sandbox did not start (exit status ${child.exitCode})`);
}

async function stop({ child }) {
  child.kill("SIGTERM");
  return child.ended;
}

const own = async (path, options) => (await fetch(baseUrl + path, options)).json();
const effects = async (id) => (await own("/__ledger")).members[id] ?? {};

/** What a call rejects with. */
async function rejection(promise) {
  const value = await promise.then(() => undefined, (error) => error);
  assert.notEqual(value, undefined, "the call should have failed");
  return value;
}

async function walk(client, params) {
  const pages = [];
  let after;
  do {
    const page = await client.members.list({ ...params, after });
    pages.push(page);
    after = page.hasNextPage ? page.endCursor : undefined;
  } while (after !== undefined);
  return pages;
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "muster-sdk-"));
  sandbox = await start("--members", String(memberCount), "--rate", "0", "--plan", "pln_extra");
  baseUrl = sandbox.url;
  members = init("sk_sb_test", { baseUrl }).members;
});

after(async () => {
  if (sandbox) assert.equal(await stop(sandbox), 0);
  await rm(folder, { recursive: true, force: true });
});

test("list pages through every member once", async () => {
  for (const params of [{ limit: 100 }, { limit: 37 }, {}, { limit: 100, order: "DESC" }]) {
    const pages = await walk({ members }, params);
    const ids = pages.flatMap((page) => page.data.map((member) => member.id));
    assert.equal(ids.length, memberCount);
    assert.equal(new Set(ids).size, memberCount);
    assert.equal(pages[0].data.length, params.limit ?? 50);
    for (const page of pages) {
      assert.equal(page.totalCount, memberCount);
      assert.equal(typeof page.endCursor, "number");
    }
  }
});

test("list gives the two orders as each other's reverse", async () => {
  const forward = (await walk({ members }, { limit: 100 })).flatMap((page) => page.data);
  const backward = (await walk({ members }, { limit: 100, order: "DESC" })).flatMap((page) => page.data);
  assert.deepEqual(backward.reverse(), forward);
  const dates = forward.map((member) => member.createdAt);
  assert.deepEqual(dates, [...dates].sort());
});

test("retrieve finds members by id and by e-mail, odd addresses too", async () => {
  const { data: page } = await members.list({ limit: 100 });
  const odd = page.filter((member) => !/^[a-z0-9]+@example\.com$/.test(member.auth.email));
  assert.ok(odd.length > 3);
  for (const member of [...page.slice(0, 10), ...odd]) {
    const { data: byId } = await members.retrieve({ id: member.id });
    const { data: byEmail } = await members.retrieve({ email: member.auth.email });
    assert.equal(byId.id, member.id);
    assert.deepEqual(byEmail, byId);
  }
});

test("retrieve of a missing member gives null", async () => {
  assert.deepEqual(await members.retrieve({ id: "mem_sb_none" }), { data: null });
  assert.deepEqual(await members.retrieve({ email: "nobody+at@all.example" }), { data: null });
});

test("create makes a member, once for each address", async () => {
  const wanted = {
    email: "jane+doe@example.com",
    password: "a-strong-password",
    plans: [{ planId: "pln_free" }],
    customFields: { "first-name": "Jané 🦊" },
    metaData: { source: "admin-api" },
    json: { preferences: { newsletter: true } },
    loginRedirect: "/dashboard",
  };
  const { data: made } = await members.create(wanted);
  assert.match(made.id, /^mem_/);
  assert.equal(made.auth.email, wanted.email);
  for (const field of ["customFields", "metaData", "json", "loginRedirect"])
    assert.deepEqual(made[field], wanted[field]);
  assert.deepEqual(made.planConnections.map((c) => [c.planId, c.active]), [["pln_free", true]]);
  assert.equal((await rejection(members.create(wanted))).code, "email-already-in-use");
  assert.equal((await rejection(members.create({ email: "x@example.com" }))).code, "invalid-password");
  assert.deepEqual(await effects(made.id), { create: 1 });
});

test("update merges customFields and metaData and replaces json", async () => {
  const { data: made } = await members.create({
    email: "merge@example.com",
    password: "a-strong-password",
    customFields: { keep: "1", change: "1" },
    metaData: { keep: 1 },
    json: { gone: true },
  });
  const { data: now } = await members.update({
    id: made.id,
    data: {
      verified: true,
      email: "merged@example.com",
      customFields: { change: "2", add: "3" },
      metaData: { add: 2 },
      json: { fresh: true },
      loginRedirect: "/later",
    },
  });
  assert.deepEqual(now.customFields, { keep: "1", change: "2", add: "3" });
  assert.deepEqual(now.metaData, { keep: 1, add: 2 });
  assert.deepEqual(now.json, { fresh: true });
  assert.equal(now.verified, true);
  assert.equal(now.loginRedirect, "/later");
  assert.equal((await members.retrieve({ email: "merged@example.com" })).data.id, made.id);
  assert.equal((await members.retrieve({ email: "merge@example.com" })).data, null);
  assert.deepEqual(await effects(made.id), { create: 1, update: 1 });
  const missing = await rejection(members.update({ id: "mem_sb_none", data: { verified: true } }));
  assert.equal(missing.code, "generic-message");
  assert.equal(typeof missing.message, "string");
});

test("free plans are added once and removed once", async () => {
  const { data: [{ id }] } = await members.list({ limit: 1 });
  const data = { planId: "pln_extra" };
  const holds = async () =>
    (await members.retrieve({ id })).data.planConnections.some((c) => c.planId === data.planId && c.active);
  assert.equal(await members.addFreePlan({ id, data }), "OK");
  assert.equal(await holds(), true);
  assert.equal((await rejection(members.addFreePlan({ id, data }))).code, "already-have-plan");
  assert.equal(await members.removeFreePlan({ id, data }), "OK");
  assert.equal(await holds(), false);
  assert.equal((await rejection(members.removeFreePlan({ id, data }))).code, "member-does-not-have-plan");
  const unknown = await rejection(members.addFreePlan({ id, data: { planId: "pln_none" } }));
  assert.equal(unknown.code, "plan-not-found");
  assert.deepEqual(await effects(id), { "addPlan:pln_extra": 1, "removePlan:pln_extra": 1 });
});

test("delete removes a member, and the list goes on without it", async () => {
  const first = await members.list({ limit: 10 });
  const id = first.data[9].id; // the one that the cursor points after
  const { data } = await members.delete({ id, data: { deleteStripeCustomer: true } });
  assert.deepEqual(data, { id });
  assert.equal((await members.retrieve({ id })).data, null);
  assert.equal((await rejection(members.delete({ id }))).code, "generic-message");
  const second = await members.list({ limit: 10, after: first.endCursor });
  assert.equal(second.totalCount, first.totalCount - 1);
  const seen = new Set(first.data.map((member) => member.id));
  assert.ok(second.data.every((member) => !seen.has(member.id)));
  assert.deepEqual(await effects(id), { delete: 1, deleteStripeCustomer: 1 });
});

test("a wrong key is refused and changes nothing", async () => {
  const { data: [{ id }] } = await members.list({ limit: 1, order: "DESC" });
  for (const key of ["sk_live_wrong", "wrong"]) {
    const stranger = init(key, { baseUrl }).members;
    assert.equal((await rejection(stranger.list())).code, "validation/invalid-secret-key");
    assert.equal((await rejection(stranger.delete({ id }))).code, "validation/invalid-secret-key");
  }
  assert.equal((await members.retrieve({ id })).data.id, id);
});

test("over 25 requests a second the SDK is told so", async () => {
  const limited = await start("--members", "10");
  try {
    const client = init("sk_sb_test", { baseUrl: limited.url }).members;
    const answers = await Promise.allSettled(Array.from({ length: 40 }, () => client.list({ limit: 1 })));
    const refused = answers.filter((answer) => answer.status === "rejected");
    assert.ok(refused.length > 0);
    for (const { reason } of refused) assert.equal(reason.code, "too-many-requests");
    const ledger = await (await fetch(`${limited.url}/__ledger`)).json();
    assert.equal(ledger.requests, 40);
    assert.equal(ledger.throttled, refused.length);
    assert.ok(ledger.maxInWindow <= 25);
  } finally {
    await stop(limited);
  }
});

test("faults reach the client as the plan says, before or after the effect", async () => {
  const file = join(folder, "faults.json");
  const kinds = ["resetBefore", "resetAfter", "truncate", "stall", "status", "malformed"];
  const rules = kinds.map((kind, i) => ({
    match: { method: "PATCH", path: "/members/*", after: i, until: i + 1 },
    fault: { kind },
  }));
  await writeFile(file, JSON.stringify({ rules }));
  const faulty = await start("--members", "10", "--rate", "0", "--faults", file);
  try {
    const client = init("sk_sb_test", { baseUrl: faulty.url }).members;
    const { data: [{ id }] } = await client.list({ limit: 1 });
    const seen = {};
    for (const kind of kinds) {
      const update = client.update({ id, data: { loginRedirect: `/${kind}` } });
      const answer = await Promise.race([update.then(JSON.stringify, (error) => error?.code ?? "an error"), sleep(500, "nothing")]);
      const { data: now } = await client.retrieve({ id });
      seen[kind] = [answer, now.loginRedirect === `/${kind}`];
    }
    assert.deepEqual(seen, {
      resetBefore: ["ECONNRESET", false],
      resetAfter: ["ECONNRESET", true],
      truncate: ["an error", true], // the SDK then rejects with undefined
      stall: ["nothing", true],
      status: ["fault", false],
      malformed: [JSON.stringify('{"data":[{"id":"mem_'), true],
    });
    const ledger = await (await fetch(`${faulty.url}/__ledger`)).json();
    assert.deepEqual(ledger.byStatus, { 200: 8, 503: 1, reset: 2, stalled: 1, truncated: 1 });
    assert.deepEqual(ledger.members, { [id]: { update: 4 } });
  } finally {
    await stop(faulty);
  }
});

test("reset brings the first members back", async () => {
  await own("/__reset", { method: "POST" });
  const ledger = await own("/__ledger");
  assert.deepEqual(ledger.members, {});
  assert.equal((await members.list({ limit: 1 })).totalCount, memberCount);
});

// Writes canned.json: what the program prints of jobs that it does on its sandbox. MUSTER=... node record.mjs
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const folder = mkdtempSync(join(tmpdir(), "muster-record-"));
const env = { ...process.env, MUSTER_STATE_DIR: join(folder, "state"), MUSTER_RUNTIME_DIR: join(folder, "limits"), MEMBERSTACK_SECRET_KEY: "sk_sb_recorded", HOME: folder };
mkdirSync(env.MUSTER_RUNTIME_DIR, { mode: 0o700 });
const run = (...words) => {
  try {
    return execFileSync(process.env.MUSTER, words, { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    if (error.stdout) return error.stdout; // 1: members failed; that is what is wanted
    throw error;
  }
};
const json = (...words) => JSON.parse(run(...words, "--output", "json"));

const portFile = join(folder, "port");
const faults = join(folder, "faults.json");
writeFileSync(faults, JSON.stringify({ rules: [{ match: { method: "POST", path: "/members/*/add-plan", every: 7 }, fault: { kind: "status", status: 400 } }] }));
const sandbox = spawn(process.env.MUSTER, ["sandbox", "--quiet", "--members", "300", "--rate", "0", "--faults", faults, "--port-file", portFile], { stdio: "ignore" });
try {
  while (!existsSync(portFile) || readFileSync(portFile, "utf8") === "") await sleep(20);
  const provider = { kind: "memberstack", key: { env: "MEMBERSTACK_SECRET_KEY" }, baseUrl: `http://127.0.0.1:${readFileSync(portFile, "utf8").trim()}` };
  const pace = { requestsPerSecond: 200 };
  const place = (name, spec) => {
    const path = join(folder, `${name}.json`);
    writeFileSync(path, JSON.stringify({ name, provider, pace, ...spec }));
    return path;
  };
  const where = { "customFields.country": { equals: "Germany" } };
  const move = place("move", { where, operation: { update: { customFields: { country: "Sweden", was: "{{customFields.country}}" } } },
    schedule: { cron: "0 1 * * mon-fri", timezone: "Europe/Berlin" }, window: { from: "01:00", to: "05:00", days: ["mon", "tue", "wed", "thu", "fri"], timezone: "Europe/Berlin", rate: 20 } });
  const nightly = place("nightly-points", { where, operation: { update: { customFields: { points: 10 } } }, schedule: { cron: "30 3 * * *", timezone: "America/New_York", jitter: "10m" } });
  const lacking = place("lacking", { where, operation: { addPlan: { planId: "pln_gold" } } });
  const plan = join(folder, "job.plan");
  run("plan", move, "--ignore-window", "--out", plan);
  const shown = json("show", plan);
  run("run", lacking, "--quiet", "--yes");
  run("run", "--plan", plan, "--ignore-window", "--quiet", "--yes");
  const of = (name) => json("status").find((j) => j.job.startsWith(name)).job;
  const results = json("results", of("lacking"), "--outcome", "failed").slice(0, 4);
  const undoPlan = json("undo", of("move"), "--plan", "--ignore-window");
  run("undo", of("move"), "--ignore-window", "--quiet", "--yes");
  const history = json("history", undoPlan.examples[0].member);
  const schedule = json("schedule", "--list", move, nightly);
  const windows = JSON.parse(readFileSync(move, "utf8")).window;
  const hide = (value) => JSON.parse(JSON.stringify(value).replaceAll(folder, "/etc/muster").replaceAll(provider.baseUrl, "http://127.0.0.1:8080"));
  writeFileSync("canned.json", `${JSON.stringify(hide({ shown, results, undoPlan, history,
    schedule: schedule.map((s) => s.spec === "move" ? { ...s, windows: [windows] } : s) }), null, 1)}\n`);
} finally {
  sandbox.kill();
  rmSync(folder, { recursive: true, force: true });
}

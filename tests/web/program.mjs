// The program itself, for the end-to-end test: its sandbox, `muster web`, and their folder.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A folder with a state, a sandbox and specs in it, until `end()`. */
export class Program {
  constructor(program) {
    this.program = program;
    this.folder = mkdtempSync(join(tmpdir(), "muster-web-"));
    this.env = { PATH: process.env.PATH, HOME: this.folder, LC_ALL: "C.UTF-8", MUSTER_STATE_DIR: join(this.folder, "state"),
      MUSTER_RUNTIME_DIR: join(this.folder, "limits"), MEMBERSTACK_SECRET_KEY: "sk_sb_endtoend" };
    for (const name of ["ASAN_OPTIONS", "UBSAN_OPTIONS"]) if (process.env[name]) this.env[name] = process.env[name];
    for (const each of ["limits", "specs"]) mkdirSync(join(this.folder, each), { mode: 0o700 });
    this.started = [];
  }
  start(...words) {
    const child = spawn(this.program, words, { env: this.env, stdio: ["ignore", "pipe", "pipe"] });
    child.said = "";
    child.stderr.on("data", (text) => (child.said += text));
    child.ended = new Promise((done) => child.once("exit", done));
    this.started.push(child);
    return child;
  }
  async startSandbox(members, faults) {
    const [port, plan] = [join(this.folder, "port"), join(this.folder, "faults.json")];
    writeFileSync(plan, JSON.stringify(faults));
    const child = this.start("sandbox", "--quiet", "--members", String(members), "--faults", plan, "--port-file", port);
    child.stdout.resume();
    for (let i = 0; i < 400 && child.exitCode === null; i++, await sleep(25)) {
      const text = await readSoon(port);
      if (text !== "") return (this.sandbox = `http://127.0.0.1:${text}`);
    }
    throw new Error(`the sandbox did not start: ${child.said}`);
  }
  spec(name, rest) {
    const provider = { kind: "memberstack", key: { env: "MEMBERSTACK_SECRET_KEY" }, baseUrl: this.sandbox };
    writeFileSync(join(this.folder, "specs", `${name}.json`), JSON.stringify({ name, provider, ...rest }));
  }
  /** Starts `muster web`. Gives its links by role. */
  async startWeb(...words) {
    const child = this.start("web", join(this.folder, "specs"), "--listen", "127.0.0.1:0", ...words);
    const links = {};
    for await (const line of createInterface({ input: child.stdout })) {
      const [, role, link] = /^(read|act): (http:\S+)$/.exec(line) ?? [];
      if (role) links[role] = link;
      if (links.read && links.act) return { child, links };
    }
    throw new Error(`muster web did not start: ${child.said}`);
  }
  async ledger() {
    return (await fetch(`${this.sandbox}/__ledger`)).json();
  }
  /** All members, by a plain walk over the list. */
  async everyone() {
    const all = [];
    for (let after = "";;) {
      const page = await (await fetch(`${this.sandbox}/members?limit=100&after=${after}`, { headers: { "X-API-KEY": "sk_sb_walk" } })).json();
      all.push(...page.data);
      if (!page.hasNextPage) return all;
      after = page.endCursor;
    }
  }
  /** The process that works on a job, as its lock names it. */
  runOf(job) {
    return Number(/\d+/.exec(readFileSync(join(this.folder, "state", "jobs", job, "lock"), "utf8"))[0]);
  }
  async end() {
    for (const child of this.started.toReversed()) {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await Promise.race([child.ended, sleep(5000).then(() => child.kill("SIGKILL"))]);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function readSoon(file) {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return "";
  }
}

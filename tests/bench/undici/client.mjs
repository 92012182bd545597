// The Node client that muster is measured beside: node client.mjs BASE_URL KEY JOURNAL
//
// It adds a plan to every member whose country is Germany, as fast as undici lets it: 64 connections, undici's lowest
// interface (dispatch, one handler object for each connection, no promise and no stream on the way of a member). It
// keeps the one promise that costs: an intent is on stable storage before its request is sent, by group commit, and the
// intents of a whole page ahead of the workers, so that no worker waits for the disk. It has nothing else of muster's:
// no retry, pace, checksum, before-image, checkpoint or resume.
import { Client } from "undici";
import { closeSync, fdatasync, openSync, write } from "node:fs";

const [baseUrl, key, journalPath] = process.argv.slice(2);
const { origin, pathname } = new URL(baseUrl);
const prefix = pathname.replace(/\/$/, "");
const connections = 64;
const fullQueue = 1024;
const headers = ["X-API-KEY", key, "Content-Type", "application/json", "Accept", "application/json, text/plain"];
const body = JSON.stringify({ planId: "pln_bench" });

const counts = { seen: 0, matched: 0, done: 0, failed: 0, bytes: 0, syncs: 0 };

/** Lines are appended and synced one batch at a time; what comes meanwhile rides in the next batch. */
class Journal {
  #file = openSync(journalPath, "a", 0o600);
  #text = "";
  #waiting = [];
  #committing = false;

  /** Appends a line; `waiter.durable()` is called once it is on stable storage. */
  append(line, waiter) {
    this.#text += line;
    if (waiter) this.#waiting.push(waiter);
    if (!this.#committing) this.#commit();
  }

  #commit() {
    this.#committing = true;
    const batch = Buffer.from(this.#text);
    const waiting = this.#waiting;
    this.#text = "";
    this.#waiting = [];
    counts.bytes += batch.length;
    ++counts.syncs;
    write(this.#file, batch, (error) => {
      if (error) throw error;
      fdatasync(this.#file, (syncError) => {
        if (syncError) throw syncError;
        this.#committing = false;
        if (this.#text !== "") this.#commit();
        for (const waiter of waiting) waiter.durable();
        if (this.onIdle && !this.#committing) this.onIdle();
      });
    });
  }

  /** Calls `then` once nothing is on its way to the disk. */
  close(then) {
    this.onIdle = () => {
      closeSync(this.#file);
      then();
    };
    if (!this.#committing) this.onIdle();
  }
}

const journal = new Journal();
const queue = [];
let queueStart = 0;
const idle = [];
let listEnded = false;
let busy = 0;

/** One connection: takes a member whose intent is durable, sends the change, writes the outcome. */
class Worker {
  constructor() {
    this.client = new Client(origin, { pipelining: 1 });
  }
  next() {
    if (queueStart === queue.length) {
      idle.push(this);
      return;
    }
    this.id = queue[queueStart++];
    if (queueStart === 4096) {
      queue.splice(0, queueStart);
      queueStart = 0;
    }
    ++busy;
    reader.wake();
    this.text = "";
    this.client.dispatch({ path: `${prefix}/members/${this.id}/add-plan`, method: "POST", headers, body }, this);
  }
  onRequestStart() {}
  onResponseStart(controller, status) {
    this.status = status;
  }
  onResponseData(controller, chunk) {
    this.text += chunk.latin1Slice();
  }
  onResponseEnd() {
    this.settle(this.status === 200 && this.text === "OK" ? "done" : "failed");
  }
  onResponseError() {
    this.settle("failed");
  }
  settle(outcome) {
    ++counts[outcome];
    journal.append(`{"t":"outcome","id":"${this.id}","outcome":"${outcome}"}\n`);
    --busy;
    this.next();
    finishIfOver();
  }
}

/** Reads the list page by page and writes the intents, at most a queue's length ahead of the workers. */
const reader = {
  client: new Client(origin, { pipelining: 1 }),
  after: undefined,
  reading: false,

  coming: 0, // members whose intents are on their way to the disk

  wake() {
    if (!this.reading && !listEnded && this.coming + queue.length - queueStart < fullQueue) this.read();
  },
  read() {
    this.reading = true;
    this.chunks = [];
    const after = this.after === undefined ? "" : `&after=${this.after}`;
    this.client.dispatch({ path: `${prefix}/members?limit=100${after}`, method: "GET", headers }, this);
  },
  onRequestStart() {},
  onResponseStart(controller, status) {
    if (status !== 200) throw new Error(`the list was answered with ${status}`);
  },
  onResponseData(controller, chunk) {
    this.chunks.push(chunk);
  },
  onResponseEnd() {
    const page = JSON.parse(this.chunks.length === 1 ? this.chunks[0] : Buffer.concat(this.chunks));
    const ids = [];
    let intents = "";
    for (const member of page.data) {
      if (member.customFields.country !== "Germany") continue;
      ids.push(member.id);
      intents += `{"t":"intent","id":"${member.id}","change":{"addPlan":{"planId":"pln_bench"}}}\n`;
    }
    counts.seen += page.data.length;
    counts.matched += ids.length;
    this.coming += ids.length;
    if (ids.length > 0) journal.append(intents, { durable: () => this.feed(ids) });
    this.after = page.endCursor;
    this.reading = false;
    listEnded = !page.hasNextPage;
    this.wake();
    finishIfOver();
  },
  feed(ids) {
    this.coming -= ids.length;
    for (const id of ids) queue.push(id);
    while (idle.length > 0 && queueStart < queue.length) idle.pop().next();
    this.wake();
  },
  onResponseError(controller, error) {
    // Thrown from here it would be undici's to swallow.
    console.error(error);
    process.exit(1);
  },
};

const workers = [];
let finished = false;
function finishIfOver() {
  if (finished || !listEnded || reader.coming > 0 || busy > 0 || queueStart < queue.length) return;
  finished = true;
  journal.close(() => {
    for (const { client } of workers) client.close();
    reader.client.close();
    console.log(JSON.stringify(counts));
  });
}

for (let i = 0; i < connections; ++i) workers.push(new Worker());
idle.push(...workers);
reader.wake();

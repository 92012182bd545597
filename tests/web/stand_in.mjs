// Stands in for the server: the page's files, answers that were recorded (canned.json), and what a test sets.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

export const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8" };
export const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
  + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A server of the contract's form. `folder` = that of the page. */
export class StandIn {
  constructor(folder) {
    this.folder = folder;
    this.reset();
  }
  reset() {
    this.session = { user: "ann", role: "act", version: "1.0.0", stateDirectory: "/home/ann/.local/state/muster", now: new Date().toISOString(), specs: true };
    this.jobs = []; // or the text of an array
    this.answers = new Map(); // "GET /api/..." without its query: value, text, or function of (query, body)
    this.ended = false; // every call is 401
    this.events = true; // /api/events is there
    this.posts = []; // {path, body, origin}
    this.asked = []; // paths of GETs below /api
  }
  async start(port = 0) {
    this.streams = new Set();
    this.server = createServer((request, reply) => this.answer(request, reply).catch((error) => reply.destroy(error)));
    await new Promise((done) => this.server.listen(port, "127.0.0.1", done));
    this.port = this.server.address().port;
    this.url = `http://127.0.0.1:${this.port}`;
  }
  /** As if the process was killed: every connection breaks. */
  async stop() {
    const closed = new Promise((done) => this.server.close(done));
    this.server.closeAllConnections();
    await closed;
  }
  jobsText() {
    return typeof this.jobs === "string" ? this.jobs : JSON.stringify(this.jobs);
  }
  /** Sends an event to all who follow that path. */
  tell(path, event, data) {
    const text = `event: ${event}\ndata: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;
    for (const each of this.streams) if (each.path === path) each.reply.write(text);
  }
  setJobs(jobs) {
    this.jobs = jobs;
    this.tell("/api/events", "jobs", this.jobsText());
  }
  async answer(request, reply) {
    reply.setHeader("Content-Security-Policy", policy);
    reply.setHeader("X-Content-Type-Options", "nosniff");
    const url = new URL(request.url, this.url);
    if (!url.pathname.startsWith("/api/")) return this.file(url.pathname, reply);
    let body = "";
    for await (const piece of request) body += piece;
    if (request.method === "POST") this.posts.push({ path: url.pathname, body: body && JSON.parse(body), origin: request.headers.origin });
    else this.asked.push(url.pathname);
    if (this.ended) return send(reply, 401, { code: "no-session", message: "Open the link that muster web printed." });
    if (url.pathname === "/api/events" && this.events) return this.follow(url.pathname, reply, "jobs", this.jobsText());
    const known = this.answers.get(`${request.method} ${url.pathname}`);
    if (known?.events) return this.follow(url.pathname, reply, "status", known.events);
    if (known?.status) return send(reply, known.status, known.body);
    if (known !== undefined) return send(reply, 200, typeof known === "function" ? await known(url.searchParams, body && JSON.parse(body)) : known);
    if (url.pathname === "/api/session") return send(reply, 200, this.session);
    if (url.pathname === "/api/jobs") return send(reply, 200, this.jobsText());
    const job = /^\/api\/jobs\/([^/]+)$/.exec(url.pathname)?.[1];
    const found = job && JSON.parse(this.jobsText()).find((j) => j.job === decodeURIComponent(job));
    if (found) return send(reply, 200, found);
    if (/^\/api\/jobs\/[^/]+\/events$/.test(url.pathname)) return this.follow(url.pathname, reply, "idle", {});
    const emptyList = request.method === "GET" && /\/(failures|results|acts|specs|schedule)$/.test(url.pathname);
    return emptyList ? send(reply, 200, []) : send(reply, 404, { code: "not-found", message: `There is no ${url.pathname} here.` });
  }
  follow(path, reply, event, data) {
    reply.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    reply.write(`event: ${event}\ndata: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`);
    const stream = { path, reply };
    this.streams.add(stream);
    reply.on("close", () => this.streams.delete(stream));
  }
  async file(path, reply) {
    const name = normalize(path === "/" ? "/index.html" : path);
    const bytes = await readFile(join(this.folder, name)).catch(() => null);
    if (bytes === null) return send(reply, 404, { code: "not-found", message: "No such file." });
    reply.writeHead(200, { "Content-Type": types[extname(name)] ?? "application/octet-stream" });
    reply.end(bytes);
  }
}

function send(reply, status, body) {
  reply.writeHead(status, { "Content-Type": "application/json" });
  reply.end(typeof body === "string" ? body : JSON.stringify(body));
}

// The way to the server: JSON in and out, errors that say what the server said.
import { parseJson } from "./exact_json.js";

/** The server answered, and not what was asked for. */
export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
  }
}

/** What a reply that is no success says. */
export async function errorOf(reply) {
  const text = await reply.text().catch(() => "");
  let said = null;
  try {
    said = parseJson(text);
  } catch {
    // a proxy's page
  }
  const message = said?.message ?? `The server answered ${reply.status}${reply.statusText ? ` (${reply.statusText})` : ""}.`;
  const error = new ApiError(reply.status, said?.code ?? "", String(message));
  if (reply.status === 401) heard.ended();
  return error;
}

/** Told of a session that is over. */
export const heard = { ended() {} };

async function call(path, options) {
  const reply = await fetch(path, { cache: "no-store", ...options });
  if (!reply.ok) throw await errorOf(reply);
  return parseJson(await reply.text());
}

/** Reads `/api/...`. Rejects with ApiError, TypeError (no connection) or AbortError. */
export function get(path, signal) {
  return call(path, { signal });
}

/** Does `/api/...`; not repeated if it is not known whether it was done. */
export function post(path, body = {}, signal) {
  return call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal });
}

/** The path of something of a job, or of the job. */
export function jobPath(id, what = "") {
  return `/api/jobs/${encodeURIComponent(id)}${what && `/${what}`}`;
}

/** What to say of anything that was thrown; `acting` = when something was to be done. */
export function wordsOf(error, acting = false) {
  if (error instanceof ApiError) return error.message;
  const unheard = "The server does not answer.";
  if (error instanceof TypeError) return acting ? `${unheard} Whether it heard is not known: look before you do it again.` : unheard;
  return error.message;
}

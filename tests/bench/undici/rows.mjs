// What a user would take instead: reads a CSV file with csv-parse and upserts its rows at Publisher, in batches, two at a
// time. It writes down nothing of what it did, and looks for no key that stands twice.
//   node rows.mjs BASE_URL KEY FILE BATCH
import { parse } from "csv-parse";
import { createReadStream } from "node:fs";
import { Pool } from "undici";

const [baseUrl, key, file, size] = process.argv.slice(2);
const { origin, pathname } = new URL(baseUrl);
const pool = new Pool(origin, { connections: 2 });
const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };

let done = 0;
const upsert = async (members) => {
  const { statusCode, body } = await pool.request({
    path: `${pathname}/publisher.v1/member/bulk-upsert`,
    method: "POST",
    headers,
    body: JSON.stringify({ memberBaseId: "mb_bench", members }),
  });
  if (statusCode !== 200) throw new Error(`status ${statusCode}`);
  done += (await body.json()).length;
};

const under = new Set();
let members = [];
const send = async () => {
  const sent = upsert(members).finally(() => under.delete(sent));
  under.add(sent);
  members = [];
  if (under.size >= 2) await Promise.race(under);
};
for await (const row of createReadStream(file).pipe(parse({ columns: true }))) {
  members.push({ ref: row.ref, attributes: { name: row.name, level: row.level, points: Number(row.points) } });
  if (members.length >= Number(size)) await send();
}
if (members.length > 0) await send();
await Promise.all(under);
await pool.close();
console.log(JSON.stringify({ outcomes: { done } }));

// What a user would take instead: walks the list with undici and writes CSV as it comes.
//   node csv.mjs BASE_URL KEY FILE
import { Pool } from "undici";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";

const [baseUrl, key, file] = process.argv.slice(2);
const { origin, pathname } = new URL(baseUrl);
const pool = new Pool(origin, { connections: 1 });
const out = createWriteStream(file);

const cell = (value) => {
  if (value === null || value === undefined) return "";
  const text = String(value);
  return text === "" || /[",\r\n]|^[ \t]|[ \t]$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

out.write("id,email,country,visits,plans\n");
let seen = 0;
for (let after = "", more = true; more; ) {
  const { statusCode, body } = await pool.request({
    path: `${pathname}/members?limit=100&after=${after}`,
    method: "GET",
    headers: { "X-API-KEY": key },
  });
  if (statusCode !== 200) throw new Error(`status ${statusCode}`);
  const page = await body.json();
  let text = "";
  for (const m of page.data) {
    const plans = m.planConnections.filter((p) => p.status === "ACTIVE").map((p) => p.planId);
    const cells = [m.id, m.auth.email, m.customFields.country, m.customFields.visits, plans.join(";")];
    text += cells.map(cell).join(",") + "\n";
  }
  seen += page.data.length;
  if (!out.write(text)) await new Promise((resolve) => out.once("drain", resolve));
  more = page.hasNextPage;
  after = page.endCursor;
}
out.end();
await finished(out);
await pool.close();
console.log(JSON.stringify({ seen }));

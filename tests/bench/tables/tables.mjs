// What a user would take instead: walks the list with undici and upserts each page into a table.
//   node tables.mjs BASE_URL KEY sqlite:FILE|POSTGRES_URL
// It takes a page to be one transaction, and knows neither what changed nor who is gone.
import { pages } from "./list.mjs";

const [baseUrl, key, to] = process.argv.slice(2);

const columns = "(id text PRIMARY KEY, email text, country text, visits numeric, plans text)";
const upsert = (values) =>
  `INSERT INTO members (id, email, country, visits, plans) VALUES ${values} ON CONFLICT (id) DO UPDATE SET ` +
  "email = excluded.email, country = excluded.country, visits = excluded.visits, plans = excluded.plans";

async function sqlite(file) {
  const { default: Database } = await import("better-sqlite3");
  const db = new Database(file);
  db.pragma("journal_mode = WAL");
  db.exec(`CREATE TABLE IF NOT EXISTS members ${columns}`);
  const put = db.prepare(upsert("(?, ?, ?, ?, ?)"));
  return { write: db.transaction((rows) => { for (const row of rows) put.run(row); }), end: () => db.close() };
}

async function postgres(url) {
  const { default: pg } = await import("pg");
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  await db.query(`CREATE TABLE IF NOT EXISTS members ${columns}`);
  const write = (rows) => db.query({
    name: `upsert ${rows.length}`,
    text: upsert(rows.map((_, i) => `(${[1, 2, 3, 4, 5].map((n) => `$${5 * i + n}`)})`).join(", ")),
    values: rows.flat(),
  });
  return { write, end: () => db.end() };
}

const table = to.startsWith("sqlite:") ? await sqlite(to.slice("sqlite:".length)) : await postgres(to);
let seen = 0;
for await (const rows of pages(baseUrl, key)) {
  await table.write(rows);
  seen += rows.length;
}
await table.end();
console.log(JSON.stringify({ seen }));

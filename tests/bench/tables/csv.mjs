// What a user would take instead: walks the list with undici and writes CSV as it comes.
//   node csv.mjs BASE_URL KEY FILE
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { pages } from "./list.mjs";

const [baseUrl, key, file] = process.argv.slice(2);
const out = createWriteStream(file);

const cell = (value) => {
  if (value === null || value === undefined) return "";
  const text = String(value);
  return text === "" || /[",\r\n]|^[ \t]|[ \t]$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

out.write("id,email,country,visits,plans\n");
let seen = 0;
for await (const rows of pages(baseUrl, key)) {
  seen += rows.length;
  const text = rows.map((row) => row.map(cell).join(",") + "\n").join("");
  if (!out.write(text)) await new Promise((resolve) => out.once("drain", resolve));
}
out.end();
await finished(out);
console.log(JSON.stringify({ seen }));

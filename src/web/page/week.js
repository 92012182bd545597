// Windows and starts over the days to come, as shares of a band. Pure.

const minute = 60_000; // ms
const day = 24 * 60 * minute;
const names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** What the clock on the wall of a zone shows, as if it were UTC, in ms. Throws RangeError for an unknown zone. */
function wall(t, zone) {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric",
    day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" });
  const p = Object.fromEntries(format.formatToParts(new Date(t)).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second);
}

/** When the clock of a zone shows that; in an hour that is skipped or shown twice, near it. */
function instantOf(shown, zone) {
  const guess = shown - (wall(shown, zone) - shown);
  return guess - (wall(guess, zone) - shown);
}

function timeOf(text) {
  const [h, m, s = 0] = text.split(":").map(Number);
  return ((h * 60 + m) * 60 + s) * 1000;
}

/** The spans `[from, to]` in ms in which a window is open, of those that touch `begin` to `end`. */
export function spansOf(window, begin, end) {
  const from = timeOf(window.from);
  const to = timeOf(window.to);
  const days = window.days ?? names;
  const spans = [];
  const first = Math.floor(wall(begin, window.timezone) / day) * day - day;
  for (let midnight = first; midnight < first + 11 * day; midnight += day) {
    if (!days.includes(names[(new Date(midnight).getUTCDay() + 6) % 7])) continue;
    const opens = instantOf(midnight + from, window.timezone);
    const closes = instantOf(midnight + to + (to <= from ? day : 0), window.timezone);
    if (closes > begin && opens < end) spans.push([Math.max(opens, begin), Math.min(closes, end)]);
  }
  return spans;
}

/** The week from the midnight before `now` on, by this browser's clock: `{begin, end, days: [{at, name}]}`. */
export function weekFrom(now) {
  const midnight = (n) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + n).getTime();
  const days = Array.from({ length: 7 }, (_, i) => ({ at: midnight(i),
    name: new Date(midnight(i)).toLocaleDateString("en", { weekday: "short" }) }));
  return { begin: midnight(0), end: midnight(7), days };
}

/** Where a moment lies in the week: 0 to 1, or outside of it. */
export function share(t, week) {
  return (t - week.begin) / (week.end - week.begin);
}

/** `01:00 to 05:00 Europe/Berlin, mon to fri, 20 requests/s`. */
export function windowWords(window) {
  const days = window.days ?? names;
  const at = days.map((d) => names.indexOf(d)).sort((a, b) => a - b);
  const row = at.length > 2 && at.at(-1) - at[0] === at.length - 1;
  const which = at.length === 7 ? "every day" : row ? `${names[at[0]]} to ${names[at.at(-1)]}` : at.map((i) => names[i]).join(", ");
  return `${window.from} to ${window.to} ${window.timezone}, ${which}${window.rate === undefined ? "" : `, ${window.rate} requests/s`}`;
}

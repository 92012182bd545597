// Random lines of cron, the same ones for the same seed.

export function chance(seed) { // mulberry32
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const names = {
  month: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  weekday: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};

// A number, a range, or a range with a step: { text, numbers }.
function item(random, low, high, named) {
  const pick = (from, to) => from + Math.floor(random() * (to - from + 1));
  const say = (n) => (n - low < named.length && random() < 0.3 ? named[n - low] : String(n));
  const from = pick(low, high);
  const kind = random();
  if (kind < 0.55) return { text: say(from), numbers: [from] };
  // A range that ends with `sun` is read in as many ways as there are programs.
  const to = Math.max(from, pick(from, high));
  const step = kind < 0.8 ? 1 : pick(1, Math.max(1, to - from));
  const numbers = [];
  for (let n = from; n <= to; n += step) numbers.push(n);
  const range = `${say(from)}-${to === low ? to : say(to)}`;
  return { text: kind < 0.8 ? range : `${range}/${step}`, numbers };
}

// A field: `*` with a chance of `star`, `*/n` with one of `step`, else a list of up to three. cron-parser takes no
// list in which a number comes twice, so there is none.
function field(random, low, high, star, step, named = []) {
  const kind = random();
  if (kind < star) return '*';
  if (kind < star + step) return `*/${2 + Math.floor(random() * (high / 2))}`;
  const [all, texts] = [new Set(), []];
  do {
    const { text, numbers } = item(random, low, high, named);
    const values = numbers.map((n) => (high === 7 ? n % 7 : n));
    if (new Set(values).size < values.length || values.some((n) => all.has(n))) continue;
    values.forEach((n) => all.add(n));
    texts.push(text);
  } while (texts.length === 0 || (texts.length < 3 && random() < 0.25));
  return texts.join(',');
}

// Half of them in the hours in which clocks are set.
export function line(random) {
  return [
    field(random, 0, 59, 0.1, 0.15),
    random() < 0.5 ? field(random, 0, 3, 0, 0) : field(random, 0, 23, 0.3, 0.15),
    field(random, 1, 31, 0.6, 0.1),
    field(random, 1, 12, 0.7, 0.1, names.month),
    field(random, 0, 7, 0.55, 0.1, names.weekday),
  ].join(' ');
}

// When clocks are set, by the tables that Node brings.

const minute = 60_000;

// Minutes east of UTC, by zone and time in ms.
export function offsets(zone) {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric',
    hour: 'numeric', minute: 'numeric', second: 'numeric',
  });
  return (t) => {
    const p = Object.fromEntries(format.formatToParts(t).map(({ type, value }) => [type, Number(value)]));
    return Math.round((Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second) - t) / minute);
  };
}

// Each change between two times as { at, by }: when, and by how many minutes clocks go forth.
export function changes(zone, from, to) {
  const offset = offsets(zone);
  const found = [];
  const day = 24 * 60 * minute;
  for (let t = from; t < to; t += day) {
    const before = offset(t);
    if (offset(t + day) === before) continue;
    let [low, high] = [t, t + day];
    while (high - low > minute) {
      const middle = low + Math.floor((high - low) / minute / 2) * minute;
      if (offset(middle) === before) low = middle; else high = middle;
    }
    found.push({ at: high, by: offset(high) - before });
  }
  return found;
}

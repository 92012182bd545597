// Starts of random lines, mostly around changes of the clock, held against two programs that others wrote. Each
// difference is one of those that are named here, or a mistake.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { Cron } from 'croner';
import { CronExpressionParser } from 'cron-parser';
import { changes } from './clocks.mjs';
import { chance, line } from './lines.mjs';

const minute = 60_000;
const day = 24 * 60 * minute;
const count = 11_500;
const starts = 3; // of each line
const most = 200; // of theirs, in the time of ours
// Later, governments may have changed their minds since either table was made.
const end = Date.UTC(2022, 0, 1);

const zones = [
  ['Europe/Berlin', 2019], ['America/New_York', 2019], ['Australia/Lord_Howe', 2019], ['Pacific/Apia', 2011],
  ['Africa/Cairo', 2010], ['America/Havana', 2019], ['America/St_Johns', 2009], ['Pacific/Chatham', 2019],
  ['Africa/Casablanca', 2019], ['America/Sao_Paulo', 2017], ['Asia/Kathmandu', 2019], ['Asia/Tehran', 2019],
];

function cases() {
  const random = chance(1);
  const places = zones.map(([zone, year]) => ({
    zone, from: Date.UTC(year, 0, 1), changes: changes(zone, Date.UTC(year, 0, 1), Date.UTC(year + 12, 0, 1)),
  }));
  return Array.from({ length: count }, (_, i) => {
    const place = places[i % places.length];
    const near = place.changes.filter(({ at }) => at < place.from + 2 * 365 * day);
    const from = near.length > 0 && random() < 0.8
      ? near[Math.floor(random() * near.length)].at - Math.floor(random() * 1.5 * day)
      : place.from + Math.floor(random() * 2 * 365 * day);
    return { ...place, from: Math.floor(from / 1000) * 1000, text: line(random) };
  });
}

// The starts of each in ms; none if a line never comes.
function ours(all) {
  const input = all.map((c) => [c.zone, c.from / 1000, starts, c.text].join('\t') + '\n').join('');
  const output = execFileSync(process.env.CRON_STARTS, { input, encoding: 'utf8', maxBuffer: 1 << 26 });
  return output.trimEnd().split('\n').map((text, i) => {
    if (/^wrong: .* never comes/.test(text)) return [];
    assert.match(text, /^[0-9]/, all[i].text);
    return text.split(' ').map((s) => Number(s) * 1000);
  });
}

// Both days are named, and one of them as `*/n`: a star for Vixie's cron, so that both must fit.
const both_days = (text) => {
  const [, , d, , w] = text.split(' ');
  return d !== '*' && w !== '*' && (d.startsWith('*') || w.startsWith('*'));
};

// Whether `t` lies within `after` times what was skipped after clocks went forth, or in what was shown twice: there
// each program has rules of its own, and ours are held against a walk through every minute in the unit tests.
const near_change = (c, t, after) => c.changes.some(({ at, by }) =>
  (by > 0 ? t >= at && t < at + after * by * minute : t >= at + by * minute && t < at - by * minute));

const in_march = (c, t) => {
  const date = new Date(t + 60 * minute * 14).toISOString(); // whatever the zone: a day more does no harm
  return date.slice(5, 7) === '03' && Number(date.slice(8, 10)) <= 5;
};

function list(next, until) {
  const found = [];
  while (found.length < most) {
    const t = next();
    if (t === null || t > until) break;
    found.push(t);
  }
  return found;
}

const oracles = {
  croner: {
    starts(c, until) {
      const cron = new Cron(c.text, { timezone: c.zone, legacyMode: !both_days(c.text), paused: true });
      let t = new Date(c.from);
      return list(() => (t = cron.nextRun(t)) && t.getTime(), until);
    },
    // It leaves out starts in a skipped hour. It looks for the 29th to the 31st of February in March, and so goes
    // past the first days of it.
    explained: (c, t) => near_change(c, t, 1) || (c.text.split(' ')[2] !== '*' && in_march(c, t)),
  },
  'cron-parser': {
    // It knows no line in which a day must fit both.
    skips: (c) => both_days(c.text),
    starts(c, until) {
      const cron = CronExpressionParser.parse(c.text, { tz: c.zone, currentDate: new Date(c.from) });
      return list(() => cron.next().getTime(), until);
    },
    // It puts off starts in a skipped hour by what was skipped, or, if that does not begin with an hour, by more.
    explained: (c, t) => near_change(c, t, 3),
    // It does not get past half an hour that is shown twice.
    fails: (c, error) => c.zone === 'Australia/Lord_Howe' && /loop limit/.test(error.message),
  },
};

const all = cases();
const found = ours(all);

for (const [name, oracle] of Object.entries(oracles))
  test(name, () => {
    let [compared, failed, starts_compared] = [0, 0, 0];
    all.forEach((c, i) => {
      if (found[i].length === 0 || oracle.skips?.(c)) return;
      const until = Math.min(found[i].at(-1), end);
      let theirs;
      try {
        theirs = oracle.starts(c, until);
      } catch (error) {
        assert.ok(oracle.fails?.(c, error), `${c.zone}: ${c.text}: ${error}`);
        ++failed;
        return;
      }
      const told = (times) => times.filter((t) => t <= until && !oracle.explained(c, t)).map((t) => new Date(t).toISOString());
      assert.deepEqual(told(found[i]), told(theirs), `${c.text} in ${c.zone} from ${new Date(c.from).toISOString()}`);
      ++compared;
      starts_compared += told(found[i]).length;
    });
    console.log(`${name}: ${compared} lines, ${starts_compared} starts are the same; it failed at ${failed}`);
    assert.ok(compared > 10_000 && starts_compared > 2 * compared && failed < 100);
  });

// One chart of lines over time, by uPlot, in the colours of the page.
import uPlot from "./vendor/uPlot.js";
import { useEffect, useRef, useState } from "./vendor/hooks.js";
import { html } from "./html.js";
import { rate } from "./format.js";

const height = 150; // px
const leastSpan = 60; // seconds

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function options(width, lines, onCursor) {
  const axis = { stroke: colour("--quiet"), grid: { stroke: colour("--grid"), width: 1 }, ticks: { show: false }, font: "12px system-ui, sans-serif" };
  return {
    width, height, legend: { show: false }, padding: [8, 26, 0, 0],
    cursor: { drag: { x: false, y: false }, points: { size: 5 } },
    hooks: { setCursor: [(u) => onCursor(u.cursor.idx ?? null)] },
    scales: {
      x: { time: true, range: (u, from, to) => [Math.min(from, to - leastSpan), to] },
      y: { range: (u, from, to) => [0, Math.max(1, to * 1.15)] },
    },
    axes: [
      { ...axis, space: 70, size: 26, values: (u, splits) => splits.map((s) => new Date(s * 1000).toTimeString().slice(0, 8)) },
      { ...axis, size: 36, space: 28 },
    ],
    series: [{}, ...lines.map((line) => ({ label: line.label, stroke: colour(line.color), width: 1.5, dash: line.dash,
      points: { show: false }, spanGaps: false }))],
  };
}

/** Calls `draw` now, and again when the page goes light or dark. */
function onTheme(draw) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", draw);
  return () => dark.removeEventListener("change", draw);
}

/** `lines` = `[{name, label, color, dash?}]` of the series; `words` = the same for who does not see it. */
export function Chart({ title, series, lines, words }) {
  const box = useRef(null);
  const plot = useRef(null);
  const [at, setAt] = useState(null);
  const names = lines.map((line) => line.name);
  const which = names.join();
  useEffect(() => {
    const place = box.current; // it may be taken out before this effect is
    const draw = () => {
      plot.current?.destroy();
      plot.current = new uPlot(options(place.clientWidth, lines, setAt), series.data(...names), place);
    };
    draw();
    const stop = onTheme(draw);
    const sizes = new ResizeObserver(() => place.isConnected && plot.current?.setSize({ width: place.clientWidth, height }));
    sizes.observe(place);
    return () => {
      stop();
      sizes.disconnect();
      plot.current.destroy();
      plot.current = null;
    };
  }, [series, which]);
  useEffect(() => plot.current?.setData(series.data(...names)), [series, which, series.times.at(-1)]);
  const valueAt = (name) => (at === null ? series.lines[name].at(-1) : series.lines[name][at]) ?? 0;
  return html`<figure><figcaption>${title}</figcaption>
    <div class="plot" role="img" aria-label=${`${title}. ${words}`} ref=${box}></div>
    <ul class="legend" aria-hidden="true">${lines.map((line) => html`<li key=${line.name}>
      <i class=${`key key-${line.color.slice(2)}`}></i>${line.label} <b>${rate(valueAt(line.name))}</b></li>`)}</ul>
  </figure>`;
}

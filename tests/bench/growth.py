#!/usr/bin/env python3
"""Prints how cost and memory grow with the list, and draws it: growth.py RESULTS EXPECTED PLOT

RESULTS holds one object of measure.py a line, whose label is the list's size; EXPECTED lines of a size and how many
members are to be changed. All numbers are medians. PLOT becomes an SVG. Exits 1 if a run did not change exactly whom it
should have.
"""
import json
import sys
from collections import defaultdict
from math import log10
from statistics import median

WIDTH, HEIGHT, LEFT, TOP = 320, 200, 44, 34


def panel(title, sizes, values, x0):
    """One chart: sizes along a logarithmic axis, values from 0."""
    top = 1.25 * max(values)
    inner_width, inner_height = WIDTH - LEFT - 16, HEIGHT - TOP - 30

    def at(size, value):
        along = (log10(size) - log10(sizes[0])) / (log10(sizes[-1]) - log10(sizes[0]))
        return x0 + LEFT + along * inner_width, TOP + inner_height * (1 - value / top)

    points = [at(s, v) for s, v in zip(sizes, values)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    left, base = at(sizes[0], 0)
    right, _ = at(sizes[-1], 0)
    parts = [
        f'<text x="{x0 + LEFT}" y="18" class="title">{title}</text>',
        f'<path d="M{left:.1f} {TOP}V{base:.1f}H{right:.1f}" class="axis"/>',
        f'<polyline points="{line}" class="line"/>',
    ]
    for (x, y), size, value in zip(points, sizes, values):
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>')
        parts.append(f'<text x="{x:.1f}" y="{y - 8:.1f}" class="value">{value:.1f}</text>')
        name = f"{size // 1000000} M" if size >= 1000000 else f"{size // 1000} k"
        parts.append(f'<text x="{x:.1f}" y="{base + 16:.1f}" class="value">{name}</text>')
    return "\n".join(parts)


def draw(path, sizes, costs, peaks):
    with open(path, "w", encoding="utf-8") as out:
        out.write(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {HEIGHT}" font-family="sans-serif" '
            'font-size="11">\n<title>What an operation costs, and how much memory a run takes, by members in the list'
            "</title>\n<style>.title{font-weight:bold}.axis{fill:none;stroke:#888}.value{text-anchor:middle}"
            ".line{fill:none;stroke:#2a6;stroke-width:2}circle{fill:#2a6}"
            "@media (prefers-color-scheme:dark){text{fill:#ddd}}</style>\n"
            + panel("CPU of an operation, us", sizes, costs, 0)
            + "\n"
            + panel("peak memory, MB", sizes, peaks, WIDTH)
            + "\n</svg>\n"
        )


def main():
    results, expected, plot = sys.argv[1:]
    with open(expected, encoding="utf-8") as file:
        operations = dict(tuple(map(int, line.split())) for line in file)
    runs = defaultdict(list)
    with open(results, encoding="utf-8") as file:
        for line in file:
            run = json.loads(line)
            runs[int(run["label"])].append(run)
    sizes = sorted(runs)
    costs = [median(r["cpu"] for r in runs[s]) / operations[s] * 1e6 for s in sizes]
    peaks = [median(r["rss"] for r in runs[s]) / 2**20 for s in sizes]
    print(f"{'members':>10}{'changed':>10}{'wall s':>9}{'changes/s':>11}{'CPU us each':>13}{'peak MB':>9}")
    for s, cost, peak in zip(sizes, costs, peaks):
        wall = median(r["wall"] for r in runs[s])
        print(f"{s:>10}{operations[s]:>10}{wall:>9.2f}{operations[s] / wall:>11.0f}{cost:>13.1f}{peak:>9.1f}")
    print(f"peak memory, largest above smallest: {100 * (max(peaks) / min(peaks) - 1):.1f} % (reach 10 %)")
    draw(plot, sizes, costs, peaks)
    wrong = [f"{s}: {r['said']}" for s in sizes for r in runs[s]
             if r["said"]["outcomes"]["done"] != operations[s] or r["said"]["seen"] != s]
    if wrong:
        sys.exit("WRONG RESULTS:\n" + "\n".join(wrong))


if __name__ == "__main__":
    main()

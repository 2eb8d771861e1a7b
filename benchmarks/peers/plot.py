#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""plot.py TRAIN.csv FIGURE.svg: the table of train.py as bars, by table and thread count. Needs matplotlib."""
import csv
import sys

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "mineprint"  # the same table gives the same file
import matplotlib.pyplot as plt  # noqa: E402

COLOURS = {"mineprint": "#b2182b", "XGBoost": "#4393c3", "scikit-learn": "#92c5de", "ranger": "#636363", "OpenCV": "#bdbdbd"}


def main():
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    groups = list(dict.fromkeys((row["rows"], row["features"], row["threads"]) for row in rows))
    figure, axes = plt.subplots(figsize=(8, 1.2 + 0.9 * len(groups)))
    ticks = []
    place = 0.0
    for group in groups:
        own = [row for row in rows if (row["rows"], row["features"], row["threads"]) == group]
        ticks.append((place + (len(own) - 1) / 2, f"{int(group[0]):,} × {group[1]}\n{group[2]} thread(s)".replace(",", " ")))
        for row in own:
            seconds = float(row["fit_cpu_s" if group[2] == "1" else "fit_s"])
            axes.barh(place, seconds, color=COLOURS[row["program"]])
            axes.text(seconds * 1.05, place, f"{row['program']} {seconds:.3g} s", va="center", fontsize=7)
            place += 1
        place += 1
    axes.set_xscale("log")
    axes.set_xlim(right=axes.get_xlim()[1] * 8)
    axes.set_yticks([tick[0] for tick in ticks], [tick[1] for tick in ticks], fontsize=8)
    axes.invert_yaxis()
    axes.set_xlabel("seconds to train 50 full-grown trees: of CPU for one thread, of the clock for two")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.tight_layout()
    figure.savefig(sys.argv[2], metadata={"Date": None})


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
"""Times the peers on one thread and sets them beside mineprint. Called by run.sh."""

import csv
import re
import sys
import time
from pathlib import Path

import numpy as np
from osgeo import gdal

from forests import PEERS, f1
from make_data import features

gdal.UseExceptions()


def timed(work):
    before = time.process_time()
    result = work()
    return result, time.process_time() - before


def own_row(text):
    """What benchmark_classify_raster said of itself."""
    grown = re.search(r"out-of-bag error ([\d.]+) %, grown in ([\d.]+) s", text)
    speed = re.search(r"class and probability, 1 thread.*: ([\d.]+) Mpixel/s", text)
    return {"program": "mineprint", "train_s": float(grown[2]), "mpixel_per_s": float(speed[1]), "f1": ""}


def main():
    data, own, out = (Path(word) for word in sys.argv[1:4])
    num_pixels, num_samples, trees = (int(word) for word in sys.argv[4:7])
    x = np.load(data / "s100k_x.npy")[:num_samples]
    y = np.load(data / "s100k_y.npy")[:num_samples]
    test_x, test_y = np.load(data / "test_x.npy"), np.load(data / "test_y.npy")
    rows = max(1, num_pixels // 4096)
    stored = gdal.Open(str(data / "scene.tif")).ReadAsArray(0, 1024, 4096, rows).reshape(6, -1)
    pixels = features(stored[:, (stored > 0).all(axis=0)].astype(np.float64))
    table = [own_row(own.read_text())]
    for name, make in PEERS.items():
        try:
            fit, predict = make(trees, 1)
        except ImportError as missing:
            print(f"{name} is left out: {missing}")
            continue
        train_s = timed(lambda: fit(x, y))[1]
        score = f1((predict(test_x) > 0.5).astype(int), test_y)
        predict_s = timed(lambda: predict(pixels))[1]
        table.append({"program": name, "train_s": round(train_s, 3),
                      "mpixel_per_s": round(1e-6 * len(pixels) / predict_s, 4), "f1": round(float(score), 4)})
    with open(out, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["program", "train_s", "mpixel_per_s", "f1"])
        writer.writeheader()
        writer.writerows(table)
    mine = table[0]
    print(f"{'':24}{'train s':>10}{'x ours':>8}{'Mpixel/s':>10}{'ours x':>8}{'F1':>8}")
    for row in table:
        print(f"{row['program']:24}{row['train_s']:10.2f}{row['train_s'] / mine['train_s']:8.1f}"
              f"{row['mpixel_per_s']:10.3f}{mine['mpixel_per_s'] / row['mpixel_per_s']:8.1f}{row['f1']!s:>8}")


if __name__ == "__main__":
    main()

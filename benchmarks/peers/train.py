#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains forests of several programs on the same rows, one after the other, and sets their times beside each other.

    train.py BUILD OUT.csv [--tables 282x8,100000x12,1000000x12] [--threads 1,2] [--trees 50] [--repeats 1] [--peers NAME,...]

BUILD: a build folder of mineprint. Every program trains in a process of its own; a repeat goes once through all of them, so that
all meet the machine as it is at that time, and the least of the repeats counts. A peer that is not installed is left out, and
it is said. Ends with 1 where a peer's F1 is better than mineprint's by more than half a point.
"""
import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTHON = os.environ.get("PYTHON", "/usr/bin/python3")
COLUMNS = ["rows", "features", "threads", "program", "fit_s", "fit_cpu_s", "acc", "f1"]


def commands(benchmark, prefix, rows, features, trees, threads):
    own = [benchmark, "--rows", rows, "--features", features, "--trees", trees, "--threads", threads]
    peers = {name: [PYTHON, "-B", HERE / "fit.py", name, prefix, trees, threads] for name in ("XGBoost", "scikit-learn", "OpenCV")}
    return {"mineprint": own, **peers, "ranger": ["Rscript", HERE / "fit_ranger.R", prefix, trees, threads]}


def run(command):
    """The JSON of the last line; nothing where the program is not installed."""
    environment = {**os.environ, "OMP_NUM_THREADS": str(command[-1]), "OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run([str(word) for word in command], env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    if done.returncode == 77:
        return None
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def least(first, second):
    times = ("fit_s", "fit_cpu_s")
    return {**second, **{name: min(first[name], second[name]) for name in times}} if first else second


def measure(arguments, rows, features, threads, prefix, missing):
    benchmark = Path(arguments.build) / "benchmarks" / "benchmark_train_forest"
    found = {}
    for _ in range(arguments.repeats):
        for program, command in commands(benchmark, prefix, rows, features, arguments.trees, threads).items():
            if program in missing or (program != "mineprint" and arguments.peers and program not in arguments.peers.split(",")):
                continue
            if program == "OpenCV" and threads > 1:  # it trains on one
                continue
            result = run(command)
            if result is None:
                missing.add(program)
                print(f"{program} is not installed and is left out")
            else:
                found[program] = least(found.get(program), result)
    return found


def show(rows, features, threads, found):
    own = found["mineprint"]
    measure_name = "fit_cpu_s" if threads == 1 else "fit_s"
    print(f"\n{rows} rows x {features} features, {threads} thread(s), seconds {'of CPU' if threads == 1 else 'of the clock'}")
    for program, result in found.items():
        print(f"  {program:14}{result[measure_name]:10.3f}  x ours {result[measure_name] / own[measure_name]:7.1f}"
              f"  accuracy {result['acc']:.4f}  F1 {result['f1']:.4f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("out")
    parser.add_argument("--tables", default="282x8,100000x12,1000000x12")
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--trees", type=int, default=50)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--peers", default="")
    arguments = parser.parse_args()
    missing, worst = set(), 0.0
    with tempfile.TemporaryDirectory() as folder, open(arguments.out, "w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        for table in arguments.tables.split(","):
            rows, features = (int(number) for number in table.split("x"))
            prefix = Path(folder) / "rows"
            benchmark = Path(arguments.build) / "benchmarks" / "benchmark_train_forest"
            subprocess.run([benchmark, "--rows", str(rows), "--features", str(features), "--save", prefix], check=True,
                           stdout=subprocess.DEVNULL)
            for threads in (int(number) for number in arguments.threads.split(",")):
                found = measure(arguments, rows, features, threads, prefix, missing)
                show(rows, features, threads, found)
                for program, result in found.items():
                    writer.writerow({"rows": rows, "features": features, "threads": threads, "program": program, **result})
                    if rows >= 10000:  # small tables leave the scores to chance
                        worst = max(worst, result["f1"] - found["mineprint"]["f1"])
                out.flush()
    if worst > 0.005:
        sys.exit(f"a peer's F1 is {100 * worst:.2f} points better")


if __name__ == "__main__":
    main()

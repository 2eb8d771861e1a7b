#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""fit.py PEER PREFIX TREES THREADS: trains one of the forests of forests.py in a process of its own.

PREFIX: what `benchmark_train_forest --save PREFIX` wrote. Prints one JSON line; status 77 where the peer is not installed.
"""
import json
import sys
import time

import numpy as np

from forests import PEERS, f1

peer, prefix, trees, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
try:
    fit, predict = PEERS[peer](trees, threads)
except ImportError as missing:
    print(missing, file=sys.stderr)
    sys.exit(77)
x, y, test_x, test_y = (np.load(f"{prefix}_{part}.npy") for part in ("X", "y", "test_X", "test_y"))
wall, cpu = time.perf_counter(), time.process_time()
fit(x, y)
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
found = (predict(test_x) > 0.5).astype(int)
print(json.dumps({"fit_s": wall, "fit_cpu_s": cpu, "acc": float((found == test_y).mean()), "f1": float(f1(found, test_y))}))

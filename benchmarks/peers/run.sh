#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The forest beside what else there is, in one run: training and classifying, accuracy and seconds of CPU of one thread.
#   run.sh DATA BUILD OUT.csv [PIXELS [SAMPLES [TREES]]]
# DATA: made by make_data.py if it is not there; BUILD: a build folder of mineprint; PIXELS: of the scene that the peers classify
# (they are slow; 1 000 000); 100 000 samples, 50 trees. Peers that python3 cannot import are left out, and it is said.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
data=${1:?usage: run.sh DATA BUILD OUT.csv [PIXELS [SAMPLES [TREES]]]}
build=${2:?the build folder} out=${3:?the table to write}
pixels=${4:-1000000} samples=${5:-100000} trees=${6:-50}
python=${PYTHON:-/usr/bin/python3}
source "$here/../../jobs/setup/mpi-environment.sh"
[ -f "$data/test.csv" ] || "$python" "$here/make_data.py" "$data"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$build/benchmarks/benchmark_classify_raster" "$data/train.tif" "$data/train_truth.tif" "$data/scene.tif" "$work" 1 "$trees" "$samples" |
  tee "$work/own.txt"
OMP_NUM_THREADS=1 "$python" -B "$here/peers.py" "$data" "$work/own.txt" "$out" "$pixels" "$samples" "$trees"

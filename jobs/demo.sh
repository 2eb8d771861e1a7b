#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From nothing to mine areas in four regions: installs, builds, makes synthetic archives, maps and measures them.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
regions=(kachin-nujiang madre-de-dios brokopondo katanga)
output=$root/out/demo
ranks=2

usage() {
    cat <<TEXT
Usage: jobs/demo.sh [--output DIR] [--ranks N]

  --output  where the results go (default: out/demo in the repository)
  --ranks   MPI processes (default: $ranks)

A second run uses again what the first one installed, built, simulated and mapped.
TEXT
}

while [ $# -gt 0 ]; do
    case $1 in
    --output | --ranks)
        [ $# -ge 2 ] || { echo "jobs/demo.sh: $1 needs a value" >&2; exit 2; }
        declare "${1#--}=$2"
        shift 2
        ;;
    -h | --help)
        usage
        exit 0
        ;;
    *)
        echo "jobs/demo.sh: unknown option '$1'" >&2
        usage >&2
        exit 2
        ;;
    esac
done
[[ $ranks =~ ^[1-9][0-9]*$ ]] || { echo "jobs/demo.sh: --ranks $ranks is no number of processes" >&2; exit 2; }

step_number=0
without_tests=()
step=""
log=""
begin() { # what the step does, its log (empty: it speaks for itself)
    step_number=$((step_number + 1))
    step=$1
    log=${2:-}
    echo "== $step_number of 5: $step"
}

report_failure() {
    local status=$?
    [ $status -eq 0 ] && return
    if [ -n "$log" ] && [ -s "$log" ]; then
        tail -n 40 "$log" >&2
    fi
    echo "jobs/demo.sh: the step '${step:-start}' failed with status $status${log:+; all it said is in $log}" >&2
}
trap report_failure EXIT

build=$root/build/release
mineprint=$build/src/mineprint
jobs=("${regions[@]/#/$root/jobs/}")
jobs=("${jobs[@]/%/.cfg}")
mkdir -p "$output" "$build"
cd "$root"

begin "installing the packages that are missing"
jobs/setup/install-dependencies.sh build
# shellcheck source=jobs/setup/mpi-environment.sh
source jobs/setup/mpi-environment.sh
# As many threads as keep the cores busy without crowding them.
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-$((($(nproc) + ranks - 1) / ranks))}

begin "building mineprint (some minutes the first time)" "$build/demo-build.log"
: >"$log"
# A build folder that has tests keeps them; a new one does without, and without what they need.
[ -f "$build/CMakeCache.txt" ] || without_tests=(-D MINEPRINT_TESTS=OFF -D MINEPRINT_BENCHMARKS=OFF)
cmake --preset release "${without_tests[@]}" >>"$log" 2>&1
cmake --build --preset release --parallel 2 --target mineprint >>"$log" 2>&1

begin "simulating an archive of Landsat scenes for each region (synthetic, and marked as such in every file)"
mpirun -n "$ranks" "$mineprint" simulate "${jobs[@]}"

begin "mapping the mines of all regions in one MPI run"
mpirun -n "$ranks" "$mineprint" run --output "$output" "${jobs[@]}"

begin "done"
cat <<TEXT
The imagery is synthetic: the numbers above show how the program works, and nothing about the real places.
  $output/report.html            the numbers and the maps to look at, in any browser
  $output/results.h5             all numbers (h5dump -n, h5py, xarray, Panoply)
  $output/tables/                the same as CSV
  $output/REGION/class_EPOCH.vrt maps to open in QGIS
  $output/model.h5, run.log      the forests, and what the run did
The truth lies beside each archive, in truth.json.
TEXT

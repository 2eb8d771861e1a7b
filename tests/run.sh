#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, builds everything and runs all tests.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
preset=release
jobs=2
ctest_arguments=()

usage() {
    cat <<TEXT
Usage: tests/run.sh [--preset release|debug|asan|tsan] [--jobs N] [-- CTEST_ARGUMENTS]

  --preset  how to build, see CMakePresets.json (default: $preset); the build lies in build/PRESET
  --jobs    compilers and tests that run side by side (default: $jobs)
  --        the rest goes to ctest: -R NAME, -L unit|mpi|structure|regression, --rerun-failed
TEXT
}

while [ $# -gt 0 ]; do
    case $1 in
    --preset | --jobs)
        [ $# -ge 2 ] || { echo "tests/run.sh: $1 needs a value" >&2; exit 2; }
        declare "${1#--}=$2"
        shift 2
        ;;
    -h | --help)
        usage
        exit 0
        ;;
    --)
        shift
        ctest_arguments=("$@")
        break
        ;;
    *)
        echo "tests/run.sh: unknown option '$1'" >&2
        usage >&2
        exit 2
        ;;
    esac
done

step="the start"
log=""
report() {
    status=$?
    [ $status -eq 0 ] && return
    # What ctest printed is the message; of a quiet step the end of its log is.
    [ -z "$log" ] || [ ! -s "$log" ] || tail -n 60 "$log" >&2
    echo "tests/run.sh: $step failed with status $status${log:+; all of its output: $log}" >&2
}
trap report EXIT

build=$root/build/$preset
mkdir -p "$build"

step="installing what is missing"
"$root/jobs/setup/install-dependencies.sh" test

cd "$root"
step="configuring"
log=$build/configure.log
echo "== Configuring build/$preset"
cmake --preset "$preset" -D MINEPRINT_TESTS=ON -D MINEPRINT_BENCHMARKS=ON >"$log" 2>&1

step="building"
log=$build/build.log
echo "== Building with $jobs compilers (log: build/$preset/build.log)"
started=$SECONDS
cmake --build --preset "$preset" --parallel "$jobs" >"$log" 2>&1
echo "   done in $((SECONDS - started)) s"

step="a test"
log=""
echo "== Tests"
ctest --preset "$preset" --parallel "$jobs" "${ctest_arguments[@]}"

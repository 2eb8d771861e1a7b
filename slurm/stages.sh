#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Submits the stages as jobs of their own, chained by dependency: plan, sample and train once; map as an array with one
# element a region; reduce when all are mapped. For when stages want different nodes, or regions different queues.
#
#   slurm/stages.sh [--nodes N] [--concurrent N] [--sbatch "OPTIONS"] OUTPUT JOB.cfg ...
set -euo pipefail

nodes=1
concurrent=4
options=()
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
    cat <<TEXT
Usage: slurm/stages.sh [--nodes N] [--concurrent N] [--sbatch "OPTIONS"] OUTPUT JOB.cfg ...

  --nodes       nodes of each job (default: $nodes)
  --concurrent  regions that are mapped at a time (default: $concurrent)
  --sbatch      more options for sbatch, such as "--partition=main --time=02:00:00"

Prints the number of each job. The last one's end is the end of the run.
TEXT
}

while [ $# -gt 0 ]; do
    case $1 in
    --nodes | --concurrent | --sbatch)
        [ $# -ge 2 ] || { echo "slurm/stages.sh: $1 needs a value" >&2; exit 2; }
        case $1 in
        --nodes) nodes=$2 ;;
        --concurrent) concurrent=$2 ;;
        --sbatch) read -r -a options <<<"$2" ;;
        esac
        shift 2
        ;;
    -h | --help) usage; exit 0 ;;
    --*) echo "slurm/stages.sh: unknown option '$1'" >&2; usage >&2; exit 2 ;;
    *) break ;;
    esac
done
[ $# -ge 2 ] || { usage >&2; exit 2; }
output=$1
shift
jobs=("$@")
mkdir -p "$output"

submit() { # name, more options of sbatch ..., --, what stage.sbatch is given
    local name=$1
    shift
    local more=()
    while [ "$1" != -- ]; do
        more+=("$1")
        shift
    done
    shift
    sbatch --parsable --job-name="mineprint-$name" --nodes="$nodes" --output="$output/slurm-$name-%A_%a.log" \
        "${options[@]}" "${more[@]}" "$here/stage.sbatch" "$@"
}

sample=$(submit sample -- sample "$output" "${jobs[@]}")
train=$(submit train --dependency="afterok:$sample" -- train "$output" "${jobs[@]}")
# Each element of the array maps the region of its number into a folder that no other one writes to.
map=$(submit map --dependency="afterok:$train" --array="0-$((${#jobs[@]} - 1))%$concurrent" -- \
    map "$output" "${jobs[@]}")
reduce=$(submit reduce --dependency="afterok:$map" -- reduce "$output" "${jobs[@]}")
printf 'sample %s\ntrain  %s\nmap    %s (%d regions)\nreduce %s\n' \
    "$sample" "$train" "$map" "${#jobs[@]}" "$reduce"

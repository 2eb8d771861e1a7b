# SPDX-License-Identifier: Apache-2.0
"""One job run with many numbers of ranks and threads: the outputs are the same bytes."""

from harness import check, check_same_tree

RANKS = (1, 2, 3, 4)
THREADS = (1, 2)


def run_everywhere(case, job):
    """Runs the job for every number of ranks and threads; returns the output of the first run."""
    first = None
    for ranks in RANKS:
        for threads in THREADS:
            output = case.folder / f"ranks_{ranks}_threads_{threads}"
            case.run("run", "--output", output, job, ranks=ranks, threads=threads)
            if first is None:
                first = output
            else:
                check_same_tree(first, output)
    return first


def check_compare(case, output):
    """`mineprint compare` agrees that equal outputs are equal, and finds one changed byte."""
    other = case.folder / f"ranks_{RANKS[-1]}_threads_{THREADS[-1]}"
    case.run("compare", output, other)
    changed = next(other.rglob("class_X*.tif"))
    content = bytearray(changed.read_bytes())
    content[len(content) // 2] ^= 0xFF
    changed.write_bytes(content)
    said = case.run("compare", output, other, expect=1)
    check(changed.name in said.text, f"compare does not name {changed.name}:\n{said}")

# SPDX-License-Identifier: Apache-2.0
"""The scripts of slurm/ on a real Slurm of several virtual nodes: a whole run, and stages with an array. Both end with
the bytes of a run on one host."""

import os
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "regression"))

import harness  # noqa: E402
from harness import Skip, check, check_equal, check_same_tree  # noqa: E402
from slurm_cluster import SlurmCluster, missing  # noqa: E402

SCRIPTS = Path(os.environ["MINEPRINT_SOURCE_DIR"]) / "slurm"
NODES = 3


class Fixture:
    """Two regions of small tiles, and what an undisturbed run makes of them."""

    def __init__(self, case):
        import synthetic

        pair = synthetic.make_pair(case.folder / "input", 320, 240)
        values = {"image_2005": pair.images["2005"], "image_2020": pair.images["2020"], "reference": pair.reference,
                  "zones": pair.zones, "tile_size": 32, "trees": 50}
        self.jobs = []
        for name in ("east", "west"):
            job = case.job("synthetic_pair", name, **values)
            job.write_text(job.read_text().replace("name=pair", f"name={name}"))
            self.jobs.append(job)
        self.whole = case.folder / "whole"
        case.run("run", "--output", self.whole, *self.jobs, ranks=2)


def log_of(case, job):
    return "\n".join(path.read_text(errors="replace") for path in sorted(case.folder.glob(f"*{job}*.log")))


def whole_run(case, cluster, fixture):
    output = case.folder / "slurm_run"
    job = cluster.submit(f"--chdir={case.folder}", f"--nodes={NODES}", "--cpus-per-task=1",
                         SCRIPTS / "run.sbatch", output, *fixture.jobs)
    state = cluster.await_end(job)
    check_equal(state, "COMPLETED", f"state of the job; it said\n{log_of(case, job)}\nstate")
    check_same_tree(fixture.whole, output)
    text = log_of(case, job)
    for name in ("n1", "n2", "n3"):
        check(f"{name}: ranks " in text, f"no rank ran on {name}:\n{text}")


def stages(case, cluster, fixture):
    output = case.folder / "slurm_stages"
    said = cluster.slurm("bash", SCRIPTS / "stages.sh", "--nodes", "1", "--concurrent", "2", output, *fixture.jobs)
    last = said.split("reduce")[1].split()[0]
    state = cluster.await_end(last)
    logs = "\n".join(path.read_text(errors="replace") for path in sorted(output.glob("slurm-*.log")))
    check_equal(state, "COMPLETED", f"state of the last stage; the jobs said\n{said}{logs}\nstate")
    for path in output.glob("slurm-*.log"):
        path.unlink()
    check_same_tree(fixture.whole, output)


def run_case(case):
    cause = missing()
    if cause:
        raise Skip(f"no Slurm can be started: {cause}")
    os.environ.update(MINEPRINT=str(case.binary))
    fixture = Fixture(case)
    shutil.rmtree(case.folder / "cluster", ignore_errors=True)
    with SlurmCluster(NODES, 2, case.folder / "cluster") as cluster:
        for part in (whole_run, stages):
            begun = time.monotonic()
            part(case, cluster, fixture)
            print(f"{part.__name__}: {time.monotonic() - begun:.0f} s", flush=True)


harness.main(run_case)

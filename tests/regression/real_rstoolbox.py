# SPDX-License-Identifier: Apache-2.0
"""Landsat 5 digital numbers of Para with four classes, one epoch: tables and accuracy."""

import harness
from harness import check_equal, check_same_tree


def run_case(case):
    import results

    job = case.job("rstoolbox", data=case.shared_data())
    outputs = [case.folder / "one", case.folder / "three"]
    case.run("run", "--output", outputs[0], job, ranks=1, threads=2)
    case.run("run", "--output", outputs[1], job, ranks=3, threads=1)
    check_same_tree(*outputs)
    region = results.check_region(outputs[0], "para", "cleared")
    check_equal(sorted(region.classes), ["cleared", "fallen_dry", "forest", "water"], "classes")
    results.check_accuracy(region, 0.9)


harness.main(run_case)

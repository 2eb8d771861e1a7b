# SPDX-License-Identifier: Apache-2.0
"""Two Landsat 5 images of Costa Rica with 30 labelled polygons: the same bytes for any ranks and
threads, held-out accuracy, tables that agree with the maps, and the numbers on record.

With --update the numbers on record (golden/real_landsat_pair.json) are rewritten."""

import json

import harness
from harness import check

GOLDEN = harness.HERE / "golden/real_landsat_pair.json"


def run_case(case):
    import results
    from identity import run_everywhere

    job = case.job("landsat_pair", data=case.shared_data())
    output = run_everywhere(case, job)
    region = results.check_region(output, "landsat-pair", "NonForest")
    results.check_accuracy(region, 0.95)
    found = region.summary()
    if case.update:
        GOLDEN.write_text(json.dumps(found, indent=1) + "\n")
    expected = json.loads(GOLDEN.read_text())
    different = [name for name in expected if found.get(name) != expected[name]]
    check(not different, "\n".join(f"{name} is {found.get(name)}, on record {expected[name]}"
                                   for name in different))


harness.main(run_case)

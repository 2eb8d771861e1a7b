# SPDX-License-Identifier: Apache-2.0
"""The comparison of output folders finds every kind of difference, and no false one."""

import harness
from harness import check, check_equal


def write_results(path, area, unit="km2", host="n1"):
    import h5py
    import numpy

    path.parent.mkdir(parents=True, exist_ok=True)
    with h5py.File(path, "w", libver="v108") as file:
        file.attrs["title"] = "a title"
        group = file.create_group("regions/r")
        data = group.create_dataset("area_km2", data=numpy.array(area))
        data.attrs["units"] = unit
        names = group.create_dataset("zone", data=numpy.array(["a", "b"], dtype=object),
                                     dtype=h5py.string_dtype())
        data.dims[0].attach_scale(names) if names.shape == data.shape else None
        file.create_dataset("run/host", data=host)


def make_tree(folder, area=(1.0, 2.0), unit="km2", host="n1", tile=b"tile"):
    write_results(folder / "results.h5", area, unit, host)
    (folder / "r").mkdir()
    (folder / "r/class.tif").write_bytes(tile)
    (folder / "run.log").write_text(host)


def differences(case, name, **changes):
    make_tree(case.folder / name, **changes)
    return harness.tree_differences(case.folder / "base", case.folder / name)


def run_case(case):
    make_tree(case.folder / "base")
    check_equal(differences(case, "other_host", host="n2"), [], "a difference of hosts")
    nan = float("nan")
    make_tree(case.folder / "nan_a", area=(nan, 2.0))
    make_tree(case.folder / "nan_b", area=(nan, 2.0))
    check_equal(harness.tree_differences(case.folder / "nan_a", case.folder / "nan_b"), [], "NaN")
    for name, changes in {"value": {"area": (1.0, 2.0000000001)}, "shape": {"area": (1.0,)},
                          "attribute": {"unit": "ha"}, "file": {"tile": b"Tile"}}.items():
        check(len(differences(case, name, **changes)) >= 1, f"a difference of {name} was not found")
    (case.folder / "base/extra.txt").write_text("")
    check_equal(len(differences(case, "missing")), 1, "number of missing files")


harness.main(run_case)

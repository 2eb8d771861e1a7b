# SPDX-License-Identifier: Apache-2.0
"""USGS spectra through `mineprint spectra`: resampled to Sentinel-2A and Landsat 5, 7 and 8 they equal
another program's table; the table of detection limits in the documents is what the program says; known
mixtures of monazite are recovered or refused as it says."""

import os
from pathlib import Path

import harness
from harness import check, check_equal

FEATURES = "feature=nd740:0.71:0.775\nfeature=nd800:0.772:0.838\nfeature=nd870:0.842:0.9"
SENSORS = {"S2A": "S2A_MSI", "L5TM": "L5_TM", "L7ETM": "L7_ETM", "L8OLI": "L8_OLI"}
BACKGROUNDS = "acid mine,goethite ws222 coarse,grass golden"
SIDE = 16


def run_on(case, name, cube, labels, noise, inputs):
    """Runs `spectra` on a cube with a site a label; returns its output folder for the region."""
    import numpy

    import spectral_twins as twins

    folder = case.folder / f"{name}_input"
    folder.mkdir()
    numbers = numpy.arange(len(cube)) + 400.0
    centres, widths = inputs.get("gaussian", (numbers, numbers * 0 + 1))
    twins.write_envi_cube(folder / "cube.img", cube, centres, widths)
    twins.write_mask(folder / "mask.tif", labels)
    response = f"response={inputs['response']}\n" if "response" in inputs else ""
    job = case.job("spectra", name, name="usgs", target="monazite", backgrounds=BACKGROUNDS,
                   libraries=case.shared_data() / "spectra" / "usgs_splib07_json", noise=noise,
                   features=FEATURES, inputs=f"image={folder}/cube.img\n{response}"
                   f"mask={folder}/mask.tif\nmost-fraction=0.6\nminimum-pixels=1")
    case.run("spectra", "--output", case.folder / name, job, threads=2)
    return case.folder / name / "usgs"


def check_resampled(case, data):
    import h5py
    import numpy

    import spectral_twins as twins

    table = {row["material"]: row for row in
             twins.read_csv(data / "resampled_usgs_splib07_to_S2A_L5_L7_L8.csv")}
    both, only_theirs = 0, []
    for prefix, stem in SENSORS.items():
        response = data / "rsr_acolite" / f"{stem}.txt"
        bands = list(twins.read_responses(response))
        cube = numpy.full((len(bands), 20, 20), 0.3) + 0.01 * numpy.arange(len(bands))[:, None, None]
        labels = numpy.zeros((20, 20), int)
        labels[4:9, 4:9] = 1
        output = run_on(case, f"resampled_{prefix}", cube, labels, 0.002, {"response": response})
        with h5py.File(output / "spectra.h5") as file:
            names = list(file["library"].asstr())
            seen = file["library_reflectance"][()]
        check_equal(sorted(names), sorted(table), "library spectra")
        for entry, name in enumerate(names):
            for band, value in zip(bands, seen[entry]):
                theirs = table[name][f"{prefix}_B{band}"]
                if theirs and numpy.isfinite(value):
                    check(abs(value - float(theirs)) < 1e-4, f"{name} in {prefix} {band}: {value}")
                    both += 1
                check(theirs or numpy.isnan(value), f"{name} in {prefix} {band} is {value}, not missing")
                if theirs and numpy.isnan(value):
                    only_theirs.append((name, f"{prefix}_B{band}"))
        visible = seen[names.index("Monazite HS255.3B")][:4]
        check(numpy.isnan(visible).all(), f"HS255.3B has no visible range, but {visible}")
    check_equal(both, 974, "bands compared")
    # Its channels were deleted there; the other table draws a line across the gap.
    check_equal({name for name, _ in only_theirs}, {"Acid Mine Dr Assemb1-Fe3+"}, "missing here only")
    check_equal(len(only_theirs), 3, "bands missing here only")


def read_limits(case, data):
    """The table the program prints, which must stand in the documents, and its CSV."""
    import spectral_twins as twins

    job = case.job("spectra_limits", data=data)
    text = case.run("spectra", "--detection-limits", "--output", case.folder / "limits", job).text
    table = [line for line in text.splitlines() if line.startswith("|")]
    check_equal(len(table), 8, "lines of the table")
    document = Path(os.environ["MINEPRINT_SOURCE_DIR"]) / "docs" / "methods" / "spectra.md"
    known = document.read_text(encoding="utf-8").splitlines()
    missing = [line for line in table if line not in known]
    check(not missing, f"{document} does not have these lines of the table:\n" + "\n".join(missing))
    return twins.read_csv(case.folder / "limits" / "limits" / "spectra" / "detection_limits.csv")


def mixtures(library, seen, limits, noise):
    """A cube and labels with a row of sites a background: nothing, a tenth of its limit, the limit,
    and one and a half times it; and a site of monazite alone."""
    import numpy

    random = numpy.random.default_rng(11)
    monazites = [name for name in library if name.startswith("Monazite") and
                 numpy.isfinite(seen[name]).all()]
    sites = [(background, share) for background in limits
             for share in (0, limits[background] / 10, limits[background],
                           min(1, 1.5 * limits[background]))] + [(next(iter(limits)), 1.0)]
    rows, columns = (len(limits) + 1) * (SIDE + 4), 4 * (SIDE + 4) + 40
    cube = numpy.empty((len(seen[monazites[0]]), rows, columns))
    cube[:] = seen[next(iter(limits))][:, None, None]
    labels = numpy.zeros((rows, columns), int)
    for i, (background, share) in enumerate(sites):
        row, column = (i // 4) * (SIDE + 4) + 2, (i % 4) * (SIDE + 4) + 2
        labels[row:row + SIDE, column:column + SIDE] = 1
        for r in range(row, row + SIDE):
            for c in range(column, column + SIDE):
                mineral = seen[monazites[random.integers(len(monazites))]]
                cube[:, r, c] = share * mineral + (1 - share) * seen[background]
    light = random.uniform(0.6, 1.2, (rows, columns))
    return cube * light + random.normal(0, noise, cube.shape), labels, sites


def check_imaging(case, library, limits):
    import numpy

    import spectral_twins as twins

    centres = numpy.arange(0.5, 0.95, 0.005)
    widths = numpy.full(len(centres), 0.0055)
    x = numpy.round(numpy.arange(0.45, 1.0, 0.0005), 6)
    seen = {name: twins.gaussian_matrix(x, centres, widths) @
            numpy.interp(x, *spectrum, left=numpy.nan) for name, spectrum in library.items()}
    cube, labels, sites = mixtures(library, seen, limits, 0.001)
    output = run_on(case, "imaging", cube, labels, 0.001,
                    {"gaussian": (centres * 1000, widths * 1000)})
    rows = twins.read_csv(output / "spectra" / "sites.csv")
    check_equal(len(rows), len(sites), "sites")
    for row, (background, share) in zip(rows, sites):
        what = f"{share:.3f} of monazite over {background}: {row['verdict']} ({row['reason']})"
        detected = int(row["detected_pixels"]) / int(row["observed_pixels"])
        if share == 0:
            check(detected <= 0.02 and row["verdict"] == "not confirmed", what)
        elif share < limits[background]:
            check(detected < 0.5, f"{what}, {detected:.2f} of its pixels")
        else:
            check(detected >= 0.8, f"{what}, {detected:.2f} of its pixels")
        if share > limits[background]:
            check(row["verdict"] == "confirmed" and row["best_match"].startswith("Monazite"), what)


def check_broad(case, library, limits, data):
    """The same mixtures as Sentinel-2 and Landsat 8 see them."""
    import numpy

    import spectral_twins as twins

    for stem in ("S2A_MSI", "L8_OLI"):
        response = data / "rsr_acolite" / f"{stem}.txt"
        bands = twins.read_responses(response)
        seen = {name: numpy.array([twins.resample(*spectrum, table) for table in bands.values()])
                for name, spectrum in library.items()}
        vapour = list(bands).index("10" if stem == "S2A_MSI" else "9")
        for values in seen.values():
            values[vapour] = 0.3
        cube, labels, sites = mixtures(library, seen, limits, 0.001)
        output = run_on(case, stem, cube, labels, 0.002, {"response": response})
        rows = twins.read_csv(output / "spectra" / "sites.csv")
        check_equal({row["verdict"] for row in rows} - {"not plausible"}, {"plausible"}, f"verdicts, {stem}")
        check("not resolved" in rows[-1]["reason"], f"{stem}: {rows[-1]['reason']}")


def run_case(case):
    import json

    import numpy

    data = case.shared_data() / "spectra"
    check_resampled(case, data)
    table = read_limits(case, data)
    resolved = {row["sensor"]: row["resolved"] for row in table}
    check_equal({name for name, said in resolved.items() if said == "yes"} &
                {"Sentinel-2A_MSI", "Landsat-8_OLI"}, set(), "broad bands that resolve monazite")
    check_equal(resolved["imaging_5_nm"], "yes", "whether bands of 5 nm resolve monazite")
    limits = {row["background"]: float(row["detection_limit"]) for row in table
              if row["sensor"] == "imaging_5_nm" and
              row["background"].startswith(("Acid", "Goethite", "Grass Golden"))}
    check_equal(len(limits), 3, "backgrounds")
    library = {}
    for path in sorted((data / "usgs_splib07_json").glob("*.json")):
        entry = json.loads(path.read_text(encoding="utf-8"))
        values = numpy.array([numpy.nan if v is None else v for v in entry["reflectance"]], float)
        kept = numpy.isfinite(values)
        library[entry["name"]] = (numpy.array(entry["wavelengths"])[kept], values[kept])
    check_imaging(case, library, limits)
    check_broad(case, library, limits, data)


harness.main(run_case)

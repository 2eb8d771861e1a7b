# SPDX-License-Identifier: Apache-2.0
"""Every odd or broken raster of the real data in the place of a band, of a quality layer, of the reference and
of a zone layer. As a band or quality layer it is quarantined, and the other scenes give the composite that they
give without it, bit by bit. As a reference or zone layer it is an error that names the file. Nothing crashes,
hangs or becomes a number."""

import shutil

import harness
from harness import check, check_equal

GOOD = "LC08_L2SP_190058_20190215_20200823_02_T1"
CORNER = (600000.0, 200040.0)
EPSG = 32631
SIZE = 24


def product_name(number):
    """A day of 2020 for each file, so that all scenes belong to one epoch."""
    day = f"2020{1 + number // 28:02}{1 + number % 28:02}"
    return f"LC08_L2SP_190058_{day}_20210823_02_T1"


def write_archive(root, products, files):
    """One good scene; then for each file a product with it as red band, and one with it as QA_PIXEL."""
    import numpy

    def scene(name, shade):
        random = numpy.random.default_rng(shade)
        field = {band: random.uniform(0.05, 0.5, (SIZE, SIZE)) for band in products.BANDS}
        return products.write_landsat(root, name, field, CORNER, EPSG)

    scene(GOOD, 0)
    if not files:
        return
    pattern = scene(product_name(0), 1)
    broken = {}
    for number, file in enumerate(files):
        for place, layer in enumerate(("SR_B4.TIF", "QA_PIXEL.TIF")):
            name = product_name(2 * number + place)
            folder = root / name
            if folder != pattern:
                folder.mkdir()
                for part in pattern.iterdir():
                    text = part.name.replace(pattern.name, name)
                    shutil.copyfile(part, folder / text)
                metadata = (pattern / f"{pattern.name}_MTL.txt").read_text().replace(pattern.name, name)
                day = f"{name[17:21]}-{name[21:23]}-{name[23:25]}"
                metadata = metadata.replace(f"{pattern.name[17:21]}-{pattern.name[21:23]}-{pattern.name[23:25]}", day)
                (folder / f"{name}_MTL.txt").write_text(metadata)
            broken[name] = (file, layer)
    for name, (file, layer) in broken.items():
        shutil.copyfile(file, root / name / f"{name}_{layer}")
    return broken


def write_reference(path, synthetic):
    from osgeo import ogr

    features = []
    for row in range(0, SIZE, 3):
        for column in range(0, SIZE, 3):
            x, y = CORNER[0] + 30 * column + 15, CORNER[1] - 30 * row - 15
            square = ogr.CreateGeometryFromWkt(f"POINT ({x} {y})").Buffer(1, 1)
            features.append((square, {"class": "bare" if row < column else "green"}))
    synthetic.write_layer(path, features, crs=f"EPSG:{EPSG}")


def job_of(case, name, root, reference, extra=""):
    region = name if name.startswith("layer_") else "field"
    return case.job("scenes", name, name=region, root=root, tile_size=64, reference=reference,
                    grid=f"crs=EPSG:{EPSG}\nresolution=30\nextent={CORNER[0]},{CORNER[1] - 30 * SIZE},"
                         f"{CORNER[0] + 30 * SIZE},{CORNER[1]}{extra}",
                    epochs="epoch=all:2019-01-01/2022-12-31")


def composite(output):
    return (output / "field" / "maps" / "all" / "composite_X0000_Y0000.tif")


def quarantined(output):
    import h5py

    with h5py.File(output / "results.h5") as file:
        group = file["regions/field/quarantine"]
        texts = {name: [text.decode() if isinstance(text, bytes) else str(text) for text in group[name][()]]
                 for name in ("scene", "cause")}
        return {scene.removesuffix("_MTL"): cause for scene, cause in zip(texts["scene"], texts["cause"])}


def run_case(case):
    import numpy

    import independent
    import products
    import synthetic

    shared = case.shared_data() / "robustness"
    files = sorted(path for path in shared.rglob("*") if path.suffix in (".tif", ".tiff", ".vrt"))
    check(len(files) >= 60, f"{shared} has {len(files)} files only")
    reference = case.folder / "labels.gpkg"
    write_reference(reference, synthetic)
    alone = case.folder / "alone"
    write_archive(alone, products, [])
    case.run("run", "--output", case.folder / "alone_out", job_of(case, "alone", alone, reference))
    root = case.folder / "archive"
    broken = write_archive(root, products, files)
    output = case.folder / "out"
    case.run("run", "--max-bad-scenes=100", "--output", output, job_of(case, "all", root, reference),
             ranks=2, expect=3, timeout=240)
    causes = quarantined(output)
    check_equal(sorted(causes), sorted(broken), "what is in quarantine")
    for name, cause in causes.items():
        check(name in cause or broken[name][0].name in cause, f"the cause '{cause}' names neither file nor scene")
    for band in (*products.BANDS, "num_clear"):
        found = independent.Raster(composite(output)).band(band)
        expected = independent.Raster(composite(case.folder / "alone_out")).band(band)
        check(numpy.array_equal(found, expected), f"{band} differs from that of the good scene alone")
    print(f"{len(broken)} broken products are in quarantine")

    jobs = []  # one region for each file, which is its reference and its zone layer; all causes are told at once
    for number, file in enumerate(files):
        copy = case.folder / f"layer_{number}_{file.name}"
        shutil.copyfile(file, copy)
        jobs.append(job_of(case, f"layer_{number}", alone, copy, f"\n[zones]\nlayer=places:{copy}:code"))
    said = case.run("plan", *jobs, expect=4, timeout=120)
    for number, file in enumerate(files):
        found = said.text.count(f"layer_{number}_{file.name}")
        check(found >= 2, f"{file.name} is named {found} times as reference and zone layer\n{said.text[-3000:]}")


harness.main(run_case)

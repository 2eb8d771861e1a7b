# SPDX-License-Identifier: Apache-2.0
"""Every STAC item, metadata file and product of the real data is recognised with the right sensor, date, scale and
offset, or refused for the right reason, as real_archives.tsv says; nothing is found that is not in the table."""

import csv
import json
import os
from pathlib import Path

import harness
from harness import check, check_equal

TABLE = Path(__file__).resolve().parent / "real_archives.tsv"
WINDOW = "epoch=all:1980-01-01/2030-12-31"


# Why something is refused, in the words that must be in the cause.
REASONS = ("it has no surface reflectance", "Level-1C", "neither of Landsat", "cannot be opened as a raster",
           "does not tell its processing baseline", "is not complete: its band", "it has no LANDSAT_PRODUCT_ID")


def items_without_files(case, source):
    """The items with every local file moved to an address out of reach: what the items say is asked, no more."""
    target = case.folder / "items"
    for path in sorted(source.rglob("*.json")):
        item = json.loads(path.read_text())
        for asset in item["assets"].values():
            if "://" not in asset["href"]:
                asset["href"] = "https://127.0.0.1:9/" + asset["href"].lstrip("./")
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(json.dumps(item))
    return target


def catalogue(case, name, source, status):
    """(scenes, reasons by name) of the catalogue of an archive."""
    from osgeo import ogr

    job = case.folder / f"{name}.cfg"
    job.write_text(f"[region]\nname={name}\n[archive]\n{source}\n[grid]\ncrs=EPSG:4326\nresolution=1\nextent=-180,-90,180,90\n[epochs]\n{WINDOW}\n")
    output = case.folder / f"{name}_out"
    os.environ["GDAL_HTTP_MAX_RETRY"] = "0"
    os.environ["GDAL_HTTP_PROXY"] = "127.0.0.1:9"  # nothing elsewhere is within reach
    case.run("plan", "--max-bad-scenes=100", "--output", output, job, ranks=2, expect=status)
    file = ogr.Open(str(output / name / "catalogue.gpkg"))
    scenes = {}
    for row in file.GetLayerByName("scenes"):
        bands = {band["band"]: band for band in json.loads(row["files"])["bands"]}
        scenes[row["id"]] = (row["sensor"], row["date"], f"{bands['red']['scale']:g}", f"{bands['red']['offset']:g}")
    reasons = {}
    for row in file.GetLayerByName("quarantined"):
        reasons.setdefault(f"{Path(row['path']).name}:{row['scene']}", []).append(row["cause"])
    return scenes, reasons


def run_case(case):
    data = case.shared_data()
    archives = {"items": (f"items={items_without_files(case, data / 'stac')}\nremote=yes", 3),
                "landsat": (f"root={data / 'landsat'}", 3),
                "sentinel2": (f"root={data / 'sentinel2'}", 0)}
    found = {name: catalogue(case, name, *archive) for name, archive in archives.items()}
    if case.update:
        with TABLE.open("w", newline="") as file:
            out = csv.writer(file, delimiter="\t", lineterminator="\n")
            out.writerow(["archive", "name", "sensor", "date", "scale", "offset", "reason"])
            for name, (scenes, reasons) in found.items():
                for scene, values in sorted(scenes.items()):
                    out.writerow([name, scene, *values, ""])
                for label, causes in sorted(reasons.items()):
                    for cause in sorted(causes):
                        short = next((reason for reason in REASONS if reason in cause), cause)
                        out.writerow([name, label, "", "", "", "", short])
    expected = {name: ({}, {}) for name in archives}
    with TABLE.open() as file:
        for row in csv.DictReader(file, delimiter="\t"):
            scenes, reasons = expected[row["archive"]]
            if row["reason"]:
                reasons.setdefault(row["name"], []).append(row["reason"])
            else:
                scenes[row["name"]] = (row["sensor"], row["date"], row["scale"], row["offset"])
    for name, (scenes, reasons) in found.items():
        check_equal(scenes, expected[name][0], f"scenes of {name}")
        check_equal(sorted(reasons), sorted(expected[name][1]), f"what is refused of {name}")
        for label, causes in reasons.items():
            for cause, reason in zip(sorted(causes), sorted(expected[name][1][label])):
                check(reason in cause, f"{label} is refused because '{cause}', not because '{reason}'")
        print(f"{name}: {len(scenes)} scenes, {sum(map(len, reasons.values()))} refused")


harness.main(run_case)

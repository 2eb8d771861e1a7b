# SPDX-License-Identifier: Apache-2.0
"""The regions of jobs/regions are planned where they really are: a small made-up archive in the middle of each, borders
clipped by jobs/borders.sh, the scenes and tiles that real products of these places are called by."""

import configparser
import math
import os
import re
import shutil
import subprocess
from pathlib import Path

import harness
from harness import check, check_equal
from osgeo import ogr, osr

SOURCE = Path(__file__).resolve().parents[2]
ogr.UseExceptions()
osr.UseExceptions()

# Squares of real Sentinel-2 products over places within, and paths and rows of Landsat scenes.
KNOWN = {"brokopondo": {"21NYE"}, "katanga": {"35LMG", "35LPG", "173/068"}, "madre-de-dios": {"19LCF", "003/069"},
         "kachin-nujiang": {"47RMJ", "132/042"}}
COUNTRIES = {"kachin-nujiang": ["CHN", "MMR"], "madre-de-dios": ["BOL", "BRA", "PER"], "brokopondo": ["SUR"],
             "katanga": ["COD", "ZMB"]}
REAL_BORDERS = {name: name.replace("-", "_") + ".geojson" for name in COUNTRIES}


class Region:
    def __init__(self, path, folder):
        self.path, self.name = path, path.stem
        self.text = path.read_text(encoding="utf-8")
        self.data = folder / "data" / self.name
        parser = configparser.ConfigParser(strict=False, interpolation=None)
        parser.read_string(self.text)
        self.extent = [float(word) for word in parser["grid"]["extent"].split(",")]
        self.resolution = float(parser["grid"]["resolution"])
        self.crs = int(parser["grid"]["crs"].split(":")[1])
        self.classes = parser["reference"]["classes"].split(",")
        self.season = parser["archive"].get("season")
        self.epochs = re.findall(r"^epoch=(\w+):(\d{4})-(\d\d-\d\d)/(\d{4})-(\d\d-\d\d)$", self.text, re.MULTILINE)
        self.layers = re.findall(r"^layer=(\w+):\S+/(\w+)\.gpkg:code(:name)?$", self.text, re.MULTILINE)
        pair = re.search(r"^pair=country:(\w+):(\w+)$", self.text, re.MULTILINE)
        self.codes = list(pair.groups()) if pair else COUNTRIES.get(self.name, ["AAA"])

    def tiles(self):
        size = [round((self.extent[i + 2] - self.extent[i]) / self.resolution) for i in (0, 1)]
        check(all(length % 1 == 0 for length in size), f"{self.name}: the extent is no whole number of pixels")
        return math.prod(-(-length // 1024) for length in size)

    def lonlat(self):
        """(west, south, east, north) of the middle third."""
        source, target = osr.SpatialReference(), osr.SpatialReference()
        source.ImportFromEPSG(self.crs)
        target.ImportFromEPSG(4326)
        for reference in (source, target):
            reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        x0, y0, x1, y1 = self.extent
        change = osr.CoordinateTransformation(source, target)
        west, south, _ = change.TransformPoint((2 * x0 + x1) / 3, (2 * y0 + y1) / 3)
        east, north, _ = change.TransformPoint((x0 + 2 * x1) / 3, (y0 + 2 * y1) / 3)
        return west, south, east, north

    def middle(self):
        west, south, east, north = self.lonlat()
        return (west + east) / 2, (south + north) / 2

    def write_simulation(self, folder):
        """The epochs within the season, one scene each, in two kilometres around the middle."""
        first, last = self.season.split("/") if self.season else ("01-01", "12-31")
        x, y = self.middle()
        lines = [f"[region]\nname={self.name}\n[archive]\nroot={self.data}/scenes\n[epochs]"]
        lines += [f"epoch={name}:{year}-{max(first, begin)}/{year}-{min(last, end) if year == end_year else last}"
                  for name, year, begin, end_year, end in self.epochs]
        lines += [f"[simulate]\nextent={x - .01},{y - .01},{x + .01},{y + .01}\nzones=A,B\nscenes-per-epoch=1\nreference-points=20"]
        lines += [f"mine=A:{name}:0.2" for name, *_ in self.epochs]
        job = folder / f"simulate-{self.name}.cfg"
        job.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return job

    def write_labels(self):
        """Squares of 200 m with a class of each epoch."""
        x, y = self.middle()
        fields = {f"class_{name}": lambda i, shift=shift: self.classes[(i + shift) % len(self.classes)]
                  for shift, (name, *_) in enumerate(self.epochs)}
        boxes = [(x - .009 + .003 * (i % 6), y - .009 + .003 * (i // 6), .002) for i in range(36)]
        write_boxes(self.data / "labels.gpkg", fields, [(w, s, w + size, s + size) for w, s, size in boxes])

    def write_layers(self, borders):
        west, south, east, north = self.lonlat()
        for layer, file, with_name in self.layers:
            path = self.data / f"{file}.gpkg"
            if layer == "country":
                borders(self, path)
            else:
                fields = {"code": str, "name": lambda i, layer=layer: f"{layer} {i}"}
                check(with_name, f"{self.name}: the layer {layer} has no names")
                write_boxes(path, fields, [(west, south, (west + east) / 2, north), (east, south, east + .01, north)])


def write_boxes(path, fields, boxes, driver="GPKG"):
    path.parent.mkdir(parents=True, exist_ok=True)
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    file = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    layer = file.CreateLayer("boxes", reference, ogr.wkbPolygon)
    for field in fields:
        layer.CreateField(ogr.FieldDefn(field))
    for i, (west, south, east, north) in enumerate(boxes):
        feature = ogr.Feature(layer.GetLayerDefn())
        for field, value in fields.items():
            feature[field] = value(i)
        ring = f"{west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}"
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON (({ring}))"))
        layer.CreateFeature(feature)


def clip(region, path, countries, *field, expect=0):
    script = SOURCE / "jobs/borders.sh"
    done = subprocess.run(["bash", script, region.path, countries, *field], env={**os.environ, "OUT": str(path)},
                          capture_output=True, text=True, check=False)
    check_equal(done.returncode, expect, f"the status of borders.sh for {region.name}: {done.stderr}")
    return done.stdout + done.stderr


def borders_of(case):
    """A function that writes the borders of a region: real ones where there are, else halves of the world."""
    real = None
    if os.environ.get("MINEPRINT_SHARED_DATA"):
        real = case.shared_data() / "boundaries/geo-maps-osm10m"

    def write(region, path):
        if real and region.name in REAL_BORDERS:
            told = clip(region, path, real / REAL_BORDERS[region.name])
            check_equal(told.split(":")[1].split(), COUNTRIES[region.name], f"countries of {region.name}")
            return
        x, _ = region.middle()
        world = case.folder / f"world-{region.name}.geojson"
        names = [*region.codes, "BBB"][:2]
        write_boxes(world, {"code": lambda i: names[i]}, [(x - 20, -80, x, 80), (x, -80, x + 20, 80)], "GeoJSON")
        told = clip(region, path, world, "code")
        check_equal(told.split(":")[1].split(), sorted(names), f"made-up countries of {region.name}")

    return write


def check_borders(case, region):
    """Polygons that cross themselves are made valid; what cannot be clipped is told."""
    x, y = region.middle()
    bowtie = case.folder / "bowtie.geojson"
    bowtie.write_text('{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"A3": "BOW"}, "geometry": {"type": '
                      f'"Polygon", "coordinates": [[[{x - 5},{y - 5}],[{x + 5},{y + 5}],[{x + 5},{y - 5}],[{x - 5},{y + 5}],[{x - 5},{y - 5}]]]}}}}]}}')
    out = case.folder / "bowtie.gpkg"
    clip(region, out, bowtie)
    file = ogr.Open(str(out))  # must outlive its layer
    layer = file.GetLayer(0)
    west, east, south, north = layer.GetExtent()
    feature = layer.GetNextFeature()
    share = feature.GetGeometryRef().GetArea() / ((east - west) * (north - south))
    check(feature.GetGeometryRef().IsValid() and feature["code"] == "BOW" and 0.3 < share < 0.9, f"the bow-tie: {share}")
    check("field 'A4'" in clip(region, out, bowtie, "A4", expect=1), "a missing field is not named")
    check("there is no file" in clip(region, out, "nowhere.gpkg", expect=1), "a missing file is not named")


def section_of(text, region, title):
    begin = text.index(f"{region.name} ({title})")
    return text[begin:text.index("features:", begin)]


def check_plan(region, text):
    title = re.search(r"^title=(.*)$", region.text, re.MULTILINE)[1]
    own = section_of(text, region, title)
    check(f", {region.tiles()} tiles of 1024 pixels" in own, f"{region.name}: other tiles than {region.tiles()}: {own}")
    for name, *_ in region.epochs:
        check(re.search(rf"^  {name} +\S+ +1 scenes", own, re.MULTILINE), f"{region.name}, {name}: {own}")
    places = set(re.search(r"path/row: (.*)", own)[1].split() + re.search(r"squares: (.*)", own)[1].split())
    check(KNOWN.get(region.name, set()) <= places, f"{region.name} is not seen by {KNOWN.get(region.name)}: {places}")
    for layer, *_ in region.layers:
        check(re.search(rf"^{region.name}: zone layer '{layer}' with [1-9]", text, re.MULTILINE), f"{region.name}: no zones of {layer}")


def run_case(case):
    shutil.copytree(SOURCE / "jobs/regions", case.folder / "jobs/regions")
    common = case.folder / "jobs/regions/common.cfg"
    regions = [Region(path, case.folder) for path in sorted((case.folder / "jobs/regions").glob("*.cfg")) if path != common]
    check_equal([region.name for region in regions], ["brokopondo", "cuyuni-mazaruni", "kachin-nujiang", "katanga", "kumtor",
                                                      "la-rinconada", "madre-de-dios"], "the regions")
    case.run("simulate", *[region.write_simulation(case.folder) for region in regions], ranks=2)
    borders = borders_of(case)
    for region in regions:
        region.write_labels()
        region.write_layers(borders)
    check_borders(case, regions[0])
    # The simulator makes Landsat scenes only; regions of Sentinel-2 are planned with these.
    for by_msi, options in ((False, []), (True, ["--archive.sensors=TM,ETM+,OLI"])):
        own = [region for region in regions if ("sensors=MSI" in region.text) == by_msi]
        text = case.run("plan", "--common", common, *options, *[region.path for region in own]).text
        for region in own:
            check_plan(region, text)


harness.main(run_case)

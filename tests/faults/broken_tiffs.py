# SPDX-License-Identifier: Apache-2.0
"""Files of a real Landsat product broken byte by byte, in the place of a band or of the quality layer: nothing crashes or
hangs, maps of other epochs are what they were, and where the broken scene is put aside its own epoch has the map of the
sound scene beside it. `MINEPRINT_MUTATIONS` sets the number of broken files; some dozens if it is not set."""

import datetime
import hashlib
import os
import random
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "regression"))

import harness  # noqa: E402
from harness import check, check_equal  # noqa: E402

MUTATIONS = int(os.environ.get("MINEPRINT_MUTATIONS", "60"))
BATCH = 60
SEED = 20261125
SOURCE = "LC08_L2SP_008059_20191201_20200825_02_T1"
# Every way Landsat-like files are stored: strips and tiles, codecs, predictors.
LAYOUTS = {"SR_B2": ["COMPRESS=DEFLATE", "PREDICTOR=2", "TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64"], "SR_B3": ["COMPRESS=DEFLATE"],
           "SR_B4": ["COMPRESS=LZW", "PREDICTOR=2"], "SR_B5": ["TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64"],
           "SR_B6": ["COMPRESS=ZSTD", "TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64"], "SR_B7": ["BIGTIFF=YES", "COMPRESS=DEFLATE"],
           "QA_PIXEL": ["COMPRESS=DEFLATE", "PREDICTOR=2"], "QA_RADSAT": ["COMPRESS=DEFLATE"]}
SIZE = 160
HEAD = 512  # bytes that hold the header and most of the directory


class Product:
    """A window of the real product, as files of one date; other dates are links to them."""

    def __init__(self, source, folder):
        from osgeo import gdal

        gdal.UseExceptions()
        self.folder = folder
        folder.mkdir()
        for layer, layout in LAYOUTS.items():
            image = gdal.Translate(str(folder / f"{SOURCE}_{layer}.TIF"), str(source / f"{SOURCE}_{layer}.TIF"),
                                   srcWin=[200, 200, SIZE, SIZE], creationOptions=layout)
            x, width, _, y, _, height = image.GetGeoTransform()
            self.extent = f"{x},{y + SIZE * height},{x + SIZE * width},{y}"
            self.resolution, self.crs = width, f"EPSG:{image.GetSpatialRef().GetAuthorityCode(None)}"
            image = None
        self.metadata = (source / f"{SOURCE}_MTL.txt").read_text(encoding="utf-8")

    def copy(self, root, day, broken=None):
        """The product as if seen on `day`; `broken` is (layer, bytes)."""
        name = SOURCE.replace("20191201", f"{day:%Y%m%d}")
        folder = root / name
        folder.mkdir(parents=True)
        for layer in LAYOUTS:
            target = folder / f"{name}_{layer}.TIF"
            if broken and broken[0] == layer:
                target.write_bytes(broken[1])
            else:
                os.link(self.folder / f"{SOURCE}_{layer}.TIF", target)
        text = self.metadata.replace(SOURCE, name).replace("2019-12-01", f"{day:%Y-%m-%d}")
        (folder / f"{name}_MTL.txt").write_text(text, encoding="utf-8")
        return name

    def mutate(self, number):
        """(layer, bytes): a seeded way to break a file."""
        draw = random.Random(SEED + number)
        layer = draw.choice([layer for layer in LAYOUTS if layer != "QA_RADSAT"])
        content = bytearray((self.folder / f"{SOURCE}_{layer}.TIF").read_bytes())
        way = draw.choice(["head", "head", "head", "anywhere", "anywhere", "cut", "zeros", "moved"])
        if way in ("head", "anywhere"):
            for _ in range(draw.choice([1, 1, 2, 8])):
                place = draw.randrange(min(HEAD, len(content)) if way == "head" else len(content))
                content[place] = draw.randrange(256)
        elif way == "cut":
            del content[draw.randrange(len(content)):]
        else:
            begin, length = draw.randrange(len(content)), draw.randrange(1, 4096)
            end = min(len(content), begin + length)
            content[begin:end] = bytes(end - begin) if way == "zeros" else content[:end - begin]
        return layer, bytes(content)


def write_job(path, product, root, epochs, reference=""):
    path.write_text(f"[region]\nname=field\n[archive]\nroot={root}\n[grid]\ncrs={product.crs}\nresolution={product.resolution}\n"
                    f"extent={product.extent}\ntile-size=256\n[epochs]\n"
                    + "".join(f"epoch={name}:{first}/{last}\n" for name, first, last in epochs)
                    + "[features]\nbands=blue,green,red,nir,swir1,swir2\nindices=ndvi\n"
                    + f"[reference]\n{reference}target=bare\n[forest]\nscope=all\ntrees=5\n", encoding="utf-8")
    return path


def write_reference(path, product):
    """Points on a lattice, of two classes by halves: what the forest learns does not matter."""
    import synthetic
    from osgeo import ogr

    x, y, *_ = map(float, product.extent.split(","))
    points = [(x + product.resolution * (8 * i + 4.5), y + product.resolution * (8 * j + 4.5), i) for i in range(20) for j in range(20)]
    features = [(ogr.CreateGeometryFromWkt(f"POINT ({px} {py})").Buffer(1, 1), {"class": "bare" if i % 2 else "green"}) for px, py, i in points]
    synthetic.write_layer(path, features, crs=product.crs)


def maps_of(output, epoch):
    """{name: hash of the pixels}; a scene is put aside tile by tile, so there is one tile."""
    from osgeo import gdal

    return {path.name: hashlib.sha256(gdal.Open(str(path)).ReadAsArray().tobytes()).hexdigest() for path in sorted((output / "field/maps" / epoch).glob("*_X*.tif"))}


def scenes_aside(output):
    """Names of the scenes that were quarantined, at the scan or later."""
    from osgeo import ogr

    text = (output / "run.log").read_text(encoding="utf-8") if (output / "run.log").exists() else ""
    file = ogr.Open(str(output / "field/catalogue.gpkg"))
    layer = file.GetLayerByName("quarantined")
    return text + " ".join(f"{row['path']} {row['scene']}" for row in layer or [])


def run_batch(case, product, model, sound, numbers):
    """Returns how many of the broken scenes were put aside."""
    root, output = case.folder / "archive", case.folder / "out"
    for folder in (root, output):
        shutil.rmtree(folder, ignore_errors=True)
    first = datetime.date(2020, 1, 1)
    product.copy(root, datetime.date(2019, 12, 1))
    epochs, names = [("sound", "2019-12-01", "2019-12-01")], {}
    for place, number in enumerate(numbers):
        day = first + datetime.timedelta(days=2 * place)
        product.copy(root, day)
        names[f"m{number}"] = product.copy(root, day + datetime.timedelta(days=1), product.mutate(number))
        epochs.append((f"m{number}", day, day + datetime.timedelta(days=1)))
    output.mkdir()
    shutil.copyfile(model, output / "model.h5")
    job = write_job(case.folder / "batch.cfg", product, root, epochs)
    said = case.run("map", "--max-bad-scenes=100", "--output", output, job, threads=2, expect=(0, 3), timeout=300)
    check_equal(maps_of(output, "sound"), sound, f"maps of the sound epoch beside mutations {numbers[0]} to {numbers[-1]}")
    aside = said.text + scenes_aside(output)
    count = 0
    for epoch, name in names.items():
        if name in aside:
            count += 1
            check_equal(maps_of(output, epoch), sound, f"maps of the epoch whose scene {name} (mutation {epoch}) was put aside")
    return count


def run_case(case):
    product = Product(case.shared_data() / "landsat/c2l2_decimated_LC08_008059", case.folder / "product")
    product.copy(case.folder / "training", datetime.date(2019, 12, 1))
    reference = case.folder / "reference.gpkg"
    write_reference(reference, product)
    job = write_job(case.folder / "train.cfg", product, case.folder / "training", [("sound", "2019-12-01", "2019-12-01")],
                    f"file={reference}\nclass-field=class\n")
    trained = case.folder / "trained"
    case.run("run", "--output", trained, job)
    sound = maps_of(trained, "sound")
    check_equal(sorted(sound), ["class_X0000_Y0000.tif", "probability_X0000_Y0000.tif"], "maps of the sound scene")
    count = 0
    for begin in range(0, MUTATIONS, BATCH):
        count += run_batch(case, product, trained / "model.h5", sound, range(begin, min(begin + BATCH, MUTATIONS)))
    print(f"{MUTATIONS} broken files: {count} scenes were put aside, the others could still be read")
    check(0.2 * MUTATIONS < count < MUTATIONS, f"{count} of {MUTATIONS} scenes put aside: the mutations miss the point")


harness.main(run_case)

# SPDX-License-Identifier: Apache-2.0
"""Input that is wrong ends the run with its exit status and one message that names the culprit."""

import re
import shutil

import harness
from harness import check

USAGE, DATA = 2, 4
MESSAGE = re.compile(r"^mineprint: .*$", re.MULTILINE)


class Input:
    """A good job on made-up images, to be spoilt in one place."""

    def __init__(self, case):
        import synthetic

        self.case = case
        self.pair = synthetic.make_pair(case.folder / "input")
        self.values = {"image_2005": self.pair.images["2005"], "image_2020": self.pair.images["2020"],
                       "reference": self.pair.reference, "zones": self.pair.zones, "tile_size": 64,
                       "trees": 5}

    def job(self, name, replace=None, **values):
        path = self.case.job("synthetic_pair", name, **{**self.values, **values})
        if replace:
            text = path.read_text()
            check(replace[0] in text, f"the template has no '{replace[0]}'")
            path.write_text(text.replace(*replace))
        return path


def refuse(case, job, status, words, *options, command="run"):
    """The command ends with `status`, and its one message has all `words`."""
    said = case.run(command, *options, "--output", case.folder / f"{job.stem}_out", job, ranks=3,
                    expect=status, timeout=60)
    messages = MESSAGE.findall(said.text)
    check(len(messages) == 1, f"{len(messages)} messages instead of one:\n{said}")
    whole = said.text[said.text.index(messages[0]):]
    for word in words:
        check(str(word) in whole, f"the message does not name '{word}':\n{said}")


def wrong_options(case, given):
    refuse(case, given.job("misspelt", ("trees=", "tress=")), USAGE, ["tress", "trees", "misspelt.cfg:"])
    refuse(case, given.job("misspelt_section", ("[forest]", "[forrest]")), USAGE,
           ["forrest", "forest", "misspelt_section.cfg:"])
    refuse(case, given.job("misspelt_on_the_line"), USAGE, ["tress", "trees"], "--forest.tress=5")
    refuse(case, given.job("bad_value", ("trees=5", "trees=many")), USAGE,
           ["forest.trees", "many", "bad_value.cfg:"])
    refuse(case, given.job("unknown_index", ("indices=ndvi,", "indices=ndvj,")), USAGE, ["ndvj", "ndvi"])
    refuse(case, given.job("unknown_epoch", ("class-field=2020:", "class-field=2021:")), USAGE, ["2021"])


def wrong_images(case, given):
    from osgeo import gdal

    refuse(case, given.job("gone", image_2020=case.folder / "nowhere.tif"), DATA, ["nowhere.tif"])
    fewer = case.folder / "five_bands.tif"
    gdal.Translate(str(fewer), str(given.pair.images["2020"]), bandList=[1, 2, 3, 4, 5])
    refuse(case, given.job("missing_band", image_2020=fewer), DATA, ["five_bands.tif", "5", "6"])
    truncated = case.folder / "truncated.tif"
    content = given.pair.images["2020"].read_bytes()
    truncated.write_bytes(content[: len(content) // 2])
    refuse(case, given.job("truncated", image_2020=truncated), DATA, ["truncated.tif"])
    text = case.folder / "text.tif"
    text.write_text("not an image")
    refuse(case, given.job("no_image", image_2020=text), DATA, ["text.tif"])


def wrong_references(case, given):
    import synthetic

    empty = case.folder / "empty.gpkg"
    synthetic.write_layer(empty, [])
    refuse(case, given.job("empty_reference", reference=empty), DATA, ["empty.gpkg"])
    far = case.folder / "far_away.gpkg"
    synthetic.write_layer(far, [(synthetic.rectangle(5000, 5000, 4, 4), fields) for _, fields in
                                synthetic.reference_features(given.pair.truth)])
    refuse(case, given.job("labels_outside", reference=far), DATA, ["far_away.gpkg", "lies in the grid"])
    refuse(case, given.job("no_such_field", ("2020:class_2020", "2020:klass")), DATA,
           ["reference.gpkg", "klass"])
    refuse(case, given.job("no_such_target", ("target=mine", "target=quarry")), DATA, ["quarry"])


def wrong_zones(case, given):
    import synthetic

    nameless = case.folder / "no_crs.shp"
    synthetic.write_layer(nameless, synthetic.zone_features(150, 110), "ESRI Shapefile", None)
    check(not nameless.with_suffix(".prj").exists(), "the file without a CRS has one")
    refuse(case, given.job("zones_without_crs", zones=nameless), DATA, ["no_crs.shp", "CRS"])
    refuse(case, given.job("no_such_code", (":code:title", ":kode:title")), DATA, ["zones.geojson", "kode"])


def wrong_folders(case, given):
    job = given.job("output_is_a_file")
    (case.folder / "output_is_a_file_out").write_text("")
    refuse(case, job, 1, ["output_is_a_file_out"])
    shutil.rmtree(case.folder / "input")


def run_case(case):
    given = Input(case)
    for group in (wrong_options, wrong_images, wrong_references, wrong_zones, wrong_folders):
        group(case, given)


harness.main(run_case)

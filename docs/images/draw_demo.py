# SPDX-License-Identifier: Apache-2.0
"""Draws docs/images/demo.png from the demo's maps: mines coloured by the epoch in which they first appear.

usage: draw_demo.py OUTPUT_OF_THE_DEMO PICTURE     (needs python3 with numpy, h5py, GDAL and matplotlib)
"""

import sys
from pathlib import Path

import h5py
import matplotlib
import numpy
from osgeo import gdal

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402
from matplotlib.patches import Patch  # noqa: E402

gdal.UseExceptions()
# From early to late, told apart by colour-blind readers and in grey (plasma).
COLOURS = ["#0d0887", "#9c179e", "#ed7953", "#f0c808"]
GROUND = "#eef2ec"


def first_appearance(output, region, epochs, mine):
    """Index of the epoch in which a pixel is first mine; NaN where it never is."""
    first = None
    for index, epoch in enumerate(epochs):
        values = gdal.Open(str(output / region / f"class_{epoch}.vrt")).ReadAsArray()
        if first is None:
            first = numpy.full(values.shape, numpy.nan)
        first[numpy.isnan(first) & (values == mine)] = index
    return first


def draw_region(axes, output, name, group):
    epochs = [text.decode() for text in group["epoch"][()]]
    classes = [text.decode() for text in group["class"][()]]
    mine = classes.index("mine")
    axes.set_facecolor(GROUND)
    axes.imshow(first_appearance(output, name, epochs, mine), interpolation="nearest", vmin=-0.5,
                vmax=len(epochs) - 0.5, cmap=matplotlib.colors.ListedColormap(COLOURS[:len(epochs)]))
    axes.set_xticks([])
    axes.set_yticks([])
    areas = group["zones/region/area_km2"][0, :, mine]
    title = group.attrs["title"]
    axes.set_title((title.decode() if isinstance(title, bytes) else title).replace(" and ", "\nand "),
                   fontsize=10, loc="left")
    axes.set_xlabel(f"{areas[0]:.2f} km² in {epochs[0]}, {areas[-1]:.2f} km² in {epochs[-1]}", fontsize=9)
    handles = [Patch(color=colour, label=epoch) for colour, epoch in zip(COLOURS, epochs)]
    axes.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.09), ncols=len(epochs),
                fontsize=8, frameon=False, handlelength=1, columnspacing=1)


def main(output, picture):
    with h5py.File(output / "results.h5") as file:
        regions = file["regions"]
        figure, axes = pyplot.subplots(1, len(regions), figsize=(3.3 * len(regions), 5.4), layout="constrained")
        for panel, name in zip(numpy.atleast_1d(axes), regions):
            draw_region(panel, output, name, regions[name])
    figure.suptitle("Synthetic archives: mines by the epoch in which they first appear", fontsize=11)
    figure.savefig(picture, dpi=110, metadata={"Software": None})


if len(sys.argv) != 3:
    raise SystemExit(__doc__)
main(Path(sys.argv[1]), sys.argv[2])

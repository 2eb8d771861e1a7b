# SPDX-License-Identifier: Apache-2.0
"""A made-up image pair: the same bytes for any ranks and threads, tables that agree with the maps,
and maps that agree with the truth."""

import harness
from harness import check, check_equal


def run_case(case):
    import independent
    import results
    import synthetic
    from identity import check_compare, run_everywhere

    pair = synthetic.make_pair(case.folder / "input")
    job = case.job("synthetic_pair", image_2005=pair.images["2005"], image_2020=pair.images["2020"],
                   reference=pair.reference, zones=pair.zones, tile_size=32, trees=20)
    output = run_everywhere(case, job)
    region = results.check_region(output, "pair", "mine", {"sides": (pair.zones, "code")})
    results.check_accuracy(region, 0.95)
    check_equal(region.epochs, list(synthetic.EPOCHS), "epochs")
    for epoch in region.epochs:
        image = independent.Raster(pair.images[epoch])
        mapped = independent.Raster(output / "pair" / f"class_{epoch}.vrt").values
        unobserved = (image.bands == synthetic.NODATA).any(axis=0)
        check(((mapped == independent.UNOBSERVED) == unobserved).all(),
              f"{epoch}: pixels without a value are not exactly the unobserved ones")
        order = [synthetic.CLASSES.index(name) for name in region.classes]
        agreement = (numpy_take(order, mapped[~unobserved]) == pair.truth[epoch][~unobserved]).mean()
        check(agreement > 0.99, f"{epoch}: only {agreement:.4f} of the map agree with the truth")
    check_compare(case, output)


def numpy_take(order, classes):
    import numpy
    return numpy.array(order)[classes]


harness.main(run_case)

# SPDX-License-Identifier: Apache-2.0
"""The measures of `mineprint spectra` again, by numpy and, where it is there, scipy."""

import csv
import json
from pathlib import Path

import numpy

EDGE = 0.005  # what is below this share of a response's peak is left out


def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def remove_continuum(x, y):
    """Reflectance over the highest chord above each point, which is the upper hull."""
    hull = y.copy()
    for i in range(1, len(x) - 1):
        left, right = numpy.arange(i), numpy.arange(i + 1, len(x))
        share = (x[i] - x[left, None]) / (x[right] - x[left, None])
        hull[i] = max(y[i], (y[left, None] + share * (y[right] - y[left, None])).max())
    return y / hull


def angle(a, b):
    return numpy.arccos(min(1.0, a @ b / numpy.sqrt((a @ a) * (b @ b))))


def divergence(a, b):
    p, q = a / a.sum(), b / b.sum()
    return (p * numpy.log(p / q)).sum() + (q * numpy.log(q / p)).sum()


def fit_feature(x, y):
    """Slope, r², RMSE and F of y over x by numpy's least squares."""
    slope, offset = numpy.linalg.lstsq(numpy.stack([x, numpy.ones_like(x)], 1), y, rcond=None)[0]
    residual = y - (offset + slope * x)
    r_squared = 1 - (residual @ residual) / ((y - y.mean()) @ (y - y.mean()))
    f = r_squared / ((1 - r_squared) / (len(x) - 2))
    return slope, r_squared, numpy.sqrt((residual @ residual) / len(x)), f


def f_tail(f, degrees):
    """P(F > f) with 1 and `degrees` degrees of freedom; None without scipy."""
    try:
        from scipy import stats
    except ImportError:
        return None
    return stats.f.sf(f, 1, degrees)


def read_responses(path):
    """{band: (wavelength in µm, response)} of a table of relative spectral responses."""
    bands = {}
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        words = line.split()
        if line[:1] in ";#":
            if len(words) > 1 and words[-2].lower().endswith("band"):
                rows = bands[words[-1]] = []
        elif words:
            rows.append((float(words[0]), float(words[1])))
    tables = {band: numpy.array(rows).T for band, rows in bands.items()}
    return {band: (x / 1000 if x.max() > 100 else x, y) for band, (x, y) in tables.items()}


def resample(wavelength, reflectance, response):
    """The mean weighted by the response's rows; NaN unless all of them are covered."""
    x, weight = response
    kept = weight > EDGE * weight.max()
    values = numpy.interp(x[kept], wavelength, reflectance, left=numpy.nan, right=numpy.nan)
    return (values * weight[kept]).sum() / weight[kept].sum()


def gaussian_matrix(wavelength, centres, widths):
    """Rows that turn a spectrum at `wavelength` into Gaussian bands, written without a cut."""
    away = (wavelength[None, :] - centres[:, None]) / widths[:, None]
    weight = numpy.exp(-4 * numpy.log(2) * away**2)
    return weight / weight.sum(1, keepdims=True)


def write_json_library(folder, spectra):
    """{name: (wavelength in µm, reflectance)} as one JSON file each."""
    folder.mkdir(parents=True, exist_ok=True)
    for i, (name, (wavelength, reflectance)) in enumerate(spectra.items()):
        (folder / f"{i:02}.json").write_text(json.dumps(
            {"name": name, "wavelengths": list(wavelength), "reflectance": list(reflectance)}),
            encoding="utf-8")


def write_envi_cube(path, cube, centres_nm, widths_nm, bad=()):
    """A cube bands × rows × columns as ENVI writes it: a header, and scaled integers."""
    from osgeo import gdal

    import independent

    bands, rows, columns = cube.shape
    dataset = gdal.GetDriverByName("ENVI").Create(
        str(path), columns, rows, bands, gdal.GDT_Int16, ["INTERLEAVE=BIL"])
    dataset.SetGeoTransform((500000, 30, 0, 2900000, 0, -30))
    dataset.SetProjection(independent.spatial_reference("EPSG:32647").ExportToWkt())
    dataset.WriteArray(numpy.round(cube * 10000).astype(numpy.int16))
    dataset.FlushCache()
    dataset = None
    header = path.with_suffix(".hdr")
    text = "\n".join(line for line in header.read_text().splitlines() if "band names" not in line
                     and not line.startswith("Band ") and line.strip() != "}")
    good = ", ".join("0" if band in bad else "1" for band in range(bands))
    header.write_text(
        text + "\nwavelength units = Nanometers\n"
        f"wavelength = {{{', '.join(f'{c:.3f}' for c in centres_nm)}}}\n"
        f"fwhm = {{{', '.join(f'{w:.3f}' for w in widths_nm)}}}\n"
        f"bbl = {{{good}}}\nreflectance scale factor = 10000\n", encoding="utf-8")


def write_mask(path, labels):
    """A class map on the grid of `write_envi_cube`."""
    from osgeo import gdal

    import independent

    dataset = gdal.GetDriverByName("GTiff").Create(str(path), labels.shape[1], labels.shape[0])
    dataset.SetGeoTransform((500000, 30, 0, 2900000, 0, -30))
    dataset.SetProjection(independent.spatial_reference("EPSG:32647").ExportToWkt())
    dataset.WriteArray(labels.astype(numpy.uint8))
    dataset.FlushCache()

# SPDX-License-Identifier: Apache-2.0
"""Landsat and Sentinel-2 products with values of one's own, written without mineprint."""

import numpy
from osgeo import gdal, osr

LANDSAT_BANDS = {"blue": 2, "green": 3, "red": 4, "nir": 5, "swir1": 6, "swir2": 7}
SENTINEL2_BANDS = {"blue": ("B02", 10), "green": ("B03", 10), "red": ("B04", 10), "nir": ("B08", 10),
                   "nir08": ("B8A", 20), "swir1": ("B11", 20), "swir2": ("B12", 20)}
BANDS = tuple(LANDSAT_BANDS)


def write_raster(path, values, corner, pixel, epsg, driver="GTiff", options=()):
    """One band, north up; JPEG 2000 without loss."""
    path.parent.mkdir(parents=True, exist_ok=True)
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(epsg)
    kind = {numpy.dtype("uint8"): gdal.GDT_Byte, numpy.dtype("uint16"): gdal.GDT_UInt16}[values.dtype]
    memory = gdal.GetDriverByName("MEM").Create("", values.shape[1], values.shape[0], 1, kind)
    memory.SetGeoTransform((corner[0], pixel, 0, corner[1], 0, -pixel))
    memory.SetProjection(crs.ExportToWkt())
    memory.GetRasterBand(1).WriteArray(values)
    gdal.GetDriverByName(driver).CreateCopy(str(path), memory, options=list(options))


def landsat_metadata(product, date):
    satellite = int(product[2:4])
    contents = [("LANDSAT_PRODUCT_ID", f'"{product}"')]
    reflectance = []
    for number in LANDSAT_BANDS.values():
        contents.append((f"FILE_NAME_BAND_{number}", f'"{product}_SR_B{number}.TIF"'))
        reflectance += [(f"REFLECTANCE_MULT_BAND_{number}", "2.75e-05"),
                        (f"REFLECTANCE_ADD_BAND_{number}", "-0.2")]
    contents.append(("FILE_NAME_BAND_1", f'"{product}_SR_B1.TIF"'))
    reflectance += [("REFLECTANCE_MULT_BAND_1", "2.75e-05"), ("REFLECTANCE_ADD_BAND_1", "-0.2")]
    contents += [("FILE_NAME_QUALITY_L1_PIXEL", f'"{product}_QA_PIXEL.TIF"'),
                 ("FILE_NAME_QUALITY_L1_RADIOMETRIC_SATURATION", f'"{product}_QA_RADSAT.TIF"')]
    image = [("SPACECRAFT_ID", f'"LANDSAT_{satellite}"'), ("SENSOR_ID", '"OLI_TIRS"'),
             ("DATE_ACQUIRED", date), ("CLOUD_COVER", "0.00")]
    lines = ["GROUP = LANDSAT_METADATA_FILE"]
    for group, keys in (("PRODUCT_CONTENTS", contents), ("IMAGE_ATTRIBUTES", image),
                        ("LEVEL2_SURFACE_REFLECTANCE_PARAMETERS", reflectance)):
        lines += [f"  GROUP = {group}", *(f"    {key} = {value}" for key, value in keys),
                  f"  END_GROUP = {group}"]
    return "\n".join([*lines, "END_GROUP = LANDSAT_METADATA_FILE", "END", ""])


def write_landsat(root, product, reflectance, corner, epsg):
    """A product of Landsat 8 on pixels of 30 m; `reflectance` by band. Returns its folder."""
    folder = root / product
    date = f"{product[17:21]}-{product[21:23]}-{product[23:25]}"
    for band, values in reflectance.items():
        stored = numpy.rint((values + 0.2) / 2.75e-5).astype(numpy.uint16)
        write_raster(folder / f"{product}_SR_B{LANDSAT_BANDS[band]}.TIF", stored, corner, 30, epsg)
    shape = values.shape
    write_raster(folder / f"{product}_QA_PIXEL.TIF", numpy.full(shape, 21824, numpy.uint16), corner, 30, epsg)
    write_raster(folder / f"{product}_QA_RADSAT.TIF", numpy.zeros(shape, numpy.uint16), corner, 30, epsg)
    (folder / f"{product}_MTL.txt").write_text(landsat_metadata(product, date))
    return folder


def sentinel2_metadata(product, images, offset):
    date = product.split("_")[2]
    baseline = product.split("_")[3]
    offsets = "" if offset is None else "<BOA_ADD_OFFSET_VALUES_LIST>" + "".join(
        f'<BOA_ADD_OFFSET band_id="{band}">{offset}</BOA_ADD_OFFSET>' for band in range(13)) + \
        "</BOA_ADD_OFFSET_VALUES_LIST>"
    special = "".join(f"<Special_Values><SPECIAL_VALUE_TEXT>{text}</SPECIAL_VALUE_TEXT>"
                      f"<SPECIAL_VALUE_INDEX>{value}</SPECIAL_VALUE_INDEX></Special_Values>"
                      for text, value in (("NODATA", 0), ("SATURATED", 65535)))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<n1:Level-2A_User_Product xmlns:n1="urn:example"><n1:General_Info><Product_Info>
<PRODUCT_URI>{product}.SAFE</PRODUCT_URI><PROCESSING_BASELINE>{baseline[1:3]}.{baseline[3:]}</PROCESSING_BASELINE>
<Datatake><SPACECRAFT_NAME>Sentinel-{product[1:3]}</SPACECRAFT_NAME>
<DATATAKE_SENSING_START>{date[:4]}-{date[4:6]}-{date[6:8]}T10:10:31.024Z</DATATAKE_SENSING_START></Datatake>
<Product_Organisation><Granule_List><Granule>{"".join(f"<IMAGE_FILE>{image}</IMAGE_FILE>" for image in images)}
</Granule></Granule_List></Product_Organisation></Product_Info><Product_Image_Characteristics>{special}
<QUANTIFICATION_VALUES_LIST><BOA_QUANTIFICATION_VALUE unit="none">10000</BOA_QUANTIFICATION_VALUE>
</QUANTIFICATION_VALUES_LIST>{offsets}</Product_Image_Characteristics></n1:General_Info>
<n1:Quality_Indicators_Info><Cloud_Coverage_Assessment>0.0</Cloud_Coverage_Assessment></n1:Quality_Indicators_Info>
</n1:Level-2A_User_Product>
"""


def write_sentinel2(root, product, reflectance, corner, epsg, offset):
    """A product in its own folder layout, in JPEG 2000. `reflectance(band, pixel)` gives a band on
    pixels of that size; `offset` is BOA_ADD_OFFSET, None before baseline 04.00."""
    safe = root / f"{product}.SAFE"
    tile, date = product.split("_")[5], product.split("_")[2]
    granule = f"GRANULE/L2A_{tile}_A000001_{date}/IMG_DATA"
    layers = {(code, pixel): reflectance(band, pixel) for band, (code, pixel) in SENTINEL2_BANDS.items()}
    images = []
    lossless = ("QUALITY=100", "REVERSIBLE=YES")
    for (code, pixel), values in layers.items():
        images.append(f"{granule}/R{pixel}m/{tile}_{date}_{code}_{pixel}m")
        stored = numpy.rint(values * 10000 - (offset or 0)).astype(numpy.uint16)
        write_raster(safe / f"{images[-1]}.jp2", stored, corner, pixel, epsg, "JP2OpenJPEG", lossless)
        shape = values.shape
        if pixel == 20:
            coarse = shape
    images.append(f"{granule}/R20m/{tile}_{date}_SCL_20m")
    write_raster(safe / f"{images[-1]}.jp2", numpy.full(coarse, 5, numpy.uint8), corner, 20, epsg,
                 "JP2OpenJPEG", lossless)
    (safe / "MTD_MSIL2A.xml").write_text(sentinel2_metadata(product, images, offset))
    return safe

# SPDX-License-Identifier: Apache-2.0
"""Opens with GDAL, OGR and plain XML and JSON readers what the report stage writes for a GIS, and holds it against the maps."""

import io
import json
from contextlib import redirect_stdout
from xml.etree import ElementTree

import h5py
import numpy
from osgeo import gdal, ogr, osr

import independent
import stac_form
from harness import check, check_equal, check_near


def check_cog(path, source, kind):
    """A valid COG with overviews, equal to the mosaic it was made from."""
    from osgeo_utils.samples.validate_cloud_optimized_geotiff import validate

    with redirect_stdout(io.StringIO()):
        warnings, errors, _ = validate(str(path), full_check=True)
    check(not errors and not warnings, f"{path} is no COG: {errors} {warnings}")
    cog, mosaic = gdal.Open(str(path)), gdal.Open(str(source))
    band, original = cog.GetRasterBand(1), mosaic.GetRasterBand(1)
    values = band.ReadAsArray()
    check((values == original.ReadAsArray()).all(), f"{path} has other pixels than {source}")
    check_equal(cog.GetGeoTransform(), mosaic.GetGeoTransform(), f"geotransform of {path}")
    check(band.GetOverviewCount() >= 1 or max(values.shape) <= 512, f"{path} has no overviews")
    check_equal((band.GetScale() or 1, band.GetNoDataValue()), (original.GetScale() or 1, original.GetNoDataValue()), f"scale and nodata of {path}")
    if kind == "class" and band.GetOverviewCount():
        overview = band.GetOverview(0).ReadAsArray()
        check(set(numpy.unique(overview)) <= set(numpy.unique(values)), f"an overview of {path} has classes that the map has not")
    return cog


def check_attribute_table(cog, classes):
    """Names and colours by GDAL's own reader of side files."""
    table = cog.GetRasterBand(1).GetDefaultRAT()
    check(table is not None, "the class map has no attribute table")
    names = [table.GetValueAsString(row, table.GetColOfUsage(gdal.GFU_Name)) for row in range(table.GetRowCount())]
    check_equal(names, classes, "names of the attribute table")
    colours = cog.GetRasterBand(1).GetColorTable()
    for row in range(len(classes)):
        entry = tuple(table.GetValueAsInt(row, table.GetColOfUsage(usage)) for usage in (gdal.GFU_Red, gdal.GFU_Green, gdal.GFU_Blue))
        check_equal(entry, colours.GetColorEntry(table.GetValueAsInt(row, 0))[:3], f"colour of {classes[row]}")


def check_styles(folder, name, classes, epochs):
    for epoch in epochs:
        entries = ElementTree.parse(folder / f"class_{epoch}.qml").getroot().findall(".//paletteEntry")
        check_equal([entry.get("label") for entry in entries], classes, f"labels of class_{epoch}.qml")
    project = ElementTree.parse(folder / f"{name}.qgs").getroot()
    layers = project.findall("projectlayers/maplayer")
    sources = [layer.findtext("datasource") for layer in layers]
    check({f"./class_{epoch}.vrt" for epoch in epochs} <= set(sources), f"the project lacks class maps: {sources}")
    for source in sources:
        check(gdal.Open(str(folder / source)) is not None, f"the project's {source} cannot be opened")
    tree = {node.get("id") for node in project.findall("layer-tree-group/layer-tree-layer")}
    check_equal(tree, {layer.findtext("id") for layer in layers}, "layers of the project's tree")
    check(osr.SpatialReference(project.findtext("projectCrs/spatialrefsys/wkt")).Validate() == 0, "CRS of the project")


def check_item(item, folder, name, classes, grid):
    """Whether what an item says is true."""
    what = f"item {item.get('id')}"
    check_equal(item["collection"], name, what)
    properties = item["properties"]
    check_equal(properties["proj:shape"], [grid.RasterYSize, grid.RasterXSize], f"{what}: shape")
    x0, dx, _, y0, _, dy = grid.GetGeoTransform()
    check_equal(properties["proj:transform"], [dx, 0, x0, 0, dy, y0], f"{what}: transform")
    check(independent.spatial_reference(properties["proj:wkt2"]).IsSame(independent.spatial_reference(grid.GetProjection())), f"{what}: CRS")
    listed = item["assets"]["class"]["classification:classes"]
    check_equal([(entry["value"], entry["name"]) for entry in listed], [*enumerate(classes), (255, "unobserved")], f"{what}: classes")
    for asset in item["assets"].values():
        check(gdal.Open(str(folder / "stac" / asset["href"])) is not None, f"{what}: {asset['href']} cannot be opened")
    for link in item["links"]:
        check((folder / "stac" / link["href"]).is_file(), f"{what}: {link['href']} leads nowhere")


def check_stac(folder, name, classes, epochs):
    collection = json.loads((folder / "stac/collection.json").read_text())
    stac_form.check_collection_form(collection)
    stac_form.check_refuses(stac_form.check_collection_form, collection)
    check_equal(collection["id"], name, "id of the collection")
    items = [link["href"] for link in collection["links"] if link["rel"] == "item"]
    check_equal(items, [f"./{epoch}.json" for epoch in epochs], "items of the collection")
    documents = [json.loads((folder / "stac" / href).read_text()) for href in items]
    stac_form.check_extent_of(collection, documents)
    for epoch, item in zip(epochs, documents):
        stac_form.check_item_form(item)
        check_item(item, folder, name, classes, gdal.Open(str(folder / f"class_{epoch}.vrt")))
    number = stac_form.check_refuses(stac_form.check_item_form, documents[0])
    print(f"{len(documents)} STAC items have the form of 1.0.0, and {number} spoilt ones have not")


def check_new_area(folder, target, maps, epochs):
    """Pixels of each epoch by numpy; areas and outlines by OGR; the three formats hold the same."""
    first = numpy.zeros(maps[0].shape, dtype=int)
    for number, values in enumerate(maps, 1):
        first[(first == 0) & (values == target[1])] = number
    expected = {epoch: int((first == number).sum()) for number, epoch in enumerate(epochs, 1) if (first == number).any()}
    name = f"new_{target[0]}"
    for ending in ("geojson", "gpkg", "kml"):
        source = ogr.Open(str(folder / f"{name}.{ending}"))
        check(source is not None and source.GetLayerCount() == 1, f"{name}.{ending} cannot be opened")
        features = list(source.GetLayer(0))
        check_equal(len(features), len(expected), f"features of {name}.{ending}")
        for feature in features:
            check(feature.GetGeometryRef().IsValid(), f"{name}.{ending}: feature {feature.GetFID()} is not valid")
        if ending != "kml":  # its driver writes all fields as text of the placemark
            check_equal({feature.GetField("epoch"): feature.GetField("pixels") for feature in features}, expected, f"pixels of {name}.{ending}")
    package = ogr.Open(str(folder / f"{name}.gpkg"))
    for feature in package.GetLayer(0):
        shape = feature.GetGeometryRef().Clone()
        shape.AssignSpatialReference(independent.spatial_reference("EPSG:4326"))
        shape.TransformTo(independent.spatial_reference("EPSG:6933"))  # equal areas
        check_near(feature.GetField("new_km2"), shape.GetArea() / 1e6, 2e-3, f"new area by {feature.GetField('epoch')}")


def check_quick_looks(folder, kinds, epochs):
    for kind in kinds:
        for epoch in epochs:
            picture = gdal.Open(str(folder / "quicklooks" / f"{kind}_{epoch}.png"))
            check(picture is not None and max(picture.RasterXSize, picture.RasterYSize) <= 1024, f"quick-look {kind} of {epoch}")
            check(len(numpy.unique(picture.ReadAsArray())) > 1, f"quick-look {kind} of {epoch} is empty")


def check_products(output, name, kinds, cogs=True):
    """All of them for one region, whose job says output.cog=yes or not."""
    folder = output / name
    with h5py.File(output / "results.h5") as file:
        group = file["regions"][name]
        epochs, classes = ([text.decode() for text in group[key][()]] for key in ("epoch", "class"))
        target = group.attrs["target"]
        target = target.decode() if isinstance(target, bytes) else target
    for epoch in epochs if cogs else ():
        cog = check_cog(folder / f"class_{epoch}.tif", folder / f"class_{epoch}.vrt", "class")
        check_attribute_table(cog, classes)
        check_cog(folder / f"probability_{epoch}.tif", folder / f"probability_{epoch}.vrt", "probability")
    check_styles(folder, name, classes, epochs)
    check_stac(folder, name, classes, epochs)
    maps = [gdal.Open(str(folder / f"class_{epoch}.vrt")).ReadAsArray() for epoch in epochs]
    check_new_area(folder, (target, classes.index(target)), maps, epochs)
    check_quick_looks(folder, ("class", "change", *kinds), epochs)

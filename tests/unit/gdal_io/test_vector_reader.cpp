// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <fstream>

#include <ogrsf_frmts.h>

#include "gdal_files.hpp"
#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/hash.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/vector_reader.hpp"
#include "scratch_folder.hpp"

using namespace mineprint;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using gdal_io::read_vector;
using gdal_io::VectorOptions;
using geo::Point;

namespace {

/// A feature for GDAL to write: its geometry as WKT (none if empty) and its field `class`.
struct MadeFeature {
    std::string wkt;
    std::string class_name;
};

void write_layer(GDALDataset& dataset, const char* name, const char* crs,
                 const std::vector<MadeFeature>& features, OGRwkbGeometryType type = wkbUnknown) {
    OGRSpatialReference reference;
    if (*crs != 0) {
        REQUIRE(reference.SetFromUserInput(crs) == OGRERR_NONE);
        reference.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    }
    OGRLayer* layer = dataset.CreateLayer(name, *crs != 0 ? &reference : nullptr, type);
    REQUIRE(layer != nullptr);
    OGRFieldDefn text("class", OFTString);
    OGRFieldDefn number("area", OFTReal);
    OGRFieldDefn date("day", OFTDate);
    layer->CreateField(&text);
    layer->CreateField(&number);
    layer->CreateField(&date);
    for (const MadeFeature& made : features) {
        OGRFeature feature(layer->GetLayerDefn());
        if (!made.wkt.empty()) {
            OGRGeometry* geometry = nullptr;
            REQUIRE(OGRGeometryFactory::createFromWkt(made.wkt.c_str(), nullptr, &geometry) ==
                    OGRERR_NONE);
            feature.SetGeometryDirectly(geometry);
        }
        feature.SetField("class", made.class_name.c_str());
        feature.SetField("area", 2.5);
        feature.SetField("day", 2005, 3, 31);
        REQUIRE(layer->CreateFeature(&feature) == OGRERR_NONE);
    }
}

void write_vector(const std::filesystem::path& path, const char* driver, const char* crs,
                  const std::vector<MadeFeature>& features, OGRwkbGeometryType type = wkbUnknown) {
    const GDALDatasetUniquePtr dataset(
        gdal_io::driver_named(driver).Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    REQUIRE(dataset != nullptr);
    write_layer(*dataset, "plots", crs, features, type);
}

VectorOptions to_crs(const char* crs) {
    VectorOptions options;
    options.target_crs = gdal_io::crs_to_wkt(crs);
    return options;
}

/// The rings' areas added up, whatever their direction.
double area_of(const geo::Polygon& polygon) {
    double area = 0;
    for (const geo::Ring& ring : polygon.rings) {
        double ring_area = 0;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point a = ring[i];
            const Point b = ring[(i + 1) % ring.size()];
            ring_area += (a.x * b.y - b.x * a.y) / 2;
        }
        area += std::abs(ring_area);
    }
    return area;
}

const char* const square_with_hole = "POLYGON ((0 0,10 0,10 10,0 10,0 0),(2 2,4 2,4 4,2 4,2 2))";

}  // namespace

TEST_CASE("GeoPackage, GeoJSON and Shapefile give the same polygons and fields") {
    struct Format {
        const char* driver;
        const char* ending;
    };
    const Format format = GENERATE(Format{"GPKG", ".gpkg"}, Format{"GeoJSON", ".geojson"},
                                   Format{"ESRI Shapefile", ".shp"}, Format{"FlatGeobuf", ".fgb"});
    CAPTURE(format.driver);
    const ScratchFolder folder;
    const auto path = folder.path() / (std::string("plots") + format.ending);
    write_vector(
        path, format.driver, "EPSG:4326",
        {{square_with_hole, "forest"}, {"POLYGON ((20 20,30 20,30 30,20 30,20 20))", "mine"}},
        wkbPolygon);
    const auto layer = read_vector(path, to_crs("EPSG:4326"));
    CHECK(layer.name == "plots");
    CHECK(layer.was_geographic);
    CHECK(layer.repairs.empty());
    CHECK(layer.field_names == std::vector<std::string>{"class", "area", "day"});
    REQUIRE(layer.features.size() == 2);
    CHECK(layer.features[0].fid < layer.features[1].fid);
    const auto& forest = *std::ranges::find_if(
        layer.features, [](const auto& feature) { return feature.fields.at("class") == "forest"; });
    CHECK(forest.fields.at("area") == "2.5");
    CHECK_THAT(forest.fields.at("day"), StartsWith("2005-03-31"));  // FlatGeobuf adds midnight
    CHECK(forest.points.empty());
    REQUIRE(forest.polygon.rings.size() == 2);
    CHECK(forest.polygon.rings[0].size() == 4);
    CHECK(forest.polygon.contains({1, 9}));
    CHECK_FALSE(forest.polygon.contains({3, 3}));
}

TEST_CASE("points and multi-points keep their coordinates, heights are dropped") {
    const ScratchFolder folder;
    const auto path = folder.path() / "a.gpkg";
    write_vector(path, "GPKG", "EPSG:32647",
                 {{"POINT Z (500000 3000000 250)", "a"}, {"MULTIPOINT ((1 2),(3 4))", "b"}});
    const auto layer = read_vector(path, to_crs("EPSG:32647"));
    CHECK_FALSE(layer.was_geographic);
    REQUIRE(layer.features.size() == 2);
    CHECK(layer.features[0].points == std::vector<Point>{{500000, 3000000}});
    CHECK(layer.features[1].points == std::vector<Point>{{1, 2}, {3, 4}});
    CHECK(layer.features[0].polygon.rings.empty());
}

TEST_CASE("geometries come in the CRS that was asked for") {
    const ScratchFolder folder;
    const auto path = folder.path() / "a.geojson";
    write_vector(path, "GeoJSON", "EPSG:4326", {{"POINT (98.53 25.89)", "a"}});
    const auto layer = read_vector(path, to_crs("EPSG:32647"));
    // Krüger's series, as in the tests of CRSs.
    CHECK(layer.features[0].points[0].x == Approx(452919.448276).margin(1e-3));
    CHECK(layer.features[0].points[0].y == Approx(2863586.445056).margin(1e-3));
    const auto unchanged = read_vector(path, {});
    CHECK(unchanged.features[0].points[0] == Point{98.53, 25.89});
}

TEST_CASE("invalid polygons are repaired and listed") {
    const ScratchFolder folder;
    const auto path = folder.path() / "a.gpkg";
    write_vector(path, "GPKG", "EPSG:32647",
                 {{"POLYGON ((0 0,10 10,10 0,0 10,0 0))", "bow-tie"},
                  {"MULTIPOLYGON (((0 0,10 0,10 10,0 10,0 0)),((5 0,15 0,15 10,5 10,5 0)))",
                   "overlapping parts"},
                  {"POLYGON ((0 0,10 0,10 10,0 10,0 0,-5 0,0 0))", "with a spike"},
                  {"POLYGON ((0 0,5 5,10 10,0 0))", "without area"},
                  {"POLYGON ((0 0,10 0,10 10,0 10,0 0))", "good"}});
    const auto layer = read_vector(path, to_crs("EPSG:32647"));
    REQUIRE(layer.features.size() == 4);
    CHECK(area_of(layer.features[0].polygon) == Approx(50));
    CHECK(area_of(layer.features[1].polygon) == Approx(150));
    CHECK(layer.features[1].polygon.contains({7, 5}));
    CHECK(area_of(layer.features[2].polygon) == Approx(100));
    CHECK(layer.features[3].fields.at("class") == "good");
    CHECK(layer.repairs.size() == 5);
    CHECK_THAT(layer.repairs[0], Contains("feature 1") && Contains("Self-intersection"));
    CHECK_THAT(layer.repairs[4], Contains("feature 4") && Contains("left out"));
}

TEST_CASE("curves become lines") {
    const ScratchFolder folder;
    const auto path = folder.path() / "a.gpkg";
    write_vector(path, "GPKG", "EPSG:32647",
                 {{"CURVEPOLYGON (CIRCULARSTRING (0 0,10 10,20 0,10 -10,0 0))", "circle"}});
    const auto layer = read_vector(path, to_crs("EPSG:32647"));
    CHECK(layer.features[0].polygon.rings[0].size() > 30);
    CHECK(area_of(layer.features[0].polygon) == Approx(314.159).epsilon(0.002));
}

TEST_CASE("features without a geometry are left out and listed") {
    const ScratchFolder folder;
    const auto path = folder.path() / "a.gpkg";
    write_vector(path, "GPKG", "EPSG:32647",
                 {{"", "nothing"}, {"POLYGON EMPTY", "empty"}, {"POINT (1 2)", "a"}});
    const auto layer = read_vector(path, to_crs("EPSG:32647"));
    CHECK(layer.features.size() == 1);
    CHECK(layer.features[0].fid == 3);
    CHECK(layer.repairs.size() == 2);
}

TEST_CASE("unset fields are absent") {
    const ScratchFolder folder;
    const auto path = folder.path() / "a.geojson";
    core::write_text_file(path, R"({"type":"FeatureCollection","features":[
        {"type":"Feature","id":9,"properties":{"class":"mine","day":"2005-03-31"},
         "geometry":{"type":"Point","coordinates":[1,2]}},
        {"type":"Feature","id":4,"properties":{"class":null,"count":3},
         "geometry":{"type":"Point","coordinates":[3,4]}}]})");
    const auto layer = read_vector(path, {});
    REQUIRE(layer.features.size() == 2);
    CHECK(layer.features[0].fid == 4);
    CHECK(layer.features[0].fields == std::map<std::string, std::string>{{"count", "3"}});
    CHECK(layer.features[1].fields ==
          std::map<std::string, std::string>{{"class", "mine"}, {"day", "2005-03-31"}});
}

TEST_CASE("CSV files hold points in columns of several names") {
    const ScratchFolder folder;
    const auto path = folder.path() / "points.csv";
    const char* header = GENERATE("lon,lat,class", "Longitude,LATITUDE,class");
    core::write_text_file(path,
                          std::string(header) + "\n98.53,25.89,mine\n 99 ,0,\"bare, soil\"\n");
    const auto layer = read_vector(path, to_crs("EPSG:32647"));
    CHECK(layer.name == "points");
    CHECK(layer.was_geographic);
    REQUIRE(layer.features.size() == 2);
    CHECK(layer.features[0].points[0].x == Approx(452919.448276).margin(1e-3));
    CHECK(layer.features[1].points[0].x == Approx(500000));
    CHECK(layer.features[1].fields.at("class") == "bare, soil");
    CHECK(layer.features[0].fields.size() == 3);
}

TEST_CASE("coordinates of a CSV file in other units need a CRS") {
    const ScratchFolder folder;
    const auto path = folder.path() / "points.csv";
    const char* header = GENERATE("x,y,class", "class,Easting,Northing");
    const bool class_first = header[0] == 'c';
    core::write_text_file(path, std::string(header) + (class_first ? "\nmine,500000,-12.5e1\n"
                                                                   : "\n500000,-12.5e1,mine\n"));
    CHECK_THROWS_AS(read_vector(path, to_crs("EPSG:32647")), core::DataError);
    CHECK_THROWS_WITH(read_vector(path, to_crs("EPSG:32647")), Contains("CRS"));
    VectorOptions options = to_crs("EPSG:32647");
    options.assumed_crs = gdal_io::crs_to_wkt("EPSG:32647");
    const auto layer = read_vector(path, options);
    CHECK(layer.features[0].points == std::vector<Point>{{500000, -125}});
    CHECK(layer.features[0].fields.at("class") == "mine");
}

TEST_CASE("CSV coordinates that are not numbers are an error that names the line") {
    const ScratchFolder folder;
    const auto path = folder.path() / "points.csv";
    const char* line = GENERATE("98.53,north", "98;53,25", ",25", "98.5abc,25", "nan,25", "98,95");
    core::write_text_file(path, std::string("lon,lat\n1,2\n") + line + "\n");
    CHECK_THROWS_AS(read_vector(path, {}), core::DataError);
    CHECK_THROWS_WITH(read_vector(path, {}), Contains("points.csv") && Contains("feature 2"));
    core::write_text_file(path, "a,b\n1,2\n");
    CHECK_THROWS_WITH(read_vector(path, {}), Contains("lon and lat") && Contains("a, b"));
}

TEST_CASE("what cannot be read is an error that names file and layer") {
    const ScratchFolder folder;
    CHECK_THROWS_WITH(read_vector(folder.path() / "none.gpkg", {}), Contains("none.gpkg"));
    CHECK_THROWS_AS(read_vector(folder.path() / "none.gpkg", {}), core::DataError);

    const auto text = folder.path() / "text.geojson";
    core::write_text_file(text, "this is a text");
    CHECK_THROWS_AS(read_vector(text, {}), core::DataError);

    const auto empty = folder.path() / "empty.gpkg";
    write_vector(empty, "GPKG", "EPSG:4326", {});
    CHECK_THROWS_WITH(read_vector(empty, {}), Contains("empty.gpkg") && Contains("no features"));

    const auto lines = folder.path() / "lines.gpkg";
    write_vector(lines, "GPKG", "EPSG:4326", {{"LINESTRING (0 0,1 1)", "road"}});
    CHECK_THROWS_WITH(read_vector(lines, {}), Contains("feature 1") && Contains("LINESTRING"));

    const auto bare = folder.path() / "bare.shp";
    write_vector(bare, "ESRI Shapefile", "", {{"POINT (1 2)", "a"}}, wkbPoint);
    CHECK_THROWS_WITH(read_vector(bare, {}), Contains("bare.shp") && Contains("-a_srs"));

    const auto beyond = folder.path() / "beyond.geojson";
    write_vector(beyond, "GeoJSON", "EPSG:4326", {{"POINT (1 2)", "a"}, {"POINT (1 97)", "b"}});
    CHECK_THROWS_WITH(read_vector(beyond, to_crs("EPSG:3857")),
                      Contains("feature 1") && Contains("(1, 97)"));
}

TEST_CASE("one of several layers must be named") {
    const ScratchFolder folder;
    const auto path = folder.path() / "a.gpkg";
    {
        const GDALDatasetUniquePtr dataset(
            gdal_io::driver_named("GPKG").Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        write_layer(*dataset, "mines", "EPSG:4326", {{"POINT (1 2)", "a"}});
        write_layer(*dataset, "styles", "", {{"", "x"}}, wkbNone);
    }
    CHECK(read_vector(path, {}).name == "mines");
    {
        const GDALDatasetUniquePtr dataset(
            GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE));
        write_layer(*dataset, "roads", "EPSG:4326", {{"POINT (3 4)", "b"}});
    }
    CHECK_THROWS_WITH(read_vector(path, {}), Contains("mines, roads"));
    VectorOptions options;
    options.layer = "roads";
    CHECK(read_vector(path, options).features[0].points[0] == Point{3, 4});
    options.layer = "rivers";
    CHECK_THROWS_WITH(read_vector(path, options), Contains("'rivers'") && Contains("mines, roads"));
}

TEST_CASE("reading a GeoPackage leaves it and its folder as they are") {
    const ScratchFolder folder;
    const auto path = folder.path() / "a.gpkg";
    write_vector(path, "GPKG", "EPSG:4326", {{"POINT (1 2)", "a"}});
    {
        // A write-ahead log is what a database browser leaves behind.
        const GDALDatasetUniquePtr dataset(
            GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE));
        dataset->ReleaseResultSet(
            dataset->ExecuteSQL("PRAGMA journal_mode = WAL", nullptr, nullptr));
    }
    const std::string before = core::sha256_of_file(path);
    CHECK(read_vector(path, {}).features.size() == 1);
    CHECK(core::sha256_of_file(path) == before);
    const auto files = std::filesystem::directory_iterator(folder.path());
    CHECK(std::distance(begin(files), end(files)) == 1);
}

TEST_CASE("real reference samples, borders and mines are read") {
    const auto data = shared_data();
    if (!data) {
        return;
    }
    const auto samples =
        read_vector(*data / "timeseries/teamlucc_L5_1986_2001/L5TSR_1986_2001_training.gpkg",
                    to_crs("EPSG:32616"));
    CHECK(samples.features.size() == 30);
    CHECK(std::ranges::all_of(samples.features, [](const auto& feature) {
        return feature.fields.contains("class_1986") && feature.fields.contains("class_2001") &&
               !feature.polygon.rings.empty();
    }));
    const auto borders = read_vector(*data / "boundaries/geo-maps-osm10m/kachin_nujiang.geojson",
                                     to_crs("EPSG:4326"));
    CHECK(borders.repairs.empty());
    const Point chinese_side{98.9, 25.9};
    const Point burmese_side{98.53, 25.89};
    for (const auto& feature : borders.features) {
        const std::string& country = feature.fields.at("A3");
        CHECK(feature.polygon.contains(burmese_side) == (country == "MMR"));
        CHECK(feature.polygon.contains(chinese_side) == (country == "CHN"));
    }
    const auto raw =
        read_vector(*data / "boundaries/geo-maps-osm10m/raw_SUR_GUF_invalid_geometry.geojson",
                    to_crs("EPSG:4326"));
    CHECK(raw.repairs.size() == raw.features.size());
}

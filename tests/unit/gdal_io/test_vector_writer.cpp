// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>

#include <nlohmann/json.hpp>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/vector_reader.hpp"
#include "mineprint/gdal_io/vector_writer.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

namespace mineprint::gdal_io {
namespace {

VectorFile small_file() {
    VectorFile file;
    file.layer = "sites";
    file.crs_wkt = crs_to_wkt("EPSG:32647");
    file.fields = {
        {"site", FieldType::text}, {"pixels", FieldType::integer}, {"km2", FieldType::real}};
    const geo::Ring outer{
        {400000, 2800000}, {400300, 2800000}, {400300, 2800300}, {400000, 2800300}};
    const geo::Ring hole{
        {400100, 2800100}, {400100, 2800200}, {400200, 2800200}, {400200, 2800100}};
    const geo::Ring other{
        {400300, 2800300}, {400330, 2800300}, {400330, 2800330}, {400300, 2800330}};
    file.records.push_back(
        {{std::string("r1c2"), std::int64_t{7}, 0.25}, {{outer, hole}, {other}}});
    file.records.push_back(
        {{std::string("ü"), {}, std::numeric_limits<double>::quiet_NaN()}, {{other}}});
    return file;
}

TEST_CASE("a GeoPackage is read as it was written, and its bytes do not depend on the time") {
    const ScratchFolder scratch;
    write_geopackage(scratch / "a.gpkg", small_file());
    const VectorLayer layer = read_vector(scratch / "a.gpkg", {});
    CHECK(layer.name == "sites");
    REQUIRE(layer.features.size() == 2);
    CHECK(layer.repairs.empty());
    const VectorFeature& first = layer.features[0];
    CHECK(first.fields.at("site") == "r1c2");
    CHECK(first.fields.at("pixels") == "7");
    CHECK(first.fields.at("km2") == "0.25");
    CHECK(first.polygon.rings.size() == 3);
    CHECK(first.polygon.contains({400050, 2800050}));
    CHECK_FALSE(first.polygon.contains({400150, 2800150}));
    CHECK(layer.features[1].fields.at("site") == "ü");
    CHECK(layer.features[1].fields.count("pixels") == 0);
    CHECK(layer.features[1].fields.count("km2") == 0);
    const std::string bytes = core::read_text_file(scratch / "a.gpkg");
    CHECK(bytes.find("1970-01-01T00:00:00") != std::string::npos);
    write_geopackage(scratch / "b.gpkg", small_file());
    CHECK(core::read_text_file(scratch / "b.gpkg") == bytes);
    write_geopackage(scratch / "a.gpkg", small_file());  // over an old one
    CHECK(core::read_text_file(scratch / "a.gpkg") == bytes);
}

/// Twice the signed area of a ring of `[[x, y], …]`, positive if it runs counter-clockwise.
double turning(const nlohmann::json& ring) {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        sum += ring[i][0].get<double>() * ring[i + 1][1].get<double>() -
               ring[i + 1][0].get<double>() * ring[i][1].get<double>();
    }
    return sum;
}

TEST_CASE("GeoJSON is as RFC 7946 has it") {
    const ScratchFolder scratch;
    write_geojson(scratch / "a.geojson", small_file());
    const std::string text = core::read_text_file(scratch / "a.geojson");
    const auto json = nlohmann::json::parse(text);
    CHECK(json["type"] == "FeatureCollection");
    CHECK_FALSE(json.contains("crs"));
    REQUIRE(json["features"].size() == 2);
    const auto& first = json["features"][0];
    CHECK(first["properties"] ==
          nlohmann::json::parse(R"({"site": "r1c2", "pixels": 7, "km2": 0.25})"));
    CHECK(json["features"][1]["properties"]["km2"].is_null());
    const auto& polygons = first["geometry"]["coordinates"];
    REQUIRE(polygons.size() == 2);
    CHECK(turning(polygons[0][0]) > 0);
    CHECK(turning(polygons[0][1]) < 0);
    CHECK(polygons[0][0].front() == polygons[0][0].back());
    std::vector<geo::Point> corner{{400000, 2800000}};
    transform(corner, crs_to_wkt("EPSG:32647"), crs_to_wkt("EPSG:4326"));
    double nearest = 1;
    for (const auto& point : polygons[0][0]) {
        nearest = std::min(nearest, std::hypot(point[0].get<double>() - corner[0].x,
                                               point[1].get<double>() - corner[0].y));
    }
    CHECK(nearest < 1e-7);
    write_geojson(scratch / "b.geojson", small_file());
    CHECK(core::read_text_file(scratch / "b.geojson") == text);
}

TEST_CASE("GeoJSON of what lies across the antimeridian is cut there") {
    const ScratchFolder scratch;
    VectorFile file;
    file.layer = "sites";
    file.crs_wkt = crs_to_wkt("EPSG:32601");  // its western edge is 180° W
    const double west = 165000;
    file.records.push_back(
        {{}, {{{{west, 0}, {west + 4000, 0}, {west + 4000, 3000}, {west, 3000}}}}});
    write_geojson(scratch / "a.geojson", file);
    const auto json = nlohmann::json::parse(core::read_text_file(scratch / "a.geojson"));
    const auto& polygons = json["features"][0]["geometry"]["coordinates"];
    REQUIRE(polygons.size() == 2);
    for (const auto& polygon : polygons) {
        const bool is_west = polygon[0][0][0].get<double>() < 0;
        for (const auto& point : polygon[0]) {
            CHECK((point[0].get<double>() < 0) == is_west);
        }
    }
}

TEST_CASE("KML has names, values and longitude and latitude") {
    const ScratchFolder scratch;
    write_kml(scratch / "a.kml", small_file(), "site");
    const std::string text = core::read_text_file(scratch / "a.kml");
    CHECK_THAT(text, Catch::Matchers::Contains("<name>r1c2</name>"));
    const VectorLayer layer = read_vector(scratch / "a.kml", {});
    REQUIRE(layer.features.size() == 2);
    std::vector<geo::Point> corner{{400000, 2800000}};
    transform(corner, crs_to_wkt("EPSG:32647"), crs_to_wkt("EPSG:4326"));
    const geo::Extent box = layer.features[0].polygon.extent();
    CHECK(box.xmin == Approx(corner[0].x).margin(1e-5));
    CHECK(box.ymin == Approx(corner[0].y).margin(1e-5));
}

TEST_CASE("a folder that cannot be written to is named") {
    CHECK_THROWS_AS(write_geopackage("/proc/none/a.gpkg", small_file()), core::RunError);
}

TEST_CASE("rings turn the same way whatever the file says") {
    const ScratchFolder scratch;
    core::write_text_file(
        scratch / "a.geojson",
        R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"c":"x"},)"
        R"("geometry":{"type":"Polygon","coordinates":[[[0,0],[0,9],[9,9],[9,0],[0,0]],)"
        R"([[2,2],[4,2],[4,4],[2,4],[2,2]]]}}]})");
    const VectorLayer layer = read_vector(scratch / "a.geojson", {});
    const auto area = [](const geo::Ring& ring) {
        double sum = 0;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const geo::Point& b = ring[(i + 1) % ring.size()];
            sum += ring[i].x * b.y - b.x * ring[i].y;
        }
        return sum / 2;
    };
    const auto& rings = layer.features.at(0).polygon.rings;
    REQUIRE(rings.size() == 2);
    CHECK(area(rings[0]) == 81);
    CHECK(area(rings[1]) == -4);
}

}  // namespace
}  // namespace mineprint::gdal_io

// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/validation_design.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::pipeline {
namespace {

using nlohmann::json;

json to_json(const geo::Grid& grid) {
    return {{"crs", grid.crs_wkt},
            {"origin", {grid.origin_x, grid.origin_y}},
            {"pixel_width", grid.pixel_width},
            {"pixel_height", grid.pixel_height},
            {"width", grid.width},
            {"height", grid.height}};
}

geo::Grid to_grid(const json& from) {
    geo::Grid grid;
    grid.crs_wkt = from.at("crs").get<std::string>();
    grid.origin_x = from.at("origin").at(0).get<double>();
    grid.origin_y = from.at("origin").at(1).get<double>();
    grid.pixel_width = from.at("pixel_width").get<double>();
    grid.pixel_height = from.at("pixel_height").get<double>();
    grid.width = from.at("width").get<std::int64_t>();
    grid.height = from.at("height").get<std::int64_t>();
    return grid;
}

ValidationDesign to_design(const json& from) {
    ValidationDesign design;
    design.region = from.at("region").get<std::string>();
    design.strata_epochs = from.at("strata_epochs").get<std::vector<std::string>>();
    design.classes = from.at("classes").get<std::vector<std::string>>();
    design.grid = to_grid(from.at("grid"));
    design.seed = from.at("seed").get<std::uint64_t>();
    for (const json& stratum : from.at("strata")) {
        design.strata.push_back({stratum.at("name").get<std::string>(),
                                 stratum.at("pixels").get<std::int64_t>(),
                                 stratum.at("area_km2").get<double>(),
                                 stratum.at("expected_users_accuracy").get<double>(),
                                 stratum.at("points").get<std::int64_t>()});
    }
    for (const json& point : from.at("points")) {
        design.points.push_back({point.at(0).get<std::uint32_t>(), point.at(1).get<std::int32_t>(),
                                 point.at(2).get<std::int32_t>()});
        if (design.points.back().stratum >= design.strata.size()) {
            throw core::DataError("a point lies in a stratum that is not listed");
        }
    }
    return design;
}

}  // namespace

void write_design(const std::filesystem::path& path, const ValidationDesign& design) {
    json strata = json::array();
    for (const DesignStratum& stratum : design.strata) {
        strata.push_back({{"name", stratum.name},
                          {"pixels", stratum.pixels},
                          {"area_km2", stratum.area_km2},
                          {"expected_users_accuracy", stratum.expected},
                          {"points", stratum.points}});
    }
    json points = json::array();
    for (const DesignPoint& point : design.points) {
        points.push_back({point.stratum, point.column, point.row});
    }
    const json all{{"filetype", "mineprint-validation-design"},
                   {"schema_version", 1},
                   {"region", design.region},
                   {"strata_epochs", design.strata_epochs},
                   {"classes", design.classes},
                   {"grid", to_json(design.grid)},
                   {"seed", design.seed},
                   {"strata", strata},
                   {"points_as", "stratum, column, row; the first is plot 1"},
                   {"points", points}};
    core::write_text_file(path, all.dump(1) + "\n");
}

ValidationDesign read_design(const std::filesystem::path& path) {
    if (!std::filesystem::exists(path)) {
        throw core::DataError(fmt::format(
            "{}: no validation points were drawn here: run `mineprint draw` with this job first",
            path.string()));
    }
    try {
        return to_design(json::parse(core::read_text_file(path)));
    } catch (const std::exception& problem) {
        throw core::DataError(fmt::format("{}: is no design of validation points: {}",
                                          path.string(), problem.what()));
    }
}

}  // namespace mineprint::pipeline

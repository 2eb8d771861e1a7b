// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/border_json.hpp"

#include <cmath>

#include "mineprint/pipeline/border_pairs.hpp"

namespace mineprint::report {
namespace {

using Json = nlohmann::json;
using pipeline::BorderInterval;

Json json_of(double value) { return std::isfinite(value) ? Json(value) : Json(); }

Json json_of(const BorderInterval& interval) {
    return {{"value", json_of(interval.value)},
            {"low", json_of(interval.low)},
            {"high", json_of(interval.high)}};
}

Json side_of(const pipeline::BorderTables& border, std::size_t side) {
    Json bands = Json::array();
    for (const pipeline::BorderBand& band : border.bands) {
        bands.push_back({{"name", band.name},
                         {"first_km2", json_of(band.first_km2.at(side))},
                         {"last_km2", json_of(band.last_km2.at(side))},
                         {"growth", json_of(band.growth_percent.at(side))}});
    }
    const auto by_samples = [&](const std::array<BorderInterval, 2>& values,
                                const std::array<bool, 2>& pooled) {
        Json json = json_of(values.at(side));
        json["pooled"] = pooled.at(side);
        return json;
    };
    return {{"code", border.codes.at(side)},
            {"bands", bands},
            {"growth", by_samples(border.adjusted_growth, border.pooled)},
            {"before", by_samples(border.adjusted_before, border.pooled_before)},
            {"after", by_samples(border.adjusted_after, border.pooled_after)},
            {"mapped_before", json_of(border.annual_before_percent.at(side))},
            {"mapped_after", json_of(border.annual_after_percent.at(side))},
            {"num_sites", border.num_sites.at(side)},
            {"mean_gain_km2", json_of(border.mean_gain_km2.at(side))}};
}

}  // namespace

Json borders_of(const hdf5_io::File& file, const std::string& group) {
    Json borders = Json::array();
    for (const pipeline::BorderTables& border : pipeline::read_borders(file, group)) {
        borders.push_back({{"name", border.name},
                           {"sides", {side_of(border, 0), side_of(border, 1)}},
                           {"ratio", json_of(border.adjusted_ratio)},
                           {"p_value", json_of(border.p_value)},
                           {"policy_year", border.policy_year},
                           {"pivot_epoch", border.pivot_epoch}});
    }
    return borders;
}

}  // namespace mineprint::report

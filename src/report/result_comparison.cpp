// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/result_comparison.hpp"

#include <map>
#include <string>
#include <tuple>

#include <fmt/format.h>

namespace mineprint::report {
namespace {

struct Area {
    std::string zone_name;
    Json km2;
};
/// By region, layer, zone code and epoch.
using Areas = std::map<std::tuple<std::string, std::string, std::string, std::string>, Area>;

void add_layer(const Json& region, const Json& layer, Areas& areas) {
    const Json& classes = region.at("classes");
    const Json& epochs = region.at("epochs");
    const Json& values = layer.at("data").at("area_km2").at("values");
    for (std::size_t target = 0; target < classes.size(); ++target) {
        if (classes[target] != region.at("target")) {
            continue;
        }
        for (std::size_t zone = 0; zone < layer.at("zones").size(); ++zone) {
            const Json& label = layer.at("zones")[zone];
            for (std::size_t epoch = 0; epoch < epochs.size(); ++epoch) {
                areas[{region.at("name"), layer.at("name"), label.at("code"),
                       epochs[epoch].at("name")}] = {
                    label.at("name"),
                    values.at((zone * epochs.size() + epoch) * classes.size() + target)};
            }
        }
    }
}

Areas areas_of(const Json& results) {
    Areas areas;
    for (const Json& region : results.at("regions")) {
        for (const Json& layer : region.at("layers")) {
            if (layer.at("data").contains("area_km2")) {
                add_layer(region, layer, areas);
            }
        }
    }
    return areas;
}

void add_missing(const Areas& in, const Areas& not_in, const char* which, Json& list) {
    for (const auto& [key, area] : in) {
        if (!not_in.contains(key) && std::get<1>(key) == "region") {
            list.push_back(fmt::format("{} at {}: {}", std::get<0>(key), std::get<3>(key), which));
        }
    }
}

}  // namespace

Json compared(const Json& results, const Json& other) {
    const Areas own = areas_of(results);
    const Areas others = areas_of(other);
    Json rows = Json::array();
    for (const auto& [key, area] : own) {
        const auto counterpart = others.find(key);
        if (counterpart != others.end()) {
            rows.push_back({{"region", std::get<0>(key)},
                            {"layer", std::get<1>(key)},
                            {"zone", area.zone_name},
                            {"epoch", std::get<3>(key)},
                            {"this_km2", area.km2},
                            {"other_km2", counterpart->second.km2}});
        }
    }
    Json missing = Json::array();
    add_missing(own, others, "only in these results", missing);
    add_missing(others, own, "only in the others", missing);
    return {{"rows", rows}, {"without_counterpart", missing}};
}

}  // namespace mineprint::report

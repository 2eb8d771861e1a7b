// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/summary_json.hpp"

#include <nlohmann/json.hpp>

namespace mineprint::pipeline {
namespace {

using Json = nlohmann::ordered_json;

Json names_of(const std::vector<Epoch>& epochs) {
    Json names = Json::array();
    for (const Epoch& epoch : epochs) {
        names.push_back(epoch.name);
    }
    return names;
}

void add_adjusted(Json& json, const AdjustedTables& tables, std::size_t zone,
                  std::size_t num_epochs, std::size_t target) {
    json["adjusted_km2"] = Json::array();
    for (std::size_t epoch = 0; epoch < num_epochs; ++epoch) {
        const accuracy::Estimate area = tables.area_km2.at(zone, epoch, target);
        json["adjusted_km2"].push_back({{"value", area.value}, {"ci95", area.ci95}});
    }
    if (num_epochs > 1) {
        const auto& growth = tables.growth_percent;
        json["adjusted_growth_percent"] = {{"value", growth.value(zone, 0, num_epochs - 1)},
                                           {"low", growth.low(zone, 0, num_epochs - 1)},
                                           {"high", growth.high(zone, 0, num_epochs - 1)}};
    }
}

Json zone_json(const LayerTables& layer, std::size_t zone, std::size_t target) {
    const std::size_t num_epochs = layer.area_km2.shape()[1];
    Json json{{"code", layer.zones[zone].code},
              {"name", layer.zones[zone].name},
              {"area_km2", Json::array()},
              {"unobserved_km2", Json::array()}};
    for (std::size_t epoch = 0; epoch < num_epochs; ++epoch) {
        json["area_km2"].push_back(layer.area_km2(zone, epoch, target));
        json["unobserved_km2"].push_back(layer.unobserved_km2(zone, epoch));
    }
    if (num_epochs > 1) {
        json["growth_percent"] = layer.growth_percent(zone, 0, num_epochs - 1);
        json["annual_growth_percent"] = layer.annual_growth_percent(zone, 0, num_epochs - 1);
    }
    if (layer.adjusted) {
        add_adjusted(json, *layer.adjusted, zone, num_epochs, target);
    }
    return json;
}

Json layer_json(const LayerTables& layer, std::size_t target) {
    Json zones = Json::array();
    for (std::size_t zone = 0; zone < layer.zones.size(); ++zone) {
        zones.push_back(zone_json(layer, zone, target));
    }
    return {{"name", layer.name}, {"zones", std::move(zones)}};
}

Json region_json(const RegionTables& region) {
    Json layers = Json::array();
    for (const LayerTables& layer : region.layers) {
        layers.push_back(layer_json(layer, region.target_index));
    }
    return {{"name", region.name},
            {"title", region.title},
            {"target", region.classes[region.target_index]},
            {"epochs", names_of(region.epochs)},
            {"layers", std::move(layers)},
            {"quarantined", region.quarantined.size()}};
}

}  // namespace

Json summary_json(const ResultTables& tables) {
    Json json{{"regions", Json::array()}};
    for (const RegionTables& region : tables.regions) {
        json["regions"].push_back(region_json(region));
    }
    if (tables.regions.size() > 1) {
        json["all_regions"] = Json::array();
        for (const TotalTables& total : tables.totals) {
            Json layer{{"target", total.classes[total.target_index]},
                       {"epochs", names_of(total.epochs)}};
            layer.update(layer_json(total.tables, total.target_index));
            json["all_regions"].push_back(std::move(layer));
        }
    }
    return json;
}

}  // namespace mineprint::pipeline

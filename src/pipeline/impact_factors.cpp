// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/impact_factors.hpp"

#include <cmath>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::pipeline {
namespace {

using nlohmann::json;

constexpr double ha_per_km2 = 100;

/// One of two words; true for the second.
bool second_of(const json& from, const char* key, const std::string& first,
               const std::string& second) {
    const auto word = from.at(key).get<std::string>();
    if (word != first && word != second) {
        throw core::DataError(
            fmt::format("'{}' is '{}', neither '{}' nor '{}'", key, word, first, second));
    }
    return word == second;
}

NamedFactor to_factor(const json& from) {
    static const std::set<std::string> known{"name", "unit", "of",   "per",
                                             "low",  "mode", "high", "source"};
    for (const auto& [key, value] : from.items()) {
        if (known.count(key) == 0) {
            throw core::DataError(fmt::format("'{}' is not known", key));
        }
    }
    NamedFactor factor;
    factor.name = from.at("name").get<std::string>();
    factor.unit = from.at("unit").get<std::string>();
    factor.source = from.at("source").get<std::string>();
    factor.of_gain = second_of(from, "of", "area", "gain");
    const double scale = second_of(from, "per", "ha", "km2") ? 1 : ha_per_km2;
    const auto number = [&](const char* key) { return scale * from.at(key).get<double>(); };
    factor.per_km2 = {number("low"), number("mode"), number("high")};
    const auto& [low, mode, high] = factor.per_km2;
    if (!(low >= 0 && low <= mode && mode <= high && std::isfinite(high))) {
        throw core::DataError("0 ≤ low ≤ mode ≤ high does not hold");
    }
    if (factor.name.empty() || factor.source.find_first_not_of(' ') == std::string::npos) {
        throw core::DataError("it needs a name and a source");
    }
    return factor;
}

/// An area with what is known of its error.
struct KnownArea {
    double km2 = 0;
    double se_km2 = 0;
    bool adjusted = false;
};

KnownArea area_at(const LayerTables& layer, std::size_t zone, std::size_t epoch,
                  std::size_t target) {
    if (layer.adjusted) {
        const accuracy::Estimate area = layer.adjusted->area_km2.at(zone, epoch, target);
        if (!std::isnan(area.se)) {
            return {area.value, area.se, true};
        }
    }
    return {layer.area_km2(zone, epoch, target), 0, false};
}

KnownArea gain_between(const LayerTables& layer, std::size_t zone, std::size_t from, std::size_t to,
                       std::size_t target) {
    if (layer.adjusted) {
        const accuracy::Estimate gain = layer.adjusted->gain_km2.at(zone, from, to);
        if (!std::isnan(gain.se)) {
            return {gain.value, gain.se, true};
        }
    }
    return {layer.changes.gain_km2(zone, from, to, target), 0, false};
}

/// One layer's rows, by zone.
class Rows {
  public:
    Rows(const RegionTables& region, const LayerTables& layer, std::vector<ImpactRow>& rows)
        : region_(region), layer_(layer), rows_(rows) {}

    void add(const NamedFactor& factor, std::size_t zone) {
        const std::size_t num_epochs = region_.epochs.size();
        const std::size_t target = region_.target_index;
        if (!factor.of_gain) {
            for (std::size_t epoch = 0; epoch < num_epochs; ++epoch) {
                add_row(factor, zone, {"", region_.epochs[epoch].name},
                        area_at(layer_, zone, epoch, target));
            }
            return;
        }
        for (std::size_t epoch = 0; epoch + 1 < num_epochs; ++epoch) {
            add_row(factor, zone, {region_.epochs[epoch].name, region_.epochs[epoch + 1].name},
                    gain_between(layer_, zone, epoch, epoch + 1, target));
        }
        if (num_epochs > 2) {
            add_row(factor, zone, {region_.epochs.front().name, region_.epochs.back().name},
                    gain_between(layer_, zone, 0, num_epochs - 1, target));
        }
    }

  private:
    void add_row(const NamedFactor& factor, std::size_t zone,
                 const std::pair<std::string, std::string>& epochs, const KnownArea& area) {
        rows_.push_back({layer_.name, layer_.zones[zone].code, epochs.first, epochs.second,
                         factor.name, factor.unit, factor.source, area.adjusted, area.km2,
                         area.se_km2, change::impact_range(area.km2, area.se_km2, factor.per_km2)});
    }
    const RegionTables& region_;
    const LayerTables& layer_;
    std::vector<ImpactRow>& rows_;
};

}  // namespace

std::vector<NamedFactor> read_impact_factors(const std::filesystem::path& path) {
    std::string at = "it";
    try {
        const json all = json::parse(core::read_text_file(path));
        std::vector<NamedFactor> factors;
        std::set<std::string> names;
        for (const json& from : all.at("factors")) {
            at = fmt::format("factor {}", factors.size() + 1);
            factors.push_back(to_factor(from));
            if (!names.insert(factors.back().name).second) {
                throw core::DataError(fmt::format("'{}' is there twice", factors.back().name));
            }
        }
        return factors;
    } catch (const json::exception& problem) {
        throw core::DataError(
            fmt::format("{}: {} is no impact factor: {}", path.string(), at, problem.what()));
    } catch (const core::DataError& problem) {
        throw core::DataError(fmt::format("{}: {}: {}", path.string(), at, problem.what()));
    }
}

std::vector<ImpactRow> impact_rows(const RegionTables& region,
                                   const std::vector<NamedFactor>& factors) {
    std::vector<ImpactRow> rows;
    for (const LayerTables& layer : region.layers) {
        Rows layer_rows(region, layer, rows);
        for (std::size_t zone = 0; zone < layer.zones.size(); ++zone) {
            for (const NamedFactor& factor : factors) {
                layer_rows.add(factor, zone);
            }
        }
    }
    return rows;
}

}  // namespace mineprint::pipeline

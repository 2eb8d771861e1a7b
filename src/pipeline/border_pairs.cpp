// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/border_pairs.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

#include <fmt/format.h>

#include "mineprint/change/growth.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/random.hpp"

namespace mineprint::pipeline {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// The target's area at two epochs, of what both observe.
struct Ends {
    double before_km2 = 0;
    double after_km2 = 0;
};

Ends ends_of(const LayerTables& layer, std::size_t zone, std::size_t from, std::size_t to,
             std::size_t target) {
    Ends ends;
    const std::size_t num_classes = layer.area_km2.shape()[2];
    for (std::size_t cls = 0; cls < num_classes; ++cls) {
        ends.before_km2 += layer.change_km2(zone, from, to, target, cls);
        ends.after_km2 += layer.change_km2(zone, from, to, cls, target);
    }
    return ends;
}

/// The sums of some zones of a pair's layer, by side. Its zones are the bands of the first side,
/// those of the second, and the rest.
class Sides {
  public:
    Sides(const RegionTables& region, const LayerTables& layer, std::size_t num_bands)
        : region_(region), layer_(layer), num_bands_(num_bands) {}

    [[nodiscard]] Ends ends(std::size_t side, std::size_t first_band, std::size_t last_band,
                            std::pair<std::size_t, std::size_t> epochs) const {
        Ends sum;
        for (std::size_t band = first_band; band <= last_band; ++band) {
            const Ends one = ends_of(layer_, side * num_bands_ + band, epochs.first, epochs.second,
                                     region_.target_index);
            sum.before_km2 += one.before_km2;
            sum.after_km2 += one.after_km2;
        }
        return sum;
    }

    [[nodiscard]] BorderBand band(const std::string& name, std::size_t first_band,
                                  std::size_t last_band) const {
        BorderBand result;
        result.name = name;
        const std::size_t last = region_.epochs.size() - 1;
        for (std::size_t side = 0; side < 2; ++side) {
            const Ends both = ends(side, first_band, last_band, {0, last});
            result.first_km2.at(side) = both.before_km2;
            result.last_km2.at(side) = both.after_km2;
            result.growth_percent.at(side) =
                change::growth(both.before_km2, both.after_km2, 1).percent;
        }
        const double first_factor = 1 + result.growth_percent[0] / 100;
        const double second_factor = 1 + result.growth_percent[1] / 100;
        result.ratio = first_factor > 0 ? second_factor / first_factor : not_a_number;
        return result;
    }

    [[nodiscard]] double annual_percent(std::size_t side, std::size_t from, std::size_t to) const {
        if (from >= to) {
            return not_a_number;
        }
        const Ends both = ends(side, 0, num_bands_ - 1, {from, to});
        return change::growth(both.before_km2, both.after_km2,
                              years_between(region_.epochs[from], region_.epochs[to]))
            .annual_percent;
    }

  private:
    const RegionTables& region_;
    const LayerTables& layer_;
    std::size_t num_bands_;
};

void add_bands(const Sides& sides, const std::vector<double>& metres, BorderTables& tables) {
    tables.bands.push_back(sides.band("all", 0, metres.size()));
    double from = 0;
    for (std::size_t band = 0; band < metres.size(); ++band) {
        tables.bands.push_back(
            sides.band(fmt::format("{:g}-{:g} m", from, metres[band]), band, band));
        from = metres[band];
    }
    tables.bands.push_back(
        sides.band(fmt::format("beyond {:g} m", from), metres.size(), metres.size()));
}

/// The net gain of the sites that lie mostly on each side.
void add_test(const RegionTables& region, const ZonePair& pair, const ZoneOptions& options,
              BorderTables& tables) {
    tables.mean_gain_km2 = {not_a_number, not_a_number};
    tables.p_value = not_a_number;
    if (!region.sites) {
        return;
    }
    const auto& layers = region.sites->layers;
    const auto layer =
        static_cast<std::size_t>(std::ranges::find(layers, pair.layer) - layers.begin());
    std::array<std::vector<double>, 2> gains;
    for (const SiteRow& site : region.sites->sites) {
        for (std::size_t side = 0; side < 2; ++side) {
            if (site.zones.at(layer).code == tables.codes.at(side)) {
                gains.at(side).push_back(site.net_gain_km2);
            }
        }
    }
    for (std::size_t side = 0; side < 2; ++side) {
        const auto& own = gains.at(side);
        tables.num_sites.at(side) = static_cast<std::int64_t>(own.size());
        if (!own.empty()) {
            tables.mean_gain_km2.at(side) =
                std::accumulate(own.begin(), own.end(), 0.0) / static_cast<double>(own.size());
        }
    }
    tables.num_permutations = options.permutations;
    tables.p_value =
        permutation_p_value(gains[0], gains[1], options.permutations, options.permutation_seed);
}

/// Growth per year before and after the policy.
void add_policy(const RegionTables& region, const Sides& sides, int policy_year,
                BorderTables& tables) {
    tables.policy_year = policy_year;
    tables.annual_before_percent = {not_a_number, not_a_number};
    tables.annual_after_percent = {not_a_number, not_a_number};
    if (policy_year == 0) {
        return;
    }
    const auto end = core::Date::parse(fmt::format("{:04}-12-31", policy_year));
    std::optional<std::size_t> pivot;
    for (std::size_t epoch = 0; epoch < region.epochs.size(); ++epoch) {
        if (region.epochs[epoch].middle_day() <= end.days_since_1970()) {
            pivot = epoch;
        }
    }
    if (!pivot) {
        return;
    }
    tables.pivot_epoch = region.epochs[*pivot].name;
    for (std::size_t side = 0; side < 2; ++side) {
        tables.annual_before_percent.at(side) = sides.annual_percent(side, 0, *pivot);
        tables.annual_after_percent.at(side) =
            sides.annual_percent(side, *pivot, region.epochs.size() - 1);
    }
}

}  // namespace

std::vector<BorderTables> border_tables(const RegionJob& job, const RegionTables& region) {
    const ZoneOptions& options = job.derived_zones;
    std::vector<BorderTables> borders;
    for (const ZonePair& pair : options.pairs) {
        const auto layer = std::ranges::find(region.layers, pair.name(), &LayerTables::name);
        if (layer == region.layers.end()) {
            throw core::RunError(fmt::format("there is no layer '{}'", pair.name()));
        }
        const Sides sides(region, *layer, options.pair_bands_metres.size() + 1);
        BorderTables& tables = borders.emplace_back();
        tables.name = pair.name();
        tables.codes = {pair.first, pair.second};
        add_bands(sides, options.pair_bands_metres, tables);
        add_test(region, pair, options, tables);
        add_policy(region, sides, options.policy_year, tables);
    }
    return borders;
}

double permutation_p_value(const std::vector<double>& first, const std::vector<double>& second,
                           std::int64_t num_permutations, std::uint64_t seed) {
    if (first.empty() || second.empty()) {
        return not_a_number;
    }
    std::vector<double> values = first;
    values.insert(values.end(), second.begin(), second.end());
    const std::size_t size = first.size();
    const auto difference = [&] {
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(size);
        return std::accumulate(values.begin(), middle, 0.0) / static_cast<double>(size) -
               std::accumulate(middle, values.end(), 0.0) /
                   static_cast<double>(values.size() - size);
    };
    const double observed = std::abs(difference());
    const double margin = 1e-12 * (observed + 1);  // sums in another order are not less
    // The seed is mixed with a word of its own, so that no other use of the stream meets its draws.
    const core::KeyedRandom random(core::mix(seed, 0x626f72646572ULL), core::Stream::split);
    std::int64_t num_as_large = 0;
    for (std::int64_t draw = 0; draw < num_permutations; ++draw) {
        for (std::size_t i = 0; i < size; ++i) {
            const auto other =
                i + random.below(values.size() - i, static_cast<std::uint64_t>(draw), i);
            std::swap(values[i], values[other]);
        }
        num_as_large += std::abs(difference()) >= observed - margin ? 1 : 0;
    }
    return static_cast<double>(num_as_large + 1) / static_cast<double>(num_permutations + 1);
}

}  // namespace mineprint::pipeline

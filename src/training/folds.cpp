// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/folds.hpp"

#include <algorithm>
#include <compare>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/random.hpp"

namespace mineprint::training {
namespace {

using forest::SampleOrigin;
using forest::SampleTable;

/// What tells units apart.
struct UnitKey {
    std::uint16_t region = 0;
    std::uint64_t first = 0;  ///< sample, polygon, or row of blocks
    std::uint64_t second = 0;
    auto operator<=>(const UnitKey&) const = default;
};

struct Unit {
    UnitKey key;
    std::vector<std::size_t> rows;
    std::vector<std::uint64_t> samples;  ///< per class
    std::size_t main_class = 0;
    std::uint64_t draw = 0;
};

UnitKey key_of(const SampleOrigin& origin, const FoldOptions& options) {
    switch (options.unit) {
        case FoldUnit::polygon:
            return {origin.region, origin.group, 0};
        case FoldUnit::block: {
            const int edge = options.block_pixels;
            return {origin.region, static_cast<std::uint64_t>(origin.row / edge),
                    static_cast<std::uint64_t>(origin.column / edge)};
        }
        case FoldUnit::region:
            return {origin.region, 0, 0};
        case FoldUnit::sample:
        case FoldUnit::none:
            break;
    }
    return {0, origin.id, 0};  // an id knows its region already
}

/// A region's place among the others is no identity; its name is.
std::uint64_t identity_of(const std::string& name) {
    std::uint64_t identity = 0;
    for (const char letter : name) {
        identity = core::mix(identity, static_cast<unsigned char>(letter));
    }
    return identity;
}

std::vector<Unit> find_units(const SampleTable& samples, const FoldOptions& options,
                             std::uint64_t seed) {
    std::map<UnitKey, Unit> found;
    for (std::size_t row = 0; row < samples.size(); ++row) {
        const SampleOrigin& origin = samples.origins[row];
        if (origin.held_out == 0) {
            Unit& unit = found[key_of(origin, options)];
            unit.samples.resize(samples.classes.size());
            ++unit.samples.at(origin.label);
            unit.rows.push_back(row);
        }
    }
    const core::KeyedRandom random(seed, core::Stream::fold);
    std::vector<Unit> units;
    for (auto& [key, unit] : found) {
        unit.key = key;
        unit.main_class =
            static_cast<std::size_t>(std::ranges::max_element(unit.samples) - unit.samples.begin());
        const std::uint64_t region =
            options.unit == FoldUnit::sample ? 0 : identity_of(samples.regions.at(key.region));
        unit.draw = random.bits(core::mix(region, key.first), key.second);
        units.push_back(std::move(unit));
    }
    return units;
}

Folds one_per_region(const SampleTable& samples, std::vector<Unit>& units) {
    if (units.size() < 2) {
        throw core::DataError(
            "cross-validation by regions needs training samples of at least two regions in one "
            "forest: give more job files and forest.scope=all");
    }
    std::ranges::sort(units, {},
                      [&](const Unit& unit) { return samples.regions[unit.key.region]; });
    Folds folds;
    folds.of_row.assign(samples.size(), no_fold);
    for (const Unit& unit : units) {
        for (const std::size_t row : unit.rows) {
            folds.of_row[row] = static_cast<std::uint16_t>(folds.names.size());
        }
        folds.names.push_back(samples.regions[unit.key.region]);
    }
    return folds;
}

Folds dealt_out(const SampleTable& samples, std::vector<Unit>& units, std::size_t num_folds) {
    std::ranges::sort(units, {}, [](const Unit& unit) {
        return std::tuple(unit.main_class, unit.draw, unit.key.first, unit.key.second);
    });
    std::vector<std::vector<std::uint64_t>> of_class(
        num_folds, std::vector<std::uint64_t>(samples.classes.size()));
    std::vector<std::uint64_t> of_all(num_folds);
    Folds folds;
    folds.of_row.assign(samples.size(), no_fold);
    for (const Unit& unit : units) {
        std::size_t best = 0;
        for (std::size_t fold = 1; fold < num_folds; ++fold) {
            if (std::pair(of_class[fold][unit.main_class], of_all[fold]) <
                std::pair(of_class[best][unit.main_class], of_all[best])) {
                best = fold;
            }
        }
        for (std::size_t c = 0; c < unit.samples.size(); ++c) {
            of_class[best][c] += unit.samples[c];
        }
        of_all[best] += unit.rows.size();
        for (const std::size_t row : unit.rows) {
            folds.of_row[row] = static_cast<std::uint16_t>(best);
        }
    }
    for (std::size_t fold = 0; fold < num_folds; ++fold) {
        folds.names.push_back(fmt::to_string(fold + 1));
    }
    return folds;
}

}  // namespace

Folds deal_to_folds(const SampleTable& samples, const FoldOptions& options, std::uint64_t seed) {
    std::vector<Unit> units = find_units(samples, options, seed);
    if (options.unit == FoldUnit::region) {
        return one_per_region(samples, units);
    }
    const auto num_folds = static_cast<std::size_t>(options.folds);
    if (units.size() < num_folds) {
        const char* kind = options.unit == FoldUnit::sample    ? "samples"
                           : options.unit == FoldUnit::polygon ? "polygons"
                                                               : "blocks";
        throw core::DataError(
            fmt::format("cross-validation: the {} training samples lie in {} {}, too few for {} "
                        "folds: ask for fewer folds in forest.cross-validation",
                        samples.size(), units.size(), kind, num_folds));
    }
    return dealt_out(samples, units, num_folds);
}

}  // namespace mineprint::training

// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/sample_units.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "mineprint/change/sample_change.hpp"
#include "mineprint/core/checked_cast.hpp"
#include "mineprint/zones/accumulator.hpp"

namespace mineprint::pipeline {
namespace {

using accuracy::SampleCell;
using accuracy::Stratum;

double sum_of(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Where every polygon or point has one unit, no unit needs a cluster.
void drop_single_clusters(std::vector<SampleCell>& cells) {
    std::set<std::uint64_t> clusters;
    for (const SampleCell& cell : cells) {
        clusters.insert(cell.cluster);
    }
    if (clusters.size() < cells.size()) {
        return;
    }
    for (SampleCell& cell : cells) {
        cell.cluster = SampleCell::no_cluster;
    }
}

/// Units that are alike as one cell, unless they belong to clusters.
std::vector<SampleCell> with_counts(std::vector<SampleCell> cells) {
    std::map<std::array<std::uint32_t, 3>, std::int64_t> counts;
    for (const SampleCell& cell : cells) {
        if (cell.cluster != SampleCell::no_cluster) {
            return cells;
        }
        counts[{cell.stratum, cell.map_class, cell.reference_class}] += cell.count;
    }
    cells.clear();
    for (const auto& [key, count] : counts) {
        cells.push_back({key[0], key[1], key[2], SampleCell::no_cluster, count});
    }
    return cells;
}

/// Drawn strata, less the share of their labelled units that cannot be used because the map has no
/// class there. For points without a label those of their stratum stand.
void set_drawn_strata(SampleUnits& units, const CheckedSamples& samples,
                      const std::vector<std::size_t>& labelled, const DrawnStrata& drawn) {
    std::vector<double> all(drawn.area_km2.size());
    std::vector<double> used(drawn.area_km2.size());
    for (const std::size_t row : labelled) {
        ++all.at(samples.rows[row].stratum);
    }
    for (std::size_t i = 0; i < units.cells.size(); ++i) {
        units.cells[i].stratum = samples.rows[units.rows[i]].stratum;
        ++used.at(units.cells[i].stratum);
    }
    std::map<std::uint32_t, std::set<std::uint32_t>> classes_of_stratum;
    std::map<std::uint32_t, std::set<std::uint32_t>> strata_of_class;
    for (const SampleCell& cell : units.cells) {
        classes_of_stratum[cell.stratum].insert(cell.map_class);
        strata_of_class[cell.map_class].insert(cell.stratum);
    }
    const auto one_each = [](const auto& sets) {
        return std::ranges::all_of(sets,
                                   [](const auto& entry) { return entry.second.size() == 1; });
    };
    units.by_map_class = one_each(classes_of_stratum) && one_each(strata_of_class);
    for (std::size_t h = 0; h < drawn.area_km2.size(); ++h) {
        const double share = all[h] == 0 ? 0 : used[h] / all[h];
        if (all[h] == 0 && drawn.area_km2[h] > 0) {
            units.unlabelled.push_back({h, drawn.area_km2[h], 0});
        }
        units.strata.push_back({drawn.area_km2[h] * share, drawn.sampled_share[h]});
    }
}

void set_strata(SampleUnits& units, const CheckedSamples& samples,
                const std::vector<std::size_t>& labelled, std::span<const double> mapped_km2,
                const UnitRules& rules) {
    units.num_classes = mapped_km2.size();
    drop_single_clusters(units.cells);
    if (rules.drawn != nullptr) {
        set_drawn_strata(units, samples, labelled, *rules.drawn);
        if (!units.by_map_class) {
            return;
        }
        // The same strata under the numbers of the map's classes.
        std::vector<Stratum> strata(mapped_km2.size());
        for (SampleCell& cell : units.cells) {
            strata[cell.map_class] = units.strata[cell.stratum];
            cell.stratum = cell.map_class;
        }
        units.strata = std::move(strata);
        return;
    }
    if (rules.design == SampleDesign::random || rules.design == SampleDesign::systematic) {
        units.strata = {{sum_of(mapped_km2)}};
        return;
    }
    units.by_map_class = true;
    for (const double area : mapped_km2) {
        units.strata.push_back({area});
    }
    for (SampleCell& cell : units.cells) {
        cell.stratum = cell.map_class;
    }
}

std::vector<std::int64_t> number_by_stratum(std::size_t num_strata,
                                            std::span<const SampleCell> cells) {
    std::vector<std::int64_t> numbers(num_strata);
    for (const SampleCell& cell : cells) {
        numbers[cell.stratum] += cell.count;
    }
    return numbers;
}

/// The strata with their sizes in a part of which these are the units.
std::vector<Stratum> strata_of_part(const SampleUnits& units, std::span<const double> mapped_km2,
                                    std::span<const SampleCell> cells) {
    std::vector<Stratum> strata = units.strata;
    if (units.by_map_class) {
        for (std::size_t h = 0; h < strata.size(); ++h) {
            strata[h].size = mapped_km2[h];
        }
        return strata;
    }
    // Drawn strata keep their weights; those of which the part has no unit have none in it.
    const auto used = number_by_stratum(strata.size(), cells);
    const auto all = number_by_stratum(strata.size(), units.cells);
    for (std::size_t h = 0; h < strata.size(); ++h) {
        strata[h].size *=
            all[h] == 0 ? 0 : static_cast<double>(used[h]) / static_cast<double>(all[h]);
    }
    return strata;
}

}  // namespace

SampleUnits units_of_epoch(const CheckedSamples& samples, std::size_t epoch,
                           std::span<const double> mapped_km2, const UnitRules& rules) {
    SampleUnits units;
    std::vector<std::size_t> labelled;
    for (std::size_t row = 0; row < samples.rows.size(); ++row) {
        const CheckedSample& sample = samples.rows[row];
        if (sample.epoch != epoch) {
            continue;
        }
        labelled.push_back(row);
        if (sample.map_class != zones::unobserved) {
            units.cells.push_back({0, sample.map_class, sample.reference_class, sample.group, 1});
            units.rows.push_back(row);
        }
    }
    set_strata(units, samples, labelled, mapped_km2, rules);
    return units;
}

SampleUnits units_of_pair(const CheckedSamples& samples, std::size_t from, std::size_t to,
                          std::span<const double> mapped_km2, const UnitRules& rules) {
    std::map<std::pair<std::int32_t, std::int32_t>, std::size_t> later;
    for (std::size_t row = 0; row < samples.rows.size(); ++row) {
        const CheckedSample& sample = samples.rows[row];
        if (sample.epoch == to) {
            later.emplace(std::pair(sample.row, sample.column), row);
        }
    }
    std::size_t classes = 1;
    while (classes * classes < mapped_km2.size()) {
        ++classes;
    }
    SampleUnits units;
    std::vector<std::size_t> labelled;
    for (std::size_t row = 0; row < samples.rows.size(); ++row) {
        const CheckedSample& first = samples.rows[row];
        const auto found = later.find({first.row, first.column});
        if (first.epoch != from || found == later.end()) {
            continue;
        }
        labelled.push_back(row);
        const CheckedSample& second = samples.rows[found->second];
        if (first.map_class == zones::unobserved || second.map_class == zones::unobserved) {
            continue;
        }
        const auto change = [&](std::uint8_t before, std::uint8_t after) {
            return core::checked_cast<std::uint32_t>(change::change_class(before, after, classes));
        };
        units.cells.push_back({0, change(first.map_class, second.map_class),
                               change(first.reference_class, second.reference_class), first.group,
                               1});
        units.rows.push_back(row);
    }
    set_strata(units, samples, labelled, mapped_km2, rules);
    return units;
}

PartSample sample_of_part(const SampleUnits& units, std::span<const double> mapped_km2,
                          const std::vector<bool>& use) {
    std::vector<SampleCell> cells;
    for (std::size_t i = 0; i < units.cells.size(); ++i) {
        if (use[i]) {
            cells.push_back(units.cells[i]);
        }
    }
    PartSample part;
    std::vector<Stratum> strata = strata_of_part(units, mapped_km2, cells);
    const std::vector<std::int64_t> numbers = number_by_stratum(strata.size(), cells);
    double size = 0;
    double assumed = 0;
    for (std::size_t h = 0; h < strata.size(); ++h) {
        size += strata[h].size;
        if (strata[h].size > 0 && numbers[h] < 2 && strata[h].sampled_share < 1) {
            part.lacking.push_back({h, strata[h].size, numbers[h]});
        }
        if (strata[h].size > 0 && numbers[h] == 0) {
            // Only strata that are the map's classes can be here.
            const auto as_mapped = core::checked_cast<std::uint32_t>(h);
            cells.push_back({as_mapped, as_mapped, as_mapped});
            strata[h].assumed = true;
            assumed += strata[h].size;
        }
    }
    if (!units.by_map_class && !units.unlabelled.empty()) {
        part.lacking = units.unlabelled;
        return part;
    }
    const std::int64_t number = std::accumulate(numbers.begin(), numbers.end(), std::int64_t{0});
    if (number < 2 || !(size > 0) || assumed > size / 2) {
        return part;
    }
    const double scale = sum_of(mapped_km2) / size;
    for (Stratum& stratum : strata) {
        stratum.size *= scale;
    }
    part.sample.emplace(std::move(strata), with_counts(std::move(cells)));
    return part;
}

bool has_enough(const SampleUnits& units, std::span<const double> mapped_km2,
                const std::vector<bool>& use, std::int64_t least) {
    std::vector<std::int64_t> numbers(mapped_km2.size());
    for (std::size_t i = 0; i < units.cells.size(); ++i) {
        numbers[units.cells[i].map_class] += use[i] ? 1 : 0;
    }
    for (std::size_t c = 0; c < numbers.size(); ++c) {
        if (mapped_km2[c] > 0 && numbers[c] < least) {
            return false;
        }
    }
    return true;
}

}  // namespace mineprint::pipeline

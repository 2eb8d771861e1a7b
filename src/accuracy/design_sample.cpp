// SPDX-License-Identifier: Apache-2.0
#include "mineprint/accuracy/design_sample.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include <boost/math/distributions/students_t.hpp>
#include <fmt/format.h>

#include "mineprint/core/error.hpp"

namespace mineprint::accuracy {
namespace {

constexpr double normal_quantile = 1.96;  // as the papers have it
constexpr double tail = 0.025;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::vector<std::int64_t> units_by_stratum(std::span<const Stratum> strata,
                                           std::span<const SampleCell> cells) {
    std::vector<std::int64_t> units(strata.size());
    for (const SampleCell& cell : cells) {
        if (cell.stratum >= strata.size() || cell.count < 1) {
            throw core::RunError(fmt::format("sample: {} units in stratum {} of {}", cell.count,
                                             cell.stratum, strata.size()));
        }
        units[cell.stratum] += cell.count;
    }
    return units;
}

/// Finds the first stratum of a group; joining halves the way there.
std::size_t root_of(std::vector<std::size_t>& parents, std::size_t stratum) {
    while (parents[stratum] != stratum) {
        parents[stratum] = parents[parents[stratum]];
        stratum = parents[stratum];
    }
    return stratum;
}

}  // namespace

DesignSample::DesignSample(std::vector<Stratum> strata, std::vector<SampleCell> cells)
    : strata_(std::move(strata)),
      cells_(std::move(cells)),
      stratum_units_(units_by_stratum(strata_, cells_)) {
    for (std::size_t h = 0; h < strata_.size(); ++h) {
        if (strata_[h].size > 0 && stratum_units_[h] == 0) {
            throw core::DataError(fmt::format("sample: stratum {} has no unit", h));
        }
        population_ += strata_[h].size;
        num_units_ += strata_[h].assumed ? 0 : stratum_units_[h];
    }
    number_clusters();
    group_strata();
}

/// Cells without a cluster count as clusters of one unit; those of one cluster get one number.
void DesignSample::number_clusters() {
    std::map<std::uint64_t, std::uint64_t> numbers;
    for (SampleCell& cell : cells_) {
        if (cell.cluster == SampleCell::no_cluster) {
            num_clusters_ += strata_[cell.stratum].assumed ? 0 : cell.count;
            continue;
        }
        const auto [place, is_new] = numbers.emplace(cell.cluster, numbers.size());
        cell.cluster = place->second;
        num_clusters_ += is_new ? 1 : 0;
    }
}

/// Strata that share a cluster become one group.
void DesignSample::group_strata() {
    group_of_stratum_.resize(strata_.size());
    std::iota(group_of_stratum_.begin(), group_of_stratum_.end(), std::size_t{0});
    std::map<std::uint64_t, std::size_t> first_stratum;
    for (const SampleCell& cell : cells_) {
        if (cell.cluster == SampleCell::no_cluster || strata_[cell.stratum].size == 0) {
            continue;
        }
        const auto [place, is_new] = first_stratum.emplace(cell.cluster, cell.stratum);
        const std::size_t a = root_of(group_of_stratum_, place->second);
        const std::size_t b = root_of(group_of_stratum_, cell.stratum);
        group_of_stratum_[std::max(a, b)] = std::min(a, b);
    }
    for (std::size_t h = 0; h < strata_.size(); ++h) {
        group_of_stratum_[h] = root_of(group_of_stratum_, h);
    }
    group_clusters_.assign(strata_.size(), 0);
    std::set<std::uint64_t> counted;
    for (const SampleCell& cell : cells_) {
        if (strata_[cell.stratum].size == 0 || strata_[cell.stratum].assumed) {
            continue;
        }
        std::int64_t& number = group_clusters_[group_of_stratum_[cell.stratum]];
        if (cell.cluster == SampleCell::no_cluster) {
            number += cell.count;
        } else if (counted.insert(cell.cluster).second) {
            ++number;
        }
    }
}

double DesignSample::weight(const SampleCell& cell) const {
    return strata_[cell.stratum].size / static_cast<double>(stratum_units_[cell.stratum]);
}

double DesignSample::total(std::span<const double> y) const {
    double sum = 0;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        sum += weight(cells_[i]) * static_cast<double>(cells_[i].count) * y[i];
    }
    return sum;
}

/// Where all units are alike the mean is theirs, not one that differs in the last digit.
std::vector<double> DesignSample::stratum_means(std::span<const double> y) const {
    std::vector<double> means(strata_.size());
    std::vector<double> lowest(strata_.size(), std::numeric_limits<double>::infinity());
    std::vector<double> highest(strata_.size(), -std::numeric_limits<double>::infinity());
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        const std::size_t h = cells_[i].stratum;
        means[h] +=
            static_cast<double>(cells_[i].count) * y[i] / static_cast<double>(stratum_units_[h]);
        lowest[h] = std::min(lowest[h], y[i]);
        highest[h] = std::max(highest[h], y[i]);
    }
    for (std::size_t h = 0; h < strata_.size(); ++h) {
        means[h] = lowest[h] == highest[h] ? lowest[h] : means[h];
    }
    return means;
}

double DesignSample::variance(std::span<const double> y) const {
    const std::vector<double> means = stratum_means(y);
    std::vector<double> squares(strata_.size());  // per group, at its first stratum
    std::vector<bool> differ(strata_.size());     // so are these: whether any unit does
    std::map<std::uint64_t, std::pair<std::size_t, double>> clusters;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        const SampleCell& cell = cells_[i];
        const auto count = static_cast<double>(cell.count);
        // Corrected here, where the stratum is known; groups of several strata have rates near 0.
        const double correction = std::sqrt(1 - strata_[cell.stratum].sampled_share);
        const double deviation = weight(cell) * (y[i] - means[cell.stratum]) * correction;
        const std::size_t group = group_of_stratum_[cell.stratum];
        differ[group] = differ[group] || deviation != 0;
        if (cell.cluster == SampleCell::no_cluster) {
            squares[group] += count * deviation * deviation;
        } else {
            auto& [cluster_group, sum] = clusters[cell.cluster];
            cluster_group = group;
            sum += count * deviation;
        }
    }
    for (const auto& [cluster, entry] : clusters) {
        squares[entry.first] += entry.second * entry.second;
    }
    double variance = 0;
    for (std::size_t group = 0; group < squares.size(); ++group) {
        const auto number = static_cast<double>(group_clusters_[group]);
        if (!differ[group]) {
            continue;
        }
        if (number == 1) {
            return nan;  // one cluster tells nothing about how clusters differ
        }
        variance += squares[group] * number / (number - 1);
    }
    return variance;
}

double DesignSample::half_width(double se) const {
    if (!clustered()) {
        return normal_quantile * se;
    }
    double freedom = 0;
    for (const std::int64_t number : group_clusters_) {
        freedom += number > 0 ? static_cast<double>(number - 1) : 0;
    }
    if (!(freedom > 0)) {
        return nan;
    }
    const boost::math::students_t_distribution<double> student(freedom);
    return boost::math::quantile(boost::math::complement(student, tail)) * se;
}

Estimate DesignSample::ratio(std::span<const double> y, std::span<const double> x) const {
    const double whole = total(x);
    if (whole == 0) {
        return {};
    }
    const double value = total(y) / whole;
    std::vector<double> deviations(cells_.size());
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        deviations[i] = (y[i] - value * x[i]) / whole;
    }
    const double se = std::sqrt(variance(deviations));
    return {value, se, half_width(se)};
}

std::int64_t DesignSample::clusters_with(std::span<const double> x) const {
    std::int64_t number = 0;
    std::set<std::uint64_t> counted;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        if (x[i] == 0 || strata_[cells_[i].stratum].size == 0) {
            continue;
        }
        if (cells_[i].cluster == SampleCell::no_cluster) {
            number += cells_[i].count;
        } else if (counted.insert(cells_[i].cluster).second) {
            ++number;
        }
    }
    return number;
}

Estimate DesignSample::share(std::span<const double> y, std::span<const double> x) const {
    Estimate estimate = ratio(y, x);
    bool none = true;
    bool all = true;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        if (strata_[cells_[i].stratum].size == 0) {
            continue;
        }
        none = none && y[i] == 0;
        all = all && y[i] == x[i];
    }
    if (!std::isnan(estimate.value) && (none || all)) {
        estimate.value = none ? 0 : 1;
        estimate.se = 0;
        estimate.ci95 = 1 - std::pow(tail, 1 / static_cast<double>(clusters_with(x)));
    }
    return estimate;
}

}  // namespace mineprint::accuracy

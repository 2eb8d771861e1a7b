// SPDX-License-Identifier: Apache-2.0
#include "mineprint/accuracy/interval.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>

namespace mineprint::accuracy {
namespace {

constexpr double tail = 0.025;

/// The cells of each stratum that has a size.
std::vector<std::vector<std::size_t>> cells_by_stratum(const DesignSample& sample) {
    std::vector<std::vector<std::size_t>> members(sample.strata().size());
    for (std::size_t i = 0; i < sample.cells().size(); ++i) {
        if (sample.strata()[sample.cells()[i].stratum].size > 0) {
            members[sample.cells()[i].stratum].push_back(i);
        }
    }
    return members;
}

/// The furthest that the units of a stratum, all alike, could change a figure in one direction.
struct Reach {
    double units = 0;  ///< share of the stratum's units that could
    std::int64_t clusters = 0;
    double change = 0;
};

Reach reach_of(const DesignSample& sample, const std::vector<std::size_t>& members,
               const std::map<std::uint32_t, double>& change_of_class) {
    Reach reach;
    double all = 0;
    std::set<std::uint64_t> clusters;
    for (const std::size_t i : members) {
        const SampleCell& cell = sample.cells()[i];
        const auto count = static_cast<double>(cell.count);
        all += count;
        const double change = change_of_class.at(cell.map_class);
        if (!(change > 0)) {
            continue;
        }
        reach.units += count;
        reach.change = std::max(reach.change, change);
        if (cell.cluster == SampleCell::no_cluster) {
            reach.clusters += cell.count;
        } else if (clusters.insert(cell.cluster).second) {
            ++reach.clusters;
        }
    }
    reach.units /= all;
    return reach;
}

double limit_of(const Stratum& stratum, const Reach& reach) {
    if (reach.clusters == 0) {
        return 0;
    }
    const double missed = 1 - std::pow(tail, 1 / static_cast<double>(reach.clusters));
    const double corrected = std::sqrt(std::max(0.0, 1 - stratum.sampled_share)) * missed;
    return stratum.size * reach.units * reach.change * (stratum.assumed ? 1 : corrected);
}

UnanimousStratum limits_of(const DesignSample& sample, const std::vector<std::size_t>& members,
                           const UnitValue& error, std::span<const std::uint32_t> references) {
    const SampleCell& first = sample.cells()[members.front()];
    const double said = error(first.map_class, first.reference_class);
    std::map<std::uint32_t, double> up;
    std::map<std::uint32_t, double> down;
    for (const std::size_t i : members) {
        const std::uint32_t map_class = sample.cells()[i].map_class;
        if (up.contains(map_class)) {
            continue;
        }
        for (const std::uint32_t reference : references) {
            const double change = error(map_class, reference) - said;
            up[map_class] = std::max(up[map_class], change);
            down[map_class] = std::max(down[map_class], -change);
        }
    }
    const Stratum& stratum = sample.strata()[first.stratum];
    const Reach upward = reach_of(sample, members, up);
    const Reach downward = reach_of(sample, members, down);
    return {first.stratum, stratum.assumed ? 0 : std::max(upward.clusters, downward.clusters),
            limit_of(stratum, upward), limit_of(stratum, downward), false};
}

/// How much larger the variance of a total is for the few units of strata that err. Wald's interval
/// of a share is too short for them; two units more of the lowest value and two of the highest mend
/// that (Agresti & Coull 1998).
double variance_of_few(const DesignSample& sample, const std::vector<double>& errors) {
    constexpr double added = 2;
    double more = 0;
    for (const auto& members : cells_by_stratum(sample)) {
        double units = 0;
        double sum = 0;
        double squares = 0;
        double lowest = std::numeric_limits<double>::infinity();
        double highest = -lowest;
        for (const std::size_t i : members) {
            const auto count = static_cast<double>(sample.cells()[i].count);
            units += count;
            sum += count * errors[i];
            squares += count * errors[i] * errors[i];
            lowest = std::min(lowest, errors[i]);
            highest = std::max(highest, errors[i]);
        }
        if (!(lowest < highest) || units >= fewest_units) {
            continue;
        }
        const Stratum& stratum = sample.strata()[sample.cells()[members.front()].stratum];
        const double plain = (squares - sum * sum / units) / (units - 1) / units;
        const double all = units + 2 * added;
        const double mean = (sum + added * (lowest + highest)) / all;
        const double wide =
            ((squares + added * (lowest * lowest + highest * highest)) / all - mean * mean) / all;
        more +=
            stratum.size * stratum.size * (1 - stratum.sampled_share) * std::max(0.0, wide - plain);
    }
    return more;
}

}  // namespace

std::vector<double> cell_values(const DesignSample& sample, const UnitValue& value) {
    std::vector<double> values;
    values.reserve(sample.cells().size());
    for (const SampleCell& cell : sample.cells()) {
        values.push_back(value(cell.map_class, cell.reference_class));
    }
    return values;
}

std::vector<UnanimousStratum> unanimous_strata(const DesignSample& sample, const UnitValue& error,
                                               std::span<const std::uint32_t> references) {
    const std::vector<double> errors = cell_values(sample, error);
    std::vector<UnanimousStratum> found;
    bool all_agree = true;
    for (const auto& members : cells_by_stratum(sample)) {
        if (members.empty()) {
            continue;
        }
        const bool agree = std::ranges::all_of(
            members, [&](std::size_t i) { return errors[i] == errors[members.front()]; });
        all_agree = all_agree && agree;
        if (agree) {
            const UnanimousStratum limits = limits_of(sample, members, error, references);
            if (limits.up > 0 || limits.down > 0) {
                found.push_back(limits);
            }
        }
    }
    for (UnanimousStratum& stratum : found) {
        stratum.in_interval = all_agree || stratum.units < fewest_units;
    }
    return found;
}

Estimate with_interval(double value, const DesignSample& sample, const UnitValue& error,
                       std::span<const std::uint32_t> references) {
    const std::vector<double> errors = cell_values(sample, error);
    const double variance = sample.variance(errors);
    const double se = std::sqrt(variance);
    // Of clusters it is Student's t that allows for few.
    const double more = sample.clustered() ? 0 : variance_of_few(sample, errors);
    const double half = se == 0 ? 0 : sample.half_width(std::sqrt(variance + more));
    double up_squares = half * half;
    double down_squares = half * half;
    double up = 0;
    double down = 0;
    for (const UnanimousStratum& stratum : unanimous_strata(sample, error, references)) {
        if (!stratum.in_interval) {
            continue;
        }
        if (stratum.units == 0) {
            up += stratum.up;
            down += stratum.down;
        } else {
            up_squares += stratum.up * stratum.up;
            down_squares += stratum.down * stratum.down;
        }
    }
    return {value, se, std::max(up + std::sqrt(up_squares), down + std::sqrt(down_squares))};
}

UnitValue error_of_ratio(const DesignSample& sample, const RatioFigure& figure) {
    const double whole = sample.total(cell_values(sample, figure.x));
    const double ratio = sample.total(cell_values(sample, figure.y)) / whole;
    return [figure, ratio, whole](std::uint32_t map_class, std::uint32_t reference_class) {
        return (figure.y(map_class, reference_class) -
                ratio * figure.x(map_class, reference_class)) /
               whole;
    };
}

Estimate ratio_of(const DesignSample& sample, const RatioFigure& figure,
                  std::span<const std::uint32_t> references) {
    const double whole = sample.total(cell_values(sample, figure.x));
    if (whole == 0) {
        return {};
    }
    return with_interval(sample.total(cell_values(sample, figure.y)) / whole, sample,
                         error_of_ratio(sample, figure), references);
}

Estimate share_of(const DesignSample& sample, const RatioFigure& figure,
                  std::span<const std::uint32_t> references) {
    const auto has_size = [](const Stratum& stratum) { return stratum.size > 0; };
    if (std::ranges::count_if(sample.strata(), has_size) == 1) {
        return sample.share(cell_values(sample, figure.y), cell_values(sample, figure.x));
    }
    Estimate share = ratio_of(sample, figure, references);
    if (share.ci95 > std::max(share.value, 1 - share.value)) {
        share.ci95 = std::max(share.value, 1 - share.value);
    }
    return share;
}

}  // namespace mineprint::accuracy

// SPDX-License-Identifier: Apache-2.0
#include "mineprint/accuracy/assessment.hpp"

#include <numeric>

namespace mineprint::accuracy {
namespace {

double one(std::uint32_t /*map_class*/, std::uint32_t /*reference_class*/) { return 1; }

double agrees(std::uint32_t map_class, std::uint32_t reference_class) {
    return map_class == reference_class ? 1 : 0;
}

UnitValue is_mapped(std::size_t cls) {
    return [cls](std::uint32_t map_class, std::uint32_t /*reference_class*/) {
        return map_class == cls ? 1.0 : 0.0;
    };
}

UnitValue is_real(std::size_t cls) {
    return [cls](std::uint32_t /*map_class*/, std::uint32_t reference_class) {
        return reference_class == cls ? 1.0 : 0.0;
    };
}

std::vector<std::uint32_t> all_classes(std::size_t classes) {
    std::vector<std::uint32_t> all(classes);
    std::iota(all.begin(), all.end(), std::uint32_t{0});
    return all;
}

/// Estimated area in each cell of the error matrix.
std::vector<double> cell_areas(const DesignSample& sample, std::size_t classes) {
    std::vector<double> areas(classes * classes);
    for (std::size_t i = 0; i < classes; ++i) {
        for (std::size_t j = 0; j < classes; ++j) {
            areas[i * classes + j] =
                sample.total(cell_values(sample, [&](std::uint32_t mapped, std::uint32_t real) {
                    return mapped == i && real == j ? 1.0 : 0.0;
                }));
        }
    }
    return areas;
}

/// Mean of the producer's accuracies: its linearised total is the mean of theirs.
Estimate balanced_accuracy(const DesignSample& sample, const Assessment& result) {
    const std::size_t classes = result.producers.size();
    std::vector<double> column_areas(classes);
    double present = 0;
    for (std::size_t j = 0; j < classes; ++j) {
        column_areas[j] = sample.total(cell_values(sample, is_real(j)));
        present += column_areas[j] > 0 ? 1 : 0;
    }
    const auto error = [&](std::uint32_t map_class, std::uint32_t j) {
        return column_areas[j] > 0 ? (agrees(map_class, j) - result.producers[j].value) /
                                         (column_areas[j] * present)
                                   : 0;
    };
    Estimate estimate =
        with_interval(result.agreement.balanced, sample, error, all_classes(classes));
    estimate.ci95 = estimate.ci95 > 1 ? 1 : estimate.ci95;
    return estimate;
}

void assess_class(const DesignSample& sample, std::size_t cls,
                  std::span<const std::uint32_t> references, Assessment& result) {
    const auto both = [cls](std::uint32_t mapped, std::uint32_t real) {
        return mapped == cls && real == cls ? 1.0 : 0.0;
    };
    const auto twice_both = [both](std::uint32_t mapped, std::uint32_t real) {
        return 2 * both(mapped, real);
    };
    const auto either = [cls](std::uint32_t mapped, std::uint32_t real) {
        return (mapped == cls ? 1.0 : 0.0) + (real == cls ? 1.0 : 0.0);
    };
    result.users.push_back(share_of(sample, {both, is_mapped(cls)}, references));
    result.producers.push_back(share_of(sample, {both, is_real(cls)}, references));
    result.f1.push_back(share_of(sample, {twice_both, either}, references));
}

}  // namespace

Assessment assess(const DesignSample& sample, std::size_t classes) {
    Assessment result;
    result.cells = cell_areas(sample, classes);
    for (double& cell : result.cells) {
        cell /= sample.population();
    }
    result.agreement = agreement(result.cells, classes);
    const auto references = all_classes(classes);
    result.overall = share_of(sample, {agrees, one}, references);
    for (std::size_t cls = 0; cls < classes; ++cls) {
        assess_class(sample, cls, references, result);
    }
    result.balanced = balanced_accuracy(sample, result);
    result.area_share = area_shares(sample, classes);
    return result;
}

std::vector<Estimate> area_shares(const DesignSample& sample, std::size_t classes) {
    const auto references = all_classes(classes);
    std::vector<Estimate> shares;
    for (std::size_t cls = 0; cls < classes; ++cls) {
        shares.push_back(share_of(sample, {is_real(cls), one}, references));
    }
    return shares;
}

std::vector<UnanimousStratum> unanimous_about(const DesignSample& sample, std::size_t cls,
                                              std::size_t classes) {
    auto strata =
        unanimous_strata(sample, error_of_ratio(sample, {is_real(cls), one}), all_classes(classes));
    for (UnanimousStratum& stratum : strata) {
        stratum.up *= sample.population();
        stratum.down *= sample.population();
    }
    return strata;
}

std::vector<Estimate> pooled_areas(const DesignSample& sample,
                                   std::span<const double> mapped_areas) {
    const std::size_t classes = mapped_areas.size();
    std::vector<double> sampled(classes);
    bool complete = true;
    for (std::size_t i = 0; i < classes; ++i) {
        sampled[i] = sample.total(cell_values(sample, is_mapped(i)));
        complete = complete && (mapped_areas[i] == 0 || sampled[i] > 0);
    }
    if (!complete) {
        return std::vector<Estimate>(classes);
    }
    // Every sample of map class i stands for as much as the part has of that class.
    const auto cells = cell_areas(sample, classes);
    const auto references = all_classes(classes);
    std::vector<Estimate> areas;
    for (std::size_t j = 0; j < classes; ++j) {
        double area = 0;
        for (std::size_t i = 0; i < classes; ++i) {
            area +=
                mapped_areas[i] == 0 ? 0 : mapped_areas[i] * cells[i * classes + j] / sampled[i];
        }
        const auto error = [&](std::uint32_t i, std::uint32_t real) {
            const double is_j = real == j ? 1 : 0;
            return mapped_areas[i] == 0 ? 0
                                        : mapped_areas[i] / sampled[i] *
                                              (is_j - cells[i * classes + j] / sampled[i]);
        };
        areas.push_back(with_interval(area, sample, error, references));
    }
    return areas;
}

}  // namespace mineprint::accuracy

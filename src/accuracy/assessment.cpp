// SPDX-License-Identifier: Apache-2.0
#include "mineprint/accuracy/assessment.hpp"

#include <cmath>

namespace mineprint::accuracy {
namespace {

/// A value of each cell, by what `of` says of it.
template <class Of>
std::vector<double> values(const DesignSample& sample, const Of& of) {
    std::vector<double> result;
    result.reserve(sample.cells().size());
    for (const SampleCell& cell : sample.cells()) {
        result.push_back(static_cast<double>(of(cell)));
    }
    return result;
}

bool agrees(const SampleCell& cell) { return cell.map_class == cell.reference_class; }

/// Estimated area in each cell of the error matrix.
std::vector<double> cell_areas(const DesignSample& sample, std::size_t classes) {
    std::vector<double> areas(classes * classes);
    for (std::size_t i = 0; i < classes; ++i) {
        for (std::size_t j = 0; j < classes; ++j) {
            areas[i * classes + j] = sample.total(values(sample, [&](const SampleCell& cell) {
                return cell.map_class == i && cell.reference_class == j;
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
        column_areas[j] = sample.total(
            values(sample, [&](const SampleCell& cell) { return cell.reference_class == j; }));
        present += column_areas[j] > 0 ? 1 : 0;
    }
    const auto deviations = values(sample, [&](const SampleCell& cell) {
        const std::size_t j = cell.reference_class;
        const double correct = agrees(cell) ? 1 : 0;
        return column_areas[j] > 0
                   ? (correct - result.producers[j].value) / (column_areas[j] * present)
                   : 0;
    });
    const double se = std::sqrt(sample.variance(deviations));
    return {result.agreement.balanced, se, sample.half_width(se)};
}

void assess_class(const DesignSample& sample, std::size_t cls, Assessment& result) {
    const auto mapped =
        values(sample, [&](const SampleCell& cell) { return cell.map_class == cls; });
    const auto real =
        values(sample, [&](const SampleCell& cell) { return cell.reference_class == cls; });
    const auto both = values(
        sample, [&](const SampleCell& cell) { return cell.map_class == cls && agrees(cell); });
    std::vector<double> twice_both(both.size());
    std::vector<double> either(both.size());
    for (std::size_t i = 0; i < both.size(); ++i) {
        twice_both[i] = 2 * both[i];
        either[i] = mapped[i] + real[i];
    }
    result.users.push_back(sample.share(both, mapped));
    result.producers.push_back(sample.share(both, real));
    result.f1.push_back(sample.share(twice_both, either));
}

}  // namespace

Assessment assess(const DesignSample& sample, std::size_t classes) {
    Assessment result;
    result.cells = cell_areas(sample, classes);
    for (double& cell : result.cells) {
        cell /= sample.population();
    }
    result.agreement = agreement(result.cells, classes);
    result.overall =
        sample.share(values(sample, agrees), values(sample, [](const SampleCell&) { return 1; }));
    for (std::size_t cls = 0; cls < classes; ++cls) {
        assess_class(sample, cls, result);
    }
    result.balanced = balanced_accuracy(sample, result);
    result.area_share = area_shares(sample, classes);
    return result;
}

std::vector<Estimate> area_shares(const DesignSample& sample, std::size_t classes) {
    const auto all = values(sample, [](const SampleCell&) { return 1; });
    std::vector<Estimate> shares;
    for (std::size_t cls = 0; cls < classes; ++cls) {
        shares.push_back(sample.share(
            values(sample, [&](const SampleCell& cell) { return cell.reference_class == cls; }),
            all));
    }
    return shares;
}

std::vector<Estimate> pooled_areas(const DesignSample& sample,
                                   std::span<const double> mapped_areas) {
    const std::size_t classes = mapped_areas.size();
    std::vector<double> sampled(classes);
    bool complete = true;
    for (std::size_t i = 0; i < classes; ++i) {
        sampled[i] = sample.total(
            values(sample, [&](const SampleCell& cell) { return cell.map_class == i; }));
        complete = complete && (mapped_areas[i] == 0 || sampled[i] > 0);
    }
    if (!complete) {
        return std::vector<Estimate>(classes);
    }
    // Every sample of map class i stands for as much as the part has of that class.
    const auto scale = [&](const SampleCell& cell) {
        const double area = mapped_areas[cell.map_class];
        return area == 0 ? 0 : area / sampled[cell.map_class];
    };
    const auto cells = cell_areas(sample, classes);
    std::vector<Estimate> areas;
    for (std::size_t j = 0; j < classes; ++j) {
        double area = 0;
        for (std::size_t i = 0; i < classes; ++i) {
            area +=
                mapped_areas[i] == 0 ? 0 : mapped_areas[i] * cells[i * classes + j] / sampled[i];
        }
        const auto deviations = values(sample, [&](const SampleCell& cell) {
            const std::size_t i = cell.map_class;
            const double is_j = cell.reference_class == j ? 1 : 0;
            return scale(cell) == 0 ? 0
                                    : scale(cell) * (is_j - cells[i * classes + j] / sampled[i]);
        });
        const double se = std::sqrt(sample.variance(deviations));
        areas.push_back({area, se, sample.half_width(se)});
    }
    return areas;
}

}  // namespace mineprint::accuracy

// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/map_threshold.hpp"

#include <cmath>

#include <fmt/format.h>

#include "mineprint/accuracy/detection_curve.hpp"
#include "mineprint/core/checked_cast.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/pipeline/sample_file.hpp"

namespace mineprint::pipeline {
namespace {

using accuracy::ThresholdRule;

constexpr double whole = 10'000;  // of a map's probability

/// The held-out samples of one epoch as columns of features.
struct HeldOut {
    std::vector<std::vector<float>> columns;
    std::vector<std::uint8_t> label;
};

HeldOut held_out_of(const forest::SampleTable& table, std::size_t epoch) {
    const std::size_t width = table.schema.size();
    HeldOut samples{std::vector<std::vector<float>>(width), {}};
    for (std::size_t row = 0; row < table.size(); ++row) {
        if (table.origins[row].held_out == 0 || table.origins[row].epoch != epoch) {
            continue;
        }
        samples.label.push_back(table.origins[row].label);
        for (std::size_t feature = 0; feature < width; ++feature) {
            samples.columns[feature].push_back(table.features[row * width + feature]);
        }
    }
    return samples;
}

accuracy::DetectionCurve curve_of(const HeldOut& samples, const Model& model) {
    const std::size_t number = samples.label.size();
    std::vector<std::span<const float>> columns(samples.columns.begin(), samples.columns.end());
    const std::vector<std::uint8_t> observed(number, 1);
    std::vector<std::uint8_t> label(number);
    std::vector<std::uint16_t> probability(number);
    std::vector<std::uint8_t> is_target(number);
    model.engine.classify(columns, observed, model.target, label, probability);
    for (std::size_t i = 0; i < number; ++i) {
        probability[i] = to_map_probability(probability[i]);
        is_target[i] = samples.label[i] == model.target ? 1 : 0;
    }
    return accuracy::detection_curve(probability, is_target);
}

std::int64_t chosen_threshold(const Region& region, const forest::SampleTable& table,
                              const Models& models, std::size_t epoch) {
    try {
        const auto curve = curve_of(held_out_of(table, epoch), models.of(*region.job, epoch));
        return accuracy::best_point(curve, region.job->threshold.rule).threshold;
    } catch (const core::DataError& problem) {
        throw core::DataError(fmt::format("maps.threshold: region {}, epoch {}: {}",
                                          region.job->name, region.job->epochs[epoch].name,
                                          problem.what()));
    }
}

std::vector<std::int64_t> thresholds_of(const Context& context, const Region& region,
                                        const Models& models) {
    const std::size_t num_epochs = region.job->epochs.size();
    const ThresholdOptions& options = region.job->threshold;
    if (options.rule == ThresholdRule::argmax) {
        return std::vector<std::int64_t>(num_epochs, -1);
    }
    if (options.rule == ThresholdRule::fixed) {
        return std::vector<std::int64_t>(num_epochs, std::llround(options.fixed * whole));
    }
    const auto path = context.paths.samples(region.job->name);
    const auto table = read_samples(path).table;
    std::vector<std::int64_t> thresholds;
    for (std::size_t epoch = 0; epoch < num_epochs; ++epoch) {
        thresholds.push_back(chosen_threshold(region, table, models, epoch));
        context.log.info(fmt::format("{}: the map of {} shows {} from a probability of {:.4f} on",
                                     region.job->name, region.job->epochs[epoch].name,
                                     region.job->reference.target,
                                     static_cast<double>(thresholds.back()) / whole));
    }
    return thresholds;
}

}  // namespace

std::uint16_t to_map_probability(std::uint16_t share) {
    return static_cast<std::uint16_t>((std::uint32_t{share} * 10000 + 32767) / 65535);
}

void apply_threshold(const ClassifiedPixels& pixels, std::int64_t threshold,
                     std::span<const std::uint16_t> probability, std::span<std::uint8_t> label) {
    const std::uint8_t target = pixels.model.target;
    std::vector<std::uint8_t> undecided(label.size());
    bool any = false;
    for (std::size_t i = 0; i < label.size(); ++i) {
        if (pixels.observed[i] == 0) {
            continue;
        }
        if (probability[i] >= threshold) {
            label[i] = target;
        } else if (label[i] == target) {
            undecided[i] = 1;
            any = true;
        }
    }
    if (!any) {
        return;
    }
    // The engine tells one class's probability at a time; only these pixels are walked again.
    std::vector<std::uint16_t> best(label.size());
    std::vector<std::uint16_t> share(label.size());
    std::vector<std::uint8_t> votes(label.size());
    bool first = true;
    for (std::size_t cls = 0; cls < pixels.model.engine.num_classes(); ++cls) {
        if (cls == target) {
            continue;
        }
        const auto class_index = core::checked_cast<std::uint8_t>(cls);
        pixels.model.engine.classify(pixels.columns, undecided, class_index, votes, share);
        for (std::size_t i = 0; i < label.size(); ++i) {
            if (undecided[i] != 0 && (first || share[i] > best[i])) {
                best[i] = share[i];
                label[i] = class_index;
            }
        }
        first = false;
    }
}

void choose_thresholds(Context& context, const Models& models) {
    for (Region& region : context.regions) {
        mpi::run_on_root(context.comm,
                         [&] { region.thresholds = thresholds_of(context, region, models); });
        mpi::broadcast(context.comm, region.thresholds);
    }
}

}  // namespace mineprint::pipeline

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/pipeline/context.hpp"
#include "mineprint/pipeline/model_choice.hpp"

namespace mineprint::pipeline {

/// A forest speaks in 65535ths, a map in 10 000ths.
[[nodiscard]] std::uint16_t to_map_probability(std::uint16_t share);

/// The features of pixels, and the forest that classified them.
struct ClassifiedPixels {
    std::span<const std::span<const float>> columns;
    std::span<const std::uint8_t> observed;
    const Model& model;
};

/// Makes `label` the target where `probability` (in 10 000ths) is at least `threshold`; elsewhere,
/// where the votes were for the target, the other class with the most votes (of equal ones the
/// first).
void apply_threshold(const ClassifiedPixels& pixels, std::int64_t threshold,
                     std::span<const std::uint16_t> probability, std::span<std::uint8_t> label);

/// Collective. Chooses each region's thresholds by maps.threshold: those that serve the held-out
/// samples of an epoch best, judged by the forest that maps the epoch. They are logged, and part of
/// the maps' fingerprints. Throws DataError where an epoch has no held-out samples to choose by.
void choose_thresholds(Context& context, const Models& models);

}  // namespace mineprint::pipeline

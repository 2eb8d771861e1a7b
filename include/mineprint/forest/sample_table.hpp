// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

#include "mineprint/forest/feature_schema.hpp"

namespace mineprint::forest {

/// Where a sample comes from. `id` is its identity in all random draws: a mix of region, epoch and
/// pixel, so that it does not depend on the order of reading or the rank.
struct SampleOrigin {
    std::uint64_t id = 0;
    std::uint16_t region = 0;  ///< index into SampleTable::regions
    std::uint16_t epoch = 0;   ///< index into SampleTable::epochs
    std::uint32_t group = 0;   ///< reference feature (polygon or point) it was drawn from
    std::int32_t column = 0;   ///< pixel of the region's grid
    std::int32_t row = 0;
    std::uint8_t label = 0;     ///< index into SampleTable::classes
    std::uint8_t held_out = 0;  ///< 1: kept for the accuracy assessment, not for training
    std::array<std::uint16_t, 3> reserved{};  ///< no uninitialised padding in hashes and messages
    bool operator==(const SampleOrigin&) const = default;
};
static_assert(std::has_unique_object_representations_v<SampleOrigin>);

/// Labelled pixels with their features. In files and after gathering sorted by id.
struct SampleTable {
    FeatureSchema schema;
    std::vector<std::string> classes;
    std::vector<std::string> regions;
    std::vector<std::string> epochs;
    std::vector<SampleOrigin> origins;
    std::vector<float> features;  ///< row-major: origins.size() × schema.size(); NaN: missing

    [[nodiscard]] std::size_t size() const noexcept { return origins.size(); }
    /// Sorts the rows by id.
    void sort();
    /// SHA-256 of everything in it.
    [[nodiscard]] std::string hash() const;
    bool operator==(const SampleTable&) const = default;
};

}  // namespace mineprint::forest

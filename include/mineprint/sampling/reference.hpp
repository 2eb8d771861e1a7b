// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "mineprint/forest/sample_table.hpp"
#include "mineprint/geo/grid.hpp"
#include "mineprint/sampling/options.hpp"

namespace mineprint::sampling {

/// A labelled pixel before its features are known.
struct LabelledPixel {
    std::int64_t column = 0;
    std::int64_t row = 0;
    std::uint16_t epoch = 0;  ///< index into the epochs given
    std::uint8_t label = 0;   ///< index into Reference::classes
    std::uint32_t group = 0;  ///< reference feature it lies in, by its number in the file
    std::uint64_t id = 0;     ///< identity in all random draws
    bool held_out = false;
    bool operator==(const LabelledPixel&) const = default;
};

struct Reference {
    std::vector<std::string> classes;
    std::uint8_t target = 0;
    std::vector<LabelledPixel>
        pixels;  ///< ordered by epoch, row, column; no pixel twice in an epoch
    std::vector<std::string>
        notes;  ///< repairs, features without a class, pixels claimed by two classes
    std::int64_t num_outside = 0;  ///< features wholly outside the grid
};

/// Reads the reference of one region and turns it into labelled, split pixels. Local: every rank
/// may call it and gets the same. Throws DataError naming file, layer and field: missing field, no
/// features, all of them outside the grid, unknown class, target without samples; UsageError: an
/// epoch named in the options that the job does not have.
[[nodiscard]] Reference read_reference(const ReferenceOptions& options, const geo::Grid& grid,
                                       const std::string& region,
                                       std::span<const std::string> epochs);

}  // namespace mineprint::sampling

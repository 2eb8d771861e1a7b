// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "mineprint/gdal_io/vector_reader.hpp"
#include "mineprint/sampling/options.hpp"

namespace mineprint::sampling {

/// The classes of the features of one layer at the epochs of a job.
struct Labels {
    std::vector<std::string> classes;
    std::uint8_t target = 0;
    /// [feature][epoch]: index into `classes`, or nothing.
    std::vector<std::vector<std::optional<std::uint8_t>>> of_feature;
    std::vector<std::string> notes;
};

/// Reads the class of every feature at every epoch. Texts lose the blanks at their ends; an empty
/// one is no class. Classes that the options do not list are ordered as numbers where all are whole
/// numbers, else by their bytes; they come from the whole layer, so that all regions that share a
/// file share its classes. Throws UsageError: an epoch the job does not have, named twice, no such
/// target, a class listed twice; DataError: a field that is not there, a class that is not listed,
/// no class at all, more than 255.
[[nodiscard]] Labels read_labels(const gdal_io::VectorLayer& layer, const ReferenceOptions& options,
                                 std::span<const std::string> epochs);

}  // namespace mineprint::sampling

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace mineprint::sampling {

/// The class of a reference feature at an epoch stands in this field.
struct ClassField {
    std::string epoch;  ///< empty: for every epoch, or the one `epoch_field` names
    std::string field;
};

enum class SplitBy { sample, polygon, block };

/// Where labels come from and how they are split into training and held-out samples.
struct ReferenceOptions {
    std::filesystem::path file;
    std::string layer;
    std::string crs;                       ///< for files without one (CSV with x/y columns)
    std::vector<ClassField> class_fields;  ///< default: one field `class`
    std::string epoch_field;  ///< a field that names the epoch of each feature; empty: none
    std::vector<std::string> classes;  ///< classes in order; empty: all that occur, sorted
    std::string target = "mine";
    double split = 0.7;  ///< share of samples used for training
    SplitBy split_by = SplitBy::polygon;
    double block_size_m = 3000;  ///< for SplitBy::block, in CRS units of a projected grid (metres)
    std::int64_t max_per_class = 0;  ///< most pixels per class and epoch, drawn by seed; 0: all
    std::uint64_t seed = 0;
};

}  // namespace mineprint::sampling

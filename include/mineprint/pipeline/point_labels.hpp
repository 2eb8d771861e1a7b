// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/forest/sample_table.hpp"
#include "mineprint/pipeline/job.hpp"
#include "mineprint/pipeline/validation_design.hpp"

namespace mineprint::pipeline {

struct PointLabels {
    /// One for each point and epoch with a label; `id` and `group` are the point's index in the
    /// design, `label` is an index into its classes.
    std::vector<forest::SampleOrigin> samples;
    std::vector<std::string> notes;  ///< how many points lack a label, by epoch
};

/// Reads labels that people gave to drawn points: accuracy.labels, any vector file or CSV with a
/// field PLOTID and fields `label_EPOCH` (a field `label` holds for every epoch). An empty label is
/// no label. Throws DataError naming file and plot: no such field, a plot that was not drawn or
/// comes twice, one that does not lie where it was drawn, a label that is no class of the map, no
/// label at all.
[[nodiscard]] PointLabels read_point_labels(const RegionJob& job, const ValidationDesign& design);

}  // namespace mineprint::pipeline

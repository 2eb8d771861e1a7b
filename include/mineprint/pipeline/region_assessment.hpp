// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "mineprint/pipeline/checked_samples.hpp"
#include "mineprint/pipeline/result_tables.hpp"
#include "mineprint/pipeline/sample_units.hpp"

namespace mineprint::pipeline {

/// What the samples that check a region are.
struct AssessmentInput {
    const CheckedSamples& samples;  ///< zones in the order of the region's layers
    UnitRules rules;
    std::int64_t zone_samples = 20;
    /// Whether a place has labels of its own at each epoch; else change cannot be told from them.
    bool labels_by_epoch = false;
    std::string what;  ///< of the samples, for people
};

/// What samples are and how they were drawn, in words.
[[nodiscard]] std::string sample_text(SampleDesign design, const std::string& what);

/// Fills `tables.estimates` and every layer's `adjusted` from samples; `tables` must have areas and
/// change. Epochs and zones without samples stay NaN.
void assess_region(RegionTables& tables, const AssessmentInput& input);

}  // namespace mineprint::pipeline

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/forest/sample_table.hpp"
#include "mineprint/mpi/communicator.hpp"
#include "mineprint/training/training_rows.hpp"

namespace mineprint::training {

/// The rows of all ranks that are not held out, in no stated order.
struct GatheredRows {
    forest::FeatureSchema schema;
    std::vector<std::string> classes;
    RawRows rows;
    std::string hash;  ///< SHA-256 of schema, classes and rows, whatever their order
};

/// Collective over `comm`. Every rank gets all rows. Throws, the same on all ranks: DataError when
/// ranks with rows disagree on schema or classes, a label does not exist, the features do not fit
/// the schema, or two rows have one id.
[[nodiscard]] GatheredRows gather_rows(const mpi::Communicator& comm,
                                       const forest::SampleTable& samples);

}  // namespace mineprint::training

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/forest/sample_table.hpp"
#include "mineprint/mpi/communicator.hpp"
#include "mineprint/training/training_rows.hpp"

namespace mineprint::training {

/// The rows of this rank that are not held out, ready to grow trees from, and what all ranks know
/// of all rows.
struct OwnRows {
    forest::FeatureSchema schema;
    std::vector<std::string> classes;
    std::vector<std::vector<float>> thresholds;  ///< per feature
    RowStore store;
    std::vector<std::uint64_t> rows_per_class;  ///< of all ranks
    std::string hash;  ///< SHA-256 of schema, classes and all rows, whatever their order

    [[nodiscard]] std::uint64_t num_rows_of_all() const;
    /// This rank's rows; a view.
    [[nodiscard]] TrainingRows view() const;
};

/// Collective over `comm`. Throws, the same on all ranks: DataError when ranks with rows disagree
/// on schema or classes, a label does not exist, the features do not fit the schema, two rows have
/// one id, there are no rows or features, or but one class has rows.
[[nodiscard]] OwnRows prepare_rows(const mpi::Communicator& comm,
                                   const forest::SampleTable& samples, int num_threads);

}  // namespace mineprint::training

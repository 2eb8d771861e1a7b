// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "mineprint/mpi/communicator.hpp"
#include "mineprint/simulate/landscape.hpp"
#include "mineprint/simulate/reference_points.hpp"
#include "mineprint/simulate/truth.hpp"

namespace mineprint::simulate {

/// What is known of the region without any scene.
struct Survey {
    TruthTable truth;
    std::vector<ReferencePoint> points;
};

/// Collective over `comm`. Goes through the region's grid once, tile by tile: counts true cover and
/// draws the reference points.
[[nodiscard]] Survey survey_region(const mpi::Communicator& comm, const SimulateOptions& options,
                                   const Landscape& landscape,
                                   const std::vector<EpochState>& states, int num_threads);

}  // namespace mineprint::simulate

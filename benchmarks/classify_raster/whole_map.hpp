// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "classify_raster/gdal_floor.hpp"
#include "measure.hpp"
#include "mineprint/forest/forest.hpp"
#include "mineprint/mpi/communicator.hpp"

namespace mineprint::benchmarks {

/// The stage `map` of the program on one scene and a forest.
class WholeMap {
  public:
    /// Writes a job file and `model.h5` to `folder`.
    WholeMap(const std::filesystem::path& folder, const std::filesystem::path& scene,
             const forest::Forest& forest);

    /// Makes all maps, from the job file to the mosaics; old ones are removed before.
    [[nodiscard]] Cost run(const mpi::Communicator& comm, int num_threads) const;

    /// What the last run made.
    [[nodiscard]] FloorMaps maps() const;

  private:
    std::filesystem::path folder_;
    std::filesystem::path job_;
};

}  // namespace mineprint::benchmarks

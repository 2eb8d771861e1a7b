// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mineprint/pipeline/region.hpp"

namespace mineprint::pipeline {

/// Bytes one rank needs at most, by what they are for.
struct MemoryPlan {
    std::int64_t program = 0;     ///< libraries, MPI buffers, the block cache of GDAL
    std::int64_t forests = 0;     ///< the model and its layout for speed, grown to the full
    std::int64_t samples = 0;     ///< while training: table, bins, one tree per thread
    std::int64_t per_thread = 0;  ///< parts of observations, composite, features and maps of a tile
    int num_threads = 1;

    [[nodiscard]] std::int64_t total() const;
};

/// The peak over the stages. It follows tile size, bands, threads and sample count, never the
/// number of scenes or tiles. `num_samples` is the number of labelled pixels of all regions.
[[nodiscard]] MemoryPlan plan_memory(const std::vector<Region>& regions, std::int64_t num_samples,
                                     int num_threads);

/// `12.3 GiB`, `512 MiB`.
[[nodiscard]] std::string bytes_text(std::int64_t bytes);

}  // namespace mineprint::pipeline

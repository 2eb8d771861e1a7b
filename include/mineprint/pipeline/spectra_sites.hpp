// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mineprint/core/log.hpp"
#include "mineprint/geo/grid.hpp"
#include "mineprint/mpi/communicator.hpp"
#include "mineprint/pipeline/spectra_options.hpp"

namespace mineprint::pipeline {

/// Pixels `begin` … `end - 1` of a row of the image.
struct PixelRun {
    std::int64_t row = 0;
    std::int64_t begin = 0;
    std::int64_t end = 0;
    auto operator<=>(const PixelRun&) const = default;
};

/// A mine site on the image's grid.
struct SpectraSite {
    std::string name;
    std::vector<PixelRun> runs;  ///< by row, then column

    [[nodiscard]] std::int64_t num_pixels() const;
};

struct SpectraSites {
    std::vector<SpectraSite> sites;
    std::vector<PixelRun>
        left_out;  ///< of sites below the minimum size: neither site nor elsewhere
};

/// Puts runs together that touch, corners included (8-neighbours). `runs` by row, then column; the
/// sites are numbered `1`, `2`, … by their first run in that order.
[[nodiscard]] std::vector<SpectraSite> connected_sites(const std::vector<PixelRun>& runs);

/// Collective over `comm`. The sites of a job on the grid of its image: connected pixels of a value
/// of the mask (on another grid: by nearest neighbour), or the polygons of a layer; polygons of one
/// name are one site. Rank 0 reads, all get them. Throws DataError when there is none.
[[nodiscard]] SpectraSites read_spectra_sites(const mpi::Communicator& comm,
                                              const SpectraOptions& options, const geo::Grid& grid,
                                              const core::Log& log);

}  // namespace mineprint::pipeline

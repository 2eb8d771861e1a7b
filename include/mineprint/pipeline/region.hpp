// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "mineprint/archive/catalogue.hpp"
#include "mineprint/archive/catalogue_file.hpp"
#include "mineprint/archive/open_files.hpp"
#include "mineprint/core/log.hpp"
#include "mineprint/forest/feature_schema.hpp"
#include "mineprint/geo/box_index.hpp"
#include "mineprint/geo/tiling.hpp"
#include "mineprint/mpi/communicator.hpp"
#include "mineprint/pipeline/job.hpp"

namespace mineprint::pipeline {

/// A region ready to be worked on: its grid fixed, its scenes found and sorted into epochs. The
/// same on every rank.
struct Region {
    const RegionJob* job = nullptr;
    geo::Grid grid;
    geo::Tiling tiling{1, 1, 1};
    archive::Catalogue catalogue;
    archive::CatalogueContent found;  ///< on rank 0: all that lies in the archive, used or not
    std::vector<std::vector<std::size_t>>
        epoch_scenes;  ///< indices into catalogue.scenes, per epoch
    std::vector<std::vector<geo::Extent>> epoch_extents;  ///< of those scenes, in the grid's CRS
    forest::FeatureSchema schema;
    std::vector<std::string> input_bands;  ///< the bands to read, each once
    /// Per epoch, what identifies the files of elevation and layers: names, sizes and times.
    std::vector<std::string> layer_stamps;
    /// Per epoch, in 10 000ths, −1: none; see TileRecord::threshold. Empty until it is chosen.
    std::vector<std::int64_t> thresholds;

    std::vector<geo::BoxIndex> epoch_index;  ///< of those extents
    /// What tiles leave open for one another; the regions of a run share it.
    std::shared_ptr<archive::FilePool> files = std::make_shared<archive::FilePool>();

    /// Scenes of an epoch whose extent meets a window, in catalogue order.
    [[nodiscard]] std::vector<std::size_t> scenes_for(std::size_t epoch,
                                                      const geo::PixelWindow& window) const;
};

/// Collective over `comm`. Scans the archives of all regions. Throws DataError (all ranks) when an
/// epoch has no scene, or the grid cannot be told.
[[nodiscard]] std::vector<Region> prepare_regions(const mpi::Communicator& comm, const Job& job,
                                                  const core::Log& log);

/// The epoch names of a job, in time order.
[[nodiscard]] std::vector<std::string> epoch_names(const RegionJob& job);

}  // namespace mineprint::pipeline

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>

#include "mineprint/archive/catalogue.hpp"
#include "mineprint/archive/catalogue_file.hpp"
#include "mineprint/mpi/communicator.hpp"

namespace mineprint::pipeline {

struct ScanScope {
    std::filesystem::path catalogue;  ///< of an earlier run, to be used while it holds; or empty
    /// Scenes that may take part in the region; others go to no rank but the first.
    std::function<bool(const archive::Scene&)> wanted;
};

struct Scan {
    archive::Catalogue catalogue;     ///< what is used, the same on every rank
    archive::CatalogueContent found;  ///< on rank 0: everything; without what is quarantined
};

/// Collective over `comm`. Finds and reads every scene of an archive, the products dealt out over
/// the ranks; products that an earlier catalogue knows, and whose files have not changed since, are
/// not read again. A product that cannot be understood is quarantined. Of the rest the ones that
/// the filter of the options lets pass, and that are wanted, are used.
[[nodiscard]] Scan scan_archive(const mpi::Communicator& comm,
                                const archive::ArchiveOptions& options, const ScanScope& scope);

}  // namespace mineprint::pipeline

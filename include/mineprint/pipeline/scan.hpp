// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/archive/catalogue.hpp"
#include "mineprint/mpi/communicator.hpp"

namespace mineprint::pipeline {

/// Collective over `comm`. Finds and reads every scene of an archive, the products dealt out over
/// the ranks; every rank gets the same catalogue. A product that cannot be understood is
/// quarantined; a ready-made image that cannot be read is an error, for its epoch has nothing else.
[[nodiscard]] archive::Catalogue scan_archive(const mpi::Communicator& comm,
                                              const archive::ArchiveOptions& options);

}  // namespace mineprint::pipeline

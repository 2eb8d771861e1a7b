// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/core/error.hpp"
#include "mineprint/core/log.hpp"
#include "mineprint/mpi/communicator.hpp"
#include "mineprint/pipeline/job.hpp"

namespace mineprint::pipeline {

// The stages, each a step from files to files. All are collective over `comm`, throw the same error
// on every rank, and return `done`, or `partial` when scenes were quarantined within the budget.

/// Lists scenes, tiles, bytes and memory. Throws DataError when the run could not work, with all
/// causes.
core::ExitStatus plan(const mpi::Communicator& comm, const Job& job, const core::Log& log);
/// Reference and scenes → `<region>/samples.h5`.
core::ExitStatus sample(const mpi::Communicator& comm, const Job& job, const core::Log& log);
/// `<region>/samples.h5` of all regions → `model.h5`.
core::ExitStatus train(const mpi::Communicator& comm, const Job& job, const core::Log& log);
/// Scenes and `model.h5` → class and probability maps per tile and epoch.
core::ExitStatus map(const mpi::Communicator& comm, const Job& job, const core::Log& log);
/// Class maps → temporally consistent and sieved class maps beside them.
core::ExitStatus filter(const mpi::Communicator& comm, const Job& job, const core::Log& log);
/// Class maps, zone layers and held-out samples → `results.h5` and tables.
core::ExitStatus reduce(const mpi::Communicator& comm, const Job& job, const core::Log& log);
/// Class maps → validation points to be labelled, and the design they were drawn by.
core::ExitStatus draw(const mpi::Communicator& comm, const Job& job, const core::Log& log);
/// Class maps, zone layers and labelled validation points → `assessment.h5` and tables.
core::ExitStatus assess(const mpi::Communicator& comm, const Job& job, const core::Log& log);
/// Image, spectral library and sites → `<region>/spectra.h5` with tables, score maps and plots;
/// with `detection_limits` the table of them alone.
core::ExitStatus confirm_spectra(const mpi::Communicator& comm, const Job& job,
                                 const core::Log& log);
/// All of them, but for the validation points and the spectra.
core::ExitStatus run(const mpi::Communicator& comm, const Job& job, const core::Log& log);

}  // namespace mineprint::pipeline

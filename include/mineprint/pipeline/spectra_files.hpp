// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "mineprint/mpi/communicator.hpp"
#include "mineprint/pipeline/spectra_options.hpp"
#include "mineprint/spectra/library_text.hpp"

namespace mineprint::pipeline {

/// The text files of a spectral job, the same bytes on every rank.
struct SpectraFiles {
    std::vector<spectra::TextFile> libraries;
    std::vector<spectra::TextFile> tables;  ///< responses and wavelengths, each path once

    /// The table of that path. @pre the job names it
    [[nodiscard]] const spectra::TextFile& table(const std::filesystem::path& path) const;
};

/// Collective over `comm`. Rank 0 reads what the options name. Of a folder of libraries it takes,
/// in the order of their paths and with those in folders below, the files that end in `.json`,
/// `.csv`, `.txt`, `.asc`, `.sli` or `.hdr`. Throws DataError.
[[nodiscard]] SpectraFiles read_spectra_files(const mpi::Communicator& comm,
                                              const SpectraOptions& options);

}  // namespace mineprint::pipeline

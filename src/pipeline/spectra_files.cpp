// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/spectra_files.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/byte_stream.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"

namespace mineprint::pipeline {
namespace {

namespace fs = std::filesystem;

bool can_be_library(const fs::path& path) {
    constexpr std::array endings{".json", ".csv", ".txt", ".asc", ".sli", ".hdr"};
    return std::find(endings.begin(), endings.end(), path.extension().string()) != endings.end();
}

std::vector<fs::path> files_of(const fs::path& path) {
    if (!fs::is_directory(path)) {
        std::vector<fs::path> files{path};
        for (const auto& header :
             {fs::path(path).replace_extension(".hdr"), fs::path(path.string() + ".hdr")}) {
            if (path.extension() == ".sli" && fs::exists(header)) {
                files.push_back(header);
            }
        }
        return files;
    }
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
        if (entry.is_regular_file() && can_be_library(entry.path())) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    if (files.empty()) {
        throw core::DataError(
            fmt::format("{}: no spectral library is in this folder (.json, .csv, .txt, .asc, .sli)",
                        path.string()));
    }
    return files;
}

std::vector<fs::path> tables_of(const SpectraOptions& options) {
    std::vector<fs::path> paths{options.response, options.wavelengths};
    for (const SpectraSensorOptions& sensor : options.sensors) {
        paths.push_back(sensor.response);
    }
    std::sort(paths.begin(), paths.end());
    paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
    std::erase(paths, fs::path());
    return paths;
}

SpectraFiles read_here(const SpectraOptions& options) {
    SpectraFiles files;
    for (const fs::path& path : options.libraries) {
        for (const fs::path& file : files_of(path)) {
            files.libraries.push_back({file.string(), core::read_text_file(file)});
        }
    }
    for (const fs::path& path : tables_of(options)) {
        files.tables.push_back({path.string(), core::read_text_file(path)});
    }
    return files;
}

void pack(core::ByteWriter& out, const std::vector<spectra::TextFile>& files) {
    out.put(files.size());
    for (const spectra::TextFile& file : files) {
        out.put_text(file.path).put_text(file.bytes);
    }
}

std::vector<spectra::TextFile> unpack(core::ByteReader& in) {
    std::vector<spectra::TextFile> files(in.get<std::size_t>());
    for (spectra::TextFile& file : files) {
        file.path = in.get_text();
        file.bytes = in.get_text();
    }
    return files;
}

}  // namespace

const spectra::TextFile& SpectraFiles::table(const std::filesystem::path& path) const {
    return *std::find_if(tables.begin(), tables.end(),
                         [&](const spectra::TextFile& file) { return file.path == path.string(); });
}

SpectraFiles read_spectra_files(const mpi::Communicator& comm, const SpectraOptions& options) {
    std::vector<std::byte> bytes;
    mpi::run_on_root(comm, [&] {
        const SpectraFiles files = read_here(options);
        core::ByteWriter out;
        pack(out, files.libraries);
        pack(out, files.tables);
        bytes = out.take();
    });
    mpi::broadcast(comm, bytes);
    core::ByteReader in(bytes);
    SpectraFiles files;
    files.libraries = unpack(in);
    files.tables = unpack(in);
    return files;
}

}  // namespace mineprint::pipeline

// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/comparison.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/pipeline/hdf5_comparison.hpp"
#include "mineprint/pipeline/raster_comparison.hpp"

namespace mineprint::pipeline {
namespace {

namespace fs = std::filesystem;
constexpr std::array compared_endings{".h5", ".tif", ".csv", ".vrt"};

/// What of an output folder is compared, by path from the folder. What is still being written has a
/// name that begins with a dot.
std::set<std::string> files_to_compare(const fs::path& folder) {
    std::set<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const fs::path& path = entry.path();
        const bool is_compared = std::find(compared_endings.begin(), compared_endings.end(),
                                           path.extension().string()) != compared_endings.end();
        if (entry.is_regular_file() && is_compared && !path.filename().string().starts_with('.')) {
            files.insert(fs::relative(path, folder).generic_string());
        }
    }
    return files;
}

/// The first byte where two files differ; nothing when they are equal.
std::optional<std::uint64_t> first_different_byte(const fs::path& a, const fs::path& b) {
    constexpr std::size_t step = std::size_t{1} << 20U;
    std::ifstream stream_a(a, std::ios::binary);
    std::ifstream stream_b(b, std::ios::binary);
    std::string part_a(step, '\0');
    std::string part_b(step, '\0');
    for (std::uint64_t begin = 0;; begin += step) {
        stream_a.read(part_a.data(), static_cast<std::streamsize>(step));
        stream_b.read(part_b.data(), static_cast<std::streamsize>(step));
        const auto end_a = part_a.begin() + stream_a.gcount();
        const auto end_b = part_b.begin() + stream_b.gcount();
        const auto [place_a, place_b] = std::mismatch(part_a.begin(), end_a, part_b.begin(), end_b);
        if (place_a != end_a || place_b != end_b) {
            return begin + static_cast<std::uint64_t>(place_a - part_a.begin());
        }
        if (stream_a.gcount() == 0) {
            return std::nullopt;
        }
    }
}

/// The first line that differs, of texts.
std::vector<std::string> text_differences(const fs::path& a, const fs::path& b) {
    std::ifstream stream_a(a);
    std::ifstream stream_b(b);
    std::string line_a;
    std::string line_b;
    for (std::int64_t number = 1;; ++number) {
        const bool has_a = static_cast<bool>(std::getline(stream_a, line_a));
        const bool has_b = static_cast<bool>(std::getline(stream_b, line_b));
        if (!has_a && !has_b) {
            return {};
        }
        if (has_a != has_b) {
            return {fmt::format("line {}: is only in the {} file: '{}'", number,
                                has_a ? "first" : "second", has_a ? line_a : line_b)};
        }
        if (line_a != line_b) {
            return {fmt::format("line {}: '{}' and '{}'", number, line_a, line_b)};
        }
    }
}

std::vector<std::string> content_differences(const fs::path& a, const fs::path& b) {
    const std::string ending = a.extension().string();
    if (ending == ".h5") {
        return hdf5_differences(a, b);
    }
    return ending == ".tif" ? raster_differences(a, b) : text_differences(a, b);
}

/// Whether a difference in bytes alone counts: an HDF5 file also holds what may differ.
bool must_have_same_bytes(const fs::path& file) { return file.extension() != ".h5"; }

void compare_files(const std::string& name, const fs::path& a, const fs::path& b,
                   Comparison& comparison) {
    const auto byte = first_different_byte(a, b);
    if (!byte) {
        return;
    }
    std::vector<std::string> found;
    try {
        found = content_differences(a, b);
    } catch (const core::DataError& error) {
        found = {fmt::format("cannot be compared: {}", error.what())};
    }
    if (found.empty() && must_have_same_bytes(a)) {
        found = {fmt::format("differs from byte {} on, although its content is the same", *byte)};
    }
    for (const std::string& difference : found) {
        comparison.differences.push_back(fmt::format("{}: {}", name, difference));
    }
}

void compare_folders(const fs::path& a, const fs::path& b, Comparison& comparison) {
    const auto files_a = files_to_compare(a);
    const auto files_b = files_to_compare(b);
    std::set<std::string> all = files_a;
    all.insert(files_b.begin(), files_b.end());
    if (all.empty()) {
        throw core::DataError(
            fmt::format("{} and {}: neither is an output folder: there are no results, models, "
                        "maps or tables",
                        a.string(), b.string()));
    }
    for (const std::string& name : all) {
        if (!files_a.contains(name) || !files_b.contains(name)) {
            comparison.differences.push_back(
                fmt::format("{}: is only in {}", name, (files_a.contains(name) ? a : b).string()));
        } else {
            compare_files(name, a / name, b / name, comparison);
        }
    }
}

}  // namespace

Comparison compare_outputs(const fs::path& a, const fs::path& b) {
    for (const fs::path& path : {a, b}) {
        if (!fs::exists(path)) {
            throw core::DataError(
                fmt::format("{}: there is no such file or folder", path.string()));
        }
    }
    if (fs::is_directory(a) != fs::is_directory(b)) {
        throw core::DataError(
            fmt::format("{} and {}: one is a folder, the other is not", a.string(), b.string()));
    }
    Comparison comparison;
    if (fs::is_directory(a)) {
        compare_folders(a, b, comparison);
    } else {
        compare_files(a.filename().string(), a, b, comparison);
    }
    return comparison;
}

}  // namespace mineprint::pipeline

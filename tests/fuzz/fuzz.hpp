// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <unistd.h>

#include "mineprint/core/error.hpp"

/// Gives one input to the parser; replay.cpp calls it. The name is that of libFuzzer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace mineprint::fuzz {

inline std::string text_of(const std::uint8_t* data, std::size_t size) {
    return {data, data + size};
}

/// Runs a parser; the project's own errors are its right answer to broken text, any other exception
/// ends the program.
template <typename Function>
void expect_answer_or_error(Function&& parse) {
    try {
        parse();
    } catch (const core::UsageError&) {
    } catch (const core::DataError&) {
    }
}

/// A file of this process, for parsers that take a path; written anew for every input.
inline std::filesystem::path written(std::string_view text, const std::string& ending) {
    static const std::filesystem::path stem =
        std::filesystem::temp_directory_path() / ("mineprint_fuzz_" + std::to_string(::getpid()));
    const std::filesystem::path path = stem.string() + ending;
    std::ofstream(path, std::ios::binary | std::ios::trunc)
        .write(text.data(), static_cast<std::streamsize>(text.size()));
    return path;
}

/// Takes the file away at the end.
struct Written {
    std::filesystem::path path;
    Written(std::string_view text, const std::string& ending) : path(written(text, ending)) {}
    Written(const Written&) = delete;
    Written& operator=(const Written&) = delete;
    ~Written() {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    }
};

}  // namespace mineprint::fuzz

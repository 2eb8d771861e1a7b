// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/atomic_file.hpp"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <system_error>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/host.hpp"

namespace mineprint::core {
namespace {

std::filesystem::path temporary_name(const std::filesystem::path& target) {
    static std::atomic<int> count = 0;  // tells apart two writers of one process
    return target.parent_path() / fmt::format(".{}.{}-{}-{}.partial{}", target.stem().string(),
                                              host_name(), getpid(), count++,
                                              target.extension().string());
}

/// Whether `temporary_name` made this name.
bool is_temporary_name(const std::filesystem::path& path) {
    const std::string stem = path.stem().string();
    return stem.starts_with('.') && stem.ends_with(".partial");
}

std::string system_text(int code) { return std::generic_category().message(code); }

void flush_to_disk(const std::filesystem::path& path) {
    const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        throw RunError(
            fmt::format("{}: cannot be opened to flush it: {}", path.string(), system_text(errno)));
    }
    const int result = fsync(descriptor);
    const int problem = errno;
    close(descriptor);
    if (result != 0) {
        throw RunError(fmt::format("{}: flushing to the disk failed: {}", path.string(),
                                   system_text(problem)));
    }
}

}  // namespace

AtomicFile::AtomicFile(std::filesystem::path target)
    : target_(std::move(target)), temporary_(temporary_name(target_)) {
    std::error_code problem;
    if (target_.has_parent_path()) {
        std::filesystem::create_directories(target_.parent_path(), problem);
    }
    if (problem) {
        throw RunError(fmt::format("{}: the folder cannot be made: {}",
                                   target_.parent_path().string(), problem.message()));
    }
}

AtomicFile::~AtomicFile() {
    if (!committed_) {
        std::error_code ignored;
        std::filesystem::remove(temporary_, ignored);
    }
}

void AtomicFile::commit() {
    flush_to_disk(temporary_);
    std::error_code problem;
    std::filesystem::rename(temporary_, target_, problem);
    if (problem) {
        throw RunError(
            fmt::format("{}: cannot be put in place: {}", target_.string(), problem.message()));
    }
    committed_ = true;
}

namespace {

template <class Iterator>
void remove_unfinished(const std::filesystem::path& folder) {
    std::error_code problem;
    std::vector<std::filesystem::path> unfinished;
    for (Iterator entry(folder, problem); entry != Iterator(); entry.increment(problem)) {
        if (is_temporary_name(entry->path())) {
            unfinished.push_back(entry->path());
        }
    }
    for (const std::filesystem::path& path : unfinished) {
        std::filesystem::remove(path, problem);
        if (problem) {
            throw RunError(fmt::format("{}: this file, left by a killed run, cannot be removed: {}",
                                       path.string(), problem.message()));
        }
    }
}

}  // namespace

void remove_unfinished_files(const std::filesystem::path& folder) {
    remove_unfinished<std::filesystem::directory_iterator>(folder);
}

void remove_unfinished_files_below(const std::filesystem::path& folder) {
    remove_unfinished<std::filesystem::recursive_directory_iterator>(folder);
}

void write_text_file(const std::filesystem::path& path, std::string_view text) {
    AtomicFile file(path);
    std::ofstream out(file.temporary(), std::ios::binary);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.close();
    if (!out) {
        throw RunError(fmt::format("{}: writing failed (is the disk full, or read-only?): {}",
                                   path.string(), system_text(errno)));
    }
    file.commit();
}

std::string read_text_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in || std::filesystem::is_directory(path)) {
        throw DataError(fmt::format("{}: cannot be read: {}", path.string(), system_text(errno)));
    }
    return text.str();
}

}  // namespace mineprint::core

// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/append_file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"

namespace mineprint::core {

AppendFile::AppendFile(const std::filesystem::path& path)
    : path_(path.string()),
      descriptor_(open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666)) {
    if (descriptor_ < 0) {
        throw RunError(
            fmt::format("{}: cannot be opened for writing: {}", path_, std::strerror(errno)));
    }
}

AppendFile::~AppendFile() {
    if (descriptor_ >= 0) {
        close(descriptor_);
    }
}

AppendFile::AppendFile(AppendFile&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

void AppendFile::add_line(std::string_view line) const {
    const std::string text = std::string(line) + "\n";
    if (write(descriptor_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        throw RunError(fmt::format("{}: writing failed: {}", path_, std::strerror(errno)));
    }
}

}  // namespace mineprint::core

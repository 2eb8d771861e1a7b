// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/folder_lock.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"

namespace mineprint::core {

FolderLock::FolderLock(const std::filesystem::path& folder, const std::string& holder)
    : path_(folder / ".mineprint.lock") {
    // The holder before may have removed the file between our opening and our locking it.
    while (!take_once()) {
    }
    if (held_ &&
        (ftruncate(descriptor_, 0) != 0 ||
         write(descriptor_, holder.data(), holder.size()) != static_cast<ssize_t>(holder.size()))) {
        throw RunError(fmt::format("{}: writing failed (is the disk full?): {}", path_.string(),
                                   std::strerror(errno)));
    }
}

bool FolderLock::take_once() {
    descriptor_ = open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor_ < 0) {
        throw RunError(fmt::format("{}: the output folder cannot be written to: {}",
                                   path_.parent_path().string(), std::strerror(errno)));
    }
    if (flock(descriptor_, LOCK_EX | LOCK_NB) == 0) {
        if (is_still_in_place()) {
            held_ = true;
            return true;
        }
        close(descriptor_);
        return false;
    }
    if (errno != EWOULDBLOCK) {
        return true;  // no locks here
    }
    close(descriptor_);
    throw RunError(fmt::format(
        "{}: another run works in this folder: {}. Wait for it to end, or give another --output",
        path_.parent_path().string(), trimmed(read_text_file(path_))));
}

bool FolderLock::is_still_in_place() const {
    struct stat opened {};
    struct stat named {};
    return fstat(descriptor_, &opened) == 0 && stat(path_.c_str(), &named) == 0 &&
           opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

FolderLock::~FolderLock() {
    if (held_) {
        unlink(path_.c_str());
    }
    if (descriptor_ >= 0) {
        close(descriptor_);
    }
}

}  // namespace mineprint::core

// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/memory.hpp"

#include <algorithm>
#include <fstream>
#include <malloc.h>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace mineprint::core {
namespace {

/// A limit as the kernel writes it; a word such as `max`, or no file, is no limit.
void lower_to(std::int64_t& limit, const std::string& path) {
    std::ifstream in(path);
    std::int64_t bytes = 0;
    if (in >> bytes && bytes > 0) {
        limit = std::min(limit, bytes);
    }
}

/// `/sys/fs/cgroup` and the path of this process below it, once for each level.
void lower_to_control_groups(std::int64_t& limit) {
    std::ifstream in("/proc/self/cgroup");
    std::string line;
    while (std::getline(in, line)) {
        const std::size_t name = line.find(':');
        const std::size_t path = line.find(':', name + 1);
        if (path == std::string::npos) {
            continue;
        }
        const bool unified = path == name + 1;  // `0::/user.slice/…`: version 2
        const bool memory = line.substr(name + 1, path - name - 1) == "memory";
        if (!unified && !memory) {
            continue;
        }
        const std::string root = unified ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory";
        const std::string file = unified ? "/memory.max" : "/memory.limit_in_bytes";
        for (std::string group = line.substr(path + 1);; group.erase(group.rfind('/'))) {
            lower_to(limit, root + group + file);
            if (group.find('/') == std::string::npos) {
                break;
            }
        }
    }
}

}  // namespace

std::int64_t peak_memory_bytes() noexcept {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return std::int64_t{usage.ru_maxrss} * 1024;
}

std::int64_t node_memory_bytes() {
    std::int64_t limit = std::int64_t{sysconf(_SC_PHYS_PAGES)} * sysconf(_SC_PAGESIZE);
    lower_to_control_groups(limit);
    return limit;
}

void keep_freed_memory() noexcept {
#if defined(__GLIBC__)
    constexpr int largest_threshold = 32 << 20;  // more is refused
    mallopt(M_MMAP_THRESHOLD, largest_threshold);
    mallopt(M_TRIM_THRESHOLD, 512 << 20);
#endif
}

}  // namespace mineprint::core

// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/open_files.hpp"

#include <algorithm>
#include <sys/resource.h>

namespace mineprint::archive {
namespace {

constexpr std::size_t fewest = 8;
/// Two dozen scenes with all they are asked for; each holds a compressed block.
constexpr std::size_t most = 192;

/// Half of the files that the process may open, shared among its threads.
std::size_t share_of_limit(int num_threads) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return fewest;
    }
    const auto threads = static_cast<std::size_t>(std::max(1, num_threads));
    return std::clamp(static_cast<std::size_t>(limit.rlim_cur) / 2 / threads, fewest, most);
}

}  // namespace

gdal_io::RasterReader& OpenFiles::open(
    const std::filesystem::path& path,
    const std::function<void(const gdal_io::RasterReader&)>& check) {
    const auto known = places_.find(path);
    if (known != places_.end()) {
        readers_.splice(readers_.begin(), readers_, known->second);
        return readers_.front().reader;
    }
    gdal_io::RasterReader reader(path);
    check(reader);
    while (!readers_.empty() && readers_.size() >= most_) {
        places_.erase(readers_.back().path);
        readers_.pop_back();
    }
    readers_.push_front({path, std::move(reader)});
    places_[path] = readers_.begin();
    return readers_.front().reader;
}

FilePool::FilePool(int num_threads) : most_each_(share_of_limit(num_threads)) {}

FilePool::Loan FilePool::borrow() {
    const std::scoped_lock lock(mutex_);
    if (idle_.empty()) {
        return {*this, std::make_unique<OpenFiles>(most_each_)};
    }
    auto files = std::move(idle_.back());
    idle_.pop_back();
    return {*this, std::move(files)};
}

void FilePool::give_back(std::unique_ptr<OpenFiles> files) {
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(files));
}

}  // namespace mineprint::archive

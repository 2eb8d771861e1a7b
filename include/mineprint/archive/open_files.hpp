// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "mineprint/gdal_io/raster_reader.hpp"

namespace mineprint::archive {

/// Files that stay open from one window to the next, those used last: to open a GeoTIFF and to
/// understand its CRS takes as long as to decode a quarter of a megapixel. For one thread.
class OpenFiles {
  public:
    explicit OpenFiles(std::size_t most = 8) : most_(most) {}

    /// The reader of a file, good until the next call. A file that was not open is shown to `check`
    /// once; where that throws, it is not kept. Throws DataError when it cannot be opened.
    gdal_io::RasterReader& open(const std::filesystem::path& path,
                                const std::function<void(const gdal_io::RasterReader&)>& check);
    [[nodiscard]] std::size_t size() const noexcept { return readers_.size(); }

  private:
    struct Entry {
        std::filesystem::path path;
        gdal_io::RasterReader reader;
    };
    std::size_t most_;
    std::list<Entry> readers_;  ///< used last first
    std::map<std::filesystem::path, std::list<Entry>::iterator> places_;
};

/// Open files for threads that take turns at tiles: who begins a tile borrows a set that another
/// tile left, and gives it back.
class FilePool {
  public:
    /// For so many threads; together they keep at most half of the files that the process may open.
    explicit FilePool(int num_threads = 1);

    /// Gives back what it borrowed when it ends.
    class Loan {
      public:
        Loan(FilePool& pool, std::unique_ptr<OpenFiles> files)
            : pool_(pool), files_(std::move(files)) {}
        ~Loan() { pool_.give_back(std::move(files_)); }
        Loan(const Loan&) = delete;
        Loan& operator=(const Loan&) = delete;
        [[nodiscard]] OpenFiles& files() { return *files_; }

      private:
        FilePool& pool_;
        std::unique_ptr<OpenFiles> files_;
    };
    [[nodiscard]] Loan borrow();

  private:
    void give_back(std::unique_ptr<OpenFiles> files);

    std::size_t most_each_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<OpenFiles>> idle_;
};

}  // namespace mineprint::archive

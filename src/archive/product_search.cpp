// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "mineprint/archive/product.hpp"
#include "mineprint/archive/product_names.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::archive {
namespace {

namespace fs = std::filesystem;

/// The endings of metadata files, the preferred first.
constexpr std::array<std::string_view, 3> endings{"_MTL.txt", "_MTL.json", "_MTL.xml"};

/// A folder as it is shown to the user, and its path without links, by which it is known.
struct Folder {
    fs::path shown;
    fs::path real;
};

/// Searches a folder tree. A link can lead back to a folder above it, so every folder is entered
/// once. The real tree comes first, then the links in the order of their names, so that the paths
/// found do not depend on the order of the directory entries.
class Search {
  public:
    explicit Search(const fs::path& root) : folders_{{root, canonical(root)}} {}

    [[nodiscard]] std::vector<Product> run() {
        while (!folders_.empty() || !links_.empty()) {
            if (folders_.empty()) {
                const fs::path link = *links_.begin();
                links_.erase(links_.begin());
                folders_.push_back({link, canonical(link)});
            }
            const Folder folder = std::move(folders_.back());
            folders_.pop_back();
            if (visited_.insert(folder.real.string()).second) {
                list(folder);
            }
        }
        return products();
    }

  private:
    [[noreturn]] static void fail(const fs::path& folder, const std::error_code& problem) {
        throw core::DataError(
            fmt::format("cannot search the folder {}: {}", folder.string(), problem.message()));
    }

    static fs::path canonical(const fs::path& folder) {
        std::error_code problem;
        fs::path result = fs::canonical(folder, problem);
        if (problem) {
            fail(folder, problem);
        }
        return result;
    }

    void list(const Folder& folder) {
        std::error_code problem;
        fs::directory_iterator entry(folder.shown, problem);
        std::vector<Folder> below;
        bool is_sentinel2 = false;
        for (; !problem && entry != fs::directory_iterator(); entry.increment(problem)) {
            take(*entry, folder.real, below);
            is_sentinel2 = is_sentinel2 || is_sentinel2_metadata(entry->path());
        }
        if (problem) {
            fail(folder.shown, problem);
        }
        if (is_sentinel2) {
            return;  // the rest of the tree belongs to the product
        }
        if (folder.shown.extension() == ".SAFE") {  // for the reader to say what is missing
            others_.push_back({Source::sentinel2, folder.shown / sentinel2_metadata_name});
            return;
        }
        folders_.insert(folders_.end(), below.begin(), below.end());
    }

    void take(const fs::directory_entry& entry, const fs::path& real_parent,
              std::vector<Folder>& below) {
        std::error_code ignored;  // a link to nowhere is neither a folder nor a product
        if (!entry.is_directory(ignored)) {
            take_file(entry.path());
        } else if (entry.is_symlink(ignored)) {
            links_.insert(entry.path());
        } else {
            below.push_back({entry.path(), real_parent / entry.path().filename()});
        }
    }

    void take_file(const fs::path& file) {
        const std::string path = file.string();
        for (std::size_t ending = 0; ending < endings.size(); ++ending) {
            if (path.ends_with(endings.at(ending))) {
                const std::string stem = path.substr(0, path.size() - endings.at(ending).size());
                const auto [known, added] = landsat_.emplace(stem, ending);
                known->second = std::min(known->second, ending);
                landsat_folders_.insert(file.parent_path());
                return;
            }
        }
        if (const auto source = source_by_name(file)) {
            others_.push_back({*source, file});
        }
    }

    /// A STAC item beside the product's own metadata says the same once more.
    [[nodiscard]] std::vector<Product> products() const {
        std::vector<Product> found;
        for (const auto& [stem, ending] : landsat_) {
            found.push_back({Source::landsat, stem + std::string(endings.at(ending))});
        }
        std::set<fs::path> sentinel2_folders;
        for (const Product& product : others_) {
            if (product.source == Source::sentinel2) {
                sentinel2_folders.insert(product.path.parent_path());
            }
        }
        for (const Product& product : others_) {
            const fs::path folder = product.path.parent_path();
            if (product.source != Source::stac ||
                !(landsat_folders_.contains(folder) || sentinel2_folders.contains(folder))) {
                found.push_back(product);
            }
        }
        std::sort(found.begin(), found.end());
        return found;
    }

    std::vector<Folder> folders_;  ///< still to be listed
    std::set<std::string> visited_;
    std::set<fs::path> links_;
    std::map<std::string, std::size_t> landsat_;  ///< path without ending, and which ending
    std::set<fs::path> landsat_folders_;
    std::vector<Product> others_;
};

}  // namespace

std::vector<Product> find_products(const fs::path& root) {
    std::error_code problem;
    if (!fs::is_directory(root, problem)) {
        throw core::DataError(fmt::format("the archive {} is not a folder{}", root.string(),
                                          problem ? ": " + problem.message() : ""));
    }
    return Search(root).run();
}

}  // namespace mineprint::archive

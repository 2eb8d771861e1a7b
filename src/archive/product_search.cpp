// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "mineprint/archive/catalogue.hpp"
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

    [[nodiscard]] std::vector<fs::path> run() {
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
        std::vector<fs::path> files;
        files.reserve(products_.size());
        for (const auto& [stem, ending] : products_) {
            files.emplace_back(stem + std::string(endings.at(ending)));
        }
        return files;
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
        for (; !problem && entry != fs::directory_iterator(); entry.increment(problem)) {
            take(*entry, folder.real);
        }
        if (problem) {
            fail(folder.shown, problem);
        }
    }

    void take(const fs::directory_entry& entry, const fs::path& real_parent) {
        std::error_code ignored;  // a link to nowhere is neither a folder nor a product
        if (!entry.is_directory(ignored)) {
            take_file(entry.path().string());
        } else if (entry.is_symlink(ignored)) {
            links_.insert(entry.path());
        } else {
            folders_.push_back({entry.path(), real_parent / entry.path().filename()});
        }
    }

    void take_file(const std::string& path) {
        for (std::size_t ending = 0; ending < endings.size(); ++ending) {
            if (path.ends_with(endings.at(ending))) {
                const std::string stem = path.substr(0, path.size() - endings.at(ending).size());
                const auto [known, added] = products_.emplace(stem, ending);
                known->second = std::min(known->second, ending);
                return;
            }
        }
    }

    std::vector<Folder> folders_;  ///< still to be listed
    std::set<std::string> visited_;
    std::set<fs::path> links_;
    std::map<std::string, std::size_t> products_;  ///< path without ending, and which ending
};

}  // namespace

std::vector<fs::path> find_products(const fs::path& root) {
    std::error_code problem;
    if (!fs::is_directory(root, problem)) {
        throw core::DataError(fmt::format("the archive {} is not a folder{}", root.string(),
                                          problem ? ": " + problem.message() : ""));
    }
    return Search(root).run();
}

}  // namespace mineprint::archive

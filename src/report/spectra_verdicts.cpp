// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/spectra_verdicts.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/dataset.hpp"
#include "mineprint/hdf5_io/file.hpp"
#include "mineprint/hdf5_io/filetype.hpp"
#include "mineprint/report/data_uri.hpp"

namespace mineprint::report {
namespace {

namespace fs = std::filesystem;
using hdf5_io::File;

constexpr std::size_t most_plots = 100;
constexpr std::size_t spectra_of_a_site = 2;  // mean and purest
constexpr int schema_version = 1;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(); }

/// The library against the mean spectra of the sites.
struct Ranking {
    std::vector<std::string> names;
    std::vector<std::uint8_t> target;
    std::vector<double> merit;  ///< [site][library], greater is better; NaN: not compared
};

Ranking read_ranking(const File& file, std::size_t num_sites, bool by_features) {
    Ranking ranking{hdf5_io::read_texts(file, "/library"), {}, {}};
    const std::size_t num = ranking.names.size();
    const hdf5_io::Shape shape{num_sites, spectra_of_a_site, num};
    ranking.target = hdf5_io::read<std::uint8_t>(file, "/library_target", {num});
    const auto values = hdf5_io::read<double>(file, by_features ? "/fit" : "/angle_rad", shape);
    const auto scale = hdf5_io::read<double>(file, "/scale", shape);
    for (std::size_t site = 0; site < num_sites; ++site) {
        for (std::size_t i = 0; i < num; ++i) {
            const std::size_t place = site * spectra_of_a_site * num + i;
            const double fit = scale[place] > 0 || std::isnan(values[place]) ? values[place] : 0;
            ranking.merit.push_back(by_features ? fit : -values[place]);
        }
    }
    return ranking;
}

/// The best match of a site and the place of the best target spectrum; of equal merit, the first
/// in the library.
void add_match(Json& site, const Ranking& ranking, std::size_t index) {
    const std::size_t num = ranking.names.size();
    const double* merit = ranking.merit.data() + index * num;
    const auto best_of = [&](bool targets_only) {
        std::size_t best = num;
        for (std::size_t i = 0; i < num; ++i) {
            const bool counts = !std::isnan(merit[i]) && (!targets_only || ranking.target[i] != 0);
            best = counts && (best == num || merit[i] > merit[best]) ? i : best;
        }
        return best;
    };
    const std::size_t best = best_of(false);
    const std::size_t target = best_of(true);
    site["match"] = best < num ? Json(ranking.names[best]) : Json();
    site["rank"] = Json();
    if (target < num) {
        int rank = 1;
        for (std::size_t i = 0; i < num; ++i) {
            rank += merit[i] > merit[target] || (merit[i] == merit[target] && i < target) ? 1 : 0;
        }
        site["rank"] = rank;
    }
}

Json plot_of(const fs::path& folder, std::size_t site) {
    const fs::path path = folder / "spectra" / fmt::format("site_{:04}.svg", site + 1);
    return site < most_plots && fs::exists(path)
               ? Json(data_uri("image/svg+xml", core::read_text_file(path)))
               : Json();
}

Json sites_of(const File& file, const fs::path& folder, bool by_features) {
    const auto names = hdf5_io::read_texts(file, "/site");
    const std::size_t num = names.size();
    const auto verdicts = hdf5_io::read_texts(file, "/verdict", num);
    const auto reasons = hdf5_io::read_texts(file, "/reason", num);
    const auto pixels = hdf5_io::read<std::int64_t>(file, "/pixel_count", {num});
    const auto detected = hdf5_io::read<std::int64_t>(file, "/detected_pixel_count", {num});
    const auto elsewhere = hdf5_io::read<double>(file, "/share_elsewhere", {num});
    const auto statistic = hdf5_io::read<double>(file, "/statistic", {num, spectra_of_a_site});
    const Ranking ranking = read_ranking(file, num, by_features);
    Json sites = Json::array();
    for (std::size_t i = 0; i < num; ++i) {
        Json site = {{"name", names[i]},
                     {"verdict", verdicts[i]},
                     {"reason", reasons[i]},
                     {"pixels", pixels[i]},
                     {"detected", detected[i]},
                     {"statistic", number(statistic[i * spectra_of_a_site])},
                     {"share_elsewhere", number(elsewhere[i])},
                     {"plot", plot_of(folder, i)}};
        add_match(site, ranking, i);
        sites.push_back(std::move(site));
    }
    return sites;
}

Json limits_of(const File& file) {
    const auto backgrounds = hdf5_io::read_texts(file, "/background");
    const auto limits = hdf5_io::read<double>(file, "/detection_limit", {backgrounds.size()});
    Json list = Json::array();
    for (std::size_t i = 0; i < backgrounds.size(); ++i) {
        list.push_back({{"background", backgrounds[i]}, {"fraction", number(limits[i])}});
    }
    return list;
}

}  // namespace

Json spectra_verdicts(const fs::path& folder) {
    const fs::path path = folder / "spectra.h5";
    if (!fs::exists(path)) {
        return {};
    }
    const File file = File::open(path);
    hdf5_io::require_filetype(file, "mineprint-spectra", schema_version);
    const auto text = [&](const char* name) {
        return hdf5_io::read_text_attribute(file, "/", name);
    };
    const auto real = [&](const char* name) {
        return number(hdf5_io::read_number_attribute<double>(file, "/", name));
    };
    Json targets = Json::array();
    const auto library = hdf5_io::read_texts(file, "/library");
    const auto target = hdf5_io::read<std::uint8_t>(file, "/library_target", {library.size()});
    for (std::size_t i = 0; i < library.size(); ++i) {
        if (target[i] != 0) {
            targets.push_back(library[i]);
        }
    }
    return {{"sensor", text("sensor")},
            {"method", text("method")},
            {"resolved", text("resolved")},
            {"reason", text("reason")},
            {"threshold", real("threshold")},
            {"noise", real("noise")},
            {"targets", targets},
            {"limits", limits_of(file)},
            {"sites", sites_of(file, folder, text("method") == "feature fit")}};
}

}  // namespace mineprint::report

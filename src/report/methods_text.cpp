// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/methods_text.hpp"

#include <array>
#include <string>

#include <fmt/format.h>

#include "mineprint/core/text.hpp"
#include "mineprint/report/job_values.hpp"

namespace mineprint::report {
namespace {

struct Paper {
    std::string_view key;
    std::string_view text;
};

constexpr std::array papers{
    Paper{"ndvi", "Tucker 1979, Remote Sensing of Environment 8:127–150"},
    Paper{"ndwi", "McFeeters 1996, International Journal of Remote Sensing 17:1425–1432"},
    Paper{"mndwi", "Xu 2006, International Journal of Remote Sensing 27:3025–3033"},
    Paper{"ndmi", "Gao 1996, Remote Sensing of Environment 58:257–266"},
    Paper{"nbr", "Key & Benson 2006, USDA Forest Service RMRS-GTR-164"},
    Paper{"evi", "Huete et al. 2002, Remote Sensing of Environment 83:195–213"},
    Paper{"evi2", "Jiang et al. 2008, Remote Sensing of Environment 112:3833–3845"},
    Paper{"savi", "Huete 1988, Remote Sensing of Environment 25:295–309"},
    Paper{"msavi2", "Qi et al. 1994, Remote Sensing of Environment 48:119–126"},
    Paper{"bsi", "Rikimaru et al. 2002, Tropical Ecology 43:39–47"}};

constexpr const char* mine_study =
    "Chinkaka et al. 2023, Remote Sensing 15:4597, doi:10.3390/rs15184597";

Json step(const char* what, const std::string& how, Json cited = Json::array()) {
    return {{"what", what}, {"how", how}, {"papers", std::move(cited)}};
}

Json imagery(std::string_view text) {
    if (!job_values(text, "maps", "image").empty()) {
        return step("Maps",
                    "The class maps were made by another program; here they were measured.");
    }
    if (!job_values(text, "archive", "images").empty()) {
        return step("Imagery", "One ready-made image for each epoch.");
    }
    return step(
        "Imagery",
        fmt::format("All scenes of an epoch, one composite for each tile (method: {}). A pixel "
                    "counts as seen when at least {} clear observation(s) remain after clouds, "
                    "shadows and saturated bands are taken out.",
                    job_value(text, "composite", "method", "median"),
                    job_value(text, "composite", "minimum-clear", "1")));
}

Json features(std::string_view text) {
    const std::string indices = job_value(text, "features", "indices", "");
    Json cited = Json::array();
    for (const std::string& index : core::split_text(indices, ',')) {
        for (const Paper& paper : papers) {
            if (paper.key == index) {
                cited.push_back(fmt::format("{}: {}", index, paper.text));
            }
        }
    }
    return step("Features",
                fmt::format("Bands {}; spectral indices {}.",
                            job_value(text, "features", "bands", "as the archive has them"),
                            indices.empty() ? "none" : indices),
                std::move(cited));
}

Json classifier(std::string_view text) {
    Json cited = {"Breiman 2001, Machine Learning 45:5–32"};
    if (job_value(text, "forest", "preset", "") == "gee") {
        cited.push_back(mine_study);
    }
    return step(
        "Classifier",
        fmt::format("Random forest of {} trees (preset {}, one forest per {}, seed {}). {} of the "
                    "labelled samples trained it, split by {}; the others check the maps.",
                    job_value(text, "forest", "trees", "50"),
                    job_value(text, "forest", "preset", "production"),
                    job_value(text, "forest", "scope", "epoch"),
                    job_value(text, "forest", "seed", "0"),
                    job_value(text, "reference", "split", "0.7"),
                    job_value(text, "reference", "split-by", "sample")),
        std::move(cited));
}

}  // namespace

Json methods_of(std::string_view job_text) {
    Json steps = Json::array();
    steps.push_back(imagery(job_text));
    if (job_values(job_text, "maps", "image").empty()) {
        steps.push_back(features(job_text));
        steps.push_back(classifier(job_text));
    }
    steps.push_back(step("Area",
                         "Each pixel has its true area on the ellipsoid, whatever the projection. "
                         "A pixel nobody saw has no class: it is neither gain nor loss.",
                         {"Snyder 1987, USGS Professional Paper 1395"}));
    steps.push_back(step("Growth",
                         "100 (A₂ − A₁) / A₁ of the target class; yearly growth is the compound "
                         "rate between the middle days of the epochs. Change counts pixels that "
                         "were seen at both epochs.",
                         {mine_study}));
    steps.push_back(step("Accuracy",
                         "Map against held-out samples: overall, user's and producer's accuracy, "
                         "and disagreement in quantity and in place. Where there are adjusted "
                         "areas, they are what the samples say of the area, with 95 % intervals, "
                         "which allow for what few samples that all agree can miss.",
                         {"Congalton 1991, Remote Sensing of Environment 37:35–46",
                          "Olofsson et al. 2014, Remote Sensing of Environment 148:42–57",
                          "Clopper & Pearson 1934, Biometrika 26:404–413",
                          "Pontius & Millones 2011, International Journal of Remote Sensing "
                          "32:4407–4429"}));
    return steps;
}

}  // namespace mineprint::report

// SPDX-License-Identifier: Apache-2.0
#include "mineprint/features/extractor.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"
#include "mineprint/features/spectral_index.hpp"
#include "mineprint/features/terrain.hpp"

namespace mineprint::features {
namespace {

std::vector<std::string> index_names() {
    std::vector<std::string> names;
    for (const IndexInfo& info : known_indices()) {
        names.push_back(info.name);
    }
    return names;
}

const SpectralIndex& index_named(const std::string& name) {
    const SpectralIndex* index = find_index(name);
    if (index == nullptr) {
        throw core::UsageError(fmt::format(
            "features.indices: there is no spectral index '{}'; the nearest name is '{}'", name,
            core::nearest_name(name, index_names())));
    }
    return *index;
}

bool contains(std::span<const std::string> names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

void check_inputs(const std::string& option, const IndexInfo& info,
                  std::span<const std::string> archive_bands) {
    for (const std::string& band : info.bands) {
        if (!contains(archive_bands, band)) {
            throw core::UsageError(
                fmt::format("{}: {} needs the band '{}', and the archive has {} only", option,
                            info.name, band, fmt::join(archive_bands, ", ")));
        }
    }
}

void check_band(const std::string& band, std::span<const std::string> archive_bands) {
    if (!contains(archive_bands, band)) {
        throw core::UsageError(
            fmt::format("features.bands: the archive has no band '{}'; the nearest name is '{}'",
                        band, core::nearest_name(band, archive_bands)));
    }
}

void add(FeatureList& list, const std::string& name, const std::string& definition) {
    if (contains(list.names, name)) {
        throw core::UsageError(fmt::format("features: '{}' is named twice", name));
    }
    list.names.push_back(name);
    list.definitions.push_back(definition);
}

/// What is said of a composite that is not the median; empty of one that is.
std::string kind_of(const composite::CompositeOptions& options,
                    const std::vector<std::string>& bands) {
    std::vector<std::string> percentiles;
    switch (options.method) {
        case composite::Method::median:
            return {};
        case composite::Method::medoid:
            return ", of the medoid";
        case composite::Method::geometric_median:
            return ", of the geometric median";
        case composite::Method::best_available_pixel:
            return ", of the best available pixel";
        case composite::Method::percentiles:
            break;
    }
    for (const std::string& band : bands) {
        percentiles.push_back(fmt::format("{} {:g}", band, options.percentile_of(band)));
    }
    return fmt::format(", of the percentiles {}", fmt::join(percentiles, ", "));
}

/// The source is an index, else a band.
void add_metric(FeatureList& list, const Metric& metric,
                std::span<const std::string> archive_bands) {
    std::string source = "surface reflectance of " + metric.source;
    if (const SpectralIndex* index = find_index(metric.source)) {
        check_inputs("features.metrics", index->info, archive_bands);
        source = index->info.formula;
    } else if (!contains(archive_bands, metric.source)) {
        auto known = index_names();
        known.insert(known.end(), archive_bands.begin(), archive_bands.end());
        throw core::UsageError(
            fmt::format("features.metrics: '{}' is neither a band of the archive nor a spectral "
                        "index; the nearest name is '{}'",
                        metric.source, core::nearest_name(metric.source, known)));
    }
    const std::string text = metric.text();
    add(list, metric.name(),
        fmt::format("{} over the clear observations of {}", text.substr(text.find(':') + 1),
                    source));
}

std::string deviation_in_words(const std::string& name) {
    return name == "smad"   ? "median cosine distance"
           : name == "emad" ? "median Euclidean distance"
                            : "median Bray-Curtis distance";
}

std::string definition_of(const ExtraLayer& layer) {
    return fmt::format(
        "layer {}, band {}, {}{}", layer.name, layer.band,
        layer.resampling == Resampling::nearest ? "nearest neighbour" : "bilinear",
        layer.fill ? fmt::format(", {:g} where there is no value", *layer.fill) : std::string());
}

const raster::Raster<float>& band_of(const raster::BandStack& reflectance,
                                     const std::string& band) {
    const raster::Raster<float>* found = reflectance.find(band);
    if (found == nullptr) {
        throw core::DataError(fmt::format("there is no band '{}' to make features of; there are {}",
                                          band, fmt::join(reflectance.names, ", ")));
    }
    return *found;
}

raster::Raster<float> compute(const SpectralIndex& index, const raster::BandStack& reflectance) {
    std::vector<std::span<const float>> inputs;
    for (const std::string& band : index.info.bands) {
        inputs.push_back(band_of(reflectance, band).values());
    }
    const raster::Raster<float>& shape = band_of(reflectance, index.info.bands.front());
    raster::Raster<float> result(shape.width(), shape.height());
    index.compute(inputs, result.values());
    return result;
}

}  // namespace

const std::vector<IndexInfo>& known_indices() {
    static const std::vector<IndexInfo> infos = [] {
        std::vector<IndexInfo> result;
        for (const SpectralIndex& index : spectral_indices()) {
            result.push_back(index.info);
        }
        return result;
    }();
    return infos;
}

FeatureList feature_list(const FeatureOptions& options, std::span<const std::string> archive_bands,
                         const composite::CompositeOptions& composite) {
    FeatureList list;
    for (const std::string& band : options.bands) {
        check_band(band, archive_bands);
        add(list, band,
            fmt::format("surface reflectance of {}{}", band, kind_of(composite, {band})));
    }
    for (const std::string& name : options.indices) {
        const IndexInfo& info = index_named(name).info;
        check_inputs("features.indices", info, archive_bands);
        add(list, name, info.formula + kind_of(composite, info.bands));
    }
    for (const Metric& metric : options.metrics) {
        add_metric(list, metric, archive_bands);
    }
    for (const std::string& name : composite.deviations) {
        add(list, name,
            fmt::format("{} of the observations from their geometric median",
                        deviation_in_words(name)));
    }
    if (!options.terrain.empty() && options.dem.empty()) {
        throw core::UsageError("features.terrain: there is no elevation: set features.dem");
    }
    for (const std::string& name : options.terrain) {
        add(list, name, terrain_definition(name, options.tpi_radius));
    }
    for (const ExtraLayer& layer : options.layers) {
        add(list, layer.name, definition_of(layer));
    }
    return list;
}

std::vector<std::string> bands_needed(const FeatureOptions& options,
                                      std::span<const std::string> archive_bands) {
    std::vector<std::string> used = options.bands;
    const auto add_source = [&](const std::string& source) {
        const SpectralIndex* index = find_index(source);
        const auto bands = index == nullptr ? std::vector{source} : index->info.bands;
        used.insert(used.end(), bands.begin(), bands.end());
    };
    std::ranges::for_each(options.indices, add_source);
    for (const Metric& metric : options.metrics) {
        add_source(metric.source);
    }
    std::vector<std::string> bands;
    std::ranges::copy_if(archive_bands, std::back_inserter(bands),
                         [&](const std::string& band) { return contains(used, band); });
    return bands;
}

raster::BandStack extract(const raster::BandStack& reflectance, const FeatureOptions& options) {
    raster::BandStack features;
    for (const std::string& band : options.bands) {
        features.add(band, band_of(reflectance, band));
    }
    for (const std::string& name : options.indices) {
        features.add(name, compute(index_named(name), reflectance));
    }
    return features;
}

}  // namespace mineprint::features

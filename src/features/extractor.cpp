// SPDX-License-Identifier: Apache-2.0
#include "mineprint/features/extractor.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"
#include "mineprint/features/spectral_index.hpp"

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

void check_inputs(const IndexInfo& info, std::span<const std::string> archive_bands) {
    for (const std::string& band : info.bands) {
        if (!contains(archive_bands, band)) {
            throw core::UsageError(
                fmt::format("features.indices: {} needs the band '{}', and the archive has {} only",
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

FeatureList feature_list(const FeatureOptions& options,
                         std::span<const std::string> archive_bands) {
    FeatureList list;
    for (const std::string& band : options.bands) {
        check_band(band, archive_bands);
        add(list, band, fmt::format("surface reflectance of {}", band));
    }
    for (const std::string& name : options.indices) {
        const IndexInfo& info = index_named(name).info;
        check_inputs(info, archive_bands);
        add(list, name, info.formula);
    }
    return list;
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

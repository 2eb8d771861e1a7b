// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/sample_table.hpp"

#include <algorithm>
#include <numeric>
#include <span>

#include "mineprint/core/hash.hpp"

namespace mineprint::forest {
namespace {

void update_texts(core::Sha256& sha, const std::vector<std::string>& texts) {
    sha.update_number(texts.size());
    for (const std::string& text : texts) {
        sha.update_text(text);
    }
}

}  // namespace

void SampleTable::sort() {
    std::vector<std::size_t> order(size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    // Stable, so that rows with one id (which training refuses) keep their order too.
    std::ranges::stable_sort(order, {}, [&](std::size_t row) { return origins[row].id; });
    std::vector<SampleOrigin> sorted_origins;
    std::vector<float> sorted_features;
    sorted_origins.reserve(origins.size());
    sorted_features.reserve(features.size());
    const std::span<const float> all(features);
    for (const std::size_t row : order) {
        sorted_origins.push_back(origins[row]);
        const auto values = all.subspan(row * schema.size(), schema.size());
        sorted_features.insert(sorted_features.end(), values.begin(), values.end());
    }
    origins = std::move(sorted_origins);
    features = std::move(sorted_features);
}

std::string SampleTable::hash() const {
    core::Sha256 sha;
    sha.update_text(schema.hash());
    update_texts(sha, classes);
    update_texts(sha, regions);
    update_texts(sha, epochs);
    sha.update_number(origins.size());
    sha.update(std::as_bytes(std::span(origins)));
    sha.update(std::as_bytes(std::span(features)));
    return sha.finish();
}

}  // namespace mineprint::forest

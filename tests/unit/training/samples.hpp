// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include <fmt/format.h>

#include "mineprint/forest/sample_table.hpp"

/// Made-up tables of samples.
namespace samples {

/// An empty table with so many features and classes.
inline mineprint::forest::SampleTable table(std::size_t num_features, std::size_t num_classes) {
    mineprint::forest::SampleTable samples;
    for (std::size_t f = 0; f < num_features; ++f) {
        samples.schema.names.push_back(fmt::format("f{}", f));
        samples.schema.definitions.emplace_back("a number");
    }
    for (std::size_t c = 0; c < num_classes; ++c) {
        samples.classes.push_back(fmt::format("class{}", c));
    }
    samples.regions = {"here"};
    samples.epochs = {"now"};
    return samples;
}

inline void add(mineprint::forest::SampleTable& samples, std::uint64_t id, std::uint8_t label,
                const std::vector<float>& features) {
    mineprint::forest::SampleOrigin origin;
    origin.id = id;
    origin.label = label;
    samples.origins.push_back(origin);
    samples.features.insert(samples.features.end(), features.begin(), features.end());
}

/// Rows whose label has nothing to do with their features.
inline mineprint::forest::SampleTable noise(std::size_t num_rows, std::size_t num_features,
                                            std::size_t num_classes) {
    std::mt19937_64 numbers(7);
    auto samples = table(num_features, num_classes);
    for (std::size_t i = 0; i < num_rows; ++i) {
        std::vector<float> row;
        for (std::size_t f = 0; f < num_features; ++f) {
            row.push_back(static_cast<float>(numbers() % 1000) / 1000);
        }
        add(samples, numbers(), static_cast<std::uint8_t>(numbers() % num_classes), row);
    }
    return samples;
}

/// Three classes around three centres, with some overlap and some missing values.
inline mineprint::forest::SampleTable clusters(std::size_t num_rows) {
    std::mt19937_64 numbers(11);
    auto samples = table(4, 3);
    const auto even = [&numbers] { return static_cast<float>(numbers() % 100'000) / 100'000; };
    for (std::size_t i = 0; i < num_rows; ++i) {
        const auto label = static_cast<std::uint8_t>(numbers() % 3);
        const auto centre = static_cast<float>(label);
        std::vector<float> row{centre + 1.2F * even(), -centre + 1.2F * even(), even(),
                               centre * 0.5F + even()};
        if (numbers() % 20 == 0) {
            row[0] = std::numeric_limits<float>::quiet_NaN();
        }
        add(samples, numbers(), label, row);
    }
    return samples;
}

}  // namespace samples

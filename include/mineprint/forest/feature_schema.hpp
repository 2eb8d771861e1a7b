// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace mineprint::forest {

/// The input variables of a forest, in order. Two schemas fit when names and definitions are equal.
struct FeatureSchema {
    std::vector<std::string> names;        ///< `nir`, `ndvi`, …
    std::vector<std::string> definitions;  ///< what was computed: formula and unit

    [[nodiscard]] std::size_t size() const noexcept { return names.size(); }
    /// SHA-256 of names and definitions.
    [[nodiscard]] std::string hash() const;
    /// One sentence naming the first difference; empty when the schemas fit.
    [[nodiscard]] std::string difference(const FeatureSchema& other) const;
    bool operator==(const FeatureSchema&) const = default;
};

}  // namespace mineprint::forest

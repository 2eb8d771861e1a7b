// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/feature_schema.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "mineprint/core/hash.hpp"

namespace mineprint::forest {
namespace {

std::string definition_of(const FeatureSchema& schema, std::size_t index) {
    return index < schema.definitions.size() ? schema.definitions[index] : std::string();
}

}  // namespace

std::string FeatureSchema::hash() const {
    core::Sha256 sha;
    sha.update_number(names.size());
    for (std::size_t index = 0; index < names.size(); ++index) {
        sha.update_text(names[index]).update_text(definition_of(*this, index));
    }
    return sha.finish();
}

std::string FeatureSchema::difference(const FeatureSchema& other) const {
    const std::size_t shared = std::min(size(), other.size());
    for (std::size_t index = 0; index < shared; ++index) {
        if (names[index] != other.names[index]) {
            return fmt::format("feature {} is '{}' here and '{}' there", index + 1, names[index],
                               other.names[index]);
        }
        const std::string own = definition_of(*this, index);
        const std::string others = definition_of(other, index);
        if (own != others) {
            return fmt::format("feature '{}' is defined as '{}' here and as '{}' there",
                               names[index], own, others);
        }
    }
    if (size() != other.size()) {
        const auto& longer = size() > other.size() ? names : other.names;
        return fmt::format(
            "there are {} features here and {} there: the first without a partner "
            "is '{}'",
            size(), other.size(), longer[shared]);
    }
    return {};
}

}  // namespace mineprint::forest

// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/feature_schema.hpp"
#include "test_main.hpp"

using Catch::Matchers::Contains;
using mineprint::forest::FeatureSchema;

TEST_CASE("schemas that differ in a name, a definition, the order or the number do not fit") {
    const FeatureSchema schema{{"red", "nir", "ndvi"},
                               {"band", "band", "(nir - red) / (nir + red)"}};
    CHECK(schema.difference(schema).empty());

    FeatureSchema renamed = schema;
    renamed.names[1] = "swir1";
    CHECK_THAT(schema.difference(renamed), Contains("nir") && Contains("swir1"));
    FeatureSchema redefined = schema;
    redefined.definitions[2] = "nir / red";
    CHECK_THAT(schema.difference(redefined), Contains("ndvi") && Contains("nir / red"));
    FeatureSchema reordered{{"nir", "red", "ndvi"}, schema.definitions};
    CHECK_FALSE(schema.difference(reordered).empty());
    FeatureSchema shorter{{"red", "nir"}, {"band", "band"}};
    CHECK_FALSE(schema.difference(shorter).empty());
    CHECK_FALSE(shorter.difference(schema).empty());
    for (const FeatureSchema& other : {renamed, redefined, reordered, shorter}) {
        CHECK(other.hash() != schema.hash());
    }
}

TEST_CASE("the hash of a schema knows where one text ends and the next begins") {
    CHECK(FeatureSchema{{"ab", "c"}, {"", ""}}.hash() !=
          FeatureSchema{{"a", "bc"}, {"", ""}}.hash());
    CHECK(FeatureSchema{{"a"}, {"b"}}.hash() != FeatureSchema{{"b"}, {"a"}}.hash());
}

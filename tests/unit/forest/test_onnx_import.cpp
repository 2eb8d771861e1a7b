// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <functional>
#include <limits>

#include "mineprint/core/error.hpp"
#include "mineprint/forest/onnx.hpp"
#include "mineprint/forest/onnx_import.hpp"
#include "onnx_bytes.hpp"
#include "random_forests.hpp"
#include "test_main.hpp"

using namespace mineprint::forest;
using Catch::Matchers::Contains;
using onnx_bytes::Model;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float none = std::numeric_limits<float>::quiet_NaN();
const OnnxNames names{{"nir", "red"}, {}};

std::string complaint(const std::string& bytes, const OnnxNames& given = names) {
    try {
        (void)from_onnx(bytes, given);
    } catch (const mineprint::core::DataError& error) {
        return error.what();
    }
    return "";
}

/// What is said of the good model after it was spoilt.
std::string complaint(const std::function<void(Model&)>& spoil) {
    Model model;
    REQUIRE(complaint(write(model)).empty());
    spoil(model);
    return complaint(write(model));
}

/// The labels of the only tree of a stump for values of its feature.
std::vector<std::uint8_t> labels(const Forest& forest, const std::vector<float>& values) {
    std::vector<float> rows;
    for (const float value : values) {
        rows.insert(rows.end(), {0, value});
    }
    return predict_by_walking(forest, rows).label;
}

}  // namespace

TEST_CASE("a forest that was exported comes back with the same answers, missing values too") {
    std::uint64_t seed = 1;
    for (const std::size_t num_classes : {1U, 2U, 3U, 7U, 200U}) {
        const random_forests::Shape shape{
            .num_classes = num_classes, .num_trees = 7, .max_depth = 7, .seed = ++seed};
        const Forest forest = random_forests::make(shape);
        const Forest again = from_onnx(to_onnx(forest), {});
        CHECK(again.schema == forest.schema);
        CHECK(again.classes == forest.classes);
        const auto rows = random_forests::rows(shape, 3000, true);
        const Prediction expected = predict_by_walking(forest, rows);
        const Prediction found = predict_by_walking(again, rows);
        CHECK(found.label == expected.label);
        CHECK(found.probability == expected.probability);
        CHECK(from_onnx(to_onnx(again), {}).trees == again.trees);
    }
}

TEST_CASE("a tree of another program is read, with lists packed or not") {
    Model model;
    for (const bool packed : {false, true}) {
        model.packed = packed;
        const Forest forest = from_onnx(write(model), names);
        CHECK(forest.classes == std::vector<std::string>{"a", "b", "c"});
        CHECK(forest.schema.names == names.features);
        CHECK(forest.schema.definitions == std::vector<std::string>(2));
        CHECK(forest.trees.front().nodes ==
              std::vector<Node>{{1, 0.5F, 1, 2, 0}, {-1, 0, 0, 0, 0}, {-1, 0, 1, 0, 0}});
        CHECK(forest.trees.front().leaf_counts == std::vector<std::uint32_t>{1, 3, 0, 0, 0, 1});
    }
}

TEST_CASE("every comparison asks what it asked") {
    const std::vector<float> values{
        -infinity, -1, std::nextafter(0.5F, 0.0F), 0.5F, std::nextafter(0.5F, 1.0F), 2, infinity};
    const std::vector<std::pair<std::string, std::function<bool(float, float)>>> modes{
        {"BRANCH_LEQ", [](float x, float t) { return x <= t; }},
        {"BRANCH_LT", [](float x, float t) { return x < t; }},
        {"BRANCH_GT", [](float x, float t) { return x > t; }},
        {"BRANCH_GTE", [](float x, float t) { return x >= t; }}};
    for (const auto& [mode, holds] : modes) {
        for (const float threshold : {0.5F, 0.0F, -0.0F, infinity, 1e-45F}) {
            for (const std::int64_t missing_true : {0, 1}) {
                Model model;
                model.nodes[0].mode = mode;
                model.nodes[0].value = threshold;
                model.nodes[0].missing_true = missing_true;
                const Forest forest = from_onnx(write(model), names);
                auto asked = values;
                asked.insert(asked.end(), {threshold, std::nextafter(threshold, infinity),
                                           std::nextafter(threshold, -infinity), -threshold});
                std::vector<std::uint8_t> expected;
                for (const float value : asked) {
                    expected.push_back(holds(value, threshold) ? 1 : 2);
                }
                asked.push_back(none);
                expected.push_back(missing_true != 0 ? 1 : 2);
                INFO(mode << " " << threshold << " missing " << missing_true);
                CHECK(labels(forest, asked) == expected);
            }
        }
    }
    Model model;
    model.with_missing = false;  // then a missing value never fulfils anything
    CHECK(labels(from_onnx(write(model), names), {none}) == std::vector<std::uint8_t>{2});
}

TEST_CASE("trees, nodes and numbers may stand in any order") {
    Model model;
    model.nodes = {{9, 20, "LEAF"},
                   {-3, 1, "BRANCH_LEQ", 0, 1, 0, 5},
                   {9, 10, "BRANCH_LEQ", 1, 0.5F, 20, 3},
                   {9, 3, "LEAF"},
                   {-3, 5, "BRANCH_LEQ", 1, 2, 7, 6},
                   {-3, 0, "LEAF"},
                   {-3, 6, "LEAF"},
                   {-3, 7, "LEAF"}};
    model.votes = {{-3, 7, 2, 0.5F}, {9, 3, 2, 0.5F},   {9, 20, 0, 0.5F},
                   {-3, 0, 1, 0.5F}, {-3, 6, 0, 0.25F}, {-3, 6, 1, 0.25F}};
    const Forest forest = from_onnx(write(model), names);
    REQUIRE(forest.trees.size() == 2);
    CHECK(forest.trees[0].nodes ==
          std::vector<Node>{{1, 0.5F, 1, 2, 0}, {-1, 0, 0, 0, 0}, {-1, 0, 1, 0, 0}});
    CHECK(forest.trees[0].leaf_counts == std::vector<std::uint32_t>{1, 0, 0, 0, 0, 1});
    CHECK(forest.trees[1].nodes == std::vector<Node>{{0, 1, 1, 2, 0},
                                                     {-1, 0, 0, 0, 0},
                                                     {1, 2, 3, 4, 0},
                                                     {-1, 0, 1, 0, 0},
                                                     {-1, 0, 2, 0, 0}});
    CHECK(forest.trees[1].leaf_counts == std::vector<std::uint32_t>{0, 1, 0, 0, 0, 1, 1, 1, 0});
}

TEST_CASE("of two classes the second's weight may stand alone") {
    Model model;
    model.labels = {};
    model.number_labels = {0, 17};
    model.nodes.push_back({.tree = 1, .number = 0});
    for (const std::int64_t class_id : {0, 1}) {
        // A tree of two is one half of the score.
        model.votes = {
            {0, 1, class_id, 0.125F}, {0, 2, class_id, 0.5F}, {1, 0, class_id, 1.0F / 6}};
        const Forest forest = from_onnx(write(model), names);
        CHECK(forest.classes == std::vector<std::string>{"0", "17"});
        CHECK(forest.trees[0].leaf_counts == std::vector<std::uint32_t>{3, 1, 0, 1});
        CHECK(forest.trees[1].leaf_counts == std::vector<std::uint32_t>{2, 1});
    }
    CHECK(from_onnx(write(model), {names.features, {"no", "mine"}}).classes[1] == "mine");
    model.votes[2].weight = 0.6F;
    CHECK_THAT(complaint(write(model)),
               Contains("tree 1, node 0") && Contains("more than one of 2"));
}

TEST_CASE("names are those of the model or of the options") {
    CHECK_THAT(complaint(write(Model{}), {}), Contains("2 features") && Contains("--features="));
    CHECK_THAT(complaint(write(Model{}), {{"nir"}, {}}), Contains("2 features, and 1 names"));
    CHECK_THAT(complaint(write(Model{}), {names.features, {"x"}}),
               Contains("3 classes (a, b, c); --classes names 1"));
    Model open;
    open.input_width = 0;
    CHECK_THAT(complaint(write(open), {{"nir"}, {}}), Contains("at least 2 features"));
    CHECK(from_onnx(write(open), {{"nir", "red", "blue"}, {}}).schema.size() == 3);
    Model named;
    named.more = onnx_bytes::field(
        14, onnx_bytes::field(1, "feature_names") + onnx_bytes::field(2, "swir1\nndvi"));
    CHECK(from_onnx(write(named), {}).schema.names == std::vector<std::string>{"swir1", "ndvi"});
    CHECK_THAT(complaint(write(named)), Contains("swir1,ndvi") && Contains("--features"));
}

TEST_CASE("models that are no forest of equal trees are refused, with what is supported") {
    const auto with = [](onnx_bytes::Operator own, bool before) {
        return complaint([&](Model& m) { (before ? m.before : m.behind).push_back(own); });
    };
    CHECK_THAT(with({"Scaler", "ai.onnx.ml", {"X"}, {"Y"}, {}}, true),
               Contains("operator Scaler") && Contains("supported is"));
    CHECK_THAT(with({"ArgMax", "", {"probabilities"}, {"Y"}, {}}, false), Contains("ArgMax"));
    CHECK_THAT(with({"TreeEnsembleClassifier", "ai.onnx.ml", {"X"}, {"Y"}, {}}, true),
               Contains("second"));
    CHECK_THAT(with({"TreeEnsembleClassifier", "other", {"X"}, {"Y"}, {}}, true),
               Contains("'other'"));
    CHECK_THAT(complaint([](Model& m) {
                   m.before = {{"Cast", "", {"X"}, {"Y"}, {}}};
                   m.ensemble_input = std::string("Y");
               }),
               Contains("what Cast makes"));
    CHECK_THAT(complaint([](Model& m) { m.ensemble_input = std::string("Z"); }),
               Contains("something else"));
    CHECK_THAT(complaint([](Model& m) { m.input_type = 11; }), Contains("element type 11"));
    CHECK_THAT(complaint([](Model& m) { m.ml_version = 5; }), Contains("ai.onnx.ml 5"));
    CHECK_THAT(complaint([](Model& m) { m.sets = {""}; }), Contains("ai.onnx.ml"));
    CHECK_THAT(complaint([](Model& m) { m.sets = {"ai.onnx.ml"}; }), Contains("Cast"));
    CHECK_THAT(complaint([](Model& m) { m.more = onnx_bytes::field(25, ""); }),
               Contains("operators of its own"));
    CHECK_THAT(complaint([](Model& m) { m.transform = std::string("LOGISTIC"); }),
               Contains("LOGISTIC") && Contains("boosted"));
    CHECK_THAT(complaint([](Model& m) {
                   m.more_attributes = onnx_bytes::reals("base_values", {0, 0.5F}, false);
               }),
               Contains("base value of 0.5"));
    CHECK_THAT(complaint([](Model& m) {
                   m.more_attributes = onnx_bytes::reals("nodes_values_as_tensor", {}, false);
               }),
               Contains("double precision"));
    CHECK_THAT(
        complaint([](Model& m) { m.more_attributes = onnx_bytes::reals("novelty", {}, false); }),
        Contains("novelty"));
    CHECK_THAT(complaint([](Model& m) {
                   m.more_attributes = onnx_bytes::reals("nodes_values", {}, false);
               }),
               Contains("twice"));
    CHECK_THAT(complaint([](Model& m) { m.producer = std::string("mineprint"); }),
               Contains("cut short"));
    CHECK(complaint([](Model& m) {
              m.more_attributes = onnx_bytes::reals("base_values", {0, 0}, false);
          }).empty());
}

TEST_CASE("broken trees are refused, with tree and node") {
    CHECK_THAT(complaint([](Model& m) { m.nodes[0].mode = std::string("BRANCH_EQ"); }),
               Contains("tree 0, node 0") && Contains("BRANCH_EQ"));
    CHECK_THAT(complaint([](Model& m) { m.nodes[0].value = none; }), Contains("threshold is nan"));
    for (const char* mode : {"BRANCH_LT", "BRANCH_GTE"}) {
        CHECK_THAT(complaint([&](Model& m) {
                       m.nodes[0].mode = mode;
                       m.nodes[0].value = -infinity;
                   }),
                   Contains("asks nothing"));
    }
    CHECK_THAT(complaint([](Model& m) { m.nodes[0].feature = 2; }), Contains("feature 2"));
    CHECK_THAT(complaint([](Model& m) { m.nodes[0].feature = -1; }), Contains("feature -1"));
    CHECK_THAT(complaint([](Model& m) { m.nodes[0].if_true = 7; }), Contains("child 7"));
    CHECK_THAT(complaint([](Model& m) { m.nodes[0].if_true = 2; }), Contains("another too"));
    CHECK_THAT(complaint([](Model& m) { m.nodes[0].if_true = 0; }), Contains("hang on no root"));
    CHECK_THAT(complaint([](Model& m) {
                   m.nodes = {{0, 0, "BRANCH_LEQ", 0, 0, 1, 2},
                              {0, 1, "BRANCH_LEQ", 0, 0, 0, 3},
                              {0, 2, "LEAF"},
                              {0, 3, "LEAF"}};
               }),
               Contains("no root"));
    CHECK_THAT(complaint([](Model& m) { m.nodes.push_back({0, 2, "LEAF"}); }), Contains("twice"));
    CHECK_THAT(complaint([](Model& m) {
                   m.nodes.push_back({0, 5, "LEAF"});
               }),
               Contains("1 of its 4 nodes"));
    CHECK_THAT(complaint([](Model& m) {
                   m.nodes.clear();
                   m.votes.clear();
               }),
               Contains("nodes_*"));
    CHECK_THAT(complaint([](Model& m) { m.labels.clear(); }), Contains("0 class labels"));
    CHECK_THAT(complaint([](Model& m) {
                   m.number_labels = {1, 2, 3};
               }),
               Contains("3 class labels as text and 3"));
    CHECK_THAT(complaint([](Model& m) { m.labels.resize(257); }), Contains("257"));
}

TEST_CASE("weights that are no shares of equal trees are refused, with tree and node") {
    CHECK_THAT(complaint([](Model& m) { m.votes[0].class_id = 3; }), Contains("class 3"));
    CHECK_THAT(complaint([](Model& m) { m.votes[0].number = 0; }),
               Contains("tree 0, node 0") && Contains("no leaf"));
    CHECK_THAT(complaint([](Model& m) { m.votes[0].class_id = 1; }), Contains("two weights"));
    for (const float bad : {-0.1F, none, infinity}) {
        CHECK_THAT(complaint([&](Model& m) { m.votes[0].weight = bad; }),
                   Contains("tree 0, node 1") && Contains("negative or no number"));
    }
    CHECK_THAT(complaint([](Model& m) { m.votes.resize(3); }),
               Contains("tree 0, node 2") && Contains("are 0"));
    const auto two_trees = [](float weight) {
        return complaint([=](Model& m) {
            m.nodes.push_back({.tree = 1, .number = 0});
            m.votes.push_back({1, 0, 1, weight});
        });
    };
    CHECK(two_trees(1).empty());
    CHECK_THAT(two_trees(0.5F), Contains("tree 1, node 0") && Contains("weigh the same"));
}

TEST_CASE("a model that is cut short anywhere is refused") {
    const Forest own =
        random_forests::make({.num_classes = 2, .num_trees = 2, .max_depth = 3, .seed = 3});
    const std::vector<std::pair<std::string, OnnxNames>> models{
        {write(Model{}), names}, {to_onnx(own), {own.schema.names, {}}}};
    for (const auto& [whole, given] : models) {
        REQUIRE(complaint(whole, given).empty());
        for (std::size_t size = 0; size < whole.size(); ++size) {
            if (complaint(whole.substr(0, size), given).empty()) {
                FAIL("accepted after " << size << " of " << whole.size() << " bytes");
            }
        }
    }
}

TEST_CASE("bytes of another kind are refused") {
    CHECK_THAT(complaint(""), Contains("no IR version"));
    CHECK_THAT(complaint("{\"format\":\"mineprint-forest\"}"), Contains("no ONNX model"));
    CHECK_THAT(complaint(std::string("\x3a\xff\xff\xff\xff\x0f", 6)), Contains("cut short"));
    CHECK_THAT(complaint(onnx_bytes::number_field(7, 3)), Contains("field 7 is not of its type"));
    CHECK_THAT(complaint(onnx_bytes::number_field(1, 8)), Contains("ai.onnx.ml"));
}

// SPDX-License-Identifier: Apache-2.0
#include <fstream>

#include "mineprint/core/error.hpp"
#include "mineprint/forest/onnx.hpp"
#include "mineprint/pipeline/model_exchange.hpp"
#include "mineprint/pipeline/model_file.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

using namespace mineprint;
using Catch::Matchers::Contains;
using forest::Forest;

namespace {

Forest stump() {
    Forest forest;
    forest.schema = {{"nir", "height"}, {"", "metres above the ground"}};
    forest.classes = {"mine", "forest"};
    forest.trees.push_back(
        {{{1, 0.5F, 1, 2, 1}, {-1, 0, 0, 0, 0}, {-1, 0, 1, 0, 0}}, {65535, 0, 16384, 49151}});
    return forest;
}

/// The ONNX model of the stump without the names of its features.
std::string nameless() {
    std::string bytes = forest::to_onnx(stump());
    const std::string key = "feature_names";
    return bytes.replace(bytes.find(key), key.size(), "feature_NAMES");
}

/// Imports a file with this content and returns what is then in the model file.
Forest imported(const std::string& name, const std::string& content, const forest::OnnxNames& names,
                const ScratchFolder& scratch = {}) {
    std::ofstream(scratch / name, std::ios::binary) << content;
    pipeline::import_forest(
        {scratch / name, scratch / "model.h5", "all", names.features, names.classes});
    return pipeline::read_models(scratch / "model.h5").forests.at("all");
}

template <class Error>
std::string refusal(const std::string& name, const std::string& content,
                    const forest::OnnxNames& names) {
    const ScratchFolder scratch;
    std::string message;
    try {
        (void)imported(name, content, names, scratch);
    } catch (const Error& error) {
        message = error.what();
    }
    CHECK(!std::filesystem::exists(scratch / "model.h5"));
    return message;
}

}  // namespace

TEST_CASE("JSON and ONNX are told apart by content, and a name ending in .json is a promise") {
    const std::string onnx = forest::to_onnx(stump());
    for (const auto& [name, content] :
         {std::pair{"forest.onnx", onnx}, std::pair{"forest", onnx},
          std::pair{"forest.json", pipeline::to_json(stump())},
          std::pair{"forest.onnx", " \n" + pipeline::to_json(stump())}}) {
        const Forest forest = imported(name, content, {});
        CHECK(forest.trees.front().nodes == stump().trees.front().nodes);
        CHECK(forest.trees.front().leaf_counts == stump().trees.front().leaf_counts);
        CHECK(forest.classes == stump().classes);
    }
    CHECK_THAT(refusal<core::DataError>("forest.json", onnx, {}),
               Contains("forest.json") && Contains("JSON"));
    CHECK_THAT(refusal<core::DataError>("forest", "no forest", {}),
               Contains("forest") && Contains("no ONNX model"));
}

TEST_CASE("an ONNX model gets the names of the options and the definitions of known features") {
    const Forest known = imported("f.onnx", forest::to_onnx(stump()), {});
    CHECK(known.schema.definitions[1] == "metres above the ground");
    CHECK(!known.schema.definitions[0].empty());
    const Forest named = imported("f", nameless(), {{"nir", "height"}, {"pit", "rest"}});
    CHECK(named.schema.names == std::vector<std::string>{"nir", "height"});
    CHECK(named.classes == std::vector<std::string>{"pit", "rest"});
    CHECK_THAT(refusal<core::DataError>("bare.onnx", nameless(), {}),
               Contains("bare.onnx") && Contains("2 features") && Contains("--features="));
    CHECK_THAT(
        refusal<core::UsageError>("f.json", pipeline::to_json(stump()), {{"nir", "height"}, {}}),
        Contains("f.json") && Contains("--features"));
    CHECK_THAT(refusal<core::UsageError>("f.json", pipeline::to_json(stump()), {{}, {"a", "b"}}),
               Contains("--classes"));
}

TEST_CASE("shares of leaves in JSON give back the counts they were made of") {
    Forest forest = stump();
    forest.trees.front().leaf_counts = {1, 5, 2, 1};
    std::string text = pipeline::to_json(forest);
    const std::string whole = "[[1,5],[2,1]]";
    text.replace(
        text.find(whole), whole.size(),
        "[[0.16666666666666666,0.8333333333333334],[0.6666666666666666,0.3333333333333333]]");
    CHECK(pipeline::forest_from_json(text, "f").trees.front().leaf_counts ==
          forest.trees.front().leaf_counts);
}

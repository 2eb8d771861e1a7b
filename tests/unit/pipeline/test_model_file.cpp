// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <fstream>
#include <limits>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/dataset.hpp"
#include "mineprint/hdf5_io/filetype.hpp"
#include "mineprint/pipeline/model_file.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

using namespace mineprint;
using Catch::Matchers::Contains;
using forest::Forest;
using pipeline::ModelFile;

namespace {

/// Two small trees, and one that is a leaf only.
Forest small_forest(float threshold) {
    Forest forest;
    forest.schema.names = {"nir", "ndvi"};
    forest.schema.definitions = {"reflectance of nir", "(nir - red) / (nir + red)"};
    forest.classes = {"mine", "forest", "water"};
    forest.trees.push_back({{{0, threshold, 1, 2, 1},
                             {-1, 0, 0, 0, 0},
                             {1, -0.25F, 3, 4, 0},
                             {-1, 0, 1, 0, 0},
                             {-1, 0, 2, 0, 0}},
                            {5, 0, 0, 0, 7, 1, 0, 0, 9}});
    forest.trees.push_back({{{-1, 0, 0, 0, 0}}, {1, 2, 3}});
    forest.trees.push_back(
        {{{1, std::numeric_limits<float>::infinity(), 1, 2, 0}, {-1, 0, 1, 0, 0}, {-1, 0, 0, 0, 0}},
         {4, 4, 4, 0, 0, 4'000'000'000}});
    forest.report = {22,
                     0.125,
                     {3, 1, 0, 0, 7, 0, 2, 0, 9},
                     {1, 3},
                     {0.5, 0.125},
                     {0.75, 0.25},
                     -0.25,
                     {0.5, -0.125},
                     {0.125, 0.0625},
                     {{}, {-0.5F, 0.25F}},
                     {5, 8, 9},
                     "trees=3 mtry=1",
                     {},
                     {}};
    forest.report.cross_validation.folds = {"Kachin", "Yunnan"};
    for (std::uint64_t cell = 0; cell < 18; ++cell) {
        forest.report.cross_validation.confusions.push_back(cell * cell);
    }
    forest.report.tuning = {{10, 1, 0.25}, {3, 2, 0.125}};
    forest.training_hash = std::string(64, 'a');
    return forest;
}

ModelFile small_models() {
    ModelFile models;
    models.forests = {{"Kachin/2005", small_forest(0.5F)},
                      {"Kachin/2010", small_forest(0.125F)},
                      {"all", small_forest(-3.0F)}};
    models.forests["all"].report.oob_error = 0.5;
    models.forests["all"].report.oob_confusion.clear();
    models.fingerprint = "f1";
    return models;
}

/// Writes one forest as it is, with the hash it has, past every check of `write_models`.
void write_unchecked(const std::filesystem::path& path, const Forest& forest) {
    pipeline::write_models(path, {{{"m", small_forest(0.5F)}}, ""});
    const auto old = hdf5_io::File::open(path);
    auto file = hdf5_io::File::create(path);
    hdf5_io::write_filetype(file, "mineprint-model", 1);
    hdf5_io::write_attribute(file, "/", "fingerprint", "");
    hdf5_io::write_texts(file, "/forest", {"m"});
    const std::string group = "/forests/m";
    std::vector<std::int32_t> feature;
    std::vector<std::int32_t> left;
    std::vector<std::int32_t> right;
    std::vector<float> threshold;
    for (const forest::Tree& tree : forest.trees) {
        for (const forest::Node& node : tree.nodes) {
            feature.push_back(node.feature);
            left.push_back(node.left);
            right.push_back(node.right);
            threshold.push_back(node.threshold);
        }
    }
    hdf5_io::write<std::int32_t>(file, group + "/feature", {feature.size()}, feature);
    hdf5_io::write<std::int32_t>(file, group + "/left", {left.size()}, left);
    hdf5_io::write<std::int32_t>(file, group + "/right", {right.size()}, right);
    hdf5_io::write<float>(file, group + "/threshold", {threshold.size()}, threshold);
    for (const std::string& name : old.children(group)) {
        if (file.contains(group + '/' + name)) {
            continue;
        }
        const auto array = hdf5_io::read_array(old, group + '/' + name);
        std::visit(
            [&]<class T>(const std::vector<T>& values) {
                if constexpr (hdf5_io::Number<T>) {
                    hdf5_io::write<T>(file, group + '/' + name, array.shape, values);
                } else {
                    hdf5_io::write_texts(file, group + '/' + name, values);
                }
            },
            array.values);
    }
    for (const char* name : {"schema_hash", "training_hash", "report_hash"}) {
        hdf5_io::write_attribute(file, group, name, hdf5_io::read_text_attribute(old, group, name));
    }
    hdf5_io::write_attribute(file, group, "hash", forest.hash());
    hdf5_io::write_attribute(file, group, "num_samples", forest.report.num_samples);
    hdf5_io::write_attribute(file, group, "oob_error", forest.report.oob_error);
    hdf5_io::write_attribute(file, group, "oob_margin", forest.report.oob_margin);
    hdf5_io::write_attribute(file, group, "options", forest.report.options);
    file.commit();
}

/// What `read_models` says against a file; empty when it accepts it.
std::string refusal(const std::filesystem::path& path) {
    try {
        static_cast<void>(pipeline::read_models(path));
    } catch (const core::DataError& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST_CASE("Forests come back whole, with their fingerprint") {
    const ScratchFolder folder;
    const ModelFile models = small_models();
    pipeline::write_models(folder / "model.h5", models);
    const ModelFile found = pipeline::read_models(folder / "model.h5");
    CHECK(found.fingerprint == "f1");
    CHECK(found.forests == models.forests);
    const std::vector<float> rows{0.4F, 0.9F, 0.6F, -0.5F, 0.6F, 0.5F};
    const auto before = forest::predict_by_walking(models.forests.at("all"), rows);
    const auto after = forest::predict_by_walking(found.forests.at("all"), rows);
    CHECK(before.label == after.label);
    CHECK(before.probability == after.probability);
}

TEST_CASE("Writing forests twice gives the same bytes") {
    const ScratchFolder folder;
    pipeline::write_models(folder / "a.h5", small_models());
    pipeline::write_models(folder / "b.h5", small_models());
    CHECK(core::read_text_file(folder / "a.h5") == core::read_text_file(folder / "b.h5"));
}

TEST_CASE("What training tells is under the hash; a forest of which it is not known is one too") {
    const ScratchFolder folder;
    ModelFile models = small_models();
    auto& report = models.forests.at("all").report;
    report.permutation_importance.clear();
    report.permutation_error.clear();
    report.bin_edges.clear();
    report.class_samples.clear();
    report.options.clear();
    report.cross_validation = {};
    report.tuning.clear();
    report.oob_margin = 0;
    const auto path = folder / "model.h5";
    pipeline::write_models(path, models);
    CHECK(pipeline::read_models(path).forests == models.forests);
    Forest changed = small_forest(0.5F);
    changed.report.oob_margin = 0.5;
    write_unchecked(path, changed);
    CHECK_THAT(refusal(path), Contains("report_hash"));
}

TEST_CASE("A forest of which nothing more was asked is read back as it was") {
    const ScratchFolder folder;
    ModelFile models = small_models();
    auto& report = models.forests.at("all").report;
    report.permutation_importance.clear();
    report.permutation_error.clear();
    report.cross_validation = {};
    report.tuning.clear();
    pipeline::write_models(folder / "model.h5", models);
    CHECK(pipeline::read_models(folder / "model.h5").forests == models.forests);
}

TEST_CASE("An out-of-bag error that is not a number survives") {
    const ScratchFolder folder;
    ModelFile models = small_models();
    models.forests.at("all").report.oob_error = std::numeric_limits<double>::quiet_NaN();
    pipeline::write_models(folder / "model.h5", models);
    CHECK(
        std::isnan(pipeline::read_models(folder / "model.h5").forests.at("all").report.oob_error));
}

TEST_CASE("A model file that is not there, of another kind or cut short is refused by name") {
    const ScratchFolder folder;
    CHECK_FALSE(pipeline::try_read_models(folder / "model.h5").has_value());
    CHECK_THAT(refusal(folder / "model.h5"), Contains("model.h5") && Contains("no such file"));
    pipeline::write_models(folder / "model.h5", small_models());
    CHECK(pipeline::try_read_models(folder / "model.h5")->forests.size() == 3);
    const std::string bytes = core::read_text_file(folder / "model.h5");
    for (const double share : {0.01, 0.3, 0.6, 0.999}) {
        const auto size = static_cast<std::size_t>(share * static_cast<double>(bytes.size()));
        core::write_text_file(folder / "part.h5", bytes.substr(0, size));
        CHECK_THAT(refusal(folder / "part.h5"), Contains("part.h5"));
    }
    auto other = hdf5_io::File::create(folder / "other.h5");
    hdf5_io::write_filetype(other, "mineprint-result", 1);
    other.commit();
    CHECK_THAT(refusal(folder / "other.h5"), Contains("mineprint-result"));
}

TEST_CASE("A byte that flips is noticed, or does not matter") {
    const ScratchFolder folder;
    ModelFile models = small_models();
    models.forests.erase("Kachin/2010");
    models.forests.erase("all");
    pipeline::write_models(folder / "model.h5", models);
    const std::string bytes = core::read_text_file(folder / "model.h5");
    std::size_t num_noticed = 0;
    for (std::size_t offset = 0; offset < bytes.size(); offset += 11) {
        std::string damaged = bytes;
        damaged[offset] = static_cast<char>(damaged[offset] ^ 0x11);
        const auto path = folder / "damaged.h5";
        std::ofstream(path, std::ios::binary) << damaged;
        try {
            const ModelFile found = pipeline::read_models(path);
            const bool same =
                found.forests == models.forests && found.fingerprint == models.fingerprint;
            CHECKED_ELSE(same) { FAIL("the byte " << offset << " changed the model unnoticed"); }
        } catch (const core::DataError&) {
            ++num_noticed;
        }
    }
    CHECK(num_noticed > bytes.size() / 11 / 4);
}

TEST_CASE("A file made to lead a walk astray is refused, though its hash is right") {
    const ScratchFolder folder;
    const auto path = folder / "model.h5";
    const auto refusal_of = [&](auto change) {
        Forest forest = small_forest(0.5F);
        change(forest.trees[0].nodes);
        write_unchecked(path, forest);
        return refusal(path);
    };
    CHECK(refusal_of([](auto& /*nodes*/) {}).empty());
    CHECK_THAT(refusal_of([](auto& nodes) { nodes[0].left = 5; }),
               Contains("model.h5") && Contains("tree 0") && Contains("child 5"));
    CHECK_THAT(refusal_of([](auto& nodes) { nodes[2].right = 2; }), Contains("child 2"));
    CHECK_THAT(refusal_of([](auto& nodes) { nodes[2].left = -1; }), Contains("child -1"));
    CHECK_THAT(refusal_of([](auto& nodes) { nodes[0].feature = 2; }), Contains("feature 2"));
    CHECK_THAT(refusal_of([](auto& nodes) { nodes[4].left = 3; }), Contains("leaf 3"));
    CHECK_THAT(refusal_of([](auto& nodes) {
                   nodes[0].threshold = std::numeric_limits<float>::quiet_NaN();
               }),
               Contains("threshold"));
}

TEST_CASE("A forest that cannot be walked is not written") {
    const ScratchFolder folder;
    ModelFile models = small_models();
    models.forests.at("all").trees[0].nodes[0].right = 99;
    CHECK_THROWS_WITH(pipeline::write_models(folder / "model.h5", models),
                      Contains("model.h5: all") && Contains("child 99"));
    CHECK_FALSE(std::filesystem::exists(folder / "model.h5"));
    models = small_models();
    models.forests.emplace("a/../b", small_forest(1));
    CHECK_THROWS_WITH(pipeline::write_models(folder / "model.h5", models), Contains("a/../b"));
}

TEST_CASE("Other features than the forest's are refused by name") {
    const Forest forest = small_forest(0.5F);
    CHECK_NOTHROW(pipeline::require_schema(forest, forest.schema));
    forest::FeatureSchema offered = forest.schema;
    offered.names[1] = "ndmi";
    CHECK_THROWS_WITH(pipeline::require_schema(forest, offered), Contains("ndmi"));
    offered = forest.schema;
    offered.definitions[0] = "reflectance of nir × 10000";
    CHECK_THROWS_WITH(pipeline::require_schema(forest, offered), Contains("nir"));
    CHECK_THROWS_AS(pipeline::require_schema(forest, offered), core::DataError);
}

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/sampling/labels.hpp"
#include "test_main.hpp"

using namespace mineprint::sampling;
using Catch::Matchers::Contains;
using mineprint::core::DataError;
using mineprint::core::UsageError;
using mineprint::gdal_io::VectorLayer;

namespace {

using Texts = std::vector<std::string>;
using Label = std::optional<std::uint8_t>;
using Row = std::vector<Label>;
constexpr std::nullopt_t none = std::nullopt;

/// A layer whose features have these values in these fields; an empty value is an unset one.
VectorLayer layer_of(const Texts& fields, const std::vector<Texts>& rows) {
    VectorLayer layer;
    layer.name = "training";
    layer.field_names = fields;
    for (const Texts& row : rows) {
        auto& feature = layer.features.emplace_back();
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (!row[i].empty()) {
                feature.fields[fields[i]] = row[i];
            }
        }
    }
    return layer;
}

ReferenceOptions options_for(std::vector<ClassField> fields = {}, std::string target = "mine") {
    ReferenceOptions options;
    options.target = std::move(target);
    options.file = "labels.gpkg";
    options.class_fields = std::move(fields);
    return options;
}

bool mentions(const Texts& notes, const std::string& text) {
    return std::any_of(notes.begin(), notes.end(), [&](const std::string& note) {
        return note.find(text) != std::string::npos;
    });
}

}  // namespace

TEST_CASE("one field `class` holds for every epoch unless the options say otherwise") {
    const auto layer = layer_of({"class"}, {{"mine"}, {"forest"}, {"mine"}});
    const Labels labels = read_labels(layer, options_for(), Texts{"2005", "2020"});
    CHECK(labels.classes == Texts{"forest", "mine"});
    CHECK(labels.target == 1);
    CHECK(labels.of_feature == std::vector<Row>{{1, 1}, {0, 0}, {1, 1}});
    CHECK(labels.notes.empty());
}

TEST_CASE("each epoch may have a field of its own") {
    const auto layer =
        layer_of({"c2020", "c2005"}, {{"mine", "forest"}, {"mine", ""}, {" ", "mine "}});
    const Labels labels = read_labels(layer, options_for({{"2005", "c2005"}, {"2020", "c2020"}}),
                                      Texts{"2005", "2020"});
    CHECK(labels.classes == Texts{"forest", "mine"});
    CHECK(labels.of_feature == std::vector<Row>{{0, 1}, {none, 1}, {1, none}});
    CHECK(mentions(labels.notes, "epoch 2005: 1 features without a class in field c2005"));
    CHECK(mentions(labels.notes, "epoch 2020: 1 features without a class in field c2020"));
}

TEST_CASE("a field for one epoch goes before the field for all") {
    const auto layer = layer_of({"class", "late"}, {{"mine", "forest"}});
    const Labels labels =
        read_labels(layer, options_for({{"", "class"}, {"2020", "late"}}), Texts{"2005", "2020"});
    CHECK(labels.of_feature == std::vector<Row>{{1, 0}});
}

TEST_CASE("an epoch that no field is for has no labels, and a note says so") {
    const auto layer = layer_of({"c2005"}, {{"mine"}});
    const Labels labels =
        read_labels(layer, options_for({{"2005", "c2005"}}), Texts{"2005", "2020"});
    CHECK(labels.of_feature == std::vector<Row>{{0, none}});
    CHECK(mentions(labels.notes, "epoch 2020: no class field"));
}

TEST_CASE("an epoch field says at which epoch each feature holds") {
    const auto layer = layer_of(
        {"kind", "year"},
        {{"mine", "2005"}, {"forest", "2020"}, {"mine", "1990"}, {"mine", ""}, {"", "2020"}});
    ReferenceOptions options = options_for({{"", "kind"}});
    options.epoch_field = "year";
    const Labels labels = read_labels(layer, options, Texts{"2005", "2020"});
    CHECK(labels.of_feature ==
          std::vector<Row>{{1, none}, {none, 0}, {none, none}, {none, none}, {none, none}});
    CHECK(mentions(labels.notes,
                   "2 features are of no epoch of this job (field year, first value '1990')"));
    CHECK(mentions(labels.notes, "epoch 2020: 1 features without a class"));
    CHECK_FALSE(mentions(labels.notes, "epoch 2005"));
}

TEST_CASE("whole numbers are classes in the order of numbers, texts in that of bytes") {
    const ReferenceOptions options = options_for({}, "9");
    const Labels numbers =
        read_labels(layer_of({"class"}, {{"10"}, {"9"}, {"-1"}, {"100"}}), options, Texts{"e"});
    CHECK(numbers.classes == Texts{"-1", "9", "10", "100"});
    CHECK(numbers.target == 1);
    CHECK(numbers.of_feature[0] == Row{2});
    const Labels mixed =
        read_labels(layer_of({"class"}, {{"10"}, {"9"}, {"b"}}), options, Texts{"e"});
    CHECK(mixed.classes == Texts{"10", "9", "b"});
    // A class that begins like another is another.
    const Labels alike = read_labels(layer_of({"class"}, {{"mine waste"}, {"mine"}, {"Mine"}}),
                                     options_for(), Texts{"e"});
    CHECK(alike.classes == Texts{"Mine", "mine", "mine waste"});
    CHECK(alike.of_feature == std::vector<Row>{{2}, {1}, {0}});
}

TEST_CASE("listed classes keep their order, and one that never occurs keeps its place") {
    ReferenceOptions options = options_for();
    options.classes = {"mine", "water", "forest"};
    const Labels labels =
        read_labels(layer_of({"class"}, {{"forest"}, {"mine"}}), options, Texts{"e"});
    CHECK(labels.classes == options.classes);
    CHECK(labels.target == 0);
    CHECK(labels.of_feature == std::vector<Row>{{2}, {0}});
}

TEST_CASE("a class that is not listed is an error that names it and the nearest") {
    ReferenceOptions options = options_for();
    options.classes = {"mine", "forest"};
    const auto layer = layer_of({"class"}, {{"mine"}, {"forrest"}});
    CHECK_THROWS_AS(read_labels(layer, options, Texts{"e"}), DataError);
    CHECK_THROWS_WITH(read_labels(layer, options, Texts{"e"}),
                      Contains("labels.gpkg") && Contains("'training'") && Contains("'forrest'") &&
                          Contains("did you mean 'forest'"));
}

TEST_CASE("what the options ask for must be there") {
    const auto layer = layer_of({"class", "note"}, {{"mine", ""}, {"forest", ""}});
    SECTION("the field") {
        const auto options = options_for({{"", "clas"}});
        CHECK_THROWS_AS(read_labels(layer, options, Texts{"e"}), DataError);
        CHECK_THROWS_WITH(read_labels(layer, options, Texts{"e"}),
                          Contains("labels.gpkg") && Contains("'training'") &&
                              Contains("no field 'clas'") && Contains("class, note") &&
                              Contains("did you mean 'class'"));
    }
    SECTION("the epoch field") {
        auto options = options_for();
        options.epoch_field = "year";
        CHECK_THROWS_AS(read_labels(layer, options, Texts{"e"}), DataError);
        CHECK_THROWS_WITH(read_labels(layer, options, Texts{"e"}), Contains("no field 'year'"));
    }
    SECTION("the epoch") {
        const auto options = options_for({{"2006", "class"}});
        CHECK_THROWS_AS(read_labels(layer, options, Texts{"2005", "2020"}), UsageError);
        CHECK_THROWS_WITH(read_labels(layer, options, Texts{"2005", "2020"}),
                          Contains("no epoch '2006'") && Contains("did you mean '2005'"));
    }
    SECTION("one field an epoch") {
        CHECK_THROWS_AS(
            read_labels(layer, options_for({{"e", "class"}, {"e", "note"}}), Texts{"e"}),
            UsageError);
        CHECK_THROWS_AS(read_labels(layer, options_for({{"", "class"}, {"", "note"}}), Texts{"e"}),
                        UsageError);
    }
    SECTION("the target") {
        const auto options = options_for({}, "mines");
        CHECK_THROWS_AS(read_labels(layer, options, Texts{"e"}), UsageError);
        CHECK_THROWS_WITH(
            read_labels(layer, options, Texts{"e"}),
            Contains("'mines'") && Contains("forest, mine") && Contains("did you mean 'mine'"));
    }
    SECTION("a class for anything") {
        const auto options = options_for({{"", "note"}});
        CHECK_THROWS_AS(read_labels(layer, options, Texts{"e"}), DataError);
        CHECK_THROWS_WITH(
            read_labels(layer, options, Texts{"e"}),
            Contains("labels.gpkg") && Contains("no feature has a class") && Contains("note"));
    }
    SECTION("each class once") {
        auto options = options_for();
        options.classes = {"mine", "forest", "mine"};
        CHECK_THROWS_AS(read_labels(layer, options, Texts{"e"}), UsageError);
    }
}

TEST_CASE("a field of free text is no class field") {
    std::vector<Texts> rows;
    for (int i = 0; i < 256; ++i) {
        rows.push_back({fmt::format("t{}", i)});
    }
    const auto options = options_for({}, "t0");
    CHECK_THROWS_AS(read_labels(layer_of({"class"}, rows), options, Texts{"e"}), DataError);
    rows.pop_back();
    CHECK(read_labels(layer_of({"class"}, rows), options, Texts{"e"}).classes.size() == 255);
}

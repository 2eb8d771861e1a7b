// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "job_fixture.hpp"
#include "mineprint/app/option_table.hpp"

using namespace mineprint;
using namespace mineprint::app;

namespace {

template <class Check>
void for_each_option(const Check& check) {
    for (const Section& section : option_table()) {
        for (const Option& option : section.options) {
            INFO(option.full_name());
            check(section, option);
        }
    }
}

}  // namespace

TEST_CASE("every option is complete and declared once") {
    std::set<std::string> names;
    for_each_option([&](const Section& section, const Option& option) {
        CHECK(option.section == section.name);
        CHECK(names.insert(option.full_name()).second);
        CHECK(option.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-0123456789") ==
              std::string::npos);
        CHECK_FALSE(option.help.empty());
        CHECK_FALSE(option.value.allowed.empty());
        CHECK_FALSE(option.commands.empty());
        CHECK(find_option(option.full_name()) == &option);
        for (const Command command : option.required_by) {
            CHECK(contains(option.commands, command));
        }
    });
    CHECK(find_option("forest.tree") == nullptr);
    CHECK(find_section("sieve") == nullptr);
}

TEST_CASE("an option shows a default, or says in words what holds without it") {
    const Draft defaults = make_draft();
    for_each_option([&](const Section&, const Option& option) {
        const bool is_switch = option.value.form.empty();
        CHECK((is_switch || !option.unset.empty() || !option.value.show(defaults).empty()));
    });
}

TEST_CASE("what an option shows, it reads back the same") {
    for_each_option([](const Section&, const Option& option) {
        const auto values =
            option.examples.empty() ? option.value.show(make_draft()) : option.examples;
        const auto read = [&](const std::vector<std::string>& texts) {
            Draft draft = make_draft();
            for (const std::string& text : texts) {
                apply(option, setting_at_line_7(option.section, option.name, text), draft);
            }
            return option.value.show(draft);
        };
        const auto shown = read(values);
        CHECK(shown.size() == values.size());
        CHECK(read(shown) == shown);
    });
}

TEST_CASE("the defaults are those of the structs the options fill") {
    const Draft defaults = make_draft();
    const auto show = [&](const char* name) {
        return find_option(name)->value.show(defaults).at(0);
    };
    CHECK(show("grid.tile-size") == "1024");
    CHECK(show("reference.split") == "0.7");
    CHECK(show("reference.split-by") == "polygon");
    CHECK(show("reference.target") == "mine");
    CHECK(show("forest.preset") == "production");
    CHECK(show("forest.trees") == "500");
    CHECK(show("forest.class-weights") == "balanced");
    CHECK(show("forest.scope") == "epoch");
    CHECK(show("output.compression") == "DEFLATE");
    CHECK(show("max-bad-scenes") == "10");
}

TEST_CASE("a value that cannot be used is refused with place, option, cause and range") {
    Draft draft = make_draft();
    const auto error = [&](const std::string& section, const std::string& name,
                           const std::string& value) {
        return usage_error([&] {
            apply(*find_option(section + "." + name), setting_at_line_7(section, name, value),
                  draft);
        });
    };
    CHECK(error("forest", "trees", "0") ==
          "a.cfg:7: forest.trees: '0' is out of range; allowed: a whole number, 1 … 65536");
    CHECK(
        error("forest", "trees", "many") ==
        "a.cfg:7: forest.trees: 'many' is not a whole number; allowed: a whole number, 1 … 65536");
    CHECK(error("reference", "split", "1.5") ==
          "a.cfg:7: reference.split: '1.5' is out of range; allowed: a number, 0 < x ≤ 1");
    CHECK(error("composite", "method", "medeid") ==
          "a.cfg:7: composite.method: 'medeid' is not known; did you mean 'medoid'?; allowed: one "
          "of median, medoid, geometric-median, best-available-pixel, percentiles");
    CHECK_THAT(error("features", "indices", "ndvi,nbt"),
               Catch::Contains("its item 'nbt' is not known; did you mean 'nbr'?"));
    CHECK_THAT(error("archive", "sensors", "TM,OLLI"),
               Catch::Contains("its item 'OLLI' is not known; did you mean 'OLI'?"));
    CHECK_THAT(error("forest", "preset", "rangr"),
               Catch::Contains("a.cfg:7: forest.preset: 'rangr'") && Catch::Contains("'ranger'"));
    CHECK_THAT(error("forest", "class-weights", "mine:0"), Catch::Contains("is out of range"));
    CHECK_THAT(error("forest", "class-weights", "mine:1,mine:2"),
               Catch::Contains("gives 'mine' two weights"));
    CHECK_THAT(error("epochs", "epoch", "2005:2005-13-01/2005-12-31"),
               Catch::Contains("'2005-13-01' is not a date"));
    CHECK_THAT(error("epochs", "epoch", "2005:2005-12-31/2005-01-01"),
               Catch::Contains("ends before it begins"));
    CHECK_THAT(error("epochs", "epoch", "20 05:2005-01-01/2005-12-31"),
               Catch::Contains("is not a name of letters"));
    CHECK_THAT(error("region", "name", "a/b"), Catch::Contains("is not a name of letters"));
    CHECK_THAT(error("region", "name", "tables"), Catch::Contains("another folder of the output"));
    CHECK_THAT(error("zones", "layer", "region:a.gpkg:code"), Catch::Contains("always there"));
    CHECK_THAT(error("zones", "layer", "a:b.gpkg"), Catch::Contains("three or four parts"));
    CHECK_THAT(error("zones", "layer", "a:b.gpkg:"), Catch::Contains("empty part"));
    CHECK_THAT(error("reference", "classes", "mine,unobserved"), Catch::Contains("'unobserved'"));
    CHECK_THAT(error("maps", "classes", "1:mine,1:forest"), Catch::Contains("twice"));
    CHECK_THAT(error("maps", "classes", "1:mine,2:mine"), Catch::Contains("twice"));
    CHECK_THAT(error("simulate", "extent", "98,25,181,26"), Catch::Contains("is out of range"));
    CHECK_THAT(error("simulate", "mine", "MMR:2005:-1"), Catch::Contains("is out of range"));
    CHECK_THAT(error("simulate", "border", "meridian:x"), Catch::Contains("is not a number"));
    CHECK_THAT(error("archive", "images", "a.tif"), Catch::Contains("two parts with ':'"));
}

TEST_CASE("values become what they say") {
    Draft draft = make_draft();
    const auto put = [&](const std::string& full_name, const std::string& value) {
        const Option& option = *find_option(full_name);
        apply(option, setting_at_line_7(option.section, option.name, value), draft);
    };
    put("forest.class-weights", "balanced,mine:2.5");
    CHECK(draft.region.forest.balanced);
    CHECK(draft.region.forest.class_weights == std::vector<training::ClassWeight>{{"mine", 2.5}});
    put("forest.class-weights", "none");
    CHECK_FALSE(draft.region.forest.balanced);
    CHECK(draft.region.forest.class_weights.empty());
    put("zones.layer", "country:a/b.gpkg:iso:name");
    REQUIRE(draft.region.zones.size() == 1);
    CHECK(draft.region.zones[0].path == "/jobs/a/b.gpkg");
    CHECK(draft.region.zones[0].code_field == "iso");
    CHECK(draft.region.zones[0].name_field == "name");
    put("maps.classes", "-1:other,300:mine");
    REQUIRE(draft.region.map_classes.size() == 2);
    CHECK(draft.region.map_classes[0].value == -1);
    CHECK(draft.region.map_classes[1].name == "mine");
    put("simulate.mine", "CHN:2005:0.63");
    CHECK(draft.simulate.mines.at(0).area_km2 == 0.63);
    put("features.indices", "none");
    CHECK(draft.region.features.indices.empty());
    put("memory", "2G");
    CHECK(draft.flags.run.memory_bytes == 2147483648);
}

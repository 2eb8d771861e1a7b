// SPDX-License-Identifier: Apache-2.0
#include <bit>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/hash.hpp"
#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/dataset.hpp"
#include "mineprint/hdf5_io/dimension_scale.hpp"
#include "mineprint/pipeline/result_file.hpp"
#include "scratch_folder.hpp"
#include "small_results.hpp"
#include "test_main.hpp"

using namespace mineprint;
using Catch::Matchers::Contains;
using hdf5_io::File;
using namespace pipeline;

namespace {

/// Bits, so that NaN equals itself.
template <std::size_t Rank>
std::vector<std::uint64_t> bits(const Table<double, Rank>& table) {
    std::vector<std::uint64_t> bits;
    for (const double value : table.values()) {
        bits.push_back(std::bit_cast<std::uint64_t>(value));
    }
    return bits;
}

void check_equal(const LayerTables& found, const LayerTables& expected) {
    CHECK(found.name == expected.name);
    CHECK(found.zones == expected.zones);
    CHECK(found.pixel_count == expected.pixel_count);
    CHECK(bits(found.area_km2) == bits(expected.area_km2));
    CHECK(found.unobserved_pixel_count == expected.unobserved_pixel_count);
    CHECK(bits(found.unobserved_km2) == bits(expected.unobserved_km2));
    CHECK(found.change_pixel_count == expected.change_pixel_count);
    CHECK(found.change_km2 == expected.change_km2);
    CHECK(bits(found.growth_percent) == bits(expected.growth_percent));
    CHECK(bits(found.annual_growth_percent) == bits(expected.annual_growth_percent));
    CHECK(found.growth_flag == expected.growth_flag);
    CHECK(bits(found.changes.gain_km2) == bits(expected.changes.gain_km2));
    CHECK(bits(found.changes.excluded_km2) == bits(expected.changes.excluded_km2));
    CHECK(bits(found.changes.yearly_transition_probability) ==
          bits(expected.changes.yearly_transition_probability));
    CHECK(found.changes.yearly_transition_flag == expected.changes.yearly_transition_flag);
}

void check_equal(const std::vector<Epoch>& found, const std::vector<Epoch>& expected) {
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        CHECK(found[i].name == expected[i].name);
        CHECK(found[i].begin == expected[i].begin);
        CHECK(found[i].end == expected[i].end);
    }
}

void check_equal(const AccuracyTables& found, const AccuracyTables& expected) {
    CHECK(found.confusion_matrix == expected.confusion_matrix);
    CHECK(found.unobserved_samples == expected.unobserved_samples);
    CHECK(found.overall_accuracy[0] == expected.overall_accuracy[0]);
    CHECK(bits(found.users_accuracy) == bits(expected.users_accuracy));
    CHECK(bits(found.producers_accuracy) == bits(expected.producers_accuracy));
    CHECK(bits(found.f1) == bits(expected.f1));
    CHECK(found.quantity_disagreement[1] == expected.quantity_disagreement[1]);
    CHECK(found.allocation_disagreement[1] == expected.allocation_disagreement[1]);
    CHECK(found.kappa[1] == expected.kappa[1]);
}

/// `name type [axes]` of every dataset below a group, one a line; `axis` for what is one.
std::string list_of_datasets(const File& file, const std::string& group,
                             const std::string& prefix = "") {
    std::string text;
    for (const std::string& name : file.children(group)) {
        const std::string path = group + '/' + name;
        if (file.is_group(path)) {
            text += list_of_datasets(file, path, prefix + name + '/');
            continue;
        }
        std::vector<std::string> axes = hdf5_io::attached_scales(file, path);
        for (std::string& axis : axes) {
            axis.erase(0, axis.rfind('/') + 1);
        }
        const std::string type = hdf5_io::read_array(file, path).type;
        text += fmt::format("{}{} {} {}\n", prefix, name, type.substr(0, type.find(" of ")),
                            hdf5_io::has_attribute(file, path, "CLASS")
                                ? "axis"
                                : fmt::format("[{}]", fmt::join(axes, ", ")));
    }
    return text;
}

// What readers are promised: a change here is a new schema version.
constexpr const char* layer_structure =
    R"(annual_growth_percent 64-bit real [zone, from_epoch, to_epoch]
area_km2 64-bit real [zone, epoch, class]
change_km2 64-bit real [zone, from_epoch, to_epoch, from_class, to_class]
change_pixel_count 64-bit integer [zone, from_epoch, to_epoch, from_class, to_class]
class text axis
epoch text axis
epoch_end 32-bit integer [epoch]
epoch_start 32-bit integer [epoch]
excluded_km2 64-bit real [zone, from_epoch, to_epoch]
from_class text axis
from_epoch text axis
gain_km2 64-bit real [zone, from_epoch, to_epoch, class]
growth_flag 8-bit unsigned integer [zone, from_epoch, to_epoch]
growth_percent 64-bit real [zone, from_epoch, to_epoch]
loss_km2 64-bit real [zone, from_epoch, to_epoch, class]
net_km2 64-bit real [zone, from_epoch, to_epoch, class]
observed_both_km2 64-bit real [zone, from_epoch, to_epoch]
persistence_km2 64-bit real [zone, from_epoch, to_epoch, class]
pixel_count 64-bit integer [zone, epoch, class]
puyravaud_percent 64-bit real [zone, from_epoch, to_epoch]
swap_km2 64-bit real [zone, from_epoch, to_epoch, class]
to_class text axis
to_epoch text axis
transition_probability 64-bit real [zone, from_epoch, to_epoch, from_class, to_class]
unobserved_km2 64-bit real [zone, epoch]
unobserved_pixel_count 64-bit integer [zone, epoch]
yearly_transition_flag 8-bit unsigned integer [zone, from_epoch, to_epoch]
yearly_transition_probability 64-bit real [zone, from_epoch, to_epoch, from_class, to_class]
zone text axis
zone_name text [zone]
)";
constexpr const char* accuracy_structure =
    R"(allocation_disagreement 64-bit real [epoch]
class text axis
confusion_matrix 64-bit integer [epoch, map_class, reference_class]
epoch text axis
epoch_end 32-bit integer [epoch]
epoch_start 32-bit integer [epoch]
f1 64-bit real [epoch, class]
kappa 64-bit real [epoch]
map_class text axis
overall_accuracy 64-bit real [epoch]
producers_accuracy 64-bit real [epoch, class]
quantity_disagreement 64-bit real [epoch]
reference_class text axis
unobserved_samples 64-bit integer [epoch]
users_accuracy 64-bit real [epoch, class]
)";
constexpr const char* quarantine_structure = R"(cause text [row]
epoch text [row]
path text [row]
row 64-bit integer axis
scene text [row]
tile text [row]
)";
constexpr const char* tiles_structure = R"(epoch text [row]
num_clear_observations 64-bit integer [row]
num_observed_pixels 64-bit integer [row]
num_pixels 64-bit integer [row]
num_scenes 64-bit integer [row]
row 64-bit integer axis
status 8-bit unsigned integer [row]
tile text [row]
)";
constexpr const char* job_structure = R"(library text axis
library_version text [library]
region text axis
sha256 text [region]
text text [region]
)";
constexpr const char* run_structure = R"(host text [rank]
peak_memory 64-bit integer [rank]
rank 64-bit integer axis
stage text axis
stage_seconds 64-bit real [stage]
)";

}  // namespace

TEST_CASE("Results come back whole") {
    const ScratchFolder folder;
    const ResultTables tables = small_results::results();
    write_results(folder / "results.h5", tables);
    const ResultTables found = read_results(folder / "results.h5");
    REQUIRE(found.regions.size() == 2);
    const RegionTables& region = found.regions[0];
    const RegionTables& expected = tables.regions[0];
    CHECK(region.name == "kachin");
    CHECK(region.title == expected.title);
    CHECK(region.job_text == expected.job_text);
    CHECK(region.classes == expected.classes);
    CHECK(region.target_index == expected.target_index);
    check_equal(region.epochs, expected.epochs);
    REQUIRE(region.layers.size() == 2);
    check_equal(region.layers[0], expected.layers[0]);
    check_equal(region.layers[1], expected.layers[1]);
    REQUIRE(region.accuracy.has_value());
    check_equal(*region.accuracy, *expected.accuracy);
    CHECK(region.quarantined == expected.quarantined);
    CHECK(region.tiles == expected.tiles);
    CHECK_FALSE(found.regions[1].accuracy.has_value());
    CHECK(found.regions[1].tiles.empty());
    REQUIRE(found.totals.size() == 2);
    check_equal(found.totals[1].tables, tables.totals[1].tables);
    check_equal(found.totals[1].epochs, tables.totals[1].epochs);
    CHECK(found.totals[1].num_regions == tables.totals[1].num_regions);
    CHECK(found.program_version == "0.1.0");
    CHECK(found.library_versions == tables.library_versions);
    CHECK(found.run == tables.run);
}

TEST_CASE("Every axis of every table has its names") {
    const ScratchFolder folder;
    write_results(folder / "results.h5", small_results::results());
    const File file = File::open(folder / "results.h5");
    const std::string region = "/regions/kachin";
    CHECK(file.children(region) == std::vector<std::string>{"accuracy", "class", "epoch",
                                                            "epoch_end", "epoch_start", "layer",
                                                            "quarantine", "tiles", "zones"});
    CHECK(file.children(region + "/zones") == std::vector<std::string>{"region", "sides"});
    CHECK(list_of_datasets(file, region + "/zones/region") == layer_structure);
    CHECK(list_of_datasets(file, region + "/zones/sides") == layer_structure);
    CHECK(list_of_datasets(file, region + "/accuracy") == accuracy_structure);
    CHECK(list_of_datasets(file, region + "/quarantine") == quarantine_structure);
    CHECK(list_of_datasets(file, region + "/tiles") == tiles_structure);
    CHECK_THAT(list_of_datasets(file, "/totals/sides"),
               Contains("num_regions 64-bit integer [zone, epoch]\n"));
    CHECK(list_of_datasets(file, "/job") == job_structure);
    CHECK(list_of_datasets(file, "/run") == run_structure);
}

TEST_CASE("Units and meanings are told as CF asks") {
    const ScratchFolder folder;
    write_results(folder / "results.h5", small_results::results());
    const File file = File::open(folder / "results.h5");
    const auto text = [&](const std::string& object, const std::string& name) {
        return hdf5_io::read_text_attribute(file, object, name);
    };
    CHECK(text("/", "filetype") == "mineprint-result");
    CHECK(text("/", "Conventions") == "CF-1.8");
    CHECK(text("/regions/kachin", "target") == "mine");
    const std::string layer = "/regions/kachin/zones/sides";
    CHECK(text(layer + "/area_km2", "units") == "km2");
    CHECK(text(layer + "/growth_percent", "units") == "percent");
    CHECK(text(layer + "/pixel_count", "units") == "1");
    CHECK(text(layer + "/epoch_start", "units") == "days since 1970-01-01");
    CHECK(text(layer + "/growth_flag", "flag_meanings") ==
          "defined none_before none_at_all no_time_between");
    CHECK(std::get<std::vector<std::uint8_t>>(
              hdf5_io::read_attribute(file, layer + "/growth_flag", "flag_values").values) ==
          std::vector<std::uint8_t>{0, 1, 2, 3});
    CHECK(hdf5_io::read_number_attribute<std::uint8_t>(file, layer + "/growth_flag",
                                                       "_FillValue") == no_growth_pair);
    CHECK(text("/regions/kachin/tiles/status", "flag_meanings") == "mapped unobserved failed");
    CHECK(hdf5_io::read_texts(file, "/job/sha256").at(0) ==
          core::sha256("[region]\nname=kachin\n"));
    // 2005-01-01 is day 12784 of 1970 (date -d 2005-01-01 +%s is 1104537600)
    CHECK(hdf5_io::read<std::int32_t>(file, "/regions/kachin/epoch_start").values.at(0) == 12784);
}

TEST_CASE("Equal results give equal bytes, whatever the run was") {
    const ScratchFolder folder;
    ResultTables tables = small_results::results();
    write_results(folder / "a.h5", tables);
    write_results(folder / "b.h5", tables);
    CHECK(core::read_text_file(folder / "a.h5") == core::read_text_file(folder / "b.h5"));
}

TEST_CASE("A result file that does not hold together is refused by name") {
    const ScratchFolder folder;
    write_results(folder / "results.h5", small_results::results());
    const std::string bytes = core::read_text_file(folder / "results.h5");
    core::write_text_file(folder / "part.h5", bytes.substr(0, bytes.size() / 2));
    CHECK_THROWS_WITH(read_results(folder / "part.h5"),
                      Contains("part.h5") && Contains("cut short"));
    File other = File::create(folder / "other.h5");
    other.commit();
    CHECK_THROWS_WITH(read_results(folder / "other.h5"), Contains("other.h5"));
    ResultTables tables = small_results::results();
    tables.regions[0].name = "a/b";
    CHECK_THROWS_WITH(write_results(folder / "bad.h5", tables), Contains("'a/b'"));
    CHECK_FALSE(std::filesystem::exists(folder / "bad.h5"));
}

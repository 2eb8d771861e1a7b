// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <cmath>
#include <fstream>
#include <limits>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/pipeline/sample_file.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

using namespace mineprint;
using Catch::Matchers::Contains;
using pipeline::SampleFile;

namespace {

SampleFile small_samples() {
    SampleFile samples;
    samples.table.schema = {{"nir", "ndvi"}, {"reflectance of nir", "(nir - red) / (nir + red)"}};
    samples.table.classes = {"mine", "forest"};
    samples.table.regions = {"Kachin"};
    samples.table.epochs = {"2005", "2010"};
    samples.table.origins = {{1, 0, 0, 7, -3, 100'000, 0, 1, 0},
                             {2, 0, 1, 8, 5, 6, 1, 0, 0},
                             {0xFFFF'FFFF'FFFF'FFFF, 0, 1, 4'000'000'000, 0, 0, 1, 0, 0}};
    samples.table.features = {0.25F, -1.0F, 0.5F, std::numeric_limits<float>::infinity(),
                              0.0F,  1.0F};
    samples.quarantined = {
        {"LC08_x", "/data/x.TIF", "X0001_Y0002", "2005", "cut short, at \"byte\" 7"},
        {"", "/data/y.TIF", "", "", "no such file"}};
    samples.fingerprint = "f2";
    return samples;
}

}  // namespace

TEST_CASE("Samples come back whole") {
    const ScratchFolder folder;
    const SampleFile samples = small_samples();
    pipeline::write_samples(folder / "samples.h5", samples);
    const SampleFile found = pipeline::read_samples(folder / "samples.h5");
    CHECK(found.table == samples.table);
    CHECK(found.quarantined == samples.quarantined);
    CHECK(found.fingerprint == "f2");
    pipeline::write_samples(folder / "again.h5", found);
    CHECK(core::read_text_file(folder / "samples.h5") == core::read_text_file(folder / "again.h5"));
}

TEST_CASE("Missing features and a table without rows survive") {
    const ScratchFolder folder;
    SampleFile samples = small_samples();
    samples.table.features[3] = std::numeric_limits<float>::quiet_NaN();
    pipeline::write_samples(folder / "samples.h5", samples);
    const SampleFile found = pipeline::read_samples(folder / "samples.h5");
    CHECK(std::bit_cast<std::uint32_t>(found.table.features[3]) ==
          std::bit_cast<std::uint32_t>(samples.table.features[3]));
    samples.table.origins.clear();
    samples.table.features.clear();
    samples.quarantined.clear();
    pipeline::write_samples(folder / "none.h5", samples);
    const SampleFile none = pipeline::read_samples(folder / "none.h5");
    CHECK(none.table == samples.table);
    CHECK(none.quarantined.empty());
}

TEST_CASE("A large table is packed and comes back") {
    const ScratchFolder folder;
    SampleFile samples = small_samples();
    samples.table.origins.clear();
    samples.table.features.clear();
    constexpr std::uint64_t num_samples = 200'000;
    for (std::uint64_t id = 0; id < num_samples; ++id) {
        forest::SampleOrigin origin;
        origin.id = id;
        origin.column = static_cast<std::int32_t>(id % 700);
        origin.label = static_cast<std::uint8_t>(id % 2);
        samples.table.origins.push_back(origin);
        samples.table.features.push_back(static_cast<float>(id % 1000) / 1000);
        samples.table.features.push_back(static_cast<float>(id % 77) / 77);
    }
    pipeline::write_samples(folder / "samples.h5", samples);
    CHECK(std::filesystem::file_size(folder / "samples.h5") <
          num_samples * sizeof(forest::SampleOrigin) / 2);
    CHECK(pipeline::read_samples(folder / "samples.h5").table == samples.table);
}

TEST_CASE("An index without its name is refused, though the hash is right") {
    const ScratchFolder folder;
    const auto refusal = [&](auto change) -> std::string {
        SampleFile samples = small_samples();
        change(samples.table.origins[1]);
        pipeline::write_samples(folder / "samples.h5", samples);
        try {
            static_cast<void>(pipeline::read_samples(folder / "samples.h5"));
        } catch (const core::DataError& error) {
            return error.what();
        }
        return {};
    };
    using forest::SampleOrigin;
    CHECK_THAT(refusal([](SampleOrigin& origin) { origin.label = 2; }),
               Contains("samples.h5") && Contains("sample 1") && Contains("class 2"));
    CHECK_THAT(refusal([](SampleOrigin& origin) { origin.region = 1; }), Contains("region 1"));
    CHECK_THAT(refusal([](SampleOrigin& origin) { origin.epoch = 2; }), Contains("epoch 2"));
}

TEST_CASE("A sample file that is missing or damaged is told") {
    const ScratchFolder folder;
    CHECK_FALSE(pipeline::try_read_samples(folder / "samples.h5").has_value());
    const SampleFile samples = small_samples();
    pipeline::write_samples(folder / "samples.h5", samples);
    CHECK(pipeline::try_read_samples(folder / "samples.h5")->table.size() == 3);
    const std::string bytes = core::read_text_file(folder / "samples.h5");
    core::write_text_file(folder / "part.h5", bytes.substr(0, bytes.size() / 2));
    CHECK_THROWS_WITH(pipeline::read_samples(folder / "part.h5"),
                      Contains("part.h5") && Contains("cut short"));
    for (std::size_t offset = 0; offset < bytes.size(); offset += 41) {
        std::string damaged = bytes;
        damaged[offset] = static_cast<char>(~damaged[offset]);
        std::ofstream(folder / "damaged.h5", std::ios::binary) << damaged;
        try {
            const SampleFile found = pipeline::read_samples(folder / "damaged.h5");
            const bool same = found.table == samples.table &&
                              found.quarantined == samples.quarantined &&
                              found.fingerprint == samples.fingerprint;
            CHECKED_ELSE(same) { FAIL("the byte " << offset << " changed a sample unnoticed"); }
        } catch (const core::DataError&) {
            continue;
        }
    }
}

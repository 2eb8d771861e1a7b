// SPDX-License-Identifier: Apache-2.0
#include <fstream>

#include "mineprint/pipeline/tile_record.hpp"
#include "test_main.hpp"

using namespace mineprint;
using pipeline::TileRecord;

TEST_CASE("a tile's record survives as metadata") {
    const TileRecord record{
        "f00d", {"mine", "fôret"},
        "mine", 5250,
        24,     1000,
        900,    17,
        -0.1,   {{"LC08", "/x", "X0000_Y0001", "2020", "said \"no\"\nand left"}}};
    CHECK(pipeline::from_metadata(pipeline::to_metadata(record)) == record);
}

TEST_CASE("metadata that is not ours is no record") {
    CHECK_FALSE(pipeline::from_metadata({}).has_value());
    auto metadata = pipeline::to_metadata(TileRecord{});
    metadata["MINEPRINT_TILE"] = "{\"classes\": 3}";
    CHECK_FALSE(pipeline::from_metadata(metadata).has_value());
    metadata["MINEPRINT_TILE"] = "not JSON";
    CHECK_FALSE(pipeline::from_metadata(metadata).has_value());
}

TEST_CASE("a missing or broken map has no record, so that it is made again") {
    const auto path = std::filesystem::temp_directory_path() / "mineprint_broken_map.tif";
    std::filesystem::remove(path);
    CHECK_FALSE(pipeline::read_tile_record(path).has_value());
    std::ofstream(path) << "II*";
    CHECK_FALSE(pipeline::read_tile_record(path).has_value());
    std::filesystem::remove(path);
}

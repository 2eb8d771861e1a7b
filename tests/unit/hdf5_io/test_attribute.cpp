// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "mineprint/core/error.hpp"
#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/dataset.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

using namespace mineprint;
using Catch::Matchers::Contains;
using hdf5_io::File;

TEST_CASE("Attributes of files, groups and datasets come back") {
    const ScratchFolder folder;
    const std::string long_text(200'000, 'j');
    {
        File file = File::create(folder / "a.h5");
        file.create_group("/g");
        hdf5_io::write<float>(file, "/g/x", {1}, std::array{1.0F});
        hdf5_io::write_attribute(file, "/", "title", "Nùjiāng");
        hdf5_io::write_attribute(file, "/", "empty", "");
        hdf5_io::write_attribute(file, "/g", "count", std::int64_t{-5'000'000'000});
        hdf5_io::write_attribute(file, "/g/x", "share", 0.1);
        hdf5_io::write_attribute<std::uint8_t>(file, "/g/x", "flag_values",
                                               std::array<std::uint8_t, 3>{0, 1, 255});
        hdf5_io::write_attribute(file, "/g", "job", long_text);
        file.commit();
    }
    const File file = File::open(folder / "a.h5");
    CHECK(hdf5_io::read_text_attribute(file, "/", "title") == "Nùjiāng");
    CHECK(hdf5_io::read_text_attribute(file, "/", "empty").empty());
    CHECK(hdf5_io::read_number_attribute<std::int64_t>(file, "/g", "count") == -5'000'000'000);
    CHECK(hdf5_io::read_number_attribute<double>(file, "/g/x", "share") == 0.1);
    CHECK(hdf5_io::read_text_attribute(file, "/g", "job") == long_text);
    const hdf5_io::Array flags = hdf5_io::read_attribute(file, "/g/x", "flag_values");
    CHECK(flags.shape == hdf5_io::Shape{3});
    CHECK(std::get<std::vector<std::uint8_t>>(flags.values) ==
          std::vector<std::uint8_t>{0, 1, 255});
    CHECK(hdf5_io::attribute_names(file, "/") == std::vector<std::string>{"empty", "title"});
    CHECK(hdf5_io::attribute_names(file, "/g/x") ==
          std::vector<std::string>{"flag_values", "share"});
    CHECK(hdf5_io::has_attribute(file, "/", "title"));
    CHECK_FALSE(hdf5_io::has_attribute(file, "/", "share"));
}

TEST_CASE("An attribute that is missing or of another type is named") {
    const ScratchFolder folder;
    File file = File::create(folder / "a.h5");
    hdf5_io::write_attribute(file, "/", "title", "x");
    hdf5_io::write_attribute(file, "/", "count", std::int64_t{1});
    file.commit();
    const File reading = File::open(folder / "a.h5");
    CHECK_THROWS_WITH(hdf5_io::read_text_attribute(reading, "/", "none"),
                      Contains("a.h5") && Contains("/@none"));
    CHECK_THROWS_WITH(hdf5_io::read_text_attribute(reading, "/", "count"),
                      Contains("/@count") && Contains("64-bit integer"));
    CHECK_THROWS_WITH(hdf5_io::read_number_attribute<double>(reading, "/", "count"),
                      Contains("/@count"));
    CHECK_THROWS_AS(hdf5_io::read_number_attribute<std::int64_t>(reading, "/", "title"),
                    core::DataError);
}

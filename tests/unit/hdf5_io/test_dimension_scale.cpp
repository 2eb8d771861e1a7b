// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "mineprint/core/error.hpp"
#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/dataset.hpp"
#include "mineprint/hdf5_io/dimension_scale.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

using namespace mineprint;
using Catch::Matchers::Contains;
using hdf5_io::File;

TEST_CASE("Axes know their coordinates, texts and numbers, from any group") {
    const ScratchFolder folder;
    {
        File file = File::create(folder / "a.h5");
        hdf5_io::write_texts(file, "/r/epoch", {"2005", "2010"});
        hdf5_io::write<std::int64_t>(file, "/r/layer/zone", {3},
                                     std::array<std::int64_t, 3>{10, 20, 30});
        hdf5_io::make_scale(file, "/r/epoch");
        hdf5_io::make_scale(file, "/r/layer/zone");
        hdf5_io::write<float>(file, "/r/layer/area", {3, 2},
                              std::array{1.F, 2.F, 3.F, 4.F, 5.F, 6.F});
        hdf5_io::write<float>(file, "/r/bare", {2}, std::array{1.F, 2.F});
        hdf5_io::attach_scales(file, "/r/layer/area", {"/r/layer/zone", "/r/epoch"});
        file.commit();
    }
    const File file = File::open(folder / "a.h5");
    CHECK(hdf5_io::attached_scales(file, "/r/layer/area") ==
          std::vector<std::string>{"/r/layer/zone", "/r/epoch"});
    CHECK(hdf5_io::attached_scales(file, "/r/bare") == std::vector<std::string>{""});
    // the names that h5py and netCDF-4 look for
    CHECK(hdf5_io::read_text_attribute(file, "/r/epoch", "CLASS") == "DIMENSION_SCALE");
    CHECK(hdf5_io::read_text_attribute(file, "/r/epoch", "NAME") == "epoch");
}

TEST_CASE("A scale that is not there is named") {
    const ScratchFolder folder;
    File file = File::create(folder / "a.h5");
    hdf5_io::write<float>(file, "/area", {1}, std::array{1.F});
    CHECK_THROWS_WITH(hdf5_io::attach_scales(file, "/area", {"/zone"}),
                      Contains("/area") && Contains("/zone"));
    CHECK_THROWS_AS(hdf5_io::make_scale(file, "/zone"), core::RunError);
}

// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/error.hpp"
#include "mineprint/hdf5_io/filetype.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

using namespace mineprint;
using Catch::Matchers::Contains;
using hdf5_io::File;

TEST_CASE("A file of another type or version is refused by name") {
    const ScratchFolder folder;
    {
        File file = File::create(folder / "model.h5");
        hdf5_io::write_filetype(file, "mineprint-model", 1);
        file.commit();
        File bare = File::create(folder / "bare.h5");
        bare.commit();
    }
    const File file = File::open(folder / "model.h5");
    CHECK_NOTHROW(hdf5_io::require_filetype(file, "mineprint-model", 1));
    CHECK_THROWS_WITH(
        hdf5_io::require_filetype(file, "mineprint-result", 1),
        Contains("model.h5") && Contains("mineprint-model") && Contains("mineprint-result"));
    CHECK_THROWS_WITH(hdf5_io::require_filetype(file, "mineprint-model", 2),
                      Contains("version 1") && Contains("version 2"));
    CHECK_THROWS_AS(hdf5_io::require_filetype(file, "mineprint-model", 2), core::DataError);
    CHECK_THROWS_WITH(
        hdf5_io::require_filetype(File::open(folder / "bare.h5"), "mineprint-model", 1),
        Contains("bare.h5") && Contains("filetype"));
}

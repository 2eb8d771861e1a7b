// SPDX-License-Identifier: Apache-2.0
// Reference points and other vector data as CSV.

#include "fuzz.hpp"
#include "mineprint/gdal_io/vector_reader.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mineprint;
    const fuzz::Written file(fuzz::text_of(data, size), ".csv");
    fuzz::expect_answer_or_error([&] {
        gdal_io::VectorOptions options;
        options.assumed_crs = "EPSG:32647";
        static_cast<void>(gdal_io::read_vector(file.path, options));
    });
    return 0;
}

// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/cog.hpp"

#include <cpl_string.h>
#include <gdal_priv.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/gdal_io/dataset.hpp"
#include "mineprint/gdal_io/geotiff_head.hpp"
#include "mineprint/gdal_io/library.hpp"

namespace mineprint::gdal_io {

void write_cog(const std::filesystem::path& path, const std::filesystem::path& source,
               const CogOptions& options) {
    initialise();
    const auto raster = open_raster(source);
    CPLStringList list;
    list.SetNameValue("COMPRESS", options.compression.c_str());
    list.SetNameValue("BLOCKSIZE", "512");
    list.SetNameValue("OVERVIEW_RESAMPLING", options.overviews.c_str());
    list.SetNameValue("BIGTIFF", "IF_SAFER");
    list.SetNameValue("NUM_THREADS", std::to_string(options.num_threads).c_str());
    if (options.compression == "LERC_ZSTD") {
        list.SetNameValue("MAX_Z_ERROR", "0");
    } else if (options.predictor && options.compression != "NONE") {
        list.SetNameValue("PREDICTOR", "YES");
    }
    core::AtomicFile file(path);
    {
        const Writing writing(path);
        const GDALDatasetUniquePtr cog(driver_named("COG").CreateCopy(
            file.temporary().c_str(), raster.get(), FALSE, list.List(), nullptr, nullptr));
        if (cog == nullptr) {
            writing.fail("writing a cloud-optimised GeoTIFF");
        }
        writing.check(CE_None, "writing a cloud-optimised GeoTIFF");
    }
    file.commit();
}

}  // namespace mineprint::gdal_io

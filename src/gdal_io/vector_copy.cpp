// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/vector_copy.hpp"

#include <memory>

#include <cpl_conv.h>
#include <cpl_string.h>
#include <gdal_priv.h>
#include <gdal_utils.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/gdal_io/dataset.hpp"
#include "mineprint/gdal_io/geotiff_head.hpp"
#include "mineprint/gdal_io/library.hpp"

namespace mineprint::gdal_io {
namespace {

/// The date that GDAL writes into a GeoPackage, as long as it lives.
class FixedDate {
  public:
    FixedDate() { CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", "1970-01-01T00:00:00.000Z"); }
    ~FixedDate() { CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", nullptr); }
    FixedDate(const FixedDate&) = delete;
    FixedDate& operator=(const FixedDate&) = delete;
};

}  // namespace

void copy_vector(const std::filesystem::path& source, const std::filesystem::path& path,
                 const std::string& driver, const std::string& layer) {
    initialise();
    const auto input = open_vector(source);
    CPLStringList arguments;
    for (const char* word :
         {"-f", driver.c_str(), "-nln", layer.c_str(), "-nlt", "PROMOTE_TO_MULTI"}) {
        arguments.AddString(word);
    }
    if (driver == "KML") {
        for (const char* word : {"-dsco", "NameField=name"}) {
            arguments.AddString(word);
        }
    }
    const std::unique_ptr<GDALVectorTranslateOptions, decltype(&GDALVectorTranslateOptionsFree)>
        options(GDALVectorTranslateOptionsNew(arguments.List(), nullptr),
                GDALVectorTranslateOptionsFree);
    core::AtomicFile file(path);
    {
        const Writing writing(path);
        const FixedDate date;
        GDALDatasetH inputs[] = {GDALDataset::ToHandle(input.get())};
        int usage_error = 0;
        const GDALDatasetUniquePtr copy(GDALDataset::FromHandle(GDALVectorTranslate(
            file.temporary().c_str(), nullptr, 1, inputs, options.get(), &usage_error)));
        if (copy == nullptr) {
            writing.fail("copying the layer");
        }
    }
    file.commit();
}

}  // namespace mineprint::gdal_io

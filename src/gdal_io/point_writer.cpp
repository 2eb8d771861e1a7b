// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/point_writer.hpp"

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/dataset.hpp"
#include "mineprint/gdal_io/library.hpp"
#include "mineprint/gdal_io/spatial_reference.hpp"

namespace mineprint::gdal_io {
namespace {

/// The date that GeoPackages written on this thread carry.
class FixedDate {
  public:
    FixedDate() { CPLSetThreadLocalConfigOption(option, "1970-01-01T00:00:00Z"); }
    ~FixedDate() { CPLSetThreadLocalConfigOption(option, nullptr); }
    FixedDate(const FixedDate&) = delete;
    FixedDate& operator=(const FixedDate&) = delete;

  private:
    static constexpr const char* option = "OGR_CURRENT_DATE";
};

[[noreturn]] void refuse(const std::filesystem::path& path, const ErrorScope& errors) {
    throw core::RunError(fmt::format("{}: cannot be written: {}", path.string(), errors.message()));
}

void add_row(OGRLayer& layer, const PointRow& row, const std::filesystem::path& path,
             const ErrorScope& errors) {
    const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer.GetLayerDefn()));
    for (std::size_t i = 0; i < row.texts.size(); ++i) {
        if (!row.texts[i].empty()) {
            feature->SetField(static_cast<int>(i), row.texts[i].c_str());
        }
    }
    const OGRPoint point(row.place.x, row.place.y);
    if (feature->SetGeometry(&point) != OGRERR_NONE ||
        layer.CreateFeature(feature.get()) != OGRERR_NONE) {
        refuse(path, errors);
    }
}

}  // namespace

void write_points(const std::filesystem::path& path, const PointLayer& layer) {
    initialise();
    const ErrorScope errors;
    const FixedDate date;
    core::AtomicFile file(path);
    OGRSpatialReference reference = spatial_reference(layer.crs_wkt);
    GDALDatasetUniquePtr dataset(
        driver_named("GPKG").Create(file.temporary().c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (dataset == nullptr) {
        refuse(path, errors);
    }
    OGRLayer* written = dataset->CreateLayer(layer.name.c_str(), &reference, wkbPoint, nullptr);
    if (written == nullptr || dataset->StartTransaction() != OGRERR_NONE) {
        refuse(path, errors);
    }
    for (const std::string& name : layer.field_names) {
        OGRFieldDefn field(name.c_str(), OFTString);
        if (written->CreateField(&field) != OGRERR_NONE) {
            refuse(path, errors);
        }
    }
    for (const PointRow& row : layer.rows) {
        add_row(*written, row, path, errors);
    }
    if (dataset->CommitTransaction() != OGRERR_NONE) {
        refuse(path, errors);
    }
    dataset.reset();
    if (errors.failed()) {
        refuse(path, errors);
    }
    file.commit();
}

}  // namespace mineprint::gdal_io

// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/table_file.hpp"

#include <optional>

#include <cpl_conv.h>
#include <cpl_string.h>
#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/dataset.hpp"
#include "mineprint/gdal_io/library.hpp"
#include "mineprint/gdal_io/spatial_reference.hpp"

namespace mineprint::gdal_io {
namespace {

/// Sets an option of GDAL for this thread as long as it lives.
class ThreadOption {
  public:
    ThreadOption(const char* name, const char* value) : name_(name) {
        CPLSetThreadLocalConfigOption(name_, value);
    }
    ~ThreadOption() { CPLSetThreadLocalConfigOption(name_, nullptr); }
    ThreadOption(const ThreadOption&) = delete;
    ThreadOption& operator=(const ThreadOption&) = delete;

  private:
    const char* name_;
};

OGRFieldType ogr_type(ColumnType type) {
    switch (type) {
        case ColumnType::text:
            return OFTString;
        case ColumnType::integer:
            return OFTInteger64;
        case ColumnType::real:
            return OFTReal;
    }
    return OFTString;
}

void put(OGRFeature& feature, int column, const TableValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        feature.SetField(column, text->c_str());
    } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        feature.SetField(column, static_cast<GIntBig>(*integer));
    } else if (const auto* real = std::get_if<double>(&value)) {
        feature.SetField(column, *real);
    } else {
        feature.SetFieldNull(column);
    }
}

TableValue get(const OGRFeature& feature, int column, ColumnType type) {
    if (feature.IsFieldSetAndNotNull(column) == FALSE) {
        return {};
    }
    switch (type) {
        case ColumnType::text:
            return std::string(feature.GetFieldAsString(column));
        case ColumnType::integer:
            return static_cast<std::int64_t>(feature.GetFieldAsInteger64(column));
        case ColumnType::real:
            return feature.GetFieldAsDouble(column);
    }
    return {};
}

}  // namespace

struct TableFileWriter::State {
    explicit State(const std::filesystem::path& a_path) : path(a_path), file(a_path) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    /// What SQLite says while it closes a file that could not be written was said before.
    ~State() {
        const ErrorScope silence;
        dataset.reset();
    }

    [[noreturn]] void fail(const ErrorScope& errors) const {
        throw core::RunError(
            fmt::format("{}: cannot be written (is the disk full, or read-only?): {}",
                        path.string(), errors.message()));
    }

    std::filesystem::path path;
    core::AtomicFile file;
    ThreadOption fixed_time{"OGR_CURRENT_DATE", "1970-01-01T00:00:00.000Z"};
    GDALDatasetUniquePtr dataset;
    OGRLayer* layer = nullptr;
};

TableFileWriter::TableFileWriter(const std::filesystem::path& path)
    : state_(std::make_unique<State>(path)) {
    const ErrorScope errors;
    state_->dataset.reset(driver_named("GPKG").Create(state_->file.temporary().c_str(), 0, 0, 0,
                                                      GDT_Unknown, nullptr));
    if (state_->dataset == nullptr || state_->dataset->StartTransaction() != OGRERR_NONE) {
        state_->fail(errors);
    }
}

TableFileWriter::~TableFileWriter() = default;

void TableFileWriter::begin(const TableLayout& layout) {
    const ErrorScope errors;
    std::optional<OGRSpatialReference> crs;
    if (!layout.crs_wkt.empty()) {
        crs = spatial_reference(layout.crs_wkt);
    }
    state_->layer = state_->dataset->CreateLayer(layout.name.c_str(), crs ? &*crs : nullptr,
                                                 crs ? wkbPolygon : wkbNone, nullptr);
    if (state_->layer == nullptr) {
        state_->fail(errors);
    }
    for (const TableColumn& column : layout.columns) {
        OGRFieldDefn field(column.name.c_str(), ogr_type(column.type));
        if (state_->layer->CreateField(&field) != OGRERR_NONE) {
            state_->fail(errors);
        }
    }
}

void TableFileWriter::add(std::span<const TableValue> values, const geo::Ring& outline) {
    const ErrorScope errors;
    OGRFeature feature(state_->layer->GetLayerDefn());
    int column = 0;
    for (const TableValue& value : values) {
        put(feature, column++, value);
    }
    if (!outline.empty()) {
        OGRLinearRing ring;
        for (const geo::Point& point : outline) {
            ring.addPoint(point.x, point.y);
        }
        ring.closeRings();
        OGRPolygon polygon;
        polygon.addRing(&ring);
        feature.SetGeometry(&polygon);
    }
    if (state_->layer->CreateFeature(&feature) != OGRERR_NONE) {
        state_->fail(errors);
    }
}

void TableFileWriter::commit() {
    const ErrorScope errors;
    if (state_->dataset->CommitTransaction() != OGRERR_NONE) {
        state_->fail(errors);
    }
    state_->dataset.reset();
    if (errors.failed()) {
        state_->fail(errors);
    }
    state_->file.commit();
}

std::vector<TableRow> read_table(const std::filesystem::path& path, const TableLayout& layout) {
    const auto dataset = open_vector(path);
    const ErrorScope errors;
    OGRLayer* layer = dataset->GetLayerByName(layout.name.c_str());
    if (layer == nullptr) {
        throw core::DataError(fmt::format("{}: it has no table '{}'", path.string(), layout.name));
    }
    std::vector<int> columns;
    for (const TableColumn& column : layout.columns) {
        columns.push_back(layer->GetLayerDefn()->GetFieldIndex(column.name.c_str()));
        if (columns.back() < 0) {
            throw core::DataError(fmt::format("{}: its table '{}' has no column '{}'",
                                              path.string(), layout.name, column.name));
        }
    }
    std::vector<TableRow> rows;
    while (const OGRFeatureUniquePtr feature{layer->GetNextFeature()}) {
        TableRow& row = rows.emplace_back();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            row.push_back(get(*feature, columns[i], layout.columns[i].type));
        }
    }
    if (errors.failed()) {
        throw core::DataError(
            fmt::format("{}: cannot be read: {}", path.string(), errors.message()));
    }
    return rows;
}

}  // namespace mineprint::gdal_io

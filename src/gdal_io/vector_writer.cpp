// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/vector_writer.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include <cpl_string.h>
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

/// A configuration option of GDAL on this thread, for a while.
class ThreadOption {
  public:
    ThreadOption(const char* name, const char* value) : name_(name) {
        CPLSetThreadLocalConfigOption(name, value);
    }
    ~ThreadOption() { CPLSetThreadLocalConfigOption(name_, nullptr); }
    ThreadOption(const ThreadOption&) = delete;
    ThreadOption& operator=(const ThreadOption&) = delete;

  private:
    const char* name_;
};

OGRFieldType ogr_type(FieldType type) {
    switch (type) {
        case FieldType::integer:
            return OFTInteger64;
        case FieldType::real:
            return OFTReal;
        case FieldType::text:
            break;
    }
    return OFTString;
}

void set_value(OGRFeature& feature, int field, const FieldValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        feature.SetField(field, text->c_str());
    } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        feature.SetField(field, static_cast<GIntBig>(*integer));
    } else if (const auto* real = std::get_if<double>(&value); real && !std::isnan(*real)) {
        feature.SetField(field, *real);
    } else {
        feature.SetFieldNull(field);
    }
}

OGRLinearRing to_ogr(const geo::Ring& ring) {
    OGRLinearRing line;
    for (const geo::Point& point : ring) {
        line.addPoint(point.x, point.y);
    }
    line.closeRings();
    return line;
}

OGRMultiPolygon to_ogr(const std::vector<PolygonRings>& polygons) {
    OGRMultiPolygon shape;
    for (const PolygonRings& rings : polygons) {
        OGRPolygon polygon;
        for (const geo::Ring& ring : rings) {
            OGRLinearRing line = to_ogr(ring);
            polygon.addRing(&line);
        }
        shape.addGeometry(&polygon);
    }
    return shape;
}

/// What tells the formats apart.
struct Format {
    const char* driver = "GPKG";
    CPLStringList dataset_options;
    CPLStringList layer_options;
    std::string crs_wkt;
    std::function<geo::Point(geo::Point)> place = [](geo::Point point) { return point; };
};

void require(bool good, const std::filesystem::path& path, const ErrorScope& errors,
             const char* what) {
    if (!good) {
        throw core::RunError(fmt::format("{}: {}: {}", path.string(), what, errors.message()));
    }
}

void fill_layer(OGRLayer& layer, const std::filesystem::path& path, const VectorFile& file,
                const Format& format, const ErrorScope& errors) {
    for (const FieldDefinition& field : file.fields) {
        OGRFieldDefn definition(field.name.c_str(), ogr_type(field.type));
        require(layer.CreateField(&definition) == OGRERR_NONE, path, errors,
                "a field cannot be made");
    }
    for (const VectorRecord& record : file.records) {
        const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer.GetLayerDefn()));
        for (std::size_t i = 0; i < file.fields.size(); ++i) {
            const int index = layer.GetLayerDefn()->GetFieldIndex(file.fields[i].name.c_str());
            if (index >= 0) {
                set_value(*feature, index, record.values.at(i));
            }
        }
        std::vector<PolygonRings> polygons = record.polygons;
        for (PolygonRings& rings : polygons) {
            for (geo::Ring& ring : rings) {
                std::transform(ring.begin(), ring.end(), ring.begin(), format.place);
            }
        }
        const OGRMultiPolygon shape = to_ogr(polygons);
        feature->SetGeometry(&shape);
        require(layer.CreateFeature(feature.get()) == OGRERR_NONE, path, errors,
                "a feature cannot be written");
    }
}

void write(const std::filesystem::path& path, const VectorFile& file, const Format& format) {
    const ThreadOption fixed_time("OGR_CURRENT_DATE", "1970-01-01T00:00:00.000Z");
    core::AtomicFile target(path);
    const ErrorScope errors;
    GDALDatasetUniquePtr dataset(driver_named(format.driver)
                                     .Create(target.temporary().c_str(), 0, 0, 0, GDT_Unknown,
                                             format.dataset_options.List()));
    require(dataset != nullptr, path, errors, "cannot be made");
    OGRSpatialReference reference = spatial_reference(format.crs_wkt);
    CPLStringList layer_options = format.layer_options;
    OGRLayer* layer =
        dataset->CreateLayer(file.layer.c_str(), &reference, wkbMultiPolygon, layer_options.List());
    require(layer != nullptr, path, errors, "a layer cannot be made");
    const bool in_one_go = dataset->StartTransaction() == OGRERR_NONE;
    fill_layer(*layer, path, file, format, errors);
    if (in_one_go) {
        require(dataset->CommitTransaction() == OGRERR_NONE, path, errors, "cannot be written");
    }
    dataset.reset();
    require(!errors.failed(), path, errors, "cannot be written");
    target.commit();
}

}  // namespace

void write_geopackage(const std::filesystem::path& path, const VectorFile& file) {
    Format format;
    format.dataset_options.SetNameValue("VERSION", "1.2");
    format.crs_wkt = file.crs_wkt;
    write(path, file, format);
}

void write_geojson(const std::filesystem::path& path, const VectorFile& file) {
    Format format;
    format.driver = "GeoJSON";
    // By the standard GDAL itself goes over to longitude and latitude, turns rings the right way
    // round and cuts at the antimeridian.
    format.layer_options.SetNameValue("RFC7946", "YES");
    format.crs_wkt = file.crs_wkt;
    write(path, file, format);
}

void write_kml(const std::filesystem::path& path, const VectorFile& file,
               const std::string& name_field) {
    Format format;
    format.driver = "KML";
    format.dataset_options.SetNameValue("NameField", name_field.c_str());
    format.crs_wkt = "EPSG:4326";
    const PointTransform change(spatial_reference(file.crs_wkt), spatial_reference("EPSG:4326"));
    format.place = [&](geo::Point point) {
        const geo::Point image = change(point);
        if (std::isnan(image.x)) {
            throw core::DataError(
                fmt::format("{}: the point ({}, {}) has no longitude and latitude", path.string(),
                            point.x, point.y));
        }
        return image;
    };
    write(path, file, format);
}

}  // namespace mineprint::gdal_io

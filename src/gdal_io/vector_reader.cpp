// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/vector_reader.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/csv_points.hpp"
#include "mineprint/gdal_io/dataset.hpp"
#include "mineprint/gdal_io/geometry.hpp"
#include "mineprint/gdal_io/library.hpp"
#include "mineprint/gdal_io/near_grid.hpp"
#include "mineprint/gdal_io/spatial_reference.hpp"

namespace mineprint::gdal_io {
namespace {

/// Names of the layers with geometries (of all layers when none has any, as in a CSV file).
std::vector<std::string> layer_names(GDALDataset& dataset) {
    std::vector<std::string> all;
    std::vector<std::string> spatial;
    for (OGRLayer* layer : dataset.GetLayers()) {
        all.emplace_back(layer->GetName());
        if (layer->GetGeomType() != wkbNone) {
            spatial.emplace_back(layer->GetName());
        }
    }
    return spatial.empty() ? all : spatial;
}

OGRLayer& choose_layer(GDALDataset& dataset, const std::filesystem::path& path,
                       const std::string& wanted) {
    const std::vector<std::string> names = layer_names(dataset);
    if (names.empty()) {
        throw core::DataError(fmt::format("{}: it has no layers", path.string()));
    }
    if (wanted.empty() && names.size() > 1) {
        throw core::DataError(fmt::format("{}: it has several layers, name one of them: {}",
                                          path.string(), fmt::join(names, ", ")));
    }
    OGRLayer* layer = dataset.GetLayerByName((wanted.empty() ? names.front() : wanted).c_str());
    if (layer == nullptr) {
        throw core::DataError(fmt::format("{}: it has no layer '{}'; it has: {}", path.string(),
                                          wanted, fmt::join(names, ", ")));
    }
    return *layer;
}

/// Dates as ISO 8601 writes them, numbers with no more digits than they need (a class 1 of a
/// Shapefile is not `1.000000`).
std::string field_text(const OGRFeature& feature, int field) {
    const OGRFieldType type = feature.GetFieldDefnRef(field)->GetType();
    if (type == OFTReal) {
        return fmt::format("{}", feature.GetFieldAsDouble(field));
    }
    std::string text = feature.GetFieldAsString(field);
    if (type == OFTDate || type == OFTDateTime) {
        std::ranges::replace(text, '/', '-');
        std::ranges::replace(text, ' ', 'T');
    }
    return text;
}

std::map<std::string, std::string> fields_of(const OGRFeature& feature) {
    std::map<std::string, std::string> fields;
    for (int field = 0; field < feature.GetFieldCount(); ++field) {
        if (feature.IsFieldSetAndNotNull(field)) {
            fields.emplace(feature.GetFieldDefnRef(field)->GetNameRef(),
                           field_text(feature, field));
        }
    }
    return fields;
}

std::vector<std::string> field_names(const OGRFeatureDefn& definition) {
    std::vector<std::string> names;
    names.reserve(static_cast<std::size_t>(definition.GetFieldCount()));
    for (int field = 0; field < definition.GetFieldCount(); ++field) {
        names.emplace_back(definition.GetFieldDefn(field)->GetNameRef());
    }
    return names;
}

/// Reads one layer of one file, for messages that name both.
class LayerReader {
  public:
    LayerReader(const std::filesystem::path& path, const VectorOptions& options, bool is_csv,
                OGRLayer& layer)
        : options_(options),
          layer_(layer),
          where_(fmt::format("{}, layer '{}'", path.string(), layer.GetName())) {
        if (is_csv) {
            columns_ = coordinate_columns(*layer_.GetLayerDefn());
            if (!columns_) {
                throw core::DataError(fmt::format(
                    "{}: no columns named x and y, lon and lat, longitude and latitude or easting "
                    "and northing; it has: {}",
                    where_, fmt::join(field_names(*layer_.GetLayerDefn()), ", ")));
            }
        }
        crs_ = find_crs();
        if (options_.near && !options_.target_crs.empty()) {
            near_.emplace(spatial_reference(crs_), spatial_reference(options_.target_crs),
                          *options_.near);
        }
    }

    [[nodiscard]] VectorLayer read() {
        VectorLayer result;
        result.name = layer_.GetName();
        result.field_names = field_names(*layer_.GetLayerDefn());
        result.was_geographic = is_geographic(crs_);
        read_features(result);
        if (result.features.empty()) {
            throw core::DataError(fmt::format(
                "{}: it has no features{}{}", where_,
                result.repairs.empty() ? "" : " that can be used, the first because of ",
                result.repairs.empty() ? "" : result.repairs.front()));
        }
        std::ranges::stable_sort(result.features, {}, &VectorFeature::fid);
        transform_features(result);
        return result;
    }

  private:
    [[nodiscard]] std::string find_crs() const {
        std::string found =
            columns_ && columns_->lonlat ? crs_to_wkt("EPSG:4326") : wkt_of(layer_.GetSpatialRef());
        if (found.empty()) {
            found = options_.assumed_crs;
        }
        if (found.empty()) {
            throw core::DataError(fmt::format(
                "{}: it does not say in which CRS its coordinates are; give it one, for example "
                "with ogr2ogr -a_srs",
                where_));
        }
        return found;
    }

    void read_features(VectorLayer& result) {
        const ErrorScope errors;
        layer_.ResetReading();
        while (const OGRFeatureUniquePtr source{layer_.GetNextFeature()}) {
            const std::string name = fmt::format("{}, feature {}", where_, source->GetFID());
            VectorFeature feature;
            feature.fid = source->GetFID();
            bool used = true;
            if (columns_) {
                feature.points = {read_coordinates(*source, *columns_, name)};
            } else {
                used = take_geometry(source->GetGeometryRef(), name, feature, result.repairs,
                                     near_ ? &*near_ : nullptr);
            }
            if (used) {
                feature.fields = fields_of(*source);
                result.features.push_back(std::move(feature));
            }
        }
        if (errors.failed()) {
            throw core::DataError(
                fmt::format("{}: reading its features failed: {}", where_, errors.message()));
        }
    }

    void transform_features(VectorLayer& result) const {
        if (options_.target_crs.empty() || same_crs(crs_, options_.target_crs)) {
            return;
        }
        const OGRSpatialReference from = spatial_reference(crs_);
        const OGRSpatialReference to = spatial_reference(options_.target_crs);
        const PointTransform change(from, to);
        for (VectorFeature& feature : result.features) {
            const auto move = [&](geo::Point& point) {
                const geo::Point image = change(point);
                if (std::isnan(image.x)) {
                    throw core::DataError(fmt::format(
                        "{}, feature {}: the point ({}, {}) of the CRS '{}' has no place in '{}'",
                        where_, feature.fid, point.x, point.y, from.GetName(), to.GetName()));
                }
                point = image;
            };
            std::ranges::for_each(feature.points, move);
            for (geo::Ring& ring : feature.polygon.rings) {
                ring = moved(ring, move);
            }
        }
    }

    /// A ring in the target's CRS, with points between its corners where an edge bends.
    template <class Move>
    [[nodiscard]] geo::Ring moved(const geo::Ring& ring, const Move& move) const {
        geo::Ring images = ring;
        std::ranges::for_each(images, move);
        if (options_.tolerance <= 0) {
            return images;
        }
        geo::Ring result;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const std::size_t next = (i + 1) % ring.size();
            result.push_back(images[i]);
            add_between({ring[i], ring[next]}, {images[i], images[next]}, move, result);
        }
        return result;
    }

    /// The two ends of an edge, or of a part of one.
    struct Bend {
        geo::Point begin;
        geo::Point end;
    };
    /// Halves of an edge are the same from either end, so neighbours keep sharing it.
    template <class Move>
    void add_between(const Bend& source, const Bend& image, const Move& move, geo::Ring& result,
                     int depth = 0) const {
        constexpr int deepest = 16;
        const auto middle_of = [](const Bend& bend) {
            return geo::Point{0.5 * (bend.begin.x + bend.end.x), 0.5 * (bend.begin.y + bend.end.y)};
        };
        const geo::Point middle = middle_of(source);
        const geo::Point straight = middle_of(image);
        geo::Point bent = middle;
        move(bent);
        const double off = std::hypot(bent.x - straight.x, bent.y - straight.y);
        if (off <= options_.tolerance || depth == deepest) {
            return;
        }
        add_between({source.begin, middle}, {image.begin, bent}, move, result, depth + 1);
        result.push_back(bent);
        add_between({middle, source.end}, {bent, image.end}, move, result, depth + 1);
    }

    const VectorOptions& options_;
    std::optional<NearGrid> near_;
    OGRLayer& layer_;
    std::string where_;
    std::optional<CoordinateColumns> columns_;
    std::string crs_;
};

}  // namespace

VectorLayer read_vector(const std::filesystem::path& path, const VectorOptions& options) {
    const auto dataset = open_vector(path);
    OGRLayer& layer = choose_layer(*dataset, path, options.layer);
    const bool is_csv = EQUAL(dataset->GetDriverName(), "CSV");
    return LayerReader(path, options, is_csv, layer).read();
}

}  // namespace mineprint::gdal_io

// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/point_labels.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "mineprint/core/checked_cast.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"
#include "mineprint/gdal_io/vector_reader.hpp"

namespace mineprint::pipeline {
namespace {

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char letter) { return std::tolower(letter); });
    return text;
}

/// The field of that name, in letters of any size; empty when there is none.
std::string find_field(const gdal_io::VectorLayer& layer, const std::string& name) {
    const auto place = std::ranges::find_if(
        layer.field_names, [&](const std::string& field) { return lower(field) == lower(name); });
    return place == layer.field_names.end() ? "" : *place;
}

std::string text_of(const gdal_io::VectorFeature& feature, const std::string& field) {
    const auto place = feature.fields.find(field);
    return place == feature.fields.end() ? "" : std::string(core::trimmed(place->second));
}

/// Reads one file of labels against its design.
class LabelReader {
  public:
    LabelReader(const RegionJob& job, const ValidationDesign& design)
        : job_(job), design_(design) {}

    PointLabels read() {
        const gdal_io::VectorLayer layer = gdal_io::read_vector(
            job_.accuracy.labels, {job_.accuracy.labels_layer, design_.grid.crs_wkt, ""});
        const std::string plot_field = find_field(layer, "PLOTID");
        if (plot_field.empty()) {
            refuse("it has no field PLOTID, by which points are known");
        }
        const std::vector<std::string> label_fields = fields_by_epoch(layer);
        for (const gdal_io::VectorFeature& feature : layer.features) {
            add(feature, text_of(feature, plot_field), label_fields);
        }
        finish();
        return std::move(labels_);
    }

  private:
    [[noreturn]] void refuse(const std::string& cause) const {
        throw core::DataError(fmt::format("{}: {}", job_.accuracy.labels.string(), cause));
    }

    [[nodiscard]] std::vector<std::string> fields_by_epoch(
        const gdal_io::VectorLayer& layer) const {
        std::vector<std::string> fields;
        bool any = false;
        for (const Epoch& epoch : job_.epochs) {
            std::string field = find_field(layer, "label_" + epoch.name);
            if (field.empty() && job_.epochs.size() == 1) {
                field = find_field(layer, "label");
            }
            any = any || !field.empty();
            fields.push_back(std::move(field));
        }
        if (!any) {
            refuse(fmt::format("it has no field label_{}, nor one of another epoch",
                               job_.epochs.front().name));
        }
        return fields;
    }

    [[nodiscard]] std::uint32_t plot_of(const std::string& text) const {
        std::uint32_t plot = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), plot);
        if (problem != std::errc() || end != text.data() + text.size() || plot < 1 ||
            plot > design_.points.size()) {
            refuse(fmt::format("PLOTID '{}' is none of the {} points that were drawn", text,
                               design_.points.size()));
        }
        return plot;
    }

    /// A file of other points must not pass for this one.
    void check_place(const gdal_io::VectorFeature& feature, std::uint32_t plot) const {
        if (feature.points.empty()) {
            return;  // Collect Earth gives plots as squares, too
        }
        const geo::Grid& grid = design_.grid;
        const DesignPoint& point = design_.points[plot - 1];
        const double column = (feature.points.front().x - grid.origin_x) / grid.pixel_width;
        const double row = (grid.origin_y - feature.points.front().y) / grid.pixel_height;
        if (std::floor(column) != point.column || std::floor(row) != point.row) {
            refuse(fmt::format(
                "PLOTID {} lies in column {}, row {} of the grid and was drawn in column {}, row "
                "{}: these are other points",
                plot, std::floor(column), std::floor(row), point.column, point.row));
        }
    }

    [[nodiscard]] std::uint8_t class_of(const std::string& label, std::uint32_t plot) const {
        const auto place = std::ranges::find(design_.classes, label);
        if (place == design_.classes.end()) {
            refuse(fmt::format("PLOTID {}: '{}' is no class of the map ({}); did you mean '{}'?",
                               plot, label, fmt::join(design_.classes, ", "),
                               core::nearest_name(label, design_.classes)));
        }
        return core::checked_cast<std::uint8_t>(place - design_.classes.begin());
    }

    void add(const gdal_io::VectorFeature& feature, const std::string& plot_text,
             const std::vector<std::string>& label_fields) {
        const std::uint32_t plot = plot_of(plot_text);
        if (!seen_.insert(plot).second) {
            refuse(fmt::format("PLOTID {} is there twice", plot));
        }
        check_place(feature, plot);
        const DesignPoint& point = design_.points[plot - 1];
        for (std::size_t epoch = 0; epoch < label_fields.size(); ++epoch) {
            const std::string label = text_of(feature, label_fields[epoch]);
            if (label.empty()) {
                continue;
            }
            forest::SampleOrigin& origin = labels_.samples.emplace_back();
            origin.id = plot - 1;
            origin.group = plot - 1;
            origin.epoch = core::checked_cast<std::uint16_t>(epoch);
            origin.column = point.column;
            origin.row = point.row;
            origin.label = class_of(label, plot);
        }
    }

    void finish() {
        if (labels_.samples.empty()) {
            refuse("no point has a label yet");
        }
        for (std::size_t epoch = 0; epoch < job_.epochs.size(); ++epoch) {
            const auto labelled = static_cast<std::size_t>(std::ranges::count_if(
                labels_.samples,
                [&](const forest::SampleOrigin& sample) { return sample.epoch == epoch; }));
            if (labelled < design_.points.size()) {
                labels_.notes.push_back(
                    fmt::format("{}: {} of {} points have no label at epoch {}; the others of "
                                "their stratum stand for them",
                                job_.accuracy.labels.string(), design_.points.size() - labelled,
                                design_.points.size(), job_.epochs[epoch].name));
            }
        }
    }

    const RegionJob& job_;
    const ValidationDesign& design_;
    PointLabels labels_;
    std::set<std::uint32_t> seen_;
};

}  // namespace

PointLabels read_point_labels(const RegionJob& job, const ValidationDesign& design) {
    return LabelReader(job, design).read();
}

}  // namespace mineprint::pipeline

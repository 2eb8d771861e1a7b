// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/messages.hpp"

#include <optional>
#include <span>

namespace mineprint::pipeline {
namespace {

using core::ByteReader;
using core::ByteWriter;

template <class T>
void pack_vector(ByteWriter& out, const std::vector<T>& values) {
    out.put_span(std::span<const T>(values));
}

void pack(ByteWriter& out, const geo::Grid& grid) {
    out.put_text(grid.crs_wkt).put(grid.origin_x).put(grid.origin_y).put(grid.pixel_width);
    out.put(grid.pixel_height).put(grid.width).put(grid.height);
}

geo::Grid unpack_grid(ByteReader& in) {
    geo::Grid grid;
    grid.crs_wkt = in.get_text();
    grid.origin_x = in.get<double>();
    grid.origin_y = in.get<double>();
    grid.pixel_width = in.get<double>();
    grid.pixel_height = in.get<double>();
    grid.width = in.get<std::int64_t>();
    grid.height = in.get<std::int64_t>();
    return grid;
}

void pack(ByteWriter& out, const std::optional<double>& number) {
    out.put(number.has_value()).put(number.value_or(0));
}

std::optional<double> unpack_optional(ByteReader& in) {
    const bool has_value = in.get<bool>();
    const auto value = in.get<double>();
    return has_value ? std::optional(value) : std::nullopt;
}

void pack(ByteWriter& out, const archive::BandFile& band) {
    out.put_text(band.band).put_text(band.path.string()).put(band.band_number);
    out.put(band.scale).put(band.offset).put(band.coarseness);
    pack(out, band.nodata);
    pack(out, band.saturated);
}

archive::BandFile unpack_band(ByteReader& in) {
    archive::BandFile band;
    band.band = in.get_text();
    band.path = in.get_text();
    band.band_number = in.get<int>();
    band.scale = in.get<double>();
    band.offset = in.get<double>();
    band.coarseness = in.get<int>();
    band.nodata = unpack_optional(in);
    band.saturated = unpack_optional(in);
    return band;
}

void pack(ByteWriter& out, const forest::Tree& tree) {
    out.put(tree.nodes.size());
    for (const forest::Node& node : tree.nodes) {  // one by one: a Node has padding
        out.put(node.feature).put(node.threshold).put(node.left).put(node.right);
        out.put(node.missing_left);
    }
    pack_vector(out, tree.leaf_counts);
}

forest::Tree unpack_tree(ByteReader& in) {
    forest::Tree tree;
    tree.nodes.resize(in.get<std::size_t>());
    for (forest::Node& node : tree.nodes) {
        node.feature = in.get<std::int32_t>();
        node.threshold = in.get<float>();
        node.left = in.get<std::int32_t>();
        node.right = in.get<std::int32_t>();
        node.missing_left = in.get<std::uint8_t>();
    }
    tree.leaf_counts = in.get_vector<std::uint32_t>();
    return tree;
}

}  // namespace

void pack(ByteWriter& out, const std::vector<std::string>& texts) {
    out.put(texts.size());
    for (const std::string& text : texts) {
        out.put_text(text);
    }
}

std::vector<std::string> unpack_texts(ByteReader& in) {
    std::vector<std::string> texts(in.get<std::size_t>());
    for (std::string& text : texts) {
        text = in.get_text();
    }
    return texts;
}

void pack(ByteWriter& out, const archive::Scene& scene) {
    out.put_text(scene.id).put(scene.sensor).put(scene.date.days_since_1970());
    out.put_text(scene.platform).put_text(scene.tier).put_text(scene.baseline);
    out.put_text(scene.epoch).put_text(scene.acquisition).put_text(scene.processed);
    out.put(scene.provisional).put(scene.harmonised).put(scene.cloud_cover_pct);
    pack(out, scene.grid);
    out.put(scene.bands.size());
    for (const archive::BandFile& band : scene.bands) {
        pack(out, band);
    }
    out.put(scene.quality.size());
    for (const archive::QualityFile& layer : scene.quality) {
        out.put(layer.kind).put_text(layer.path.string()).put(layer.coarseness);
    }
    out.put(scene.bytes).put(scene.modified_ns);
    out.put_text(scene.product.string()).put(scene.folder_modified_ns);
}

archive::Scene unpack_scene(ByteReader& in) {
    archive::Scene scene;
    scene.id = in.get_text();
    scene.sensor = in.get<archive::Sensor>();
    scene.date = core::Date(std::chrono::sys_days(std::chrono::days(in.get<int>())));
    scene.platform = in.get_text();
    scene.tier = in.get_text();
    scene.baseline = in.get_text();
    scene.epoch = in.get_text();
    scene.acquisition = in.get_text();
    scene.processed = in.get_text();
    scene.provisional = in.get<bool>();
    scene.harmonised = in.get<bool>();
    scene.cloud_cover_pct = in.get<double>();
    scene.grid = unpack_grid(in);
    const auto num_bands = in.get<std::size_t>();
    for (std::size_t i = 0; i < num_bands; ++i) {
        scene.bands.push_back(unpack_band(in));
    }
    scene.quality.resize(in.get<std::size_t>());
    for (archive::QualityFile& layer : scene.quality) {
        layer.kind = in.get<archive::QualityKind>();
        layer.path = in.get_text();
        layer.coarseness = in.get<int>();
    }
    scene.bytes = in.get<std::uint64_t>();
    scene.modified_ns = in.get<std::int64_t>();
    scene.product = in.get_text();
    scene.folder_modified_ns = in.get<std::int64_t>();
    return scene;
}

void pack(ByteWriter& out, const archive::Quarantined& quarantined) {
    out.put_text(quarantined.scene).put_text(quarantined.path).put_text(quarantined.tile);
    out.put_text(quarantined.epoch).put_text(quarantined.cause);
}

archive::Quarantined unpack_quarantined(ByteReader& in) {
    archive::Quarantined quarantined;
    quarantined.scene = in.get_text();
    quarantined.path = in.get_text();
    quarantined.tile = in.get_text();
    quarantined.epoch = in.get_text();
    quarantined.cause = in.get_text();
    return quarantined;
}

void pack(ByteWriter& out, const forest::Forest& forest) {
    pack(out, forest.schema.names);
    pack(out, forest.schema.definitions);
    pack(out, forest.classes);
    out.put(forest.trees.size());
    for (const forest::Tree& tree : forest.trees) {
        pack(out, tree);
    }
    out.put(forest.report.num_samples).put(forest.report.oob_error);
    pack_vector(out, forest.report.oob_confusion);
    pack_vector(out, forest.report.curve_trees);
    pack_vector(out, forest.report.curve_oob_error);
    pack_vector(out, forest.report.impurity_importance);
    out.put(forest.report.oob_margin);
    pack_vector(out, forest.report.permutation_importance);
    pack_vector(out, forest.report.permutation_error);
    out.put(forest.report.bin_edges.size());
    for (const auto& edges : forest.report.bin_edges) {
        pack_vector(out, edges);
    }
    pack_vector(out, forest.report.class_samples);
    out.put_text(forest.report.options);
    pack(out, forest.report.cross_validation.folds);
    pack_vector(out, forest.report.cross_validation.confusions);
    out.put(forest.report.tuning.size());
    for (const forest::TuningPoint& point : forest.report.tuning) {
        out.put(point.trees);
        out.put(point.mtry);
        out.put(point.oob_error);
    }
    out.put_text(forest.training_hash);
}

forest::Forest unpack_forest(ByteReader& in) {
    forest::Forest forest;
    forest.schema.names = unpack_texts(in);
    forest.schema.definitions = unpack_texts(in);
    forest.classes = unpack_texts(in);
    const auto num_trees = in.get<std::size_t>();
    for (std::size_t i = 0; i < num_trees; ++i) {
        forest.trees.push_back(unpack_tree(in));
    }
    forest.report.num_samples = in.get<std::uint64_t>();
    forest.report.oob_error = in.get<double>();
    forest.report.oob_confusion = in.get_vector<std::uint64_t>();
    forest.report.curve_trees = in.get_vector<std::uint32_t>();
    forest.report.curve_oob_error = in.get_vector<double>();
    forest.report.impurity_importance = in.get_vector<double>();
    forest.report.oob_margin = in.get<double>();
    forest.report.permutation_importance = in.get_vector<double>();
    forest.report.permutation_error = in.get_vector<double>();
    forest.report.bin_edges.resize(in.get<std::size_t>());
    for (auto& edges : forest.report.bin_edges) {
        edges = in.get_vector<float>();
    }
    forest.report.class_samples = in.get_vector<std::uint64_t>();
    forest.report.options = in.get_text();
    forest.report.cross_validation.folds = unpack_texts(in);
    forest.report.cross_validation.confusions = in.get_vector<std::uint64_t>();
    forest.report.tuning.resize(in.get<std::size_t>());
    for (forest::TuningPoint& point : forest.report.tuning) {
        point.trees = in.get<std::uint32_t>();
        point.mtry = in.get<std::uint32_t>();
        point.oob_error = in.get<double>();
    }
    forest.training_hash = in.get_text();
    return forest;
}

void pack(ByteWriter& out, const sampling::Reference& reference) {
    pack(out, reference.classes);
    out.put(reference.target);
    pack_vector(out, reference.pixels);
    pack(out, reference.notes);
    out.put(reference.num_outside);
}

sampling::Reference unpack_reference(ByteReader& in) {
    sampling::Reference reference;
    reference.classes = unpack_texts(in);
    reference.target = in.get<std::uint8_t>();
    reference.pixels = in.get_vector<sampling::LabelledPixel>();
    reference.notes = unpack_texts(in);
    reference.num_outside = in.get<std::int64_t>();
    return reference;
}

void pack(ByteWriter& out, const zones::ZoneLayer& layer) {
    out.put_text(layer.name).put(layer.whole_region).put(layer.zones.size());
    for (const zones::Zone& zone : layer.zones) {
        out.put_text(zone.code).put_text(zone.name).put(zone.parts.size());
        for (const geo::Polygon& part : zone.parts) {
            out.put(part.rings.size());
            for (const geo::Ring& ring : part.rings) {
                pack_vector(out, ring);
            }
        }
    }
}

zones::ZoneLayer unpack_zone_layer(ByteReader& in) {
    zones::ZoneLayer layer;
    layer.name = in.get_text();
    layer.whole_region = in.get<bool>();
    layer.zones.resize(in.get<std::size_t>());
    for (zones::Zone& zone : layer.zones) {
        zone.code = in.get_text();
        zone.name = in.get_text();
        zone.parts.resize(in.get<std::size_t>());
        for (geo::Polygon& part : zone.parts) {
            part.rings.resize(in.get<std::size_t>());
            for (geo::Ring& ring : part.rings) {
                ring = in.get_vector<geo::Point>();
            }
        }
    }
    return layer;
}

}  // namespace mineprint::pipeline

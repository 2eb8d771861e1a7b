// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/gis_products.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/gdal_io/cog.hpp"
#include "mineprint/gdal_io/image_bytes.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"
#include "mineprint/gdal_io/vector_copy.hpp"
#include "mineprint/pipeline/class_colours.hpp"
#include "mineprint/report/gis_texts.hpp"
#include "mineprint/report/job_values.hpp"
#include "mineprint/report/new_area.hpp"
#include "mineprint/report/overview.hpp"
#include "mineprint/report/quick_looks.hpp"
#include "mineprint/report/stac.hpp"

namespace mineprint::report {
namespace {

namespace fs = std::filesystem;

constexpr const char* cog_type = "image/tiff; application=geotiff; profile=cloud-optimized";
constexpr std::int64_t quick_look_side = 1024;

/// All that the products of one region are made from.
struct Products {
    const Json& region;
    const MapFiles& maps;
    const GisOptions& options;
    fs::path folder;
    std::vector<gdal_io::ColourEntry> colours;
};

/// A file name from the name of a class.
std::string safe_name(std::string name) {
    std::ranges::replace_if(
        name, [](char letter) { return letter == '/' || letter == '\0'; }, '_');
    return name;
}

void write_cogs(const Products& p) {
    gdal_io::CogOptions options;
    options.compression =
        job_value(p.region.value("job_text", ""), "output", "compression", "DEFLATE");
    options.num_threads = p.options.num_threads;
    for (std::size_t epoch = 0; epoch < p.maps.epochs.size(); ++epoch) {
        const fs::path& classes = p.maps.classes[epoch];
        fs::path cog = p.folder / classes.filename();
        cog.replace_extension(".tif");
        options.overviews = "MODE";
        options.predictor = false;
        core::write_text_file(cog.string() + ".aux.xml", attribute_table_xml(p.colours));
        gdal_io::write_cog(cog, classes, options);
        if (!p.maps.probabilities[epoch].empty()) {
            options.overviews = "AVERAGE";
            options.predictor = true;
            cog = p.folder / fmt::format("probability_{}.tif", p.maps.epochs[epoch]);
            gdal_io::write_cog(cog, p.maps.probabilities[epoch], options);
        }
    }
}

void write_styles(const Products& p) {
    const std::string class_style = qgis_style(class_pipe(p.colours));
    const std::string probability_style = qgis_style(probability_pipe());
    std::vector<ProjectLayer> layers;
    for (std::size_t i = p.maps.epochs.size(); i-- > 0;) {
        const std::string& epoch = p.maps.epochs[i];
        const std::string map = p.maps.classes[i].stem().string();
        core::write_text_file(p.folder / (map + ".qml"), class_style);
        layers.push_back({fmt::format("Classes {}", epoch), map + ".vrt", class_pipe(p.colours),
                          i + 1 == p.maps.epochs.size()});
        if (!p.maps.probabilities[i].empty()) {
            const std::string name = fmt::format("probability_{}", epoch);
            core::write_text_file(p.folder / (name + ".qml"), probability_style);
            layers.push_back(
                {fmt::format("Probability {}", epoch), name + ".vrt", probability_pipe(), false});
        }
    }
    const std::string name = p.region.at("name");
    const std::string title = p.region.at(p.region.at("title") == "" ? "name" : "title");
    core::write_text_file(p.folder / (name + ".qgs"),
                          qgis_project(title, p.maps.grid.crs_wkt, layers));
}

void write_stac(const Products& p, const std::string& program_version) {
    const std::string ending = p.options.cog ? ".tif" : ".vrt";
    const std::string type = p.options.cog ? cog_type : "application/xml";
    for (std::size_t i = 0; i < p.maps.epochs.size(); ++i) {
        const std::string& epoch = p.maps.epochs[i];
        std::vector<StacAsset> assets = {
            {"class", "Class map", "../" + p.maps.classes[i].stem().string() + ending, type, true}};
        if (!p.maps.probabilities[i].empty()) {
            assets.push_back({"probability", "Probability of the target class",
                              fmt::format("../probability_{}{}", epoch, ending), type, false});
        }
        const Json item = stac_item(p.region, i, p.maps, assets, p.colours, program_version);
        core::write_text_file(p.folder / "stac" / (epoch + ".json"), item.dump(1) + "\n");
    }
    core::write_text_file(p.folder / "stac" / "collection.json",
                          stac_collection(p.region, p.maps, program_version).dump(1) + "\n");
}

void write_new_area(const Products& p, const core::Log& log) {
    if (p.maps.grid.window().num_pixels() > most_pixels_as_polygons) {
        log.info(fmt::format("report: {}: too large for polygons of new area: {} pixels",
                             p.region.at("name").get<std::string>(),
                             p.maps.grid.window().num_pixels()));
        return;
    }
    const auto first = first_appearance(p.maps, p.options.num_threads);
    const std::string name = "new_" + safe_name(p.region.at("target"));
    const fs::path geojson = p.folder / (name + ".geojson");
    core::write_text_file(geojson, new_area_geojson(p.region, p.maps, first).dump() + "\n");
    gdal_io::copy_vector(geojson, p.folder / (name + ".gpkg"), "GPKG", name);
    gdal_io::copy_vector(geojson, p.folder / (name + ".kml"), "KML", name);
}

/// The class of the pixel at the middle of each cell, in the colours of the map.
std::string class_picture(const Products& p, std::size_t epoch, const Cells& cells) {
    std::vector<gdal_io::Colour> palette(p.colours.size() + 1, {0, 0, 0, 0});
    for (std::size_t i = 0; i < p.colours.size(); ++i) {
        palette[i] = {p.colours[i].red, p.colours[i].green, p.colours[i].blue, 255};
    }
    gdal_io::RasterReader reader(p.maps.classes[epoch]);
    raster::Raster<std::uint8_t> places(cells.width, cells.height,
                                        static_cast<std::uint8_t>(p.colours.size()));
    const geo::Grid& grid = p.maps.grid;
    for (std::int64_t row = 0; row < cells.height; ++row) {
        const std::int64_t y = std::min(row * cells.factor + cells.factor / 2, grid.height - 1);
        const auto line = reader.read<std::uint8_t>(1, {0, y, grid.width, 1});
        for (std::int64_t column = 0; column < cells.width; ++column) {
            const std::int64_t x =
                std::min(column * cells.factor + cells.factor / 2, grid.width - 1);
            const std::uint8_t value = p.maps.class_of[line(0, x)];
            if (value != no_class) {
                places(row, column) = value;
            }
        }
    }
    return gdal_io::png_bytes(places, palette);
}

void write_quick_looks(const Products& p) {
    const Cells cells = cells_of(p.maps.grid, quick_look_side);
    const fs::path folder = p.folder / "quicklooks";
    const auto write = [&](const std::string& kind, std::size_t epoch, const std::string& bytes) {
        core::write_text_file(folder / fmt::format("{}_{}.png", kind, p.maps.epochs[epoch]), bytes);
    };
    const Expansion change = expansion(p.maps, cells, p.options.num_threads);
    const auto palette = expansion_palette(p.maps.epochs.size());
    for (std::size_t epoch = 0; epoch < p.maps.epochs.size(); ++epoch) {
        write("class", epoch, class_picture(p, epoch, cells));
        write("change", epoch, gdal_io::png_bytes(change.states[epoch], palette));
        if (!p.maps.composites[epoch].empty()) {
            for (const QuickLook& look :
                 quick_looks(p.maps.composites[epoch], cells, p.options.num_threads)) {
                write(look.name, epoch, gdal_io::png_bytes(look.picture));
            }
        }
    }
}

}  // namespace

void write_gis_products(const Json& region, const MapFiles& maps, const GisOptions& options,
                        const Json& results, const core::Log& log) {
    const auto classes = region.at("classes").get<std::vector<std::string>>();
    const Products products{region, maps, options, options.output / std::string(region.at("name")),
                            pipeline::class_colours(classes, maps.target)};
    if (!maps.foreign) {
        if (options.cog) {
            write_cogs(products);
        }
        write_styles(products);
        write_stac(products, results.at("program_version"));
    }
    write_new_area(products, log);
    write_quick_looks(products);
}

}  // namespace mineprint::report

// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/catalogue_file.hpp"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "mineprint/archive/scene_parts.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/hash.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/table_file.hpp"
#include "mineprint/gdal_io/virtual_file.hpp"

namespace mineprint::archive {
namespace {

namespace fs = std::filesystem;
using gdal_io::ColumnType;
using gdal_io::TableColumn;
using gdal_io::TableLayout;
using gdal_io::TableRow;
using gdal_io::TableValue;
using Json = nlohmann::ordered_json;

constexpr const char* format_version = "1";

const TableLayout& scene_table() {
    static const TableLayout layout{"scenes",
                                    gdal_io::crs_to_wkt("EPSG:4326"),
                                    {{"id", ColumnType::text},
                                     {"sensor", ColumnType::text},
                                     {"platform", ColumnType::text},
                                     {"date", ColumnType::text},
                                     {"epochs", ColumnType::text},
                                     {"cloud_cover_pct", ColumnType::real},
                                     {"tier", ColumnType::text},
                                     {"baseline", ColumnType::text},
                                     {"acquisition", ColumnType::text},
                                     {"processed", ColumnType::text},
                                     {"provisional", ColumnType::integer},
                                     {"harmonised", ColumnType::integer},
                                     {"crs", ColumnType::integer},
                                     {"origin_x", ColumnType::real},
                                     {"origin_y", ColumnType::real},
                                     {"pixel_width", ColumnType::real},
                                     {"pixel_height", ColumnType::real},
                                     {"width", ColumnType::integer},
                                     {"height", ColumnType::integer},
                                     {"bytes", ColumnType::integer},
                                     {"modified_ns", ColumnType::integer},
                                     {"folder_modified_ns", ColumnType::integer},
                                     {"product", ColumnType::text},
                                     {"files", ColumnType::text}}};
    return layout;
}

const TableLayout crs_table{
    "crs", "", {{"number", ColumnType::integer}, {"wkt", ColumnType::text}}};
const TableLayout quarantine_table{
    "quarantined",
    "",
    {{"scene", ColumnType::text}, {"path", ColumnType::text}, {"cause", ColumnType::text}}};
const TableLayout info_table{"info", "", {{"key", ColumnType::text}, {"value", ColumnType::text}}};

void put_optional(Json& json, const char* key, const std::optional<double>& value) {
    if (value) {
        json[key] = *value;
    }
}

/// Bands and quality layers; paths without the folder of the product where they lie below it.
std::string files_text(const Scene& scene) {
    Json bands = Json::array();
    for (const BandFile& band : scene.bands) {
        Json& json = bands.emplace_back();
        json["band"] = band.band;
        json["path"] = band.path.string();
        json["number"] = band.band_number;
        json["scale"] = band.scale;
        json["offset"] = band.offset;
        put_optional(json, "nodata", band.nodata);
        put_optional(json, "saturated", band.saturated);
        json["coarseness"] = band.coarseness;
    }
    Json quality = Json::array();
    for (const QualityFile& layer : scene.quality) {
        quality.push_back({{"kind", static_cast<int>(layer.kind)},
                           {"path", layer.path.string()},
                           {"coarseness", layer.coarseness}});
    }
    return Json{{"bands", bands}, {"quality", quality}}.dump();
}

std::optional<double> optional_of(const Json& json, const char* key) {
    return json.contains(key) ? std::optional(json.at(key).get<double>()) : std::nullopt;
}

void read_files(const std::string& text, Scene& scene) {
    const Json json = Json::parse(text);
    for (const Json& band : json.at("bands")) {
        scene.bands.push_back({band.at("band").get<std::string>(),
                               band.at("path").get<std::string>(), band.at("number").get<int>(),
                               band.at("scale").get<double>(), band.at("offset").get<double>(),
                               optional_of(band, "nodata"), optional_of(band, "saturated"),
                               band.at("coarseness").get<int>()});
    }
    for (const Json& layer : json.at("quality")) {
        scene.quality.push_back({static_cast<QualityKind>(layer.at("kind").get<int>()),
                                 layer.at("path").get<std::string>(),
                                 layer.at("coarseness").get<int>()});
    }
}

std::int64_t flag(bool value) { return value ? 1 : 0; }

TableRow row_of(const CatalogueRow& row, std::int64_t crs) {
    const Scene& scene = row.scene;
    const geo::Grid& grid = scene.grid;
    return {scene.id,
            std::string(sensor_name(scene.sensor)),
            scene.platform,
            scene.date.text(),
            row.epochs,
            scene.cloud_cover_pct < 0 ? TableValue() : TableValue(scene.cloud_cover_pct),
            scene.tier,
            scene.baseline,
            scene.acquisition,
            scene.processed,
            flag(scene.provisional),
            flag(scene.harmonised),
            crs,
            grid.origin_x,
            grid.origin_y,
            grid.pixel_width,
            grid.pixel_height,
            grid.width,
            grid.height,
            static_cast<std::int64_t>(scene.bytes),
            scene.modified_ns,
            scene.folder_modified_ns,
            scene.product.string(),
            files_text(scene)};
}

const std::string& text_at(const TableRow& row, std::size_t column) {
    static const std::string nothing;
    const auto* text = std::get_if<std::string>(&row.at(column));
    return text == nullptr ? nothing : *text;
}

Sensor sensor_named(const std::string& name) {
    for (const Sensor sensor : {Sensor::tm, Sensor::etm, Sensor::oli, Sensor::msi}) {
        if (sensor_name(sensor) == name) {
            return sensor;
        }
    }
    return Sensor::image;
}

CatalogueRow scene_row(const TableRow& row, const std::map<std::int64_t, std::string>& crs) {
    const auto integer = [&](std::size_t column) { return std::get<std::int64_t>(row.at(column)); };
    const auto real = [&](std::size_t column) { return std::get<double>(row.at(column)); };
    CatalogueRow result;
    Scene& scene = result.scene;
    scene.id = text_at(row, 0);
    scene.sensor = sensor_named(text_at(row, 1));
    scene.platform = text_at(row, 2);
    scene.date = core::Date::parse(text_at(row, 3));
    result.epochs = text_at(row, 4);
    scene.cloud_cover_pct = std::holds_alternative<double>(row.at(5)) ? real(5) : -1;
    scene.tier = text_at(row, 6);
    scene.baseline = text_at(row, 7);
    scene.acquisition = text_at(row, 8);
    scene.processed = text_at(row, 9);
    scene.provisional = integer(10) != 0;
    scene.harmonised = integer(11) != 0;
    scene.grid = {crs.at(integer(12)), real(13),   real(14), real(15), real(16),
                  integer(17),         integer(18)};
    scene.bytes = static_cast<std::uint64_t>(integer(19));
    scene.modified_ns = integer(20);
    scene.folder_modified_ns = integer(21);
    scene.product = text_at(row, 22);
    read_files(text_at(row, 23), scene);
    return result;
}

/// The CRSs of an archive are few: each is stored once.
std::map<std::string, std::int64_t> numbered_crs(const CatalogueContent& content) {
    std::map<std::string, std::int64_t> numbers;
    for (const CatalogueRow& row : content.rows) {
        numbers.emplace(row.scene.grid.crs_wkt, 0);
    }
    std::int64_t next = 1;
    for (auto& [wkt, number] : numbers) {
        number = next++;
    }
    return numbers;
}

void add(core::Sha256& hash, const TableRow& row) {
    for (const TableValue& value : row) {
        hash.update_number(value.index());
        if (const auto* text = std::get_if<std::string>(&value)) {
            hash.update_text(*text);
        } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            hash.update_number(static_cast<std::uint64_t>(*integer));
        } else if (const auto* real = std::get_if<double>(&value)) {
            hash.update_real(*real);
        }
    }
}

std::string hash_of(const CatalogueContent& content,
                    const std::map<std::string, std::int64_t>& crs) {
    core::Sha256 hash;
    hash.update_text(format_version).update_text(content.reading);
    for (const CatalogueRow& row : content.rows) {
        add(hash, row_of(row, crs.at(row.scene.grid.crs_wkt)));
        hash.update_text(row.scene.grid.crs_wkt);
    }
    for (const Quarantined& row : content.quarantined) {
        hash.update_text(row.scene).update_text(row.path).update_text(row.cause);
    }
    return hash.finish();
}

std::map<std::string, std::string> read_info(const fs::path& path) {
    std::map<std::string, std::string> info;
    for (const TableRow& row : gdal_io::read_table(path, info_table)) {
        info[text_at(row, 0)] = text_at(row, 1);
    }
    return info;
}

bool holds(const fs::path& path, const std::string& hash) {
    try {
        return fs::exists(path) && read_info(path)["content"] == hash;
    } catch (const core::DataError&) {
        return false;
    }
}

void write_tables(const fs::path& path, const CatalogueContent& content,
                  const std::map<std::string, std::int64_t>& crs, const std::string& hash) {
    gdal_io::TableFileWriter file(path);
    file.begin(scene_table());
    for (const CatalogueRow& row : content.rows) {
        file.add(row_of(row, crs.at(row.scene.grid.crs_wkt)), footprint(row.scene));
    }
    file.begin(crs_table);
    for (const auto& [wkt, number] : crs) {
        file.add(TableRow{number, wkt});
    }
    file.begin(quarantine_table);
    for (const Quarantined& row : content.quarantined) {
        file.add(TableRow{row.scene, row.path, row.cause});
    }
    file.begin(info_table);
    file.add(TableRow{std::string("format"), std::string(format_version)});
    file.add(TableRow{std::string("reading"), content.reading});
    file.add(TableRow{std::string("content"), hash});
    file.commit();
}

CatalogueContent read_tables(const fs::path& path, const std::string& reading) {
    CatalogueContent content;
    content.reading = reading;
    std::map<std::int64_t, std::string> crs;
    for (const TableRow& row : gdal_io::read_table(path, crs_table)) {
        crs[std::get<std::int64_t>(row.at(0))] = text_at(row, 1);
    }
    for (const TableRow& row : gdal_io::read_table(path, scene_table())) {
        content.rows.push_back(scene_row(row, crs));
    }
    for (const TableRow& row : gdal_io::read_table(path, quarantine_table)) {
        content.quarantined.push_back({text_at(row, 0), text_at(row, 1), "", "", text_at(row, 2)});
    }
    return content;
}

}  // namespace

bool write_catalogue(const fs::path& path, const CatalogueContent& content) {
    const auto crs = numbered_crs(content);
    const std::string hash = hash_of(content, crs);
    if (holds(path, hash)) {
        return false;
    }
    write_tables(path, content, crs, hash);
    return true;
}

std::optional<CatalogueContent> read_catalogue(const fs::path& path) {
    if (!fs::exists(path)) {
        return std::nullopt;
    }
    try {
        auto info = read_info(path);
        if (info["format"] != format_version) {
            return std::nullopt;
        }
        return read_tables(path, info["reading"]);
    } catch (const core::DataError&) {
        return std::nullopt;  // something broken lies there: it will be written anew
    } catch (const std::exception&) {
        return std::nullopt;  // or something that another program changed
    }
}

bool is_unchanged(const Scene& scene) {
    if (scene.product.empty()) {
        return false;
    }
    Scene now;
    std::vector<fs::path> files{scene.product};
    for (const BandFile& band : scene.bands) {
        files.push_back(band.path);
    }
    for (const QualityFile& layer : scene.quality) {
        files.push_back(layer.path);
    }
    std::sort(files.begin(), files.end());
    files.erase(std::unique(files.begin(), files.end()), files.end());
    for (const fs::path& file : files) {
        if (!gdal_io::is_virtual(file) && !account(now, file)) {
            return false;
        }
    }
    return now.bytes == scene.bytes && now.modified_ns == scene.modified_ns &&
           folder_time(scene) == scene.folder_modified_ns;
}

geo::Ring footprint(const Scene& scene) {
    constexpr int steps = 4;  // an edge that is straight in the CRS is curved in degrees
    const geo::Extent box = scene.grid.extent();
    geo::Ring ring;
    const auto edge = [&](geo::Point from, geo::Point to) {
        for (int i = 0; i < steps; ++i) {
            ring.push_back(
                {from.x + (to.x - from.x) * i / steps, from.y + (to.y - from.y) * i / steps});
        }
    };
    edge({box.xmin, box.ymin}, {box.xmax, box.ymin});
    edge({box.xmax, box.ymin}, {box.xmax, box.ymax});
    edge({box.xmax, box.ymax}, {box.xmin, box.ymax});
    edge({box.xmin, box.ymax}, {box.xmin, box.ymin});
    try {
        gdal_io::transform(ring, scene.grid.crs_wkt, "EPSG:4326");
    } catch (const core::DataError&) {
        return {};
    }
    const auto [west, east] = std::minmax_element(
        ring.begin(), ring.end(), [](geo::Point a, geo::Point b) { return a.x < b.x; });
    if (east->x - west->x > 180) {
        for (geo::Point& point : ring) {
            point.x += point.x < 0 ? 360 : 0;
        }
    }
    return ring;
}

}  // namespace mineprint::archive

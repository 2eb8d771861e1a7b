// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/site_files.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/vector_writer.hpp"
#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/dataset.hpp"
#include "mineprint/pipeline/csv_text.hpp"
#include "mineprint/pipeline/number_text.hpp"

namespace mineprint::pipeline {
namespace {

using gdal_io::FieldType;
using hdf5_io::File;

constexpr std::array kinds{SiteKind::known, SiteKind::large, SiteKind::near, SiteKind::isolated};

/// Calls `visit(variable, member)` for every number of a site.
template <class Visit>
void for_each_number(const Visit& visit) {
    const auto number = [&](const char* name, const char* long_name, const char* units,
                            double SiteRow::*member, bool can_be_undefined = false) {
        visit(Variable{name, {"site"}, long_name, units, can_be_undefined}, member);
    };
    number("area_km2", "area of all epochs together", "km2", &SiteRow::area_km2);
    number("growth_percent", "growth from the first to the last epoch, of what both observe",
           "percent", &SiteRow::growth_percent, true);
    number("net_gain_km2", "gain less loss from the first to the last epoch, of what both observe",
           "km2", &SiteRow::net_gain_km2);
    number("longitude", "longitude of a place inside", "degrees_east", &SiteRow::longitude);
    number("latitude", "latitude of a place inside", "degrees_north", &SiteRow::latitude);
    number("west", "western end of the bounding box", "degrees_east", &SiteRow::west);
    number("south", "southern end of the bounding box", "degrees_north", &SiteRow::south);
    number("east", "eastern end of the bounding box", "degrees_east", &SiteRow::east);
    number("north", "northern end of the bounding box", "degrees_north", &SiteRow::north);
    number("nearest_m", "distance of the nearest other site, from outline to outline", "m",
           &SiteRow::nearest_m, true);
}

/// Calls `visit(variable, member)` for every text of a site.
template <class Visit>
void for_each_text(const Visit& visit) {
    const auto text = [&](const char* name, const char* long_name, std::string SiteRow::*member) {
        visit(Variable{name, {"site"}, long_name, ""}, member);
    };
    text("first_epoch", "first epoch that shows the site", &SiteRow::first_epoch);
    text("last_epoch", "last epoch that shows the site", &SiteRow::last_epoch);
    text("nearest", "nearest other site", &SiteRow::nearest);
}

template <class Get>
auto column(const SiteTables& tables, const Get& get) {
    std::vector<std::decay_t<decltype(get(tables.sites.front()))>> values;
    for (const SiteRow& row : tables.sites) {
        values.push_back(get(row));
    }
    return values;
}

void write_kinds(File& file, const std::string& group, const SiteTables& tables) {
    const auto values =
        column(tables, [](const SiteRow& row) { return static_cast<std::uint8_t>(row.kind); });
    write_variable<std::uint8_t>(file, group, {"kind", {"site"}, "what kind of site it is", ""},
                                 {values.size()}, values);
    std::array<std::uint8_t, kinds.size()> flags{};
    std::string meanings;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        flags.at(i) = static_cast<std::uint8_t>(kinds.at(i));
        meanings += (i > 0 ? " " : "") + site_kind_name(kinds.at(i));
    }
    hdf5_io::write_attribute<std::uint8_t>(file, group + "/kind", "flag_values", flags);
    hdf5_io::write_attribute(file, group + "/kind", "flag_meanings", meanings);
}

/// [site, epoch] as one row after the other.
std::vector<double> flat(const SiteTables& tables, std::vector<double> SiteRow::*member) {
    std::vector<double> values;
    for (const SiteRow& row : tables.sites) {
        values.insert(values.end(), (row.*member).begin(), (row.*member).end());
    }
    return values;
}

void write_zones(File& file, const std::string& group, const SiteTables& tables,
                 std::size_t layer) {
    const std::string& name = tables.layers[layer];
    write_text_variable(file, group,
                        {"zone_" + name, {"site"}, "zone that holds most of the site", ""},
                        column(tables, [&](const SiteRow& row) { return row.zones[layer].code; }));
    write_variable<double>(
        file, group, {"zone_share_" + name, {"site"}, "share of the site in that zone", "1"},
        {tables.sites.size()},
        column(tables, [&](const SiteRow& row) { return row.zones[layer].share; }));
    write_text_variable(file, group,
                        {"zones_" + name, {"site"}, "every zone it lies in, with its share", ""},
                        column(tables, [&](const SiteRow& row) { return row.zones[layer].all; }));
}

void read_zones(const File& file, const std::string& group, const std::string& name,
                SiteTables& tables) {
    const std::size_t count = tables.sites.size();
    const auto codes = hdf5_io::read_texts(file, group + "/zone_" + name, count);
    const auto shares = hdf5_io::read<double>(file, group + "/zone_share_" + name, {count});
    const auto all = hdf5_io::read_texts(file, group + "/zones_" + name, count);
    for (std::size_t i = 0; i < count; ++i) {
        tables.sites[i].zones.push_back({codes[i], shares[i], all[i]});
    }
}

/// Columns of `sites.gpkg`, in the order of the values below.
std::vector<gdal_io::FieldDefinition> map_fields(const RegionJob& job, const SiteTables& tables) {
    std::vector<gdal_io::FieldDefinition> fields{
        {"site", FieldType::text},           {"kind", FieldType::text},
        {"pixels", FieldType::integer},      {"area_km2", FieldType::real},
        {"first_epoch", FieldType::text},    {"last_epoch", FieldType::text},
        {"growth_percent", FieldType::real}, {"net_gain_km2", FieldType::real}};
    for (const char* kind : {"target_km2_", "unobserved_km2_"}) {
        for (const Epoch& epoch : job.epochs) {
            fields.push_back({kind + epoch.name, FieldType::real});
        }
    }
    for (const char* name :
         {"longitude", "latitude", "west", "south", "east", "north", "nearest_m"}) {
        fields.push_back({name, FieldType::real});
    }
    fields.push_back({"nearest", FieldType::text});
    for (const std::string& layer : tables.layers) {
        fields.push_back({"zone_" + layer, FieldType::text});
        fields.push_back({"zone_share_" + layer, FieldType::real});
        fields.push_back({"zones_" + layer, FieldType::text});
    }
    return fields;
}

std::vector<gdal_io::FieldValue> map_values(const SiteRow& row) {
    std::vector<gdal_io::FieldValue> values{
        row.id,          site_kind_name(row.kind), row.num_pixels,     row.area_km2,
        row.first_epoch, row.last_epoch,           row.growth_percent, row.net_gain_km2};
    for (const auto& areas : {row.target_km2, row.unobserved_km2}) {
        values.insert(values.end(), areas.begin(), areas.end());
    }
    for (const double number :
         {row.longitude, row.latitude, row.west, row.south, row.east, row.north, row.nearest_m}) {
        values.emplace_back(number);
    }
    values.emplace_back(row.nearest);
    for (const SiteZone& zone : row.zones) {
        values.emplace_back(zone.code);
        values.emplace_back(zone.share);
        values.emplace_back(zone.all);
    }
    return values;
}

}  // namespace

void write_site_tables(File& file, const std::string& group, const SiteTables& tables,
                       const LayerAxes& axes) {
    const std::size_t count = tables.sites.size();
    write_text_axis(file, group, "site", column(tables, [](const SiteRow& row) { return row.id; }));
    write_epochs(file, group, axes.epochs);
    write_text_axis(file, group, "layer", tables.layers);
    write_kinds(file, group, tables);
    write_variable<std::int64_t>(
        file, group, {"pixel_count", {"site"}, "pixels of all epochs together", "1"}, {count},
        column(tables, [](const SiteRow& row) { return row.num_pixels; }));
    for_each_number([&](const Variable& variable, auto member) {
        write_variable<double>(file, group, variable, {count},
                               column(tables, [&](const SiteRow& row) { return row.*member; }));
    });
    for_each_text([&](const Variable& variable, auto member) {
        write_text_variable(file, group, variable,
                            column(tables, [&](const SiteRow& row) { return row.*member; }));
    });
    write_variable<double>(file, group,
                           {"target_km2", {"site", "epoch"}, "area of the target class", "km2"},
                           {count, axes.epochs.size()}, flat(tables, &SiteRow::target_km2));
    write_variable<double>(
        file, group,
        {"unobserved_km2", {"site", "epoch"}, "area of the site that is not observed", "km2"},
        {count, axes.epochs.size()}, flat(tables, &SiteRow::unobserved_km2));
    for (std::size_t layer = 0; layer < tables.layers.size(); ++layer) {
        write_zones(file, group, tables, layer);
    }
}

SiteTables read_site_tables(const File& file, const std::string& group, const LayerAxes& axes) {
    SiteTables tables;
    tables.layers = hdf5_io::read_texts(file, group + "/layer");
    const auto ids = hdf5_io::read_texts(file, group + "/site");
    const std::size_t count = ids.size();
    const std::size_t num_epochs = axes.epochs.size();
    tables.sites.resize(count);
    const auto kind_flags = hdf5_io::read<std::uint8_t>(file, group + "/kind", {count});
    const auto pixels = hdf5_io::read<std::int64_t>(file, group + "/pixel_count", {count});
    const auto target = hdf5_io::read<double>(file, group + "/target_km2", {count, num_epochs});
    const auto hidden = hdf5_io::read<double>(file, group + "/unobserved_km2", {count, num_epochs});
    for (std::size_t i = 0; i < count; ++i) {
        SiteRow& row = tables.sites[i];
        row.id = ids[i];
        if (kind_flags[i] >= kinds.size()) {
            throw core::DataError(fmt::format("{}: {}/kind: {} of site {} has no meaning",
                                              file.path().string(), group, kind_flags[i], row.id));
        }
        row.kind = kinds.at(kind_flags[i]);
        row.num_pixels = pixels[i];
        const auto begin = static_cast<std::ptrdiff_t>(i * num_epochs);
        const auto end = begin + static_cast<std::ptrdiff_t>(num_epochs);
        row.target_km2.assign(target.begin() + begin, target.begin() + end);
        row.unobserved_km2.assign(hidden.begin() + begin, hidden.begin() + end);
    }
    for_each_number([&](const Variable& variable, auto member) {
        const auto values = hdf5_io::read<double>(file, group + '/' + variable.name, {count});
        for (std::size_t i = 0; i < count; ++i) {
            tables.sites[i].*member = values[i];
        }
    });
    for_each_text([&](const Variable& variable, auto member) {
        const auto values = hdf5_io::read_texts(file, group + '/' + variable.name, count);
        for (std::size_t i = 0; i < count; ++i) {
            tables.sites[i].*member = values[i];
        }
    });
    for (const std::string& layer : tables.layers) {
        read_zones(file, group, layer, tables);
    }
    return tables;
}

void write_site_maps(const std::filesystem::path& folder, const RegionJob& job,
                     const std::string& crs_wkt, const FoundSites& sites) {
    const std::filesystem::path geopackage = folder / "sites.gpkg";
    const std::filesystem::path geojson = folder / "sites.geojson";
    const std::filesystem::path kml = folder / "sites.kml";
    if (sites.tables.sites.empty()) {
        // A map without features says nothing, and one of an earlier run would say what is not so.
        std::filesystem::remove(geopackage);
        std::filesystem::remove(geojson);
        std::filesystem::remove(kml);
        return;
    }
    gdal_io::VectorFile file;
    file.layer = "sites";
    file.crs_wkt = crs_wkt;
    file.fields = map_fields(job, sites.tables);
    for (std::size_t i = 0; i < sites.tables.sites.size(); ++i) {
        file.records.push_back({map_values(sites.tables.sites[i]), sites.outlines[i]});
    }
    gdal_io::write_geopackage(geopackage, file);
    gdal_io::write_geojson(geojson, file);
    gdal_io::write_kml(kml, file, "site");
}

std::string sites_csv(const ResultTables& tables) {
    CsvText csv;
    csv.add_row("region", "site", "kind", "pixels", "area_km2", "first_epoch", "last_epoch",
                "growth_percent", "net_gain_km2", "epoch", "target_km2", "unobserved_km2",
                "longitude", "latitude", "west", "south", "east", "north", "nearest", "nearest_m",
                "zones");
    for (const RegionTables& region : tables.regions) {
        if (!region.sites) {
            continue;
        }
        for (const SiteRow& row : region.sites->sites) {
            std::string zones;
            for (std::size_t layer = 0; layer < row.zones.size(); ++layer) {
                zones += fmt::format("{}{}: {}", zones.empty() ? "" : " | ",
                                     region.sites->layers[layer], row.zones[layer].all);
            }
            for (std::size_t epoch = 0; epoch < region.epochs.size(); ++epoch) {
                csv.add_row(region.name, row.id, site_kind_name(row.kind), row.num_pixels,
                            row.area_km2, row.first_epoch, row.last_epoch, row.growth_percent,
                            row.net_gain_km2, region.epochs[epoch].name, row.target_km2[epoch],
                            row.unobserved_km2[epoch], row.longitude, row.latitude, row.west,
                            row.south, row.east, row.north, row.nearest, row.nearest_m, zones);
            }
        }
    }
    return csv.text();
}

std::string sites_text(const SiteTables& tables) {
    std::vector<std::string> parts;
    for (const SiteKind kind : kinds) {
        const auto number = std::ranges::count(tables.sites, kind, &SiteRow::kind);
        if (number > 0) {
            parts.push_back(fmt::format("{} {}", number, site_kind_name(kind)));
        }
    }
    const auto number = static_cast<std::int64_t>(tables.sites.size());
    return fmt::format("{}{}{}: see sites.gpkg and sites.csv\n", counted(number, "site", "sites"),
                       parts.empty() ? "" : ", ", fmt::join(parts, ", "));
}

}  // namespace mineprint::pipeline

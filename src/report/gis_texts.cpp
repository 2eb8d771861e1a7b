// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/gis_texts.hpp"

#include <fmt/format.h>

#include "mineprint/core/hash.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/report/page.hpp"

namespace mineprint::report {
namespace {

std::string crs_element(const std::string& name, const std::string& crs_wkt) {
    const std::string code = gdal_io::crs_name(crs_wkt);
    return fmt::format("<{}><spatialrefsys><wkt>{}</wkt>{}</spatialrefsys></{}>", name,
                       html_escaped(crs_wkt),
                       code.starts_with("EPSG:") ? "<authid>" + code + "</authid>" : "", name);
}

/// QGIS tells layers by an identifier; one that the path determines keeps the project's bytes.
std::string identifier(const ProjectLayer& layer) {
    return "layer_" + core::sha256(layer.path).substr(0, 16);
}

}  // namespace

std::string class_pipe(const std::vector<gdal_io::ColourEntry>& colours) {
    std::string entries;
    for (const gdal_io::ColourEntry& entry : colours) {
        entries += fmt::format(
            "<paletteEntry value=\"{}\" label=\"{}\" color=\"#{:02x}{:02x}{:02x}\" alpha=\"255\"/>",
            entry.value, html_escaped(entry.name), entry.red, entry.green, entry.blue);
    }
    return fmt::format(
        "<pipe><rasterrenderer type=\"paletted\" band=\"1\" opacity=\"1\" alphaBand=\"-1\" "
        "nodataColor=\"\"><colorPalette>{}</colorPalette></rasterrenderer></pipe>",
        entries);
}

std::string probability_pipe() {
    return "<pipe><rasterrenderer type=\"singlebandpseudocolor\" band=\"1\" opacity=\"1\" "
           "alphaBand=\"-1\" classificationMin=\"0\" classificationMax=\"1\"><rastershader>"
           "<colorrampshader colorRampType=\"INTERPOLATED\" classificationMode=\"1\" clip=\"0\">"
           "<item value=\"0\" label=\"0\" color=\"#f7fbff\" alpha=\"0\"/>"
           "<item value=\"0.5\" label=\"0.5\" color=\"#6baed6\" alpha=\"200\"/>"
           "<item value=\"1\" label=\"1\" color=\"#08306b\" alpha=\"255\"/>"
           "</colorrampshader></rastershader></rasterrenderer></pipe>";
}

std::string qgis_style(const std::string& pipe) {
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis version=\"3.22\">" +
           pipe + "</qgis>\n";
}

std::string qgis_project(const std::string& title, const std::string& crs_wkt,
                         const std::vector<ProjectLayer>& layers) {
    std::string tree;
    std::string order;
    std::string details;
    for (const ProjectLayer& layer : layers) {
        const std::string id = identifier(layer);
        tree += fmt::format(
            "<layer-tree-layer id=\"{}\" name=\"{}\" providerKey=\"gdal\" source=\"./{}\" "
            "checked=\"{}\"/>\n",
            id, html_escaped(layer.title), html_escaped(layer.path),
            layer.shown ? "Qt::Checked" : "Qt::Unchecked");
        order += fmt::format("<layer id=\"{}\"/>", id);
        details += fmt::format(
            "<maplayer type=\"raster\"><id>{}</id><datasource>./{}</datasource>"
            "<layername>{}</layername>{}<provider>gdal</provider>{}</maplayer>\n",
            id, html_escaped(layer.path), html_escaped(layer.title), crs_element("srs", crs_wkt),
            layer.pipe);
    }
    return fmt::format(
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        "<qgis version=\"3.22\" projectname=\"{0}\">\n<title>{0}</title>\n{1}\n"
        "<layer-tree-group>\n{2}</layer-tree-group>\n<layerorder>{3}</layerorder>\n"
        "<projectlayers>\n{4}</projectlayers>\n"
        "<properties><Paths><Absolute type=\"bool\">false</Absolute></Paths></properties>\n"
        "</qgis>\n",
        html_escaped(title), crs_element("projectCrs", crs_wkt), tree, order, details);
}

std::string attribute_table_xml(const std::vector<gdal_io::ColourEntry>& colours) {
    // Types and usages as GDAL counts them: 0 integer, 2 text; 5 value, 2 name, 6 … 8 colours.
    struct Field {
        const char* name;
        int type;
        int usage;
    };
    constexpr Field fields[] = {
        {"Value", 0, 5}, {"Class", 2, 2}, {"Red", 0, 6}, {"Green", 0, 7}, {"Blue", 0, 8}};
    std::string names;
    std::string table;
    int index = 0;
    for (const Field& field : fields) {
        table += fmt::format(
            "<FieldDefn index=\"{}\"><Name>{}</Name><Type>{}</Type><Usage>{}</Usage></FieldDefn>\n",
            index++, field.name, field.type, field.usage);
    }
    index = 0;
    for (const gdal_io::ColourEntry& entry : colours) {
        const std::string name = html_escaped(entry.name);
        names += fmt::format("<Category>{}</Category>\n", name);
        table +=
            fmt::format("<Row index=\"{}\"><F>{}</F><F>{}</F><F>{}</F><F>{}</F><F>{}</F></Row>\n",
                        index++, entry.value, name, entry.red, entry.green, entry.blue);
    }
    return fmt::format(
        "<PAMDataset>\n<PAMRasterBand band=\"1\">\n<CategoryNames>\n{}</CategoryNames>\n"
        "<GDALRasterAttributeTable tableType=\"thematic\">\n{}</GDALRasterAttributeTable>\n"
        "</PAMRasterBand>\n</PAMDataset>\n",
        names, table);
}

}  // namespace mineprint::report

// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/list_rule.hpp"
#include "mineprint/app/option_table.hpp"
#include "mineprint/app/value_rules.hpp"
#include "mineprint/composite/geometric_median.hpp"
#include "mineprint/features/terrain.hpp"

namespace mineprint::app {
namespace {

Commands feature_commands() {
    return {Command::run, Command::plan, Command::sample, Command::train, Command::map};
}

template <class Info>
std::vector<std::string> names_of(const std::vector<Info>& known) {
    std::vector<std::string> names;
    for (const Info& info : known) {
        names.push_back(info.name);
    }
    return names;
}

/// A list of names out of a fixed set, or none.
template <class Access>
ValueRule choices_rule(const std::string& word, const std::vector<std::string>& known,
                       Access access) {
    return list_rule({.form = fmt::format("{},{},...", word, word),
                      .allowed = fmt::format("some of {}, or none", fmt::join(known, ", ")),
                      .check = [=](const std::string& name) { (void)parse_choice(name, known); },
                      .none = true},
                     access);
}

ValueRule metrics_rule() {
    const ListRuleOptions options{
        .form = "SOURCE:STATISTIC,...",
        .allowed = fmt::format("bands or indices, each with ':' and one of {}, or none",
                               fmt::join(features::statistic_names(), ", ")),
        .check = [](const std::string& item) { (void)features::parse_metric(item); },
        .none = true};
    return {options.form, options.allowed,
            [=](Draft& draft, const Setting& setting) {
                auto& metrics = draft.region.features.metrics;
                metrics.clear();
                for (const std::string& item : parse_items(setting.value, options)) {
                    metrics.push_back(features::parse_metric(item));
                }
            },
            [](const Draft& draft) {
                std::vector<std::string> items;
                for (const features::Metric& metric : draft.region.features.metrics) {
                    items.push_back(metric.text());
                }
                return std::vector<std::string>{items.empty() ? "none" : show_list(items)};
            }};
}

/// Takes a word that describes a layer from the end of its text; false where none stands there.
bool take_word(std::string& path, features::ExtraLayer& layer) {
    const auto colon = path.rfind(':');
    if (colon == std::string::npos) {
        return false;
    }
    const std::string word = path.substr(colon + 1);
    const auto begins = [&](const char* start) { return word.rfind(start, 0) == 0; };
    if (word == "nearest" || word == "bilinear") {
        layer.resampling =
            word == "nearest" ? features::Resampling::nearest : features::Resampling::bilinear;
    } else if (begins("band=")) {
        layer.band = core::checked_cast<int>(parse_integer(word.substr(5), 1, any_integer));
    } else if (begins("nodata=")) {
        layer.nodata = parse_real_or_nan(word.substr(7));
    } else if (begins("fill=")) {
        layer.fill = parse_real(word.substr(5), {});
    } else {
        return false;
    }
    path.erase(colon);
    return true;
}

features::ExtraLayer parse_layer(const Setting& setting) {
    auto [name, path] = split_at_first(setting.value, ':');
    features::ExtraLayer layer;
    layer.name = parse_name(name);
    while (take_word(path, layer)) {
    }
    if (path.empty()) {
        throw BadValue("has no path");
    }
    layer.path = resolve_path(setting.folder, path).string();
    return layer;
}

std::string show_layer(const features::ExtraLayer& layer) {
    std::string text =
        fmt::format("{}:{}:{}", layer.name, layer.path,
                    layer.resampling == features::Resampling::nearest ? "nearest" : "bilinear");
    if (layer.band != 1) {
        text += fmt::format(":band={}", layer.band);
    }
    if (layer.nodata) {
        text += fmt::format(":nodata={}", show_real(*layer.nodata));
    }
    if (layer.fill) {
        text += fmt::format(":fill={}", show_real(*layer.fill));
    }
    return text;
}

ValueRule layer_rule() {
    return {"NAME:PATH[:nearest|:bilinear][:band=N][:nodata=X][:fill=X]",
            "a name, a path and how it is read, with ':' between them",
            [](Draft& draft, const Setting& setting) {
                draft.region.features.layers.push_back(parse_layer(setting));
            },
            [](const Draft& draft) {
                std::vector<std::string> texts;
                for (const features::ExtraLayer& layer : draft.region.features.layers) {
                    texts.push_back(show_layer(layer));
                }
                return texts;
            }};
}

std::vector<Option> spectral_options() {
    return {{.section = "features",
             .name = "bands",
             .value = list_rule(
                 {.form = "BAND,BAND,...",
                  .allowed = "some of the archive's bands between commas, or none",
                  .check = [](const std::string& band) { (void)parse_name(band); },
                  .none = true},
                 [](auto& d) -> auto& { return d.region.features.bands; }),
             .help = "Bands that are features.",
             .commands = feature_commands(),
             .unset = "all bands of the archive",
             .examples = {"blue,green,red,nir,swir1,swir2"}},
            {.section = "features",
             .name = "indices",
             .value = choices_rule(
                 "INDEX", names_of(features::known_indices()),
                 [](auto& d) -> auto& { return d.region.features.indices; }),
             .help = "Spectral indices that are features.",
             .commands = feature_commands(),
             .unset = fmt::format("those of {} whose bands the archive has",
                                  fmt::join(default_indices(), ", ")),
             .examples = {"ndvi,ndmi,nbr,mndwi,bsi"}},
            {.section = "features",
             .name = "metrics",
             .value = metrics_rule(),
             .help = "Statistics of bands or indices over the clear observations of the epoch that "
                     "are features. Percentiles are linear between order statistics (type 7).",
             .commands = feature_commands(),
             .examples = {"ndvi:p10,ndvi:median,nir:std"}},
            {.section = "features",
             .name = "deviations",
             .value = choices_rule(
                 "NAME", composite::known_deviations(),
                 [](auto& d) -> auto& { return d.region.composite.deviations; }),
             .help = "With composite.method=geometric-median: median distances of the observations "
                     "from it (cosine, Euclidean, Bray-Curtis) that are features.",
             .commands = feature_commands()}};
}

std::vector<Option> layer_options() {
    return {
        {.section = "features",
         .name = "dem",
         .value = path_rule(
             "FILE", [](auto& d) -> auto& { return d.region.features.dem; }),
         .help = "Elevation in metres, in any format and CRS GDAL reads; it comes onto the grid "
                 "by bilinear interpolation.",
         .commands = feature_commands(),
         .unset = "none",
         .examples = {"dem.tif"}},
        {.section = "features",
         .name = "terrain",
         .value = choices_rule(
             "NAME", names_of(features::known_terrain()),
             [](auto& d) -> auto& { return d.region.features.terrain; }),
         .help = "Properties of the terrain that are features. They need dem.",
         .commands = feature_commands(),
         .examples = {"elevation,slope,northness,eastness,tpi,roughness"}},
        {.section = "features",
         .name = "tpi-radius",
         .value = integer_rule(
             1, 200, [](auto& d) -> auto& { return d.region.features.tpi_radius; }),
         .help = "Pixels around a pixel whose mean elevation tpi compares it with.",
         .commands = feature_commands()},
        {.section = "features",
         .name = "layer",
         .value = layer_rule(),
         .help = "Any other raster as a feature of this name. {epoch} in the path stands for "
                 "the name of the epoch. It comes onto the grid by nearest neighbour unless "
                 "bilinear is asked for. nodata= is the stored value that means nothing (unset: "
                 "what the file says); pixels without a value are missing, which a forest can "
                 "handle, or get the value of fill=.",
         .commands = feature_commands(),
         .repeated = true,
         .unset = "none",
         .examples = {"vv:backscatter_{epoch}.tif:bilinear", "lights:lights.tif:fill=0"}}};
}

}  // namespace

std::vector<std::string> default_indices() { return {"ndvi", "ndmi", "nbr", "mndwi", "bsi"}; }

Section features_section() {
    Section section{"features",
                    "What the classifier sees of a pixel: bands, indices, metrics, terrain, layers",
                    spectral_options()};
    for (Option& option : layer_options()) {
        section.options.push_back(std::move(option));
    }
    return section;
}

}  // namespace mineprint::app

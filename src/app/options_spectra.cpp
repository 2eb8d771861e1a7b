// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/list_rule.hpp"
#include "mineprint/app/option_table.hpp"
#include "mineprint/app/value_rules.hpp"
#include "mineprint/core/text.hpp"

namespace mineprint::app {
namespace {

Commands spectra_only() { return {Command::spectra}; }

ValueRule feature_rule() {
    return {"NAME:LEFT:RIGHT", "a name and two wavelengths in micrometres, with ':' between them",
            [](Draft& draft, const Setting& setting) {
                const auto [name, range] = split_at_first(setting.value, ':');
                const auto [left, right] = split_at_first(range, ':');
                const spectra::Feature feature{parse_name(name),
                                               parse_real(left, {.least = 0.2, .most = 300}),
                                               parse_real(right, {.least = 0.2, .most = 300})};
                if (feature.left_um >= feature.right_um) {
                    throw BadValue("has its left end right of its right end");
                }
                draft.region.spectra.features.push_back(feature);
            },
            [](const Draft& draft) {
                std::vector<std::string> texts;
                for (const spectra::Feature& feature : draft.region.spectra.features) {
                    texts.push_back(
                        fmt::format("{}:{}:{}", feature.name, feature.left_um, feature.right_um));
                }
                return texts;
            }};
}

ValueRule library_rule() {
    return {
        "PATH", "a path",
        [](Draft& draft, const Setting& setting) {
            draft.region.spectra.libraries.push_back(resolve_path(setting.folder, setting.value));
        },
        [](const Draft& draft) {
            std::vector<std::string> texts;
            for (const auto& path : draft.region.spectra.libraries) {
                texts.push_back(path.string());
            }
            return texts;
        }};
}

/// `gaussian:FROM:TO:STEP:WIDTH` or a path.
void set_bands(pipeline::SpectraSensorOptions& sensor, const std::string& text,
               const std::filesystem::path& folder) {
    const std::string gaussian = "gaussian:";
    if (!text.starts_with(gaussian)) {
        sensor.response = resolve_path(folder, text);
        return;
    }
    const auto parts = core::split_text(text.substr(gaussian.size()), ':');
    constexpr std::size_t num_parts = 4;
    if (parts.size() != num_parts) {
        throw BadValue("needs gaussian:FROM:TO:STEP:WIDTH in micrometres");
    }
    const Interval positive{.least = 0, .most = 300, .open = true};
    sensor.from_um = parse_real(parts[0], positive);
    sensor.to_um = parse_real(parts[1], positive);
    sensor.step_um = parse_real(parts[2], positive);
    sensor.width_um = parse_real(parts[3], positive);
    constexpr double most_bands = 5000;
    if (sensor.to_um < sensor.from_um ||
        (sensor.to_um - sensor.from_um) / sensor.step_um > most_bands) {
        throw BadValue("has no bands, or more than 5000");
    }
}

ValueRule sensor_rule() {
    return {"NAME:NOISE:BANDS",
            "a name, a noise, and a file of responses or gaussian:FROM:TO:STEP:WIDTH in "
            "micrometres, with ':' between them",
            [](Draft& draft, const Setting& setting) {
                const auto [name, rest] = split_at_first(setting.value, ':');
                const auto [noise, bands] = split_at_first(rest, ':');
                pipeline::SpectraSensorOptions sensor;
                sensor.name = parse_name(name);
                sensor.noise = parse_real(noise, {.least = 0, .most = 1});
                set_bands(sensor, bands, setting.folder);
                draft.region.spectra.sensors.push_back(sensor);
            },
            [](const Draft& draft) {
                std::vector<std::string> texts;
                for (const auto& sensor : draft.region.spectra.sensors) {
                    texts.push_back(
                        fmt::format("{}:{}:{}", sensor.name, sensor.noise,
                                    sensor.response.empty()
                                        ? fmt::format("gaussian:{}:{}:{}:{}", sensor.from_um,
                                                      sensor.to_um, sensor.step_um, sensor.width_um)
                                        : sensor.response.string()));
                }
                return texts;
            }};
}

std::vector<Option> image_options() {
    return {
        {.section = "spectra",
         .name = "image",
         .value = path_rule(
             "PATH", [](auto& d) -> auto& { return d.region.spectra.image; }),
         .help = "Image of surface reflectance, north-up: a cube of an imaging spectrometer or a "
                 "multispectral image.",
         .commands = spectra_only(),
         .unset = "none",
         .examples = {"cube.bsq"}},
        {.section = "spectra",
         .name = "scale",
         .value = optional_real_rule(
             {.least = 0, .open = true}, [](auto& d) -> auto& { return d.region.spectra.scale; }),
         .help = "Stored values times scale plus offset are reflectance.",
         .commands = spectra_only(),
         .unset = "what the image says"},
        {.section = "spectra",
         .name = "offset",
         .value = optional_real_rule(
             {}, [](auto& d) -> auto& { return d.region.spectra.offset; }),
         .help = "See scale.",
         .commands = spectra_only(),
         .unset = "what the image says"},
        {.section = "spectra",
         .name = "response",
         .value = path_rule(
             "PATH", [](auto& d) -> auto& { return d.region.spectra.response; }),
         .help = "Relative spectral responses of the sensor: per band a heading such as `; BAND "
                 "8A`, then lines of wavelength and response, in micrometres or nanometres.",
         .commands = spectra_only(),
         .unset = "Gaussian bands",
         .examples = {"S2A_MSI.txt"}},
        {.section = "spectra",
         .name = "bands",
         .value = list_rule(
             {"BAND,...", "bands of spectra.response between commas", [](const std::string&) {}},
             [](auto& d) -> auto& { return d.region.spectra.bands; }),
         .help = "The band of spectra.response that each band of the image is, in the order of "
                 "the image.",
         .commands = spectra_only(),
         .unset = "all bands of spectra.response",
         .examples = {"2,3,4,5,6,7,8,8A,11,12"}},
        {.section = "spectra",
         .name = "wavelengths",
         .value = path_rule(
             "PATH", [](auto& d) -> auto& { return d.region.spectra.wavelengths; }),
         .help = "Table (CSV) of Gaussian bands for an image that does not say its wavelengths: "
                 "columns wavelength and, if known, fwhm and band; a line a band of the image.",
         .commands = spectra_only(),
         .unset = "the image's metadata",
         .examples = {"bands.csv"}},
        {.section = "spectra",
         .name = "weighting",
         .value = enum_rule<spectra::Weighting>(
             {{"rows", spectra::Weighting::rows}, {"integral", spectra::Weighting::integral}},
             [](auto& d) -> auto& { return d.region.spectra.weighting; }),
         .help = "How rows of a table of responses weigh: each by its response, or by the "
                 "wavelength it stands for too.",
         .commands = spectra_only()},
        {.section = "spectra",
         .name = "noise",
         .value = real_rule(
             {0, 1}, [](auto& d) -> auto& { return d.region.spectra.noise; }),
         .help = "Standard deviation of the noise of a reflectance of the image.",
         .commands = spectra_only()},
        {.section = "spectra",
         .name = "tile-size",
         .value = integer_rule(
             16, 4096, [](auto& d) -> auto& { return d.region.spectra.tile_size; }),
         .help = "Side of a tile in pixels; a thread holds all bands of one.",
         .commands = spectra_only()}};
}

std::vector<Option> library_options() {
    return {
        {.section = "spectra",
         .name = "libraries",
         .value = library_rule(),
         .help = "Spectral library, a file or a folder of files: USGS splib06 or splib07 ASCII, "
                 "JSON, CSV, ENVI .sli.",
         .commands = spectra_only(),
         .required_by = spectra_only(),
         .repeated = true,
         .unset = "none",
         .examples = {"usgs_splib07"}},
        {.section = "spectra",
         .name = "target",
         .value = list_rule(
             {"WORD,...", "beginnings of words between commas", [](const std::string&) {}},
             [](auto& d) -> auto& { return d.region.spectra.target; }),
         .help = "The mineral that is looked for: library spectra with a word that begins with "
                 "one of these.",
         .commands = spectra_only(),
         .required_by = spectra_only(),
         .unset = "none",
         .examples = {"monazite"}},
        {.section = "spectra",
         .name = "backgrounds",
         .value = list_rule(
             {"WORD,...", "beginnings of words between commas", [](const std::string&) {}},
             [](auto& d) -> auto& { return d.region.spectra.backgrounds; }),
         .help = "What the mineral is expected to be mixed with, named alike; it must be told "
                 "over each of them.",
         .commands = spectra_only(),
         .unset = "all spectra but the target",
         .examples = {"acid mine,goethite,grass golden"}},
        {.section = "spectra",
         .name = "feature",
         .value = feature_rule(),
         .help = "An absorption that tells the mineral, from shoulder to shoulder in micrometres.",
         .commands = spectra_only(),
         .required_by = spectra_only(),
         .repeated = true,
         .unset = "none",
         .examples = {"nd740:0.71:0.775", "nd800:0.772:0.838"}}};
}

std::vector<Option> site_options() {
    return {{.section = "spectra",
             .name = "mask",
             .value = path_rule(
                 "PATH", [](auto& d) -> auto& { return d.region.spectra.mask; }),
             .help = "Class map whose connected pixels of spectra.mask-value are the sites.",
             .commands = spectra_only(),
             .unset = "spectra.sites",
             .examples = {"class_2020.vrt"}},
            {.section = "spectra",
             .name = "mask-value",
             .value = integer_rule(
                 0, any_integer, [](auto& d) -> auto& { return d.region.spectra.mask_value; }),
             .help = "The value of the mine class in spectra.mask.",
             .commands = spectra_only()},
            {.section = "spectra",
             .name = "sites",
             .value = path_rule(
                 "PATH", [](auto& d) -> auto& { return d.region.spectra.sites; }),
             .help = "Layer of polygons, each a site; excludes spectra.mask.",
             .commands = spectra_only(),
             .unset = "spectra.mask",
             .examples = {"sites.gpkg"},
             .in_template = InTemplate::alternative},
            {.section = "spectra",
             .name = "site-field",
             .value = text_rule(
                 "FIELD", "a field of spectra.sites",
                 [](auto& d) -> auto& { return d.region.spectra.site_field; }),
             .help = "Field with the name of a site; polygons of one name are one site.",
             .commands = spectra_only(),
             .unset = "the number of the polygon",
             .examples = {"name"},
             .in_template = InTemplate::alternative},
            {.section = "spectra",
             .name = "minimum-pixels",
             .value = integer_rule(
                 1, any_integer, [](auto& d) -> auto& { return d.region.spectra.minimum_pixels; }),
             .help = "Sites of fewer pixels are left out.",
             .commands = spectra_only()}};
}

std::vector<Option> simulation_options() {
    return {
        {.section = "spectra",
         .name = "trials",
         .value = integer_rule(
             100, 1000000, [](auto& d) -> auto& { return d.region.spectra.simulation.trials; }),
         .help = "Spectra without the mineral that the simulation draws.",
         .commands = spectra_only()},
        {.section = "spectra",
         .name = "false-alarm",
         .value = real_rule(
             {0, 0.5}, [](auto& d) -> auto& { return d.region.spectra.simulation.false_alarm; }),
         .help = "Share of spectra without the mineral that may be taken for it.",
         .commands = spectra_only()},
        {.section = "spectra",
         .name = "detection",
         .value = real_rule(
             {0.5, 1}, [](auto& d) -> auto& { return d.region.spectra.simulation.detection; }),
         .help = "Share of the spectra with the mineral that must be told at its detection limit.",
         .commands = spectra_only()},
        {.section = "spectra",
         .name = "most-fraction",
         .value = real_rule(
             {0, 1}, [](auto& d) -> auto& { return d.region.spectra.simulation.most_fraction; }),
         .help = "A sensor whose detection limit, an area fraction, is above this does not "
                 "resolve the mineral.",
         .commands = spectra_only()},
        {.section = "spectra",
         .name = "seed",
         .value = seed_rule([](auto& d) -> auto& { return d.region.spectra.simulation.seed; }),
         .help = "Seed of the simulation.",
         .commands = spectra_only()},
        {.section = "spectra",
         .name = "sensor",
         .value = sensor_rule(),
         .help = "A sensor for --detection-limits: its name, the standard deviation of its "
                 "reflectance, and its bands.",
         .commands = spectra_only(),
         .repeated = true,
         .unset = "none",
         .examples = {"imaging:0.001:gaussian:0.4:2.5:0.0074:0.0085"}}};
}

}  // namespace

Section spectra_section() {
    Section section{"spectra", "Spectral confirmation of sites, by `mineprint spectra`", {}};
    for (const auto& part :
         {image_options(), library_options(), site_options(), simulation_options()}) {
        section.options.insert(section.options.end(), part.begin(), part.end());
    }
    return section;
}

}  // namespace mineprint::app

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>

#include "mineprint/app/list_rule.hpp"
#include "mineprint/app/option_table.hpp"
#include "mineprint/app/scene_options.hpp"
#include "mineprint/app/value_rules.hpp"

namespace mineprint::app {
namespace {

archive::MonthDay parse_month_day(const std::string& text) {
    const auto [month, day] = split_at_first(text, '-');
    const archive::MonthDay result{static_cast<int>(parse_integer(month, 1, 12)),
                                   static_cast<int>(parse_integer(day, 1, 31))};
    const std::chrono::month_day check{std::chrono::month(static_cast<unsigned>(result.month)),
                                       std::chrono::day(static_cast<unsigned>(result.day))};
    if (!check.ok()) {
        throw BadValue("has a day that its month does not have");
    }
    return result;
}

ValueRule season_rule() {
    return {
        "MM-DD/MM-DD", "two days of the year, such as 05-01/09-30",
        [](Draft& draft, const Setting& setting) {
            const auto [first, last] = split_at_first(setting.value, '/');
            draft.region.archive.filter.season = {parse_month_day(first), parse_month_day(last)};
        },
        [](const Draft& draft) {
            const auto& season = draft.region.archive.filter.season;
            if (!season) {
                return std::vector<std::string>{};
            }
            return std::vector{fmt::format("{:02}-{:02}/{:02}-{:02}", season->first.month,
                                           season->first.day, season->last.month,
                                           season->last.day)};
        }};
}

ValueRule etm_until_rule() {
    return {"YYYY-MM-DD", "a day",
            [](Draft& draft, const Setting& setting) {
                draft.region.archive.filter.etm_until = core::Date::parse(setting.value);
            },
            [](const Draft& draft) {
                const auto& day = draft.region.archive.filter.etm_until;
                return day ? std::vector{day->text()} : std::vector<std::string>{};
            }};
}

std::vector<std::string> flag_names() {
    std::vector<std::string> names;
    for (const archive::QualityFlag flag : archive::all_quality_flags()) {
        names.emplace_back(archive::quality_flag_name(flag));
    }
    return names;
}

ValueRule reject_rule() {
    const auto known = flag_names();
    const ListRuleOptions list{
        .form = "FLAG,FLAG,...",
        .allowed = fmt::format("some of {}, or none", fmt::join(known, ", ")),
        .check = [=](const std::string& name) { (void)parse_choice(name, known); },
        .none = true};
    return {list.form, list.allowed,
            [=](Draft& draft, const Setting& setting) {
                auto& reject = draft.region.archive.quality.reject;
                reject.clear();
                for (const std::string& name : parse_items(setting.value, list)) {
                    reject.push_back(*archive::quality_flag_named(name));
                }
                std::sort(reject.begin(), reject.end());
            },
            [](const Draft& draft) {
                std::vector<std::string> names;
                for (const auto flag : draft.region.archive.quality.reject) {
                    names.emplace_back(archive::quality_flag_name(flag));
                }
                return std::vector{names.empty() ? std::string("none") : show_list(names)};
            }};
}

ValueRule harmonise_rule() {
    const std::vector<std::string> known{"roy-ols", "roy-rma", "hls"};
    const ListRuleOptions list{
        .form = "none|roy-ols|roy-rma|hls|roy-ols,hls|roy-rma,hls",
        .allowed = "none, roy-ols or roy-rma, hls, or one of the roys and hls with a comma between",
        .check = [=](const std::string& name) { (void)parse_choice(name, known); },
        .none = true};
    return {list.form, list.allowed,
            [=](Draft& draft, const Setting& setting) {
                archive::Harmonisation chosen;
                for (const std::string& name : parse_items(setting.value, list)) {
                    using Roy = archive::Harmonisation::Roy;
                    if (name == "hls") {
                        chosen.hls = true;
                    } else if (chosen.roy != Roy::none) {
                        throw BadValue("asks for both lines of Roy et al.; one must do");
                    } else {
                        chosen.roy = name == "roy-ols" ? Roy::ols : Roy::rma;
                    }
                }
                draft.region.archive.harmonise = chosen;
            },
            [](const Draft& draft) {
                return std::vector{archive::harmonisation_text(draft.region.archive.harmonise)};
            }};
}

}  // namespace

std::vector<Option> scene_options() {
    return {
        {.section = "archive",
         .name = "tiers",
         .value = list_rule(
             {.form = "TIER,TIER,...",
              .allowed = "some of T1, T2, RT",
              .check =
                  [](const std::string& name) {
                      const std::vector<std::string> tiers{"T1", "T2", "RT"};
                      (void)parse_choice(name, tiers);
                  }},
             [](auto& d) -> auto& { return d.region.archive.filter.tiers; }),
         .help = "Only Landsat scenes of these tiers.",
         .commands = archive_commands(),
         .unset = "all",
         .examples = {"T1"}},
        {.section = "archive",
         .name = "season",
         .value = season_rule(),
         .help = "Only scenes of this part of every year; both days belong to it, and it may "
                 "wrap the end of the year, as 11-01/02-28 does.",
         .commands = archive_commands(),
         .unset = "the whole year",
         .examples = {"11-01/02-28"}},
        {.section = "archive",
         .name = "max-cloud",
         .value = real_rule(
             {0, 100}, [](auto& d) -> auto& { return d.region.archive.filter.most_cloud_pct; }),
         .help = "Only scenes with at most this cloud cover in percent, by their metadata; "
                 "scenes that do not tell it are used.",
         .commands = archive_commands()},
        {.section = "archive",
         .name = "etm-until",
         .value = etm_until_rule(),
         .help = "No ETM+ scene after this day: Landsat 7 drifted from its orbit from 2017 on.",
         .commands = archive_commands(),
         .unset = "no end",
         .examples = {"2017-12-31"}},
        {.section = "archive",
         .name = "include",
         .value = path_rule(
             "FILE", [](auto& d) -> auto& { return d.region.archive.filter.include; }),
         .help = "Only scenes that a line of this file names: an id, or a pattern with * and ?. "
                 "What follows # is a remark.",
         .commands = archive_commands(),
         .unset = "all",
         .examples = {"good_scenes.txt"}},
        {.section = "archive",
         .name = "exclude",
         .value = path_rule(
             "FILE", [](auto& d) -> auto& { return d.region.archive.filter.exclude; }),
         .help = "No scene that a line of this file names; as include.",
         .commands = archive_commands(),
         .unset = "none",
         .examples = {"bad_scenes.txt"}}};
}

std::vector<Option> quality_options() {
    return {{.section = "archive",
             .name = "reject",
             .value = reject_rule(),
             .help = "Quality flags that make a pixel not clear, besides fill. Which layer has "
                     "which flag: docs/methods/archives.md.",
             .commands = archive_commands()},
            {.section = "archive",
             .name = "dilate",
             .value = real_rule(
                 {0, 10000}, [](auto& d) -> auto& { return d.region.archive.quality.dilation_m; }),
             .help = "Pixels within so many metres of a rejected cloud, cirrus or shadow are not "
                     "clear either.",
             .commands = archive_commands()}};
}

std::vector<Option> remote_options() {
    using archive::BoaOffset;
    using archive::Remote;
    return {
        {.section = "archive",
         .name = "remote",
         .value = enum_rule<Remote>(
             {{"no", Remote::no}, {"yes", Remote::yes}, {"s3", Remote::s3}},
             [](auto& d) -> auto& { return d.region.archive.remote; }),
         .help = "Whether files of STAC items may be read over the network: at their address, "
                 "or (s3) at their alternate address in S3. Keys and endpoints are taken from "
                 "GDAL's own settings.",
         .commands = archive_commands()},
        {.section = "archive",
         .name = "boa-offset",
         .value = enum_rule<BoaOffset>(
             {{"auto", BoaOffset::automatic},
              {"applied", BoaOffset::applied},
              {"stored", BoaOffset::stored}},
             [](auto& d) -> auto& { return d.region.archive.boa_offset; }),
         .help = "Sentinel-2 items: whether the catalogue took the offset of baseline 04.00 out "
                 "of the values: as the item says, yes, or no. Some catalogues are wrong about "
                 "it.",
         .commands = archive_commands()}};
}

Option harmonise_option() {
    return {.section = "composite",
            .name = "harmonise",
            .value = harmonise_rule(),
            .help =
                "Brings other sensors' reflectance to that of OLI: TM and ETM+ by Roy et al. "
                "2016 (least squares or reduced major axis), MSI by the constants of HLS v2.0, "
                "with B8A as nir.",
            .commands = archive_commands()};
}

}  // namespace mineprint::app

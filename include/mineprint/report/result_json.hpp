// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

namespace mineprint::report {

using Json = nlohmann::ordered_json;

/// The numbers of a `results.h5` as the report embeds them, dataset by dataset under the names they
/// have in the file, with undefined values as null:
///
/// `{program_version, libraries, regions: [{name, title, target, job_text, job_sha256, epochs,
/// classes, layers: [{name, zones, data, flows}], accuracy, sites, quarantine, tiles}], totals}`.
///
/// A dataset is `{shape, values}`, the last axis running fastest. Change matrices are given for
/// neighbouring epochs and from the first to the last (`flows: {pairs, km2}`), and left out in
/// layers of more than 100 zones; so are datasets of more than a million values. What another
/// version of the program added to a layer or to the accuracy is taken along; what an old file does
/// not have is absent. Throws DataError where the file is no result.
[[nodiscard]] Json result_json(const std::filesystem::path& results);

}  // namespace mineprint::report

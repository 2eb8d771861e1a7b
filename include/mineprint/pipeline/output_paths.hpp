// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace mineprint::pipeline {

/// Where everything lies in the output folder of a run.
class OutputPaths {
  public:
    explicit OutputPaths(std::filesystem::path root) : root_(std::move(root)) {}

    [[nodiscard]] const std::filesystem::path& root() const noexcept { return root_; }
    [[nodiscard]] std::filesystem::path results() const { return root_ / "results.h5"; }
    [[nodiscard]] std::filesystem::path assessment() const { return root_ / "assessment.h5"; }
    [[nodiscard]] std::filesystem::path assessment_tables() const { return root_ / "assessment"; }
    [[nodiscard]] std::filesystem::path model() const { return root_ / "model.h5"; }
    [[nodiscard]] std::filesystem::path tables() const { return root_ / "tables"; }
    [[nodiscard]] std::filesystem::path training() const { return root_ / "training"; }
    [[nodiscard]] std::filesystem::path tile_log() const { return root_ / "tiles.jsonl"; }
    [[nodiscard]] std::filesystem::path run_log() const { return root_ / "run.log"; }

    [[nodiscard]] std::filesystem::path region(const std::string& region) const {
        return root_ / region;
    }
    [[nodiscard]] std::filesystem::path job_file(const std::string& region) const {
        return root_ / region / "job.cfg";
    }
    [[nodiscard]] std::filesystem::path catalogue(const std::string& region) const {
        return root_ / region / "catalogue.gpkg";
    }
    [[nodiscard]] std::filesystem::path samples(const std::string& region) const {
        return root_ / region / "samples.h5";
    }
    [[nodiscard]] std::filesystem::path validation_points(const std::string& region) const {
        return root_ / region / "validation_points.gpkg";
    }
    [[nodiscard]] std::filesystem::path validation_design(const std::string& region) const {
        return root_ / region / "validation_design.json";
    }
    [[nodiscard]] std::filesystem::path maps(const std::string& region,
                                             const std::string& epoch) const {
        return root_ / region / "maps" / epoch;
    }
    /// `kind` is `class`, `probability`, `composite`, `features` or `filtered`.
    [[nodiscard]] std::filesystem::path tile(const std::string& region, const std::string& epoch,
                                             const std::string& kind,
                                             const std::string& tile_name) const {
        return maps(region, epoch) / (kind + "_" + tile_name + ".tif");
    }
    [[nodiscard]] std::filesystem::path mosaic(const std::string& region, const std::string& kind,
                                               const std::string& epoch) const {
        return root_ / region / (kind + "_" + epoch + ".vrt");
    }

  private:
    std::filesystem::path root_;
};

}  // namespace mineprint::pipeline

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "mineprint/forest/engine.hpp"
#include "mineprint/forest/forest.hpp"
#include "mineprint/pipeline/context.hpp"
#include "mineprint/pipeline/job.hpp"

namespace mineprint::pipeline {

/// The name in `model.h5` of the forest that serves an epoch: `region/epoch`, `region` or `all`, by
/// forest.scope.
[[nodiscard]] std::string model_name(const RegionJob& job, std::size_t epoch);

/// A forest ready to predict.
struct Model {
    forest::Forest forest;
    forest::Engine engine;
    std::string hash;
    std::uint8_t target = 0;  ///< index of the target class
};

/// The forests of a run by name.
class Models {
  public:
    explicit Models(std::map<std::string, Model> models) : models_(std::move(models)) {}
    /// @pre a forest of that name was loaded
    [[nodiscard]] const Model& of(const RegionJob& job, std::size_t epoch) const {
        return models_.at(model_name(job, epoch));
    }

  private:
    std::map<std::string, Model> models_;
};

/// Collective. Rank 0 reads `model.h5` and sends it. Throws DataError when a forest is missing, or
/// its features or classes are not the job's, with the difference named.
[[nodiscard]] Models load_models(const Context& context);

}  // namespace mineprint::pipeline

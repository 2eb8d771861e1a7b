// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/model_choice.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/pipeline/messages.hpp"
#include "mineprint/pipeline/model_file.hpp"

namespace mineprint::pipeline {
namespace {

using Forests = std::map<std::string, forest::Forest>;

Forests unpack_forests(const std::vector<std::byte>& bytes) {
    core::ByteReader in(bytes);
    Forests forests;
    while (!in.at_end()) {
        std::string name = in.get_text();
        forests.emplace(std::move(name), unpack_forest(in));
    }
    return forests;
}

Forests read_once(const Context& context) {
    core::ByteWriter out;
    mpi::run_on_root(context.comm, [&] {
        for (const auto& [name, forest] : read_models(context.paths.model()).forests) {
            out.put_text(name);
            pack(out, forest);
        }
    });
    std::vector<std::byte> bytes = out.take();
    mpi::broadcast(context.comm, bytes);
    return unpack_forests(bytes);
}

std::uint8_t target_of(const Context& context, const RegionJob& job, const forest::Forest& forest) {
    const auto& classes = forest.classes;
    const auto target = std::find(classes.begin(), classes.end(), job.reference.target);
    if (target == classes.end()) {
        throw core::DataError(fmt::format(
            "{}: the forest for region {} knows no class '{}' (reference.target); it knows: {}",
            context.paths.model().string(), job.name, job.reference.target,
            fmt::join(classes, ", ")));
    }
    return static_cast<std::uint8_t>(target - classes.begin());
}

Model make_model(const Context& context, const Region& region, const std::string& name,
                 const Forests& forests) {
    const auto found = forests.find(name);
    if (found == forests.end()) {
        throw core::DataError(fmt::format(
            "{}: there is no forest '{}' in it; run `mineprint train` with this job first",
            context.paths.model().string(), name));
    }
    require_schema(found->second, region.schema);
    return {found->second, forest::Engine(found->second), found->second.hash(),
            target_of(context, *region.job, found->second)};
}

}  // namespace

std::string model_name(const RegionJob& job, std::size_t epoch) {
    switch (job.scope) {
        case ModelScope::epoch:
            return job.name + "/" + job.epochs[epoch].name;
        case ModelScope::region:
            return job.name;
        case ModelScope::all:
            break;
    }
    return "all";
}

Models load_models(const Context& context) {
    const Forests forests = read_once(context);
    std::map<std::string, Model> models;
    mpi::run_on_all(context.comm, [&] {
        for (const Region& region : context.regions) {
            for (std::size_t epoch = 0; epoch < region.job->epochs.size(); ++epoch) {
                const std::string name = model_name(*region.job, epoch);
                if (!models.contains(name)) {
                    models.emplace(name, make_model(context, region, name, forests));
                }
            }
        }
    });
    return Models(std::move(models));
}

}  // namespace mineprint::pipeline

// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/stopwatch.hpp"
#include "mineprint/pipeline/stages.hpp"
#include "mineprint/pipeline/steps.hpp"

namespace mineprint::pipeline {

core::ExitStatus run(const mpi::Communicator& comm, const Job& job, const core::Log& log) {
    const core::Stopwatch watch;
    Context context = prepare(comm, job, log);
    check_plan(context);
    open_output(context);
    context.stage_seconds.emplace_back("plan", watch.seconds());
    timed_stage(context, "sample", sample_regions);
    timed_stage(context, "train", train_forests);
    timed_stage(context, "map", map_tiles);
    if (wants_filter(job)) {
        timed_stage(context, "filter", filter_maps);
    }
    reduce_maps(context);
    return status_of(context);
}

}  // namespace mineprint::pipeline

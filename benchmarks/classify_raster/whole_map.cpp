// SPDX-License-Identifier: Apache-2.0
#include "classify_raster/whole_map.hpp"

#include <fstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "classify_raster/scene.hpp"
#include "mineprint/app/job_parser.hpp"
#include "mineprint/core/log.hpp"
#include "mineprint/pipeline/model_file.hpp"
#include "mineprint/pipeline/output_paths.hpp"
#include "mineprint/pipeline/stages.hpp"

namespace mineprint::benchmarks {

WholeMap::WholeMap(const std::filesystem::path& folder, const std::filesystem::path& scene,
                   const forest::Forest& forest)
    : folder_(folder), job_(folder / "scene.cfg") {
    std::filesystem::create_directories(folder);
    const auto& options = scene_features();
    std::ofstream(job_) << fmt::format(
        "[region]\nname=scene\n[archive]\nimages=2020:{}\nbands={}\nscale={}\noffset={}\nnodata=0\n"
        "[epochs]\nepoch=2020:2020-01-01/2020-12-31\n[features]\nbands={}\nindices={}\n"
        "[reference]\nfile=unused.gpkg\nclass-field=class\ntarget=mine\n[forest]\nscope=all\n",
        std::filesystem::absolute(scene).string(), fmt::join(options.bands, ","), scene_scale,
        scene_offset, fmt::join(options.bands, ","), fmt::join(options.indices, ","));
    pipeline::write_models(pipeline::OutputPaths(folder).model(), {{{"all", forest}}, "benchmark"});
}

Cost WholeMap::run(const mpi::Communicator& comm, int num_threads) const {
    std::filesystem::remove_all(folder_ / "scene");
    return measure([&] {
        app::JobInput input;
        input.jobs.push_back(app::read_job_text(job_));
        pipeline::RunOptions options;
        options.output = folder_;
        options.num_threads = num_threads;
        const pipeline::Job job = app::parse_job(app::Command::map, input, options);
        pipeline::map(comm, job, core::Log::silent());
    });
}

FloorMaps WholeMap::maps() const {
    const pipeline::OutputPaths paths(folder_);
    return {paths.mosaic("scene", "class", "2020"), paths.mosaic("scene", "probability", "2020")};
}

}  // namespace mineprint::benchmarks

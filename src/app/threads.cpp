// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/threads.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "mineprint/app/value_text.hpp"
#include "mineprint/core/checked_cast.hpp"
#include "mineprint/core/cores.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"

namespace mineprint::app {
namespace {

/// OMP_NUM_THREADS, of whose list (one number a nesting level) the first counts; 0 when unset.
int threads_from_environment() {
    const char* const variable = std::getenv("OMP_NUM_THREADS");
    if (variable == nullptr || std::string_view(variable).empty()) {
        return 0;
    }
    const std::string_view text(variable);
    try {
        return core::checked_cast<int>(parse_integer(text.substr(0, text.find(',')), 1, 4096));
    } catch (const BadValue& problem) {
        throw core::UsageError(
            fmt::format("the environment variable OMP_NUM_THREADS='{}' {}; set "
                        "it to a number of threads, or give --threads",
                        text, problem.what()));
    }
}

}  // namespace

int default_num_threads(const mpi::Communicator& comm, std::optional<int> granted) {
    const int asked = mpi::run_on_all(comm, [] { return threads_from_environment(); });
    const int wanted = asked > 0 ? asked : granted.value_or(0);
    const std::vector<std::byte> own_mask = core::core_mask();
    const mpi::Communicator node = comm.split_by_node();
    const auto masks = mpi::all_gather(node, std::span(own_mask));
    int num_sharing = 0;
    for (std::size_t begin = 0; begin < masks.size(); begin += own_mask.size()) {
        const auto first = masks.begin() + static_cast<std::ptrdiff_t>(begin);
        num_sharing += std::equal(own_mask.begin(), own_mask.end(), first) ? 1 : 0;
    }
    return wanted > 0 ? wanted : std::max(1, core::num_cores(own_mask) / std::max(1, num_sharing));
}

}  // namespace mineprint::app

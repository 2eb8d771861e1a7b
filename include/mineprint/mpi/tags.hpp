// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mineprint::mpi {

/// Every tag of a point-to-point message, named after its user.
enum class Tag : int {
    gather = 1,
    work_request = 2,
    work_reply = 3,
    exchange = 4,
    bin_edges = 5,
};

}  // namespace mineprint::mpi

// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/binding.hpp"

#include <algorithm>
#include <map>
#include <span>

#include <fmt/format.h>

#include "mineprint/core/byte_stream.hpp"
#include "mineprint/core/cores.hpp"
#include "mineprint/core/host.hpp"
#include "mineprint/mpi/collectives.hpp"

namespace mineprint::app {
namespace {

/// One rank, as it tells of itself.
struct Seat {
    std::string host;
    std::vector<std::byte> mask;
};

std::vector<Seat> gather_seats(const mpi::Communicator& comm) {
    core::ByteWriter out;
    out.put_text(core::host_name()).put_span(std::span<const std::byte>(core::core_mask()));
    std::vector<Seat> seats;
    for (const auto& bytes : mpi::gather_bytes(comm, out.take())) {
        core::ByteReader in(bytes);
        Seat& seat = seats.emplace_back();
        seat.host = in.get_text();
        seat.mask = in.get_vector<std::byte>();
    }
    return seats;
}

/// Rank numbers in rising order: `0-3,8`.
std::string ranks_text(const std::vector<int>& ranks) {
    std::vector<std::string> runs;
    for (std::size_t i = 0; i < ranks.size(); ++i) {
        const int first = ranks[i];
        while (i + 1 < ranks.size() && ranks[i + 1] == ranks[i] + 1) {
            ++i;
        }
        runs.push_back(ranks[i] == first ? fmt::format("{}", first)
                                         : fmt::format("{}-{}", first, ranks[i]));
    }
    return fmt::format("{}", fmt::join(runs, ","));
}

/// Warns of hosts on which more threads compute than there are cores for.
void look_at_hosts(const std::vector<Seat>& seats, int num_threads, Binding& binding) {
    struct Load {
        std::vector<std::byte> cores;
        int num_ranks = 0;
    };
    std::map<std::string, Load> loads;
    for (const Seat& seat : seats) {
        Load& load = loads[seat.host];
        load.cores.resize(std::max(load.cores.size(), seat.mask.size()));
        std::transform(seat.mask.begin(), seat.mask.end(), load.cores.begin(), load.cores.begin(),
                       [](std::byte a, std::byte b) { return a | b; });
        ++load.num_ranks;
    }
    for (const auto& [host, load] : loads) {
        const int cores = core::num_cores(load.cores);
        if (cores > 0 && load.num_ranks * num_threads > cores) {
            binding.warnings.push_back(
                fmt::format("{}: {} ranks × {} threads share {} cores; fewer of them are faster "
                            "(mpirun -n, srun --ntasks-per-node, --threads)",
                            host, load.num_ranks, num_threads, cores));
        }
    }
}

}  // namespace

Binding binding_of(const mpi::Communicator& comm, int num_threads) {
    const std::vector<Seat> seats = gather_seats(comm);
    std::map<std::pair<std::string, std::string>, std::vector<int>> groups;
    for (std::size_t rank = 0; rank < seats.size(); ++rank) {
        groups[{seats[rank].host, core::cores_text(seats[rank].mask)}].push_back(
            static_cast<int>(rank));
    }
    Binding binding;
    for (const auto& [place, ranks] : groups) {
        const auto& [host, cores] = place;
        binding.lines.push_back(fmt::format("{}: ranks {} with {} threads each on cores {}", host,
                                            ranks_text(ranks), num_threads,
                                            cores.empty() ? "unknown" : cores));
        const int available = core::num_cores(seats[static_cast<std::size_t>(ranks.front())].mask);
        if (available > 0 && num_threads > available) {
            binding.warnings.push_back(fmt::format(
                "{}: rank {} has {} threads but is bound to {} cores, which they share: bind it to "
                "more (srun --cpus-per-task={}, mpirun --map-by slot:PE={}, or --bind-to none)",
                host, ranks.front(), num_threads, available, num_threads, num_threads));
        }
    }
    if (binding.warnings.empty()) {
        look_at_hosts(seats, num_threads, binding);
    }
    return binding;
}

}  // namespace mineprint::app

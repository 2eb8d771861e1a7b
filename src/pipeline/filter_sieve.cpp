// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/filter_sieve.hpp"

#include <utility>

#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"

namespace mineprint::pipeline {
namespace {

using change::LabelRun;
using change::OpenSieve;
using change::SieveNode;

void pack(core::ByteWriter& out, const OpenSieve& sieve) {
    for (const auto* edge :
         {&sieve.edges.top, &sieve.edges.bottom, &sieve.edges.left, &sieve.edges.right}) {
        out.put_span(std::span<const LabelRun>(*edge));
    }
    out.put(sieve.nodes.size());
    for (const SieveNode& node : sieve.nodes) {
        const change::Component& component = node.component;
        out.put(node.label).put(component.first_pixel).put(component.num_pixels);
        out.put(component.area_mm2).put(component.value).put(component.touches_edge);
        out.put(node.fate).put(node.new_value).put(node.neighbours.size());
        for (const change::SieveNeighbour& neighbour : node.neighbours) {
            out.put(neighbour.label).put(neighbour.key);
        }
    }
}

SieveNode unpack_node(core::ByteReader& in) {
    SieveNode node;
    node.label = in.get<std::int32_t>();
    node.component.first_pixel = in.get<std::int64_t>();
    node.component.num_pixels = in.get<std::int64_t>();
    node.component.area_mm2 = in.get<std::int64_t>();
    node.component.value = in.get<std::uint8_t>();
    node.component.touches_edge = in.get<bool>();
    node.fate = in.get<change::SieveFate>();
    node.new_value = in.get<std::uint8_t>();
    node.neighbours.resize(in.get<std::size_t>());
    for (change::SieveNeighbour& neighbour : node.neighbours) {
        neighbour.label = in.get<std::int32_t>();
        neighbour.key = in.get<std::int64_t>();
    }
    return node;
}

OpenSieve unpack_sieve(core::ByteReader& in) {
    OpenSieve sieve;
    for (auto* edge :
         {&sieve.edges.top, &sieve.edges.bottom, &sieve.edges.left, &sieve.edges.right}) {
        *edge = in.get_vector<LabelRun>();
    }
    const auto num_nodes = in.get<std::size_t>();
    for (std::size_t i = 0; i < num_nodes; ++i) {
        sieve.nodes.push_back(unpack_node(in));
    }
    return sieve;
}

/// By epoch, all tiles in tile order.
std::vector<std::vector<OpenSieve>> sorted(const std::vector<std::vector<std::byte>>& parts,
                                           std::int64_t num_tiles) {
    std::vector<std::vector<OpenSieve>> epochs;
    for (const auto& part : parts) {
        core::ByteReader in(part);
        while (!in.at_end()) {
            OpenTile open = unpack_open_tile(in);
            epochs.resize(open.epochs.size());
            for (std::size_t epoch = 0; epoch < epochs.size(); ++epoch) {
                epochs[epoch].resize(static_cast<std::size_t>(num_tiles));
                epochs[epoch].at(static_cast<std::size_t>(open.tile)) =
                    std::move(open.epochs[epoch]);
            }
        }
    }
    return epochs;
}

}  // namespace

void pack(core::ByteWriter& out, const OpenTile& open) {
    out.put(open.tile).put(open.epochs.size());
    for (const OpenSieve& sieve : open.epochs) {
        pack(out, sieve);
    }
}

OpenTile unpack_open_tile(core::ByteReader& in) {
    OpenTile open;
    open.tile = in.get<std::int64_t>();
    const auto num_epochs = in.get<std::size_t>();
    for (std::size_t i = 0; i < num_epochs; ++i) {
        open.epochs.push_back(unpack_sieve(in));
    }
    return open;
}

SieveDecisions::SieveDecisions(const std::vector<Entry>& entries) {
    for (const Entry& entry : entries) {
        decisions_[{entry.tile, static_cast<std::size_t>(entry.epoch)}].push_back(
            {entry.label, entry.value});
    }
}

std::vector<change::TileSieve::Decision> SieveDecisions::of(std::int64_t tile,
                                                            std::size_t epoch) const {
    const auto found = decisions_.find({tile, epoch});
    return found == decisions_.end() ? std::vector<change::TileSieve::Decision>{} : found->second;
}

SieveDecisions decide_together(const mpi::Communicator& comm, const geo::Tiling& tiling,
                               std::int64_t grid_width, const std::vector<OpenTile>& own,
                               const change::SieveOptions& options) {
    core::ByteWriter out;
    for (const OpenTile& open : own) {
        pack(out, open);
    }
    const auto parts = mpi::gather_bytes(comm, out.take());
    std::vector<SieveDecisions::Entry> entries;
    mpi::run_on_root(comm, [&] {
        const auto epochs = sorted(parts, tiling.num_tiles());
        for (std::size_t epoch = 0; epoch < epochs.size(); ++epoch) {
            for (const change::SieveDecision& decision :
                 decide_open(tiling, grid_width, epochs[epoch], options)) {
                entries.push_back({decision.tile, static_cast<std::int32_t>(epoch), decision.label,
                                   decision.value});
            }
        }
    });
    mpi::broadcast(comm, entries);
    return SieveDecisions(entries);
}

}  // namespace mineprint::pipeline

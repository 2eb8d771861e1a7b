// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/scan.hpp"

#include <algorithm>

#include "mineprint/core/error.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/pipeline/messages.hpp"

namespace mineprint::pipeline {
namespace {

struct Found {
    std::vector<archive::Scene> scenes;
    std::vector<archive::Quarantined> quarantined;
};

bool wanted(const archive::Scene& scene, const std::vector<std::string>& sensors) {
    return sensors.empty() || std::find(sensors.begin(), sensors.end(),
                                        archive::sensor_name(scene.sensor)) != sensors.end();
}

/// This rank's share of the products: every size-th one, for neighbours in a listing cost alike.
Found read_own_products(const mpi::Communicator& comm, const std::vector<std::string>& products,
                        const archive::ArchiveOptions& options) {
    Found found;
    for (auto i = static_cast<std::size_t>(comm.rank()); i < products.size();
         i += static_cast<std::size_t>(comm.size())) {
        try {
            archive::Scene scene = archive::read_product(products[i]);
            if (wanted(scene, options.sensors)) {
                found.scenes.push_back(std::move(scene));
            }
        } catch (const core::DataError& error) {
            const std::filesystem::path path(products[i]);
            found.quarantined.push_back({path.stem().string(), products[i], "", "", error.what()});
        }
    }
    return found;
}

std::vector<std::byte> packed(const Found& found) {
    core::ByteWriter out;
    out.put(found.scenes.size());
    for (const archive::Scene& scene : found.scenes) {
        pack(out, scene);
    }
    out.put(found.quarantined.size());
    for (const archive::Quarantined& quarantined : found.quarantined) {
        pack(out, quarantined);
    }
    return out.take();
}

void unpack_into(Found& found, std::span<const std::byte> bytes) {
    core::ByteReader in(bytes);
    const auto num_scenes = in.get<std::size_t>();
    for (std::size_t i = 0; i < num_scenes; ++i) {
        found.scenes.push_back(unpack_scene(in));
    }
    const auto num_quarantined = in.get<std::size_t>();
    for (std::size_t i = 0; i < num_quarantined; ++i) {
        found.quarantined.push_back(unpack_quarantined(in));
    }
}

/// What all ranks found, at every rank.
Found share(const mpi::Communicator& comm, const Found& own) {
    const auto parts = mpi::gather_bytes(comm, packed(own));
    Found all;
    for (const auto& part : parts) {
        unpack_into(all, part);
    }
    std::vector<std::byte> bytes = comm.is_root() ? packed(all) : std::vector<std::byte>{};
    mpi::broadcast(comm, bytes);
    Found same;
    unpack_into(same, bytes);
    return same;
}

std::vector<std::string> list_products(const mpi::Communicator& comm,
                                       const archive::ArchiveOptions& options) {
    core::ByteWriter out;
    mpi::run_on_root(comm, [&] {  // one rank lists: many would overload a shared file system
        std::vector<std::string> names;
        for (const auto& path : archive::find_products(options.root)) {
            names.push_back(path.string());
        }
        pack(out, names);
    });
    std::vector<std::byte> bytes = out.take();
    mpi::broadcast(comm, bytes);
    core::ByteReader in(bytes);
    return unpack_texts(in);
}

}  // namespace

archive::Catalogue scan_archive(const mpi::Communicator& comm,
                                const archive::ArchiveOptions& options) {
    Found own;
    if (!options.images.empty()) {
        mpi::run_on_root(comm, [&] {
            for (const archive::ImageItem& item : options.images) {
                own.scenes.push_back(archive::read_image(item, options));
            }
        });
    } else {
        const auto products = list_products(comm, options);
        own = mpi::run_on_all(comm, [&] { return read_own_products(comm, products, options); });
    }
    Found all = share(comm, own);
    std::sort(all.quarantined.begin(), all.quarantined.end());
    return archive::make_catalogue(std::move(all.scenes), std::move(all.quarantined));
}

}  // namespace mineprint::pipeline

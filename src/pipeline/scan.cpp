// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/scan.hpp"

#include <algorithm>

#include "mineprint/archive/product.hpp"
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
Found read_own_products(const mpi::Communicator& comm,
                        const std::vector<archive::Product>& products,
                        const archive::ArchiveOptions& options) {
    Found found;
    archive::ReadOptions reading;
    if (!options.bands.empty()) {
        reading.bands = options.bands;
    }
    for (auto i = static_cast<std::size_t>(comm.rank()); i < products.size();
         i += static_cast<std::size_t>(comm.size())) {
        try {
            auto scene = archive::read_product(products[i], reading);
            if (scene && wanted(*scene, options.sensors)) {
                found.scenes.push_back(std::move(*scene));
            }
        } catch (const core::DataError& error) {
            const std::filesystem::path& path = products[i].path;
            found.quarantined.push_back(
                {archive::product_label(products[i]), path.string(), "", "", error.what()});
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

std::vector<archive::Product> list_products(const mpi::Communicator& comm,
                                            const archive::ArchiveOptions& options) {
    core::ByteWriter out;
    mpi::run_on_root(comm, [&] {  // one rank lists: many would overload a shared file system
        for (const archive::Product& product : archive::find_products(options.root)) {
            out.put(product.source).put_text(product.path.string());
        }
    });
    std::vector<std::byte> bytes = out.take();
    mpi::broadcast(comm, bytes);
    core::ByteReader in(bytes);
    std::vector<archive::Product> products;
    while (!in.at_end()) {
        const auto source = in.get<archive::Source>();
        products.push_back({source, in.get_text()});
    }
    return products;
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

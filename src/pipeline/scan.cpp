// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/scan.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "mineprint/archive/product.hpp"
#include "mineprint/archive/stac_file.hpp"
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

/// What the scenes of products depend on besides the products.
std::string reading_text(const archive::ArchiveOptions& options) {
    return fmt::format("bands={} boa-offset={}", fmt::join(options.bands, ","),
                       static_cast<int>(options.boa_offset));
}

/// Reads what a rank was given, and quarantines what cannot be read.
class ProductReader {
  public:
    explicit ProductReader(const archive::ArchiveOptions& options) {
        reading_.remote = options.remote;
        reading_.boa_offset = options.boa_offset;
        if (!options.bands.empty()) {
            reading_.bands = options.bands;
        }
    }

    /// What a catalogue of an earlier run knows is taken from there while its files have not
    /// changed.
    void remember(std::vector<archive::CatalogueRow> rows) {
        for (archive::CatalogueRow& row : rows) {
            if (!row.scene.product.empty()) {
                const std::string product = row.scene.product.string();
                known_.insert_or_assign(product, std::move(row.scene));
            }
        }
    }

    void read(const archive::Product& product) {
        const auto known = known_.find(product.path.string());
        if (known != known_.end() && archive::is_unchanged(known->second)) {
            found_.scenes.push_back(known->second);
            return;
        }
        if (product.source == archive::Source::stac) {
            read_items(product.path, {0, 1});
            return;
        }
        attempt(archive::product_label(product), product.path, [&] {
            if (auto scene = archive::read_product(product, reading_)) {
                found_.scenes.push_back(std::move(*scene));
            }
        });
    }

    /// Every `step`-th item of a file from `first` on.
    struct Share {
        std::size_t first = 0;
        std::size_t step = 1;
    };
    void read_items(const std::filesystem::path& path, const Share& share) {
        std::optional<archive::StacFile> file;
        attempt(path.stem().string(), path, [&] { file.emplace(path); });
        for (std::size_t i = share.first; file && i < file->size(); i += share.step) {
            attempt(file->label(i), path,
                    [&] { found_.scenes.push_back(file->read(i, reading_)); });
        }
    }

    [[nodiscard]] Found take() { return std::move(found_); }

  private:
    template <class Read>
    void attempt(const std::string& label, const std::filesystem::path& path, Read&& read) {
        try {
            read();
        } catch (const core::DataError& error) {
            found_.quarantined.push_back({label, path.string(), "", "", error.what()});
        }
    }

    archive::ReadOptions reading_;
    std::map<std::string, archive::Scene> known_;  ///< by the file that stands for the product
    Found found_;
};

/// This rank's share of the products: every size-th one, for neighbours in a listing cost alike.
/// A single file of items is shared out by its items.
Found read_own_products(const mpi::Communicator& comm,
                        const std::vector<archive::Product>& products,
                        const archive::ArchiveOptions& options,
                        const std::filesystem::path& catalogue) {
    ProductReader reader(options);
    if (!catalogue.empty() && options.items.empty()) {
        auto before = archive::read_catalogue(catalogue);
        if (before && before->reading == reading_text(options)) {
            reader.remember(std::move(before->rows));
        }
    }
    const ProductReader::Share share{static_cast<std::size_t>(comm.rank()),
                                     static_cast<std::size_t>(comm.size())};
    if (products.size() == 1 && products[0].source == archive::Source::stac) {
        reader.read_items(products[0].path, share);
        return reader.take();
    }
    for (std::size_t i = share.first; i < products.size(); i += share.step) {
        reader.read(products[i]);
    }
    return reader.take();
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

/// What all ranks found, on rank 0.
Found gather(const mpi::Communicator& comm, const Found& own) {
    Found all;
    for (const auto& part : mpi::gather_bytes(comm, packed(own))) {
        unpack_into(all, part);
    }
    std::sort(all.quarantined.begin(), all.quarantined.end());
    std::stable_sort(
        all.scenes.begin(), all.scenes.end(), [](const archive::Scene& a, const archive::Scene& b) {
            return std::tie(a.date, a.id, a.product) < std::tie(b.date, b.id, b.product);
        });
    return all;
}

/// What rank 0 has, at every rank.
Found share(const mpi::Communicator& comm, const Found& found) {
    std::vector<std::byte> bytes = comm.is_root() ? packed(found) : std::vector<std::byte>{};
    mpi::broadcast(comm, bytes);
    Found same;
    unpack_into(same, bytes);
    return same;
}

std::vector<archive::Product> products_of(const archive::ArchiveOptions& options) {
    if (options.items.empty()) {
        return archive::find_products(options.root);
    }
    std::vector<archive::Product> products;
    for (const auto& path : archive::find_stac_files(options.items)) {
        products.push_back({archive::Source::stac, path});
    }
    return products;
}

std::vector<archive::Product> list_products(const mpi::Communicator& comm,
                                            const archive::ArchiveOptions& options) {
    core::ByteWriter out;
    mpi::run_on_root(comm, [&] {  // one rank lists: many would overload a shared file system
        for (const archive::Product& product : products_of(options)) {
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

Scan scan_archive(const mpi::Communicator& comm, const archive::ArchiveOptions& options,
                  const ScanScope& scope) {
    Found own;
    if (!options.images.empty()) {
        mpi::run_on_root(comm, [&] {
            for (const archive::ImageItem& item : options.images) {
                own.scenes.push_back(archive::read_image(item, options));
            }
        });
    } else {
        const auto products = list_products(comm, options);
        own = mpi::run_on_all(
            comm, [&] { return read_own_products(comm, products, options, scope.catalogue); });
    }
    const Found all = gather(comm, own);
    Scan scan;
    Found used;
    mpi::run_on_root(comm, [&] {
        const archive::SceneSelection selection(options.filter);
        used.quarantined = all.quarantined;
        scan.found.reading = reading_text(options);
        for (const archive::Scene& scene : all.scenes) {
            scan.found.rows.push_back({scene, ""});
            if (selection.accepts(scene) && scope.wanted(scene)) {
                used.scenes.push_back(scene);
            }
        }
    });
    Found same = share(comm, used);
    scan.catalogue = archive::make_catalogue(std::move(same.scenes), std::move(same.quarantined));
    return scan;
}

}  // namespace mineprint::pipeline

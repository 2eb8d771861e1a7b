// SPDX-License-Identifier: Apache-2.0
#include "mineprint/hdf5_io/file.hpp"

#include <system_error>

#include <fmt/format.h>
#include <hdf5.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/hdf5_io/check.hpp"
#include "mineprint/hdf5_io/handle.hpp"
#include "mineprint/hdf5_io/memory_image.hpp"

namespace mineprint::hdf5_io {

struct File::State {
    std::filesystem::path path;
    std::unique_ptr<MemoryImage> image;  // only while writing; outlives the handle
    FileHandle handle;
};

namespace {

/// Properties of file access: one file format whatever the library's version (in 1.10's every piece
/// of metadata has a checksum), no locks (many cluster file systems have none, and a file is
/// renamed into place complete).
PropertyHandle access_properties(const File& file) {
    const Subject subject{file, ""};
    PropertyHandle properties(check(H5Pcreate(H5P_FILE_ACCESS), subject, "preparing file access"));
    check(H5Pset_libver_bounds(properties.get(), H5F_LIBVER_V110, H5F_LIBVER_V110), subject,
          "choosing the file format");
    check(H5Pset_fclose_degree(properties.get(), H5F_CLOSE_SEMI), subject, "choosing how to close");
#if H5_VERSION_GE(1, 10, 7)
    check(H5Pset_file_locking(properties.get(), 0, 1), subject, "switching file locks off");
#endif
    return properties;
}

/// Properties without time stamps, which would make two equal files differ.
PropertyHandle timeless_properties(hid_t property_class, const Subject& subject) {
    PropertyHandle properties(check(H5Pcreate(property_class), subject, "preparing creation"));
    check(H5Pset_obj_track_times(properties.get(), 0), subject, "switching time stamps off");
    return properties;
}

void require_regular_file(const std::filesystem::path& path) {
    std::error_code problem;
    const auto status = std::filesystem::status(path, problem);
    if (status.type() == std::filesystem::file_type::not_found) {
        throw core::DataError(fmt::format("{}: there is no such file", path.string()));
    }
    if (status.type() != std::filesystem::file_type::regular) {
        throw core::DataError(fmt::format("{}: is not a file{}{}", path.string(),
                                          problem ? ": " : "", problem ? problem.message() : ""));
    }
    if (std::filesystem::file_size(path, problem) == 0 && !problem) {
        throw core::DataError(fmt::format("{}: is empty", path.string()));
    }
}

/// The cause of an open that failed, in the words of somebody who has to mend it.
std::string cause_of_failed_open(const std::filesystem::path& path, const std::string& stack) {
    if (stack.find("truncated file") != std::string::npos) {
        return fmt::format("{}: is cut short (an interrupted copy?): {}", path.string(), stack);
    }
    if (stack.find("file signature not found") != std::string::npos) {
        return fmt::format("{}: is not an HDF5 file: {}", path.string(), stack);
    }
    return fmt::format("{}: cannot be opened as HDF5: {}", path.string(), stack);
}

/// `/a`, `/a/b`, `/a/b/c` of `/a/b/c`: an object's path and those of all groups above it.
std::vector<std::string> paths_down_to(const std::string& object) {
    std::vector<std::string> paths;
    for (std::size_t begin = object.find_first_not_of('/'); begin != std::string::npos;
         begin = object.find_first_not_of('/', paths.back().size())) {
        paths.push_back(object.substr(0, object.find('/', begin)));
    }
    return paths;
}

}  // namespace

File::File(std::unique_ptr<State> state) : state_(std::move(state)) {}
File::~File() = default;
File::File(File&&) noexcept = default;
File& File::operator=(File&&) noexcept = default;

File File::create(const std::filesystem::path& path) {
    silence_error_printing();
    File file(std::make_unique<State>());
    file.state_->path = path;
    file.state_->image = std::make_unique<MemoryImage>();
    const PropertyHandle creation = timeless_properties(H5P_FILE_CREATE, {file, ""});
    const PropertyHandle access = access_properties(file);
    check(file.state_->image->attach(access.get()), {file, ""}, "choosing to write in memory");
    file.state_->handle =
        FileHandle(check(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.get(), access.get()),
                         {file, ""}, "creating the file"));
    return file;
}

File File::open(const std::filesystem::path& path) {
    silence_error_printing();
    require_regular_file(path);
    File file(std::make_unique<State>());
    file.state_->path = path;
    const PropertyHandle access = access_properties(file);
    file.state_->handle = FileHandle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()));
    if (file.id() < 0) {
        throw core::DataError(cause_of_failed_open(path, error_stack()));
    }
    return file;
}

void File::commit() {
    if (!writing()) {
        throw core::RunError(fmt::format("{}: only a file being written can be put in place",
                                         state_->path.string()));
    }
    const Subject subject{*this, ""};
    check(state_->handle.close(), subject, "closing the file");
    const std::string_view bytes = state_->image->bytes();
    if (bytes.empty()) {
        fail(subject, "closing the file", "HDF5 left it incomplete");
    }
    core::write_text_file(state_->path, bytes);
    state_->image.reset();
}

const std::filesystem::path& File::path() const noexcept { return state_->path; }
bool File::writing() const noexcept { return state_->image != nullptr; }
std::int64_t File::id() const noexcept { return state_->handle.get(); }

void File::create_group(const std::string& group) {
    for (const std::string& path : paths_down_to(group)) {
        if (contains(path)) {
            continue;
        }
        const Subject subject{*this, path};
        const PropertyHandle creation = timeless_properties(H5P_GROUP_CREATE, subject);
        GroupHandle(check(H5Gcreate2(id(), path.c_str(), H5P_DEFAULT, creation.get(), H5P_DEFAULT),
                          subject, "creating the group"));
    }
}

bool File::contains(const std::string& object) const {
    for (const std::string& path : paths_down_to(object)) {
        // HDF5 takes a missing group on the way for an error, so each part is asked for by itself
        if (check(H5Lexists(id(), path.c_str(), H5P_DEFAULT), {*this, path}, "looking it up") ==
            0) {
            return false;
        }
    }
    return true;
}

bool File::is_group(const std::string& object) const {
    const ObjectHandle handle(
        check(H5Oopen(id(), object.c_str(), H5P_DEFAULT), {*this, object}, "opening"));
    return H5Iget_type(handle.get()) == H5I_GROUP;
}

std::vector<std::string> File::children(const std::string& group) const {
    const Subject subject{*this, group};
    const GroupHandle handle(
        check(H5Gopen2(id(), group.c_str(), H5P_DEFAULT), subject, "opening the group"));
    H5G_info_t info{};
    check(H5Gget_info(handle.get(), &info), subject, "listing the group");
    std::vector<std::string> names;
    for (hsize_t index = 0; index < info.nlinks; ++index) {
        const auto name_at = [&](char* name, std::size_t size) {
            return check(H5Lget_name_by_idx(handle.get(), ".", H5_INDEX_NAME, H5_ITER_INC, index,
                                            name, size, H5P_DEFAULT),
                         subject, "listing the group");
        };
        std::string name(static_cast<std::size_t>(name_at(nullptr, 0)), '\0');
        name_at(name.data(), name.size() + 1);
        names.push_back(std::move(name));
    }
    return names;
}

std::string library_version() {
    unsigned major = 0;
    unsigned minor = 0;
    unsigned release = 0;
    H5get_libversion(&major, &minor, &release);
    return fmt::format("{}.{}.{}", major, minor, release);
}

}  // namespace mineprint::hdf5_io

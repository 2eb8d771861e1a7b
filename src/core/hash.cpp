// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/hash.hpp"

#include <array>
#include <bit>
#include <fstream>
#include <vector>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "mineprint/core/error.hpp"

namespace mineprint::core {

struct Sha256::State {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                    &EVP_MD_CTX_free};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    if (EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) != 1) {
        throw RunError("SHA-256 is not available in the cryptography library");
    }
}

Sha256::~Sha256() = default;

Sha256& Sha256::update(std::span<const std::byte> bytes) {
    if (EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) != 1) {
        throw RunError("SHA-256 failed on a block of data");
    }
    return *this;
}

Sha256& Sha256::update_text(std::string_view text) {
    update_number(text.size());
    return update(std::as_bytes(std::span(text)));
}

Sha256& Sha256::update_number(std::uint64_t number) {
    return update(std::as_bytes(std::span(&number, 1)));
}

Sha256& Sha256::update_real(double number) {
    return update_number(std::bit_cast<std::uint64_t>(number));
}

std::string Sha256::finish() {
    std::array<unsigned char, 32> digest{};
    if (EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr) != 1) {
        throw RunError("SHA-256 could not be finished");
    }
    std::string text;
    for (const unsigned char byte : digest) {
        text += fmt::format("{:02x}", byte);
    }
    return text;
}

std::string sha256(std::string_view text) {
    return Sha256().update(std::as_bytes(std::span(text))).finish();
}

std::string sha256_of_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        throw DataError(fmt::format("{}: cannot be opened for reading", path.string()));
    }
    Sha256 hash;
    std::vector<char> buffer(1U << 20U);
    while (in) {
        in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        hash.update(std::as_bytes(std::span(buffer.data(), static_cast<std::size_t>(in.gcount()))));
    }
    if (in.bad()) {
        throw DataError(fmt::format("{}: reading failed", path.string()));
    }
    return hash.finish();
}

}  // namespace mineprint::core

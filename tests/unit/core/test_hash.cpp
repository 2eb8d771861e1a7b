// SPDX-License-Identifier: Apache-2.0
#include <fstream>

#include "mineprint/core/error.hpp"
#include "mineprint/core/hash.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

using namespace mineprint::core;

TEST_CASE("SHA-256 gives the known answers of FIPS 180-4") {
    CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(sha256(std::string(1000000, 'a')) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("texts are hashed with their lengths, numbers by their bits") {
    // With hashlib over struct.pack('<Q', 2) + b'ab' + struct.pack('<Q', 1) + b'c' + pack('<Qd',
    // 7, 1.5).
    Sha256 hash;
    hash.update_text("ab").update_text("c").update_number(7).update_real(1.5);
    CHECK(hash.finish() == "7b8683ac6766bf70694143724aa365561e37c885caeb7fb6fda695e7ab1a0f3b");
    Sha256 shifted;
    shifted.update_text("a").update_text("bc").update_number(7).update_real(1.5);
    CHECK(shifted.finish() != "7b8683ac6766bf70694143724aa365561e37c885caeb7fb6fda695e7ab1a0f3b");
}

TEST_CASE("the hash of a file is that of its bytes") {
    const ScratchFolder folder;
    const auto path = folder.path() / "long.bin";
    // Longer than the buffer it is read through.
    const std::string content((3U << 20U) + 17, 'x');
    std::ofstream(path, std::ios::binary) << content;
    CHECK(sha256_of_file(path) == sha256(content));
    std::ofstream(folder.path() / "empty");
    CHECK(sha256_of_file(folder.path() / "empty") == sha256(""));
}

TEST_CASE("a file that cannot be read is named") {
    const ScratchFolder folder;
    CHECK_THROWS_AS(sha256_of_file(folder.path() / "missing.tif"), DataError);
    CHECK_THROWS_WITH(sha256_of_file(folder.path() / "missing.tif"),
                      Catch::Matchers::Contains("missing.tif"));
    CHECK_THROWS_AS(sha256_of_file(folder.path()), DataError);
}

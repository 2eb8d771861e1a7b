// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/binding.hpp"
#include "mineprint/core/cores.hpp"
#include "mineprint/core/host.hpp"
#include "test_main.hpp"

using namespace mineprint;

TEST_CASE("ranks of one host on the same cores are told in one line") {
    const app::Binding binding = app::binding_of(world(), 2);
    if (!world().is_root()) {
        CHECK(binding.lines.empty());
        return;
    }
    REQUIRE(binding.lines.size() == 1);
    const std::string ranks = world().size() == 1 ? "0" : "0-" + std::to_string(world().size() - 1);
    CHECK(binding.lines[0] == core::host_name() + ": ranks " + ranks +
                                  " with 2 threads each on cores " +
                                  core::cores_text(core::core_mask()));
}

TEST_CASE("more threads than cores are warned of, with the cure") {
    const int cores = core::num_cores(core::core_mask());
    const app::Binding fits = app::binding_of(world(), 1);
    const app::Binding crowded = app::binding_of(world(), cores + 1);
    if (world().is_root()) {
        CHECK(fits.warnings.size() == (world().size() > cores ? 1U : 0U));
        REQUIRE(crowded.warnings.size() == 1);
        CHECK(crowded.warnings[0].find("--bind-to none") != std::string::npos);
    }
}

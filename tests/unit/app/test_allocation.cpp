// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "mineprint/app/allocation.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/host.hpp"
#include "mineprint/core/memory.hpp"
#include "test_main.hpp"

using namespace mineprint;

namespace {

/// Environment variables for one test case.
class Variables {
  public:
    ~Variables() {
        for (const char* name :
             {"SLURM_JOB_ID", "SLURM_JOB_END_TIME", "SLURM_CPUS_PER_TASK", "SLURM_MEM_PER_NODE",
              "SLURM_MEM_PER_CPU", "SLURM_RESTART_COUNT"}) {
            unsetenv(name);
        }
    }
    Variables(std::initializer_list<std::pair<const char*, const char*>> values) {
        for (const auto& [name, value] : values) {
            setenv(name, value, 1);
        }
    }
    Variables(const Variables&) = delete;
    Variables& operator=(const Variables&) = delete;
};

}  // namespace

TEST_CASE("outside of a batch job nothing is granted") {
    const Variables variables{{"SLURM_CPUS_PER_TASK", "4"}};
    const app::Allocation allocation = app::read_allocation();
    CHECK(allocation.job.empty());
    CHECK_FALSE(allocation.cpus_per_task);
    CHECK_FALSE(allocation.end_time_s);
}

TEST_CASE("what Slurm grants is read from its variables") {
    const Variables variables{{"SLURM_JOB_ID", "4711"},
                              {"SLURM_RESTART_COUNT", "2"},
                              {"SLURM_CPUS_PER_TASK", "8"},
                              {"SLURM_MEM_PER_CPU", "2000"},
                              {"SLURM_JOB_END_TIME", "1800000000"},
                              {"SLURM_MEM_PER_NODE", "0"}};
    const app::Allocation allocation = app::read_allocation();
    CHECK(allocation.job == "Slurm job 4711, restart 2");
    CHECK(allocation.cpus_per_task == 8);
    CHECK(allocation.end_time_s == 1800000000);
    CHECK(allocation.memory_core_bytes == std::int64_t{2000} << 20U);
    CHECK_FALSE(allocation.memory_node_bytes);  // 0 stands for all
    CHECK(app::holder_text(allocation).find("Slurm job 4711, restart 2") != std::string::npos);
    CHECK(app::holder_text(allocation).find(core::host_name()) != std::string::npos);
}

TEST_CASE("a rank's memory is the least of what node, job and cores give it") {
    app::Allocation allocation;
    const std::int64_t node = app::default_memory_bytes(world(), allocation);
    CHECK(node == core::node_memory_bytes());
    allocation.memory_node_bytes = std::int64_t{900} << 20U;
    CHECK(app::default_memory_bytes(world(), allocation) == std::int64_t{900} << 20U);
    allocation.memory_core_bytes = std::int64_t{100} << 20U;
    allocation.cpus_per_task = 3;
    CHECK(app::default_memory_bytes(world(), allocation) == std::int64_t{300} << 20U);
}

TEST_CASE("a variable that is no number is refused by name") {
    const Variables variables{{"SLURM_JOB_ID", "1"}, {"SLURM_JOB_END_TIME", "tomorrow"}};
    try {
        (void)app::read_allocation();
        FAIL("'tomorrow' is a time");
    } catch (const core::UsageError& error) {
        CHECK(std::string(error.what()).find("SLURM_JOB_END_TIME='tomorrow'") != std::string::npos);
    }
}

TEST_CASE("a tenth of the time is kept to finish, at least 30 s and at most 5 min") {
    CHECK(app::working_time_s(86400) == 86100);
    CHECK(app::working_time_s(600) == 540);
    CHECK(app::working_time_s(60) == 30);
    CHECK(app::working_time_s(20) == 0);
    CHECK(app::working_time_s(-5) == 0);
}

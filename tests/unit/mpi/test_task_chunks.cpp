// SPDX-License-Identifier: Apache-2.0
#include "mineprint/mpi/task_chunks.hpp"
#include "test_main.hpp"

using namespace mineprint::mpi;

TEST_CASE("all tasks are dealt once, in order, in chunks that do not grow") {
    for (const std::int64_t num_workers : {1, 3, 64}) {
        Dealer dealer(1000, num_workers);
        std::int64_t next = 0;
        std::int64_t largest = 1000;
        for (Chunk chunk = dealer.deal(); !chunk.empty(); chunk = dealer.deal()) {
            CHECK(chunk.begin == next);
            CHECK(chunk.end - chunk.begin <= largest);
            largest = chunk.end - chunk.begin;
            next = chunk.end;
        }
        CHECK(next == 1000);
        CHECK(largest == 1);
    }
}

TEST_CASE("a stopped dealer has nothing more") {
    Dealer dealer(10, 1);
    CHECK_FALSE(dealer.deal().empty());
    dealer.stop();
    CHECK(dealer.deal().empty());
}

TEST_CASE("a queue gives its chunk task by task and ends when told to") {
    LocalQueue queue;
    queue.put({4, 6});
    CHECK(queue.take() == 4);
    CHECK(queue.take() == 5);
    queue.put({});
    CHECK_FALSE(queue.take());
}

TEST_CASE("a closed queue drops what no worker has begun") {
    LocalQueue queue;
    queue.put({0, 100});
    CHECK(queue.take() == 0);
    queue.close();
    queue.put({100, 200});
    CHECK_FALSE(queue.take());
}

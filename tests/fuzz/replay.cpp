// SPDX-License-Identifier: Apache-2.0
// Gives a parser every file of a corpus as it is, then seeded mutations of them. An input that
// breaks it is left in a file of the working folder, for a place in the corpus once it is mended.

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

#include "fuzz.hpp"

namespace {

namespace fs = std::filesystem;

constexpr int usual_mutations = 3000;
constexpr double most_seconds = 5;  // of one input: a parser that takes longer hangs
constexpr const char* culprit = "fuzz_input_that_failed";

std::string current;  // the input at work, for the signal handler

void keep_input(int signal_number) {
    const int file = ::open(culprit, O_CREAT | O_WRONLY | O_TRUNC, 0644);
    if (file >= 0) {
        const auto written = ::write(file, current.data(), current.size());
        static_cast<void>(written);
        ::close(file);
    }
    std::signal(signal_number, SIG_DFL);
    std::raise(signal_number);
}

std::vector<std::string> read_corpus(const fs::path& folder) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(folder)) {
        paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> texts;
    for (const fs::path& path : paths) {
        std::ifstream file(path, std::ios::binary);
        texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return texts;
}

class Mutator {
  public:
    Mutator(const std::vector<std::string>& corpus, std::uint64_t seed)
        : corpus_(corpus), draw_(seed) {}

    std::string next() {
        std::string text = corpus_[below(corpus_.size())];
        for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
            change(text);
        }
        return text;
    }

  private:
    std::size_t below(std::size_t end) { return end == 0 ? 0 : draw_() % end; }

    void change(std::string& text) {
        static constexpr std::array<std::string_view, 16> words = {
            "-1",       "99999999999999999999",
            "1e999",    "nan",
            "null",     "{",
            "}",        "[[[[[[[[",
            "\"",       "\n",
            "\0",       "=",
            ",",        "../../",
            "\xff\xfe", "0"};
        const std::size_t at = below(text.size() + 1);
        const std::size_t length = std::min(text.size() - at, 1 + below(24));
        switch (below(6)) {
            case 0:
                text.erase(at, length);
                break;
            case 1:
                text.insert(at, words[below(words.size())]);
                break;
            case 2:
                text.insert(at, text.substr(at, length));
                break;
            case 3:
                text.resize(at);
                break;
            case 4:
                text.replace(at, length, words[below(words.size())]);
                break;
            default:
                if (at < text.size()) {
                    text[at] = static_cast<char>(below(256));
                }
        }
    }

    const std::vector<std::string>& corpus_;
    std::mt19937_64 draw_;
};

bool is_in_time(const std::string& text) {
    current = text;
    const auto begun = std::chrono::steady_clock::now();
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
    if (taken.count() > most_seconds) {
        std::ofstream(culprit, std::ios::binary) << text;
        std::fprintf(stderr, "an input took %.1f s; it is in %s\n", taken.count(), culprit);
        return false;
    }
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2 || argc > 4) {
        std::fprintf(stderr, "usage: %s CORPUS_FOLDER [MUTATIONS [SEED]]\n", argv[0]);
        return 2;
    }
    const int num_mutations = argc > 2 ? std::atoi(argv[2]) : usual_mutations;
    const std::uint64_t seed = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1;
    const std::vector<std::string> corpus = read_corpus(argv[1]);
    if (corpus.empty()) {
        std::fprintf(stderr, "%s is empty\n", argv[1]);
        return 1;
    }
    for (const int number : {SIGSEGV, SIGABRT, SIGFPE, SIGBUS}) {
        std::signal(number, keep_input);
    }
    bool good = is_in_time("");
    for (const std::string& text : corpus) {
        good = is_in_time(text) && good;
    }
    Mutator mutator(corpus, seed);
    for (int i = 0; i < num_mutations; ++i) {
        good = is_in_time(mutator.next()) && good;
    }
    std::printf("%zu files of the corpus and %d mutations\n", corpus.size(), num_mutations);
    return good ? 0 : 1;
}

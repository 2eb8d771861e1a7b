// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

namespace mineprint::core {

enum class LogLevel { debug, info, warning, error };

/// Where a run says what it does. Safe to use from several threads. Each line carries the time, the
/// level and the rank.
class Log {
  public:
    struct Options {
        int rank = 0;
        LogLevel terminal_level = LogLevel::info;  ///< what rank 0 prints on standard error
        std::filesystem::path file;                ///< appended to; none if empty
    };
    explicit Log(const Options& options);
    ~Log();
    Log(Log&&) noexcept;
    Log& operator=(Log&&) noexcept;

    /// A log that keeps nothing, for tests.
    [[nodiscard]] static Log silent();

    void debug(std::string_view text) const { write(LogLevel::debug, text); }
    /// Ranks other than 0 write information to the file only; warnings and errors come from every
    /// rank.
    void info(std::string_view text) const { write(LogLevel::info, text); }
    void warning(std::string_view text) const { write(LogLevel::warning, text); }
    void error(std::string_view text) const { write(LogLevel::error, text); }

  private:
    struct Sinks;
    explicit Log(std::unique_ptr<Sinks> sinks);
    void write(LogLevel level, std::string_view text) const;
    std::unique_ptr<Sinks> sinks_;
};

}  // namespace mineprint::core

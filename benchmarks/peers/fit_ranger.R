# SPDX-License-Identifier: Apache-2.0
# fit_ranger.R PREFIX TREES THREADS: trains ranger's forest on what `benchmark_train_forest --save PREFIX` wrote.
# Prints one JSON line; status 77 where ranger is not installed.
if (!requireNamespace("ranger", quietly = TRUE)) quit(status = 77)
words <- commandArgs(trailingOnly = TRUE)

# One- and two-dimensional NumPy files of float32 and uint8, row by row.
read_npy <- function(path) {
  file <- file(path, "rb")
  on.exit(close(file))
  readBin(file, "raw", 8)
  length <- readBin(file, "integer", 1, size = 2, signed = FALSE, endian = "little")
  head <- readChar(file, length)
  shape <- as.integer(strsplit(gsub("[^0-9,]", "", sub(".*'shape': \\(([^)]*)\\).*", "\\1", head)), ",")[[1]])
  if (grepl("f4", head)) {
    values <- readBin(file, "numeric", prod(shape), size = 4, endian = "little")
  } else {
    values <- readBin(file, "integer", prod(shape), size = 1, signed = FALSE)
  }
  if (length(shape) == 2) matrix(values, shape[1], byrow = TRUE) else values
}

table_of <- function(part) {
  x <- read_npy(paste0(words[1], "_", part, "X.npy"))
  colnames(x) <- paste0("f", seq_len(ncol(x)))
  list(x = x, y = read_npy(paste0(words[1], "_", part, "y.npy")))
}
train <- table_of("")
test <- table_of("test_")
threads <- as.integer(words[3])
cost <- system.time(
  forest <- ranger::ranger(x = train$x, y = factor(train$y), num.trees = as.integer(words[2]), min.node.size = 1,
                           num.threads = threads, seed = 1, verbose = FALSE))
found <- as.integer(as.character(predict(forest, data = test$x, num.threads = threads, verbose = FALSE)$predictions))
true <- sum(found == 1 & test$y == 1)
cat(sprintf('{"fit_s": %.4f, "fit_cpu_s": %.4f, "acc": %.6f, "f1": %.6f}\n', cost[["elapsed"]],
            cost[["user.self"]] + cost[["sys.self"]], mean(found == test$y), 2 * true / (sum(found == 1) + sum(test$y == 1))))

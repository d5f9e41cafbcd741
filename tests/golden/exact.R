# Reference values for exact tests and limits of counts, and for paired differences.
# Writes freeman_halton.csv, exact_limits.csv and newcombe_paired.csv to this folder,
# and prints the checks made on the way.

set.seed(20270117)

num <- function(x) sprintf("%.15g", as.numeric(x))
count <- function(x) sprintf("%.0f", as.numeric(x))
save_csv <- function(d, name) write.csv(d, name, quote = FALSE, row.names = FALSE)
report <- function(...) cat(sprintf(...), "\n", sep = "")

# ------------------------------------------------ 1. Fisher, Freeman and Halton

# A table is text: rows separated by "/", cells by "-".
table_text <- function(m)
  paste(apply(m, 1, function(r) paste(count(r), collapse = "-")), collapse = "/")

# fisher.test leaves out nothing, but refuses a table with fewer than two rows or
# columns that hold anyone: only one table has such margins, and p is 1.
freeman_halton <- function(m) {
  m <- m[rowSums(m) > 0, , drop = FALSE]
  m <- m[, colSums(m) > 0, drop = FALSE]
  if (nrow(m) < 2 || ncol(m) < 2) return(1)
  fisher.test(m, workspace = 2e8)$p.value
}

# Only the r x c part of fisher.test: 2x2 tables are in fisher.csv too.
tables <- list(
  matrix(0, 2, 3), rbind(c(3, 4, 1), c(0, 0, 0)), rbind(c(3, 0), c(5, 0), c(2, 0)),
  diag(3), diag(c(4, 5, 6)), matrix(1, 3, 3), matrix(5, 4, 2), rbind(c(0, 9), c(9, 0), c(0, 4)),
  rbind(c(1, 2, 1, 0), c(3, 3, 6, 1), c(10, 10, 14, 9), c(6, 7, 12, 11)),  # job satisfaction
  rbind(c(1, 2, 2, 1, 1, 0, 1), c(2, 0, 0, 2, 3, 0, 0), c(0, 1, 1, 1, 2, 7, 3),
        c(1, 1, 2, 0, 0, 0, 1), c(0, 1, 1, 1, 1, 0, 0)))                   # Mehta and Patel, 6th
small <- function() {                       # any shape, zeros
  m <- matrix(rpois(20, 2.2), sample(2:5, 1), sample(2:4, 1))
  m[runif(length(m)) < 0.2] <- 0
  m
}
empty <- function() {                       # an empty row, and sometimes a column
  m <- matrix(rpois(12, 4), 4)
  m[sample(4, 1), ] <- 0
  if (runif(1) < 0.5) m[, sample(3, 1)] <- 0
  m
}
middle <- function() matrix(rpois(9, runif(1, 4, 15)), 3, sample(2:3, 1))
groups <- function(n, spread) {             # r x 2: a share in groups
  r <- sample(2:8, 1)
  size <- as.vector(rmultinom(1, n, rexp(r) + 0.3))
  k <- rbinom(r, size, plogis(rnorm(1) + spread * rnorm(r)))
  cbind(k, size - k)
}
repeat {
  i <- length(tables)
  if (i == 200) break
  m <- suppressWarnings(
    if (i < 75) small() else if (i < 95) empty() else if (i < 120) middle() else
    if (i < 170) groups(sample(10:120, 1), 0.5) else groups(sample(150:400, 1), 0.3))
  tables[[i + 1]] <- m
}
taken <- system.time(p <- sapply(tables, freeman_halton))[["elapsed"]]
save_csv(data.frame(table = sapply(tables, table_text), p = num(p)), "freeman_halton.csv")
report("freeman-halton: tables %d, largest n %d, p below 1e-6: %d, above 1: %d; %.0f seconds",
       length(p), max(sapply(tables, sum)), sum(p < 1e-6), sum(p > 1), taken)

# ------------------------------------------------------- 2. mid-p and Blaker

# Mid-p: the bracket is halved until no number is left between its ends.
halve <- function(positive_at, from, to) {
  repeat {
    middle <- from + (to - from) / 2
    if (middle == from || middle == to) return(to)
    if (positive_at(middle)) from <- middle else to <- middle
  }
}
mid_tail <- function(k, n, p, lower)
  pbinom(if (lower) k - 1 else k, n, p, lower.tail = lower) + dbinom(k, n, p) / 2
mid_p <- function(k, n, level) {
  a <- (1 - level) / 2
  c(if (k == 0) 0 else halve(function(p) mid_tail(k, n, p, FALSE) < a, 0, 1),
    if (k == n) 1 else halve(function(p) mid_tail(k, n, p, TRUE) > a, 0, 1))
}

# Blaker: acceptability as in the programme of his paper, for many p at once. qbinom of R 4.2 is
# wrong for some shares next to 1 (by 30 of 1e6), so its answer is moved until it is a quantile.
quantile_of <- function(chance, n, p, lower) {
  at <- function(x) pbinom(x, n, p, lower.tail = lower)
  enough <- function(x) if (lower) at(x) >= chance else at(x) <= chance
  x <- qbinom(chance, n, p, lower.tail = lower)
  repeat {
    up <- !enough(x); down <- !up & x > 0 & enough(x - 1)
    if (!any(up, down)) return(x)
    x <- x + up - down
  }
}
acceptability <- function(k, n, p) {
  up <- pbinom(k - 1, n, p, lower.tail = FALSE); down <- pbinom(k, n, p)
  pmin(up + pbinom(quantile_of(up, n, p, TRUE) - 1, n, p),
       down + pbinom(quantile_of(down, n, p, FALSE), n, p, lower.tail = FALSE))
}
# Every share from well outside Clopper and Pearson's limit to k/n at which it may jump: where
# P(X <= j) becomes P(X >= k). All are halved for at once.
jumps <- function(k, n, from, to) {
  up <- function(p) pbinom(k - 1, n, p, lower.tail = FALSE)
  j <- max(0, qbinom(up(from), n, from) - 2):min(k - 1, qbinom(up(to), n, to) + 2)
  low <- rep(0, length(j)); high <- rep(1, length(j))
  for (step in 1:100) {
    middle <- (low + high) / 2
    above <- pbinom(j, n, middle) > up(middle)
    low <- ifelse(above, middle, low); high <- ifelse(above, high, middle)
  }
  high
}
# The lowest acceptable share, seen from outside: a fine search that also looks at both sides
# of every jump, as an acceptable stretch may be narrower than any step; then halved.
lowest <- function(k, n, alpha) {
  if (k == 0) return(0)
  from <- qbeta(alpha / 20, k, n - k + 1); to <- k / n
  at <- jumps(k, n, from, to)
  p <- c(from + (to - from) * (0:5000) / 5000, at * (1 - 1e-13), at * (1 + 1e-13))
  p <- sort(p[p >= from & p <= 1])
  first <- which(acceptability(k, n, p) > alpha)[1]
  stopifnot(first > 1)
  halve(function(x) acceptability(k, n, x) <= alpha, p[first - 1], p[first])
}
blaker <- function(k, n, level) c(lowest(k, n, 1 - level), 1 - lowest(n - k, n, 1 - level))

levels <- c(0.5, 0.8, 0.9, 0.95, 0.99, 0.999)
cases <- rbind(c(0, 1), c(1, 1), c(1, 2), c(0, 25), c(25, 25), c(3, 10), c(29, 99), c(59, 355),
               c(6, 13), c(7, 15), c(81, 263), c(15, 148), c(0, 20), c(1, 29), c(0, 1000),
               c(1, 1e6), c(999999, 1e6), c(5e5, 1e6), c(123456, 1e6))
while (nrow(cases) < 150) {
  n <- if (runif(1) < 0.8) sample(2:400, 1) else round(10^runif(1, 3, 6))
  k <- if (runif(1) < 0.7) rbinom(1, n, runif(1)) else rbinom(1, n, runif(1)^6)
  cases <- rbind(cases, c(k, n))
}
cases <- rbind(cbind(cases[rep(1:10, each = 6), ], rep(levels, 10)),
               cbind(cases[-(1:10), ], rep(levels[c(4, 3, 5, 4, 2, 6, 4, 1)], length.out = 140)),
               c(0, 1e9, 0.95), c(2, 1e9, 0.99), c(123456789, 1e9, 0.95), c(1e9, 1e9, 0.9))
mid <- t(apply(cases, 1, function(v) mid_p(v[1], v[2], v[3])))
bl <- t(apply(cases, 1, function(v) blaker(v[1], v[2], v[3])))
save_csv(data.frame(
  events = count(cases[, 1]), n = count(cases[, 2]), level = num(cases[, 3]),
  mid_p_low = num(mid[, 1]), mid_p_high = num(mid[, 2]),
  blaker_low = num(bl[, 1]), blaker_high = num(bl[, 2])), "exact_limits.csv")
# Klaschka's BlakerCI prints 0.08726443 to 0.61941066 for 3 of 10, 0.2097022 to 0.3929079 for
# 29 of 99 and 0.1300807 to 0.2090809 for 59 of 355, where Blaker's own programme misses a stretch.
for (v in list(c(3, 10), c(29, 99), c(59, 355)))
  report("blaker %d of %d: %.8f to %.8f", v[1], v[2],
         blaker(v[1], v[2], 0.95)[1], blaker(v[1], v[2], 0.95)[2])
report("exact limits: rows %d", nrow(cases))

# --------------------------------------------- 3. paired difference, Newcombe

# Method 10 from its definition, with Wilson's limits from prop.test.
wilson <- function(k, n, level)
  as.numeric(suppressWarnings(prop.test(k, n, conf.level = level, correct = FALSE))$conf.int)
newcombe <- function(e, f, g, h, level) {
  n <- e + f + g + h
  w1 <- wilson(e + f, n, level); w2 <- wilson(e + g, n, level)
  p1 <- (e + f) / n; p2 <- (e + g) / n
  q <- e * h - f * g
  if (q > 0) q <- max(q - n / 2, 0)
  phi <- if (any(c(e + f, g + h, e + g, f + h) == 0)) 0 else
    q / sqrt(e + f) / sqrt(g + h) / sqrt(e + g) / sqrt(f + h)
  width <- function(x, y) sqrt(x^2 - 2 * phi * x * y + y^2)
  c(p1 - p2, p1 - p2 - width(p1 - w1[1], w2[2] - p2), p1 - p2 + width(w1[2] - p1, p2 - w2[1]))
}
paired <- rbind(c(36, 12, 2, 0), c(36, 14, 0, 0), c(0, 30, 0, 0), c(0, 0, 7, 0), c(54, 0, 0, 0),
                c(53, 0, 0, 1), c(27, 0, 0, 27), c(1, 0, 0, 0), c(0, 0, 0, 1), c(1, 1, 1, 1),
                c(59, 6, 16, 80), c(14, 5, 0, 22), c(7, 25, 2, 68), c(0, 1, 1, 0))
while (nrow(paired) < 200) {
  n <- if (nrow(paired) < 120) sample(40, 1) else round(10^runif(1, 1.5, 6))
  paired <- rbind(paired, as.vector(rmultinom(1, n, rexp(4)^2)))
}
paired <- cbind(paired, rep(c(0.95, 0.9, 0.99, 0.95), length.out = 200))
nc <- t(apply(paired, 1, function(v) newcombe(v[1], v[2], v[3], v[4], v[5])))
save_csv(data.frame(
  both = count(paired[, 1]), first_only = count(paired[, 2]), second_only = count(paired[, 3]),
  neither = count(paired[, 4]), level = paired[, 5],
  difference = num(nc[, 1]), low = num(nc[, 2]), high = num(nc[, 3])), "newcombe_paired.csv")
report("newcombe paired: rows %d, 36/12/2/0: %.4f to %.4f (printed: 0.0569 to 0.3404), outside -1..1: %d",
       nrow(nc), nc[1, 2], nc[1, 3], sum(nc[, 2] < -1 - 1e-12 | nc[, 3] > 1 + 1e-12))

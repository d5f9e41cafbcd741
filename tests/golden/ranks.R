# Reference values for graded and continuous variables, given as values and frequencies.
# Writes two_groups.csv, spearman.csv, groups.csv, quantiles.csv and smd_shares.csv to this folder, and prints the checks made on the way. Needs the package pROC.

suppressMessages(library(pROC))
set.seed(20270214)

num <- function(x) sprintf("%.17g", as.numeric(x))
joined <- function(x) paste(num(x), collapse = " ")
given <- function(x) paste(sprintf("%.15g", x), collapse = " ")  # has at most six digits
save_csv <- function(d, name) write.csv(d, name, quote = FALSE, row.names = FALSE)
report <- function(...) cat(sprintf(...), "\n", sep = "")
attempt <- function(expr) tryCatch(suppressWarnings(expr), error = function(e) NaN)
levels_of <- function(k) rep(c(0.95, 0.9, 0.99), length.out = k)

# Values of one of four kinds: grades, a score of 0 to 48, one decimal, many decimals.
some_values <- function(k) switch(sample(4, 1),
  sample(0:4, k, replace = TRUE), sample(0:48, k, replace = TRUE),
  round(rnorm(k, 1, 3), 1), signif(rnorm(k) * 10^sample(-3:3, 1), 6))
some_counts <- function(k) rpois(k, sample(c(0.4, 1, 3, 30), 1))

# ------------- 1. two groups: AUC, Mann-Whitney, standardised difference

# Hanley and McNeil's variance in Newcombe's method 5 (the same N for both
# groups), as a quartic: (A - t)^2 (2 - t)(1 + t) m n =
# z^2 t (1 - t) ((2 - t)(1 + t) + N (1 - t)(1 + t) + N t (2 - t)).
# Its real roots in [0, 1] nearest to A on either side are the limits; A itself
# is a root, but no limit, where it is 0 or 1.
times <- function(p, q) {
  r <- numeric(length(p) + length(q) - 1)
  for (i in seq_along(p)) r[i + seq_along(q) - 1] <- r[i + seq_along(q) - 1] + p[i] * q
  r
}
hanley_newcombe <- function(A, m, n, level) {
  z <- qnorm((1 + level) / 2)
  N <- (m + n) / 2 - 1
  both <- times(c(2, -1), c(1, 1))
  left <- times(times(c(A, -1), c(A, -1)), both) * m * n
  right <- z^2 * times(times(c(0, 1), c(1, -1)),
    both + N * times(c(1, -1), c(1, 1)) + N * times(c(0, 1), c(2, -1)))
  roots <- polyroot(left - right)
  real <- Re(roots)[abs(Im(roots)) < 1e-7]
  polish <- function(t) {   # Newton's steps: polyroot stops at about 1e-8
    p <- left - right; slope <- p[-1] * seq_along(p[-1])
    at <- function(p, t) sum(p * t^(seq_along(p) - 1))
    for (i in 1:5) t <- t - at(p, t) / at(slope, t)
    t
  }
  away <- real[real > 0 & real < 1 & (!(A %in% 0:1) | abs(real - A) > 1e-6)]
  c(if (A == 0) 0 else polish(max(away[away < A])),
    if (A == 1) 1 else polish(min(away[away > A])))
}

logit_limits <- function(A, variance, level) {
  half <- qnorm((1 + level) / 2) * sqrt(variance) / (A * (1 - A))
  plogis(qlogis(A) + c(-half, half))
}

two_groups <- list(
  list(1:5, c(2, 12, 1, 8, 18), c(37, 20, 3, 8, 4)),        # pROC's aSAH: outcome by WFNS grade
  list(c(1, 2), c(1, 0), c(0, 1)), list(c(1, 2), c(0, 1), c(1, 0)), list(3, 1, 1),
  list(7, 4, 9), list(0, 60, 80), list(1:6, c(0, 0, 0, 1, 1, 1), c(1, 1, 1, 0, 0, 0)),
  list(1:6, c(1, 1, 1, 0, 0, 0), c(0, 0, 0, 1, 1, 1)), list(c(1, 9), c(0, 50), c(70, 0)),
  list(1:4, c(0, 1, 0, 0), c(3, 1, 2, 5)), list(1:4, c(2, 4, 2, 5), c(0, 0, 1, 0)),
  list(1:3, c(0, 1, 0), c(1, 0, 1)), list(c(1, 1, 2), c(1, 2, 3), c(0, 4, 1)),
  list(1:98, rep(0:1, 49), rep(1:0, 49)), list(1:98, rep(0:1, each = 49), rep(1:0, each = 49)),
  list(1:99, rep(c(0, 1), length.out = 99), rep(c(1, 0), length.out = 99)),
  list(1:3, c(0, 1, 999), c(999, 1, 0)))
while (length(two_groups) < 110) {
  k <- sample(if (length(two_groups) < 60) 2:12 else 5:120, 1)
  v <- some_values(k)
  case <- if (length(two_groups) %% 3) list(v, some_counts(k), some_counts(k)) else {
    v <- signif(sort(rnorm(k)), 6); has <- rbinom(k, 1, plogis(v * sample(0:3, 1))); list(v, has, 1 - has)
  }
  if (sum(case[[2]]) && sum(case[[3]])) two_groups <- c(two_groups, list(case))
}
found <- mapply(function(case, level) {
  x <- rep(case[[1]], case[[2]]); y <- rep(case[[1]], case[[3]])
  curve <- suppressWarnings(roc(rep(1:0, c(length(x), length(y))), c(x, y), levels = c(0, 1),
                                direction = "<", quiet = TRUE))
  A <- as.numeric(auc(curve)); variance <- attempt(var(curve, method = "delong"))
  exact <- !anyDuplicated(c(x, y)) && length(x) < 50 && length(y) < 50
  test <- suppressWarnings(wilcox.test(x, y, exact = FALSE))
  smd <- (mean(x) - mean(y)) / sqrt((var(x) + var(y)) / 2)
  c(level, A, variance, logit_limits(A, variance, level),
    hanley_newcombe(A, length(x), length(y), level), test$statistic,
    if (exact) wilcox.test(x, y, exact = TRUE)$p.value else NA, test$p.value, smd)
}, two_groups, levels_of(length(two_groups)))
save_csv(data.frame(
  values = sapply(two_groups, function(g) given(g[[1]])),
  present = sapply(two_groups, function(g) given(g[[2]])),
  absent = sapply(two_groups, function(g) given(g[[3]])),
  level = num(found[1, ]), auc = num(found[2, ]), variance = num(found[3, ]),
  delong_low = num(found[4, ]), delong_high = num(found[5, ]),
  hanley_low = num(found[6, ]), hanley_high = num(found[7, ]), u = num(found[8, ]),
  p_exact = num(found[9, ]), p_normal = num(found[10, ]),
  smd = num(found[11, ])), "two_groups.csv")
report("two groups: cases %d, AUC 0 or 1: %d, variance 0 or NaN: %d, exact p: %d",
       ncol(found), sum(found[2, ] %in% 0:1), sum(!(found[3, ] > 0), na.rm = TRUE) +
         sum(is.na(found[3, ])), sum(!is.na(found[9, ])))
report("one of one above one of one: %.15f, Wilson's limit of 1/1: %.15f",
       hanley_newcombe(1, 1, 1, 0.95)[1],
       suppressWarnings(prop.test(1, 1, correct = FALSE))$conf.int[1])
data(aSAH)
published <- ci.auc(roc(aSAH$outcome, aSAH$ndka, quiet = TRUE))
report("pROC's own test of ndka, 0.501244999271703 0.611957994579946 0.722670989888189: off by %.3g",
       max(abs(as.numeric(published) - c(0.501244999271703, 0.611957994579946, 0.722670989888189))))

# ------------------------------------------------------------ 2. Spearman

pairs <- list(
  list(c(21, 4, 9, 12, 35, 18, 10, 22, 24, 1, 6, 8, 13, 16, 19),   # statpsych, ci.spear
       c(67, 28, 30, 28, 52, 40, 25, 37, 44, 10, 14, 20, 28, 40, 51), rep(1, 15)),
  list(1:5, 1:5, rep(1, 5)), list(1:5, 5:1, c(2, 1, 1, 1, 3)), list(1:4, rep(2, 4), rep(3, 4)),
  list(c(1, 2, 2), c(1, 1, 2), rep(1, 3)), list(1:3, c(1, 3, 2), rep(1, 3)),
  list(1:3, c(2, 2, 1), c(1, 1, 2)), list(c(0, 0, 1, 1), c(0, 1, 0, 1), c(10, 10, 10, 10)),
  list(1:4, c(1, 2, 4, 3), rep(1, 4)), list(c(0, 1), c(0, 1), c(40, 60)))
while (length(pairs) < 90) {
  k <- sample(3:60, 1)
  x <- some_values(k)
  y <- if (runif(1) < 0.5) some_values(k) else
    signif(x * sample(c(-1, 1), 1) + rnorm(k, 0, sd(x) + 0.1), 6)
  n <- some_counts(k)
  if (sum(n) > 2) pairs <- c(pairs, list(list(x, y, n)))
}
found <- mapply(function(case, level) {
  x <- rep(case[[1]], case[[3]]); y <- rep(case[[2]], case[[3]])
  rho <- suppressWarnings(cor(x, y, method = "spearman"))
  p <- suppressWarnings(cor.test(x, y, method = "spearman", exact = FALSE))$p.value
  half <- qnorm((1 + level) / 2) * suppressWarnings(sqrt((1 + rho^2 / 2) / (length(x) - 3)))
  c(level, rho, tanh(atanh(rho) + c(-half, half)), p)
}, pairs, levels_of(length(pairs)))
save_csv(data.frame(
  x = sapply(pairs, function(g) given(g[[1]])), y = sapply(pairs, function(g) given(g[[2]])),
  n = sapply(pairs, function(g) given(g[[3]])), level = num(found[1, ]), rho = num(found[2, ]),
  low = num(found[3, ]), high = num(found[4, ]), p = num(found[5, ])), "spearman.csv")
report("spearman: cases %d, constant %d, perfect %d; statpsych's 0.5840951 to 0.9638297: %.7f to %.7f",
       ncol(found), sum(is.na(found[2, ])), sum(abs(found[2, ]) > 1 - 1e-14, na.rm = TRUE),
       found[3, 1], found[4, 1])

# ---------------------------------------------------- 3. several groups

several <- list(
  list(1:4, list(c(5, 3, 1, 0), c(2, 4, 3, 1), c(0, 2, 4, 6))),
  list(1:2, list(c(3, 0), c(0, 4))), list(5, list(3, 4)), list(1:3, list(c(1, 0, 0), c(0, 2, 3))),
  list(1:4, list(c(1, 1, 0, 0), c(0, 0, 1, 1))), list(1:3, list(c(2, 0, 0), c(0, 1, 2))),
  list(1:3, list(c(1, 1, 1), c(1, 1, 1), c(1, 1, 1))))
while (length(several) < 90) {
  k <- sample(2:40, 1)
  several <- c(several, list(list(some_values(k),
    lapply(seq_len(sample(2:5, 1)), function(g) some_counts(k)))))
}
found <- sapply(several, function(case) {
  y <- unlist(lapply(case[[2]], function(n) rep(case[[1]], n)))
  g <- factor(rep(seq_along(case[[2]]), sapply(case[[2]], sum)))
  ranks <- attempt(kruskal.test(y, g)); means <- attempt(oneway.test(y ~ g, var.equal = FALSE))
  c(if (is.list(ranks)) c(ranks$statistic, ranks$parameter, ranks$p.value) else rep(NaN, 3),
    if (is.list(means)) c(means$statistic, means$parameter[2], means$p.value) else rep(NaN, 3))
})
save_csv(data.frame(
  values = sapply(several, function(g) given(g[[1]])),
  groups = sapply(several, function(g) paste(sapply(g[[2]], given), collapse = "|")),
  h = num(found[1, ]), h_df = num(found[2, ]), h_p = num(found[3, ]),
  f = num(found[4, ]), f_df = num(found[5, ]), f_p = num(found[6, ])), "groups.csv")
report("groups: cases %d, H undefined %d, F undefined %d",
       ncol(found), sum(is.na(found[1, ])), sum(is.na(found[4, ])))

# ---------------------------------------------------------- 4. quantiles

held <- list(list(3, 1), list(c(1, 2), c(1, 1)), list(1:3, c(1, 0, 1)), list(c(2, 2, 1), c(1, 2, 3)))
while (length(held) < 80) {
  k <- sample(1:50, 1); n <- some_counts(k)
  if (sum(n)) held <- c(held, list(list(some_values(k), n)))
}
shares <- c(0, 0.025, 0.1, 0.25, 1 / 3, 0.5, 0.75, 0.9, 0.975, 1)
save_csv(data.frame(
  values = sapply(held, function(g) given(g[[1]])), n = sapply(held, function(g) given(g[[2]])),
  shares = joined(shares),
  quantiles = sapply(held, function(g) joined(quantile(rep(g[[1]], g[[2]]), shares, type = 7)))),
  "quantiles.csv")
report("quantiles: cases %d of %d shares", length(held), length(shares))

# -------------------- 5. standardised differences of categories

# By the covariances of indicator variables, row by row, without the first category that occurs.
matrix_smd <- function(first, second) {
  here <- first + second > 0
  rows <- function(n) diag(length(n))[rep(seq_along(n), n), , drop = FALSE][, here, drop = FALSE]
  a <- rows(first)[, -1, drop = FALSE]; b <- rows(second)[, -1, drop = FALSE]
  if (!ncol(a)) return(0)
  population <- function(m) crossprod(sweep(m, 2, colMeans(m))) / nrow(m)
  d <- colMeans(a) - colMeans(b)
  sqrt(attempt(drop(t(d) %*% solve((population(a) + population(b)) / 2) %*% d)))
}
shared <- list(list(c(20, 30, 50), c(35, 30, 35)), list(c(5, 0), c(7, 0)), list(c(5, 0), c(0, 7)),
  list(c(5, 3, 0), c(0, 0, 7)), list(c(5, 0, 3, 0), c(0, 2, 0, 6)), list(c(1, 1), c(1, 1)),
  list(c(1, 0, 4), c(0, 3, 1)), list(c(4, 6), c(9, 1)), list(c(1, 0), c(1, 999)))
while (length(shared) < 80) {
  k <- sample(2:7, 1)
  case <- list(some_counts(k), some_counts(k))
  if (sum(case[[1]]) && sum(case[[2]])) shared <- c(shared, list(case))
}
smd <- sapply(shared, function(g) matrix_smd(g[[1]], g[[2]]))
save_csv(data.frame(first = sapply(shared, function(g) given(g[[1]])),
                    second = sapply(shared, function(g) given(g[[2]])), smd = num(smd)),
         "smd_shares.csv")
report("standardised differences of categories: cases %d, singular %d", length(smd), sum(is.na(smd)))

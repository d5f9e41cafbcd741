# Reference values for statistical tests of counts.
# Writes fisher.csv, chi_squared.csv, mcnemar.csv, mantel_haenszel.csv,
# trend.csv, intervals.csv, difference_ratio.csv and paired_difference.csv to this folder,
# and prints the checks made on the way.

set.seed(20261121)
out <- "."

num <- function(x) sprintf("%.15g", as.numeric(x))
count <- function(x) sprintf("%.0f", as.numeric(x))
save_csv <- function(d, name)
  write.csv(d, file.path(out, name), quote = FALSE, row.names = FALSE)
report <- function(...) cat(sprintf(...), "\n", sep = "")
# Cases that were added later, drawn so that those that were there stay what they are.
with_seed <- function(seed, draw) {
  old <- .Random.seed
  on.exit(assign(".Random.seed", old, envir = globalenv()))
  set.seed(seed)
  draw()
}

# Largest relative difference over the pairs where both are finite.
rel_diff <- function(x, y) {
  ok <- is.finite(x) & is.finite(y)
  d <- abs(x - y)[ok] / pmax(abs(y[ok]), 1e-300)
  d[x[ok] == y[ok]] <- 0
  if (length(d)) max(d) else 0
}
# Number of places where one is finite and the other is not.
finite_mismatch <- function(x, y) sum(is.finite(x) != is.finite(y))

# ---------------------------------------------------------------- 1. Fisher

# Conditional maximum likelihood odds ratio and central exact limits of a
# 2x2 table, solved on the log-odds scale with the noncentral
# hypergeometric distribution of the first cell.
# Lowest value of the support: odds ratio 0 and low limit 0.
# Highest value: odds ratio Inf and high limit Inf.
# Support of a single value (an empty margin): 0, 0 and Inf.
conditional_odds <- function(a, b, c, d, level = 0.95) {
  m <- a + c; n <- b + d; k <- a + b
  lo <- max(0, k - n); hi <- min(k, m)
  x <- lo:hi
  logd <- dhyper(x, m, n, k, log = TRUE)
  # theta multiplies x - a, so the exponents stay small near the table
  density <- function(theta) {
    l <- logd + theta * (x - a)
    w <- exp(l - max(l))
    w / sum(w)
  }
  solve_for <- function(f)
    uniroot(f, c(-60, 60), tol = 1e-14, maxiter = 10000)$root
  alpha <- (1 - level) / 2
  odds <- if (a == lo) 0 else if (a == hi) Inf else
    exp(solve_for(function(t) sum((x - a) * density(t))))
  low <- if (a == lo) 0 else
    exp(solve_for(function(t) sum(density(t)[x >= a]) - alpha))
  high <- if (a == hi) Inf else
    exp(solve_for(function(t) sum(density(t)[x <= a]) - alpha))
  c(odds, low, high)
}

# Fixed tables with zeros: empty table, empty rows, empty columns, diagonals.
fixed <- rbind(c(0, 0, 0, 0), c(0, 0, 3, 4), c(5, 2, 0, 0), c(0, 6, 0, 3),
               c(4, 0, 7, 0), c(1, 0, 0, 0), c(0, 0, 0, 9), c(1, 0, 0, 1),
               c(0, 1, 1, 0), c(5, 0, 0, 5), c(0, 8, 8, 0), c(3, 0, 4, 5),
               c(0, 3, 4, 5), c(3, 1, 1, 3), c(1, 1, 1, 1), c(10, 2, 3, 15))
small <- matrix(sample(0:12, 4 * 104, replace = TRUE), ncol = 4)
small[runif(length(small)) < 0.2] <- 0
medium <- rbind(matrix(sample(0:200, 4 * 35, replace = TRUE), ncol = 4),
                matrix(round(200 * runif(4 * 35)^3), ncol = 4))
# Large: five independent uniform tables, five close to an odds ratio of 1.
large <- matrix(sample(1000:20000, 4 * 5, replace = TRUE), ncol = 4)
near <- t(replicate(5, {
  a <- sample(1500:8000, 1); b <- sample(1500:8000, 1); f <- runif(1, 0.8, 2)
  c(a, b, round(f * a * runif(1, 0.96, 1.04)), round(f * b))
}))
tables <- rbind(fixed, small, medium, large, near)
stopifnot(nrow(tables) == 200)

fisher <- t(apply(tables, 1, function(v) {
  f <- tryCatch(fisher.test(matrix(v, 2, byrow = TRUE), conf.level = 0.95),
                error = function(e) NULL)
  r <- if (is.null(f)) rep(NA_real_, 4) else
    c(f$p.value, f$estimate, f$conf.int)
  c(r, conditional_odds(v[1], v[2], v[3], v[4]))
}))
save_csv(data.frame(
  a = count(tables[, 1]), b = count(tables[, 2]),
  c = count(tables[, 3]), d = count(tables[, 4]),
  p = num(fisher[, 1]), odds_ratio = num(fisher[, 2]),
  low = num(fisher[, 3]), high = num(fisher[, 4]),
  odds_ratio_exact = num(fisher[, 5]), low_exact = num(fisher[, 6]),
  high_exact = num(fisher[, 7])), "fisher.csv")

# Check against fisher.test. Its root is found for t = odds ratio when below 1
# and for t = 1 / odds ratio when above, to an absolute tolerance of about
# 1.22e-4 in t, so the relative error of a small t may be larger than 1e-3.
report("fisher: tables %d, fisher.test errors %d, p above 1: %d (largest %.17g), p of 0: %d",
       nrow(fisher), sum(is.na(fisher[, 1])), sum(fisher[, 1] > 1, na.rm = TRUE),
       max(fisher[, 1], na.rm = TRUE), sum(fisher[, 1] == 0, na.rm = TRUE))
for (j in 1:3) {
  r <- fisher[, 1 + j]; e <- fisher[, 4 + j]
  name <- c("odds ratio", "low", "high")[j]
  fin <- is.finite(e) & e > 0
  rel <- abs(r - e)[fin] / e[fin]
  t_r <- ifelse(e > 1, 1 / r, r)[fin]; t_e <- ifelse(e > 1, 1 / e, e)[fin]
  report("fisher %s: compared %d, 0/Inf mismatches %d, relative > 1e-3: %d (largest %.3g), largest relative where t > 0.2: %.3g, largest absolute in t: %.3g",
         name, sum(fin), sum((r == 0) != (e == 0) | is.infinite(r) != is.infinite(e)),
         sum(rel > 1e-3), max(rel), max(rel[t_e > 0.2]), max(abs(t_r - t_e)))
}

# ----------------------------------------------------------- 2. chi-squared

# A table is text: rows separated by "/", cells by "-".
table_text <- function(m)
  paste(apply(m, 1, function(r) paste(count(r), collapse = "-")), collapse = "/")

# Pearson chi-squared after dropping rows and columns that are all zero.
# With fewer than two rows or two columns left: NaN.
chi_row <- function(m) {
  m <- m[rowSums(m) > 0, , drop = FALSE]
  m <- m[, colSums(m) > 0, drop = FALSE]
  if (nrow(m) < 2 || ncol(m) < 2) return(c(NaN, NaN, NaN))
  t <- suppressWarnings(chisq.test(m, correct = FALSE))
  e <- outer(rowSums(m), colSums(m)) / sum(m)
  s <- sum((m - e)^2 / e)
  worst_chi <<- max(worst_chi, abs(s - t$statistic) / max(s, 1e-12))
  c(t$statistic, t$parameter, t$p.value)
}
worst_chi <- 0

chi_tables <- list(
  matrix(0, 2, 2), matrix(c(3, 0, 4, 0), 2), matrix(c(3, 4, 0, 0), 2),
  rbind(c(3, 4, 1), c(0, 2, 9)), rbind(c(0, 0, 0), c(2, 5, 1), c(4, 0, 3)),
  rbind(c(2, 0, 5), c(1, 0, 3)), diag(c(4, 5, 6)),
  rbind(c(10, 20), c(10, 20)), rbind(c(0, 0, 0, 7), c(0, 0, 0, 2)),
  rbind(c(0, 1, 0), c(0, 0, 0), c(2, 0, 0)))
for (i in seq_len(90)) {
  r <- sample(2:5, 1); k <- sample(2:5, 1)
  if (i <= 45) {                       # small, many zeros
    m <- matrix(sample(0:12, r * k, replace = TRUE), r)
    m[runif(r * k) < 0.25] <- 0
  } else if (i <= 55) {                # an empty row and sometimes a column
    m <- matrix(sample(0:9, r * k, replace = TRUE), r)
    m[sample(r, 1), ] <- 0
    if (runif(1) < 0.5) m[, sample(k, 1)] <- 0
  } else if (i <= 75) {                # medium, not far from independence
    m <- matrix(rpois(r * k, outer(runif(r, 2, 12), runif(k, 2, 12))), r)
  } else {                             # large
    m <- matrix(rpois(r * k, outer(runif(r, 50, 200), runif(k, 20, 200)) *
                        runif(r * k, 0.97, 1.03)), r)
  }
  chi_tables[[length(chi_tables) + 1]] <- m
}
chi <- t(sapply(chi_tables, chi_row))
save_csv(data.frame(table = sapply(chi_tables, table_text),
                    statistic = num(chi[, 1]), df = num(chi[, 2]),
                    p = num(chi[, 3])), "chi_squared.csv")
report("chi-squared: tables %d, NaN %d, largest relative difference from the definition %.3g",
       nrow(chi), sum(is.nan(chi[, 1])), worst_chi)

# --------------------------------------------------------------- 3. McNemar

pairs <- rbind(c(0, 0), c(1, 0), c(0, 1), c(1, 1), c(5, 5), c(30, 30),
               c(60, 60), c(0, 6), c(6, 0), c(0, 17), c(23, 0), c(0, 60),
               c(60, 0), c(2, 3), c(10, 2), c(5, 15),
               cbind(sample(0:60, 40, replace = TRUE),
                     sample(0:60, 40, replace = TRUE)),
               c(4000, 4200), c(10500, 10000), c(1400, 1500), c(25000, 25000))
more_pairs <- function() {
  few <- cbind(sample(0:25, 60, replace = TRUE), sample(0:25, 60, replace = TRUE))
  many <- matrix(round(10^runif(160, 1, 4)), ncol = 2)
  rbind(few, many)
}
pairs <- rbind(pairs, with_seed(20270115, more_pairs))
stopifnot(nrow(pairs) == 200)
mc <- t(apply(pairs, 1, function(v) {
  b <- v[1]; c <- v[2]; n <- b + c
  if (n == 0) return(c(1, 1, NaN, NaN))
  s <- (b - c)^2 / n
  c(binom.test(b, n)$p.value,
    min(1, 2 * pbinom(min(b, c), n, 0.5) - dbinom(min(b, c), n, 0.5)),
    s, pchisq(s, 1, lower.tail = FALSE))
}))
save_csv(data.frame(b = count(pairs[, 1]), c = count(pairs[, 2]),
                    exact = num(mc[, 1]), mid_p = num(mc[, 2]),
                    statistic = num(mc[, 3]), p_chi = num(mc[, 4])), "mcnemar.csv")
# Checks: exact p is twice the smaller tail, at most 1; the statistic is that
# of mcnemar.test without correction; mid p is 1 where b = c.
twice <- pmin(1, 2 * pbinom(pmin(pairs[, 1], pairs[, 2]), rowSums(pairs), 0.5))
mtest <- apply(pairs, 1, function(v)
  unname(mcnemar.test(matrix(c(7, v[1], v[2], 9), 2), correct = FALSE)$statistic))
report("mcnemar: pairs %d, exact vs twice the tail %.3g, statistic vs mcnemar.test %.3g, mid p at b = c off 1 by %.3g",
       nrow(pairs), rel_diff(mc[, 1], twice), rel_diff(mc[, 3], mtest),
       max(abs(mc[pairs[, 1] == pairs[, 2], 2] - 1)))

# ------------------------------------------------------- 4. Mantel-Haenszel

# s is a matrix of strata, one a, b, c, d per row, table rows (a,b) and (c,d).

# The same formulas as mantelhaen.test, used as a check and for sets that are
# left with a single stratum.
mh_formula <- function(s) {
  a <- s[, 1]; b <- s[, 2]; c <- s[, 3]; d <- s[, 4]; n <- a + b + c + d
  P <- (a + d) / n; Q <- (b + c) / n; R <- a * d / n; S <- b * c / n
  or <- sum(R) / sum(S)
  se <- sqrt(sum(P * R) / (2 * sum(R)^2) +
             sum(P * S + Q * R) / (2 * sum(R) * sum(S)) +
             sum(Q * S) / (2 * sum(S)^2))
  v <- (a + b) * (c + d) * (a + c) * (b + d) / (n^2 * (n - 1))
  x <- (sum(a - (a + b) * (a + c) / n))^2 / sum(v)
  z <- qnorm(0.975)
  c(or, or * exp(-z * se), or * exp(z * se), x, pchisq(x, 1, lower.tail = FALSE))
}

# mantelhaen.test refuses a stratum of fewer than 2 observations: such strata
# (which carry no information) are left out. Strata with an empty margin and
# at least 2 observations are given to it as they are. It also refuses a single
# stratum: then the formulas above. No stratum left: NaN.
mh_test <- function(s) {
  s <- s[rowSums(s) >= 2, , drop = FALSE]
  if (nrow(s) == 0) return(rep(NaN, 5))
  if (nrow(s) == 1) return(mh_formula(s))
  x <- array(t(s[, c(1, 3, 2, 4)]), c(2, 2, nrow(s)))
  t <- mantelhaen.test(x, correct = FALSE, exact = FALSE)
  unname(c(t$estimate, t$conf.int, t$statistic, t$p.value))
}

# Breslow-Day statistic, with Tarone's correction, over strata whose four
# margins are all above 0. The fitted cell A has the margins of the stratum
# and the common odds ratio: A (n - r - k + A) = or (r - A)(k - A).
# df = strata used - 1; p_tarone is NaN when df < 1.
breslow_day <- function(s, or) {
  a <- s[, 1]; b <- s[, 2]; c <- s[, 3]; d <- s[, 4]
  keep <- a + b > 0 & c + d > 0 & a + c > 0 & b + d > 0
  if (!is.finite(or) || or <= 0 || !any(keep)) return(rep(NaN, 4))
  a <- a[keep]; r <- (a + b[keep]); k <- a + c[keep]; n <- (s %*% rep(1, 4))[keep]
  # (1 - or) A^2 + B A - C = 0, root taken in the form without cancellation
  B <- n - r - k + or * (r + k)
  C <- or * r * k
  root <- sqrt(B^2 + 4 * (1 - or) * C)
  A <- ifelse(B >= 0, 2 * C / (B + root), (root - B) / (2 * (1 - or)))
  stopifnot(A > 0, A < pmin(r, k), n - r - k + A > 0)
  fit <- A * (n - r - k + A) / ((r - A) * (k - A))
  worst_fit <<- max(worst_fit, abs(fit / or - 1))
  v <- 1 / (1 / A + 1 / (r - A) + 1 / (k - A) + 1 / (n - r - k + A))
  bd <- sum((a - A)^2 / v)
  tarone <- bd - sum(a - A)^2 / sum(v)
  df <- sum(keep) - 1
  c(bd, tarone, df, if (df < 1) NaN else pchisq(tarone, df, lower.tail = FALSE))
}
worst_fit <- 0

strata_text <- function(s)
  paste(apply(s, 1, function(r) paste(count(r), collapse = "-")), collapse = "/")

sets <- list(
  rbind(c(0, 0, 0, 0), c(1, 0, 0, 0)),                     # nothing usable
  rbind(c(4, 6, 2, 8), c(0, 0, 0, 0)),                     # one stratum left
  rbind(c(4, 6, 2, 8), c(1, 0, 0, 0), c(7, 3, 5, 5)),
  rbind(c(4, 6, 2, 8), c(0, 0, 3, 5), c(7, 3, 5, 5)),      # empty row
  rbind(c(4, 0, 2, 0), c(5, 5, 2, 9)),                     # empty column
  rbind(c(0, 5, 4, 6), c(0, 7, 3, 8)),                     # odds ratio 0
  rbind(c(5, 0, 4, 6), c(7, 0, 3, 8), c(3, 0, 1, 2)),      # odds ratio Inf
  rbind(c(0, 0, 4, 6), c(3, 8, 0, 0)),                     # odds ratio NaN
  rbind(c(10, 10, 10, 10), c(5, 5, 5, 5)),                 # odds ratio 1
  rbind(c(3, 2, 6, 4), c(30, 20, 60, 40), c(1, 3, 2, 6)))  # odds ratio 1
random_strata <- function(i) {
  K <- sample(2:6, 1)
  if (i <= 20) {                      # small, zeros
    s <- matrix(sample(0:12, 4 * K, replace = TRUE), K)
    s[runif(4 * K) < 0.15] <- 0
  } else if (i <= 30) {               # one stratum with an empty margin
    s <- matrix(sample(1:20, 4 * K, replace = TRUE), K)
    s[sample(K, 1), list(1:2, 3:4, c(1, 3), c(2, 4))[[sample(4, 1)]]] <- 0
  } else if (i <= 42) {               # medium, a common odds ratio
    psi <- exp(rnorm(1, 0, 0.8))
    s <- t(replicate(K, {
      p <- runif(1, 0.1, 0.7); q <- p * psi / (1 - p + p * psi)
      n <- sample(20:200, 2, replace = TRUE)
      a <- rbinom(1, n[1], q); c <- rbinom(1, n[2], p)
      c(a, n[1] - a, c, n[2] - c)
    }))
  } else {                            # large
    s <- t(replicate(K, {
      a <- sample(500:5000, 4, replace = TRUE)
      c(a[1:3], round(a[2] * a[3] / a[1] * runif(1, 0.8, 1.5)))
    }))
  }
  s
}
sets <- c(sets, lapply(seq_len(50), random_strata),
          with_seed(20270116, function() lapply(rep(1:50, length.out = 140), random_strata)))
stopifnot(length(sets) == 200)
mh <- t(sapply(sets, mh_test))
bd <- t(mapply(breslow_day, sets, mh[, 1]))
save_csv(data.frame(strata = sapply(sets, strata_text), odds_ratio = num(mh[, 1]),
                    low = num(mh[, 2]), high = num(mh[, 3]),
                    statistic = num(mh[, 4]), p = num(mh[, 5]),
                    breslow_day = num(bd[, 1]), tarone = num(bd[, 2]),
                    df = num(bd[, 3]), p_tarone = num(bd[, 4])),
         "mantel_haenszel.csv")

# Check Breslow-Day against epiR where all margins are above 0 and it runs,
# and the rest against the formulas.
formula <- t(sapply(sets, function(s)
  mh_formula(s[rowSums(s) >= 2, , drop = FALSE])))
report("mantel-haenszel: sets %d, NaN odds ratio %d, 0 or Inf %d, relative difference from the formulas %.3g, fitted odds ratio off by %.3g, Breslow-Day NaN %d",
       nrow(mh), sum(is.nan(mh[, 1])), sum(mh[, 1] == 0 | is.infinite(mh[, 1]), na.rm = TRUE),
       rel_diff(mh, formula), worst_fit, sum(is.nan(bd[, 1])))
Sys.setenv(TZ = "UTC")
epi <- rep(NA_real_, length(sets))
for (i in seq_along(sets)) {
  s <- sets[[i]]
  margins <- cbind(s[, 1] + s[, 2], s[, 3] + s[, 4], s[, 1] + s[, 3], s[, 2] + s[, 4])
  if (all(margins > 0) && is.finite(bd[i, 1])) {
    x <- array(t(s[, c(1, 3, 2, 4)]), c(2, 2, nrow(s)))
    epi[i] <- tryCatch(suppressWarnings(
      epiR::epi.2by2(x, method = "cohort.count")$
        massoc.detail$bOR.homog$test.statistic), error = function(e) NA_real_)
  }
}
report("breslow-day: compared with epiR %d, relative difference %.3g",
       sum(is.finite(epi)), rel_diff(bd[, 1], epi))

# ----------------------------------------------------------------- 5. trend

# Two-sided exact conditional p of T = sum(score * events), given the group
# sizes and the total of events, by listing every table. A table counts when
# |T - E| >= |t - E|, to a relative tolerance of 1e-9 (and 1e-9 of the largest
# score, so that t equal to E is not left to rounding).
# NA when there are more than two million tables to list.
exact_trend <- function(x, n, score) {
  if (prod(n + 1) > 2e6) return(NA_real_)
  k <- length(n); total <- sum(x)
  g <- as.matrix(expand.grid(lapply(n[-k], function(v) 0:v)))
  last <- total - rowSums(g)
  ok <- last >= 0 & last <= n[k]
  g <- cbind(g[ok, , drop = FALSE], last[ok])
  logp <- rep(-lchoose(sum(n), total), nrow(g))
  for (j in seq_len(k)) logp <- logp + lchoose(n[j], g[, j])
  prob <- exp(logp)
  prob <- prob / sum(prob)
  E <- total * sum(n * score) / sum(n)
  T <- as.vector(g %*% score)
  d0 <- abs(sum(score * x) - E)
  sum(prob[abs(T - E) >= d0 * (1 - 1e-9) - 1e-9 * max(abs(score))])
}
# The same with whole numbers only in the comparison (scores are multiples of
# one half) and choose() in place of its logarithm.
exact_trend_whole <- function(x, n, score) {
  if (prod(n + 1) > 2e6) return(NA_real_)
  N <- sum(n); total <- sum(x); s2 <- round(2 * score)
  g <- as.matrix(expand.grid(lapply(n, function(v) 0:v)))
  g <- g[rowSums(g) == total, , drop = FALSE]
  w <- apply(g, 1, function(v) prod(choose(n, v)))
  dev <- abs(N * as.vector(g %*% s2) - total * sum(n * s2))
  d0 <- abs(N * sum(s2 * x) - total * sum(n * s2))
  sum(w[dev >= d0]) / sum(w)
}

trend_row <- function(x, n, score) {
  r <- c(NaN, NaN)
  if (sum(x) > 0 && sum(x) < sum(n)) {
    t <- suppressWarnings(prop.trend.test(x, n, score))
    r <- c(t$statistic, t$p.value)
  }
  unname(c(r, exact_trend(x, n, score)))
}
# The statistic by its formula: the variance has N, not N - 1.
trend_formula <- function(x, n, score) {
  N <- sum(n); p <- sum(x) / N
  u <- sum(score * (x - n * p))
  v <- p * (1 - p) * (sum(n * score^2) - sum(n * score)^2 / N)
  u^2 / v
}

score_choice <- list("3" = list(0:2, 0:2, c(0, 1, 3), c(0.5, 1, 4), c(1, 2, 4)),
                     "4" = list(0:3, 0:3, c(0, 1, 2, 5), c(0.5, 1, 2, 4), c(1, 2, 4, 8)),
                     "5" = list(0:4, c(0, 1, 2, 4, 8)), "6" = list(0:5, c(0.5, 1, 2, 4, 5, 9)))
groups <- list(
  list(c(2, 7, 15), c(40, 50, 48), 0:2),
  list(c(0, 0, 0), c(4, 5, 6), 0:2),                 # none
  list(c(4, 5, 6), c(4, 5, 6), c(0, 1, 3)),          # all
  list(c(0, 0, 0, 0), c(5, 5, 5, 5), 0:3),
  list(c(2, 2, 2), c(6, 6, 6), 0:2),                 # no trend
  list(c(0, 0, 7), c(6, 6, 7), 0:2),
  list(c(1, 0, 0), c(1, 1, 1), 0:2),
  list(c(0, 1, 0, 0), c(3, 4, 5, 6), c(0.5, 1, 2, 4)),
  list(c(9, 5, 1), c(10, 10, 10), c(0.5, 1, 4)),
  list(c(3, 0, 3, 0), c(8, 8, 8, 8), 0:3))
for (i in seq_len(70)) {
  small_set <- i <= 55
  k <- if (small_set) sample(3:4, 1) else sample(3:6, 1)
  n <- if (small_set) sample(1:15, k, replace = TRUE) else
    if (i <= 62) sample(5:10, k, replace = TRUE) else
      sample(200:2000, k, replace = TRUE)
  p <- plogis(rnorm(1, -0.5, 1) + rnorm(1, 0, 0.6) * seq_len(k))
  choices <- score_choice[[as.character(k)]]
  groups[[length(groups) + 1]] <-
    list(rbinom(k, n, p), n, choices[[sample(length(choices), 1)]])
}
tr <- t(sapply(groups, function(g) trend_row(g[[1]], g[[2]], g[[3]])))
save_csv(data.frame(
  events = sapply(groups, function(g) paste(count(g[[1]]), collapse = "-")),
  n = sapply(groups, function(g) paste(count(g[[2]]), collapse = "-")),
  scores = sapply(groups, function(g) paste(num(g[[3]]), collapse = "-")),
  statistic = num(tr[, 1]), p = num(tr[, 2]), p_exact = num(tr[, 3])), "trend.csv")
by_formula <- sapply(groups, function(g) trend_formula(g[[1]], g[[2]], g[[3]]))
whole <- sapply(groups, function(g) exact_trend_whole(g[[1]], g[[2]], g[[3]]))
report("trend: sets %d, NaN statistic %d, exact p %d, exact p vs whole-number listing %.3g, statistic vs formula relative %.3g, absolute %.3g",
       nrow(tr), sum(is.nan(tr[, 1])), sum(!is.na(tr[, 3])), rel_diff(tr[, 3], whole),
       rel_diff(ifelse(by_formula > 1e-12, tr[, 1], NA), by_formula),
       max(abs(tr[, 1] - by_formula), na.rm = TRUE))
report("trend 2/40, 7/50, 15/48: Z %.7f, p %.7f, exact p %.9f",
       sqrt(tr[1, 1]), tr[1, 2], tr[1, 3])

# ------------------------------------------------------------- 6. intervals

# Wilson by its formula. The limits are the roots of
# (1 + z^2/n) x^2 - (2p + z^2/n) x + p^2 = 0; the high one is the larger root
# and the low one is taken from the product of the roots, so that neither
# loses digits when it is close to 0.
wilson_formula <- function(k, n, level) {
  z <- qnorm((1 + level) / 2)
  p <- k / n; q <- (n - k) / n; h <- z^2 / n
  high <- (p + h / 2 + z * sqrt(p * q / n + h / (4 * n))) / (1 + h)
  c(p^2 / ((1 + h) * high), if (k == n) 1 else min(1, high))
}
wilson <- function(k, n, level) {
  if (n >= 1e9) return(wilson_formula(k, n, level))
  as.numeric(suppressWarnings(
    prop.test(k, n, conf.level = level, correct = FALSE))$conf.int)
}
clopper <- function(k, n, level) {
  a <- (1 - level) / 2
  c(if (k == 0) 0 else qbeta(a, k, n - k + 1),
    if (k == n) 1 else qbeta(a, k + 1, n - k, lower.tail = FALSE))
}
jeffreys <- function(k, n, level) {
  a <- (1 - level) / 2
  c(if (k == 0) 0 else qbeta(a, k + 0.5, n - k + 0.5),
    if (k == n) 1 else qbeta(a, k + 0.5, n - k + 0.5, lower.tail = FALSE))
}
agresti <- function(k, n, level) {
  z <- qnorm((1 + level) / 2)
  m <- n + z^2
  p <- (k + z^2 / 2) / m
  h <- z * sqrt(p * (1 - p) / m)
  c(max(0, p - h), min(1, p + h))
}

levels <- c(0.5, 0.8, 0.9, 0.95, 0.99, 0.999)
# Edge pairs, each at all six levels.
edge <- rbind(c(0, 1), c(1, 1), c(0, 25), c(25, 25), c(1, 1e6), c(5e11, 1e12),
              c(1, 1e12), c(0, 1e12), c(1e12 - 1, 1e12))
# Other pairs, one level each: all distinct from the edge pairs and each other.
other <- rbind(c(1, 2), c(0, 2), c(2, 2), c(0, 1000), c(1000, 1000), c(1, 25),
               c(24, 25), c(0, 1e6), c(1e6, 1e6), c(999999, 1e6), c(15, 148),
               c(81, 263), c(1e12, 1e12), c(2, 1e9), c(123456789, 1e9))
while (nrow(other) < 120 - nrow(edge)) {
  n <- if (runif(1) < 0.7) sample(2:300, 1) else round(10^runif(1, 3, 8))
  k <- if (runif(1) < 0.8) rbinom(1, n, runif(1)) else rbinom(1, n, runif(1)^6)
  if (!any(other[, 1] == k & other[, 2] == n) && !any(edge[, 1] == k & edge[, 2] == n))
    other <- rbind(other, c(k, n))
}
cases <- rbind(cbind(edge[rep(seq_len(nrow(edge)), each = 6), ], rep(levels, nrow(edge))),
               cbind(other, rep(levels, length.out = nrow(other))))
iv <- t(apply(cases, 1, function(v)
  c(wilson(v[1], v[2], v[3]), clopper(v[1], v[2], v[3]),
    jeffreys(v[1], v[2], v[3]), agresti(v[1], v[2], v[3]))))
save_csv(data.frame(
  events = count(cases[, 1]), n = count(cases[, 2]), level = num(cases[, 3]),
  wilson_low = num(iv[, 1]), wilson_high = num(iv[, 2]),
  clopper_low = num(iv[, 3]), clopper_high = num(iv[, 4]),
  jeffreys_low = num(iv[, 5]), jeffreys_high = num(iv[, 6]),
  agresti_low = num(iv[, 7]), agresti_high = num(iv[, 8])), "intervals.csv")

# Checks: the formula against prop.test, and the tail areas at the beta limits.
wf <- t(apply(cases, 1, function(v) wilson_formula(v[1], v[2], v[3])))
normal <- cases[, 2] < 1e9
k <- cases[, 1]; n <- cases[, 2]; a <- (1 - cases[, 3]) / 2
tail_error <- function(limit, s1, s2, lower, use)
  max(abs(pbeta(limit, s1, s2, lower.tail = lower) / a - 1)[use])
report("intervals: rows %d, distinct pairs %d, prop.test vs formula relative: low %.3g, high %.3g; order broken in %d",
       nrow(iv), nrow(unique(cases[, 1:2])),
       rel_diff(iv[normal & k > 0, 1], wf[normal & k > 0, 1]),
       rel_diff(iv[normal, 2], wf[normal, 2]),
       sum(iv[, c(1, 3, 5, 7)] > iv[, c(2, 4, 6, 8)]))
for (big in c(FALSE, TRUE)) {
  u <- (n >= 1e9) == big
  report("intervals, n %s 1e9: relative error of the tail area: clopper %.3g, %.3g, jeffreys %.3g, %.3g",
         if (big) "from" else "below",
         tail_error(iv[, 3], k, n - k + 1, TRUE, u & k > 0),
         tail_error(iv[, 4], k + 1, n - k, FALSE, u & k < n),
         tail_error(iv[, 5], k + 0.5, n - k + 0.5, TRUE, u & k > 0),
         tail_error(iv[, 6], k + 0.5, n - k + 0.5, FALSE, u & k < n))
}

# -------------------------------------------------- 7. difference and ratio

# Difference of proportions with Newcombe's method 10 (square-and-add of the
# Wilson limits, no continuity correction), 95%; ratio of proportions with
# limits on the log scale, NaN where e1 or e2 is 0.
difference_ratio <- function(e1, n1, e2, n2) {
  p1 <- e1 / n1; p2 <- e2 / n2; d <- p1 - p2
  w1 <- wilson(e1, n1, 0.95); w2 <- wilson(e2, n2, 0.95)
  low <- d - sqrt((p1 - w1[1])^2 + (w2[2] - p2)^2)
  high <- d + sqrt((w1[2] - p1)^2 + (p2 - w2[1])^2)
  if (e1 == 0 || e2 == 0) return(c(d, low, high, NaN, NaN, NaN))
  r <- p1 / p2
  se <- sqrt(1 / e1 - 1 / n1 + 1 / e2 - 1 / n2)
  z <- qnorm(0.975)
  c(d, low, high, r, r * exp(-z * se), r * exp(z * se))
}
dr <- rbind(c(0, 1, 0, 1), c(1, 1, 0, 1), c(0, 1, 1, 1), c(1, 1, 1, 1),
            c(0, 10, 0, 20), c(10, 10, 20, 20), c(0, 10, 20, 20), c(10, 10, 0, 20),
            c(0, 30, 5, 40), c(5, 40, 0, 30), c(30, 30, 5, 40), c(5, 40, 30, 30),
            c(56, 70, 48, 80), c(9, 10, 3, 10), c(10, 10, 0, 10), c(5, 56, 0, 29))
while (nrow(dr) < 100) {
  top <- if (nrow(dr) < 60) 60 else if (nrow(dr) < 85) 500 else 100000
  n1 <- sample(top, 1); n2 <- sample(top, 1)
  p <- runif(2)
  if (runif(1) < 0.1) p[sample(2, 1)] <- sample(0:1, 1)
  dr <- rbind(dr, c(rbinom(1, n1, p[1]), n1, rbinom(1, n2, p[2]), n2))
}
res <- t(apply(dr, 1, function(v) difference_ratio(v[1], v[2], v[3], v[4])))
save_csv(data.frame(
  e1 = count(dr[, 1]), n1 = count(dr[, 2]), e2 = count(dr[, 3]), n2 = count(dr[, 4]),
  difference = num(res[, 1]), low = num(res[, 2]), high = num(res[, 3]),
  ratio = num(res[, 4]), ratio_low = num(res[, 5]), ratio_high = num(res[, 6])),
  "difference_ratio.csv")
# Check on the published example 56/70 - 48/80: 0.0524 to 0.3339.
report("difference and ratio: rows %d, NaN ratio %d, 56/70 - 48/80: %.4f to %.4f, limits outside -1..1: %d",
       nrow(res), sum(is.nan(res[, 4])), res[13, 2], res[13, 3],
       sum(res[, 2] < -1 - 1e-12 | res[, 3] > 1 + 1e-12))

# -------------------------------------------------- 8. paired difference

# Tango's limits by search, from the multinomial likelihood alone: b, c and
# n - b - c people, with shares p_b - p_c = d. For a d, the most likely shares
# are where the slope of the log-likelihood in the smaller of p_b and p_c is 0,
# or at an end of its range; the limits are where the score statistic is z.
# Both searches halve a bracket until no number is left between its ends.
halve <- function(positive_at, from, to) {
  repeat {
    middle <- from + (to - from) / 2
    if (middle == from || middle == to) return(to)
    if (positive_at(middle)) from <- middle else to <- middle
  }
}
likely_shares <- function(b, c, n, d) {
  a <- n - b - c
  top <- (1 - abs(d)) / 2
  shares <- function(x) c(x + max(d, 0), x + max(-d, 0), 2 * (top - x))
  slope <- function(x) {
    p <- shares(x)
    (if (b) b / p[1] else 0) + (if (c) c / p[2] else 0) - (if (a) 2 * a / p[3] else 0)
  }
  x <- if (a == 0) top else if (slope(0) <= 0) 0 else halve(function(x) slope(x) > 0, 0, top)
  shares(x)
}
# b - c - n d over its standard error; p_b + p_c - d^2 is 2 x + |d| (1 - |d|).
paired_score <- function(b, c, n, d) {
  p <- likely_shares(b, c, n, d)
  (b - c - n * d) / sqrt(n * (2 * min(p[1], p[2]) + abs(d) * (1 - abs(d))))
}
# Rao's statistic from the slope and the information of the likelihood, for
# shares that are all above 0: the same number by Tango's theorem.
rao_score <- function(b, c, n, d) {
  p <- likely_shares(b, c, n, d)
  slope <- b / p[1] - (n - b - c) / p[3]
  dd <- n * (1 / p[1] + 1 / p[3]); dq <- n * (1 / p[1] + 2 / p[3])
  qq <- n * (1 / p[1] + 1 / p[2] + 4 / p[3])
  slope / sqrt(dd - dq^2 / qq)
}
tango <- function(b, c, n, level) {
  z <- qnorm((1 + level) / 2)
  value <- (b - c) / n
  c(value,
    if (value == -1) -1 else halve(function(d) paired_score(b, c, n, d) > z, -1, value),
    if (value == 1) 1 else halve(function(d) paired_score(b, c, n, d) > -z, value, 1))
}

# First the edges, then published examples, then cases in which a limit changes
# from one form to the other (c = 0, z^2 = b (n - b) / 2n), then large ones.
paired <- rbind(
  c(0, 0, 1), c(0, 0, 10), c(0, 0, 5000), c(1, 0, 1), c(0, 1, 1), c(5, 0, 5), c(0, 8, 8),
  c(3, 3, 6), c(5, 3, 8), c(1, 1, 2), c(1, 0, 2), c(0, 1, 3), c(19, 0, 20), c(19, 1, 20),
  c(1, 7, 21), c(6, 16, 161), c(16, 8, 86), c(9, 3, 32), c(0, 1, 44), c(3, 1, 14),
  c(25, 2, 102), c(40, 20, 160), c(7, 0, 14), c(28, 25, 618), c(23, 3, 122), c(12, 2, 50),
  c(9, 0, 50), c(10, 0, 50), c(0, 11, 60), c(8, 1, 1000), c(1, 8, 1000),
  c(1, 0, 1000000), c(0, 3, 1000000), c(999999, 0, 1000000), c(3, 1, 1000000),
  c(123456, 120000, 1000000), c(600000, 400000, 1000000), c(70000, 65000, 200000),
  c(3, 1, 1e12), c(5e11, 4.999e11, 1e12), c(1e6, 2e6, 1e12))
while (nrow(paired) < 90) {
  n <- sample(if (nrow(paired) < 70) 40 else 3000, 1)
  paired <- rbind(paired, c(rmultinom(1, n, rexp(3)^2)[1:2], n))
}
paired <- cbind(paired[rep(seq_len(nrow(paired)), each = 3), ], c(0.9, 0.95, 0.99))
pd <- t(apply(paired, 1, function(v) tango(v[1], v[2], v[3], v[4])))
save_csv(data.frame(
  b = count(paired[, 1]), c = count(paired[, 2]), n = count(paired[, 3]), level = paired[, 4],
  difference = num(pd[, 1]), low = num(pd[, 2]), high = num(pd[, 3])), "paired_difference.csv")
inner <- which(paired[, 1] > 0 & paired[, 2] > 0 & paired[, 1] + paired[, 2] < paired[, 3] &
                 paired[, 3] < 1e5)
rao <- unlist(lapply(inner, function(i) {
  v <- paired[i, ]
  c(rao_score(v[1], v[2], v[3], pd[i, 2]), -rao_score(v[1], v[2], v[3], pd[i, 3])) /
    qnorm((1 + v[4]) / 2)
}))
report("paired difference: rows %d, Rao's statistic at %d limits off z by %.3g relative, 1/7/21: %.3f to %.3f",
       nrow(pd), length(rao), max(abs(rao - 1)), pd[44, 2], pd[44, 3])

# Reference values for what Cox's model takes for granted, on the data sets of cox_rows.csv.
# Writes assumptions_tests.csv (proportional hazards), assumptions_residuals.csv (scaled Schoenfeld
# residuals), assumptions_smooth.csv (curves through them), assumptions_concordance.csv,
# assumptions_left_out.csv (the range of each coefficient when one patient, or one cluster, is left
# out), assumptions_entry.csv (conditional Kendall's tau, pair by pair) and channing.csv (Hyde 1977:
# the men of Channing House, with late entry).

suppressMessages({library(survival); library(boot); library(splines)})
control <- coxph.control(eps = 1e-13, toler.chol = 1e-15, iter.max = 50)
shown <- c(5, 26, 27, 38, 40, 51, 60, 87, 100)  # without frequencies; entries, strata, ties
left_out <- 1:48
number <- function(x) sprintf("%.10g", x)
several <- function(x) paste(number(x), collapse = " ")
tests <- residual_rows <- smooths <- concordances <- ranges <- entries <- list()
keep <- function(list, ...) c(list, list(data.frame(..., stringsAsFactors = FALSE)))

read <- function() {
  d <- read.csv("cox_rows.csv", stringsAsFactors = FALSE)
  d$x <- lapply(strsplit(as.character(d$covariates), " "), as.numeric)
  split(d, d$case)
}

fitted <- function(d, ties) {
  d$x <- do.call(rbind, d$x)
  coxph(Surv(entry, time, event) ~ x + strata(stratum), d, ties = ties, control = control)
}

global <- function(f, transform)  # NA where the information has no inverse
  tryCatch(cox.zph(f, transform = transform)$table["GLOBAL", ],
           error = function(e) c(chisq = NA, df = NA, p = NA))

pair <- function(d, ties) {  # the first two covariates as one term, the others as another
  x <- do.call(rbind, d$x)
  d$two <- x[, 1:2]
  d$rest <- x[, -(1:2)]
  f <- coxph(Surv(entry, time, event) ~ two + rest + strata(stratum), d, ties = ties,
             control = control)
  cox.zph(f, global = FALSE)$table["two", "chisq"]
}

smooth <- function(z, column) {  # the lines of plot.cox.zph, which draws them and returns nothing
  at <- seq(min(z$x), max(z$x), length = 40)
  basis <- ns(c(at, z$x), df = 4, intercept = TRUE)
  known <- !is.na(z$y[, column])
  f <- lm(z$y[known, column] ~ 0 + basis[-(1:40), ][known, ])
  if (anyNA(coef(f))) return(list(time = NA, value = NA, error = NA))  # singular, as it says
  spread <- rowSums((basis[1:40, ] %*% summary(f)$cov.unscaled) * basis[1:40, ])
  first <- !duplicated(z$x)
  list(time = approx(z$x[first], z$time[first], at)$y, value = c(basis[1:40, ] %*% coef(f)),
       error = sqrt(z$var[column, column] * spread))
}

without <- function(d, which, ties) {
  f <- tryCatch(fitted(d[-which, ], ties), warning = function(w) NULL)
  if (is.null(f) || anyNA(coef(f)) || any(diag(f$var) > 400)) NULL else coef(f)
}

left <- function(d, groups, ties) {  # NULL where some fit has no finite maximum
  found <- lapply(groups, function(which) without(d, which, ties))
  if (any(sapply(found, is.null))) NULL else do.call(rbind, found)
}

tau <- function(d, by) {  # each pair of patients once; strata, ties and (entry, time] as they are
  together <- 0
  at <- matrix(0, nrow(d), nrow(d))
  for (i in seq_len(nrow(d) - 1)) for (j in (i + 1):nrow(d)) {
    tied <- d$time[i] == d$time[j]
    first <- if (d$time[i] < d$time[j] || (tied && d$event[i] > d$event[j])) i else j
    other <- i + j - first
    if (d$event[first] == 0 || d$stratum[i] != d$stratum[j]) next
    if (max(d$entry[i], d$entry[j]) >= d$time[first]) next
    same <- tied && d$event[other] == 1
    at[i, j] <- at[j, i] <- if (same) 0 else sign(d$entry[other] - d$entry[first])
    together <- together + 1
  }
  n <- nrow(d)
  s <- sum(at) / 2
  variance <- (n - 1) / (n - 2) * sum(rowSums(at)^2 - rowSums(at^2)) / together^2
  error <- if (variance > 0) sqrt(variance) else NA
  c(tau = s / together, error = error, p = 2 * pnorm(-abs(s / together / error)),
    concordant = sum(at > 0) / 2, discordant = sum(at < 0) / 2, pairs = together)
}

for (d in read()) {
  case <- d$case[1]
  d$row <- seq_len(nrow(d))
  long <- d[rep(seq_len(nrow(d)), d$frequency), ]  # one row a patient
  for (ties in c("efron", "breslow")) {
    f <- fitted(long, ties)
    p <- length(coef(f))
    for (transform in c("km", "identity")) {
      z <- cox.zph(f, transform = transform, terms = FALSE, global = FALSE)$table
      whole <- global(f, transform)
      tests <- keep(tests, case, ties, transform, columns = several(z[, "chisq"]),
                    global = number(whole["chisq"]), p_value = number(whole["p"]),
                    pair = if (p > 2 && transform == "km") number(pair(long, ties)) else "")
    }
    k <- concordance(Surv(entry, time, event) ~ f$linear.predictors + strata(stratum), long,
                     reverse = TRUE, keepstrata = FALSE)
    by <- concordance(Surv(entry, time, event) ~ f$linear.predictors + strata(stratum), long,
                      cluster = long$cluster, reverse = TRUE, keepstrata = FALSE)
    concordances <- keep(concordances, case, ties, value = number(k$concordance),
                         std_error = number(sqrt(k$var)), clustered = number(sqrt(by$var)),
                         concordant = k$count[1], discordant = k$count[2], tied = k$count[3])
    if (case %in% shown) {
      z <- cox.zph(f, terms = FALSE)
      residual_rows <- keep(residual_rows, case, ties, column = c("time", "g", seq_len(p)),
                            values = c(several(z$time), several(z$x), apply(z$y, 2, several)))
      for (column in seq_len(p)) {
        line <- smooth(z, column)
        smooths <- keep(smooths, case, ties, column, what = names(line),
                        values = sapply(line, several))
      }
    }
    if (case %in% left_out) {
      groups <- list(patient = which(!duplicated(long$row)),
                     cluster = split(seq_len(nrow(long)), long$cluster))
      for (by in names(groups)) {
        b <- left(long, groups[[by]], ties)
        if (!is.null(b))
          ranges <- keep(ranges, case, ties, by, low = several(apply(b, 2, min)),
                         high = several(apply(b, 2, max)))
      }
    }
  }
  if (any(d$entry > 0)) entries <- c(entries, list(data.frame(case, t(tau(long)))))
}
write <- function(list, name)
  write.csv(do.call(rbind, list), name, row.names = FALSE, quote = FALSE)
write(tests, "assumptions_tests.csv")
write(residual_rows, "assumptions_residuals.csv")
write(smooths, "assumptions_smooth.csv")
write(concordances, "assumptions_concordance.csv")
write(ranges, "assumptions_left_out.csv")
entries <- do.call(rbind, entries)
entries[-1] <- lapply(entries[-1], number)
write.csv(entries, "assumptions_entry.csv", row.names = FALSE, quote = FALSE)
men <- channing[channing$sex == "Male" & channing$exit > channing$entry, ]
write.csv(data.frame(entry = men$entry, time = men$exit, event = men$cens), "channing.csv",
          row.names = FALSE, quote = FALSE)

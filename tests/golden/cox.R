# Reference values for Cox's model: 300 random data sets, with convergence asked for.
# Writes cox_rows.csv (the data), cox_models.csv, cox_terms.csv, cox_residuals.csv and
# cox_curves.csv; and cox_published.csv, the data sets of the package that survival.csv is about.

suppressMessages(library(survival))
set.seed(20261122)
control <- coxph.control(eps = 1e-13, toler.chol = 1e-15, iter.max = 50)
shown <- c(5, 26, 27, 38, 40, 51, 60, 75, 100)  # without frequencies; entries, strata, ties
number <- function(x) sprintf("%.12g", x)
short <- function(x) sprintf("%.9g", x)
rows <- models <- terms <- residual_rows <- curves <- list()
keep <- function(list, ...) c(list, list(data.frame(..., stringsAsFactors = FALSE)))

draw <- function(case) {
  p <- 1 + (case - 1) %% 12
  n <- 12 + 3 * p + sample(12, 1)
  x <- sapply(seq_len(p), function(j) switch(1 + (j + case) %% 3,
    round(rnorm(n), 1), as.numeric(runif(n) < 0.4), sample(0:3, n, replace = TRUE)))
  eta <- drop(x %*% rnorm(p, 0, 0.5 / sqrt(p)))
  time <- rexp(n, exp(eta) / 10)
  time <- switch(1 + case %% 4, ceiling(time / 4), ceiling(time), round(time, 1) + 0.1,
                 round(time, 4) + 0.001)  # heavy ties, ties, light ties, next to none
  entry <- if (case %% 5 < 2) pmax(0, round(time - rexp(n, 1 / 8), 1)) else rep(0, n)
  entry <- if (case %% 4 < 2) floor(entry) else entry
  stratum <- if (case %% 3 == 0) sample(3, n, replace = TRUE) else rep(1, n)
  frequency <- if (case %% 7 < 2) sample(4, n, replace = TRUE) else rep(1, n)
  d <- data.frame(case, time, event = as.integer(runif(n) < 0.75), entry, stratum, frequency,
                  cluster = sample(ceiling(n / 2), n, replace = TRUE))
  colnames(x) <- paste0("x", seq_len(p))
  cbind(d, x)
}

fitted <- function(d, ties, by_cluster = FALSE) {
  long <- d[rep(seq_len(nrow(d)), d$frequency), ]  # one row a patient
  x <- as.matrix(long[grep("^x", names(long))])
  model <- Surv(entry, time, event) ~ x + strata(stratum)
  if (by_cluster) coxph(model, long, ties = ties, control = control, cluster = cluster)
  else coxph(model, long, ties = ties, control = control)
}

usable <- function(d) {  # a maximum that R finds, and finite
  f <- tryCatch(fitted(d, "efron"), warning = function(w) NULL, error = function(e) NULL)
  !is.null(f) && !anyNA(coef(f)) && all(sqrt(diag(f$var)) < 20) && f$iter < 50
}

for (case in 1:300) {
  repeat { d <- draw(case); if (usable(d)) break }
  covariates <- apply(d[grep("^x", names(d))], 1, function(r) paste(r + 0, collapse = " "))
  rows <- c(rows, list(cbind(d[c("case", "time", "event", "entry", "stratum", "frequency",
                                 "cluster")], covariates)))
  for (ties in c("efron", "breslow")) {
    f <- fitted(d, ties)
    p <- length(coef(f))
    by_cluster <- sqrt(diag(fitted(d, ties, by_cluster = TRUE)$var))
    score <- residuals(f, "dfbeta")
    models <- keep(models, case, ties, log_likelihood = number(f$loglik[2]),
                   null = number(f$loglik[1]), score = number(f$score))
    terms <- keep(terms, case, ties, coefficient = number(coef(f)),
                  standard_error = number(sqrt(diag(f$var))),
                  robust = short(sqrt(colSums(as.matrix(score)^2))),
                   clustered = short(by_cluster))
    if (case %in% shown) {
      r <- as.matrix(residuals(f, "score"))
      residual_rows <- keep(residual_rows, case, ties, kind = "martingale", term = "",
                            row = seq_len(nrow(d)), value = short(residuals(f, "martingale")))
      residual_rows <- keep(residual_rows, case, ties, kind = "deviance", term = "",
                            row = seq_len(nrow(d)), value = short(residuals(f, "deviance")))
      for (j in seq_len(p))
        residual_rows <- keep(residual_rows, case, ties, kind = "score", term = j,
                              row = seq_len(nrow(d)), value = short(r[, j]))
      s <- as.matrix(residuals(f, "schoenfeld"))
      for (j in seq_len(p))
        residual_rows <- keep(residual_rows, case, ties, kind = "schoenfeld",
                              term = j, row = seq_len(nrow(s)), value = short(s[, j]))
      wanted <- d[2, grep("^x", names(d)), drop = FALSE]
      several <- if (length(unique(d$stratum)) > 1) "strata(stratum)"
      formula <- reformulate(c(names(wanted), several), "Surv(entry, time, event)")
      g <- coxph(formula, d, ties = ties, control = control)
      for (s in sort(unique(d$stratum))) {
        k <- survfit(g, newdata = cbind(wanted, stratum = s), conf.type = "log-log")
        died <- k$n.event > 0
        if (any(died))
          curves <- keep(curves, case, ties, stratum = s, time = short(k$time[died]),
                         survival = short(k$surv[died]), hazard = short(k$cumhaz[died]),
                         standard_error = short(k$std.err[died]), low = short(k$lower[died]),
                         high = short(k$upper[died]))
      }
    }
  }
}
write <- function(list, name)
  write.csv(do.call(rbind, list), name, row.names = FALSE, quote = FALSE)
write(rows, "cox_rows.csv")
write(models, "cox_models.csv")
write(terms, "cox_terms.csv")
write(residual_rows, "cox_residuals.csv")
write(curves, "cox_curves.csv")

publish <- function(data, time, event, x, entry = 0, stratum = 1, cluster = 0)
  data.frame(data, time, event, entry, stratum, cluster, covariates = do.call(paste, x))
l <- lung[complete.cases(lung[, c("time", "status", "age", "sex", "ph.ecog")]), ]
v <- veteran
h <- heart
write(list(
  publish("lung", l$time, l$status - 1, l[c("age", "sex", "ph.ecog")],
          cluster = ifelse(is.na(l$inst), "", l$inst)),
  publish("veteran", v$time, v$status,
          list(v$trt, v$karno, v$age, as.integer(v$celltype == "smallcell"))),
  publish("ovarian", ovarian$futime, ovarian$fustat, ovarian[c("age", "rx")]),
  publish("aml", aml$time, aml$status, list(as.integer(aml$x == "Nonmaintained"))),
  publish("heart", h$stop, h$event, list(sprintf("%.17g", h$age), sprintf("%.17g", h$year),
                                         h$surgery, as.integer(h$transplant == "1")),
          entry = h$start)
), "cox_published.csv")

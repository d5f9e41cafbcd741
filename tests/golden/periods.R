# Reference values of hazard ratios by period, and of accelerated failure time models.
# Writes periods_rows.csv (the data of 120 random sets), periods_models.csv and periods_terms.csv
# (survSplit and coxph, with convergence asked for); parametric_models.csv and parametric_terms.csv
# (survreg, of the first random sets that have no entry, and of lung); and heart.csv, of several
# intervals a patient.

suppressMessages(library(survival))
set.seed(20261123)
control <- coxph.control(eps = 1e-13, toler.chol = 1e-15, iter.max = 50)
number <- function(x) sprintf("%.12g", x)
keep <- function(list, ...) c(list, list(data.frame(..., stringsAsFactors = FALSE)))
rows <- models <- terms <- shapes <- ratios <- list()

draw <- function(case) {
  n <- 30 + sample(50, 1)
  x <- cbind(rbinom(n, 1, 0.4), round(rnorm(n), 1), sample(0:2, n, replace = TRUE))
  time <- rexp(n, exp(0.5 * x[, 1] - 0.3 * x[, 2]) / 12)
  time <- switch(1 + case %% 3, ceiling(time), round(time, 1) + 0.1, round(time, 4) + 0.001)
  entry <- if (case %% 4 == 0) floor(pmax(0, time - 0.1 - rexp(n, 1 / 9))) else rep(0, n)
  stratum <- if (case %% 5 == 0) sample(2, n, replace = TRUE) else rep(1, n)
  frequency <- if (case %% 6 == 0) sample(4, n, replace = TRUE) else rep(1, n)
  data.frame(case, time, event = as.integer(runif(n) < 0.8), entry, stratum, frequency,
             x1 = x[, 1], x2 = x[, 2], x3 = x[, 3])
}
patients <- function(d) d[rep(seq_len(nrow(d)), d$frequency), ]  # one row each

split_model <- function(d, cuts, ties) {
  d$who <- seq_len(nrow(d))
  long <- survSplit(Surv(entry, time, event) ~ ., d, cut = cuts, episode = "period")
  by <- sapply(seq_len(length(cuts) + 1), function(k) long$x1 * (long$period == k))
  list(fit = coxph(Surv(entry, time, event) ~ by + x2 + x3 + strata(stratum), long, ties = ties,
                   control = control),
       n = sapply(seq_len(length(cuts) + 1), function(k) sum(long$period == k)),
       events = sapply(seq_len(length(cuts) + 1), function(k) sum(long$event[long$period == k])))
}

usable <- function(d, cuts) {  # finite estimates
  f <- tryCatch(split_model(patients(d), cuts, "efron")$fit, warning = function(w) NULL,
                error = function(e) NULL)
  !is.null(f) && !anyNA(coef(f)) && all(sqrt(diag(f$var)) < 20) && f$iter < 50
}

survreg_control <- survreg.control(rel.tolerance = 1e-14, maxiter = 100)
parametric <- function(data, d, formula) {
  for (kind in c("weibull", "lognormal", "loglogistic")) {
    f <- survreg(formula, d, dist = kind, control = survreg_control)
    shapes <<- keep(shapes, data, model = kind, log_likelihood = number(f$loglik[2]),
                    aic = number(AIC(f)), n_parameters = length(coef(f)) + 1,
                    scale = number(f$scale))
    ratios <<- keep(ratios, data, model = kind, term = names(coef(f)),
                    coefficient = number(coef(f)),
                    standard_error = number(sqrt(diag(f$var))[seq_along(coef(f))]))
  }
}

for (case in 1:120) {
  repeat {
    d <- draw(case)
    cuts <- sort(sample(2:14, 1 + case %% 2))
    if (case %% 3 != 0) cuts[1] <- sort(d$time[d$event == 1])[8]  # deaths at the cut itself
    cuts <- sort(unique(cuts))
    if (usable(d, cuts)) break
  }
  rows <- keep(rows, d[c("case", "time", "event", "entry", "stratum", "frequency")], cluster = 0,
               covariates = paste(d$x1, d$x2, d$x3))
  d <- patients(d)
  for (ties in c("efron", "breslow")) {
    constant <- coxph(Surv(entry, time, event) ~ x1 + x2 + x3 + strata(stratum), d, ties = ties,
                      control = control)
    s <- split_model(d, cuts, ties)
    f <- s$fit
    p <- length(cuts) + 1
    models <- keep(models, case, ties, cuts = paste(sprintf("%.17g", cuts), collapse = " "),
                   n = paste(s$n, collapse = " "), events = paste(s$events, collapse = " "),
                   log_likelihood = number(f$loglik[2]), constant = number(constant$loglik[2]))
    terms <- keep(terms, case, ties, term = c(rep("x1", p), "x2", "x3"),
                  period = c(seq_len(p), "", ""), coefficient = number(coef(f)),
                  standard_error = number(sqrt(diag(f$var))))
  }
  if (case %% 4 != 0 && case <= 12) parametric(case, d, Surv(time, event) ~ x1 + x2 + x3)
}

v <- survSplit(Surv(time, status) ~ ., veteran, cut = c(90, 180), episode = "period")
by <- sapply(1:3, function(k) v$karno * (v$period == k))
f <- coxph(Surv(tstart, time, status) ~ by + trt, v, control = control)
g <- coxph(Surv(time, status) ~ karno + trt, veteran, control = control)
models <- keep(models, case = "veteran", ties = "efron", cuts = "90 180",
               n = paste(table(v$period), collapse = " "),
               events = paste(tapply(v$status, v$period, sum), collapse = " "),
               log_likelihood = number(f$loglik[2]), constant = number(g$loglik[2]))
terms <- keep(terms, case = "veteran", ties = "efron", term = c(rep("karno", 3), "trt"),
              period = c(1:3, ""), coefficient = number(coef(f)),
              standard_error = number(sqrt(diag(f$var))))
parametric("lung", lung[complete.cases(lung[, c("age", "sex", "ph.ecog")]), ],
           Surv(time, status) ~ age + sex + ph.ecog)

write <- function(list, name)
  write.csv(do.call(rbind, list), name, row.names = FALSE, quote = FALSE)
write(rows, "periods_rows.csv")
write(models, "periods_models.csv")
write(terms, "periods_terms.csv")
write(shapes, "parametric_models.csv")
write(ratios, "parametric_terms.csv")
write(list(data.frame(patient = heart$id, entry = heart$start, time = heart$stop,
                      event = heart$event, transplant = as.integer(heart$transplant == "1"))),
      "heart.csv")

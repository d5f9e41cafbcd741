# Reference values for survival curves, medians, restricted means and log-rank tests.
# Writes to this folder: lung.csv (the data of R's survival), curves_data.csv (a random data set a
# line; columns of a set are joined by spaces), and the answers: curves_survival.csv,
# curves_quantiles.csv, curves_means.csv, curves_tests.csv. Prints the checks made on the way.
#
# Frequencies are replicated rows here. No entry is -Inf in the files and -1 for R, which wants a
# finite one; no time is negative. `from` asks for those alive then: deaths up to it are dropped and
# entries moved to it, before survfit sees them.

suppressMessages(library(survival))
set.seed(20261121)
sets <- 120
num <- function(x) ifelse(is.na(x), "NA", sprintf("%.15g", as.numeric(x)))
join <- function(x) paste(x, collapse = " ")
full <- function(x) join(sprintf("%.17g", x))
put <- function(rows, file) write.csv(do.call(rbind, rows), file, row.names = FALSE, quote = FALSE)
largest <- c(survdiff = 0, coxph = 0, print = 0)
apart <- function(name, a, b) {
  off <- max(abs(a - b) / pmax(1, abs(b)), na.rm = TRUE)
  largest[name] <<- max(largest[name], off)
}

draw <- function(set) {
  people <- c(8, 13, 25, 40, 60)[1 + set %% 5]
  group <- sample(2 + set %% 3, people, TRUE)
  time <- rexp(people, 0.04 * (1 + 0.3 * group)) + 0.5
  entry <- time * runif(people, -0.3, 0.95)
  kind <- set %% 4                # whole months with time 0, tenths, continuous, days two ways
  if (kind == 0) { time <- floor(time); entry <- floor(entry) }
  if (kind == 1) { time <- ceiling(10 * time) / 10; entry <- floor(10 * entry) / 10 }
  if (kind == 3) {
    days <- ceiling(30 * time / 40) * 40
    time <- ifelse(runif(people) < 0.5, days / 30.4375, days / 365.25 * 12)
    days <- floor(30 * entry / 40) * 40
    entry <- ifelse(runif(people) < 0.5, days / 30.4375, days / 365.25 * 12)
  }
  entry[entry < 0 | entry >= time - 1e-6] <- -1
  data.frame(time = time, event = rbinom(people, 1, c(0.4, 0.7, 0.9, 1)[1 + set %% 4]),
             entry = entry, group = group, stratum = sample(1 + set %% 3, people, TRUE),
             n = if (set %% 3 == 0) sample(3, people, TRUE) else 1)
}

each <- function(d) d[rep(seq_len(nrow(d)), d$n), ]

curve <- function(d, entry, ...) {
  if (entry) survfit(Surv(entry, time, event) ~ 1, d, ...)
  else survfit(Surv(time, event) ~ 1, d, ...)
}

# The first time at which everybody at risk dies while others enter then or later; NA if never.
early_zero <- function(d) {
  for (t in sort(unique(d$time[d$event == 1]))) {
    at_risk <- d$entry < t - 1e-6 & d$time > t - 1e-6
    dies <- d$event == 1 & abs(d$time - t) < 1e-6
    if (sum(at_risk) == sum(dies) && any(d$entry > t - 1e-6)) return(t)
  }
  NA
}

# The rule of print.survfit for any share: the middle of two deaths where the curve is level.
reached <- function(time, y, alive) {
  tol <- 1.5e-8
  keep <- !is.na(y) & y < alive + tol
  if (!any(keep)) return(NA)
  time <- time[keep]
  y <- y[keep]
  if (abs(y[1] - alive) < tol && any(y < y[1])) (time[1] + time[min(which(y < y[1]))]) / 2
  else time[1]
}

# coxph(ties = "exact") goes through all ways in which those who die could have been chosen.
ways <- function(d) {
  sum(sapply(split(d, d$stratum), function(m) {
    times <- unique(round(m$time[m$event == 1], 6))
    sum(vapply(times, FUN.VALUE = 0, FUN = function(t) choose(sum(m$entry < t - 1e-6 & m$time > t - 1e-6),
                                         sum(m$event == 1 & abs(m$time - t) < 1e-6))))
  }))
}

# Weighted log-rank test by its formula, one death time after another.
by_formula <- function(d, rho, gamma) {
  k <- max(d$group)
  U <- E <- O <- numeric(k)
  V <- matrix(0, k, k)
  for (s in unique(d$stratum)) {
    S <- 1
    m <- d[d$stratum == s, ]
    times <- sort(unique(m$time[m$event == 1]))
    times <- times[c(TRUE, diff(times) > 1e-6)[seq_along(times)]]
    for (t in times) {
      at <- m$entry < t - 1e-6 & m$time > t - 1e-6
      ng <- tabulate(m$group[at], k)
      dg <- tabulate(m$group[m$event == 1 & abs(m$time - t) < 1e-6], k)
      n <- sum(ng)
      dd <- sum(dg)
      if (S == 0 && (rho > 0 || gamma > 0)) return(NULL)
      w <- S^rho * (1 - S)^gamma
      O <- O + w * dg
      E <- E + w * dd * ng / n
      if (n > 1) V <- V + w^2 * dd * (n - dd) / (n - 1) * (diag(ng / n, k) - outer(ng, ng) / n^2)
      S <- if (dd == n) 0 else S * (1 - dd / n)
    }
  }
  e <- eigen(V, symmetric = TRUE)
  held <- e$values > 1e-9 * max(1e-300, e$values[1]) & e$values > 1e-14
  U <- O - E
  chisq <- if (any(held)) sum((crossprod(e$vectors[, held, drop = FALSE], U))^2 / e$values[held])
           else NA
  score <- seq_len(k) - 1
  spread <- drop(score %*% V %*% score)
  trend <- if (spread > 1e-14) sum(score * U) / sqrt(spread) else NA
  list(chisq = chisq, df = sum(held), O = O, E = E, trend = trend)
}

data <- curves <- quantiles <- means <- tests <- list()
for (set in seq_len(sets)) {
  d <- draw(set)
  finite <- ifelse(d$entry < 0, -Inf, d$entry)
  data[[set]] <- data.frame(set = set, time = full(d$time), event = join(d$event),
    entry = full(finite), group = join(d$group), stratum = join(d$stratum), n = join(d$n))
  level <- c(0.95, 0.9, 0.99)[1 + set %% 3]
  rows <- each(d)

  middle <- median(d$time)
  for (kind in c("right", "entry", "from", "reversed")) {
    x <- rows
    zero <- NA
    if (kind == "entry") zero <- early_zero(x)
    if (kind == "from") {
      x <- x[x$time > middle + 1e-6, ]
      x$entry <- pmax(x$entry, middle)
      zero <- early_zero(x)
      if (nrow(x) == 0) next
    }
    if (kind == "reversed") x$event <- 1 - x$event
    with_entry <- kind %in% c("entry", "from")
    base <- data.frame(set = set, kind = kind, from = if (kind == "from") num(middle) else "",
                       level = level, zero = num(zero))
    fits <- lapply(c("log-log", "log", "plain"), function(type)
      curve(x, with_entry, conf.type = type, conf.int = level))
    f <- fits[[1]]
    dying <- which(f$n.event > 0)
    at <- unique(dying[round(seq(1, length(dying), length.out = min(6, length(dying))))])
    if (length(dying) == 0) at <- length(f$time)
    lines <- cbind(base, time = full(f$time[at]), at_risk = join(f$n.risk[at]),
      events = join(f$n.event[at]), survival = join(num(f$surv[at])),
      std_error = join(num((f$std.err * f$surv)[at])))
    for (i in 1:3) {
      lines[[paste0("low", i)]] <- join(num(fits[[i]]$lower[at]))
      lines[[paste0("high", i)]] <- join(num(fits[[i]]$upper[at]))
    }
    curves[[length(curves) + 1]] <- lines
    if (!is.na(zero)) next
    for (i in 1:3) {
      f <- fits[[i]]
      if (kind == "right") {
        table <- summary(f)$table
        own <- c(reached(f$time, f$surv, 0.5), reached(f$time, f$lower, 0.5),
                 reached(f$time, f$upper, 0.5))
        stopifnot(identical(is.na(own), unname(is.na(table[7:9]))))
        if (!all(is.na(own))) apart("print", own, table[7:9])
      }
      shares <- c(0.25, 0.5, 0.75)
      q <- sapply(shares, function(p) c(reached(f$time, f$surv, 1 - p),
        reached(f$time, f$lower, 1 - p), reached(f$time, f$upper, 1 - p)))
      quantiles[[length(quantiles) + 1]] <- cbind(base[1:4], limits = c("log-log", "log", "plain")[i],
        value = join(num(q[1, ])), low = join(num(q[2, ])), high = join(num(q[3, ])))
    }
  }

  first <- rows[rows$group == 1, ]
  second <- rows[rows$group != 1, ]
  if (nrow(first) && nrow(second)) {
    last <- min(max(first$time), max(second$time))
    early <- max(0.6 * last, min(first$time), min(second$time))  # R wants a time of each by tau
    for (tau in unique(c(last, early))) if (tau > 0 && early <= last) {
      m <- sapply(list(first, second), function(x)
        summary(curve(x, FALSE), rmean = tau)$table[c("rmean", "se(rmean)")])
      apart_by <- m[1, 1] - m[1, 2]
      se <- sqrt(sum(m[2, ]^2))
      log_se <- sqrt(sum((m[2, ] / m[1, ])^2))
      means[[length(means) + 1]] <- data.frame(set = set, tau = sprintf("%.17g", tau),
        mean1 = num(m[1, 1]), se1 = num(m[2, 1]), mean2 = num(m[1, 2]), se2 = num(m[2, 2]),
        difference = num(apart_by), se_difference = num(se),
        p_difference = num(2 * pnorm(-abs(apart_by / se))),
        ratio = num(m[1, 1] / m[1, 2]), se_ratio = num(log_se),
        p_ratio = num(2 * pnorm(-abs(log(m[1, 1] / m[1, 2]) / log_se))))
    }
  }

  for (entry in c(FALSE, TRUE)) for (strata in c(FALSE, TRUE))
    for (weights in list(c(0, 0), c(1, 0), c(0, 1), c(0.5, 2))) {
      x <- rows
      if (!entry) x$entry <- -1
      if (!strata) x$stratum <- 1
      own <- by_formula(x, weights[1], weights[2])
      sd <- cx <- NULL
      if (!entry && weights[2] == 0 && length(unique(x$group)) > 1)
        sd <- try(survdiff(Surv(time, event) ~ group + strata(stratum), x, rho = weights[1]),
                  silent = TRUE)
      if (inherits(sd, "try-error") || is.null(sd) || is.na(sd$chisq) || own$df == 0) sd <- NULL
      if (all(weights == 0) && own$df > 0 && ways(x) < 1e5) {
        still <- coxph.control(iter.max = 0)
        cx <- sapply(c("factor(group)", "group"), function(g) suppressWarnings(coxph(
          as.formula(paste("Surv(entry, time, event) ~", g, "+ strata(stratum)")), x,
          ties = "exact", control = still))$score)
        apart("coxph", cx[1], own$chisq)
        if (!is.na(own$trend)) apart("coxph", cx[2], own$trend^2)
      }
      if (!is.null(sd)) apart("survdiff", sd$chisq, own$chisq)
      tests[[length(tests) + 1]] <- data.frame(set = set, entry = entry, strata = strata,
        rho = weights[1], gamma = weights[2], zero = is.null(own),
        chisq = if (is.null(own)) "NA" else num(own$chisq), df = if (is.null(own)) NA else own$df,
        observed = if (is.null(own)) "" else join(num(own$O)),
        expected = if (is.null(own)) "" else join(num(own$E)),
        trend = if (is.null(own)) "NA" else num(own$trend),
        survdiff = if (is.null(sd)) "NA" else num(sd$chisq),
        coxph = if (is.null(cx)) "NA" else num(cx[1]))
    }
}

put(data, "curves_data.csv")
put(curves, "curves_survival.csv")
put(quantiles, "curves_quantiles.csv")
put(means, "curves_means.csv")
put(tests, "curves_tests.csv")
l <- transform(lung, event = status - 1)[c("inst", "time", "event", "age", "sex", "ph.ecog")]
names(l)[6] <- "ph_ecog"
write.csv(l, "lung.csv", row.names = FALSE, quote = FALSE)
cat("largest relative deviation of survdiff and of coxph's score test from the formula,",
    "and of print's medians from the rule:\n")
print(largest)
cat(sum(do.call(rbind, curves)$zero != "NA"), "curves reach 0 while people still enter\n")

# Reference values for prevalence standardised over covariates.
# Writes standardised_rows.csv (the data, one line for each distinct combination)
# and standardised.csv (the answers, one line for each level) to this folder,
# and prints the checks made on the way.
#
# The regression is glm() with treatment contrasts and covariates as they are,
# on frequencies; on one row for each person it has to give the same. Gradients
# are written out for the mean of plogis(), and checked by central differences.

set.seed(20261122)
control <- glm.control(epsilon = 1e-14, maxit = 100)
z <- qnorm(0.975)
num <- function(x) sprintf("%.17g", as.numeric(x))
largest <- c(expanded = 0, gradient = 0)

draw <- function(set) {
  levels <- 2 + set %% 4
  people <- c(80, 150, 300, 700, 2000)[1 + set %% 5]
  kind <- set %% 6            # which covariates: none, sex, age, both, with onset, with year
  d <- data.frame(level = sample(levels, people, TRUE, prob = runif(levels, 0.5, 1)))
  if (kind %in% c(1, 3, 4, 5)) d$sex <- rbinom(people, 1, 0.35 + 0.05 * d$level)
  if (kind %in% c(2, 3, 4, 5)) d$age <- round(rnorm(people, 56 + 2 * d$level, 11), set %% 2)
  if (kind == 4) {
    onset <- sample(3, people, TRUE, prob = c(0.6, 0.3, 0.1))
    d$bulbar <- as.integer(onset == 2)
    d$other <- as.integer(onset == 3)
  }
  if (kind == 5) d$year <- sample(2005:2024, people, TRUE)
  eta <- qlogis(c(0.5, 0.3, 0.7)[1 + set %% 3]) + 0.3 * (d$level - mean(d$level))
  if (!is.null(d$sex)) eta <- eta + 0.5 * d$sex
  if (!is.null(d$age)) eta <- eta + 0.04 * (d$age - 60)
  if (!is.null(d$bulbar)) eta <- eta - 0.6 * d$bulbar
  d$present <- rbinom(people, 1, plogis(eta))
  d
}

# glm() of the rows, each standing for `n` people; per level the standardised
# prevalence and its gradient, and the covariance of the coefficients.
standardise <- function(d, n, covariates) {
  d$level <- factor(d$level)
  formula <- reformulate(c("level", covariates), "present")
  d$n <- n
  fit <- glm(formula, binomial, d, weights = n, control = control)
  stopifnot(fit$converged, all(abs(coef(fit)[-1] * apply(model.matrix(fit), 2, sd)[-1]) < 10))
  mean_at <- function(beta, X) sum(n * plogis(drop(X %*% beta))) / sum(n)
  at <- lapply(levels(d$level), function(l) {
    moved <- d
    moved$level[] <- l
    X <- model.matrix(formula, moved)
    p <- plogis(drop(X %*% coef(fit)))
    gradient <- colSums(n * p * (1 - p) * X) / sum(n)
    steps <- 1e-5 / pmax(1, apply(abs(X), 2, max))
    numeric <- sapply(seq_along(steps), function(j) {
      h <- replace(0 * steps, j, steps[j])
      (mean_at(coef(fit) + h, X) - mean_at(coef(fit) - h, X)) / (2 * steps[j])
    })
    off <- max(abs(numeric - gradient) / pmax(1, abs(gradient)))
    largest["gradient"] <<- max(largest["gradient"], off)
    list(value = sum(n * p) / sum(n), gradient = gradient)
  })
  # vcov() of glm is from the weights of the last but one step: off by as much as that step
  X <- model.matrix(fit)
  p <- plogis(drop(X %*% coef(fit)))
  list(at = at, covariance = solve(crossprod(X * sqrt(n * p * (1 - p)))))
}

answer <- function(set, found, events, n) {
  P <- sapply(found$at, `[[`, "value")
  G <- sapply(found$at, `[[`, "gradient")
  se <- function(g) sqrt(drop(t(g) %*% found$covariance %*% g))
  reference <- 1 + set %% length(P)
  do.call(rbind, lapply(seq_along(P), function(l) {
    logit <- se(G[, l] / (P[l] * (1 - P[l])))
    d <- P[l] - P[reference]
    d_se <- se(G[, l] - G[, reference])
    log_se <- se(G[, l] / P[l] - G[, reference] / P[reference])
    ratio <- P[l] / P[reference]
    data.frame(
      set = set, level = l - 1, reference = reference - 1, events = events[l], n = n[l],
      prevalence = num(P[l]), prevalence_se = num(logit),
      prevalence_low = num(plogis(qlogis(P[l]) - z * logit)),
      prevalence_high = num(plogis(qlogis(P[l]) + z * logit)),
      difference = num(d), difference_se = num(d_se),
      difference_low = num(max(-1, d - z * d_se)), difference_high = num(min(1, d + z * d_se)),
      ratio = num(ratio), ratio_se = num(log_se),
      ratio_low = num(exp(log(ratio) - z * log_se)), ratio_high = num(exp(log(ratio) + z * log_se)),
      p = num(2 * pnorm(-abs(d / d_se)))
    )
  }))
}

sets <- 48
data <- list()
answers <- list()
for (set in seq_len(sets)) {
  people <- draw(set)
  covariates <- setdiff(names(people), c("level", "present"))
  key <- do.call(paste, people)
  rows <- people[!duplicated(key), , drop = FALSE]
  n <- as.vector(table(key)[key[!duplicated(key)]])
  grouped <- standardise(rows, n, covariates)
  expanded <- standardise(people, rep(1, nrow(people)), covariates)
  for (l in seq_along(grouped$at)) {
    off <- abs(grouped$at[[l]]$value - expanded$at[[l]]$value)
    spread <- function(f) drop(t(f$at[[l]]$gradient) %*% f$covariance %*% f$at[[l]]$gradient)
    off <- max(off, abs(spread(grouped) / spread(expanded) - 1))
    largest["expanded"] <- max(largest["expanded"], off)
  }
  events <- tapply(people$present, people$level, sum)
  answers[[set]] <- answer(set, grouped, events, table(people$level))
  blank <- function(name) if (name %in% covariates) sprintf("%.15g", rows[[name]]) else ""
  data[[set]] <- data.frame(
    set = set, level = rows$level - 1, present = rows$present, n = n, sex = blank("sex"),
    age = blank("age"), bulbar = blank("bulbar"), other = blank("other"), year = blank("year")
  )
}
answers <- do.call(rbind, answers)
write.csv(do.call(rbind, data), "standardised_rows.csv", quote = FALSE, row.names = FALSE)
write.csv(answers, "standardised.csv", quote = FALSE, row.names = FALSE)

cat(sprintf("%d data sets, %d levels\n", sets, nrow(answers)))
cat(sprintf("largest difference between frequencies and one row a person: %.1e\n", largest["expanded"]))
cat(sprintf("largest difference between gradients by hand and numeric: %.1e\n", largest["gradient"]))
stopifnot(largest["expanded"] < 1e-9, largest["gradient"] < 1e-6)

# Reference values for design matrices, splines and tests of terms; lung.csv is the data.
# Writes design.csv. Packages: survival, Hmisc (rcspline.eval), rms (Predict).

suppressMessages({library(survival); library(rms)})
control <- coxph.control(eps = 1e-13, toler.chol = 1e-15, iter.max = 50)
d <- read.csv("lung.csv")
d <- d[complete.cases(d), ]
d$ecog <- relevel(factor(d$ph_ecog), ref = "1")
d$female <- d$sex - 1
many <- 1 + (seq_len(nrow(d)) * 7) %% 4  # how often a row counts where frequencies are tested
out <- list()
add <- function(case, quantity, term, value)
  out[[length(out) + 1]] <<- data.frame(case, quantity, term, value = sprintf("%.12g", value))
shares <- list(`3` = c(.1, .5, .9), `4` = c(.05, .35, .65, .95), `5` = c(.05, .275, .5, .725, .95))
fit <- function(formula, data) coxph(formula, data, control = control)
ratio <- function(big, small) 2 * (big$loglik[2] - rev(small$loglik)[1])
knots_at <- function(x, k) unname(quantile(x, shares[[as.character(k)]], type = 7))
basis <- function(x, knots) rcspline.eval(x, knots = knots, inclx = TRUE, norm = 2)

for (k in 3:5) {
  case <- paste0("spline_", k)
  knots <- knots_at(d$age, k)
  b <- basis(d$age, knots)
  d$s <- b
  full <- fit(Surv(time, event) ~ female + s, d)
  add(case, "knot", seq_along(knots), knots)
  add(case, "frequency_knot", seq_along(knots), knots_at(rep(d$age, many), k))
  ages <- seq(35, 90, 2.5)
  for (j in seq_len(ncol(b))) add(case, paste0("column_", j), ages, basis(ages, knots)[, j])
  add(case, "coef", seq_along(coef(full)), coef(full))
  add(case, "se", seq_along(coef(full)), sqrt(diag(vcov(full))))
  add(case, "lr_overall", "", ratio(full, fit(Surv(time, event) ~ female, d)))
  add(case, "lr_linear", "", ratio(full, fit(Surv(time, event) ~ female + age, d)))
  ranges <- datadist(d[c("age", "female")]); options(datadist = "ranges")
  p <- cph(Surv(time, event) ~ female + rcs(age, knots), d, eps = 1e-13, tol = 1e-15, iter.max = 50)
  shown <- c(40, 50, 60, 70, 80)
  curve <- Predict(p, age = shown, ref.zero = TRUE)
  stopifnot(ranges$limits["Adjust to", "age"] == median(d$age))
  add(case, "curve", shown, curve$yhat)
  add(case, "curve_low", shown, curve$lower)
  add(case, "curve_high", shown, curve$upper)
}

terms_of <- function(case, full, without) {
  add(case, "coef", names(coef(full)), coef(full))
  add(case, "se", names(coef(full)), sqrt(diag(vcov(full))))
  for (name in names(without)) add(case, "lr", name, ratio(full, fit(without[[name]], d)))
}
two <- d[d$ph_ecog < 3, ]
two$ecog <- droplevels(two$ecog)
d <- two  # one patient has the level 3
terms_of("category", fit(Surv(time, event) ~ age + ecog, d),
         list(ecog = Surv(time, event) ~ age, model = Surv(time, event) ~ 1))
terms_of("number_by_category", fit(Surv(time, event) ~ age * ecog, d),
         list(age = Surv(time, event) ~ ecog, ecog = Surv(time, event) ~ age,
              interaction = Surv(time, event) ~ age + ecog))
terms_of("category_by_category", fit(Surv(time, event) ~ factor(female) * ecog, d),
         list(ecog = Surv(time, event) ~ female, interaction = Surv(time, event) ~ female + ecog))
terms_of("number_by_number", fit(Surv(time, event) ~ age * female, d),
         list(interaction = Surv(time, event) ~ age + female))
robust <- coxph(Surv(time, event) ~ age + ecog, d, cluster = inst, control = control)
of <- grep("ecog", names(coef(robust)))
wald <- function(b, V) sum(b * solve(V, b))
add("clustered", "wald", "ecog", wald(coef(robust)[of], vcov(robust)[of, of]))
add("clustered", "wald", "model", wald(coef(robust), vcov(robust)))
add("clustered", "se", names(coef(robust)), sqrt(diag(vcov(robust))))
write.csv(do.call(rbind, out), "design.csv", row.names = FALSE, quote = FALSE)

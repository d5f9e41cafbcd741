# Usage: Rscript survival.R cox|kaplan-meier|log-rank FILE ROWS COLUMNS
# The file holds doubles, column after column: time, event, covariates. Printed are the seconds that
# the answer took, and the answer.
suppressMessages(library(survival))
arguments <- commandArgs(TRUE)
rows <- as.integer(arguments[3])
columns <- as.integer(arguments[4])
data <- matrix(readBin(arguments[2], "double", rows * columns), rows)
time <- data[, 1]
event <- data[, 2]
x <- data[, -(1:2), drop = FALSE]
ask <- switch(arguments[1],
  "cox" = function() coxph(Surv(time, event) ~ x),
  "kaplan-meier" = function() survfit(Surv(time, event) ~ 1, conf.type = "log-log"),
  "log-rank" = function() survdiff(Surv(time, event) ~ x[, 1])
)
took <- system.time(found <- ask())[["elapsed"]]
answer <- switch(arguments[1],
  "cox" = coef(found),
  "kaplan-meier" = summary(found, times = c(6, 12, 24, 48))$surv,
  "log-rank" = found$chisq
)
cat(format(c(took, answer), digits = 17), "\n")

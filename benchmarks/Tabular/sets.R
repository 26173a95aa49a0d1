# Writes data sets of R packages (modeldata, mlbench, ggplot2, dplyr), and some with known structure, as CSV with a job file each: Rscript sets.R FOLDER
# Then: dotnet run -c Release --project benchmarks -- tabular 3 60 FOLDER   (three seeds, at most about 60 minutes, smallest sets first)
args <- commandArgs(trailingOnly = TRUE); out <- args[1]; dir.create(out, showWarnings = FALSE, recursive = TRUE)
type_of <- function(v) if (is.logical(v)) "bool" else if (is.integer(v)) "int64" else if (is.numeric(v)) "float64" else "string"
put <- function(name, d, label, task) {
  d <- as.data.frame(d); d <- d[!is.na(d[[label]]), ]
  names(d) <- gsub("[^A-Za-z0-9_]", "_", names(d)); label <- gsub("[^A-Za-z0-9_]", "_", label)
  for (c in names(d)) { v <- d[[c]]
    if (inherits(v, "Date")) v <- as.integer(v)
    if (inherits(v, "POSIXt")) v <- as.numeric(v)
    if (is.factor(v)) v <- as.character(v)
    if (is.character(v)) v <- gsub("[\",\r\n]", " ", v)
    if (is.numeric(v) && !is.integer(v) && all(is.na(v) | (v == round(v) & abs(v) < 1e9))) v <- as.integer(v)
    if (c == label && task != "regression") v <- as.character(v)
    if (c == label && task == "regression") v <- as.numeric(v)
    d[[c]] <- v }
  types <- sapply(d, type_of)
  if (task == "regression") types[label] <- "float64"
  for (c in names(d)[types == "bool"]) d[[c]] <- ifelse(d[[c]], "true", "false")
  write.csv(format(d, digits = 17, trim = TRUE, scientific = FALSE, nsmall = 0), file.path(out, paste0(name, ".csv")), row.names = FALSE, na = "", quote = FALSE)
  x <- readLines(file.path(out, paste0(name, ".csv"))); x <- gsub("(^|,)NA(?=,|$)", "\\1", x, perl = TRUE); writeLines(x, file.path(out, paste0(name, ".csv")))
  yaml <- c(paste0("name: ", gsub("_", "-", name)), paste0("input: { files: ", name, ".csv, format: csv }"), "contract:",
    sprintf("  %s: { type: %s, nullable: true }", names(d), types),
    "split: { kind: hash, validation: 0.15, test: 0.25 }", paste0("features: { label: ", label, " }"),
    "network: { model: tabular }", "training:", paste0("  task: ", task))
  writeLines(yaml, file.path(out, paste0(name, ".yaml"))); cat(name, nrow(d), ncol(d), "\n")
}
set.seed(7)
suppressMessages({library(modeldata); library(mlbench)})
get1 <- function(n, p) { e <- new.env(); data(list = n, package = p, envir = e); get(n, e) }
dm <- ggplot2::diamonds; put("diamonds", dm[sample(nrow(dm), 12000), ], "price", "regression")
put("ames", get1("ames", "modeldata"), "Sale_Price", "regression")
put("chicago", get1("Chicago", "modeldata"), "ridership", "regression")
put("credit", get1("credit_data", "modeldata"), "Status", "binary")
put("churn", get1("mlc_churn", "modeldata"), "churn", "binary")
put("wachurn", get1("wa_churn", "modeldata"), "churn", "binary")
put("lending", get1("lending_club", "modeldata"), "Class", "binary")
put("letter", get1("LetterRecognition", "mlbench"), "lettr", "multiclass")
put("satellite", get1("Satellite", "mlbench"), "classes", "multiclass")
# Known structure.
n <- 6000; f <- mlbench.friedman1(n, sd = 1); put("friedman", data.frame(f$x, y = f$y), "y", "regression")
x <- matrix(runif(n * 8), n); y <- 3 * (x[,1] > .3 & x[,2] < .6) - 2 * (x[,3] > .7) + 2 * ((x[,4] > .5) != (x[,5] > .5)) + x[,6] + rnorm(n, sd = .5)
put("steps", data.frame(x, y = y), "y", "regression")
g <- function(k, m) sample(paste0("c", 1:k), m, replace = TRUE, prob = (1:k)^-0.8)
n <- 10000; a <- g(300, n); b <- g(40, n); c <- g(8, n); d <- g(3, n); z <- rnorm(n)
ea <- setNames(rnorm(300), paste0("c", 1:300)); eb <- setNames(rnorm(40), paste0("c", 1:40)); ebc <- matrix(rnorm(40 * 8), 40)
s <- ea[a] + eb[b] + ebc[cbind(as.integer(sub("c", "", b)), as.integer(sub("c", "", c)))] + .5 * z * (d == "c1")
put("categories", data.frame(a, b, c, d, z, w = runif(n), y = ifelse(runif(n) < plogis(s), "yes", "no")), "y", "binary")
# Sets of more rows, and such as the defaults were not chosen on.
set.seed(11)
checks <- get1("check_times", "modeldata"); checks$check_time <- log(checks$check_time + 1); put("checktimes", checks, "check_time", "regression")
put("stackoverflow", get1("stackoverflow", "modeldata"), "Remote", "binary")
put("hpc", get1("hpc_data", "modeldata"), "class", "multiclass")
put("txhousing", as.data.frame(ggplot2::txhousing)[, c("city", "year", "month", "sales", "listings", "inventory", "median")], "median", "regression")
put("storms", as.data.frame(dplyr::storms)[, c("year", "month", "day", "hour", "lat", "long", "status", "pressure", "wind")], "wind", "regression")
put("diamonds_full", ggplot2::diamonds, "price", "regression")
put("shuttle", get1("Shuttle", "mlbench"), "Class", "multiclass")
n <- 50000; f <- mlbench.friedman1(n, sd = 1); put("friedman_large", data.frame(f$x, y = f$y), "y", "regression")
n <- 30000; x <- matrix(runif(n * 8), n); y <- 3 * (x[,1] > .3 & x[,2] < .6) - 2 * (x[,3] > .7) + 2 * ((x[,4] > .5) != (x[,5] > .5)) + x[,6] + rnorm(n, sd = .5)
put("steps_large", data.frame(x, y = y), "y", "regression")

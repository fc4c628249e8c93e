# Writes golden.json: made-up responses with what the package psych says of them. Independent of the
# engine: alpha and its parts come from psych::alpha, the choice table from
# psych::score.multiple.choice, and the rest from base R.
# Run once, by hand, in this folder: Rscript make-golden.R. What made the committed file:
# provenance.json.

suppressPackageStartupMessages({
  library(psych)
  library(jsonlite)
})
set.seed(20261122, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

# One ability for each learner; an item is the harder the later it stands. The fourth is turned round.
abilities <- function(learners) rnorm(learners)
chances <- function(ability, items) {
  difficulty <- seq(-1.5, 1.5, length.out = items)
  slope <- rep(1.2, items)
  if (items >= 4) slope[4] <- -0.6
  plogis(outer(ability, difficulty, "-") * rep(slope, each = length(ability)))
}
right_wrong <- function(learners, items) {
  p <- chances(abilities(learners), items)
  matrix(as.numeric(runif(length(p)) < p), learners, items)
}
partial <- function(learners, items) {
  p <- chances(abilities(learners), items)
  matrix(rbinom(length(p), 4, p) / 4, learners, items)
}
with_missing <- function(scores, share, columns = seq_len(ncol(scores))) {
  for (j in columns) scores[runif(nrow(scores)) < share, j] <- NA
  scores
}

# Difference of the means in the 27 % of learners with the highest and the lowest share of the
# points. Learners who tie at a cut share the places that are left.
group_weights <- function(total, size) {
  cut <- sort(total, decreasing = TRUE)[size]
  above <- total > cut
  tied <- total == cut
  above + tied * (size - sum(above)) / sum(tied)
}
upper_lower <- function(scores, points) {
  answered <- !is.na(scores)
  earned <- sweep(scores, 2, points, "*")
  # Rounded, so that sums of the same points tie.
  total <- round(as.vector(rowSums(earned, na.rm = TRUE) / (answered %*% points)), 10)
  size <- (27 * nrow(scores) + 50) %/% 100
  means <- function(weights) {
    sapply(seq_len(ncol(scores)), function(j) {
      weighted.mean(scores[answered[, j], j], weights[answered[, j]])
    })
  }
  means(group_weights(total, size)) - means(group_weights(-total, size))
}

case <- function(name, scores, points = rep(1, ncol(scores))) {
  colnames(scores) <- paste0("i", seq_len(ncol(scores)))
  earned <- sweep(scores, 2, points, "*")
  found <- suppressWarnings(psych::alpha(as.data.frame(earned), use = "pairwise", warnings = FALSE))
  list(
    name = name, maxPoints = points, scores = scores,
    alpha = found$total$raw_alpha,
    alphaIfDeleted = found$alpha.drop$raw_alpha,
    discrimination = found$item.stats$r.drop,
    mean = found$item.stats$mean, sd = found$item.stats$sd,
    upperLower = upper_lower(scores, points)
  )
}

cases <- list(
  case("right or wrong", right_wrong(60, 8)),
  case("right or wrong, some missing everywhere", with_missing(right_wrong(90, 7), 0.15)),
  case("right or wrong, some missing in two items", with_missing(right_wrong(70, 6), 0.25, c(2, 5))),
  case("partial credit", partial(50, 6)),
  case("partial credit, points that differ", partial(80, 5), c(1, 2.5, 4, 10, 0.5)),
  case(
    "partial credit, points that differ, some missing",
    with_missing(partial(120, 6), 0.2, c(1, 3, 4, 6)), c(2, 1, 5, 3, 1, 8)
  )
)

# Four options each; who does not know picks one of the others.
choice_case <- function(name, learners, items, missing) {
  p <- chances(abilities(learners), items)
  key <- sample.int(4, items, replace = TRUE)
  chosen <- matrix(NA_real_, learners, items)
  for (j in seq_len(items)) {
    others <- setdiff(1:4, key[j])
    wrong <- sample(others, learners, replace = TRUE, prob = c(3, 2, 1))
    chosen[, j] <- ifelse(runif(learners) < p[, j], key[j], wrong)
    chosen[runif(learners) < missing, j] <- NA
  }
  colnames(chosen) <- paste0("i", seq_len(items))
  scored <- psych::score.multiple.choice(key, chosen, short = FALSE, digits = 17)
  options <- as.character(1:4)
  shares <- scored$item.stats[, options]
  right <- sweep(chosen, 2, key, "==") * 1
  biserial <- t(sapply(seq_len(items), function(j) {
    rest <- rowMeans(right[, -j, drop = FALSE], na.rm = TRUE)
    sapply(1:4, function(option) {
      cor(as.numeric(chosen[, j] == option), rest, use = "complete.obs")
    })
  }))
  list(
    name = name, key = key, chosen = chosen, shares = as.matrix(shares), pointBiserial = biserial,
    mean = scored$item.stats[, "mean"], sd = scored$item.stats[, "sd"],
    # With answers missing psych puts medians in their place for alpha, so that it cannot be compared.
    alpha = if (missing == 0) scored$alpha else NULL
  )
}

choices <- list(
  choice_case("choices", 100, 6, 0),
  choice_case("choices, some missing", 150, 5, 0.12)
)

write(
  toJSON(list(cases = cases, choices = choices), digits = NA, na = "null", null = "null", auto_unbox = TRUE),
  "golden.json"
)
cat(R.version.string, "psych", as.character(packageVersion("psych")), "jsonlite", as.character(packageVersion("jsonlite")), "\n")

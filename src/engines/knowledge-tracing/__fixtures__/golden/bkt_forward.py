"""Writes bkt-sequences.json: mastery and predicted success along sequences of answers.

Independent of the engine: it does not use the closed form of Bayesian knowledge tracing but runs
the forward algorithm of a hidden Markov model with two states, in exact fractions. Of the engine it
takes one rule: belief stays within MARGIN of 0 and 1. Run once, by hand, in this folder:
python3 bkt_forward.py. What made the committed file: provenance.json.
"""

import json
import random
from fractions import Fraction

PARAMETERS = [
    # prior, transit, slip, guess
    ("0.1", "0.1", "0.1", "0.1"),  # OATutor's default
    ("0.5", "0.14", "0.09", "0.14"),
    ("0.25", "0.02", "0.3", "0.2"),
    ("0.9", "0.3", "0.05", "0.4"),
    ("0.02", "0.005", "0.02", "0.02"),
    ("0.4", "0.1", "0.6", "0.5"),  # degenerate: right answers speak against knowledge
]
FIXED = ["1", "0", "11111", "00000", "10101010", "0001111", "1110000"]
RANDOM, LENGTH, SEED = 4, 30, 20261122
MARGIN = Fraction(1, 10**6)


def multiply(vector, matrix):
    return [sum(v * row[j] for v, row in zip(vector, matrix)) for j in range(2)]


def forward(parameters, answers):
    """Before the first answer and after each: P(known), P(next answer correct)."""
    prior, transit, slip, guess = (Fraction(p) for p in parameters)
    belief = [prior, 1 - prior]  # known, not known
    transition = [[Fraction(1), Fraction(0)], [transit, 1 - transit]]
    emission = {"1": [1 - slip, guess], "0": [slip, 1 - guess]}
    rows = []
    for answer in [None, *answers]:
        if answer is not None:
            joint = [b * e for b, e in zip(belief, emission[answer])]
            belief = multiply([j / sum(joint) for j in joint], transition)
            known = min(max(belief[0], MARGIN), 1 - MARGIN)
            belief = [known, 1 - known]
        correct = sum(b * e for b, e in zip(belief, emission["1"]))
        rows.append([float(belief[0]), float(correct)])
    return rows


def main():
    source = random.Random(SEED)
    sequences = FIXED + ["".join(source.choice("01") for _ in range(LENGTH)) for _ in range(RANDOM)]
    out = [
        {
            "parameters": dict(zip(("prior", "transit", "slip", "guess"), map(float, parameters))),
            "answers": answers,
            "states": forward(parameters, answers),
        }
        for parameters in PARAMETERS
        for answers in sequences
    ]
    with open("bkt-sequences.json", "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(row) for row in out) + "\n]\n")


main()

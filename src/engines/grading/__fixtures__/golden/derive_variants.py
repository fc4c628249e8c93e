"""Writes variants.json: for each key of keys.json other spellings that are equal and some that are not.

Independent of the engine: its own reading of LaTeX, and SymPy for the algebra. Run once, by hand,
in this folder: python3 derive_variants.py. What made the committed file stands in provenance.json.
"""

import json
import re

import sympy as sp

LETTERS = {c: sp.Symbol(c, real=True) for c in "abcdefghijklmnopqrstuvwxyzACFLMPVW"}


def group(s, i):
    """The content of the braces that open at or after i, and where it ends."""
    i = s.index("{", i)
    depth = 0
    for j in range(i, len(s)):
        depth += {"{": 1, "}": -1}.get(s[j], 0)
        if depth == 0:
            return s[i + 1 : j], j + 1
    raise ValueError(s)


def to_python(s):
    out, i = "", 0
    while i < len(s):
        if s.startswith("\\frac", i):
            top, j = group(s, i)
            bottom, i = group(s, j)
            out += f"(({to_python(top)})/({to_python(bottom)}))"
        elif s.startswith("\\sqrt", i):
            j, degree = i + 5, "2"
            if s[j] == "[":
                degree, j = s[j + 1 : s.index("]", j)], s.index("]", j) + 1
            inner, i = group(s, j)
            out += f" root(({to_python(inner)}),{degree}) "
        elif s.startswith(("\\left", "\\right", "\\times"), i):
            word = re.match(r"\\[a-z]+", s[i:]).group()
            out, i = out + ("*" if word == "\\times" else ""), i + len(word)
        elif s[i] == "{":
            inner, i = group(s, i)
            out += f"({to_python(inner)})"
        elif s[i] == "|":
            j = s.index("|", i + 1)
            out, i = out + f" Abs({to_python(s[i + 1 : j])}) ", j + 1
        else:
            out, i = out + s[i], i + 1
    return out


def to_sympy(s):
    tokens = re.findall(r"root|Abs|[A-Za-z]|\d+\.\d+|\d+|\S", to_python(s).replace("^", "**"))
    out = ""
    for before, token in zip([""] + tokens, tokens):
        is_operand = re.fullmatch(r"[A-Za-z]|[\d.]+|\)", before)
        if is_operand and re.fullmatch(r"root|Abs|[A-Za-z(]|[\d.]+", token):
            out += "*"
        out += f"Rational('{token}')" if token[0].isdigit() else token
    return eval(out, {"__builtins__": {}}, {**LETTERS, "root": sp.root, "Abs": sp.Abs, "Rational": sp.Rational})


def typed(e):
    return str(e).replace("**", "^")


def respellings(e):
    forms = [e, sp.expand(e), sp.factor(e), sp.together(e), sp.simplify(e)]
    yield from (typed(f) for f in forms)
    yield from (sp.latex(f) for f in forms)
    yield f"({typed(e)})*3/3"
    if e.is_Rational and e.q != 1:
        yield f"{3 * e.p}/{3 * e.q}"
        if set(sp.factorint(e.q)) <= {2, 5}:
            yield format(float(e), "g")
            yield format(float(e), "g").replace(".", ",")


def mistakes(e):
    """A sign flipped, a number off by one or doubled, a term left out, the whole shifted or negated."""
    for n in sorted(e.atoms(sp.Rational), key=str):
        yield from (e.xreplace({n: m}) for m in (n + 1, -n, 2 * n))
    yield from (-e, e + 1)
    if e.is_Add:
        yield from (e - e.args[0], e - 2 * e.args[0])


def is_zero(e):
    if sp.simplify(e) == 0:
        return True
    point = dict(zip(sorted(e.free_symbols, key=str), map(sp.Rational, ("7/3", "5/2", "11/7", "13/5"))))
    return abs(sp.N(e.subs(point))) < 1e-9


def variants(key):
    sides = [to_sympy(s) for s in key.replace("$", "").split("=")]
    if len(sides) == 1:
        (e,) = sides
        wrong = [m for m in mistakes(e) if not m.has(sp.zoo, sp.nan) and not is_zero(m - e)]
        return list(respellings(e)), [typed(m) for m in wrong]
    left, right = sides
    equal = [f"{typed(right)} = {typed(left)}", f"{sp.latex(left)}={sp.latex(right)}"]
    moved = [f"{typed(sp.expand(k * left))} = {typed(sp.expand(k * right))}" for k in (3, -1)]
    moved += [f"{typed(sp.expand(left - right))} = 0"]
    wrong = [m for m in mistakes(right) if sp.simplify((left - m) / (left - right)).free_symbols]
    different = [f"{typed(left)} = {typed(m)}" for m in wrong]
    if left.is_Symbol and not right.has(left):
        # The key isolates an unknown: a multiple of it is another, unsolved equation.
        return equal + [typed(right)], different + [m for m in moved if not m.startswith(f"{left} =")]
    return equal + moved, different


def main():
    with open("keys.json") as file:
        keys = json.load(file)
    out = []
    for entry in keys:
        equal, different = variants(entry["key"])
        out.append({**entry, "equal": sorted(set(equal)), "different": sorted(set(different))})
    with open("variants.json", "w") as file:
        json.dump(out, file, indent=1, ensure_ascii=False)
        file.write("\n")
    print(len(out), sum(len(o["equal"]) for o in out), sum(len(o["different"]) for o in out), sp.__version__)


main()

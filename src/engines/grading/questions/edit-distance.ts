/**
 * How many letters have to be put in, taken out, replaced, or swapped with their neighbour to make
 * one text of another, where no stretch is changed twice (the restricted or optimal string
 * alignment distance). Answers `most + 1` for anything beyond `most`, which
 * keeps the work at `most` letters to either side. Letters are code points.
 *
 * Damerau (1964), "A technique for computer detection and correction of spelling errors";
 * Levenshtein (1966), "Binary codes capable of correcting deletions, insertions, and reversals".
 */
export function editDistance(a: string, b: string, most: number): number {
  const [from, to] = [Array.from(a), Array.from(b)];
  const width = 2 * most + 1;
  // A row is for a prefix of `from`; its k-th entry for the prefix of `to` that is k − most longer.
  let twoBack: number[] = [];
  let above = Array.from({ length: width }, (_, k) => (k < most ? Infinity : k - most));
  for (const [i, letter] of from.entries()) {
    const row: number[] = [];
    for (let k = 0; k < width; k += 1) {
      const j = i + k - most;
      if (j < 0 || j >= to.length) {
        row.push(j === -1 ? i + 1 : Infinity);
        continue;
      }
      const replaced = at(above, k) + (letter === to[j] ? 0 : 1);
      const isSwap = i > 0 && j > 0 && letter === to[j - 1] && from[i - 1] === to[j];
      const swapped = isSwap ? at(twoBack, k) + 1 : Infinity;
      row.push(Math.min(replaced, at(above, k + 1) + 1, at(row, k - 1) + 1, swapped));
    }
    // A swap reaches back two rows; what is too far in both stays too far.
    if (Math.min(...row, ...above) > most) return most + 1;
    [twoBack, above] = [above, row];
  }
  return Math.min(at(above, to.length - from.length + most), most + 1);
}

function at(row: readonly number[], k: number): number {
  return row[k] ?? Infinity;
}

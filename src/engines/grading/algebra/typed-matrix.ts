const ROWS_IN_BRACKETS = /^\[ ?\[(.*)\] ?\]$/u;
const ROWS_BY_SEMICOLON = /^\[([^[\]]*)\]$/u;

/**
 * A matrix as one types it, "[[4, -3, 11], [3, 2, 4]]" or "[4 -3 11; 3 2 4]", in TeX; other texts
 * as they are. Cells are apart by commas or blanks, so a cell holds no blanks and no decimal comma.
 */
export function texOfTypedMatrix(text: string): string {
  const rows =
    ROWS_IN_BRACKETS.exec(text)?.[1]?.split(/\] ?,? ?\[/u) ??
    ROWS_BY_SEMICOLON.exec(text)?.[1]?.split(';');
  if (rows === undefined || (rows.length === 1 && !/[, ]/u.test(rows[0]?.trim() ?? '')))
    return text;
  const cells = rows.map((row) =>
    row
      .trim()
      .split(/ ?, ?| /u)
      .join(' & '),
  );
  return `\\begin{bmatrix} ${cells.join(' \\cr ')} \\end{bmatrix}`;
}

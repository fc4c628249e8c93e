/**
 * Whether PostgreSQL keeps this text as it is: it has no NUL, and the driver would replace half of
 * a surrogate pair.
 */
export function isStorableText(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

/** As `isStorableText`, for every text and name in a value of JSON. */
export function isStorableJson(value: unknown): boolean {
  if (typeof value === 'string') return isStorableText(value);
  if (value === null || typeof value !== 'object') return true;
  return Object.entries(value).every(
    ([name, inner]) => isStorableText(name) && isStorableJson(inner),
  );
}

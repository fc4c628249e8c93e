/**
 * JSON to be read in a diff: an object or array without objects in it stands on one line, so that a
 * hint is a line and a problem a block.
 */
export function printJson(value: unknown, indent = ''): string {
  if (!holdsObjects(value)) return JSON.stringify(value);
  const deeper = `${indent} `;
  if (Array.isArray(value)) {
    const items = value.map((item) => `${deeper}${printJson(item, deeper)}`);
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const fields = Object.entries(value).map(
    ([name, field]) => `${deeper}${JSON.stringify(name)}: ${printJson(field, deeper)}`,
  );
  return `{\n${fields.join(',\n')}\n${indent}}`;
}

function holdsObjects(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(
    (field) =>
      (typeof field === 'object' && field !== null && !Array.isArray(field)) ||
      (Array.isArray(field) && field.some((item) => typeof item === 'object' && item !== null)),
  );
}

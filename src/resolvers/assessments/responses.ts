import { RequestError } from '../../errors/index.js';
import { responsePlaces } from '../../schema/assessments/question-kinds.js';

type Given = Readonly<Record<string, unknown>>;

/** An answer as the input has it, in the one form that questions are answered in. */
export function responseOf(input: Given, field = 'response'): Record<string, unknown> {
  const given = Object.entries(input).filter(([, value]) => value != null);
  const [name, value] = given[0] ?? [];
  const place = name === undefined ? undefined : responsePlaces.get(name);
  if (given.length !== 1 || !place) {
    throw RequestError.badInput(field, 'Give exactly one field, that of the kind which is asked.');
  }
  return { kind: place.kind, [place.name]: written(value, `${field}.${String(name)}`) };
}

/** Inputs as plain JSON: what was left out is absent, and fields of a CUSTOM question are answers. */
function written(value: unknown, field: string): unknown {
  if (Array.isArray(value)) return value.map((inner: unknown) => written(inner, field));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Given)
      .filter(([, inner]) => inner != null)
      .map(([name, inner]) => [
        name,
        name === 'response' ? responseOf(inner as Given, field) : inner,
      ]),
  );
}

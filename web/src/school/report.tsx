/**
 * What an import brought. The graph gives it as JSON, because each kind of job has its own; counts
 * are shown as a table, lists as lists, the rest as it is.
 */
export function Report({ result }: { result: unknown }) {
  if (!isRecord(result)) return null;
  const entries = Object.entries(result);
  const counts = entries.filter(([, value]) => isCounts(value));
  const columns = [...new Set(counts.flatMap(([, value]) => Object.keys(value as object)))];
  const lists = entries.filter(([, value]) => Array.isArray(value) && value.length > 0);
  const plain = entries.filter(([, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  );
  return (
    <section className="report" aria-label="Report of the import">
      {counts.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Kind</th>
              {columns.map((column) => (
                <th key={column} scope="col" className="number">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {counts.map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {columns.map((column) => (
                  <td key={column} className="number">
                    {(value as Record<string, number>)[column]?.toLocaleString('en') ?? '–'}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {plain.length > 0 && (
        <p className="fine-print">
          {plain.map(([name, value]) => `${name}: ${String(value)}`).join(' · ')}
        </p>
      )}
      {lists.map(([name, value]) => (
        <details key={name}>
          <summary>
            {name} ({(value as unknown[]).length})
          </summary>
          <ul>
            {(value as unknown[]).slice(0, 100).map((item, index) => (
              <li key={index}>{line(item)}</li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): boolean {
  return (
    isRecord(value) &&
    Object.keys(value).length > 0 &&
    Object.values(value).every((count) => typeof count === 'number')
  );
}

function line(item: unknown): string {
  if (isRecord(item)) return Object.values(item).map(String).join(': ');
  return String(item);
}

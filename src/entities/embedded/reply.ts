import { EmbeddedSqlError, type DatabaseErrorFields } from './errors.js';
import { typeParser, type TypeParser } from './type-parsers.js';

export type Row = Record<string, unknown>;

/** What one statement of a request gave. */
export interface StatementResult {
  /** The first word of the command tag: SELECT, INSERT, CREATE. */
  readonly command: string;
  /** Rows returned or changed, where the tag says so. */
  readonly rowCount: number | null;
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
  readonly rows: Row[];
}

/** `idle`, inside a transaction, or inside one that has failed. */
export type TransactionStatus = 'I' | 'T' | 'E';

export interface Reply {
  readonly results: StatementResult[];
  readonly error: EmbeddedSqlError | null;
  readonly status: TransactionStatus;
  /** Whether the server accepted a Parse message: a named statement is now prepared. */
  readonly parsed: boolean;
  readonly notifications: readonly { readonly channel: string; readonly payload: string }[];
}

interface Column {
  readonly name: string;
  readonly dataTypeID: number;
  readonly parse: TypeParser;
}

const errorFields: Record<string, keyof DatabaseErrorFields> = {
  V: 'severity', // after S, which is the same word translated
  C: 'code',
  D: 'detail',
  H: 'hint',
  P: 'position',
  p: 'internalPosition',
  q: 'internalQuery',
  W: 'where',
  s: 'schema',
  t: 'table',
  c: 'column',
  d: 'dataType',
  n: 'constraint',
  F: 'file',
  L: 'line',
  R: 'routine',
};

/**
 * Reads the server's messages up to and including ReadyForQuery.
 * https://www.postgresql.org/docs/18/protocol-message-formats.html
 */
export function readReply(bytes: ArrayBuffer): Reply {
  const buffer = Buffer.from(bytes);
  const view = new DataView(bytes);
  const results: StatementResult[] = [];
  const notifications: { channel: string; payload: string }[] = [];
  let columns: Column[] = [];
  let rows: Row[] = [];
  let error: EmbeddedSqlError | null = null;
  let status: TransactionStatus = 'I';
  let parsed = false;
  let at = 0;

  const cString = (): string => {
    const end = buffer.indexOf(0, at);
    const text = buffer.toString('utf8', at, end);
    at = end + 1;
    return text;
  };

  for (let next = 0; at < buffer.length; at = next) {
    const type = view.getUint8(at);
    next = at + 1 + view.getInt32(at + 1);
    at += 5;
    switch (type) {
      case 0x44: // DataRow
        rows.push(readRow(buffer, view, at, columns));
        break;
      case 0x54: {
        // RowDescription
        const count = view.getInt16(at);
        at += 2;
        columns = [];
        for (let i = 0; i < count; i += 1) {
          const name = cString();
          const dataTypeID = view.getUint32(at + 6);
          columns.push({ name, dataTypeID, parse: typeParser(dataTypeID) });
          at += 18;
        }
        break;
      }
      case 0x43: // CommandComplete
        results.push(completed(cString(), columns, rows));
        columns = [];
        rows = [];
        break;
      case 0x45: {
        // ErrorResponse; the first one counts
        const fields: Record<string, string> = {};
        while (view.getUint8(at) !== 0) {
          const key = String.fromCharCode(view.getUint8(at));
          at += 1;
          fields[errorFields[key] ?? key] = cString();
        }
        const { M: message = 'unknown error', S: _localised, ...known } = fields;
        error ??= new EmbeddedSqlError(message, known);
        break;
      }
      case 0x41: {
        // NotificationResponse
        at += 4;
        notifications.push({ channel: cString(), payload: cString() });
        break;
      }
      case 0x31: // ParseComplete
        parsed = true;
        break;
      case 0x5a: // ReadyForQuery
        status = String.fromCharCode(view.getUint8(at)) as TransactionStatus;
        break;
      default: // BindComplete, NoData, notices, parameters: nothing to do
    }
  }
  return { results, error, status, parsed, notifications };
}

function readRow(buffer: Buffer, view: DataView, start: number, columns: readonly Column[]): Row {
  const row: Row = {};
  let at = start + 2;
  for (const { name, parse } of columns) {
    const length = view.getInt32(at);
    at += 4;
    if (length === -1) {
      row[name] = null;
    } else {
      row[name] = parse(buffer.toString('utf8', at, at + length));
      at += length;
    }
  }
  return row;
}

/** The tag ends in a count where there is one: "SELECT 2", "INSERT 0 5", "CREATE TABLE". */
function completed(tag: string, columns: readonly Column[], rows: Row[]): StatementResult {
  const words = tag.split(' ');
  const count = Number(words.at(-1));
  return {
    command: words[0] ?? '',
    rowCount: Number.isNaN(count) ? null : count,
    fields: columns.map(({ name, dataTypeID }) => ({ name, dataTypeID })),
    rows,
  };
}

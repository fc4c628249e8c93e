import type { QuestionBody, ResponseTo } from './question.js';
import { questionKindFor } from './registry.js';
import { isRecord } from './shape.js';
import type { ResponseReading } from './types.js';

/**
 * Reads an answer to a question, as JSON that anybody may have sent: the one form it is kept and
 * graded in, null when it says nothing, or every reason why it is refused. Never throws; to read
 * what was read gives the same again.
 */
export function readResponse<Body extends QuestionBody>(
  body: Body,
  response: unknown,
): ResponseReading<ResponseTo<Body>> {
  const asked: unknown = body;
  const name = isRecord(asked) ? asked['kind'] : undefined;
  const kind = typeof name === 'string' ? questionKindFor(name) : undefined;
  if (kind === undefined) return { refused: [{ code: 'UNKNOWN_KIND', path: 'body.kind' }] };
  // The kind was found by the name in the body, so it reads answers to that body.
  return kind.read(body, response) as ResponseReading<ResponseTo<Body>>;
}

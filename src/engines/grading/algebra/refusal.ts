/**
 * Thrown inside the reader and the evaluator, and caught by the algebra grader alone: a reading
 * gives up from any depth at once. Callers of the engine never meet it.
 */
export class Refusal extends Error {
  constructor(readonly outcome: 'UNREADABLE' | 'TOO_COMPLEX') {
    super(outcome);
    this.name = 'Refusal';
  }
}

export function unreadable(): never {
  throw new Refusal('UNREADABLE');
}

export function tooComplex(): never {
  throw new Refusal('TOO_COMPLEX');
}

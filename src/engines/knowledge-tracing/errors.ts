/** A probability that is not a number. A fault of the caller: parameters are checked on import. */
export class ProbabilityError extends RangeError {
  constructor(name: string) {
    super(`${name} must be a number between 0 and 1.`);
    this.name = 'ProbabilityError';
  }
}

/** A state that another engine made: it has to be traced anew from the answers. */
export class ForeignStateError extends Error {
  constructor(
    tracer: { readonly name: string; readonly version: number },
    state: { readonly engine: string; readonly version: number },
  ) {
    super(
      `${tracer.name} ${tracer.version} cannot go on from a state of ${state.engine} ${state.version}.`,
    );
    this.name = 'ForeignStateError';
  }
}

import type { BktParameters } from './types.js';

export interface ParameterProblem {
  /**
   * - `NOT_A_PROBABILITY`: not a number between 0 and 1; not a number at all is refused in use
   * - `DEGENERATE`: slip + guess ≥ 1, so a right answer speaks against knowledge. R. S. Baker, A.
   *   T. Corbett and V. Aleven (2008), "More accurate student modeling through contextual
   *   estimation of slip and guess probabilities in Bayesian knowledge tracing"
   */
  readonly code: 'NOT_A_PROBABILITY' | 'DEGENERATE';
  readonly parameters: readonly (keyof BktParameters)[];
}

const NAMES = ['prior', 'transit', 'slip', 'guess'] as const;

/** What whoever brings parameters should be told of them. */
export function inspectBktParameters(parameters: BktParameters): ParameterProblem[] {
  const improper = NAMES.filter((name) => !(parameters[name] >= 0 && parameters[name] <= 1));
  return [
    ...improper.map((name) => ({ code: 'NOT_A_PROBABILITY', parameters: [name] }) as const),
    ...(parameters.slip + parameters.guess >= 1
      ? [{ code: 'DEGENERATE', parameters: ['slip', 'guess'] } as const]
      : []),
  ];
}

import type { PolicyProblem } from './inspect-policy.js';

/**
 * A policy that `inspectPolicy` finds fault with. A fault of the caller: policies are inspected when
 * they are set.
 */
export class PolicyError extends RangeError {
  readonly problems: readonly PolicyProblem[];

  constructor(problems: readonly PolicyProblem[]) {
    const told = problems.map(({ code, path }) => `${path.join('.')} ${code}`);
    super(`The policy cannot be used: ${told.join(', ')}.`);
    this.name = 'PolicyError';
    this.problems = problems;
  }
}

/**
 * Parameters of one skill, each a probability in [0, 1]. They are kept off the two ends before use
 * (probability.ts). Where slip + guess reaches 1 a right answer no longer speaks for knowledge;
 * `inspectBktParameters` tells.
 */
export interface BktParameters {
  /** P(L0): known before the first answer. */
  readonly prior: number;
  /** P(T): learned between one answer and the next. */
  readonly transit: number;
  /** P(S): answered wrongly although known. */
  readonly slip: number;
  /** P(G): answered correctly although not known. */
  readonly guess: number;
}

/** One answer, as tracing counts it. */
export interface TracingEvidence {
  readonly correct: boolean;
  /** Whether it was the first answer to the step in its attempt; later ones change nothing. */
  readonly firstTry: boolean;
  /** Hints asked for before it; with any, the answer counts as not correct. */
  readonly hintsUsed: number;
}

/** What an engine believes of a learner and a skill. Names its engine, so that it can be explained. */
export interface TracingState {
  readonly engine: string;
  readonly version: number;
  /** P(L): probability that the skill is known, in (0, 1). */
  readonly mastery: number;
  /** Answers counted so far. */
  readonly observations: number;
}

/**
 * A family of engines that trace mastery one answer at a time. A tracer keeps nothing between
 * calls and changes no argument; replaying the same answers gives the same state. It refuses, by
 * throwing, a parameter that is not a number and a state of another engine or version.
 */
export interface KnowledgeTracer<Parameters> {
  readonly name: string;
  readonly version: number;
  initialState(parameters: Parameters): TracingState;
  update(state: TracingState, parameters: Parameters, evidence: TracingEvidence): TracingState;
  /** Probability that the next answer is correct, in (0, 1). */
  predictCorrect(state: TracingState, parameters: Parameters): number;
}

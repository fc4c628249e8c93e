/** Parameters of one skill, each a probability. Clamped to [0.001, 0.999] before use. */
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
  /** P(L): probability that the skill is known, 0 to 1. */
  readonly mastery: number;
  /** Answers counted so far. */
  readonly observations: number;
}

/** A family of engines that trace mastery one answer at a time. */
export interface KnowledgeTracer<Parameters> {
  readonly name: string;
  readonly version: number;
  initialState(parameters: Parameters): TracingState;
  update(state: TracingState, parameters: Parameters, evidence: TracingEvidence): TracingState;
  /** Probability that the next answer is correct, 0 to 1. */
  predictCorrect(state: TracingState, parameters: Parameters): number;
}

/** One answer that a learner really gave. It may train several skills and is still one answer. */
export interface RecordedAnswer {
  student: string;
  /** Counts the learner's own answers from 0 in the order in which they were given. */
  seq: number;
  item: string;
  skills: string[];
  correct: boolean;
  /** Seconds, on one clock for all learners, where the recording has them. */
  time?: number;
}

/** The file is not a recording of answers, or a row of it is damaged. */
export class RecordedAnswersError extends Error {
  constructor(
    readonly file: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${reason}`, options);
    this.name = 'RecordedAnswersError';
  }
}

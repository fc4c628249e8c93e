import { z } from 'zod';

import { RequestError } from '../../errors/index.js';
import { CourseContentError } from '../importers/content-json/read-course-content.js';
import { CoursePlanError, CourseSourceError } from '../importers/oatutor/index.js';
import { RecordedAnswersError } from '../replay/recorded-answer.js';

/** How a command ends, for scripts. */
export const exitCodes = {
  done: 0,
  /** Something went wrong that nobody foresaw. */
  fault: 1,
  /** Wrong arguments or settings. */
  usage: 2,
  /** What was asked for cannot be done as things are: an unknown school, a damaged plan. */
  refused: 3,
  /** The database or the server does not answer, or is in another process's hands. */
  unavailable: 4,
  interrupted: 130,
} as const;

export type ExitName = keyof typeof exitCodes;

/** A command that cannot be carried out, in words that say what to do about it. */
export class CommandRefusal extends Error {
  override readonly name = 'CommandRefusal';

  constructor(
    message: string,
    readonly exit: Exclude<ExitName, 'done' | 'fault'> = 'refused',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The refusal behind an error; null for a fault, which is nobody's business but a developer's. */
export function refusalOf(error: unknown): CommandRefusal | null {
  if (error instanceof CommandRefusal) return error;
  if (error instanceof CoursePlanError) {
    return refuse(error, `The course plan is damaged and nothing was written. ${error.message}.`);
  }
  if (error instanceof CourseSourceError) {
    return refuse(error, `The source cannot be read and nothing was written. ${error.message}.`);
  }
  if (error instanceof CourseContentError || error instanceof RecordedAnswersError) {
    return refuse(error, `${error.message}.`);
  }
  if (error instanceof RequestError) {
    const { field } = error.details;
    return refuse(error, typeof field === 'string' ? `${field}: ${error.message}` : error.message);
  }
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return new CommandRefusal(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`, 'usage');
  }
  return null;
}

function refuse(cause: Error, message: string): CommandRefusal {
  return new CommandRefusal(message, 'refused', { cause });
}

import type { AnswerKind } from '../../../services/courses/course-content.js';

/** How OATutor spells a question, alike on a step and on a scaffold. */
export interface RawQuestion {
  problemType?: string | undefined;
  answerType?: string | undefined;
  choices?: string[] | undefined;
  answers?: string[] | undefined;
}

export interface Question {
  kind: AnswerKind;
  choices: string[];
  answers: string[];
}

export type ReadQuestion = { question: Question; warnings: string[] } | { refused: string };

/**
 * In 65 steps of OpenStax Elementary Algebra the author's separator, an upright bar typed as a
 * capital I, was not recognised: "(4,0)I(0,4)I(2,0)" stands as one choice beside the right one.
 */
const JOINED_CHOICES = /[a-z0-9.)\]}$]I(?=[A-Z0-9(\-$a-z\\]| \$)/u;

/** Reads a question, or tells why nobody could answer it. */
export function readAnswer(raw: RawQuestion): ReadQuestion {
  const kind = answerKindOf(raw);
  if (!kind) return { refused: `${describeType(raw)} is not supported` };
  const answers = distinct((raw.answers ?? []).filter((answer) => answer.trim() !== ''));
  if (answers.length === 0) return { refused: 'has no answer' };
  const given = raw.choices ?? [];
  if (kind !== 'CHOICE') {
    const warnings = given.length > 0 ? ['the choices of an open question are left out'] : [];
    return { question: { kind, choices: [], answers }, warnings };
  }
  const choices = distinct(given);
  const missing = answers.find((answer) => !choices.includes(answer));
  if (missing !== undefined) return { refused: `the answer "${missing}" is not among the choices` };
  if (choices.length < 2) return { refused: 'has nothing to choose from' };
  return { question: { kind, choices, answers }, warnings: examineChoices(given, choices) };
}

function answerKindOf({ problemType, answerType }: RawQuestion): AnswerKind | undefined {
  if (problemType === 'MultipleChoice') return 'CHOICE';
  if (problemType !== 'TextBox') return undefined;
  if (answerType === 'string') return 'TEXT';
  // A number is an expression whose equal spellings are right as well.
  return answerType === 'arithmetic' || answerType === 'numeric' ? 'ALGEBRA' : undefined;
}

function describeType({ problemType, answerType }: RawQuestion): string {
  return `the type ${problemType ?? 'none'} with the answer type ${answerType ?? 'none'}`;
}

function examineChoices(given: string[], choices: string[]): string[] {
  const warnings: string[] = [];
  if (choices.length < given.length) warnings.push('a choice stands twice; it is kept once');
  if (choices.some((choice) => JOINED_CHOICES.test(choice))) {
    warnings.push('choices seem to be joined by the letter I; they are kept as one');
  }
  return warnings;
}

function distinct(values: string[]): string[] {
  return [...new Set(values)];
}

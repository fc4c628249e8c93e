import type { GradingLimits } from '../types.js';
import type { QuestionKind } from './define-kind.js';
import type { Question } from './question.js';
import { questionKindFor } from './registry.js';
import { ruleOf } from './rule.js';
import { scoreParts, type AppliedRule } from './score-parts.js';
import { isRecord } from './shape.js';
import type { Judgement, Part, QuestionOutcome } from './types.js';

export interface QuestionGrade {
  /** A fraction of full marks, in [0, 1], or from −1 when the rule has no floor; null for none yet. */
  readonly score: number | null;
  /** Whether the score is 1; null with no score. */
  readonly correct: boolean | null;
  readonly grader: { readonly name: string; readonly version: number };
  readonly outcome: QuestionOutcome;
  /** What the score is made of; empty when nothing was judged. */
  readonly parts: readonly Part[];
  /** Null for kinds that people grade, and for a question that is unsound. */
  readonly rule: AppliedRule | null;
}

/**
 * Grades an answer to a question by the current version of its kind.
 *
 * A function of its arguments: the same three give the same grade on every machine and after any
 * other call, and none of them is changed. It never throws, whatever JSON it is given. An answer
 * that readResponse would refuse scores 0; a question whose fields are not those of its kind has no
 * score.
 */
export function gradeQuestion(
  question: Question,
  response: unknown,
  limits?: Partial<GradingLimits>,
): QuestionGrade {
  const name = kindNameOf(question);
  const kind = questionKindFor(name);
  return kind === undefined
    ? ungraded({ name, version: 0 }, 'UNSOUND', null)
    : gradeQuestionWith(kind, question, response, limits);
}

/** Grades by a version of the caller's choice, to explain an old grade. */
export function gradeQuestionWith(
  kind: QuestionKind,
  question: Question,
  response: unknown,
  limits?: Partial<GradingLimits>,
): QuestionGrade {
  const grader = { name: kind.name, version: kind.version };
  const asked: unknown = question;
  const { body, key, rule: given } = isRecord(asked) ? asked : {};
  const rule = ruleOf(kind, given);
  if (rule === undefined) return ungraded(grader, 'UNSOUND', null);
  return gradeBy(grader, kind.judge(body, key, response, limits), rule);
}

function gradeBy(
  grader: QuestionGrade['grader'],
  judgement: Judgement,
  rule: AppliedRule | null,
): QuestionGrade {
  if ('unsound' in judgement) return ungraded(grader, 'UNSOUND', null);
  if ('refused' in judgement) return { ...ungraded(grader, 'REFUSED', rule), ...NOTHING };
  if ('unanswered' in judgement) return { ...ungraded(grader, 'UNANSWERED', rule), ...NOTHING };
  const { parts, points } = judgement;
  if (rule === null) return { ...ungraded(grader, 'NEEDS_GRADING', rule), parts };
  const score = scoreParts(parts, rule, points);
  const outcome = score === 1 ? 'RIGHT' : score > 0 ? 'PARTLY_RIGHT' : 'WRONG';
  return { score, correct: score === 1, grader, outcome, parts, rule };
}

const NOTHING = { score: 0, correct: false } as const;

function ungraded(
  grader: QuestionGrade['grader'],
  outcome: QuestionOutcome,
  rule: AppliedRule | null,
): QuestionGrade {
  return { score: null, correct: null, grader, outcome, parts: [], rule };
}

/** The kind that a question says it is of; empty when it says none. */
function kindNameOf(question: unknown): string {
  const body = isRecord(question) ? question['body'] : undefined;
  const name = isRecord(body) ? body['kind'] : undefined;
  return typeof name === 'string' ? name : '';
}

import { MINIMUM_ANSWERS, type RecordedClass } from '../commands/open-recorded-class.js';
import { readRecordedAnswers } from './read-recorded-answers.js';
import type { AnswerToRecord } from './record-over-graph.js';

/**
 * The answers of a recording that the class has not given yet, in their recorded order, with the
 * ids of the class. Reads the same file by the same query as the opening of the class did.
 */
export async function answersToPlay(
  file: string,
  opened: Pick<RecordedClass, 'learners' | 'steps'>,
  limit = Infinity,
): Promise<AnswerToRecord[]> {
  const { answers } = await readRecordedAnswers(file, {
    learners: opened.learners.length,
    minimumAnswers: MINIMUM_ANSWERS,
  });
  const learners = new Map(opened.learners.map((learner) => [learner.student, learner]));
  const given = new Map<string, number>();
  const toPlay: AnswerToRecord[] = [];
  for (const { student, item, correct } of answers) {
    if (toPlay.length >= limit) break;
    const number = (given.get(student) ?? 0) + 1;
    given.set(student, number);
    const learner = learners.get(student);
    const stepId = opened.steps[item];
    if (!learner || stepId === undefined) {
      throw new Error(`${file} has changed since the class was opened: run the replay again.`);
    }
    // Recorded in order and all or none, so what is stored is where the learner stands.
    if (number <= learner.answered) continue;
    const clientKey = `answer-${number}`;
    toPlay.push({ userId: learner.userId, stepId, correct, clientKey });
  }
  return toPlay;
}

import { readFile } from 'node:fs/promises';

import type { CourseContent } from '../../src/services/courses/course-content.js';

const CONTENT = new URL('../../src/cli/demo/data/elementary-algebra-part.json', import.meta.url);

/** What a step looks like to a learner; enough to find it in the source of the course. */
export interface SeenStep {
  readonly problemTitle: string;
  readonly title: string;
  readonly body: string;
  readonly choices: readonly string[];
}

export interface KnownStep {
  readonly kind: string;
  readonly right: string;
  readonly wrong: string;
}

/** The right and a wrong answer to any step of the demo course. The graph never tells them. */
export async function readAnswerKey(): Promise<(step: SeenStep) => KnownStep> {
  const content = JSON.parse(await readFile(CONTENT, 'utf8')) as CourseContent;
  const steps = content.modules
    .flatMap((module) => module.lessons)
    .flatMap((lesson) => lesson.problems)
    .flatMap((problem) => problem.steps.map((step) => ({ ...step, problemTitle: problem.title })));
  return (seen) => {
    const found = steps.find(
      ({ problemTitle, title, body, choices }) =>
        problemTitle === seen.problemTitle &&
        title === seen.title &&
        body === seen.body &&
        choices.toSorted().join('\n') === [...seen.choices].sort().join('\n'),
    );
    const right = found?.answers[0];
    if (!found || right === undefined) throw new Error(`The demo course has no “${seen.title}”.`);
    if (found.kind === 'CHOICE') {
      const wrong = found.choices.find((choice) => !found.answers.includes(choice)) ?? '';
      return { kind: found.kind, right, wrong };
    }
    return { kind: found.kind, right: right.replaceAll('$$', ''), wrong: '987654321' };
  };
}

import type { CourseContent, StepContent } from '../../src/services/courses/course-content.js';

const parameters = { prior: 0.2, transit: 0.1, slip: 0.1, guess: 0.2 };

function step(key: string, skill: string, rest: Partial<StepContent>): StepContent {
  return {
    key,
    title: `Question ${key}`,
    body: '',
    position: 0,
    kind: 'ALGEBRA',
    choices: [],
    answers: ['4'],
    skills: [skill],
    hints: [
      {
        key: `${key}-h1`,
        kind: 'HINT',
        title: 'Think',
        text: `First hint of ${key}`,
        position: 0,
        dependsOn: [],
        choices: [],
        answers: [],
      },
      {
        key: `${key}-h2`,
        kind: 'SCAFFOLD',
        title: 'Smaller',
        text: `Second hint of ${key}`,
        position: 1,
        dependsOn: [`${key}-h1`],
        choices: [],
        answers: [CANARY],
        answerKind: 'TEXT',
      },
    ],
    ...rest,
  };
}

/** Stand in the answer keys of the sample, as text and as a number; must never reach a learner. */
export const CANARY = 'canary-answer-key';
export const CANARY_NUMBER = '987654321';

/** A small course: two lessons with their own skills, every kind of step, one problem of two steps. */
export function sampleCourse(overrides: Partial<CourseContent> = {}): CourseContent {
  const lesson = (number: number, skill: string) => ({
    key: `lesson-${String(number)}`,
    title: `Lesson ${String(number)}`,
    topic: `Topic ${String(number)}`,
    position: number - 1,
    objectives: [{ skillKey: skill, target: 0.95 }],
    problems: [1, 2, 3, 4].map((index) => ({
      key: `p${String(number)}-${String(index)}`,
      title: `Problem ${String(number)}.${String(index)}`,
      body: '',
      position: index - 1,
      license: 'CC BY 4.0',
      source: 'Somebody',
      figures: [],
      steps:
        index === 4
          ? [
              step(`s${String(number)}-4a`, skill, { answers: ['$$2x+1$$', CANARY_NUMBER] }),
              step(`s${String(number)}-4b`, skill, {
                position: 1,
                kind: 'TEXT',
                answers: ['prime', CANARY],
              }),
            ]
          : index === 3
            ? [
                step(`s${String(number)}-3`, skill, {
                  kind: 'CHOICE',
                  choices: ['Yes', 'No'],
                  answers: ['Yes'],
                }),
              ]
            : [
                step(`s${String(number)}-${String(index)}`, skill, {
                  answers: ['4', CANARY_NUMBER],
                }),
              ],
    })),
  });
  return {
    key: 'sample',
    title: 'Sample course',
    language: 'en',
    license: 'CC BY 4.0',
    source: 'Somebody',
    skills: [
      { key: 'adding', title: 'Adding', parameters },
      { key: 'taking', title: 'Taking away', parameters },
    ],
    modules: [
      {
        key: 'module-1',
        title: 'Module 1',
        position: 0,
        lessons: [lesson(1, 'adding'), lesson(2, 'taking')],
      },
    ],
    ...overrides,
  };
}

/** A right answer to each step of the sample, by the step's title. */
export function rightAnswer(stepTitle: string): string {
  if (stepTitle.endsWith('-3')) return 'Yes';
  if (stepTitle.endsWith('-4a')) return '1 + 2x';
  if (stepTitle.endsWith('-4b')) return 'prime';
  return '4';
}

/** A wrong one. */
export function wrongAnswer(stepTitle: string): string {
  if (stepTitle.endsWith('-3')) return 'No';
  if (stepTitle.endsWith('-4a')) return '2x - 1';
  if (stepTitle.endsWith('-4b')) return 'composite';
  return '5';
}

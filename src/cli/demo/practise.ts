import type { Actor } from '../../services/actor.js';
import type { ContentIds } from '../../services/courses/content-ids.js';
import type {
  CourseContent,
  ProblemContent,
  StepContent,
} from '../../services/courses/course-content.js';
import type { PracticeService } from '../../services/practice/practice.service.js';

/**
 * How a learner meets a problem:
 * - `r`: every step right at once
 * - `w`: the first step wrong, then right
 * - `h`: a hint first
 * - `x`: wrong, and left there
 */
export type Encounter = 'r' | 'w' | 'h' | 'x';

export interface History {
  /** Place in the class, from 0. */
  readonly learner: number;
  /** Place of the lesson in the course, from 0. */
  readonly lesson: number;
  /** One letter for each problem of the lesson, from its first. */
  readonly encounters: string;
}

/**
 * What some of the class did before anybody looked: a strong learner, one in trouble, one who lives
 * on hints, and what lies between. Few, because each answer is a transaction of the first start.
 */
export const histories: readonly History[] = [
  { learner: 0, lesson: 3, encounters: 'rwrh' },
  { learner: 1, lesson: 4, encounters: 'rrr' },
  { learner: 2, lesson: 4, encounters: 'wxh' },
  { learner: 3, lesson: 2, encounters: 'hw' },
  { learner: 4, lesson: 5, encounters: 'rrw' },
  { learner: 5, lesson: 1, encounters: 'hx' },
  { learner: 6, lesson: 3, encounters: 'rr' },
  { learner: 7, lesson: 0, encounters: 'w' },
];

export interface Classroom {
  readonly practice: PracticeService;
  readonly courseId: string;
  readonly content: CourseContent;
  readonly ids: ContentIds;
  /** The learner at this place; null for one who has practised before. */
  readonly learner: (place: number) => Actor | null;
  /** Called before each thing that happens: time passes between them. */
  readonly tick: () => void;
}

/**
 * Lets the learners practise as their histories say, problem by problem in turns as a class does,
 * by the same service that real learners use.
 */
export async function practise(room: Classroom): Promise<void> {
  const lessons = room.content.modules.flatMap((module) => module.lessons);
  const rounds = Math.max(...histories.map(({ encounters }) => encounters.length));
  for (let round = 0; round < rounds; round += 1) {
    for (const { learner: place, lesson, encounters } of histories) {
      const problem = lessons[lesson]?.problems[round];
      const encounter = encounters[round] as Encounter | undefined;
      const learner = room.learner(place);
      if (problem && encounter && learner) await meet(room, learner, problem, encounter);
    }
  }
}

async function meet(
  room: Classroom,
  learner: Actor,
  problem: ProblemContent,
  encounter: Encounter,
): Promise<void> {
  const { practice, courseId, ids } = room;
  room.tick();
  const problemId = ids.problems.get(problem.key);
  const started = await practice.startPractice(learner, {
    courseId,
    ...(problemId === undefined ? {} : { problemId }),
  });
  if (started.kind !== 'started') return;
  const { attemptId } = started;
  for (const [index, step] of problem.steps.entries()) {
    const stepId = ids.steps.get(step.key) ?? '';
    const submit = async (response: string, number: number): Promise<void> => {
      room.tick();
      const clientKey = `demo ${step.key} ${number}`;
      await practice.submitResponse(learner, { attemptId, stepId, response, clientKey });
    };
    if (index === 0 && encounter === 'h') {
      room.tick();
      await practice.requestHint(learner, { attemptId, stepId });
    }
    if (index === 0 && (encounter === 'w' || encounter === 'x')) {
      await submit(wrongAnswer(step), 1);
      if (encounter === 'x') return;
    }
    await submit(step.answers[0] ?? '', 2);
  }
}

/** Something a learner might answer, and wrong. */
export function wrongAnswer({ kind, choices, answers }: StepContent): string {
  if (kind === 'CHOICE') return choices.find((choice) => !answers.includes(choice)) ?? '';
  return ['0', '1', '12'].find((answer) => !answers.includes(answer)) ?? '';
}

import type { Activity, LearnerNode } from './board-documents.js';

/** Rows the river keeps. */
export const RIVER_LENGTH = 200;
/** Minutes the chart shows. */
export const MINUTES = 30;
/** Answers shown beside each learner. */
export const RECENT = 12;
const MINUTE_MS = 60_000;

export interface LearnerRow {
  /** Of the enrollment. */
  readonly id: string;
  readonly name: string;
  readonly completed: number;
  readonly total: number;
  /** Mastery by skill. */
  readonly mastery: ReadonlyMap<string, number>;
  /** Mean over the skills met; null before the first. */
  readonly average: number | null;
  readonly lastAt: string | null;
  /** The latest answers since the board was opened, the newest last. */
  readonly recent: readonly boolean[];
  readonly answers: number;
  readonly correct: number;
  readonly hints: number;
}

export interface SkillRow {
  readonly id: string;
  readonly title: string;
  readonly answers: number;
  readonly correct: number;
}

export interface RiverRow {
  readonly cursor: string;
  readonly activity: Activity;
}

export interface MinuteBar {
  /** Minutes since the epoch. */
  readonly minute: number;
  readonly correct: number;
  readonly incorrect: number;
}

export interface BoardState {
  readonly learners: ReadonlyMap<string, LearnerRow>;
  readonly skills: ReadonlyMap<string, SkillRow>;
  /** The newest first. */
  readonly river: readonly RiverRow[];
  /** The oldest first; minutes without answers are left out. */
  readonly minutes: readonly MinuteBar[];
  readonly answers: number;
  readonly correct: number;
  readonly hints: number;
}

export type BoardAction =
  | { readonly type: 'opened'; readonly learners: readonly LearnerNode[] }
  | { readonly type: 'happened'; readonly activities: readonly Activity[] };

export const emptyBoard: BoardState = {
  learners: new Map(),
  skills: new Map(),
  river: [],
  minutes: [],
  answers: 0,
  correct: 0,
  hints: 0,
};

/** What the board shows after an action. Rows that did not change stay the same objects. */
export function boardReducer(state: BoardState, action: BoardAction): BoardState {
  switch (action.type) {
    case 'opened':
      return {
        ...emptyBoard,
        learners: new Map(action.learners.map((node) => [node.id, rowOf(node)])),
      };
    case 'happened':
      return after(state, action.activities);
  }
}

function rowOf(node: LearnerNode): LearnerRow {
  const mastery = new Map(node.mastery.map(({ skill, probability }) => [skill.id, probability]));
  const moved = node.mastery.map(({ updatedAt }) => updatedAt);
  return {
    id: node.id,
    name: node.user.name,
    completed: node.progress.completed,
    total: node.progress.total,
    mastery,
    average: meanOf(mastery),
    lastAt: moved.reduce<string | null>(later, null),
    recent: [],
    answers: 0,
    correct: 0,
    hints: 0,
  };
}

/** One copy of each collection for the whole batch, however many activities are in it. */
function after(state: BoardState, activities: readonly Activity[]): BoardState {
  const learners = new Map(state.learners);
  const skills = new Map(state.skills);
  const minutes = new Map(state.minutes.map((bar) => [bar.minute, bar]));
  let { answers, correct, hints } = state;
  for (const activity of activities) {
    const row = changedRow(learners, activity);
    if (row === 'gone') learners.delete(activity.enrollment?.id ?? '');
    else if (row) learners.set(row.id, row);
    if (activity.__typename === 'HintActivity') hints += 1;
    if (activity.__typename !== 'ResponseActivity') continue;
    answers += 1;
    if (activity.correct) correct += 1;
    countSkills(skills, activity);
    countMinute(minutes, activity);
  }
  const river = activities
    .slice(-RIVER_LENGTH)
    .map((activity) => ({ cursor: activity.cursor, activity }))
    .reverse();
  return {
    learners,
    skills,
    river: [...river, ...state.river].slice(0, RIVER_LENGTH),
    minutes: [...minutes.values()].sort((one, other) => one.minute - other.minute).slice(-MINUTES),
    answers,
    correct,
    hints,
  };
}

function changedRow(
  learners: ReadonlyMap<string, LearnerRow>,
  activity: Activity,
): LearnerRow | 'gone' | null {
  const { enrollment } = activity;
  if (enrollment?.role !== 'LEARNER') return null;
  if (activity.__typename === 'EnrollmentActivity' && !activity.joined) return 'gone';
  const before = learners.get(enrollment.id) ?? newRow(enrollment.id, enrollment.user.name);
  const row = { ...before, lastAt: later(before.lastAt, activity.at) };
  if (activity.__typename === 'HintActivity') return { ...row, hints: row.hints + 1 };
  if (activity.__typename !== 'ResponseActivity') return row;
  const mastery = new Map(row.mastery);
  for (const { skill, probability } of activity.mastery) {
    if (skill) mastery.set(skill.id, probability);
  }
  return {
    ...row,
    mastery,
    average: meanOf(mastery),
    completed: activity.enrollment?.progress.completed ?? row.completed,
    total: activity.enrollment?.progress.total ?? row.total,
    recent: [...row.recent, activity.correct].slice(-RECENT),
    answers: row.answers + 1,
    correct: row.correct + (activity.correct ? 1 : 0),
  };
}

/** Someone who joined after the class was read. */
function newRow(id: string, name: string): LearnerRow {
  return {
    id,
    name,
    completed: 0,
    total: 0,
    mastery: new Map(),
    average: null,
    lastAt: null,
    recent: [],
    answers: 0,
    correct: 0,
    hints: 0,
  };
}

type ResponseActivity = Extract<Activity, { __typename: 'ResponseActivity' }>;

function countSkills(skills: Map<string, SkillRow>, { mastery, correct }: ResponseActivity): void {
  for (const { skill } of mastery) {
    if (!skill) continue;
    const before = skills.get(skill.id) ?? { ...skill, answers: 0, correct: 0 };
    skills.set(skill.id, {
      ...before,
      answers: before.answers + 1,
      correct: before.correct + (correct ? 1 : 0),
    });
  }
}

function countMinute(minutes: Map<number, MinuteBar>, { at, correct }: ResponseActivity): void {
  const minute = Math.floor(Date.parse(at) / MINUTE_MS);
  const before = minutes.get(minute) ?? { minute, correct: 0, incorrect: 0 };
  minutes.set(
    minute,
    correct
      ? { ...before, correct: before.correct + 1 }
      : { ...before, incorrect: before.incorrect + 1 },
  );
}

function meanOf(mastery: ReadonlyMap<string, number>): number | null {
  if (mastery.size === 0) return null;
  let sum = 0;
  for (const probability of mastery.values()) sum += probability;
  return sum / mastery.size;
}

function later(one: string | null, other: string): string {
  return one !== null && Date.parse(one) > Date.parse(other) ? one : other;
}

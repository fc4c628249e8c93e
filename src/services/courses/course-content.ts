/**
 * A course as an importer hands it to the courses service: plain data, independent of the format it
 * came from.
 *
 * Keys are the source's own ids. They are what makes a second import of the same material an update
 * and not a copy, so they must not depend on the order of files or on the day. Every `position`
 * counts from 0 within its parent. Texts keep `$$LaTeX$$` as the source wrote it; lines are
 * separated by a newline; a figure stands in a text as `##name.gif##`.
 */
export interface CourseContent {
  /** Stable id of the course within its school, such as a slug of its name. */
  key: string;
  title: string;
  /** BCP 47 tag. */
  language: string;
  license: string;
  /** Attribution: who made the material and where it can be found. */
  source: string;
  /** Every skill that a lesson or a step of this course names, once. */
  skills: SkillContent[];
  modules: ModuleContent[];
}

export interface SkillContent {
  key: string;
  title: string;
  parameters: SkillParameters;
}

/** Parameters of Bayesian knowledge tracing, each a probability from 0 to 1. */
export interface SkillParameters {
  prior: number;
  transit: number;
  slip: number;
  guess: number;
}

export interface ModuleContent {
  key: string;
  title: string;
  position: number;
  lessons: LessonContent[];
}

export interface LessonContent {
  key: string;
  title: string;
  topic: string;
  position: number;
  objectives: ObjectiveContent[];
  problems: ProblemContent[];
}

/** The mastery probability (0 to 1) of a skill at which the lesson is done. */
export interface ObjectiveContent {
  skillKey: string;
  target: number;
}

export interface ProblemContent {
  key: string;
  title: string;
  body: string;
  position: number;
  license: string;
  source: string;
  /**
   * File names of the figures that the problem, its steps or its hints name, whether or not the
   * source holds them.
   */
  figures: string[];
  /** Never empty. */
  steps: StepContent[];
}

/** CHOICE: one of `choices`. TEXT: the same characters. ALGEBRA: an equal expression. */
export type AnswerKind = 'CHOICE' | 'TEXT' | 'ALGEBRA';

/** RECORDED: answered elsewhere; only outcomes are recorded, and nothing here can grade it. */
export type StepKind = AnswerKind | 'RECORDED';

export interface StepContent {
  key: string;
  title: string;
  body: string;
  position: number;
  kind: StepKind;
  /** Distinct; empty unless the kind is CHOICE. */
  choices: string[];
  /** Any one of them is right. Empty for RECORDED only; for CHOICE each is also in `choices`. */
  answers: string[];
  /** Keys of `CourseContent.skills`. */
  skills: string[];
  /** In the order in which they are given: dependencies first, sub-hints after their parent. */
  hints: HintContent[];
}

export interface HintContent {
  /** Unique within the step. */
  key: string;
  /** A SCAFFOLD asks a smaller question of its own; a HINT only tells. */
  kind: 'HINT' | 'SCAFFOLD';
  title: string;
  text: string;
  /** Its place in `StepContent.hints`. */
  position: number;
  /** Keys of hints with the same parent that come first; without cycles. */
  dependsOn: string[];
  /** Set on a sub-hint: the scaffold that it helps with. */
  parentKey?: string;
  /** As on a step; empty for a HINT. */
  choices: string[];
  answers: string[];
  /** Set exactly when the kind is SCAFFOLD. */
  answerKind?: AnswerKind;
}

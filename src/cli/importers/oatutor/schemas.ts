import { z } from 'zod';

/** PostgreSQL stores neither NUL nor half a surrogate pair; JSON can spell both. */
const text = z
  .string()
  .refine((value) => !/\0|\p{Surrogate}/u.test(value), 'holds a character that is not text');

/** Ids become keys: they are as long as a name, not as a text. */
const id = text.min(1).max(200);

const probability = z.number().min(0).max(1);

/**
 * Values that OATutor puts into the texts for each learner. Ours is empty throughout; see
 * `hasVariables`.
 */
const variabilization = z.record(z.string(), z.unknown()).optional();

const planLessonSchema = z.object({
  id,
  name: text,
  topics: text.default(''),
  learningObjectives: z.record(id, probability).default({}),
});

const planCourseSchema = z.object({
  courseName: text.min(1),
  language: text.default('en'),
  courseOER: text.default(''),
  courseLicense: text.default(''),
  lessons: z.array(planLessonSchema),
});

/** `coursePlans.json` */
export const coursePlansSchema = z.array(planCourseSchema).min(1);

/** `skillModel.json`: the skills of each step. */
export const skillModelSchema = z.record(z.string(), z.array(id));

/** `bkt-params/defaultBKTParams.json`: the knowledge-tracing parameters of each skill. */
export const skillParametersSchema = z.record(
  z.string(),
  z.object({
    probMastery: probability,
    probTransit: probability,
    probSlip: probability,
    probGuess: probability,
  }),
);

/** `content-pool/<problem>/<problem>.json` */
export const problemSchema = z.object({
  id,
  title: text.default(''),
  body: text.default(''),
  oer: text.default(''),
  license: text.default(''),
  lessonId: text.optional(),
  courseName: text.optional(),
  variabilization,
});

/** `content-pool/<problem>/steps/<step>/<step>.json` */
export const stepSchema = z.object({
  id,
  stepTitle: text.default(''),
  stepBody: text.default(''),
  problemType: text,
  answerType: text.optional(),
  stepAnswer: z.array(text),
  choices: z.array(text).optional(),
  variabilization,
});

const hintFields = {
  id,
  type: z.enum(['hint', 'scaffold']),
  title: text.default(''),
  text: text.default(''),
  dependencies: z.array(z.string()).default([]),
  problemType: text.optional(),
  answerType: text.optional(),
  hintAnswer: z.array(text).optional(),
  choices: z.array(text).optional(),
  oer: text.default(''),
  variabilization,
};

/** OATutor itself shows one level of hints below a scaffold. */
const subHintSchema = z.object({ ...hintFields, subHints: z.array(z.unknown()).default([]) });

const hintSchema = z.object({ ...hintFields, subHints: z.array(subHintSchema).default([]) });

/** `content-pool/<problem>/steps/<step>/tutoring/<step>DefaultPathway.json` */
export const pathwaySchema = z.array(hintSchema);

export type PlanCourse = z.infer<typeof planCourseSchema>;
export type PlanLesson = z.infer<typeof planLessonSchema>;
export type RawProblem = z.infer<typeof problemSchema>;
export type RawStep = z.infer<typeof stepSchema>;
export type RawHint = z.infer<typeof hintSchema>;
export type RawSubHint = z.infer<typeof subHintSchema>;
export type RawPathway = z.infer<typeof pathwaySchema>;
export type RawSkillParameters = z.infer<typeof skillParametersSchema>[string];

/**
 * Texts with variables make sense only once values are drawn for a learner, which this importer
 * does not do.
 */
export function hasVariables(raw: {
  variabilization?: Record<string, unknown> | undefined;
}): boolean {
  return Object.keys(raw.variabilization ?? {}).length > 0;
}

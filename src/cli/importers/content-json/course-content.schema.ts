import { z } from 'zod';

import type { CourseContent } from '../../../services/courses/course-content.js';

const key = z.string().min(1).max(200);
const text = z.string();
const position = z.int().min(0);
const probability = z.number().min(0).max(1);
const answerKind = z.enum(['CHOICE', 'TEXT', 'ALGEBRA']);

const hintSchema = z.strictObject({
  key,
  kind: z.enum(['HINT', 'SCAFFOLD']),
  title: text,
  text,
  position,
  dependsOn: z.array(key),
  parentKey: key.exactOptional(),
  choices: z.array(text),
  answers: z.array(text),
  answerKind: answerKind.exactOptional(),
});

const stepSchema = z.strictObject({
  key,
  title: text,
  body: text,
  position,
  kind: answerKind,
  choices: z.array(text),
  answers: z.array(text).min(1),
  skills: z.array(key),
  hints: z.array(hintSchema),
});

const problemSchema = z.strictObject({
  key,
  title: text,
  body: text,
  position,
  license: text,
  source: text,
  figures: z.array(text),
  steps: z.array(stepSchema).min(1),
});

const lessonSchema = z.strictObject({
  key,
  title: text,
  topic: text,
  position,
  objectives: z.array(z.strictObject({ skillKey: key, target: probability })),
  problems: z.array(problemSchema),
});

const skillSchema = z.strictObject({
  key,
  title: text,
  parameters: z.strictObject({
    prior: probability,
    transit: probability,
    slip: probability,
    guess: probability,
  }),
});

/**
 * A course as `CourseContent` spells it, in JSON. Strict: a misspelt field would be lost in
 * silence.
 */
export const courseContentSchema: z.ZodType<CourseContent> = z.strictObject({
  key,
  title: text.min(1),
  language: text.min(1),
  license: text,
  source: text,
  skills: z.array(skillSchema),
  modules: z.array(z.strictObject({ key, title: text, position, lessons: z.array(lessonSchema) })),
});

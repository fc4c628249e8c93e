import { z } from 'zod';

import type { Level } from '../../entities/courses.js';
import { isStorableText } from '../text.js';

/** A line or more of text for people. */
export const textInput = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest, `At most ${String(longest)} characters.`)
    .refine(isStorableText, 'Text has no NUL and no half of a surrogate pair.');

export const titleInput = textInput(200)
  .min(1, 'A title is needed.')
  .regex(/^\P{Cc}*$/u, 'A title has no control characters.');

/** The stable name of a course, module or lesson. Importers use the ids of their source. */
export const keyInput = z
  .string()
  .min(1, 'A key is needed.')
  .max(100, 'A key has at most 100 characters.')
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._:-]*$/u, 'A key has letters, digits and `._:-`.');

export const levelInput: z.ZodType<Level> = z.enum(['beginner', 'intermediate', 'advanced']);

/** ISO 8601, as the scalar has checked it. */
export const durationInput = z
  .string()
  .max(60, 'At most 60 characters.')
  .regex(/^[^-]*$/, 'A length of time is not negative.');

const languageInput = z
  .string()
  .max(35, 'A language tag has at most 35 characters.')
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'A language is a BCP 47 tag, such as en or pt-BR.');

const facts = {
  title: titleInput,
  description: textInput(20_000),
  language: languageInput,
  objectives: z.array(textInput(500).min(1, 'An objective is a sentence.')).max(50, 'At most 50.'),
};

const clearable = {
  license: textInput(500).nullable(),
  attribution: textInput(2_000).nullable(),
  category: textInput(100).nullable(),
  level: levelInput.nullable(),
  estimatedDuration: durationInput.nullable(),
};

export const newCourseInput = z.object({
  key: keyInput,
  ...facts,
  description: facts.description.default(''),
  objectives: facts.objectives.default([]),
  license: clearable.license.default(null),
  attribution: clearable.attribution.default(null),
  category: clearable.category.default(null),
  level: clearable.level.default(null),
  estimatedDuration: clearable.estimatedDuration.default(null),
});

/** What is absent stays; null clears what may be empty. */
export const courseChangesInput = z.object({ ...facts, ...clearable }).partial();

export type NewCourse = z.input<typeof newCourseInput>;
export type CourseChanges = z.input<typeof courseChangesInput>;

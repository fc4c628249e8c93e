import { z } from 'zod';

import { RequestError } from '../../errors/index.js';
import { isStorableText } from '../text.js';
import { passwordProblem } from './passwords.js';

/** Reads what a caller sent. Throws BAD_USER_INPUT for the first field that is wrong. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw RequestError.badInput(issue?.path.join('.') ?? '', issue?.message ?? 'Not valid.');
}

/** The one form in which an e-mail address is stored, looked up and counted. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** A line of text for people. PostgreSQL cannot store a NUL and nobody needs control characters. */
export const nameInput = z
  .string()
  .trim()
  .min(1, 'A name is needed.')
  .max(200, 'A name has at most 200 characters.')
  .regex(/^\P{Cc}*$/u, 'A name has no control characters.');

/** Why something was done, in the words of who did it. */
export const reasonInput = z.object({
  reason: z
    .string()
    .max(1_000, 'A reason has at most 1,000 characters.')
    .refine(isStorableText, 'A reason is plain text.')
    .nullish(),
});

export const emailInput = z
  .string()
  .transform(normalEmail)
  .pipe(z.email('This is not an e-mail address.').max(254, 'This e-mail address is too long.'));

export const slugInput = z
  .string()
  .min(2, 'A slug has at least 2 characters.')
  .max(63, 'A slug has at most 63 characters.')
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'A slug has small letters a to z, digits, and single hyphens between them.',
  );

export const passwordInput = z.string().superRefine((password, context) => {
  const problem = passwordProblem(password);
  if (problem !== null) context.addIssue({ code: 'custom', message: problem });
});

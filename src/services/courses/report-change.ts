import type { Transaction } from '../transact.js';

export type CourseChange = 'created' | 'updated' | 'archived' | 'draft_saved' | 'published';

/** Tells those who follow the course that it is another now. */
export function reportChange(
  { report }: Pick<Transaction, 'report'>,
  course: { readonly id: string; readonly schoolId: string },
  change: CourseChange,
  now: Date,
): void {
  report({
    type: 'course.changed',
    schoolId: course.schoolId,
    courseId: course.id,
    change,
    at: now.toISOString(),
  });
}

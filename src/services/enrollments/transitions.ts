import type { EnrollmentStateName } from '../../entities/enrollments.js';

/** Who takes a step: the person whose enrollment it is, staff of the course, or the clock. */
export type Party = 'self' | 'staff' | 'system';

export interface Transition {
  readonly from: EnrollmentStateName;
  readonly to: EnrollmentStateName;
  readonly by: readonly Party[];
}

/** Every step an enrollment may take after its first state. What is not here is refused. */
export const transitions: readonly Transition[] = [
  { from: 'invited', to: 'active', by: ['self'] },
  { from: 'invited', to: 'waitlisted', by: ['self'] },
  { from: 'invited', to: 'rejected', by: ['self'] },
  { from: 'invited', to: 'withdrawn', by: ['staff'] },
  { from: 'invited', to: 'expired', by: ['system'] },
  { from: 'pending', to: 'active', by: ['staff'] },
  { from: 'pending', to: 'waitlisted', by: ['staff'] },
  { from: 'pending', to: 'rejected', by: ['staff'] },
  { from: 'pending', to: 'withdrawn', by: ['self', 'staff'] },
  { from: 'waitlisted', to: 'active', by: ['staff', 'system'] },
  { from: 'waitlisted', to: 'rejected', by: ['staff'] },
  { from: 'waitlisted', to: 'withdrawn', by: ['self', 'staff'] },
  { from: 'active', to: 'suspended', by: ['staff'] },
  { from: 'active', to: 'completed', by: ['staff'] },
  { from: 'active', to: 'withdrawn', by: ['self', 'staff'] },
  { from: 'active', to: 'expired', by: ['staff', 'system'] },
  { from: 'suspended', to: 'active', by: ['staff'] },
  { from: 'suspended', to: 'withdrawn', by: ['self', 'staff'] },
  { from: 'suspended', to: 'expired', by: ['staff', 'system'] },
];

/** States in which somebody is in a course or on the way into it; one such row a person and course. */
export const openStates = ['invited', 'pending', 'waitlisted', 'active', 'suspended'] as const;

/** States that hold one of a course's seats: who is suspended keeps theirs. */
export const seatedStates = ['active', 'suspended'] as const;

export function isOpen(state: EnrollmentStateName): boolean {
  return openStates.some((open) => open === state);
}

export function isSeated(state: EnrollmentStateName): boolean {
  return seatedStates.some((seated) => seated === state);
}

/** Where this party may take an enrollment that is in this state. */
export function nextStates(from: EnrollmentStateName, by: Party): readonly EnrollmentStateName[] {
  return transitions
    .filter((transition) => transition.from === from && transition.by.includes(by))
    .map((transition) => transition.to);
}

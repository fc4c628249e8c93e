import { counted, percent } from '../parts/percent.js';
import type { Reason } from './learn-documents.js';

/** A reason in words. The graph gives codes and numbers, so that each client speaks its own way. */
export function wordsOf(reason: Reason): string {
  const skill = reason.skill ? `“${reason.skill.title}”` : 'this';
  const mastery = valueOf(reason, 'mastery');
  const errors = valueOf(reason, 'errors');
  const success = valueOf(reason, 'predictedSuccess');
  switch (reason.code) {
    case 'NEW_SKILL':
      return `You have not met ${skill} yet.`;
    case 'SKILL_NEED':
      return mastery === undefined
        ? `${skill} is not mastered yet.`
        : `You are at ${percent(mastery)} in ${skill}.`;
    case 'RECENT_ERROR':
      return errors === undefined
        ? `You answered ${skill} wrongly of late.`
        : `${counted(errors, 'recent answer')} on ${skill} went wrong.`;
    case 'REVIEW':
      return `It keeps ${skill} fresh.`;
    case 'SUCCESS_FIT':
      return success === undefined
        ? 'It should be about as hard as helps most.'
        : `Your chance of getting it right is about ${percent(success)}.`;
    case 'NEXT_IN_COURSE':
      return 'It is what the course has next.';
  }
}

function valueOf(reason: Reason, name: string): number | undefined {
  return reason.values.find((value) => value.name === name)?.value;
}

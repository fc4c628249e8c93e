import { foldBlanks } from './fold-text.js';
import type { ChoiceKey, Grader, Outcome } from './types.js';

/**
 * The response is the text of a choice. It is right when it equals one of `correct` after NFC and
 * the folding of blanks; case counts, since choices may differ by it alone ("M" and "m"). What is
 * none of the choices is unreadable: it was not on offer.
 */
export const choiceGrader: Grader<ChoiceKey> = { name: 'choice', version: 1, judge };

function judge(key: ChoiceKey, response: string): Outcome {
  const chosen = foldBlanks(response);
  const isChosen = (choice: string) => foldBlanks(choice) === chosen;
  if (chosen === '' || !key.choices.some(isChosen)) return 'UNREADABLE';
  return key.correct.some(isChosen) ? 'EXACT' : 'NOT_EQUAL';
}

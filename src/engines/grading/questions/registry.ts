import { associate } from './associate.js';
import { custom } from './custom.js';
import type { QuestionKind } from './define-kind.js';
import { drawing } from './drawing.js';
import { extendedText } from './extended-text.js';
import { formula } from './formula.js';
import { gapMatch } from './gap-match.js';
import { graphicAssociate } from './graphic-associate.js';
import { graphicGapMatch } from './graphic-gap-match.js';
import { graphicOrder } from './graphic-order.js';
import { hotText } from './hot-text.js';
import { hotspot } from './hotspot.js';
import { inlineChoice } from './inline-choice.js';
import { match } from './match.js';
import { media } from './media.js';
import { multipleChoice } from './multiple-choice.js';
import { numeric } from './numeric.js';
import { order } from './order.js';
import { positionObject } from './position-object.js';
import type { QuestionKindName, QuestionKinds } from './question.js';
import { selectPoint } from './select-point.js';
import { singleChoice } from './single-choice.js';
import { slider } from './slider.js';
import { textEntry } from './text-entry.js';
import { trueFalse } from './true-false.js';
import { upload } from './upload.js';

type Lines = {
  readonly [Name in QuestionKindName]: readonly QuestionKind<
    QuestionKinds[Name]['body'],
    QuestionKinds[Name]['key'],
    QuestionKinds[Name]['response']
  >[];
};

/**
 * Every kind of question there is, oldest version first; the last one grades. To change how a kind
 * is graded, add a version at the end of its line and leave the others as they are: grades name the
 * version that gave them.
 */
const KINDS: Lines = {
  single_choice: [singleChoice],
  multiple_choice: [multipleChoice],
  true_false: [trueFalse],
  order: [order],
  match: [match],
  associate: [associate],
  gap_match: [gapMatch],
  inline_choice: [inlineChoice],
  text_entry: [textEntry],
  numeric: [numeric],
  formula: [formula],
  extended_text: [extendedText],
  hot_text: [hotText],
  hotspot: [hotspot],
  select_point: [selectPoint],
  graphic_order: [graphicOrder],
  graphic_associate: [graphicAssociate],
  graphic_gap_match: [graphicGapMatch],
  position_object: [positionObject],
  slider: [slider],
  upload: [upload],
  drawing: [drawing],
  media: [media],
  custom: [custom],
};

export const QUESTION_KINDS: readonly QuestionKindName[] = Object.keys(KINDS).filter(isKind);

/** The current version of a kind. */
export function questionKindFor<Name extends QuestionKindName>(name: Name): Lines[Name][number];
/** One version of a kind, or the current one; undefined when there is none such. */
export function questionKindFor(name: string, version?: number): QuestionKind | undefined;
export function questionKindFor(name: string, version?: number): QuestionKind | undefined {
  const line: readonly QuestionKind[] = isKind(name) ? KINDS[name] : [];
  if (version === undefined) return line.at(-1);
  return line.find((kind) => kind.version === version);
}

function isKind(name: string): name is QuestionKindName {
  return Object.hasOwn(KINDS, name);
}

import type { AssociateBody, AssociateKey, AssociateResponse } from './associate.js';
import type { CustomBody, CustomKey, CustomResponse } from './custom.js';
import type { DrawingBody, DrawingKey, DrawingResponse } from './drawing.js';
import type { ExtendedTextBody, ExtendedTextKey, ExtendedTextResponse } from './extended-text.js';
import type { FormulaBody, FormulaKey, FormulaResponse } from './formula.js';
import type { GapMatchBody, GapMatchKey, GapMatchResponse } from './gap-match.js';
import type {
  GraphicAssociateBody,
  GraphicAssociateKey,
  GraphicAssociateResponse,
} from './graphic-associate.js';
import type {
  GraphicGapMatchBody,
  GraphicGapMatchKey,
  GraphicGapMatchResponse,
} from './graphic-gap-match.js';
import type { GraphicOrderBody, GraphicOrderKey, GraphicOrderResponse } from './graphic-order.js';
import type { HotTextBody, HotTextKey, HotTextResponse } from './hot-text.js';
import type { HotspotBody, HotspotKey, HotspotResponse } from './hotspot.js';
import type { InlineChoiceBody, InlineChoiceKey, InlineChoiceResponse } from './inline-choice.js';
import type { MatchBody, MatchKey, MatchResponse } from './match.js';
import type { MediaBody, MediaKey, MediaResponse } from './media.js';
import type {
  MultipleChoiceBody,
  MultipleChoiceKey,
  MultipleChoiceResponse,
} from './multiple-choice.js';
import type { NumericBody, NumericKey, NumericResponse } from './numeric.js';
import type { OrderBody, OrderKey, OrderResponse } from './order.js';
import type {
  PositionObjectBody,
  PositionObjectKey,
  PositionObjectResponse,
} from './position-object.js';
import type { SelectPointBody, SelectPointKey, SelectPointResponse } from './select-point.js';
import type { SingleChoiceBody, SingleChoiceKey, SingleChoiceResponse } from './single-choice.js';
import type { SliderBody, SliderKey, SliderResponse } from './slider.js';
import type { TextEntryBody, TextEntryKey, TextEntryResponse } from './text-entry.js';
import type { TrueFalseBody, TrueFalseKey, TrueFalseResponse } from './true-false.js';
import type { GradingRule } from './types.js';
import type { UploadBody, UploadKey, UploadResponse } from './upload.js';

/**
 * The three sides of each kind: what is asked, what is right, what was answered. The kinds are the
 * interactions of 1EdTech, "Question and Test Interoperability: Assessment, Section and Item
 * Information Model 3.0" (2022), as far as they ask something, and numbers, formulas, recordings
 * and fields beside them.
 */
export interface QuestionKinds {
  single_choice: { body: SingleChoiceBody; key: SingleChoiceKey; response: SingleChoiceResponse };
  multiple_choice: {
    body: MultipleChoiceBody;
    key: MultipleChoiceKey;
    response: MultipleChoiceResponse;
  };
  true_false: { body: TrueFalseBody; key: TrueFalseKey; response: TrueFalseResponse };
  order: { body: OrderBody; key: OrderKey; response: OrderResponse };
  match: { body: MatchBody; key: MatchKey; response: MatchResponse };
  associate: { body: AssociateBody; key: AssociateKey; response: AssociateResponse };
  gap_match: { body: GapMatchBody; key: GapMatchKey; response: GapMatchResponse };
  inline_choice: { body: InlineChoiceBody; key: InlineChoiceKey; response: InlineChoiceResponse };
  text_entry: { body: TextEntryBody; key: TextEntryKey; response: TextEntryResponse };
  numeric: { body: NumericBody; key: NumericKey; response: NumericResponse };
  formula: { body: FormulaBody; key: FormulaKey; response: FormulaResponse };
  extended_text: { body: ExtendedTextBody; key: ExtendedTextKey; response: ExtendedTextResponse };
  hot_text: { body: HotTextBody; key: HotTextKey; response: HotTextResponse };
  hotspot: { body: HotspotBody; key: HotspotKey; response: HotspotResponse };
  select_point: { body: SelectPointBody; key: SelectPointKey; response: SelectPointResponse };
  graphic_order: { body: GraphicOrderBody; key: GraphicOrderKey; response: GraphicOrderResponse };
  graphic_associate: {
    body: GraphicAssociateBody;
    key: GraphicAssociateKey;
    response: GraphicAssociateResponse;
  };
  graphic_gap_match: {
    body: GraphicGapMatchBody;
    key: GraphicGapMatchKey;
    response: GraphicGapMatchResponse;
  };
  position_object: {
    body: PositionObjectBody;
    key: PositionObjectKey;
    response: PositionObjectResponse;
  };
  slider: { body: SliderBody; key: SliderKey; response: SliderResponse };
  upload: { body: UploadBody; key: UploadKey; response: UploadResponse };
  drawing: { body: DrawingBody; key: DrawingKey; response: DrawingResponse };
  media: { body: MediaBody; key: MediaKey; response: MediaResponse };
  custom: { body: CustomBody; key: CustomKey; response: CustomResponse };
}

export type QuestionKindName = keyof QuestionKinds;

/** What the learner sees, beside the prompt. */
export type QuestionBody = QuestionKinds[QuestionKindName]['body'];

/** What is kept from the learner. It has nothing that the body has. */
export type QuestionKey = QuestionKinds[QuestionKindName]['key'];

export type QuestionResponse = QuestionKinds[QuestionKindName]['response'];

/** The answer to a question of some kind. */
export type ResponseTo<Body extends QuestionBody> = QuestionKinds[Body['kind']]['response'];

/** A body with its key and the rule of its score; by kind, so that the two belong together. */
export type Question = {
  [Name in QuestionKindName]: {
    readonly body: QuestionKinds[Name]['body'];
    readonly key: QuestionKinds[Name]['key'];
    /** Default all or nothing; none for kinds that people grade. */
    readonly rule?: GradingRule;
  };
}[QuestionKindName];

export { gradeResponse, gradeWith } from './grade-response.js';
export { inspectKey, type KeyProblem } from './inspect-key.js';
export { DEFAULT_LIMITS } from './limits.js';
export type { AssociateBody, AssociateKey, AssociateResponse } from './questions/associate.js';
export type { Association } from './questions/association.js';
export type { Choice } from './questions/choices.js';
export type {
  CustomBody,
  CustomKey,
  CustomResponse,
  Field,
  FieldBody,
  FieldKey,
  FieldResponse,
  FilledField,
  GradedField,
} from './questions/custom.js';
export type { QuestionKind } from './questions/define-kind.js';
export type { DrawingBody, DrawingKey, DrawingResponse } from './questions/drawing.js';
export type {
  ExtendedTextBody,
  ExtendedTextKey,
  ExtendedTextResponse,
  TextFormat,
} from './questions/extended-text.js';
export type { FileLimits, FileReference } from './questions/files.js';
export type { FormulaBody, FormulaKey, FormulaResponse } from './questions/formula.js';
export type { Gap, GapMatchBody, GapMatchKey, GapMatchResponse } from './questions/gap-match.js';
export type { FilledGap, GapKey } from './questions/gaps.js';
export type { Area, Circle, Ellipse, Point, Polygon, Rectangle } from './questions/geometry.js';
export {
  gradeQuestion,
  gradeQuestionWith,
  type QuestionGrade,
} from './questions/grade-question.js';
export type {
  GraphicAssociateBody,
  GraphicAssociateKey,
  GraphicAssociateResponse,
  PairHotspot,
} from './questions/graphic-associate.js';
export type {
  GraphicGapMatchBody,
  GraphicGapMatchKey,
  GraphicGapMatchResponse,
} from './questions/graphic-gap-match.js';
export type {
  GraphicOrderBody,
  GraphicOrderKey,
  GraphicOrderResponse,
} from './questions/graphic-order.js';
export type { HotTextBody, HotTextKey, HotTextResponse, TextRun } from './questions/hot-text.js';
export type { HotspotBody, HotspotKey, HotspotResponse } from './questions/hotspot.js';
export type {
  ChoiceGap,
  InlineChoiceBody,
  InlineChoiceKey,
  InlineChoiceResponse,
} from './questions/inline-choice.js';
export { inspectQuestion } from './questions/inspect-question.js';
export type { MapEntry, Mapping } from './questions/mapping.js';
export type { MatchBody, MatchKey, MatchPair, MatchResponse } from './questions/match.js';
export type { MediaBody, MediaKey, MediaResponse, Recording } from './questions/media.js';
export type {
  MultipleChoiceBody,
  MultipleChoiceKey,
  MultipleChoiceResponse,
} from './questions/multiple-choice.js';
export type { DecimalMark, Notation } from './questions/numerals.js';
export type {
  NumericBody,
  NumericKey,
  NumericResponse,
  NumericTolerance,
  UnitFactor,
} from './questions/numeric.js';
export type { OrderBody, OrderKey, OrderResponse } from './questions/order.js';
export type { PairChoice } from './questions/pairs.js';
export type { Hotspot, Picture } from './questions/picture.js';
export type { GapChoice } from './questions/placing.js';
export type { KeyArea } from './questions/points.js';
export type {
  PositionObjectBody,
  PositionObjectKey,
  PositionObjectResponse,
} from './questions/position-object.js';
export type {
  Question,
  QuestionBody,
  QuestionKey,
  QuestionKindName,
  QuestionKinds,
  QuestionResponse,
  ResponseTo,
} from './questions/question.js';
export { readResponse } from './questions/read-response.js';
export { QUESTION_KINDS, questionKindFor } from './questions/registry.js';
export type { AppliedRule } from './questions/score-parts.js';
export type {
  SelectPointBody,
  SelectPointKey,
  SelectPointResponse,
} from './questions/select-point.js';
export type {
  SingleChoiceBody,
  SingleChoiceKey,
  SingleChoiceResponse,
} from './questions/single-choice.js';
export type { Nearby, SliderBody, SliderKey, SliderResponse } from './questions/slider.js';
export type {
  AcceptedText,
  BlankRule,
  TextEntryBody,
  TextEntryKey,
  TextEntryResponse,
} from './questions/text-entry.js';
export type { TrueFalseBody, TrueFalseKey, TrueFalseResponse } from './questions/true-false.js';
export type {
  GradingRule,
  Part,
  PartOutcome,
  Problem,
  ProblemCode,
  QuestionOutcome,
  ResponseReading,
  RuleType,
} from './questions/types.js';
export type { UploadBody, UploadKey, UploadResponse } from './questions/upload.js';
export { graderFor } from './registry.js';
export type {
  AlgebraKey,
  AnswerKey,
  ChoiceKey,
  Grade,
  Grader,
  GradingLimits,
  Outcome,
  TextKey,
  Tolerance,
} from './types.js';

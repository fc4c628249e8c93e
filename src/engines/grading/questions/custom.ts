import type { GradingLimits } from '../types.js';
import { content, part } from './choices.js';
import { defineKind, type QuestionKind } from './define-kind.js';
import { formula, type FormulaBody, type FormulaKey, type FormulaResponse } from './formula.js';
import { noWeight, weight } from './gaps.js';
import {
  multipleChoice,
  type MultipleChoiceBody,
  type MultipleChoiceKey,
  type MultipleChoiceResponse,
} from './multiple-choice.js';
import { numeric, type NumericBody, type NumericKey, type NumericResponse } from './numeric.js';
import { order, type OrderBody, type OrderKey, type OrderResponse } from './order.js';
import { duplicates, faultIf, idsOf, moved } from './problems.js';
import { applied, scoreParts } from './score-parts.js';
import { id, kindOf, list, optional, record, variant, type Shape } from './shape.js';
import {
  singleChoice,
  type SingleChoiceBody,
  type SingleChoiceKey,
  type SingleChoiceResponse,
} from './single-choice.js';
import { slider, type SliderBody, type SliderKey, type SliderResponse } from './slider.js';
import {
  textEntry,
  type TextEntryBody,
  type TextEntryKey,
  type TextEntryResponse,
} from './text-entry.js';
import {
  trueFalse,
  type TrueFalseBody,
  type TrueFalseKey,
  type TrueFalseResponse,
} from './true-false.js';
import type { Part, Problem } from './types.js';

/** The type of a field is the body of a kind that is graded by itself. */
export type FieldBody =
  | TrueFalseBody
  | SingleChoiceBody
  | MultipleChoiceBody
  | OrderBody
  | TextEntryBody
  | NumericBody
  | FormulaBody
  | SliderBody;

export type FieldKey =
  | TrueFalseKey
  | SingleChoiceKey
  | MultipleChoiceKey
  | OrderKey
  | TextEntryKey
  | NumericKey
  | FormulaKey
  | SliderKey;

export type FieldResponse =
  | TrueFalseResponse
  | SingleChoiceResponse
  | MultipleChoiceResponse
  | OrderResponse
  | TextEntryResponse
  | NumericResponse
  | FormulaResponse
  | SliderResponse;

export interface CustomBody {
  readonly kind: 'custom';
  readonly fields: readonly Field[];
}

export interface Field {
  readonly id: string;
  readonly label?: string;
  readonly body: FieldBody;
}

export interface CustomKey {
  readonly kind: 'custom';
  /** One for each field that is graded; a field without one is asked and not graded. */
  readonly fields: readonly GradedField[];
}

export interface GradedField {
  readonly field: string;
  /** Its share of the question; default 1. */
  readonly weight?: number;
  readonly key: FieldKey;
}

export interface CustomResponse {
  readonly kind: 'custom';
  readonly fields: readonly FilledField[];
}

export interface FilledField {
  readonly field: string;
  readonly response: FieldResponse;
}

/** In the versions that version 1 of this kind means. */
const TYPES = {
  true_false: trueFalse,
  single_choice: singleChoice,
  multiple_choice: multipleChoice,
  order,
  text_entry: textEntry,
  numeric,
  formula,
  slider,
} satisfies Record<FieldBody['kind'], QuestionKind<FieldBody, FieldKey, FieldResponse>>;

const field: Shape<Field> = record<Field>({
  id,
  label: optional(content),
  body: variant<FieldBody>('kind', shapesOf('body')),
});

const gradedField: Shape<GradedField> = record<GradedField>({
  field: id,
  weight: optional(weight),
  key: variant<FieldKey>('kind', shapesOf('key')),
});

const filledField: Shape<FilledField> = record<FilledField>({
  field: id,
  response: variant<FieldResponse>('kind', shapesOf('response')),
});

/**
 * Named fields of declared types, each graded by a rule that is data: the key of its type. Every
 * graded field is a part, worth what `per_part` gives the field by itself.
 */
export const custom = defineKind<CustomBody, CustomKey, CustomResponse>({
  name: 'custom',
  version: 1,
  rules: ['all_or_nothing', 'per_part'],
  body: record<CustomBody>({ kind: kindOf('custom'), fields: list(field, { min: 1, max: 50 }) }),
  key: record<CustomKey>({
    kind: kindOf('custom'),
    fields: list(gradedField, { min: 1, max: 50 }),
  }),
  response: record<CustomResponse>({
    kind: kindOf('custom'),
    fields: list(filledField, { max: 50 }),
  }),
  inspect,
  check: (body, { fields }) => {
    const at = (i: number) => `response.fields[${i}]`;
    return [
      ...duplicates(
        fields.map((one) => one.field),
        at,
      ),
      ...fields.flatMap(({ field: name, response }, i) => {
        const asked = fieldOf(body, name);
        if (asked === undefined) return faultIf(true, 'UNKNOWN_ID', `${at(i)}.field`);
        const read = TYPES[asked.kind].read(asked, response);
        return 'refused' in read ? moved(read.refused, 'response', `${at(i)}.response`) : [];
      }),
    ];
  },
  normalise: (body, { kind, fields }) => {
    const filled = body.fields.flatMap(({ id: name, body: asked }) => {
      const given = fields.find((one) => one.field === name);
      const read = TYPES[asked.kind].read(asked, given?.response);
      if ('refused' in read || read.response === null) return [];
      return [{ field: name, response: read.response }];
    });
    return filled.length === 0 ? null : { kind, fields: filled };
  },
  judge: (body, key, { fields }, limits) =>
    key.fields.map((graded) => {
      const given = fields.find((one) => one.field === graded.field);
      return judgeField(fieldOf(body, graded.field), graded, given?.response, limits);
    }),
  solution: (body, { kind, fields }) => ({
    kind,
    fields: fields.flatMap(({ field: name, key }) => {
      const asked = fieldOf(body, name);
      const response = asked === undefined ? null : TYPES[asked.kind].solution(asked, key);
      return response === null ? [] : [{ field: name, response }];
    }),
  }),
});

function judgeField(
  asked: FieldBody | undefined,
  { field: name, key, weight: share }: GradedField,
  response: FieldResponse | undefined,
  limits: GradingLimits,
): Part {
  if (asked === undefined || response === undefined) return part(name, 'MISSING', 0, share);
  const judged = TYPES[asked.kind].judge(asked, key, response, limits);
  if (!('parts' in judged)) return part(name, 'WRONG', 0, share);
  const credit = scoreParts(judged.parts, applied({ type: 'per_part' }));
  const [only, ...others] = judged.parts;
  if (only !== undefined && others.length === 0) return part(name, only.outcome, credit, share);
  const outcome = credit === 1 ? 'RIGHT' : credit > 0 ? 'PARTLY_RIGHT' : 'WRONG';
  return part(name, outcome, credit, share);
}

function inspect(body: CustomBody, key: CustomKey): Problem[] {
  const at = (i: number) => `key.fields[${i}]`;
  return [
    ...duplicates(idsOf(body.fields), (i) => `body.fields[${i}].id`),
    ...duplicates(
      key.fields.map((graded) => graded.field),
      at,
    ),
    ...key.fields.flatMap((graded, i) => {
      const place = body.fields.findIndex(({ id: name }) => name === graded.field);
      const asked = body.fields[place]?.body;
      if (asked === undefined) return faultIf(true, 'UNKNOWN_ID', `${at(i)}.field`);
      const problems = TYPES[asked.kind].inspect(asked, graded.key);
      return moved(moved(problems, 'body', `body.fields[${place}].body`), 'key', `${at(i)}.key`);
    }),
    ...noWeight(key.fields, 'key.fields'),
  ];
}

function fieldOf(body: CustomBody, name: string): FieldBody | undefined {
  return body.fields.find((one) => one.id === name)?.body;
}

function shapesOf<P extends 'body' | 'key' | 'response'>(
  part: P,
): Record<FieldBody['kind'], (typeof TYPES)[FieldBody['kind']][P]> {
  return {
    true_false: TYPES.true_false[part],
    single_choice: TYPES.single_choice[part],
    multiple_choice: TYPES.multiple_choice[part],
    order: TYPES.order[part],
    text_entry: TYPES.text_entry[part],
    numeric: TYPES.numeric[part],
    formula: TYPES.formula[part],
    slider: TYPES.slider[part],
  };
}

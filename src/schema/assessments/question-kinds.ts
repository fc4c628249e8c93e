import {
  createUnionType,
  Extensions,
  Field,
  Float,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';

import {
  AssociatedPair,
  AssociatedPairInput,
  DecimalMark,
  FileReference,
  FileReferenceInput,
  FilledGap,
  FilledGapInput,
  MatchPair,
  MatchPairInput,
  Point,
  PointInput,
  QuestionChoice,
  QuestionGap,
  QuestionHotspot,
  QuestionMenu,
  QuestionPicture,
  TextFormat,
  TextRun,
} from './question-parts.js';

// One table says of each kind what is asked and what is answered. From it come the types of bodies
// and answers, their unions, and the input for answers. No type here has a place for a key.

/** A type of the graph as type-graphql takes it: a class, a scalar or an enum. */
type Named = ReturnType<NonNullable<Parameters<typeof Field>[0]>>;

interface FieldOf {
  readonly type: Named;
  readonly description: string;
  readonly nullable?: boolean;
}

interface KindOf {
  readonly description: string;
  readonly body: Readonly<Record<string, FieldOf>>;
  /** The one field of an answer, as it is read and as it is written. */
  readonly response: { readonly name: string; readonly type: Named; readonly input: Named };
  /** Whether it may be a field of a CUSTOM question. */
  readonly isField?: true;
}

const list = (type: Named): Named => [type] as Named;
const one = (type: Named, description: string): FieldOf => ({ type, description });
const some = (type: Named, description: string): FieldOf => ({ type, description, nullable: true });
const answered = (name: string, type: Named, input: Named = type) => ({ name, type, input });

const choices = one(list(QuestionChoice), 'What there is, in the order it is shown.');
const picture = one(QuestionPicture, 'What is asked about.');
const hotspots = one(list(QuestionHotspot), 'Spots of the picture.');
const maxPairs = some(Int, 'How many pairs may be given; null for any number.');
const maxChoices = some(Int, 'How many may be chosen; null for any number.');
const files = {
  maxFiles: some(Int, 'How many may be handed in; 1 when null.'),
  maxBytes: one(Int, 'The largest one may be.'),
  mediaTypes: one(list(String), 'What is taken, such as `application/pdf` or `image/*`.'),
};
const handedIn = answered('files', list(FileReference), list(FileReferenceInput));
const chosen = answered('choices', list(String));
const ordered = answered('order', list(String));
const text = answered('text', String);
const paired = answered('pairs', list(AssociatedPair), list(AssociatedPairInput));
const filled = answered('filled', list(FilledGap), list(FilledGapInput));
const pointed = answered('points', list(Point), list(PointInput));

const kinds = {
  single_choice: {
    description: 'One of several choices.',
    body: { choices },
    response: answered('choice', String),
    isField: true,
  },
  multiple_choice: {
    description: 'Any of several choices.',
    body: { choices, maxChoices },
    response: chosen,
    isField: true,
  },
  true_false: {
    description: 'Whether the prompt is true.',
    body: {},
    response: answered('value', Boolean),
    isField: true,
  },
  order: {
    description: 'Choices to put in order.',
    body: { choices },
    response: ordered,
    isField: true,
  },
  match: {
    description: 'Sources to match with targets.',
    body: {
      sources: one(list(QuestionChoice), 'What is matched.'),
      targets: one(list(QuestionChoice), 'With what it is matched.'),
      maxPairs,
    },
    response: answered('pairs', list(MatchPair), list(MatchPairInput)),
  },
  associate: {
    description: 'Choices to join in pairs.',
    body: { choices, maxPairs },
    response: paired,
  },
  gap_match: {
    description: 'Choices to put into the gaps of the prompt.',
    body: { choices, gaps: one(list(QuestionGap), 'The gaps.') },
    response: filled,
  },
  inline_choice: {
    description: 'Menus in the prompt.',
    body: { gaps: one(list(QuestionMenu), 'The menus.') },
    response: filled,
  },
  text_entry: {
    description: 'A short text.',
    body: { maxLength: some(Int, 'Most letters; 1,000 when null.') },
    response: text,
    isField: true,
  },
  numeric: {
    description: 'A number, with a unit when one is asked for.',
    body: {
      units: some(list(String), 'Units to choose from.'),
      unitRequired: some(Boolean, 'Whether a unit must be given; no when null.'),
      decimalMark: some(DecimalMark, 'Which mark is read; EITHER when null.'),
      thousands: some(Boolean, 'Whether thousands may be set off; yes when null.'),
      exponents: some(Boolean, 'Whether 1.5e3 is read; yes when null.'),
      fractions: some(Boolean, 'Whether 3/4 is read; no when null.'),
    },
    response: text,
    isField: true,
  },
  formula: {
    description: 'A formula, in LaTeX or as one types it.',
    body: { unknowns: some(list(String), 'The unknowns that the question speaks of.') },
    response: text,
    isField: true,
  },
  extended_text: {
    description: 'A longer text, which somebody reads.',
    body: {
      format: some(TextFormat, 'How it is written; PLAIN when null.'),
      maxWords: some(Int, 'Most words; null for no limit of words.'),
      maxLength: some(Int, 'Most letters; 200,000 when null.'),
    },
    response: text,
  },
  hot_text: {
    description: 'Pieces of a text to choose.',
    body: { runs: one(list(TextRun), 'The text, cut where something may be chosen.'), maxChoices },
    response: chosen,
  },
  hotspot: {
    description: 'Spots of a picture to choose.',
    body: { picture, hotspots, maxChoices },
    response: chosen,
  },
  select_point: {
    description: 'Points of a picture to mark.',
    body: { picture, maxPoints: some(Int, 'How many may be marked; null for any number.') },
    response: pointed,
  },
  graphic_order: {
    description: 'Spots of a picture to put in order.',
    body: { picture, hotspots },
    response: ordered,
  },
  graphic_associate: {
    description: 'Spots of a picture to join in pairs.',
    body: { picture, hotspots, maxPairs },
    response: paired,
  },
  graphic_gap_match: {
    description: 'Labels to put on a picture.',
    body: { picture, choices, gaps: one(list(QuestionHotspot), 'Where they may be put.') },
    response: filled,
  },
  position_object: {
    description: 'Objects to place on a picture.',
    body: {
      picture,
      object: one(QuestionPicture, 'What is placed.'),
      maxObjects: some(Int, 'How many may be placed; null for any number.'),
    },
    response: pointed,
  },
  slider: {
    description: 'A value to set.',
    body: {
      min: one(Float, 'The least value.'),
      max: one(Float, 'The greatest value.'),
      step: one(Float, 'From one value to the next.'),
      unit: some(String, 'Shown beside the value.'),
    },
    response: answered('value', Float),
    isField: true,
  },
  upload: { description: 'Files to hand in.', body: files, response: handedIn },
  drawing: {
    description: 'A drawing to make on a picture.',
    body: { ...files, picture: one(QuestionPicture, 'What is drawn on.') },
    response: handedIn,
  },
  media: {
    description: 'A recording to make.',
    body: { ...files, maxSeconds: some(Float, 'The longest recording; null for any.') },
    response: handedIn,
  },
} as const satisfies Readonly<Record<string, KindOf>>;

type SimpleKind = keyof typeof kinds;

/** Every kind, as it is named in bodies and answers. */
export type QuestionKindName = SimpleKind | 'custom';

const pascal = (kind: string) =>
  kind.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
const camel = (kind: string) =>
  kind.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const simpleKinds = Object.entries(kinds) as [SimpleKind, KindOf][];

export const QuestionKind = Object.fromEntries(
  [...Object.keys(kinds), 'custom'].map((kind) => [kind.toUpperCase(), kind]),
);

registerEnumType(QuestionKind, {
  name: 'QuestionKind',
  description: 'What a question asks for.',
  valuesConfig: {
    ...Object.fromEntries(
      simpleKinds.map(([kind, { description }]) => [kind.toUpperCase(), { description }]),
    ),
    CUSTOM: { description: 'Several fields, each of a kind of its own.' },
  },
});

/** A class for one object type of the graph, with these fields. */
function objectType(name: string, description: string, fields: KindOf['body']): new () => object {
  const made = named(name);
  // An object type has a field at least; this one every body and answer has.
  Field(() => QuestionKind as Named, { description: 'The kind.' })(
    made.prototype as object,
    'kind',
  );
  for (const [field, { type, nullable = false, description: says }] of Object.entries(fields)) {
    Field(() => type, { nullable, description: says })(made.prototype as object, field);
  }
  ObjectType(name, { description, simpleResolvers: true })(made);
  Extensions({ protected: true })(made);
  return made;
}

function inputType(name: string, description: string, fields: KindOf['body']): new () => object {
  const made = named(name);
  for (const [field, { type, nullable = false, description: says }] of Object.entries(fields)) {
    Field(() => type, { nullable, description: says })(made.prototype as object, field);
  }
  InputType(name, { description })(made);
  return made;
}

/** type-graphql tells types apart by the names of their classes. */
function named(name: string): new () => object {
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- its fields are decorated one by one
  return { [name]: class {} }[name] as new () => object;
}

const bodyTypes = new Map<string, new () => object>(
  simpleKinds.map(([kind, { description, body }]) => [
    kind,
    objectType(`${pascal(kind)}Body`, description, body),
  ]),
);

const responseTypes = new Map<string, new () => object>(
  simpleKinds.map(([kind, { response }]) => [
    kind,
    objectType(`${pascal(kind)}Response`, `An answer to a ${kind.toUpperCase()} question.`, {
      [response.name]: one(response.type, 'What was answered.'),
    }),
  ]),
);

const fieldKinds = simpleKinds.filter(([, { isField }]) => isField === true);
const typesOf = (types: ReadonlyMap<string, new () => object>, of: typeof simpleKinds) =>
  of.flatMap(([kind]) => types.get(kind) ?? []);

const CustomFieldBody = createUnionType({
  name: 'CustomFieldBody',
  description: 'What one field of a CUSTOM question asks.',
  types: () => typesOf(bodyTypes, fieldKinds),
});

const CustomFieldResponse = createUnionType({
  name: 'CustomFieldResponse',
  description: 'The answer to one field of a CUSTOM question.',
  types: () => typesOf(responseTypes, fieldKinds),
});

@Extensions({ protected: true })
@ObjectType({ description: 'One field of a CUSTOM question.', simpleResolvers: true })
export class CustomField {
  @Field(() => String, {
    name: 'identifier',
    simple: false,
    description: 'Its name in this question.',
  })
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'What it is called.' })
  readonly label?: string;

  @Field(() => CustomFieldBody, { description: 'What it asks.' })
  readonly body!: object;
}

@Extensions({ protected: true })
@ObjectType({ description: 'One field of a CUSTOM question, answered.', simpleResolvers: true })
export class FilledField {
  @Field(() => String, { description: 'The identifier of the field.' })
  readonly field!: string;

  @Field(() => CustomFieldResponse, { description: 'What was answered.' })
  readonly response!: object;
}

bodyTypes.set(
  'custom',
  objectType('CustomBody', 'Several fields, each of a kind of its own.', {
    fields: one(list(CustomField), 'The fields.'),
  }),
);
responseTypes.set(
  'custom',
  objectType('CustomResponse', 'An answer to a CUSTOM question.', {
    fields: one(list(FilledField), 'The fields that were answered.'),
  }),
);

export const QuestionBody = createUnionType({
  name: 'QuestionBody',
  description: 'What a question asks, without what it accepts.',
  types: () => [...bodyTypes.values()],
});

export const ItemResponse = createUnionType({
  name: 'ItemResponse',
  description: 'An answer to a question, in the type of its kind.',
  types: () => [...responseTypes.values()],
});

const answers = (of: typeof simpleKinds) =>
  Object.fromEntries(
    of.map(([kind, { response }]) => [
      camel(kind),
      some(
        response.input,
        `The \`${response.name}\` of an answer to a ${kind.toUpperCase()} question.`,
      ),
    ]),
  );

const CustomFieldResponseInput = inputType(
  'CustomFieldResponseInput',
  'An answer to one field: give exactly one of these.',
  answers(fieldKinds),
);

@InputType({ description: 'One field of a CUSTOM question, answered.' })
export class FilledFieldInput {
  @Field(() => String, { description: 'The identifier of the field.' })
  readonly field!: string;

  @Field(() => CustomFieldResponseInput, { description: 'The answer.' })
  readonly response!: Readonly<Record<string, unknown>>;
}

export const ItemResponseInput = inputType(
  'ItemResponseInput',
  'An answer: give exactly one of these, that of the kind which is asked.',
  {
    ...answers(simpleKinds),
    custom: some(list(FilledFieldInput), 'The `fields` of an answer to a CUSTOM question.'),
  },
);

/** By the field of `ItemResponseInput`: the kind, and where the answer to it is kept. */
export const responsePlaces: ReadonlyMap<string, { kind: QuestionKindName; name: string }> =
  new Map<string, { kind: QuestionKindName; name: string }>([
    ...simpleKinds.map(
      ([kind, { response }]) => [camel(kind), { kind, name: response.name }] as const,
    ),
    ['custom', { kind: 'custom', name: 'fields' }],
  ]);

/** The JSON of a body as the type of its kind; a union knows its members by their classes. */
export function typedBody(body: Readonly<Record<string, unknown>>): object {
  return typed(bodyTypes, body, 'body');
}

/** As `typedBody`, for an answer. */
export function typedResponse(response: Readonly<Record<string, unknown>>): object {
  return typed(responseTypes, response, 'response');
}

function typed(
  types: ReadonlyMap<string, new () => object>,
  json: Readonly<Record<string, unknown>>,
  inner: 'body' | 'response',
): object {
  const Type = types.get(String(json['kind']));
  if (!Type) throw new Error(`No type for the kind ${String(json['kind'])}.`);
  const made = Object.assign(new Type(), json);
  const fields = json['fields'];
  if (json['kind'] !== 'custom' || !Array.isArray(fields)) return made;
  return Object.assign(made, {
    fields: fields.map((field: Record<string, Record<string, unknown>>) => ({
      ...field,
      [inner]: typed(types, field[inner] ?? {}, inner),
    })),
  });
}

/** Names of the types above, for the permission table. */
export const questionKindTypes: readonly string[] = [
  ...[...bodyTypes.values(), ...responseTypes.values()].map(({ name }) => name),
  CustomField.name,
  FilledField.name,
];

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { frozen } from './__fixtures__/describe-kind.js';
import { EXAMPLES } from './__fixtures__/examples.js';
import { gradeQuestion } from './grade-question.js';
import { inspectQuestion } from './inspect-question.js';
import type { Question, QuestionKindName } from './question.js';
import { readResponse } from './read-response.js';
import { QUESTION_KINDS, questionKindFor } from './registry.js';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const choices = IDS.map((id) => ({ id, content: id }));
const picture = { fileId: 'p', width: 100, height: 100 };
const spots = IDS.map((id, i) => ({
  id,
  area: { type: 'circle', x: 10 + 15 * i, y: 50, radius: 9 },
}));

const some = fc.subarray(IDS, { minLength: 1 });
const all = fc.shuffledSubarray(IDS, { minLength: IDS.length });
const word = fc.string({
  unit: fc.constantFrom('a', 'b', 'é', 'N', ' '),
  minLength: 1,
  maxLength: 8,
});
const coordinate = fc.integer({ min: 0, max: 1_000 }).map((tenths) => tenths / 10);
const point = fc.record({ x: coordinate, y: coordinate });
const points = fc.array(point, { minLength: 1, maxLength: 6 });

const pairs = (first: string, second: string) =>
  fc.subarray(
    IDS.flatMap((a, i) => IDS.slice(i + 1).map((b) => ({ [first]: a, [second]: b }))),
    { minLength: 1, maxLength: 8 },
  );
const matched = pairs('source', 'target');
const associated = pairs('first', 'second');
const filled = fc
  .tuple(some, fc.array(fc.constantFrom(...IDS), { minLength: 6, maxLength: 6 }))
  .map(([gaps, chosen]) => gaps.map((gap, i) => ({ gap, choice: chosen[i] })));
const gapKeys = fc
  .array(fc.tuple(some, fc.integer({ min: 1, max: 5 })), { minLength: 6, maxLength: 6 })
  .map((keys) => keys.map(([accepted, weight], i) => ({ gap: IDS[i], accepted, weight })));
const decimal = fc.integer({ min: -99_999, max: 99_999 }).map((n) => (n / 100).toString());
const file = fc.record({
  fileId: fc.uuid(),
  name: fc.constant('a.pdf'),
  mediaType: fc.constant('application/pdf'),
  bytes: fc.integer({ min: 1, max: 100 }),
  sha256: fc.constant('0f'.repeat(32)),
});
const files = fc.uniqueArray(file, { minLength: 1, maxLength: 3, selector: (one) => one.fileId });
const limits = { maxFiles: 3, maxBytes: 100, mediaTypes: ['application/pdf'] };
const areas = fc
  .array(
    fc.record({
      x: fc.integer({ min: 20, max: 80 }),
      y: fc.integer({ min: 20, max: 80 }),
      radius: fc.integer({ min: 1, max: 20 }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((circles) =>
    circles.map((circle, i) => ({ id: IDS[i], area: { type: 'circle', ...circle } })),
  );
const terms = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 4 });
const polynomial = terms.map((factors) => factors.map((c, i) => `(${c})x^${i}`).join('+'));

type Fields = fc.Arbitrary<Record<string, unknown>>;

/** A body with random keys and random answers, each without its kind. */
const WORLDS: Record<QuestionKindName, { body: object; key: Fields; response: Fields }> = {
  single_choice: {
    body: { choices },
    key: fc.record({ correct: fc.constantFrom(...IDS) }),
    response: fc.record({ choice: fc.constantFrom(...IDS) }),
  },
  multiple_choice: {
    body: { choices },
    key: fc.record({ correct: some }),
    response: fc.record({ choices: some }),
  },
  true_false: {
    body: {},
    key: fc.record({ correct: fc.boolean() }),
    response: fc.record({ value: fc.boolean() }),
  },
  order: {
    body: { choices },
    key: fc.record({ correct: all }),
    response: fc.record({ order: fc.shuffledSubarray(IDS, { minLength: 1 }) }),
  },
  match: {
    body: { sources: choices, targets: choices },
    key: fc.record({ correct: matched }),
    response: fc.record({ pairs: matched }),
  },
  associate: {
    body: { choices },
    key: fc.record({ correct: associated }),
    response: fc.record({ pairs: associated }),
  },
  gap_match: {
    body: { choices, gaps: IDS.map((id) => ({ id })) },
    key: fc.record({ gaps: gapKeys }),
    response: fc.record({ filled }),
  },
  inline_choice: {
    body: { gaps: IDS.map((id) => ({ id, choices })) },
    key: fc.record({ gaps: gapKeys }),
    response: fc.record({ filled }),
  },
  text_entry: {
    body: {},
    key: fc.record({
      accepted: word.filter((text) => text.trim() !== '').map((text) => [{ text }]),
      caseSensitive: fc.boolean(),
      ignoreAccents: fc.boolean(),
      blanks: fc.constantFrom('fold', 'ignore', 'exact'),
      maxEdits: fc.nat({ max: 3 }),
    }),
    response: fc.record({ text: word }),
  },
  numeric: {
    body: {},
    key: fc.record({
      value: decimal,
      tolerance: fc.oneof(
        fc.record({ type: fc.constant('absolute'), within: fc.integer({ min: 0, max: 100 }) }),
        fc.record({ type: fc.constant('relative'), within: fc.constantFrom(0, 0.01, 0.1) }),
        fc.record({
          type: fc.constant('significant_figures'),
          figures: fc.integer({ min: 1, max: 9 }),
        }),
        fc.record({ type: fc.constant('decimal_places'), places: fc.nat({ max: 9 }) }),
      ),
    }),
    response: fc.record({ text: fc.oneof(decimal, word) }),
  },
  formula: {
    body: { unknowns: ['x'] },
    key: fc.record({ accepted: polynomial.map((text) => [text]) }),
    response: fc.record({ text: fc.oneof(polynomial, word) }),
  },
  extended_text: {
    body: {},
    key: fc.record({ modelAnswer: fc.constant('m') }),
    response: fc.record({ text: word }),
  },
  hot_text: {
    body: { runs: IDS.flatMap((id) => [{ text: ' ' }, { id, text: id }]) },
    key: fc.record({ correct: some }),
    response: fc.record({ choices: some }),
  },
  hotspot: {
    body: { picture, hotspots: spots },
    key: fc.record({ correct: some }),
    response: fc.record({ choices: some }),
  },
  select_point: {
    body: { picture },
    key: fc.record({ areas }),
    response: fc.record({ points }),
  },
  graphic_order: {
    body: { picture, hotspots: spots },
    key: fc.record({ correct: all }),
    response: fc.record({ order: fc.shuffledSubarray(IDS, { minLength: 1 }) }),
  },
  graphic_associate: {
    body: { picture, hotspots: spots },
    key: fc.record({ correct: associated }),
    response: fc.record({ pairs: associated }),
  },
  graphic_gap_match: {
    body: { picture, choices, gaps: spots },
    key: fc.record({ gaps: gapKeys }),
    response: fc.record({ filled }),
  },
  position_object: {
    body: { picture, object: picture },
    key: fc.record({ areas }),
    response: fc.record({ points }),
  },
  slider: {
    body: { min: -1, max: 1, step: 0.1 },
    key: fc.record({
      correct: fc.integer({ min: -10, max: 10 }).map((n) => n / 10),
      tolerance: fc.constantFrom(0, 0.1, 0.3),
    }),
    response: fc.record({ value: fc.integer({ min: -10, max: 10 }).map((n) => n / 10) }),
  },
  upload: {
    body: limits,
    key: fc.constant({}),
    response: fc.record({ files }),
  },
  drawing: {
    body: { picture, ...limits, mediaTypes: ['image/png'] },
    key: fc.constant({}),
    response: fc.record({
      files: files.map((given) => given.map((one) => ({ ...one, mediaType: 'Image/PNG' }))),
    }),
  },
  media: {
    body: { ...limits, mediaTypes: ['audio/ogg'] },
    key: fc.constant({}),
    response: fc.record({
      files: files.map((given) =>
        given.map((one) => ({ ...one, mediaType: 'audio/ogg;codecs=opus', seconds: 1 })),
      ),
    }),
  },
  custom: {
    body: {
      fields: [
        { id: 'a', body: { kind: 'multiple_choice', choices } },
        { id: 'b', body: { kind: 'numeric' } },
      ],
    },
    key: fc.record({
      fields: fc.tuple(some, decimal).map(([correct, value]) => [
        { field: 'a', weight: 3, key: { kind: 'multiple_choice', correct } },
        { field: 'b', key: { kind: 'numeric', value } },
      ]),
    }),
    response: fc.record({
      fields: fc.tuple(some, decimal).map(([chosen, text]) => [
        { field: 'b', response: { kind: 'numeric', text } },
        { field: 'a', response: { kind: 'multiple_choice', choices: chosen } },
      ]),
    }),
  },
};

/** Of each property, for each kind: some thousand in all. */
const RUNS = 25;

const penalty = fc.option(fc.constantFrom(0, 0.25, 1), { nil: undefined });

/** A question of a kind, by any rule of it that needs no mapping. */
const questionOf = (name: QuestionKindName): fc.Arbitrary<Question> => {
  const rules = questionKindFor(name).rules.filter((type) => type !== 'mapped');
  const rule =
    rules.length === 0
      ? fc.constant(undefined)
      : fc.record({ type: fc.constantFrom(...rules), penalty, floorAtZero: fc.boolean() });
  const { body, key } = WORLDS[name];
  return fc.record({ key, rule }).map(
    (random) =>
      frozen({
        body: { kind: name, ...body },
        key: { kind: name, ...random.key },
        ...(random.rule === undefined ? {} : { rule: random.rule }),
      }) as Question,
  );
};

const responseOf = (name: QuestionKindName) =>
  WORLDS[name].response.map((fields) => frozen({ kind: name, ...fields }));

const score = (question: Question, response: unknown) => gradeQuestion(question, response).score;

/** The lists of an answer whose order says nothing, in another order. */
const UNORDERED = ['choices', 'pairs', 'filled', 'points', 'fields'];

function turned(response: object): object {
  const entries = Object.entries(response).map(([name, value]): [string, unknown] => {
    const isUnordered = UNORDERED.includes(name) && Array.isArray(value);
    return [name, isUnordered ? value.toReversed() : value];
  });
  return Object.fromEntries(entries);
}

describe.each(QUESTION_KINDS)('%s', (name) => {
  const question = questionOf(name);
  const response = responseOf(name);

  it('scores between −1 and 1, and from 0 with the floor', () => {
    fc.assert(
      fc.property(question, response, (asked, given) => {
        const grade = gradeQuestion(asked, given);
        expect(grade.outcome).not.toMatch(/REFUSED|UNSOUND/);
        if (grade.score === null) return expect(grade.outcome).toBe('NEEDS_GRADING');
        expect(grade.score).toBeLessThanOrEqual(1);
        expect(grade.score).toBeGreaterThanOrEqual(asked.rule?.floorAtZero === false ? -1 : 0);
        expect(grade.correct).toBe(grade.score === 1);
      }),
      { numRuns: RUNS },
    );
  });

  it('goes below 0 for a penalty alone, and only without the floor', () => {
    fc.assert(
      fc.property(question, response, (asked, given) => {
        const { penalty: taken = 0, floorAtZero } = asked.rule ?? {};
        const least = floorAtZero === false && taken > 0 ? -1 : 0;
        expect(score(asked, given) ?? 0).toBeGreaterThanOrEqual(least);
      }),
      { numRuns: RUNS },
    );
  });

  it('gives 1 to the answer of the key, whatever the rule', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const solution = questionKindFor(name).solution(asked.body, asked.key);
        expect(solution === null).toBe(asked.rule === undefined);
        if (solution === null) return;
        fc.pre(inspectQuestion(asked).length === 0);
        expect(score(asked, solution)).toBe(1);
      }),
      { numRuns: RUNS },
    );
  });

  it('finds its random questions sound', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const faults = inspectQuestion(asked).filter(({ code }) => code !== 'UNREACHABLE');
        expect(faults).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('does not mind the order of what has none', () => {
    fc.assert(
      fc.property(question, response, (asked, given) => {
        expect(gradeQuestion(asked, turned(given))).toEqual(gradeQuestion(asked, given));
      }),
      { numRuns: RUNS },
    );
  });

  it('gives the same grade again, and to the answer as it was read', () => {
    fc.assert(
      fc.property(question, response, response, (asked, given, other) => {
        const before = gradeQuestion(asked, given);
        gradeQuestion(asked, other);
        expect(gradeQuestion(asked, given)).toEqual(before);
        expect(gradeQuestion(structuredClone(asked), structuredClone(given))).toEqual(before);
      }),
      { numRuns: RUNS },
    );
  });

  it('reads what was read as it is', () => {
    fc.assert(
      fc.property(question, response, (asked, given) => {
        const once = readResponse(asked.body, given);
        expect(once).toHaveProperty('response');
        if (!('response' in once)) return;
        expect(readResponse(asked.body, once.response)).toEqual(once);
      }),
      { numRuns: RUNS },
    );
  });

  it('never throws, whatever JSON it is given', () => {
    const { question: sound, right } = EXAMPLES[name];
    const json = fc.oneof(fc.jsonValue(), fc.constantFrom(NaN, Infinity, -0, undefined));
    const path = fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(json, path, json, (anything, where, instead) => {
        const odd = replaced(sound, where, instead) as Question;
        const answers = [anything, replaced(right, where, instead), right];
        for (const asked of [
          odd,
          sound,
          anything as unknown as Question,
          { ...sound, body: anything },
        ]) {
          inspectQuestion(asked);
          for (const answer of answers) {
            const found = score(asked as Question, answer);
            if (found !== null) expect(Math.abs(found)).toBeLessThanOrEqual(1);
            readResponse((asked as Question | null)?.body as never, answer);
          }
        }
      }),
      { numRuns: 2 * RUNS },
    );
  });
});

/** A copy with one value in it replaced: a path picks an entry at each level, as far as it goes. */
function replaced(value: unknown, [at, ...rest]: readonly number[], instead: unknown): unknown {
  if (at === undefined || typeof value !== 'object' || value === null) return instead;
  const entries = Object.entries(value);
  const place = at % Math.max(1, entries.length);
  const copy = entries.map(([name, part], i): [string, unknown] => [
    name,
    i === place ? replaced(part, rest, instead) : part,
  ]);
  return Array.isArray(value) ? copy.map(([, part]) => part) : Object.fromEntries(copy);
}

/** Kinds where one can give more than is asked, and how to add something wrong to an answer. */
const ADDITIONS: Partial<Record<QuestionKindName, (question: any, response: any) => object[]>> = {
  multiple_choice: wrongChoices,
  hot_text: wrongChoices,
  hotspot: wrongChoices,
  match: (question, response) => wrongPairs(question, response, 'source', 'target'),
  associate: (question, response) => wrongPairs(question, response, 'first', 'second'),
  graphic_associate: (question, response) => wrongPairs(question, response, 'first', 'second'),
  gap_match: wrongFillings,
  inline_choice: wrongFillings,
  graphic_gap_match: wrongFillings,
  // The corner is in no area: those are 20 to 80 from it, with a radius of 20 at most.
  select_point: (_, response) => [{ ...response, points: [...response.points, { x: 0, y: 0 }] }],
  position_object: (_, response) => [{ ...response, points: [...response.points, { x: 0, y: 0 }] }],
};

function wrongChoices({ key }: any, response: any): object[] {
  return IDS.filter((id) => !key.correct.includes(id) && !response.choices.includes(id)).map(
    (id) => ({ ...response, choices: [...response.choices, id] }),
  );
}

function wrongPairs({ key }: any, response: any, first: string, second: string): object[] {
  const has = (list: any[], a: string, b: string) =>
    list.some((pair) => pair[first] === a && pair[second] === b);
  return IDS.flatMap((a, i) => IDS.slice(i + 1).map((b) => [a, b] as const))
    .filter(([a, b]) => !has(key.correct, a, b) && !has(response.pairs, a, b))
    .map(([a, b]) => ({ ...response, pairs: [...response.pairs, { [first]: a, [second]: b }] }));
}

function wrongFillings({ key }: any, response: any): object[] {
  const isFilled = (gap: string) => response.filled.some((one: any) => one.gap === gap);
  return key.gaps
    .filter(({ gap }: any) => !isFilled(gap))
    .flatMap(({ gap, accepted }: any) =>
      IDS.filter((id) => !accepted.includes(id)).map((choice) => ({
        ...response,
        filled: [...response.filled, { gap, choice }],
      })),
    );
}

describe.each(Object.entries(ADDITIONS))('%s', (kind, additions) => {
  const name = QUESTION_KINDS.find((known) => known === kind)!;

  it('never gives more for something wrong besides', () => {
    fc.assert(
      fc.property(questionOf(name), responseOf(name), (random, given) => {
        const asked = { ...random, rule: { ...random.rule!, type: 'per_part' } } as Question;
        const before = score(asked, given)!;
        for (const response of additions(asked, given)) {
          expect(score(asked, response)).toBeLessThanOrEqual(before);
        }
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a mapping', () => {
  const points = fc.integer({ min: -20, max: 20 }).map((n) => n / 4);
  const bound = fc.option(points, { nil: undefined });
  const mapping = fc.record({
    entries: fc.tuple(...IDS.map((entry) => points.map((value) => ({ entry, points: value })))),
    lowerBound: bound,
    upperBound: bound,
  });

  it('keeps every score in bounds, and gives the answer of a sound key 1', () => {
    fc.assert(
      fc.property(mapping, some, some, fc.boolean(), (table, correct, chosen, floorAtZero) => {
        const asked = frozen({
          body: { kind: 'multiple_choice', choices },
          key: { kind: 'multiple_choice', correct, mapping: table },
          rule: { type: 'mapped', floorAtZero },
        }) as Question;
        const found = score(asked, { kind: 'multiple_choice', choices: chosen });
        expect(found).toBeLessThanOrEqual(1);
        expect(found).toBeGreaterThanOrEqual(floorAtZero ? 0 : -1);
        fc.pre(inspectQuestion(asked).length === 0);
        const right = { kind: 'multiple_choice', choices: correct.toReversed() };
        expect(score(asked, right)).toBe(1);
      }),
      { numRuns: RUNS },
    );
  });
});

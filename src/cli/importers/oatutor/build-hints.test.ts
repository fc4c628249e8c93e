import { describe, expect, it } from '@jest/globals';

import { buildHints } from './build-hints.js';
import { pathwaySchema } from './schemas.js';

const hint = (id: string, dependencies: string[] = [], fields: object = {}): object => ({
  id,
  type: 'hint',
  dependencies,
  title: id,
  text: 'text',
  ...fields,
});

const scaffold = (id: string, fields: object = {}): object =>
  hint(id, [], {
    type: 'scaffold',
    problemType: 'TextBox',
    answerType: 'arithmetic',
    hintAnswer: ['$$1$$'],
    ...fields,
  });

function build(...raw: object[]) {
  const warnings: string[] = [];
  const hints = buildHints(pathwaySchema.parse(raw), (reason) => warnings.push(reason));
  return { hints, warnings, keys: hints.map(({ key }) => key) };
}

describe('buildHints', () => {
  it('puts sub-hints after their parent and counts on', () => {
    const { hints, warnings } = build(
      hint('h1'),
      scaffold('h2', { subHints: [hint('s1'), hint('s2', ['s1'])] }),
      hint('h3', ['h2']),
    );

    expect(warnings).toEqual([]);
    expect(
      hints.map(({ key, kind, position, dependsOn, parentKey }) => [
        key,
        kind,
        position,
        dependsOn,
        parentKey,
      ]),
    ).toEqual([
      ['h1', 'HINT', 0, [], undefined],
      ['h2', 'SCAFFOLD', 1, [], undefined],
      ['s1', 'HINT', 2, [], 'h2'],
      ['s2', 'HINT', 3, ['s1'], 'h2'],
      ['h3', 'HINT', 4, ['h2'], undefined],
    ]);
    expect(hints[1]).toMatchObject({ answerKind: 'ALGEBRA', answers: ['$$1$$'], choices: [] });
    expect(hints[0]).not.toHaveProperty('answerKind');
  });

  it('gives dependencies first', () => {
    expect(build(hint('h1', ['h3']), hint('h2'), hint('h3', ['h2'])).keys).toEqual([
      'h2',
      'h3',
      'h1',
    ]);
  });

  it('keeps a hint without a dependency that is not there', () => {
    const { hints, warnings } = build(
      hint('h1', ['other-h1']),
      scaffold('h2', { subHints: [hint('s1', ['h1'])] }),
    );

    expect(hints.map(({ dependsOn }) => dependsOn)).toEqual([[], [], []]);
    expect(warnings).toEqual([
      expect.stringContaining('other-h1'),
      expect.stringContaining('s1 depends on h1'),
    ]);
  });

  it('breaks a cycle at the dependency written last', () => {
    const { hints, warnings, keys } = build(
      hint('h1', ['h3']),
      hint('h2', ['h1']),
      hint('h3', ['h2', 'h3']),
    );

    expect(keys).toEqual(['h3', 'h1', 'h2']);
    expect(hints.map(({ dependsOn }) => dependsOn)).toEqual([[], ['h3'], ['h1']]);
    expect(warnings).toEqual([
      expect.stringContaining('h3 depends on h2'),
      expect.stringContaining('h3 depends on h3'),
    ]);
  });

  it('keeps both hints of one id, under two keys', () => {
    const { keys, warnings } = build(hint('h1'), hint('h1'), hint('h1-2'), hint('h2', ['h1']));

    expect(keys).toEqual(['h1', 'h1-2', 'h1-2-2', 'h2']);
    expect(warnings).toHaveLength(2);
  });

  it('tells a scaffold that cannot be asked', () => {
    const { hints, warnings } = build(
      scaffold('h1', { problemType: 'MultipleChoice', choices: ['a', 'b'], hintAnswer: ['c'] }),
      scaffold('h2', { hintAnswer: undefined }),
    );

    expect(hints.map(({ kind, choices, answers }) => [kind, choices, answers])).toEqual([
      ['HINT', [], []],
      ['HINT', [], []],
    ]);
    expect(warnings).toHaveLength(2);
  });
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse, validate, type GraphQLSchema } from 'graphql';

import { buildSchema } from '../app/build-schema.js';
import { SharingRules } from './sharing.js';

let schema: GraphQLSchema;
let rules: SharingRules;

beforeAll(async () => {
  schema = await buildSchema();
  rules = new SharingRules(schema);
});

function sharingOf(source: string, operationName: string | null = null) {
  const document = parse(source);
  expect(validate(schema, document)).toEqual([]);
  return rules.of(document, operationName);
}

/** A subscription to a class with this selection of an enrollment. */
function selecting(selection: string): string {
  return `subscription ($courseId: ID!) {
    classActivity(courseId: $courseId) { cursor enrollment { ${selection} } }
  }`;
}

describe('SharingRules', () => {
  it.each([
    ['what everyone who teaches is shown alike', 'user { id name } role progress { total }', false],
    ["a person's e-mail address", 'user { email }', true],
    ["the viewer's own enrollment", 'course { viewerEnrollment { role } }', true],
    ['the version that the viewer works on', 'course { version { id } }', true],
    ['the modules of that version', 'course { modules { id } }', true],
  ])('knows whether %s reads the viewer', (_name, selection, readsViewer) => {
    expect(sharingOf(selecting(selection)).readsViewer).toBe(readsViewer);
  });

  it('looks into fragments, aliases and the types of an interface', () => {
    const source = `subscription ($courseId: ID!) {
      classActivity(courseId: $courseId) {
        cursor
        ... on ResponseActivity { whose: enrollment { ...Whose } }
      }
    }
    fragment Whose on Enrollment { who: user { mail: email } }`;
    expect(sharingOf(source).readsViewer).toBe(true);
  });

  it.each([
    [
      'given as `after` alone',
      `subscription ($courseId: ID!, $from: String) { classActivity(courseId: $courseId, after: $from) { cursor } }`,
      'from',
    ],
    [
      'used for something else as well',
      `subscription ($id: ID!, $from: String! ) { classActivity(courseId: $id, after: $from) {
         cursor enrollment { course { enrollments(first: 1, after: $from) { totalCount } } } } }`,
      null,
    ],
    [
      'that is none',
      `subscription ($courseId: ID!) { classActivity(courseId: $courseId, after: "x") { cursor } }`,
      null,
    ],
    [
      'of an inner field',
      `subscription ($id: ID!, $from: String) { classActivity(courseId: $id) {
         cursor enrollment { course { enrollments(first: 1, after: $from) { totalCount } } } } }`,
      null,
    ],
  ])('knows the variable that only says where to resume: one %s', (_name, source, expected) => {
    expect(sharingOf(source).afterVariable).toBe(expected);
  });
});

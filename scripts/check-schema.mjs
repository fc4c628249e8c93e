// The contract with clients: schema.graphql is what the server serves, everything in it is
// described and named by the house's rules, and nothing that was released breaks unannounced.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import {
  buildSchema,
  DEFAULT_DEPRECATION_REASON,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
} from 'graphql';

import { printFreshSchema, root, schemaFile } from './print-schema.mjs';

const releasedFile = path.join(root, 'docs/schema.released.graphql');

/** @type {string[]} */
const problems = [];

const fresh = await printFreshSchema();
const committed = await read(schemaFile);
const released = await read(releasedFile);
const schema = buildSchema(fresh);

/** @type {Set<unknown>} */
const roots = new Set([
  schema.getQueryType(),
  schema.getMutationType(),
  schema.getSubscriptionType(),
]);

if (committed !== fresh) {
  problems.push('schema.graphql is not what the server serves. Run `npm run schema:print`.');
}
problems.push(...undescribed(), ...misnamed(), ...poorlyDeprecated());

if (released === undefined) {
  problems.push(
    'docs/schema.released.graphql is missing: it holds the schema of the last release. For the first one, `cp schema.graphql docs/schema.released.graphql`.',
  );
} else {
  const announced = announcedBreaks((await read(path.join(root, 'CHANGELOG.md'))) ?? '');
  for (const { criticality, message, path: at } of await diff(buildSchema(released), schema)) {
    if (criticality.level === CriticalityLevel.Dangerous) console.log(`note: ${message}`);
    if (criticality.level !== CriticalityLevel.Breaking) continue;
    if (at !== undefined && announced.has(at)) continue;
    problems.push(
      `breaks clients: ${message}. Take it back, or announce it in CHANGELOG.md under "Unreleased", as a breaking entry that names \`${at}\`.`,
    );
  }
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.error(`The schema contract is broken in ${problems.length} place(s).`);
  process.exitCode = 1;
} else {
  console.log('The schema contract holds.');
}

/** @param {string} file */
async function read(file) {
  return readFile(file, 'utf8').catch(() => undefined);
}

/**
 * Everything with a name that a client can meet; the root types are the specification's.
 *
 * @typedef {{ description?: unknown; deprecationReason?: string | null | undefined }} Described
 * @typedef {'type' | 'field' | 'argument' | 'enum value' | 'directive'} Kind
 * @returns {Generator<{ kind: Kind; name: string; path: string; node: Described }>}
 */
function* elements() {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    if (!roots.has(type)) yield { kind: 'type', name: type.name, path: type.name, node: type };

    if (isEnumType(type)) {
      for (const value of type.getValues()) {
        const at = `${type.name}.${value.name}`;
        yield { kind: 'enum value', name: value.name, path: at, node: value };
      }
    }
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const at = `${type.name}.${field.name}`;
      yield { kind: 'field', name: field.name, path: at, node: field };
      for (const argument of 'args' in field ? field.args : []) {
        const path = `${at}.${argument.name}`;
        yield { kind: 'argument', name: argument.name, path, node: argument };
      }
    }
  }
  for (const directive of schema.getDirectives()) {
    if (isSpecifiedDirective(directive)) continue;
    const at = `@${directive.name}`;
    yield { kind: 'directive', name: directive.name, path: at, node: directive };
    for (const argument of directive.args) {
      const path = `${at}.${argument.name}`;
      yield { kind: 'argument', name: argument.name, path, node: argument };
    }
  }
}

function undescribed() {
  return [...elements()]
    .filter(({ node }) => typeof node.description !== 'string' || node.description.trim() === '')
    .map(({ kind, path }) => `${path}: this ${kind} has no description.`);
}

function misnamed() {
  const camel = { form: /^[a-z][A-Za-z0-9]*$/, example: 'camelCase' };
  const forms = {
    type: { form: /^[A-Z][A-Za-z0-9]*$/, example: 'PascalCase' },
    field: camel,
    argument: camel,
    directive: camel,
    'enum value': { form: /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/, example: 'SCREAMING_SNAKE_CASE' },
  };
  return [...elements()]
    .filter(({ kind, name }) => !forms[kind].form.test(name))
    .map(({ kind, path }) => `${path}: name this ${kind} in ${forms[kind].example}.`);
}

function poorlyDeprecated() {
  return [...elements()]
    .filter(({ node: { deprecationReason: reason } }) => {
      if (reason === undefined || reason === null) return false;
      return reason === DEFAULT_DEPRECATION_REASON || !/\b\d{4}-\d{2}-\d{2}\b/.test(reason);
    })
    .map(({ path }) => `${path}: say why it is deprecated and since when (YYYY-MM-DD).`);
}

/**
 * What CHANGELOG.md names in backticks in the breaking entries under "Unreleased": entries that
 * begin with "Breaking", or that stand under a heading that does.
 *
 * @param {string} changelog
 */
function announcedBreaks(changelog) {
  const unreleased =
    /^## \[?unreleased\b.*?$(.*?)(?=^## |(?![\s\S]))/ims.exec(changelog)?.[1] ?? '';
  const names = new Set();
  let underBreaking = false;
  let inBreaking = false;
  for (const line of unreleased.split('\n')) {
    if (/^#+ /.test(line)) underBreaking = /^#+ \W*breaking/i.test(line);
    if (/^(#+ |[-*] )/.test(line)) inBreaking = underBreaking || /^[-*] \W*breaking/i.test(line);
    if (!inBreaking) continue;
    for (const [, name] of line.matchAll(/`([^`]+)`/g)) names.add(name);
  }
  return names;
}

import type { z } from 'zod';

import { parseJsonFile } from './parse-json-file.js';
import type { ReadNotes } from './read-notes.js';
import {
  pathwaySchema,
  problemSchema,
  stepSchema,
  type RawPathway,
  type RawProblem,
  type RawStep,
} from './schemas.js';
import type { SourceFile } from './source-file.js';
import type { PoolPath } from './source-paths.js';

/** The folders of `content-pool/` by problem id: what each file says, taken by itself. */
export type ContentPool = Map<string, ProblemFolder>;

/**
 * The content of a file with its path, for what is to be said about it; a damaged one is already
 * reported.
 */
export type Found<T> = { path: string; value: T } | 'DAMAGED';

/** `content-pool/<problem>/` */
export interface ProblemFolder {
  path: string;
  problem?: Found<RawProblem>;
  steps: Map<string, StepFolder>;
  figures: Set<string>;
}

/** `content-pool/<problem>/steps/<step>/` */
export interface StepFolder {
  path: string;
  step?: Found<RawStep>;
  pathway?: Found<RawPathway>;
}

/** Takes one file of the content pool in. The bytes are not kept. */
export function addToPool(
  pool: ContentPool,
  file: SourceFile & { at: PoolPath },
  notes: ReadNotes,
): void {
  const { at, path } = file;
  const folder = folderOf(pool, at);
  if (at.kind === 'PROBLEM') {
    folder.problem = readOnce(folder.problem, file, at.problem, problemSchema, notes);
    return;
  }
  if (at.kind === 'FIGURE') {
    folder.figures.add(at.name);
    return;
  }
  const step = stepOf(folder, at);
  if (at.kind === 'STEP') step.step = readOnce(step.step, file, at.step, stepSchema, notes);
  else if (at.kind === 'PATHWAY')
    step.pathway = readOnce(step.pathway, file, undefined, pathwaySchema, notes);
  else notes.warn(path, 'is another tutoring pathway; only the default one is read');
}

function folderOf(pool: ContentPool, { root, problem }: PoolPath): ProblemFolder {
  const known = pool.get(problem);
  if (known) return known;
  const folder = {
    path: `${root}content-pool/${problem}`,
    steps: new Map(),
    figures: new Set<string>(),
  };
  pool.set(problem, folder);
  return folder;
}

function stepOf(folder: ProblemFolder, { step }: { step: string }): StepFolder {
  const known = folder.steps.get(step);
  if (known) return known;
  const created = { path: `${folder.path}/steps/${step}` };
  folder.steps.set(step, created);
  return created;
}

function readOnce<T>(
  known: Found<T> | undefined,
  file: SourceFile,
  folderId: string | undefined,
  schema: z.ZodType<T>,
  notes: ReadNotes,
): Found<T> {
  if (known) {
    notes.skip(file.path, 'stands twice in the archive; the first is taken');
    return known;
  }
  const parsed = 'refused' in file ? { damage: file.refused } : parseJsonFile(file.bytes, schema);
  const damage = 'damage' in parsed ? parsed.damage : misnamed(parsed.value, folderId);
  if (damage === undefined && 'value' in parsed) return { path: file.path, value: parsed.value };
  notes.skip(file.path, damage ?? 'damaged');
  return 'DAMAGED';
}

/**
 * The skill model knows a step by its id and the tree by its folder: when they differ, one of them
 * is wrong.
 */
function misnamed(value: unknown, folderId: string | undefined): string | undefined {
  if (folderId === undefined || typeof value !== 'object' || value === null || !('id' in value))
    return undefined;
  return value.id === folderId ? undefined : `its id ${String(value.id)} is not that of its folder`;
}

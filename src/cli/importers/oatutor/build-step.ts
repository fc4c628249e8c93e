import type { StepContent } from '../../../services/courses/course-content.js';
import { buildHints } from './build-hints.js';
import type { StepFolder } from './content-pool.js';
import { readAnswer } from './read-answer.js';
import type { ReadNotes } from './read-notes.js';
import { hasVariables } from './schemas.js';
import { toText, toTitle } from './text.js';

export interface StepBuilding {
  skillModel: ReadonlyMap<string, string[]>;
  notes: ReadNotes;
  /** The steps built so far, over all problems: the skill model knows a step by its id alone. */
  seenSteps: Set<string>;
}

/**
 * A step whose position is not yet known, or nothing when nobody could answer it; then it says why
 * in the notes.
 */
export function buildStep(
  folder: StepFolder,
  building: StepBuilding,
): Omit<StepContent, 'position'> | undefined {
  const { skillModel, notes, seenSteps } = building;
  if (folder.step === 'DAMAGED') return undefined;
  if (!folder.step) {
    notes.skip(folder.path, 'the step itself is missing');
    return undefined;
  }
  const { path, value: raw } = folder.step;
  const read = readAnswer({ ...raw, answers: raw.stepAnswer });
  const refusal = refuse(raw, seenSteps) ?? ('refused' in read ? read.refused : undefined);
  if (refusal !== undefined || 'refused' in read) {
    notes.skip(path, refusal ?? 'cannot be answered');
    return undefined;
  }
  seenSteps.add(raw.id);
  for (const reason of read.warnings) notes.warn(path, reason);
  const skills = [...new Set(skillModel.get(raw.id))];
  if (skills.length === 0) notes.warn(path, 'the skill model names no skill for this step');
  return {
    key: raw.id,
    title: toTitle(raw.stepTitle),
    body: toText(raw.stepBody),
    ...read.question,
    skills,
    hints: buildStepHints(folder, notes),
  };
}

function refuse(
  raw: Parameters<typeof hasVariables>[0] & { id: string },
  seen: ReadonlySet<string>,
): string | undefined {
  if (seen.has(raw.id)) return `another problem has a step ${raw.id}`;
  return hasVariables(raw) ? 'has variables, which are not supported' : undefined;
}

function buildStepHints({ pathway }: StepFolder, notes: ReadNotes): StepContent['hints'] {
  if (!pathway || pathway === 'DAMAGED') return [];
  return buildHints(pathway.value, (reason) => {
    notes.warn(pathway.path, reason);
  });
}

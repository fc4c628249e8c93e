interface Below {
  /** The folder that holds it all: empty, or with a slash at its end. */
  root: string;
}

/** One of the three files without which nothing can be placed. */
export type PlanPath = Below & { kind: 'PLAN' | 'SKILLS' | 'PARAMETERS' };

/** A file of `content-pool/`. */
export type PoolPath = Below & { problem: string } & (
    | { kind: 'PROBLEM' }
    | { kind: 'FIGURE'; name: string }
    | { kind: 'STEP' | 'PATHWAY' | 'OTHER_PATHWAY'; step: string }
  );

export type OatutorPath = PlanPath | PoolPath;

export const PLAN_FILES = {
  PLAN: 'coursePlans.json',
  SKILLS: 'skillModel.json',
  PARAMETERS: 'bkt-params/defaultBKTParams.json',
} as const;

const POOL_PATH = /^(?<root>(?:.*\/)?)content-pool\/(?<problem>[^/]+)\/(?<rest>.+)$/u;

/**
 * Recognises the files that make up OATutor content; any other path is none of ours and is not even
 * opened.
 */
export function classifyPath(path: string): OatutorPath | undefined {
  const { root = '', problem = '', rest } = POOL_PATH.exec(path)?.groups ?? {};
  return rest === undefined ? classifyPlan(path) : classifyPool({ root, problem }, rest.split('/'));
}

/**
 * Why a path in an archive may not be read although it looks like ours. Nothing is ever written by
 * path; yet who packs such a path means harm.
 */
export function refusePath(path: string): string | undefined {
  if (/^(?:\/|[A-Za-z]:)/u.test(path) || /[\\\0]/u.test(path))
    return 'the path is not a relative POSIX path';
  return path.split('/').includes('..') ? 'the path leaves the archive' : undefined;
}

function classifyPlan(path: string): PlanPath | undefined {
  for (const kind of ['PLAN', 'SKILLS', 'PARAMETERS'] as const) {
    const file = PLAN_FILES[kind];
    if (path === file || path.endsWith(`/${file}`))
      return { root: path.slice(0, -file.length), kind };
  }
  return undefined;
}

function classifyPool(at: { root: string; problem: string }, rest: string[]): PoolPath | undefined {
  const [first, second = '', third, fourth] = rest;
  if (rest.length === 1 && first === `${at.problem}.json`) return { ...at, kind: 'PROBLEM' };
  if (rest.length === 2 && first === 'figures') return { ...at, kind: 'FIGURE', name: second };
  if (first !== 'steps') return undefined;
  if (rest.length === 3 && third === `${second}.json`) return { ...at, kind: 'STEP', step: second };
  if (rest.length !== 4 || third !== 'tutoring' || fourth?.endsWith('.json') !== true)
    return undefined;
  // OATutor's experiments keep other pathways in the same folder; the default one is what every
  // learner gets.
  const kind = fourth === `${second}DefaultPathway.json` ? 'PATHWAY' : 'OTHER_PATHWAY';
  return { ...at, kind, step: second };
}

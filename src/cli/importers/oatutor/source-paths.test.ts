import { describe, expect, it } from '@jest/globals';

import { classifyPath, refusePath } from './source-paths.js';

describe('classifyPath', () => {
  it.each([
    ['coursePlans.json', { root: '', kind: 'PLAN' }],
    ['a/b/skillModel.json', { root: 'a/b/', kind: 'SKILLS' }],
    ['a/bkt-params/defaultBKTParams.json', { root: 'a/', kind: 'PARAMETERS' }],
    ['content-pool/p/p.json', { root: '', kind: 'PROBLEM', problem: 'p' }],
    ['a/content-pool/p/figures/f.gif', { root: 'a/', kind: 'FIGURE', problem: 'p', name: 'f.gif' }],
    ['content-pool/p/steps/pa/pa.json', { root: '', kind: 'STEP', problem: 'p', step: 'pa' }],
    [
      'content-pool/p/steps/pa/tutoring/paDefaultPathway.json',
      { root: '', kind: 'PATHWAY', problem: 'p', step: 'pa' },
    ],
    [
      'content-pool/p/steps/pa/tutoring/paOtherPathway.json',
      { root: '', kind: 'OTHER_PATHWAY', problem: 'p', step: 'pa' },
    ],
  ])('knows %s', (path, at) => {
    expect(classifyPath(path)).toEqual(at);
  });

  it.each([
    'README.md',
    'otherPlans.json',
    'xcoursePlans.json',
    'bkt-params/experimentalBKTParams.json',
    'content-pool/p/q.json',
    'content-pool/p/._p.json',
    'content-pool/p/steps/pa/pb.json',
    'content-pool/p/steps/pa/tutoring/notes.txt',
    'content-pool/p/steps/pa/tutoring/deep/paDefaultPathway.json',
  ])('has no use for %s', (path) => {
    expect(classifyPath(path)).toBeUndefined();
  });
});

describe('refusePath', () => {
  it.each(['../a', 'a/../b', '/a', 'C:\\a', 'C:/a', 'a\\b', 'a\0b'])('refuses %j', (path) => {
    expect(refusePath(path)).toEqual(expect.any(String));
  });

  it.each(['a', 'a/b..c', 'a/..b', 'ab:c'])('takes %s', (path) => {
    expect(refusePath(path)).toBeUndefined();
  });
});

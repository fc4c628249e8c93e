import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

import { gradeResponse } from '../grade-response.js';

interface Golden {
  step: string;
  key: string;
  equal: string[];
  different: string[];
}

/** Made by SymPy from real keys: __fixtures__/golden/provenance.json. */
const golden = JSON.parse(
  readFileSync(new URL('../__fixtures__/golden/variants.json', import.meta.url), 'utf8'),
) as Golden[];

describe('the keys of Elementary Algebra', () => {
  it.each(golden)(
    '$step: $key grades itself and its $equal.length respellings as right',
    (entry) => {
      const key = { kind: 'algebra', accepted: [entry.key] } as const;
      const wrong = entry.equal.filter((response) => !gradeResponse(key, response).correct);
      expect(gradeResponse(key, entry.key).outcome).toBe('EXACT');
      expect(wrong).toEqual([]);
    },
  );

  it.each(golden)('$step: $key refuses all $different.length mistakes', (entry) => {
    const key = { kind: 'algebra', accepted: [entry.key] } as const;
    const right = entry.different.filter((response) => gradeResponse(key, response).correct);
    expect(right).toEqual([]);
  });
});

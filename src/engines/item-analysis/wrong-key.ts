import { ROUNDING } from './parameters.js';
import type { OptionAnalysis, Statistic, WrongKeySign } from './types.js';

/** What speaks for a wrong key. Differences that rounding could make are none. */
export function wrongKeySigns(
  discrimination: Statistic,
  options: readonly OptionAnalysis[],
): WrongKeySign[] {
  const signs: WrongKeySign[] = [];
  if (discrimination.value !== null && discrimination.value < -ROUNDING) {
    const values = { discrimination: discrimination.value };
    signs.push({ code: 'NEGATIVE_DISCRIMINATION', values });
  }
  const keyUpperShare = options.find(({ isKey }) => isKey)?.upperShare.value ?? null;
  if (keyUpperShare === null) return signs;
  for (const { option, isKey, upperShare } of options) {
    if (isKey || upperShare.value === null) continue;
    if (upperShare.value <= keyUpperShare + ROUNDING) continue;
    const values = { upperShare: upperShare.value, keyUpperShare };
    signs.push({ code: 'DISTRACTOR_ABOVE_KEY', option, values });
  }
  return signs;
}

import type { Groups } from './groups.js';
import { absent, correlation, present } from './statistic.js';
import type { AnalysedItem, OptionAnalysis, Statistic } from './types.js';

interface Tally {
  count: number;
  upper: number;
  lower: number;
  /** Over those with a rest score: how many, and the sum of their rest scores less CENTRE. */
  rated: number;
  rest: number;
}

/** A number near the rest scores, so that their squares do not drown their variance. */
const CENTRE = 0.5;

/** Variance that rounding alone can make of equal rest scores. */
const NO_SPREAD = 1e-15;

const nobody = (): Tally => ({ count: 0, upper: 0, lower: 0, rated: 0, rest: 0 });

/** Counts the options of one item, one learner at a time. */
export class ChoiceCounter {
  private readonly tallies: Map<string, Tally>;
  private readonly all = nobody();
  private squares = 0;

  constructor(
    private readonly item: AnalysedItem,
    private readonly groups: Groups,
  ) {
    this.tallies = new Map((item.options ?? []).map((option) => [option, nobody()]));
  }

  /**
   * `share` is the learner's share of all points, `rest` that of the points on the other items, NaN
   * when none of those was answered. An option that the item does not have is not counted.
   */
  add(option: string, share: number, rest: number): void {
    const own = this.tallies.get(option);
    if (own === undefined) return;
    for (const tally of [own, this.all]) {
      tally.count += 1;
      tally.upper += this.groups.upper(share);
      tally.lower += this.groups.lower(share);
      if (Number.isNaN(rest)) continue;
      tally.rated += 1;
      tally.rest += rest - CENTRE;
    }
    if (!Number.isNaN(rest)) this.squares += (rest - CENTRE) ** 2;
  }

  analyses(): OptionAnalysis[] {
    return [...this.tallies].map(([option, tally]) => ({
      option,
      isKey: option === this.item.key,
      count: tally.count,
      share: ratio(tally.count, this.all.count),
      upperShare: ratio(tally.upper, this.all.upper),
      lowerShare: ratio(tally.lower, this.all.lower),
      pointBiserial: this.pointBiserial(tally),
    }));
  }

  /**
   * With p the share of n learners who chose the option, m their mean rest score, M and S² the mean
   * and the variance (over n) of all: (m − M) / S · √(p / (1 − p)).
   */
  private pointBiserial({ rated, rest }: Tally): Statistic {
    const { rated: n, rest: sum } = this.all;
    const [p, mean] = [rated / n, sum / n];
    const deviation = Math.sqrt(Math.max(0, this.squares / n - mean * mean));
    // Also where there is nobody, and what stands on the left is not a number.
    const varies = deviation * deviation > NO_SPREAD && rated > 0 && rated < n;
    if (!varies) return absent('NO_VARIANCE');
    return correlation(((rest / rated - mean) / deviation) * Math.sqrt(p / (1 - p)));
  }
}

function ratio(part: number, whole: number): Statistic {
  return whole === 0 ? absent('TOO_FEW_LEARNERS') : present(part / whole);
}

/** An allowance that refills steadily up to a limit. */
export interface Budget {
  /** Takes `amount`, or nothing at all and says no. */
  spend(amount: number): boolean;
}

/** `now` gives milliseconds that only go forward. */
export function createBudget(perSecond: number, atOnce: number, now: () => number): Budget {
  let left = atOnce;
  let at = now();
  return {
    spend(amount) {
      const time = now();
      left = Math.min(atOnce, left + ((time - at) / 1000) * perSecond);
      at = time;
      if (left < amount) return false;
      left -= amount;
      return true;
    },
  };
}

/** The one source of time for use cases; tests hand in a clock they tick. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

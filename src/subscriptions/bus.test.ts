import { describe, expect, it } from '@jest/globals';

import { createLocalBus } from './bus.js';

describe('createLocalBus', () => {
  it('tells every listener, until it is told to stop', () => {
    const bus = createLocalBus();
    const heard: string[] = [];
    const stop = bus.onGrown((streams) => heard.push(`one ${streams.join()}`));
    bus.onGrown((streams) => heard.push(`other ${streams.join()}`));
    bus.announce(['a', 'b']);
    stop();
    bus.announce(['c']);
    expect(heard).toEqual(['one a,b', 'other a,b', 'other c']);
    expect(bus.healthy).toBe(true);
  });
});

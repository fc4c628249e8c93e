import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import * as ws from 'ws';

import { messagePrefix, nextFrame } from './outlet.js';

// Its types leave it out.
const { Receiver } = ws as unknown as {
  Receiver: new (options: { isServer: boolean }) => Writable;
};

describe('nextFrame', () => {
  // Lengths of the whole message on both sides of where the header grows.
  it.each([100, 125, 126, 127, 65_535, 65_536, 70_000])(
    'makes a frame that ws reads as one text message of %i bytes',
    async (length) => {
      const prefix = messagePrefix('an "id"');
      const letters = length - prefix.length - 3;
      const receiver = new Receiver({ isServer: false });
      const message = once(receiver, 'message');
      receiver.write(nextFrame(prefix, Buffer.from(JSON.stringify('x'.repeat(letters)))));
      const [data, isBinary] = (await message) as [Buffer, boolean];
      expect(isBinary).toBe(false);
      expect(data).toHaveLength(length);
      expect(JSON.parse(data.toString('utf8'))).toEqual({
        id: 'an "id"',
        type: 'next',
        payload: 'x'.repeat(letters),
      });
    },
  );
});

import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';

import { createAddressOf } from './address-of.js';

const request = (remoteAddress: string | undefined, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

describe('the address of a request', () => {
  it('is that of the connection, whatever a stranger forwards', () => {
    expect(createAddressOf([])(request('203.0.113.7', '198.51.100.1'))).toBe('203.0.113.7');
    expect(createAddressOf(['10.0.0.0/8'])(request('203.0.113.7', '198.51.100.1'))).toBe(
      '203.0.113.7',
    );
  });

  it('is what a trusted proxy forwards', () => {
    const addressOf = createAddressOf(['loopback', '10.0.0.0/8']);
    expect(addressOf(request('127.0.0.1', '198.51.100.1, 10.1.2.3'))).toBe('198.51.100.1');
    expect(addressOf(request('127.0.0.1'))).toBe('127.0.0.1');
  });

  it('is unknown once the connection is gone', () => {
    expect(createAddressOf([])(request(undefined))).toBeNull();
  });
});

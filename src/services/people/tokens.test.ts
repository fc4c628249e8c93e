import { createHmac, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SignJWT, UnsecuredJWT } from 'jose';

import { createTestClock } from '../../../tests/testkit/clock.js';
import { testSecret } from '../../../tests/testkit/people.js';
import { newId } from '../ids.js';
import { deriveKeys, Tokens } from './tokens.js';

const keys = deriveKeys(testSecret);
const subject = { userId: newId(), sessionId: newId(), schoolId: newId() };
const minute = 60_000;

function createTokens(secret = testSecret) {
  const clock = createTestClock();
  return { clock, tokens: new Tokens(deriveKeys(secret), clock) };
}

/** A token as we would sign it, but for what is changed. */
async function forge(
  change: {
    payload?: Record<string, unknown>;
    header?: Record<string, unknown>;
    key?: Uint8Array;
  } = {},
): Promise<string> {
  const now = Math.floor(createTestClock()().getTime() / 1_000);
  const payload = {
    iss: 'lyceum',
    aud: 'lyceum',
    sub: subject.userId,
    sid: subject.sessionId,
    sch: subject.schoolId,
    iat: now,
    exp: now + 900,
    ...change.payload,
  };
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'HS256', ...change.header })
    .sign(change.key ?? keys.access);
}

describe('access tokens', () => {
  it('come back as what was signed', async () => {
    const { tokens, clock } = createTokens();
    const { token, expiresAt } = await tokens.issueAccess(subject);
    expect(expiresAt.getTime() - clock().getTime()).toBe(15 * minute);
    const claims = { ...subject, expiresAt: expiresAt.getTime() };
    expect(await tokens.verifyAccess(token)).toEqual(claims);
    expect(await tokens.verifyAccess(token)).toEqual(claims);
    expect(await tokens.verifyAccess(await forge())).toEqual(claims);
  });

  it('expire to the second, whether or not they were seen before', async () => {
    const { tokens, clock } = createTokens();
    const seen = (await tokens.issueAccess(subject)).token;
    const unseen = await forge();
    clock.tick(15 * minute - 1);
    await expect(tokens.verifyAccess(seen)).resolves.toMatchObject(subject);
    clock.tick(1);
    for (const token of [seen, unseen]) {
      await expect(tokens.verifyAccess(token)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
    }
    clock.tick(1_000);
    await expect(tokens.verifyAccess(unseen)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
  });

  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' });
  const bad: Record<string, () => string | Promise<string>> = {
    'another issuer': () => forge({ payload: { iss: 'elsewhere' } }),
    'no issuer': () => forge({ payload: { iss: undefined } }),
    'another audience': () => forge({ payload: { aud: 'elsewhere' } }),
    'another issuer and past its time': () => forge({ payload: { iss: 'elsewhere', exp: 1 } }),
    'no end': () => forge({ payload: { exp: undefined } }),
    'no session': () => forge({ payload: { sid: undefined } }),
    'a session that is no text': () => forge({ payload: { sid: 7 } }),
    'no subject': () => forge({ payload: { sub: undefined } }),
    'a time before which it is not valid': () => forge({ payload: { nbf: 4_000_000_000 } }),
    'another secret': () => forge({ key: deriveKeys(`${testSecret}, another`).access }),
    'the key of refresh tokens': () => forge({ key: keys.refresh }),
    'a public key taken for a secret': () => forge({ key: Buffer.from(publicPem) }),
    'another algorithm of the family': () => forge({ header: { alg: 'HS512' }, key: wide }),
    'a header it must understand': () => mac({ alg: 'HS256', crit: ['lyceum'], lyceum: 1 }),
    'a payload that is not encoded': () => mac({ alg: 'HS256', crit: ['b64'], b64: false }),
    'no signature': () =>
      new UnsecuredJWT({ sid: subject.sessionId, sch: subject.schoolId })
        .setSubject(subject.userId)
        .setIssuer('lyceum')
        .setAudience('lyceum')
        .setIssuedAt()
        .setExpirationTime('1h')
        .encode(),
    'the algorithm none over a real signature': async () => {
      const [, payload, signature] = (await forge()).split('.');
      return `${encode({ alg: 'none' })}.${payload}.${signature}`;
    },
    'RS256 over a MAC': async () => {
      const [, payload, signature] = (await forge()).split('.');
      return `${encode({ alg: 'RS256' })}.${payload}.${signature}`;
    },
    'a key id that is a path': async () => {
      const [, payload, signature] = (await forge()).split('.');
      return `${encode({ alg: 'HS256', kid: '../../dev/null' })}.${payload}.${signature}`;
    },
    nothing: () => '',
    dots: () => '..',
    'words for a token': () => 'let me in',
    'a payload that is no JSON': () => `${encode({ alg: 'HS256' })}.AAAA.AAAA`,
    'a body without end': () => 'a'.repeat(1_000_000),
    'the word Bearer before it': async () => `Bearer ${await forge()}`,
  };
  const wide = new Uint8Array(64).fill(1);

  it.each(Object.keys(bad))('are refused with %s', async (name) => {
    const { tokens } = createTokens();
    await expect(tokens.verifyAccess(await bad[name]!())).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: 'This bearer token is not valid. Sign in again.',
    });
  });

  it('are refused when cut anywhere or with any one character changed', async () => {
    const { tokens } = createTokens();
    const token = await forge();
    const last = token.length - 1;
    const broken = Array.from(token).flatMap((_, at) => [
      token.slice(0, at),
      // The last character carries bits of no meaning; A and w differ in those that have one.
      token.slice(0, at) + (/[A-P]/.test(token[at]!) ? 'w' : 'A') + token.slice(at + 1),
    ]);
    expect(broken.length).toBeGreaterThan(2 * last);
    for (const attempt of broken) {
      await expect(tokens.verifyAccess(attempt)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });
});

describe('refresh tokens', () => {
  const { tokens } = createTokens();
  const claims = { sessionId: newId(), generation: 12 };

  it('come back as what was signed', () => {
    expect(tokens.readRefresh(tokens.issueRefresh(claims))).toEqual(claims);
  });

  it('are the same text for the same generation, so that nothing need be stored', () => {
    expect(tokens.issueRefresh(claims)).toBe(tokens.issueRefresh(claims));
  });

  it('are refused when cut, changed, or made with another secret', () => {
    const token = tokens.issueRefresh(claims);
    const [sessionId, generation, mac] = token.split('.');
    const others = [
      '',
      '..',
      token.slice(0, -1),
      `${token}=`,
      `${token}.x`,
      `${newId()}.${generation}.${mac}`,
      `${sessionId}.13.${mac}`,
      `${sessionId}.012.${mac}`,
      `${sessionId}.-12.${mac}`,
      `${sessionId!.toUpperCase()}.12.${mac}`,
      tokens.issueRefresh({ ...claims, generation: 2 ** 31 }),
      createTokens(`${testSecret}, another`).tokens.issueRefresh(claims),
      'x'.repeat(1_000_000),
    ];
    for (const other of others) expect(tokens.readRefresh(other)).toBeNull();
  });
});

describe('deriveKeys', () => {
  it('gives each purpose its own key, the same ones every time', () => {
    expect(deriveKeys(testSecret)).toEqual(keys);
    expect(keys.access).toHaveLength(32);
    expect(keys.access).not.toEqual(keys.refresh);
  });

  it('refuses a secret that could be guessed', () => {
    expect(() => deriveKeys('x'.repeat(31))).toThrow('at least 32');
  });
});

/** A right MAC over a header that jose would not make. */
async function mac(header: object): Promise<string> {
  const [, payload = ''] = (await forge()).split('.');
  const message = `${encode(header)}.${payload}`;
  return `${message}.${createHmac('sha256', keys.access).update(message).digest('base64url')}`;
}

function encode(header: object): string {
  return Buffer.from(JSON.stringify(header)).toString('base64url');
}

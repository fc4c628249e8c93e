/** What our own pages need and no more: nothing from another host, no script but in files. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
  "script-src 'self'",
  // The editor writes its styles inline and makes its workers from blobs.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  // 'self' does not cover sockets in every browser.
  "connect-src 'self' ws: wss:",
].join('; ');

/**
 * Headers that keep a browser from doing with our answers what we did not mean. The set is the one
 * of helmet 8; a constant, because helmet works it out again for each request (19 µs of them).
 */
export function securityHeaders(overTls: boolean): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-frame-options': 'DENY',
    'x-permitted-cross-domain-policies': 'none',
    // Only where people come over TLS: on plain HTTP it would lock them out.
    ...(overTls ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
}

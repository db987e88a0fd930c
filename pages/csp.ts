/** The content security policy of our pages, for every server and shell that shows them. */
import { randomBytes } from 'node:crypto';

/** Stands in the built pages (vite's `html.cspNonce`) where each answer puts its own nonce. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';

/**
 * Scripts only from our own files. antd writes its styles at run time as `<style nonce>`, so styles carry the answer's nonce;
 * nothing is ever `unsafe-inline`. `self` is the origin that served the page.
 */
export function contentSecurityPolicy(nonce: string): string {
  if (!/^[A-Za-z0-9+/=_-]{16,100}$/.test(nonce)) throw new RangeError('not a nonce');
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
}

/** For one answer alone. */
export const newNonce = (): string => randomBytes(18).toString('base64');

/** The page with this answer's nonce in every place that waits for one. */
export function withNonce(html: string, nonce: string): string {
  return html.replaceAll(NONCE_PLACEHOLDER, nonce);
}

/** Headers of every answer to a page, from the loopback server, the hub and the shell alike. */
export function pageHeaders(nonce: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(nonce),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=()',
  };
}

/** Our own pages under `app://bianmin/`: what they are served with, and how anything else is told from them. */
import { newNonce, pageHeaders } from '../pages/csp.ts';
import { pageFile } from '../pages/page-files.ts';

export const APP_SCHEME = 'app';
const APP_HOST = 'bianmin';
export const START_PAGE = `${APP_SCHEME}://${APP_HOST}/index.html`;

/** Needed before the app is ready: an origin of its own, secure, with fetch, and without the right to bypass the policy. */
export const SCHEME_PRIVILEGES = {
  standard: true,
  secure: true,
  supportFetchAPI: true,
  bypassCSP: false,
  allowServiceWorkers: false,
  corsEnabled: false,
} as const;

/** True for an address of ours; never throws. */
export function isOwnPage(address: string): boolean {
  try {
    const url = new URL(address);
    return url.protocol === `${APP_SCHEME}:` && url.host === APP_HOST && url.username === '' && url.port === '';
  } catch {
    return false;
  }
}

/** The answer to a request of `app://`: a file of the built pages with the policy, or 404. */
export async function serveOwnPage(pages: string, address: string): Promise<Response> {
  const nonce = newNonce();
  const file = isOwnPage(address) ? await pageFile(pages, new URL(address).pathname, nonce) : null;
  if (file === null) return new Response('没有这一页', { status: 404, headers: pageHeaders(nonce) });
  return new Response(new Uint8Array(file.body), { headers: { ...pageHeaders(nonce), 'content-type': file.type } });
}

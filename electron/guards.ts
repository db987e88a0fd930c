/** What a page in a window may do, as plain functions: Electron's security checklist, item by item, without Electron. */
import type { Answer } from '../shared/api/contract.ts';
import { ERROR_TEXTS } from '../shared/api/errors.ts';
import { isOwnPage } from './own-pages.ts';

/** Preferences of every window. Each is the safe value also where it is Electron's default, so that a change of default changes nothing. */
export const WEB_PREFERENCES = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  /** Without `persist:`, so in memory. */
  partition: 'bianmin',
} as const;

/**
 * A page asks for camera, place, notifications …: our pages need none of them, but to put plain text onto the clipboard (the copy sheet of a case). Reading the
 * clipboard is another permission, and denied.
 */
export const mayHavePermission = (permission: string, address: string): boolean =>
  permission === 'clipboard-sanitized-write' && isOwnPage(address);

/** Leaving our pages is refused, also by drag and drop and by redirects. */
export const mayNavigate = (address: string): boolean => isOwnPage(address);

export interface Sender {
  readonly url: string;
  /** True for the page itself, false for a frame within it. */
  readonly top: boolean;
}

/** Only our own page, at the top of a window, may call the service; a sender that is gone may not. */
export function isTrustedSender(sender: Sender | null): boolean {
  return sender !== null && sender.top && isOwnPage(sender.url);
}

/** The answer to all other pages. */
const STRANGER: Answer<never> = { ok: false, code: 'not-allowed', message: ERROR_TEXTS['not-allowed'] };

/** Calls the service for our page and no other. */
export async function guardedCall(
  sender: Sender | null,
  raw: unknown,
  call: (raw: unknown) => Promise<Answer<unknown>>,
): Promise<Answer<unknown>> {
  return isTrustedSender(sender) ? await call(raw) : STRANGER;
}

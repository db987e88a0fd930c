import { type JsonBounds, JsonError, readJson } from '../../shared/outside/json.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** As `readJson`, of bytes in UTF-8. Throws JsonError, `syntax` also for what is no UTF-8. */
export function readJsonBytes(bytes: Uint8Array, bounds: JsonBounds): unknown {
  let text: string;
  try {
    text = UTF8.decode(bytes);
  } catch {
    throw new JsonError('syntax');
  }
  return readJson(text, bounds);
}

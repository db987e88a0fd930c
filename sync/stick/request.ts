/** The request of a machine to be enrolled by stick: its public key and name, signed by that key (docs/STICKS.md). */
import { type EnrolmentRequest, EnrolmentRequestSchema, REQUEST_FORMAT } from '../../shared/api/bundle.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { BOUNDS } from '../../shared/outside/bounds.ts';
import { readJson } from '../../shared/outside/json.ts';
import { sealingKey, signDocument, verifyDocument } from '../../store/trust/crypto.ts';
import type { SigningKey } from '../../store/types.ts';

/** A request is some 400 bytes. */
const MAX_BYTES = 4096;
const ANY_VERSION = /"format":\s*"bianmin-request\/\d+"/;

export function writeRequest(key: SigningKey, machine: string, now: number): Buffer {
  const content = { format: REQUEST_FORMAT, key: key.publicKey, machine, at: new Date(now).toISOString() } as const;
  return Buffer.from(`${JSON.stringify(signDocument(content, key.privateKey), null, 1)}\n`);
}

/** Throws ApiError `not-a-bundle`, `newer-version`, `torn`. */
export function readRequest(file: Buffer): EnrolmentRequest {
  const text = file.length > MAX_BYTES ? '' : file.toString('utf8');
  if (!ANY_VERSION.test(text)) throw new ApiError('not-a-bundle', '这不是登记申请文件，请选对文件。');
  if (!text.includes(REQUEST_FORMAT)) throw new ApiError('newer-version');
  let json: unknown;
  try {
    json = readJson(text, BOUNDS.small);
  } catch {
    throw new ApiError('torn');
  }
  const request = EnrolmentRequestSchema.safeParse(json);
  if (!request.success || sealingKey(request.data.key) === null || !verifyDocument(request.data, request.data.key))
    throw new ApiError('torn');
  return request.data;
}

/** Enrolment of this machine without a line: a request file out, an answer file in (docs/STICKS.md). */
import { ApiError } from '../../shared/api/errors.ts';
import type { StickAnswerPreview, StickRequest } from '../../shared/api/stick.ts';
import { compactDate, localDateOf } from '../../shared/base/local-date.ts';
import { checkCode } from '../../store/trust/crypto.ts';
import { privateKey, readIdentity } from '../../store/trust/identity.ts';
import type { SigningKey } from '../../store/types.ts';
import { type AnswerBundle, readAnswer } from '../../sync/stick/bundle.ts';
import { takeBundle } from '../../sync/stick/take.ts';
import { writeRequest } from '../../sync/stick/request.ts';
import { keepIdentity, pendingKey, waitingKey } from '../site/enrolment.ts';
import type { SiteData } from '../site/site-data.ts';

/** The same key as long as no answer was taken, so that it may be written again. */
export function stickRequest({ file }: SiteData, machine: string, now: number): StickRequest {
  const key = pendingKey(file);
  const code = checkCode(key.publicKey);
  return {
    fileName: `便民通-登记申请-${compactDate(localDateOf(now))}-${code}.bmq`,
    base64: writeRequest(key, machine, now).toString('base64'),
    checkCode: code,
  };
}

/**
 * The key that the machine waits with; its own where it was enrolled by this very answer before, so that a command that was killed, or given twice, comes
 * to the same end.
 */
async function read({ file, inForce }: SiteData, bytes: Buffer): Promise<{ key: SigningKey; answer: AnswerBundle }> {
  const { places } = inForce.now();
  const waiting = waitingKey(file);
  if (waiting !== null) return { key: waiting, answer: await readAnswer(bytes, waiting, places) };
  const [identity, own] = [readIdentity(file), privateKey(file)];
  if (identity === null || own === null || identity.hub === null)
    throw new ApiError('not-found', '这台电脑没有在等登记答复，请先生成登记申请。');
  const key = { privateKey: own, publicKey: identity.publicKey };
  const answer = await readAnswer(bytes, key, places);
  const { certificate, hub } = answer.enrolment.answer;
  if (certificate.device !== identity.device || hub.key !== identity.hub.key || hub.uuid !== identity.hub.uuid)
    throw new ApiError('not-for-us');
  return { key, answer };
}

/** What the answer would make of this machine. Throws ApiError; nothing changes. */
export async function previewAnswer(data: SiteData, bytes: Buffer): Promise<StickAnswerPreview> {
  const { key, answer } = await read(data, bytes);
  const { certificate, hub } = answer.enrolment.answer;
  return {
    place: certificate.place,
    placeName: data.inForce.now().places.nameOf(certificate.place),
    station: certificate.station,
    machine: answer.enrolment.machine,
    madeAt: answer.about.at,
    checkCode: checkCode(key.publicKey),
    hubCheckCode: checkCode(hub.key),
    events: answer.events,
  };
}

/** Makes this machine what the answer says, and takes what is in it. Throws ApiError; nothing but what was taken so far is kept then. */
export async function enrolByStick(
  data: SiteData,
  bytes: Buffer,
  { now, facts }: { readonly now: number; readonly facts: string },
): Promise<void> {
  const { key, answer } = await read(data, bytes);
  const { enrolment } = answer;
  const { place } = enrolment.answer.certificate;
  if (waitingKey(data.file) !== null)
    keepIdentity({
      file: data.file,
      key,
      answer: enrolment.answer,
      address: '',
      pin: enrolment.pin,
      machine: enrolment.machine,
      facts,
      now,
    });
  const { places } = data.inForce.now();
  await takeBundle(answer, { ledger: data.ledger, places, place, on: localDateOf(now), now, told: () => undefined });
  data.refreshReference();
}

/** Enrolment of this machine with a county's hub (LEDGER §6): one request, safe to repeat when its answer was lost. */
import { ApiError } from '../../shared/api/errors.ts';
import type { ErrorCode } from '../../shared/api/errors.ts';
import type { EnrolAnswer } from '../../shared/api/device-api.ts';
import { type EnrolmentCode, keyPart, readEnrolmentCode } from '../../shared/place/enrolment-code.ts';
import { placeKind } from '../../shared/place/place.ts';
import { makeSigningKey, publicKeyOf, verifyDocument } from '../../store/trust/crypto.ts';
import { enrolIdentity } from '../../store/trust/identity.ts';
import { getSetting, setSetting } from '../../store/file/settings.ts';
import type { ReadDb, SigningKey, SiteIdentity, WriteDb } from '../../store/types.ts';
import { enrol, hubAddress } from '../../sync/hub-client.ts';
import { SYNC_FAILURES, SyncError } from '../../sync/failures.ts';
import type { SyncFailureKind } from '../../sync/failures.ts';
import { hubFetch } from '../../sync/hub-fetch.ts';
import type { Patience } from '../../sync/patience.ts';
import { PinnedAgent } from '../../sync/pinned-agent.ts';
import { forgetHub } from '../../sync/sync-state.ts';

interface EnrolmentInput {
  readonly address: string;
  readonly code: string;
  readonly machine: string;
}

interface EnrolmentOptions {
  readonly file: WriteDb;
  readonly input: EnrolmentInput;
  readonly now: number;
  readonly facts: string;
  readonly patience: Patience;
}

/** Private key of an enrolment whose answer has not come: the same key asks again, so that no second device is made of one machine. */
const PENDING = 'enrolment-key';

/** The key of a request that was not answered yet; null when none is waiting. */
export function waitingKey(file: ReadDb): SigningKey | null {
  const kept = getSetting(file, PENDING);
  return kept === null ? null : { privateKey: kept, publicKey: publicKeyOf(kept) };
}

/** The key that asks, the same one until it was answered. */
export function pendingKey(file: WriteDb): SigningKey {
  const kept = waitingKey(file);
  if (kept !== null) return kept;
  const key = makeSigningKey();
  setSetting(file, PENDING, key.privateKey);
  return key;
}

/** The hub's address as a person typed it. Throws ApiError. */
export function addressFrom(typed: string): string {
  const address = hubAddress(typed);
  if (address !== null) return address;
  throw new ApiError('bad-input', '县里的地址不对，请照县里给的填写，例如 10.1.2.3:5980。', 'address');
}

/** A code as a person typed it. Throws ApiError. */
export function codeFrom(typed: string): EnrolmentCode {
  const code = readEnrolmentCode(typed);
  if (code !== null) return code;
  throw new ApiError('bad-code', '登记码是 24 个字母和数字，分成六组，每组四个，请核对。', 'code');
}

/** Asks the hub for a certificate and keeps the identity. Throws ApiError; nothing but the key of the attempt is kept then. */
export async function enrolMachine(options: EnrolmentOptions): Promise<SiteIdentity> {
  const { file, input } = options;
  const address = addressFrom(input.address);
  const code = codeFrom(input.code);
  const key = pendingKey(file);
  const request = { code: code.secret, machine: input.machine, key: key.publicKey };
  const { answer, pin } = await ask(address, request, code.key, options.patience);
  checkAnswer(answer, key);
  return keepIdentity({ ...options, key, answer, address, pin, machine: input.machine });
}

interface NewEnrolment {
  readonly file: WriteDb;
  readonly key: SigningKey;
  readonly answer: EnrolAnswer;
  /** '' where it came by stick: there is no line. */
  readonly address: string;
  /** Of the hub's TLS key: the one that answered, or that the answer on the stick names. */
  readonly pin: string;
  readonly machine: string;
  readonly facts: string;
  readonly now: number;
}

/** From here on the machine has the identity of the answer. */
export function keepIdentity({ file, key, answer, address, pin, machine, facts, now }: NewEnrolment): SiteIdentity {
  const { certificate, secret, hub } = answer;
  return file.transaction(() => {
    setSetting(file, PENDING, null);
    forgetHub(file);
    return enrolIdentity(
      file,
      {
        device: certificate.device,
        place: certificate.place,
        station: certificate.station,
        key,
        certificate,
        secret,
        hub: { address, uuid: hub.uuid, key: hub.key, epoch: hub.epoch, pin },
        machine,
        facts,
      },
      now,
    );
  });
}

/** The certificate must be for our key, and signed by the key that the hub gives as its own: that key is pinned from here on. */
function checkAnswer({ certificate, hub }: EnrolAnswer, key: SigningKey): void {
  const forUs = certificate.key === key.publicKey && placeKind(certificate.place) !== 'county';
  if (!forUs || !verifyDocument(certificate, hub.key))
    throw new ApiError('hub-refused', '县里发来的登记证书不对，没有采用。请联系县管理员。');
}

async function ask(
  address: string,
  request: { code: string; machine: string; key: string },
  keyOfCode: string,
  patience: Patience,
): Promise<{ answer: EnrolAnswer; pin: string }> {
  let pin = '';
  const trusts = (seen: string) => {
    pin = seen;
    return keyPart(seen) === keyOfCode;
  };
  const agent = new PinnedAgent({ ...patience, trusts });
  const hub = hubFetch({ ...patience, credentials: null, agent });
  try {
    return { answer: await enrol(hub, address, request), pin };
  } catch (error) {
    throw error instanceof SyncError ? inWords(error) : error;
  } finally {
    agent.destroy();
  }
}

const REFUSALS: Readonly<Record<string, ErrorCode>> = {
  'bad-code': 'bad-code',
  'too-many-tries': 'too-many-tries',
};

/** At the set-up nothing is stored yet, so the sentences of a running site would promise too much. */
const LINE_TEXTS: Partial<Record<SyncFailureKind, string>> = {
  offline: '连不上县里的服务器，请核对地址和网络。',
  stalled: '县里的服务器没有回答，请检查网络后再试。',
  unencrypted: `${SYNC_FAILURES.unencrypted.text}${SYNC_FAILURES.unencrypted.action}`,
  portal: `${SYNC_FAILURES.portal.text}${SYNC_FAILURES.portal.action}`,
  oversized: `${SYNC_FAILURES.oversized.text}请联系县管理员。`,
  'too-large': '县里的服务器或它前面的代理没有收下这一次请求，请联系县管理员。',
  'not-a-hub': '这个地址的回答不像县里的服务器，请核对地址。',
  trouble: '县里的服务器暂时有问题，请稍后再试。',
  later: '县里的服务器现在忙，请过几分钟再试。',
};

/** What the page says to the person who set the hub's address. */
export function inWords(error: SyncError): ApiError {
  const refusal = REFUSALS[error.hubCode.replaceAll('_', '-')];
  if (refusal !== undefined) return new ApiError(refusal, undefined, 'code');
  if (error.kind === 'wrong-key') return new ApiError('wrong-hub', undefined, 'address');
  const line = LINE_TEXTS[error.kind];
  return line === undefined ? new ApiError('hub-refused') : new ApiError('offline', line, 'address');
}

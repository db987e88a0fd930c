/**
 * Looks for the hub of this site at another address: its TLS key must be a known one, or the one that a new code names, and its signing key must
 * vouch for it.
 */
import { BOUNDS } from '../../shared/outside/bounds.ts';
import { readJson } from '../../shared/outside/json.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { PROOF_PATH, ProofSchema } from '../../shared/api/device-api.ts';
import { keyPart } from '../../shared/place/enrolment-code.ts';
import { randomSecret, verifyDocument } from '../../store/trust/crypto.ts';
import { isTrustedPin } from '../../store/trust/hub-pins.ts';
import { readIdentity } from '../../store/trust/identity.ts';
import type { HubIdentity, ReadDb } from '../../store/types.ts';
import { SyncError } from '../../sync/failures.ts';
import { hubFetch } from '../../sync/hub-fetch.ts';
import type { Patience } from '../../sync/patience.ts';
import { PinnedAgent } from '../../sync/pinned-agent.ts';
import { addressFrom, codeFrom, inWords } from './enrolment.ts';

const OTHER_HUB = '这个地址上的不是原来登记的县级服务，没有改动。请核对地址。';
const OTHER_KEY =
  '这个地址上回答的不是县里的服务器（钥匙不对），什么都没有发出。县里换过钥匙的，请填一个新的登记码再核对；登记码只用来核对钥匙。';

/** '' names no code: then only the keys that are known will do. */
function keyCheck(file: ReadDb, typed: string): (pin: string) => boolean {
  if (typed === '') return (pin) => isTrustedPin(file, pin);
  const { key } = codeFrom(typed);
  return (pin) => keyPart(pin) === key;
}

/** Undefined where it is no JSON: such an answer is no proof. */
function said(text: string): unknown {
  try {
    return readJson(text, BOUNDS.small);
  } catch {
    return undefined;
  }
}

/** Returns the address and the key by which the hub answers. Throws ApiError; no login is sent, and nothing changes. */
export async function findHub(
  file: ReadDb,
  input: { readonly address: string; readonly code: string },
  patience: Patience,
): Promise<Pick<HubIdentity, 'address' | 'pin'>> {
  const hub = readIdentity(file)?.hub;
  if (hub === undefined || hub === null) throw new ApiError('not-enrolled');
  const address = addressFrom(input.address);
  const isRight = keyCheck(file, input.code);
  let pin = '';
  const agent = new PinnedAgent({ ...patience, trusts: (seen) => isRight((pin = seen)) });
  try {
    const nonce = randomSecret();
    const body = JSON.stringify({ nonce });
    const line = hubFetch({ ...patience, credentials: null, agent });
    const answer = await line.fetch(`${address}${PROOF_PATH}`, { method: 'POST', body });
    const proof = ProofSchema.safeParse(said(await answer.text()));
    const isOurs =
      proof.success &&
      proof.data.uuid === hub.uuid &&
      proof.data.nonce === nonce &&
      verifyDocument(proof.data, hub.key);
    // A machine between shows a key of its own, and the hub's proof names another one.
    if (!isOurs || proof.data.pin !== pin) throw new ApiError('wrong-hub', OTHER_HUB, 'address');
    return { address, pin };
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    throw error.kind === 'wrong-key' ? new ApiError('wrong-hub', OTHER_KEY, 'address') : inWords(error);
  } finally {
    agent.destroy();
  }
}

/** The hub's word that it is itself, over the connection on which it is asked (shared/api/device-api.ts). */
import https from 'node:https';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CertificateSchema, PROOF_PATH, type Proof, ProofSchema } from '../../shared/api/device-api.ts';
import { checkCountyDoc, randomSecret, verifyDocument } from '../../store/trust/crypto.ts';
import { pinOfCertificate } from '../../store/trust/tls-key.ts';
import { type RealHub, realHub } from '../../test/real-hub.ts';

let real: RealHub;
const agents: https.Agent[] = [];

beforeAll(async () => {
  real = await realHub();
});
afterAll(async () => {
  for (const agent of agents) agent.destroy();
  await real.close();
});

function connection(): https.Agent {
  const agent = new https.Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
  agents.push(agent);
  return agent;
}

interface Answered {
  readonly status: number;
  readonly body: unknown;
  /** Pin of the key that the connection showed. */
  readonly shown: string;
}

function ask(agent: https.Agent, body: object): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const url = real.hub.address + PROOF_PATH;
    const request = https.request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json' } });
    request.on('error', reject).on('response', (response) => {
      const certificate = (response.socket as TLSSocket).getPeerX509Certificate();
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: JSON.parse(text),
          shown: certificate === undefined ? '' : pinOfCertificate(certificate),
        }),
      );
    });
    request.end(JSON.stringify(body));
  });
}

async function proven(agent: https.Agent): Promise<{ readonly proof: Proof; readonly shown: string }> {
  const nonce = randomSecret();
  const { body, shown } = await ask(agent, { nonce });
  const proof = ProofSchema.parse(body);
  expect(proof).toMatchObject({ nonce, uuid: real.hub.identity.uuid });
  expect(verifyDocument(proof, real.hub.identity.publicKey)).toBe(true);
  return { proof, shown };
}

it('names the key that this connection was shown, also when another one has followed', async () => {
  const old = connection();
  const before = await proven(old);
  expect(before.proof.pin).toBe(before.shown);
  real.hub.announceKey(null);
  real.hub.useNextKey(true);
  expect((await proven(old)).proof.pin).toBe(before.shown);
  const after = await proven(connection());
  expect(after.proof.pin).toBe(after.shown);
  expect(after.shown).not.toBe(before.shown);
});

it('signs nothing but a nonce of its form, and nothing that could pass for another word of the hub', async () => {
  const agent = connection();
  for (const body of [{}, { nonce: 'short' }, { nonce: `${'A'.repeat(42)}"` }, { nonce: randomSecret(), v: 1 }])
    expect(await ask(agent, body)).toMatchObject({ status: 400, body: { error: 'bad-input' } });
  const { proof } = await proven(agent);
  expect(CertificateSchema.safeParse(proof).success).toBe(false);
  expect(checkCountyDoc(proof, real.hub.identity.publicKey)).toBeNull();
});

/** Enrolment of a machine: a code and a public key in, a certificate, a station and a secret out. */
import { randomInt } from 'node:crypto';
import { ApiError } from '../../shared/api/errors.ts';
import type { Certificate, EnrolAnswer, EnrolRequest } from '../../shared/api/device-api.ts';
import type { DeviceId, PlaceCode, Station } from '../../shared/base/brands.ts';
import type { Places } from '../../shared/place/place.ts';
import { revocationOf } from '../../store/county/county-docs.ts';
import { randomId, signDocument } from '../../store/trust/crypto.ts';
import { deviceCertificate, deviceCertificates, usedStations } from '../../store/trust/device-keys.ts';
import type { ReadDb, WriteDb } from '../../store/types.ts';
import { STATION_CHARACTERS } from '../../shared/case/case-number.ts';
import { addDevice } from '../admin/devices.ts';
import { type HubIdentity, deviceSecret } from '../admin/hub-file.ts';
import { publish } from '../admin/publish.ts';
import { type Code, checkCode, useCode } from './codes.ts';

export interface EnrolContext {
  readonly file: WriteDb;
  readonly hub: HubIdentity;
  readonly now: number;
  /** Too many codes from there were wrong before (`checkCode`). */
  readonly braked?: boolean;
}

/**
 * Unique in the place and never given twice. Drawn by lot, not counted up: a hub restored from a backup has forgotten the last ones, and
 * would count them up again.
 */
export function freeStation(used: ReadonlySet<string>): Station | null {
  const all = [...STATION_CHARACTERS].flatMap((first) => [...STATION_CHARACTERS].map((second) => first + second));
  const taken = new Set([...used].map((station) => station.toUpperCase()));
  const free = all.filter((station) => !taken.has(station));
  return free.length === 0 ? null : (free[randomInt(free.length)] as Station);
}

function answer({ file, hub }: EnrolContext, certificate: Certificate): EnrolAnswer {
  return {
    certificate,
    secret: deviceSecret(file, certificate.device),
    hub: { uuid: hub.uuid, key: hub.publicKey, epoch: hub.epoch },
  };
}

function certify(context: EnrolContext, place: PlaceCode, key: string): Certificate | null {
  const station = freeStation(usedStations(context.file, place));
  if (station === null) return null;
  const content = {
    v: 1 as const,
    device: randomId() as DeviceId,
    key,
    place,
    station,
    from: new Date(context.now).toISOString(),
    to: null,
  };
  return signDocument(content, context.hub.privateKey);
}

/** Makes a machine a device of its place and publishes it. Within the caller's transaction. */
function register(context: EnrolContext, certificate: Certificate, machine: string): EnrolAnswer {
  const { file, hub, now } = context;
  addDevice(file, { certificate, machine });
  publish(file, hub, { kind: 'device', key: certificate.device, data: certificate }, now);
  return answer(context, certificate);
}

function firstUse(context: EnrolContext, code: Code, request: EnrolRequest): EnrolAnswer | null {
  const { file } = context;
  return file.transaction(() => {
    const certificate = certify(context, code.place, request.key);
    if (certificate === null || !useCode(file, code.id, request.key, certificate.device)) return null;
    return register(context, certificate, request.machine);
  });
}

/** A place that machines can be enrolled for. Throws ApiError `not-found`. */
export function enrollable(places: Places, code: PlaceCode): { readonly code: PlaceCode; readonly name: string } {
  const place = places.place(code);
  if (place === undefined || place.kind === 'county')
    throw new ApiError('not-found', '没有这个中心或村（居）', 'place');
  return { code: place.code, name: place.fullName };
}

/** What a key was certified as: in force, else stopped; null for a new one. */
export function certificateOfKey(file: ReadDb, key: string): Known | null {
  const known = deviceCertificates(file)
    .filter((each) => each.key === key)
    .map((certificate) => ({ certificate, revoked: revocationOf(file, certificate.device) !== null }));
  return known.find(({ revoked }) => !revoked) ?? known[0] ?? null;
}

interface Known {
  readonly certificate: Certificate;
  readonly revoked: boolean;
}

/**
 * Enrols a machine by a request that came by stick. A key that is known is answered as before; one that was stopped since, as it was answered
 * for the wrong place, is certified anew. null: no station is left.
 */
export function enrolByStick(
  context: EnrolContext,
  place: PlaceCode,
  request: { readonly key: string; readonly machine: string },
): EnrolAnswer | null {
  const known = certificateOfKey(context.file, request.key);
  if (known !== null && !known.revoked) return answer(context, known.certificate);
  return context.file.transaction(() => {
    const certificate = certify(context, place, request.key);
    return certificate === null ? null : register(context, certificate, request.machine);
  });
}

/** null: the code is wrong, used by another machine, or dead. The same code with the same key is answered again. */
export async function enrol(context: EnrolContext, request: EnrolRequest): Promise<EnrolAnswer | null> {
  const code = await checkCode(context.file, request.code, context.now, context.braked);
  if (code === null) return null;
  if (code.state === 'open') return firstUse(context, code, request);
  const certificate = code.device === '' ? null : deviceCertificate(context.file, code.device);
  return certificate !== null && code.usedKey === request.key ? answer(context, certificate) : null;
}

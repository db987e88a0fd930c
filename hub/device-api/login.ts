/** The device that sends a request: basic authentication by device id and secret. */
import type { IncomingMessage } from 'node:http';
import { type DeviceId, DeviceIdSchema } from '../../shared/base/brands.ts';
import { ERROR_TEXTS } from '../../shared/api/errors.ts';
import { sameSecret } from '../../store/trust/crypto.ts';
import type { ReadDb } from '../../store/types.ts';
import { CouchError } from '../http/errors.ts';
import { type Device, findDevice } from '../admin/devices.ts';

interface Credentials {
  readonly device: DeviceId;
  readonly secret: string;
}

function unauthorized(): CouchError {
  return new CouchError(401, 'unauthorized', '设备编号或密钥不对，请联系县管理员', {
    'www-authenticate': 'Basic realm="bianmin"',
  });
}

function credentialsOf(request: IncomingMessage): Credentials | null {
  const encoded = /^Basic:? +([A-Za-z0-9+/=_-]{1,400})$/i.exec(request.headers.authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const [name = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const device = DeviceIdSchema.safeParse(name);
  return device.success ? { device: device.data, secret: rest.join(':') } : null;
}

/** Returns the device whose id a request gives, be its secret right or wrong; null where it gives none, or one that the county does not know. */
export function deviceNamedBy(file: ReadDb, request: IncomingMessage): Device | null {
  const given = credentialsOf(request);
  return given === null ? null : findDevice(file, given.device);
}

/**
 * Returns the device that has logged in; null for a request without credentials. Throws CouchError 401 for wrong ones. A revoked device is still
 * known: it may hand in.
 */
export function loginOf(file: ReadDb, request: IncomingMessage): Device | null {
  if (request.headers.authorization === undefined) return null;
  const given = credentialsOf(request);
  const device = given === null ? null : findDevice(file, given.device);
  if (given === null || device === null || !sameSecret(given.secret, device.secretHash)) throw unauthorized();
  return device;
}

/** Returns the device that sends a request; null for one without credentials. Throws CouchError 401, 429. */
export type Login = (request: IncomingMessage) => Device | null;

export function requireLogin(device: Device | null): Device {
  if (device === null) throw unauthorized();
  return device;
}

export function revokedError(): CouchError {
  return new CouchError(403, 'revoked', ERROR_TEXTS.revoked);
}

export function notYours(): CouchError {
  return new CouchError(403, 'forbidden', '这台电脑无权读取这个地方的办件');
}

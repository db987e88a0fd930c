/**
 * A text that is another one on another machine: a disk that was copied into a second PC is noticed by it (LEDGER §1). Hardware, not the
 * installation: an image of a disk carries its machine-id and its name along. A false alarm costs a new series and nothing else.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { networkCards } from '../../sync/network-cards.ts';

/** SHA-256 of what the machine is made of, hex. Nothing of it can be read back. */
export function machineFacts(): string {
  const parts = [process.platform, process.arch, cpus()[0]?.model ?? '', ...hardwareIds()];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

function hardwareIds(): string[] {
  const ids = process.platform === 'linux' ? linuxCards() : process.platform === 'win32' ? windowsBoard() : macCards();
  return ids.length > 0 ? ids.sort() : [readText('/etc/machine-id')];
}

/** Addresses of network cards on a bus, up or not; virtual ones come and go. */
function linuxCards(): string[] {
  const root = '/sys/class/net';
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((card) => isBuiltIn(path.join(root, card, 'device')))
    .map((card) => readText(path.join(root, card, 'address')))
    .filter((address) => address !== '');
}

/** A card that can be pulled out (USB) says nothing about the machine. */
function isBuiltIn(device: string): boolean {
  return existsSync(device) && !existsSync(path.join(device, 'bInterfaceNumber'));
}

/** The board's SMBIOS id as Windows keeps it; readable by every user, unlike on Linux. */
function windowsBoard(): string[] {
  try {
    const out = execFileSync('reg', ['query', String.raw`HKLM\SYSTEM\HardwareConfig`, '/v', 'LastConfig'], {
      encoding: 'utf8',
      windowsHide: true,
      timeout: 3000,
    });
    return /\{[0-9a-f-]{36}\}/i.exec(out)?.slice(0, 1) ?? [];
  } catch {
    return [];
  }
}

function macCards(): string[] {
  const built = (networkCards()['en0'] ?? []).map((one) => one.mac);
  return [...new Set(built)];
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

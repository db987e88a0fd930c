/** The sources of the programs, for rules that count in every one of them. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

export const house = path.resolve(import.meta.dirname, '..');

const ROOMS = ['shared', 'store', 'sync', 'pages', 'entry', 'service', 'hub', 'electron', 'browser', 'renderer'];

/** Every source file of the programs, none of tests; `room/…/file.ts`. */
export function programs(): readonly string[] {
  return ROOMS.flatMap((room) =>
    readdirSync(path.join(house, room), { recursive: true, encoding: 'utf8' }).map((file) => `${room}/${file}`),
  )
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|testing\//.test(file));
}

/** A file of the house by its path from the root, with line feeds alone. */
export const textOf = (file: string): string => readFileSync(path.join(house, file), 'utf8').replaceAll('\r\n', '\n');

/** Returns whether the name is declared in the file, exported or not. */
export const isDeclared = (file: string, name: string): boolean =>
  new RegExp(String.raw`^(?:export )?(?:const|let|(?:async )?function|class|interface|type) ${name}\b`, 'm').test(
    textOf(file),
  );

/** Clocks that are off: of this process, of a page, and of Node programs that are started. Loading this file changes nothing. */

/** From now on `Date` is `ms` ahead of what it was. Programs and pages get this function as text: it uses nothing from outside. */
export function setDateAhead(ms: number): void {
  const before = globalThis.Date;
  const ahead = (): number => before.now() + ms;
  globalThis.Date = new Proxy(before, {
    construct: (target, given, asked) => Reflect.construct(target, given.length === 0 ? [ahead()] : given, asked),
    apply: () => new before(ahead()).toString(),
    get: (target, name) => (name === 'now' ? ahead : Reflect.get(target, name)),
  });
}

/** The environment of a Node program that runs the text of a module first, after those that this process hands on. */
export function runFirst(script: string): { readonly NODE_OPTIONS: string } {
  const given = process.env['NODE_OPTIONS'];
  const option = `--import=data:text/javascript,${encodeURIComponent(script)}`;
  return { NODE_OPTIONS: given === undefined ? option : `${given} ${option}` };
}

/** The environment of a Node program whose `Date` is `ms` ahead of this process's. */
export const dateAhead = (ms: number) => runFirst(`(${setDateAhead})(${ms})`);

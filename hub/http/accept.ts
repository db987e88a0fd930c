/** Which of its representations a client can read (RFC 9110 §12.5.1); no header means any. */
import type { IncomingMessage } from 'node:http';

/** Returns whether the client accepts this type, by its name or by a wildcard. */
export function acceptsType({ headers }: IncomingMessage, type: string): boolean {
  const [family = ''] = type.split('/');
  return (headers.accept ?? '*/*')
    .toLowerCase()
    .split(',')
    .map((range) => range.split(';').map((part) => part.trim()))
    .some(
      ([name = '', ...parameters]) =>
        [type, `${family}/*`, '*/*'].includes(name) && !parameters.some((each) => /^q=0(\.0*)?$/.test(each)),
    );
}

/** `atts_since`: a client that holds an ancestor of a revision is sent the attachments that are newer than that, and stubs of the rest. */
import type { Doc } from './database.ts';

interface Stored {
  readonly data?: string;
  readonly revpos?: number;
}

/** The generation of the newest of `since` from which the document descends; 0: none. The document must come with `_revisions`. */
function heldGeneration(doc: Doc, since: readonly string[]): number {
  const { start = 0, ids = [] } = (doc['_revisions'] ?? {}) as { start?: number; ids?: readonly string[] };
  const held = new Set(since);
  const at = ids.findIndex((id, back) => held.has(`${start - back}-${id}`));
  return at < 0 ? 0 : start - at;
}

function asStub({ data, ...kept }: Stored): object {
  return data === undefined ? kept : { ...kept, stub: true, length: Buffer.byteLength(data, 'base64') };
}

/** The document with the data of those attachments alone that came after every revision the client holds. */
export function withNewAttachments(doc: Doc, since: readonly string[]): Doc {
  const attachments = doc['_attachments'];
  if (attachments === undefined) return doc;
  const held = heldGeneration(doc, since);
  const parted = Object.entries(attachments as Record<string, Stored>).map(([name, each]) =>
    (each.revpos ?? 0) > held ? [name, each] : [name, asStub(each)],
  );
  return { ...doc, _attachments: Object.fromEntries(parted) };
}

import { createError, BAD_ARG, MISSING_STUB } from 'pouchdb-errors';
import { preprocessAttachments, type ParsedAttachment, type ParsedDocument } from 'pouchdb-adapter-utils';
import type { DatabaseState, Engine } from './engine.ts';
import type { Document } from './rows.ts';
import { splitRev } from './tree.ts';

function attachmentsOf(info: ParsedDocument) {
  return Object.values(info.data?._attachments ?? {});
}

function isStored(engine: Engine, state: DatabaseState, digest: string): boolean {
  return engine.sql('SELECT 1 FROM pouch_attachment WHERE db = ? AND digest = ?').get(state.no, digest) !== undefined;
}

/** What an attachment that came with its data holds, by the attachment as it came. */
export type AttachmentFiles = Map<ParsedAttachment, { data: Buffer; digest: string; length: number }>;

/**
 * Decodes the attachments of a batch. Their descriptions stay as they came: the revision of a re-created document is
 * computed from them once more while it is written.
 */
export function readAttachmentFiles(
  infos: readonly ParsedDocument[],
  files: AttachmentFiles,
  done: (error?: unknown) => void,
): void {
  const pairs = infos.flatMap((info) => attachmentsOf(info).map((from) => ({ from, to: { ...from } })));
  const copies = pairs.map(({ to }) => ({ data: { _attachments: { file: to } } }));
  preprocessAttachments(copies, 'blob', (error) => {
    for (const { from, to } of pairs) {
      if (Buffer.isBuffer(to.data) && to.digest !== undefined && to.length !== undefined) {
        files.set(from, { data: to.data, digest: to.digest, length: to.length });
      }
    }
    done(error);
  });
}

/**
 * Checks the attachments of a whole batch before anything of it is written.
 * @throws PouchDB's MISSING_STUB if a stub names data that is not stored, BAD_ARG if an attachment has no readable data.
 */
export function checkAttachments(
  engine: Engine,
  state: DatabaseState,
  infos: readonly ParsedDocument[],
  files: AttachmentFiles,
): void {
  for (const attachment of infos.flatMap(attachmentsOf)) {
    if (attachment.stub) {
      if (typeof attachment.digest === 'string' && isStored(engine, state, attachment.digest)) continue;
      const error = createError(MISSING_STUB, `unknown stub attachment with digest ${attachment.digest}`);
      error.status = 412;
      throw error;
    }
    if (!files.has(attachment)) throw createError(BAD_ARG, 'Attachment is not a valid base64 string');
  }
}

/** Stores the data of one revision's attachments and its references to them; leaves stubs in the body. */
export function saveAttachments(
  engine: Engine,
  state: DatabaseState,
  info: ParsedDocument,
  files: AttachmentFiles,
): void {
  const { id, rev } = info.metadata;
  for (const attachment of attachmentsOf(info)) {
    const file = files.get(attachment);
    if (file !== undefined) {
      engine
        .sql('INSERT INTO pouch_attachment (db, digest, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
        .run(state.no, file.digest, file.data);
      delete attachment.data;
      attachment.digest = file.digest;
      attachment.length = file.length;
      attachment.revpos = splitRev(rev).pos;
    }
    engine
      .sql('INSERT INTO pouch_attachment_ref (db, id, rev, digest) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
      .run(state.no, id, rev, attachment.digest);
  }
}

/** Takes away what a revision refers to; the digests go to `loose`, for {@link collectLoose} at the end of the write. */
export function releaseAttachments(
  engine: Engine,
  state: DatabaseState,
  id: string,
  rev: string,
  loose: Set<string>,
): void {
  const digests = engine
    .sql('DELETE FROM pouch_attachment_ref WHERE db = ? AND id = ? AND rev = ? RETURNING digest')
    .pluck()
    .all(state.no, id, rev) as string[];
  for (const digest of digests) loose.add(digest);
}

/** Removes the data that no stored revision refers to any more. */
export function collectLoose(engine: Engine, state: DatabaseState, loose: ReadonlySet<string>): void {
  for (const digest of loose) {
    engine
      .sql(
        `DELETE FROM pouch_attachment WHERE db = ? AND digest = ?
         AND NOT EXISTS (SELECT 1 FROM pouch_attachment_ref WHERE db = ? AND digest = ?)`,
      )
      .run(state.no, digest, state.no, digest);
  }
}

/** The data of an attachment, as base64 text unless `binary`. Data that is not there counts as empty. */
export function attachmentData(
  engine: Engine,
  state: DatabaseState,
  digest: string,
  binary: boolean | undefined,
): Buffer | string {
  const body = engine
    .sql('SELECT body FROM pouch_attachment WHERE db = ? AND digest = ?')
    .pluck()
    .get(state.no, digest) as Buffer | undefined;
  const data = body ?? Buffer.alloc(0);
  return binary ? data : data.toString('base64');
}

/** Puts the data into a document in place of its stubs. */
export function fillAttachments(
  engine: Engine,
  state: DatabaseState,
  doc: Document,
  binary: boolean | undefined,
): void {
  for (const attachment of Object.values(doc._attachments ?? {})) {
    const data = attachmentData(engine, state, attachment.digest, binary);
    // PouchDB's own adapters mark a Buffer with its type, as a Blob in the browser has one.
    if (typeof data !== 'string') Object.assign(data, { type: attachment.content_type });
    attachment.data = data;
    delete attachment.stub;
    delete attachment.length;
  }
}

export function markStubs(doc: Document): void {
  for (const attachment of Object.values(doc._attachments ?? {})) attachment.stub = true;
}

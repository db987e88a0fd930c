/** Enrolment by stick at the hub: a machine's request is shown, and answered with a sealed bundle once the county has chosen the place. */
import { ApiError } from '../../shared/api/errors.ts';
import type { StickRequestPreview } from '../../shared/api/stick.ts';
import type { PlaceCode } from '../../shared/domain/brands.ts';
import { revocationOf } from '../../store/county-docs.ts';
import { checkCode } from '../../store/crypto.ts';
import { readRequest } from '../../sync/stick/request.ts';
import type { WrittenBundle } from '../../sync/stick/write.ts';
import { certificateOfKey, enrolByStick } from '../door/enrol.ts';
import type { StickContext } from './context.ts';
import { noteStick } from './journal.ts';
import { writeStick } from './write.ts';

/** Throws ApiError `not-a-bundle`, `newer-version`, `torn`. */
export function previewRequest(file: Buffer, { ledger, hub }: StickContext): StickRequestPreview {
  const request = readRequest(file);
  const known = certificateOfKey(ledger.file, request.key);
  return {
    machine: request.machine,
    madeAt: request.at,
    checkCode: checkCode(request.key),
    hubCheckCode: checkCode(hub.publicKey),
    enrolledAs:
      known === null
        ? null
        : { place: known.place, name: ledger.reference().places.nameOf(known.place), station: known.station },
  };
}

/**
 * `pin` is that of the hub's TLS key. The same request is answered with the same certificate. Throws ApiError as `previewRequest`, `conflict` for another place than the first,
 * `revoked` for a machine that was stopped, `not-allowed` when a place has no station left.
 */
export async function answerRequest(
  file: Buffer,
  place: PlaceCode,
  context: StickContext,
  pin: string,
): Promise<WrittenBundle> {
  const { ledger, hub, now } = context;
  const request = readRequest(file);
  const known = certificateOfKey(ledger.file, request.key);
  if (known !== null && known.place !== place) {
    const name = ledger.reference().places.nameOf(known.place);
    throw new ApiError('conflict', `这台电脑已经登记为${name},不能再登记到别处。`, 'place');
  }
  if (known !== null && revocationOf(ledger.file, known.device) !== null)
    throw new ApiError('revoked', '这台电脑已被停用,请在那台电脑上重新生成登记申请。');
  const answer = enrolByStick({ file: ledger.file, hub, now }, place, request);
  if (answer === null) throw new ApiError('not-allowed', '这里的工位代号已经用完,不能再登记电脑。', 'place');
  const enrolment = { kind: 'enrolment', answer, pin, machine: request.machine } as const;
  const written = await writeStick(context, { place, everything: true, enrolment });
  const { station } = answer.certificate;
  noteStick(ledger.file, {
    at: new Date(now).toISOString(),
    way: 'answer',
    place,
    station: `${place}-${station}`,
    events: written.ids.length,
    known: 0,
    intake: 0,
  });
  return written;
}

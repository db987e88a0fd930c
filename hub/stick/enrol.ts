/** Enrolment by stick at the hub: a machine's request is shown, and answered with a sealed bundle once the county has chosen the place. */
import { ApiError } from '../../shared/api/errors.ts';
import type { StickRequestPreview } from '../../shared/api/stick.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import { checkCode } from '../../store/trust/crypto.ts';
import { readRequest } from '../../sync/stick/request.ts';
import type { WrittenBundle } from '../../sync/stick/write.ts';
import { certificateOfKey, enrollable, enrolByStick } from '../device-api/enrol.ts';
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
        : {
            place: known.certificate.place,
            name: ledger.reference().places.nameOf(known.certificate.place),
            station: known.certificate.station,
            revoked: known.revoked,
          },
  };
}

/**
 * `pin` is that of the hub's TLS key. The same request is answered with the same certificate, until that is stopped. Throws ApiError as
 * `previewRequest`, `not-found` for a place that no machine can have, `conflict` for another place than the first, `not-allowed` when a place
 * has no station left.
 */
export async function answerRequest(
  file: Buffer,
  place: PlaceCode,
  context: StickContext,
  pin: string,
): Promise<WrittenBundle> {
  const { ledger, hub, now } = context;
  const request = readRequest(file);
  const { places } = ledger.reference();
  const { code } = enrollable(places, place);
  const known = certificateOfKey(ledger.file, request.key);
  if (known !== null && !known.revoked && known.certificate.place !== code) {
    const name = places.nameOf(known.certificate.place);
    throw new ApiError(
      'conflict',
      `这台电脑已经登记为${name}，不能再登记到别处。如果归错了地方，请先在“电脑管理”里停用它，再答复一次。`,
      'place',
    );
  }
  const answer = enrolByStick({ file: ledger.file, hub, now }, place, request);
  if (answer === null) throw new ApiError('not-allowed', '这里的工位代号已经用完，不能再登记电脑。', 'place');
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
    held: 0,
  });
  return written;
}

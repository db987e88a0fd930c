/** The console's methods (shared/api/county.ts), one line each; the work is in the modules beside. */
import { countAllCases } from '../../store/projection/cases.ts';
import { countEvents } from '../../store/projection/event-facts.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { backupStatus } from '../admin/backups.ts';
import { cancelCode, createCode, listCodes } from '../device-api/codes.ts';
import { isAdminSecret } from '../admin/admin-secret.ts';
import { countDue } from '../events/projector.ts';
import { heldWaiting } from '../events/held-decisions.ts';
import { askAbout, beyondOf, casesOf, detailOf } from './cases.ts';
import type { ConsoleDesk } from './desk.ts';
import { exportFigures } from './export.ts';
import { figureTable } from './figures.ts';
import { decideDevice, decideHeld, heldDevices, heldDetail, heldGroups } from './held-events.ts';
import type { ConsoleHandlers } from './rpc.ts';
import type { Sessions } from './sessions.ts';
import { stickHandlers } from './sticks.ts';
import { enrollable } from '../device-api/enrol.ts';
import { deviceRows, revoke, siteRows } from './sites.ts';

function period(from: string, to: string): void {
  if (to < from) throw new ApiError('bad-input', '结束日期不能早于开始日期', 'to');
}

export function consoleHandlers(desk: ConsoleDesk, sessions: Sessions): ConsoleHandlers {
  const { file, places } = desk;
  return {
    ...stickHandlers(desk),
    'county.signIn': ({ secret }, { refuse }) => {
      // Compared first: wrong secrets, wherever they come from, never keep the right one out.
      if (isAdminSecret(file, secret)) return sessions.open();
      const code = refuse();
      if (code === 'too-many-tries') throw new ApiError(code, '试错次数过多，请稍后再试。');
      throw new ApiError(code, '管理口令不对，请核对后再试。', 'secret');
    },
    'county.signOut': (_input, { session }) => {
      if (session !== null) sessions.close(session);
      return { done: true };
    },
    'county.status': () => ({
      county: places.county.name,
      today: desk.today(),
      epoch: desk.hub.epoch,
      events: countEvents(file),
      cases: countAllCases(file),
      due: countDue(file),
      heldWaiting: heldWaiting(file).groups,
      version: desk.version,
      engine: desk.engine(),
      backup: backupStatus(file, desk.now()),
      trouble: desk.health.trouble()?.sentence ?? null,
      noticeMissing: desk.calendar.missingNotice(desk.today()),
    }),
    'county.figures': (input) => {
      period(input.from, input.to);
      return figureTable(desk, input);
    },
    'county.cases': (input) => {
      period(input.from, input.to);
      return casesOf(desk, input);
    },
    'county.caseBeyond': (input) => beyondOf(desk, input),
    'county.case': ({ case: id }) => detailOf(desk, id),
    'county.question': (input) => askAbout(desk, input),
    'county.export': (input) => {
      period(input.from, input.to);
      return exportFigures(figureTable(desk, input), places.county.name);
    },
    'county.sites': () => siteRows(desk),
    'county.devices': () => deviceRows(desk),
    'county.createCode': async ({ place }) => {
      const { code: placeCode, name } = enrollable(places, place);
      const { code, expiresAt } = await createCode(file, placeCode, desk.pin(), desk.now());
      return { code, place: placeCode, placeName: name, expiresAt, addresses: desk.addresses() };
    },
    'county.codes': () =>
      listCodes(file, desk.now()).map(({ id, place, createdAt, expiresAt, state }) => ({
        id,
        place,
        placeName: places.nameOf(place),
        createdAt,
        expiresAt,
        state,
      })),
    'county.cancelCode': ({ id }) => {
      if (!cancelCode(file, id, desk.now())) throw new ApiError('not-found', '没有可以作废的登记码');
      return { done: true };
    },
    'county.held': (input) => heldGroups(desk, input),
    'county.heldDetail': ({ key }) => heldDetail(desk, key),
    'county.decideHeld': (input) => decideHeld(desk, input),
    'county.heldDevices': () => heldDevices(desk),
    'county.decideDevice': (input) => decideDevice(desk, input),
    'county.revoke': ({ device, reason }) => revoke(desk, device, reason),
    'county.places': () =>
      places.all
        .filter((place) => place.kind !== 'county')
        .map((place) => ({
          code: place.code,
          name: place.fullName,
          kind: place.kind === 'centre' ? 'centre' : 'village',
          centre: place.kind === 'village' ? places.centreOf(place.code, desk.today()) : null,
        })),
  };
}

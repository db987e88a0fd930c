/** What spares people to key a case twice: the platform's numbers, exports for it and its list. */
import type { platformMethods } from '../../shared/api/platform-methods.ts';
import type { Handlers } from '../../shared/api/contract.ts';
import { copySheet } from '../../shared/platform/copy-sheet.ts';
import { currentCase } from '../cases/read.ts';
import { exportToPlatform, platformStatus, requireCentre, sourceOf, takeBackExport } from '../platform/export.ts';
import { importPlatformList } from '../platform/import.ts';
import { type SiteContext, deskOf, stepBy } from './context.ts';

export const platformHandlers: Handlers<typeof platformMethods, SiteContext> = {
  'platform.status': (_input, context) => platformStatus(deskOf(context)),
  'platform.export': ({ format }, context) => exportToPlatform(deskOf(context), format),
  'platform.sheet': ({ case: id }, context) => {
    const desk = deskOf(context);
    requireCentre(desk);
    return { fields: copySheet(sourceOf(desk, currentCase(desk, id))) };
  },
  'platform.import': ({ write, ...file }, context) =>
    importPlatformList(deskOf(context), file, write ? stepBy(context) : null),
  'platform.takeBack': ({ batch }, context) => takeBackExport(deskOf(context), batch),
};

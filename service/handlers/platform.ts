/** What spares people to key a case twice: the platform's numbers, exports for it and its list. */
import type { platformMethods } from '../../shared/api/platform-methods.ts';
import type { Handlers } from '../../shared/api/contract.ts';
import { exportToPlatform, platformStatus, takeBackExport } from '../platform/export.ts';
import { importPlatformList } from '../platform/import.ts';
import { type SiteContext, deskOf, stepBy } from './context.ts';

export const platformHandlers: Handlers<typeof platformMethods, SiteContext> = {
  'platform.status': (_input, context) => platformStatus(deskOf(context)),
  'platform.export': ({ format }, context) => exportToPlatform(deskOf(context), format),
  'platform.import': ({ write, ...file }, context) =>
    importPlatformList(deskOf(context), file, write ? stepBy(context) : null),
  'platform.takeBack': ({ batch }, context) => takeBackExport(deskOf(context), batch),
};

/** Every method of the client contract with the function that implements it. */
import { clientMethods, type ClientMethods } from '../../shared/api/client.ts';
import type { Handlers } from '../../shared/api/contract.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { rpcServer, type RpcServer } from '../../shared/api/rpc.ts';
import { asApiError } from '../../store/file/api-errors.ts';
import { WorkbookError } from '../workbook/workbook-error.ts';
import { appointmentHandlers } from './appointments.ts';
import { batchHandlers } from './batch.ts';
import { caseHandlers } from './cases.ts';
import type { SiteContext } from './context.ts';
import { mandateHandlers } from './mandates.ts';
import { matterHandlers } from './matters.ts';
import { platformHandlers } from './platform.ts';
import { siteHandlers } from './site.ts';
import { staffHandlers } from './staff.ts';
import { stickHandlers } from './sticks.ts';
import { visitorHandlers } from './visitors.ts';

const handlers: Handlers<ClientMethods, SiteContext> = {
  ...siteHandlers,
  ...staffHandlers,
  ...visitorHandlers,
  ...appointmentHandlers,
  ...matterHandlers,
  ...caseHandlers,
  ...batchHandlers,
  ...stickHandlers,
  ...platformHandlers,
  ...mandateHandlers,
};

/** Errors of the lower rooms, by kind; null for what is a bug. */
function translate(error: unknown): ApiError | null {
  if (error instanceof WorkbookError)
    return new ApiError(
      error.code === 'too-big' || error.code === 'too-many-rows' ? 'too-large' : 'not-a-workbook',
      error.message,
    );
  return asApiError(error);
}

/** The service behind the contract. `onBug` takes an unforeseen error and its method. */
export function clientServer(onBug: (method: string, error: unknown) => void): RpcServer<SiteContext> {
  return rpcServer(clientMethods, handlers, {
    refuse: (access, { site }) => {
      if (access === 'county') return 'not-allowed';
      if (access === 'staff' && site.desk() === null) return 'not-enrolled';
      return access === 'staff' && site.staff() === null ? 'needs-staff' : null;
    },
    translate,
    onBug,
  });
}

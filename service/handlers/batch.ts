/** The village's grid. */
import type { clientMethods } from '../../shared/api/client.ts';
import type { Handlers } from '../../shared/api/contract.ts';
import { handOverLists } from '../../store/projection/slips.ts';
import { decideRow, importFile, openBatch, removeRows, saveRows, splitRow } from '../batch/grid.ts';
import { batchTotals, finishBatch, handOverList } from '../batch/hand-over.ts';
import { type DeskContext, deskOf, stepBy } from './context.ts';

type Methods = Pick<
  typeof clientMethods,
  | 'batch.open'
  | 'batch.save'
  | 'batch.decide'
  | 'batch.split'
  | 'batch.remove'
  | 'batch.import'
  | 'batch.totals'
  | 'batch.finish'
  | 'batch.lists'
  | 'batch.list'
>;

export const batchHandlers = {
  'batch.open': (_input, context) => openBatch(deskOf(context)),
  'batch.save': (input, context) => ({ rows: saveRows(deskOf(context), input) }),
  'batch.decide': ({ id, decision }, context) => decideRow(deskOf(context), id, decision),
  'batch.split': ({ id, matters }, context) => ({ rows: splitRow(deskOf(context), id, matters) }),
  'batch.remove': ({ ids }, context) => ({ removed: removeRows(deskOf(context), ids) }),
  'batch.import': ({ fileName, base64 }, context) =>
    importFile(deskOf(context), fileName, new Uint8Array(Buffer.from(base64, 'base64'))),
  'batch.totals': (_input, context) => batchTotals(deskOf(context)),
  'batch.finish': (_input, context) => finishBatch(deskOf(context), stepBy(context)),
  'batch.lists': (_input, context) => {
    const { file, place } = deskOf(context);
    return handOverLists(file, place).map(({ list, on, count }) => ({ list, on, count }));
  },
  'batch.list': ({ list }, context) => handOverList(deskOf(context), list),
} satisfies Handlers<Methods, DeskContext>;

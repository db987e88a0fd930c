/** Ties the grid's store and its save queue to the service for as long as the page is open. */
import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Client, InputOf } from '../../../shared/api/contract.ts';
import type { ClientMethods } from '../../../shared/api/client.ts';
import type { DraftBatch } from '../../../shared/api/rows.ts';
import { useApi } from '../../app/client-hooks.ts';
import { describeError } from '../../app/errors.ts';
import { createGridStore } from './model/grid-store.ts';
import type { GridAction, GridStore } from './model/grid-store.ts';
import type { GridState } from './model/grid-state.ts';
import type { Offer } from './model/offers.ts';
import { createSaveQueue } from './model/save-queue.ts';
import type { SaveQueue, SaveState } from './model/save-queue.ts';

interface Session {
  readonly store: GridStore;
  readonly queue: SaveQueue;
  readonly saveState: () => SaveState;
  /** Changes handed to the queue so far: tells whether an answer is older than what was typed. */
  readonly edits: () => number;
  readonly watchSaves: (listener: () => void) => () => void;
}

export interface GridSession {
  readonly state: GridState;
  readonly save: SaveState;
  readonly dispatch: (action: GridAction) => void;
  /** Carries out what a person chose for a row. */
  readonly take: (rowId: string, offer: Offer) => Promise<void>;
  /** Saves everything; false when that failed. */
  readonly drain: () => Promise<boolean>;
  /** Reads the rows again from the service, after an import. */
  readonly reload: () => Promise<void>;
}

/** After so long without a save the whole grid is read once more: one row's change may change the verdict on another (a duplicate that is one no longer). */
const QUIET_MS = 1500;

function later(ms: number, task: () => void): () => void {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
}

function openSession(api: Client<ClientMethods>, batch: DraftBatch): Session {
  let save: SaveState = { waiting: 0, problem: null };
  let edits = 0;
  const listeners = new Set<() => void>();
  const queue = createSaveQueue({
    save: async (rows, cursor) => (await api['batch.save']({ rows: [...rows], cursor })).rows,
    remove: async (ids) => void (await api['batch.remove']({ ids: [...ids] })),
    saved: (rows) => store.dispatch({ do: 'judged', rows }),
    changed: (next) => {
      save = next;
      for (const listener of listeners) listener();
    },
    later,
    problemOf: (error) => describeError(error).message,
  });
  const store = createGridStore(batch.rows, batch.cursor, {
    newId: () => crypto.randomUUID(),
    save: (rows, removed) => {
      edits += 1;
      queue.put(rows, removed);
    },
    cursor: queue.cursor,
  });
  return {
    store,
    queue,
    saveState: () => save,
    edits: () => edits,
    watchSaves: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

type Decision = InputOf<ClientMethods['batch.decide']>['decision'];

export function useGrid(batch: DraftBatch): GridSession {
  const api = useApi();
  const queries = useQueryClient();
  const { notification } = App.useApp();
  const [{ store, queue, saveState, edits, watchSaves }] = useState(() => openSession(api, batch));
  const state = useSyncExternalStore(store.subscribe, store.get);
  const save = useSyncExternalStore(watchSaves, saveState);

  const [reloadOnce] = useState(() => async () => {
    if (!(await queue.drain())) return;
    const before = edits();
    const fresh = await api['batch.open']({});
    // Typed meanwhile: the answer is older than the grid. The save of what was typed brings a new one.
    if (edits() === before) store.dispatch({ do: 'stored', rows: fresh.rows });
  });

  // Leaving the page takes what is in the open cell, like leaving the cell does.
  useEffect(
    () => () => {
      store.dispatch({ do: 'commit' });
      void queue.drain().then((saved) => {
        // What could not be saved is tried again also when the page is gone.
        if (saved) queue.stop();
        return queries.invalidateQueries({ queryKey: ['batch.totals'] });
      });
    },
    [store, queue, queries],
  );

  useEffect(() => {
    let cancel: (() => void) | null = null;
    const stop = watchSaves(() => {
      cancel?.();
      if (saveState().waiting === 0) cancel = later(QUIET_MS, () => void reloadOnce().catch(() => undefined));
    });
    return () => {
      stop();
      cancel?.();
    };
  }, [watchSaves, saveState, reloadOnce]);

  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      const words = describeError(error);
      notification.error({ title: words.message, description: words.action, key: words.code, duration: 8 });
    }
  };
  const decide = (id: string, decision: Decision) =>
    attempt(async () => {
      store.dispatch({ do: 'commit' });
      if (!(await queue.drain())) return;
      store.dispatch({ do: 'judged', rows: [await api['batch.decide']({ id, decision })] });
    });
  const split = (id: string, matters: Extract<Offer, { kind: 'split' }>['matters']) =>
    attempt(async () => {
      store.dispatch({ do: 'commit' });
      if (!(await queue.drain())) return;
      await api['batch.split']({ id, matters: [...matters] });
      await reloadOnce();
    });

  const take = async (rowId: string, offer: Offer): Promise<void> => {
    switch (offer.kind) {
      case 'matter':
        return store.dispatch({ do: 'set', row: rowId, column: 'matter', text: offer.name });
      case 'fix':
        return store.dispatch({ do: 'set', row: rowId, column: offer.field, text: offer.text });
      case 'split':
        return split(rowId, offer.matters);
      default:
        return decide(rowId, offer.kind);
    }
  };

  return { state, save, dispatch: store.dispatch, take, drain: () => queue.drain(), reload: () => attempt(reloadOnce) };
}

/** The change of agents: who gives, who takes, what; and then the list that both sign. Used by the village and, for its villages, by the centre. */
import { Alert, App, Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import type { AgentChange, HeldCase, HeldInVillage } from '../../../shared/api/mandate-methods.ts';
import type { SiteStatus } from '../../../shared/api/rows.ts';
import type { EventId, PlaceCode, StaffId } from '../../../shared/base/brands.ts';
import { useAction, useAnswer } from '../../app/client-hooks.ts';
import { useConfirm } from '../confirm.tsx';
import { EmptyNote, Loaded } from '../notes.tsx';
import { VillageSelect } from '../village-select.tsx';
import { ChangeSheet, HeldTable } from './held-table.tsx';
import { AGENT_CHANGE_TEXTS as T } from './texts.ts';
import './agent-change.css';

/** A choice of the two lists: an agent, or the centre, which has no number. */
const CENTRE = '';
const keyOf = (id: StaffId | null): string => id ?? CENTRE;
const idOf = (key: string): StaffId | null => (key === CENTRE ? null : (key as StaffId));

interface FormProps {
  readonly held: HeldInVillage;
  readonly onDone: (change: AgentChange) => void;
}

/** Agents who hold something, first those who are no longer at work; and the centre. */
function giversOf({ agents, rows, centreName }: HeldInVillage) {
  const known = [...agents.toSorted((a, b) => Number(a.active) - Number(b.active)), { id: null, name: centreName }];
  return known
    .map(({ id, name }) => ({ key: keyOf(id), name, count: rows.filter(({ holder }) => holder === id).length }))
    .filter(({ count }) => count > 0);
}

function ChangeForm({ held, onDone }: FormProps) {
  const { message } = App.useApp();
  const confirm = useConfirm();
  const change = useAction('mandates.handOver');
  const givers = giversOf(held);
  const [from, setFrom] = useState(givers[0]?.key ?? CENTRE);
  const [to, setTo] = useState<string | null>(null);
  const [left, setLeft] = useState<ReadonlySet<EventId>>(new Set());
  const [note, setNote] = useState('');
  const rows = held.rows.filter(({ holder }) => keyOf(holder) === from);
  const chosen = rows.filter((row) => !left.has(row.case));
  const takers = [
    ...held.agents
      .filter(({ id, active }) => active && id !== from)
      .map(({ id, name }) => ({ value: id as string, label: name })),
    ...(from === CENTRE ? [] : [{ value: CENTRE, label: T.centre(held.centreName) }]),
  ];
  const taker = takers.find(({ value }) => value === to) ?? takers[0];
  const name = taker?.value === CENTRE ? held.centreName : (taker?.label ?? '');
  const run = async (): Promise<void> => {
    if (taker === undefined || chosen.length === 0) return;
    if (!(await confirm({ title: T.ask(chosen.length, name), text: T.askText, yes: T.yes }))) return;
    const made = await change.run({
      village: held.village,
      from: idOf(from),
      to: idOf(taker.value),
      cases: chosen.map((row) => row.case),
      ...(note.trim() === '' ? {} : { note }),
    });
    if (made === null) return;
    void message.success(T.done(made.rows.length, made.to));
    onDone(made);
  };
  const toggle = (id: EventId, on: boolean) => {
    const next = new Set(left);
    if (on) next.delete(id);
    else next.add(id);
    setLeft(next);
  };
  return (
    <form
      className="bm-change-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.ctrlKey) void run();
      }}
    >
      <div className="bm-change-who">
        <label>
          {T.from}
          <Select
            autoFocus
            aria-label={T.from}
            data-testid="change-from"
            value={from}
            options={givers.map(({ key, name: giver, count }) => ({ value: key, label: T.of(giver, count) }))}
            onChange={(next: string) => {
              setFrom(next);
              setLeft(new Set());
            }}
          />
        </label>
        <label>
          {T.to}
          <Select
            aria-label={T.to}
            data-testid="change-to"
            value={taker?.value ?? null}
            options={takers}
            onChange={setTo}
          />
        </label>
      </div>
      {takers.every(({ value }) => value === CENTRE) && <Alert type="info" showIcon title={T.noAgent} />}
      {held.drafts > 0 && <Alert type="warning" showIcon title={T.drafts(held.drafts)} />}
      <Checkbox
        checked={chosen.length === rows.length}
        indeterminate={chosen.length > 0 && chosen.length < rows.length}
        data-testid="change-all"
        onChange={({ target }) => setLeft(target.checked ? new Set() : new Set(rows.map((row) => row.case)))}
      >
        {T.all}
      </Checkbox>
      <HeldTable
        rows={rows}
        renderTick={(row) => (
          <Checkbox
            aria-label={row.name}
            checked={!left.has(row.case)}
            onChange={({ target }) => toggle(row.case, target.checked)}
          />
        )}
      />
      <p data-testid="change-sum">{sumOf(chosen)}</p>
      <label className="bm-change-note">
        {T.note}
        <Input
          value={note}
          maxLength={500}
          data-testid="change-note"
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      <Button
        type="primary"
        htmlType="submit"
        disabled={chosen.length === 0 || taker === undefined}
        loading={change.busy}
        data-testid="change-run"
      >
        {T.run} <kbd>Ctrl+Enter</kbd>
      </Button>
    </form>
  );
}

const sumOf = (rows: readonly HeldCase[]): string =>
  T.chosen(
    rows.length,
    rows.filter(({ papers }) => papers.length > 0).length,
    rows.filter(({ untold }) => untold).length,
  );

function InVillage({ village }: { readonly village: PlaceCode }) {
  const answer = useAnswer('mandates.held', { village });
  const [done, setDone] = useState<AgentChange | null>(null);
  if (done !== null) return <ChangeSheet change={done} onMore={() => setDone(null)} />;
  return (
    <Loaded answer={answer}>
      {(held) =>
        held.rows.length === 0 ? (
          <EmptyNote text={T.nothing} />
        ) : (
          <ChangeForm key={held.rows.length} held={held} onDone={setDone} />
        )
      }
    </Loaded>
  );
}

export function AgentChangeView({ status }: { readonly status: SiteStatus }) {
  const own = status.place?.kind === 'village' ? status.place.code : null;
  const [village, setVillage] = useState<PlaceCode | null>(own);
  return (
    <section className="bm-change" data-testid="agent-change">
      <p className="bm-quiet bm-screen-only">{T.hint}</p>
      {own === null && (
        <div className="bm-screen-only bm-change-village">
          <span>{T.village}</span>
          <VillageSelect villages={status.villages} near="" value={village} onChange={setVillage} />
        </div>
      )}
      {village === null ? <EmptyNote text={T.chooseVillage} /> : <InVillage key={village} village={village} />}
    </section>
  );
}

/** Records kept aside: what waits for the county's decision, and what was decided. A row is one device's records of one case. */
import { Button, Segmented } from 'antd';
import { useDeferredValue, useState } from 'react';
import { HELD_REASONS, MOST_HELD_KEYS } from '../../shared/api/county-held.ts';
import type { HeldGroup, HeldKey, HeldList } from '../../shared/api/county-held.ts';
import type { LocalDate } from '../../shared/base/brands.ts';
import { SearchField } from '../components/search-field.tsx';
import { VirtualTable } from '../components/virtual-table.tsx';
import type { Column } from '../components/virtual-table.tsx';
import { whenWords } from '../components/when-words.ts';
import { useRows } from './county-hooks.ts';
import { DecisionDialog } from './held-decision.tsx';
import type { Choice } from './held-decision.tsx';
import { HeldDevices } from './held-devices.tsx';
import { HeldDrawer } from './held-drawer.tsx';
import { TEXTS } from './texts.ts';
import { agoWords } from './time-words.ts';

const words = TEXTS.held;
const LISTS = Object.keys(words.lists) as HeldList[];
const rowKey = ({ key }: { readonly key: HeldKey }) => [key.ledger, key.device, key.case, key.decidedAt].join(' ');

const columns = (today: LocalDate, list: HeldList): readonly Column<HeldGroup>[] => [
  {
    key: 'about',
    title: words.columns.about,
    width: 'minmax(11rem, 1.2fr)',
    cell: (row) =>
      row.key.case === '' ? words.noCase : [row.name, row.matterName].filter((each) => each !== null).join(' · '),
  },
  { key: 'writer', title: words.columns.writer, width: 'minmax(9rem, 1fr)', cell: (row) => row.placeName },
  { key: 'ledger', title: words.columns.ledger, width: 'minmax(9rem, 1fr)', cell: (row) => row.ledgerName },
  {
    key: 'why',
    title: words.columns.why,
    width: 'minmax(12rem, 1.2fr)',
    cell: (row) => row.why.map((each) => HELD_REASONS[each]).join('；'),
  },
  {
    key: 'records',
    title: words.columns.records,
    width: '4.5rem',
    align: 'end',
    cell: (row) => <span className="bm-num">{words.count(row.events)}</span>,
  },
  list === 'waiting'
    ? {
        key: 'arrived',
        title: words.columns.arrived,
        width: '9.5rem',
        cell: (row) => <span className="bm-num">{agoWords(row.key.seenTo, today)}</span>,
      }
    : {
        key: 'decision',
        title: words.columns.decision,
        width: '14rem',
        cell: ({ decision }) =>
          decision && <span className="bm-num">{words.decidedBy(decision.by, whenWords(decision.at))}</span>,
      },
];

export function HeldView({ today }: { readonly today: LocalDate }) {
  const [list, setList] = useState<HeldList>('waiting');
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<HeldGroup | null>(null);
  const [isByDevice, setByDevice] = useState(false);
  const [choice, setChoice] = useState<Choice | null>(null);
  // The same person mostly decides several times; kept as long as this page is open.
  const [by, setBy] = useState('');
  const asked = useDeferredValue(query.trim());
  const rows = useRows('county.held', { list, query: asked });
  const marked = rows.rows.filter((row) => chosen.has(rowKey(row)));
  const decidable = marked.length > 0 && marked.length <= MOST_HELD_KEYS;
  const begin = (decision: Choice['decision'], groups: readonly HeldGroup[]) => setChoice({ decision, groups });
  const show = (next: HeldList) => {
    setList(next);
    setChosen(new Set());
  };
  return (
    <section className="cc-figures" data-testid="held">
      <div className="cc-tools">
        <Segmented
          options={LISTS.map((value) => ({ value, label: words.lists[value] }))}
          value={list}
          onChange={show}
          data-testid="held-list"
        />
        <SearchField
          className="cc-filter"
          placeholder={words.search}
          value={query}
          onChange={setQuery}
          testId="held-search"
        />
        {list !== 'admitted' && (
          <span className="cc-right cc-tools">
            {marked.length > 0 && <span className="bm-num">{words.chosen(marked.length, MOST_HELD_KEYS)}</span>}
            {list === 'waiting' && (
              <Button disabled={rows.rows.length === 0} onClick={() => setByDevice(true)} data-testid="held-by-device">
                {words.byDevice.open}
              </Button>
            )}
            {list === 'waiting' && (
              <Button disabled={!decidable} onClick={() => begin('keep-out', marked)} data-testid="held-keep-out">
                {words.keepOut}
              </Button>
            )}
            <Button
              type="primary"
              disabled={!decidable}
              onClick={() => begin('admit', marked)}
              data-testid="held-admit"
            >
              {words.admit}
            </Button>
          </span>
        )}
      </div>
      <p className="cc-note">{words.hint}</p>
      <div className="cc-drawer-table">
        <VirtualTable
          label={words.lists[list]}
          testId="held-table"
          columns={columns(today, list)}
          rows={rows}
          rowKey={rowKey}
          onOpen={setOpen}
          takeFocus
          empty={asked === '' ? words.none[list] : words.none.search}
          {...(list === 'admitted' ? {} : { selection: { keys: chosen, change: setChosen } })}
        />
      </div>
      {open !== null && (
        <HeldDrawer
          group={open}
          list={list}
          onClose={() => setOpen(null)}
          onChoose={(each, found) => begin(each, [found])}
        />
      )}
      {isByDevice && <HeldDevices by={by} onBy={setBy} onClose={() => setByDevice(false)} />}
      {choice !== null && (
        <DecisionDialog
          choice={choice}
          by={by}
          onBy={setBy}
          onClose={() => setChoice(null)}
          onDone={() => {
            setChoice(null);
            setOpen(null);
            setChosen(new Set());
          }}
        />
      )}
    </section>
  );
}

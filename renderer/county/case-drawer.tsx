/** The cases behind a figure, and each case with its whole history, where the county may ask about a step. */
import { Button, Drawer, Input, Modal } from 'antd';
import { useDeferredValue, useState } from 'react';
import type { InputOf } from '../../shared/api/contract.ts';
import type { CountyMethods } from '../../shared/api/county.ts';
import type { CaseRow, HistoryItem } from '../../shared/api/rows.ts';
import type { EventId } from '../../shared/base/brands.ts';
import type { ConsoleFigure } from '../../shared/case/figures.ts';
import { BeyondList } from '../components/case/beyond-list.tsx';
import { PERSON_FIELDS } from '../../shared/person/person-fields.ts';
import { CaseView } from '../components/case/case-view.tsx';
import { Loaded } from '../components/notes.tsx';
import { ApplicantName, DueDay, DueTag, StatusTag } from '../components/tags.tsx';
import { TEXTS as CASE_TEXTS } from '../components/texts.ts';
import { SearchField } from '../components/search-field.tsx';
import { VirtualTable } from '../components/virtual-table.tsx';
import type { Column } from '../components/virtual-table.tsx';
import { useAction, useAnswer, useRows } from './county-hooks.ts';
import type { Period } from './periods.ts';
import { TEXTS } from './texts.ts';

const words = TEXTS.cases;

export interface OpenFigure {
  readonly title: string;
  readonly figure: ConsoleFigure;
  readonly period: Period;
  /** One centre, matter or village; empty for the whole county. */
  readonly only: Pick<InputOf<CountyMethods['county.cases']>, 'centre' | 'matter' | 'village'>;
}

/** The figures of cases that are late by the law: their list shows the law's day. */
const BY_LAW: ReadonlySet<ConsoleFigure> = new Set<ConsoleFigure>(['legallyOverdue']);

const columnsFor = (figure: ConsoleFigure): readonly Column<CaseRow>[] => [
  {
    key: 'number',
    title: words.columns.number,
    width: '16rem',
    cell: (row) => <span className="bm-num">{row.number}</span>,
  },
  { key: 'name', title: PERSON_FIELDS.name.label, width: '6.4rem', cell: (row) => <ApplicantName row={row} /> },
  { key: 'matter', title: words.columns.matter, width: 'minmax(8rem, 1fr)', cell: (row) => row.matterName },
  { key: 'place', title: PERSON_FIELDS.village.label, width: '7rem', spare: 2, cell: (row) => row.villageName },
  {
    key: 'on',
    title: words.columns.on,
    width: '6.2rem',
    spare: 1,
    cell: (row) => <span className="bm-num">{row.on}</span>,
  },
  BY_LAW.has(figure)
    ? { key: 'due', title: CASE_TEXTS.legalDueOn, width: '8.4rem', cell: (row) => <DueDay due={row.legal} /> }
    : { key: 'due', title: words.columns.due, width: '8.4rem', cell: (row) => <DueDay due={row} /> },
  {
    key: 'status',
    title: words.columns.status,
    width: '16.5rem',
    cell: (row) => (
      <span className="bm-tags">
        <StatusTag row={row} />
        <DueTag row={row} />
      </span>
    ),
  },
];

export function CaseDrawer({ open, onClose }: { readonly open: OpenFigure; readonly onClose: () => void }) {
  const [shown, setShown] = useState<EventId | null>(null);
  const [query, setQuery] = useState('');
  const asked = useDeferredValue(query.trim());
  const rows = useRows('county.cases', { ...open.period, ...open.only, figure: open.figure, query: asked });
  return (
    <Drawer
      open
      size={1180}
      onClose={onClose}
      title={open.title}
      styles={{ body: { display: 'flex', flexDirection: 'column', gap: 12, padding: 16 } }}
      extra={
        shown === null ? (
          <span className="bm-num bm-quiet">{words.period(open.period.from, open.period.to)}</span>
        ) : (
          <Button onClick={() => setShown(null)} data-testid="back-to-cases">
            ‹ {words.back}
          </Button>
        )
      }
    >
      {shown !== null && <OneCase id={shown} />}
      {/* Kept while a case is read, so that going back finds the same place in the list. */}
      <div className="cc-drawer-list" hidden={shown !== null} data-testid="figure-cases">
        <SearchField
          className="cc-filter"
          placeholder={words.search}
          value={query}
          onChange={setQuery}
          testId="cases-search"
        />
        <div className="cc-drawer-table">
          <VirtualTable
            label={open.title}
            testId="county-cases"
            columns={columnsFor(open.figure)}
            rows={rows}
            rowKey={(row) => row.case}
            onOpen={(row) => setShown(row.case)}
            empty={words.none}
          />
        </div>
      </div>
    </Drawer>
  );
}

function OneCase({ id }: { readonly id: EventId }) {
  const detail = useAnswer('county.case', { case: id });
  const [about, setAbout] = useState<HistoryItem | null>(null);
  const askButton = (item: HistoryItem) =>
    item.step && (
      <Button size="small" onClick={() => setAbout(item)} data-testid="ask" data-about={item.type}>
        {words.ask}
      </Button>
    );
  return (
    <>
      <Loaded answer={detail}>
        {(found) => <CaseView detail={found} historyExtra={askButton} Beyond={CaseBeyond} />}
      </Loaded>
      {about !== null && (
        <Question
          caseId={id}
          about={about}
          onClose={() => setAbout(null)}
          onAsked={() => {
            setAbout(null);
            void detail.refetch();
          }}
        />
      )}
    </>
  );
}

function CaseBeyond({ id, onClose }: { readonly id: EventId; readonly onClose: () => void }) {
  return <BeyondList rows={useRows('county.caseBeyond', { case: id })} onClose={onClose} />;
}

interface QuestionProps {
  readonly caseId: EventId;
  readonly about: HistoryItem;
  readonly onClose: () => void;
  readonly onAsked: () => void;
}

function Question({ caseId, about, onClose, onAsked }: QuestionProps) {
  const [text, setText] = useState('');
  const question = useAction('county.question', { done: words.asked });
  const send = async () => {
    const done = await question.run({ case: caseId, about: about.id, text: text.trim() });
    if (done !== null) onAsked();
  };
  return (
    <Modal
      open
      title={words.askTitle(about.label)}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={[
        <Button key="no" onClick={onClose}>
          {words.cancel}
        </Button>,
        <Button
          key="yes"
          type="primary"
          disabled={text.trim() === ''}
          loading={question.busy}
          onClick={() => void send()}
          data-testid="question-send"
        >
          {words.askSend}
        </Button>,
      ]}
    >
      <p className="bm-quiet">{words.askHint}</p>
      <Input.TextArea
        autoFocus
        rows={4}
        maxLength={400}
        aria-label={words.askText}
        placeholder={words.askText}
        value={text}
        onChange={(event) => setText(event.target.value)}
        data-testid="question-text"
      />
    </Modal>
  );
}

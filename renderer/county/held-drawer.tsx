/** One group of held events: the device that wrote them, why they wait, what each of them says, and what was decided. */
import { Alert, Button, Drawer } from 'antd';
import { HELD_REASONS } from '../../shared/api/county-held.ts';
import type { HeldDetail, HeldGroup, HeldList } from '../../shared/api/county-held.ts';
import { EventLines } from '../components/case/case-history.tsx';
import { Fact } from '../components/case/fact.tsx';
import { Loaded } from '../components/notes.tsx';
import { whenWords } from '../components/when-words.ts';
import { useAnswer } from './county-hooks.ts';
import type { Choice } from './held-decision.tsx';
import { TEXTS } from './texts.ts';

const words = TEXTS.held;

interface HeldDrawerProps {
  readonly group: HeldGroup;
  readonly list: HeldList;
  readonly onClose: () => void;
  readonly onChoose: (decision: Choice['decision'], group: HeldGroup) => void;
}

export function HeldDrawer({ group, list, onClose, onChoose }: HeldDrawerProps) {
  const detail = useAnswer('county.heldDetail', { key: group.key });
  // What was shown is what is decided: the buttons wait for the records.
  const shown = detail.data;
  const choose = (decision: Choice['decision']) => shown !== undefined && onChoose(decision, shown);
  return (
    <Drawer
      open
      size={860}
      onClose={onClose}
      title={words.ledgerOf(group.ledgerName)}
      extra={
        list !== 'admitted' && (
          <span className="cc-tools">
            {list === 'waiting' && (
              <Button disabled={shown === undefined} onClick={() => choose('keep-out')} data-testid="drawer-keep-out">
                {words.keepOut}
              </Button>
            )}
            <Button
              type="primary"
              disabled={shown === undefined}
              onClick={() => choose('admit')}
              data-testid="drawer-admit"
            >
              {words.admit}
            </Button>
          </span>
        )
      }
    >
      <Loaded answer={detail}>{(found) => <Group found={found} list={list} />}</Loaded>
    </Drawer>
  );
}

function Group({ found, list }: { readonly found: HeldDetail; readonly list: HeldList }) {
  const { decision } = found;
  return (
    <div className="bm-case" data-testid="held-group">
      {decision !== null && list !== 'waiting' && (
        <Alert
          type="info"
          showIcon
          data-testid="held-decision"
          title={`${words.decided[list]}（${words.decidedBy(decision.by, whenWords(decision.at))}）`}
          description={words.reasonIs(decision.reason)}
        />
      )}
      <section className="bm-panel">
        <dl className="bm-facts">
          <Fact label={words.facts.writer}>
            {found.placeName} {found.machine}
            {found.revokedAt !== null && ` (${words.revokedAt(whenWords(found.revokedAt))})`}
          </Fact>
          <Fact label={words.facts.carriers}>{found.carriers.join('、')}</Fact>
          <Fact label={words.facts.why}>{found.why.map((each) => HELD_REASONS[each]).join('；')}</Fact>
          {found.name !== null && (
            <Fact label={words.facts.case}>
              {found.name} {found.matterName} <span className="bm-num">{found.number}</span>
            </Fact>
          )}
        </dl>
        {list !== 'admitted' && <p className="bm-quiet">{words.caseIs[found.caseIs]}</p>}
      </section>
      <section className="bm-panel">
        <h2>{words.records}</h2>
        <ol className="bm-history">
          {found.records.map((record) => (
            <li key={record.id} className="bm-history-item" data-testid="held-record">
              <div className="bm-history-head">
                <span className="bm-history-label">{record.label}</span>
                <span className="bm-num">{record.on}</span>
                <span className="bm-quiet">{record.staffName}</span>
              </div>
              <EventLines lines={record.lines} />
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

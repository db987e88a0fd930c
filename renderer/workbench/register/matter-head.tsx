/** The chosen matter in a few lines: limit, fee, conditions, and its window. */
import { Alert, Button } from 'antd';
import type { SiteStatus } from '../../../shared/api/rows.ts';
import type { Matter } from '../../../shared/matter/catalogue.ts';
import { Tag } from '../../components/tags.tsx';
import { REGISTER_TEXTS as T } from '../texts.ts';

interface MatterHeadProps {
  readonly matter: Matter;
  readonly status: SiteStatus;
  readonly onOther: () => void;
}

export function MatterHead({ matter, status, onOther }: MatterHeadProps) {
  const mine = status.staff?.windows ?? [];
  const elsewhere = mine.length > 0 && !mine.includes(matter.window);
  return (
    <section className="bm-panel wr-matter" data-testid="matter">
      <div className="wr-matter-line">
        <span className="bm-num bm-quiet">{matter.code}</span>
        <h1>{matter.name}</h1>
        <Tag
          tone={matter.kind === 'immediate' ? 'good' : 'active'}
          text={matter.kind === 'immediate' ? T.immediate : T.promised(matter.promised)}
        />
        {matter.legal !== null && <span className="bm-quiet">{T.legal(matter.legal)}</span>}
        <span>{matter.window}</span>
        <Button size="small" onClick={onOther} data-testid="matter-change">
          {T.matterChange}
        </Button>
      </div>
      <div className="wr-matter-facts bm-quiet">
        <span>
          {T.condition}：{matter.conditions}
        </span>
        <span>
          {T.fee}：{matter.fee}
        </span>
        {matter.stepLimits !== undefined && (
          <span>
            {T.stepLimits}：{matter.stepLimits.map(({ step, limit }) => T.stepLimit(step, limit)).join('；')}
          </span>
        )}
        {matter.uncounted !== undefined && (
          <span>{T.uncounted(matter.uncounted.map(({ name }) => name).join('、'))}</span>
        )}
        {matter.decidedBy === 'county' && <span>{T.decidedByCounty}</span>}
        {matter.legalNote !== undefined && (
          <span>
            {T.legalNote}：{matter.legalNote}
          </span>
        )}
      </div>
      {elsewhere && <Alert type="info" showIcon title={T.otherWindow(matter.window)} data-testid="other-window" />}
    </section>
  );
}

/** The filing that a case belongs to (一件事): its other cases, each with its own clock, and whether all are done. */
import { Button } from 'antd';
import type { JointFiling } from '../../../shared/api/joint.ts';
import type { EventId } from '../../../shared/base/brands.ts';
import { Tag } from '../tags.tsx';
import { CASE_TEXTS } from '../texts.ts';
import './case.css';

interface JointPanelProps {
  readonly joint: JointFiling;
  /** The case that is shown. */
  readonly current: EventId;
  /** Opens another one; absent where cases are only read. */
  readonly onOpen?: ((id: EventId) => void) | undefined;
}

const words = CASE_TEXTS.joint;

export function JointPanel({ joint, current, onOpen }: JointPanelProps) {
  const done = joint.cases.filter((one) => one.done).length;
  return (
    <section className="bm-panel" data-testid="joint">
      <h2>
        {words.title(joint.name)}{' '}
        <Tag
          tone={joint.done ? 'good' : 'active'}
          text={joint.done ? words.done : words.progress(done, joint.cases.length)}
        />
      </h2>
      {joint.dueOn !== null && !joint.done && <p className="bm-quiet">{words.due(joint.dueOn)}</p>}
      <ul className="bm-joint">
        {joint.cases.map((one) => (
          <li key={one.case} data-testid="joint-case" data-done={one.done}>
            <strong>{one.matterName}</strong>
            <Tag tone={one.done ? 'good' : 'plain'} text={one.status} />
            <span className="bm-quiet">{one.window}</span>
            {one.dueOn !== null && !one.done && <span className="bm-num">{words.dueOn(one.dueOn)}</span>}
            {one.case === current && <span className="bm-quiet">{words.thisOne}</span>}
            {one.case !== current && onOpen !== undefined && (
              <Button type="link" size="small" onClick={() => onOpen(one.case)} data-testid="joint-open">
                {words.open}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

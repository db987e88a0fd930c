/** After saving: the number large, the due day, and straight on to the next person. */
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { CaseDetail } from '../../../shared/api/rows.ts';
import { UndoBar } from '../../components/case-actions/undo-bar.tsx';
import { DueDay, StatusTag } from '../../components/tags.tsx';
import { TEXTS } from '../../components/texts.ts';
import { REGISTER_TEXTS as T } from '../texts.ts';

interface RegisteredProps {
  readonly detail: CaseDetail;
  readonly onNext: () => void;
  readonly onOther: () => void;
  readonly onOpen: () => void;
  readonly onList: () => void;
}

export function Registered({ detail: saved, onNext, onOther, onOpen, onList }: RegisteredProps) {
  const next = useRef<HTMLButtonElement>(null);
  // After the dialog that was open until now has given the focus back.
  useEffect(() => {
    const timer = setTimeout(() => next.current?.focus());
    return () => clearTimeout(timer);
  }, []);
  const [detail, setDetail] = useState(saved);
  const [mayUndo, setMayUndo] = useState(true);
  const { row } = detail;
  const { undo } = detail.corrections;
  return (
    <section className="bm-panel wr-saved" data-testid="registered" role="status">
      <p className="wr-saved-title">
        {T.saved} <StatusTag row={row} />
      </p>
      <p className="wr-saved-number bm-num" data-testid="saved-number">
        {row.number}
      </p>
      <p>
        <strong>{row.name}</strong> {row.matterName}
      </p>
      {row.dueOn !== null && (
        <p className="wr-saved-due bm-num" data-testid="saved-due">
          {TEXTS.dueOn}{' '}
          <strong>
            <DueDay due={row} />
          </strong>
          {row.legal.dueOn !== null && (
            <span className="bm-quiet">
              {' '}
              {TEXTS.legalDueOn} <DueDay due={row.legal} />
            </span>
          )}
        </p>
      )}
      <p className="bm-quiet">{detail.deadlineText}</p>
      {mayUndo && undo !== null && (
        <UndoBar detail={detail} undo={undo} onGone={() => setMayUndo(false)} onUndone={setDetail} />
      )}
      <div className="wr-saved-buttons">
        <Button ref={next} type="primary" size="large" onClick={onNext} data-testid="next-person">
          {T.next} <kbd>{T.nextKey}</kbd>
        </Button>
        <Button size="large" onClick={onOther} data-testid="next-other">
          {T.nextOther} <kbd>F2</kbd>
        </Button>
        <Button size="large" onClick={onOpen} data-testid="open-saved">
          {T.open}
        </Button>
        <Button size="large" onClick={onList} data-testid="to-list">
          {T.toList}
        </Button>
      </div>
    </section>
  );
}

/** What a case has beyond what counts of it: its writer, place and time. */
import { Modal } from 'antd';
import type { BeyondRow } from '../../../shared/api/beyond.ts';
import type { Rows } from '../../app/hooks.tsx';
import { CASE_TEXTS } from '../texts.ts';
import { type Column, VirtualTable } from '../virtual-table.tsx';

const words = CASE_TEXTS.beyond;

const COLUMNS: readonly Column<BeyondRow>[] = [
  { key: 'label', title: words.label, width: 'minmax(7rem, 1fr)', cell: (row) => row.label },
  { key: 'on', title: words.on, width: '7rem', cell: (row) => <span className="bm-num">{row.on}</span> },
  { key: 'place', title: words.place, width: 'minmax(9rem, 1.5fr)', cell: (row) => row.placeName },
  { key: 'machine', title: words.machine, width: 'minmax(6rem, 1fr)', cell: (row) => row.machine },
  { key: 'staff', title: words.staff, width: '6rem', cell: (row) => row.staffName },
];

interface BeyondListProps {
  readonly rows: Rows<BeyondRow>;
  readonly onClose: () => void;
}

export function BeyondList({ rows, onClose }: BeyondListProps) {
  return (
    <Modal open width={760} title={words.title} footer={null} onCancel={onClose}>
      <div className="bm-beyond">
        <VirtualTable
          label={words.title}
          testId="beyond-events"
          columns={COLUMNS}
          rows={rows}
          rowKey={(row) => row.id}
          empty={words.none}
          takeFocus
        />
      </div>
    </Modal>
  );
}

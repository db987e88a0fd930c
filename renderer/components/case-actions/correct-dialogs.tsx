/** What was entered wrongly, put right: what a step says, the matter, the step taken last. */
import { App } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import type { CaseDetail, SiteStatus } from '../../../shared/api/rows.ts';
import type { CorrectableStep } from '../../../shared/api/corrections.ts';
import type { EventId, MatterCode } from '../../../shared/base/brands.ts';
import { reason } from '../../../shared/case/field.ts';
import { formRowsOf } from '../../../shared/case/form.ts';
import type { FormContext, FormRow } from '../../../shared/case/form.ts';
import { MaterialListSchema } from '../../../shared/case/materials.ts';
import type { MaterialItem } from '../../../shared/case/materials.ts';
import { STEPS } from '../../../shared/case/steps/index.ts';
import { MatterCodeSchema } from '../../../shared/base/brands.ts';
import { useAction, useAnswer } from '../../app/client-hooks.ts';
import { ActionDialog } from './action-dialog.tsx';
import { checkCorrection, correctionForm } from './correction-form.ts';
import { PaperDialog } from './paper-dialog.tsx';
import { ACTION_TEXTS as T } from './texts.ts';

interface DialogProps {
  readonly detail: CaseDetail;
  readonly status: SiteStatus;
  readonly onClose: () => void;
}

const contextOf = ({ detail, status }: DialogProps, materials: readonly MaterialItem[]): FormContext => ({
  today: status.today,
  materials,
  window: detail.row.window,
  limit: null,
  detail,
  villages: status.villages,
});

export function CorrectDialog(props: DialogProps & { readonly about: EventId; readonly step: CorrectableStep }) {
  const { detail, status, about, step, onClose } = props;
  const { message } = App.useApp();
  const correct = useAction('cases.correct', { quiet: true });
  const [{ rows, start }] = useState(() => correctionForm(step));
  return (
    <ActionDialog
      title={T.correctStep(STEPS[step.type].label)}
      yes={T.correct}
      rows={rows}
      start={start}
      context={contextOf(props, (step.values['materials'] as readonly MaterialItem[] | undefined) ?? detail.materials)}
      depth={0}
      Paper={PaperDialog}
      check={(data) =>
        checkCorrection(step, data, { today: status.today, began: detail.row.on, person: detail.person })
      }
      busy={correct.busy}
      error={correct.error}
      onClose={onClose}
      onSubmit={async ({ input }) => {
        const saved = await correct.run({ case: detail.row.case, about, ...input });
        if (saved === null) return;
        void message.success(T.saved(T.correct));
        onClose();
      }}
    />
  );
}

const REASON_ROWS = formRowsOf({ reason: reason('更正原因') });
const MatterInputSchema = z.strictObject({
  matter: MatterCodeSchema,
  materials: MaterialListSchema,
  reason: z.string().trim().min(1, T.mustFill),
});

/** Of the papers that the right matter asks for, those that are here under the same name are here. */
const papersOf = (
  wanted: readonly { readonly name: string; readonly required: boolean }[],
  here: readonly MaterialItem[],
): readonly MaterialItem[] =>
  wanted.map(({ name, required }) => {
    const known = here.find((item) => item.name === name);
    return known ?? { name, state: required ? 'missing' : 'not-needed' };
  });

/** Two dialogs after each other: which matter, then its papers, as only the matter says which they are. */
export function MatterDialog(props: DialogProps) {
  const { detail, status, onClose } = props;
  const { message } = App.useApp();
  const correct = useAction('cases.correctMatter', { quiet: true });
  const [matter, setMatter] = useState<MatterCode | null>(null);
  const found = useAnswer('matters.get', { code: (matter ?? '') as MatterCode }, { when: matter !== null });
  const proxyableOnly = status.place?.kind === 'village';
  if (matter === null || found.data === undefined)
    return (
      <ActionDialog
        key="matter"
        title={T.matter}
        yes={T.next}
        rows={[matterRow(detail, proxyableOnly)]}
        context={contextOf(props, [])}
        lead={T.matterLead}
        depth={0}
        check={(data) => z.strictObject({ matter: MatterCodeSchema }).safeParse(data)}
        busy={found.isFetching}
        error={found.error}
        onClose={onClose}
        onSubmit={({ input }) => setMatter(input.matter)}
      />
    );
  const materials = papersOf(found.data.materials, detail.materials);
  return (
    <ActionDialog
      key="materials"
      title={T.matterTo(found.data.name)}
      yes={T.matter}
      rows={[...(materials.length > 0 ? [MATERIALS_ROW] : []), ...REASON_ROWS]}
      context={contextOf(props, materials)}
      lead={T.matterLead}
      depth={0}
      Paper={PaperDialog}
      check={(data) => MatterInputSchema.safeParse({ matter, materials: [], ...data })}
      busy={correct.busy}
      error={correct.error}
      onClose={onClose}
      onSubmit={async ({ input }) => {
        const saved = await correct.run({ case: detail.row.case, heads: [...detail.heads], ...input });
        if (saved === null) return;
        void message.success(T.saved(T.matter));
        onClose();
      }}
    />
  );
}

const matterRow = ({ row }: CaseDetail, proxyableOnly: boolean): FormRow => ({
  kind: 'matter',
  proxyableOnly,
  key: 'matter',
  field: 'matter',
  label: T.matterRight,
  hint: T.matterNow(row.matterName),
  optional: false,
  blank: 'kept',
});

const MATERIALS_ROW: FormRow = {
  kind: 'materials',
  key: 'materials',
  field: 'materials',
  label: T.materials,
  optional: false,
  blank: 'kept',
};

const UNDO_ROWS = formRowsOf({ reason: reason('撤销原因') });

export function UndoDialog(props: DialogProps & { readonly undo: NonNullable<CaseDetail['corrections']['undo']> }) {
  const { detail, undo, onClose } = props;
  const { message } = App.useApp();
  const take = useAction('cases.undo', { quiet: true });
  return (
    <ActionDialog
      title={T.undoLast(undo.label)}
      yes={T.undo}
      grave
      rows={UNDO_ROWS}
      context={contextOf(props, [])}
      lead={T.undoLead(undo.label)}
      depth={0}
      check={(data) => z.strictObject({ reason: z.string().trim().min(1, T.mustFill) }).safeParse(data)}
      busy={take.busy}
      error={take.error}
      onClose={onClose}
      onSubmit={async ({ input }) => {
        const saved = await take.run({ case: detail.row.case, heads: [...detail.heads], step: undo.step, ...input });
        if (saved === null) return;
        void message.success(T.undone(undo.label));
        onClose();
      }}
    />
  );
}

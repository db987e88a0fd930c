/** The form of one step on a case, and what taking it says. */
import { App } from 'antd';
import type { CaseDetail, SiteStatus } from '../../../shared/api/rows.ts';
import type { EventId } from '../../../shared/base/brands.ts';
import { STEP_FORMS, stepButton } from '../../../shared/case/buttons.ts';
import type { FormContext } from '../../../shared/case/form.ts';
import { STEPS } from '../../../shared/case/steps/index.ts';
import type { LaterStepType } from '../../../shared/case/steps/index.ts';
import { useAction, useAnswer } from '../../app/client-hooks.ts';
import { bothDueDays } from '../tones.ts';
import { StepDialog } from './step-dialog.tsx';
import { ACTION_TEXTS as T } from './texts.ts';

interface StepFormProps {
  readonly detail: CaseDetail;
  readonly status: SiteStatus;
  readonly step: LaterStepType;
  /** What stands above the fields where the page behind does not say which case it is. */
  readonly lead?: string;
  /** The step is saved; it may be taken back by this id. */
  readonly onTaken?: (step: EventId | null) => void;
  readonly onClose: () => void;
}

export function StepForm(props: StepFormProps) {
  const { detail, status, step, onTaken, onClose } = props;
  const { message } = App.useApp();
  const showsDue = stepButton(step)?.showsDue === true;
  const due = useAnswer('cases.due', { matter: detail.row.matter }, { when: showsDue });
  const asksMinute = STEP_FORMS[step].some(({ kind }) => kind === 'time');
  const clock = useAnswer('site.minute', {}, { when: asksMinute, anew: true });
  const take = useAction('cases.step', { quiet: true });
  const context: FormContext = {
    today: status.today,
    materials: detail.materials,
    window: detail.row.window,
    county: status.county,
    at: status.place?.kind,
    ...(clock.data === undefined ? {} : { minute: clock.data.minute }),
    limit: due.data?.dueOn ?? null,
    detail,
  };
  if ((showsDue && due.isPending) || (asksMinute && clock.isPending)) return null;
  return (
    <StepDialog
      step={step}
      context={context}
      withDate
      lead={props.lead ?? (due.data && <span data-testid="dialog-due">{T.due(bothDueDays(due.data))}</span>)}
      busy={take.busy}
      error={take.error}
      onClose={onClose}
      onSubmit={async ({ input, on }) => {
        const saved = await take.run({
          case: detail.row.case,
          heads: [...detail.heads],
          step: input,
          ...(on === undefined ? {} : { on }),
        });
        if (saved === null) return;
        void message.success(T.saved(STEPS[step].label));
        onTaken?.(saved.corrections.undo?.step ?? null);
        onClose();
      }}
    />
  );
}

/** A case with all that may be done to it now: the allowed steps as buttons, remarks beside them. */
import { App, Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { ComponentType } from 'react';
import type { CaseDetail, HistoryItem, SiteStatus } from '../../../shared/api/rows.ts';
import type { EventId } from '../../../shared/base/brands.ts';
import { REMARK_FORMS, orderedSteps, remarksFor, stepButton } from '../../../shared/case/buttons.ts';
import type { FormContext } from '../../../shared/case/form.ts';
import { REMARKS } from '../../../shared/case/remarks/index.ts';
import type { RemarkInput } from '../../../shared/case/remarks/index.ts';
import { STEPS } from '../../../shared/case/steps/index.ts';
import type { LaterStepType } from '../../../shared/case/steps/index.ts';
import { useAction, useAnswer } from '../../app/client-hooks.ts';
import { CaseView } from '../case/case-view.tsx';
import { CaseBeyond } from './case-beyond.tsx';
import { CorrectDialog, MatterDialog, UndoDialog } from './correct-dialogs.tsx';
import { UndoBar } from './undo-bar.tsx';
import { Loaded } from '../notes.tsx';
import { ActionDialog } from './action-dialog.tsx';
import { checkRemark } from './check-step.ts';
import { StepForm } from './step-form.tsx';
import { focusPage } from '../use-return-focus.ts';
import { ACTION_TEXTS as T } from './texts.ts';
import './case-actions.css';

interface ActionsProps {
  readonly detail: CaseDetail;
  readonly status: SiteStatus;
}

interface RemarkFormProps extends ActionsProps {
  readonly remark: RemarkInput['type'];
  /** Absent: the case as it stands, or its open question. */
  readonly about?: EventId;
  readonly onClose: () => void;
}

function RemarkForm(props: RemarkFormProps) {
  const { detail, status, remark, onClose } = props;
  const { message } = App.useApp();
  const write = useAction('cases.remark', { quiet: true });
  const question = detail.questions.find((each) => !each.answered);
  const about = props.about ?? (remark === 'answered' ? question?.id : (detail.heads[0] ?? detail.row.case));
  const context: FormContext = {
    today: status.today,
    materials: detail.materials,
    window: detail.row.window,
    county: status.county,
    limit: null,
    detail,
    villages: status.villages,
  };
  return (
    <ActionDialog
      title={REMARKS[remark].label}
      rows={REMARK_FORMS[remark]}
      context={context}
      depth={1}
      lead={remark === 'answered' ? question?.text : undefined}
      check={(data) => checkRemark(remark, data, context)}
      busy={write.busy}
      error={write.error}
      onClose={onClose}
      onSubmit={async ({ input }) => {
        const saved = await write.run({ case: detail.row.case, about: about ?? detail.row.case, remark: input });
        if (saved === null) return;
        void message.success(T.saved(REMARKS[remark].label));
        onClose();
      }}
    />
  );
}

const isGrave = (step: LaterStepType) => stepButton(step)?.grave === true;

function Actions({ detail, status, Tool }: ActionsProps & Pick<CasePageProps, 'Tool'>) {
  const [step, setStep] = useState<LaterStepType | null>(null);
  const [remark, setRemark] = useState<RemarkInput['type'] | null>(null);
  const steps = orderedSteps(detail.allowed).filter((each) => stepButton(each)?.offered?.(detail) ?? true);
  const first = steps.find((each) => !isGrave(each));
  const seen = useRef(detail.heads);
  // The button of the step just taken may be gone now, and the keys with it.
  useEffect(() => {
    if (seen.current === detail.heads) return;
    seen.current = detail.heads;
    focusPage();
  }, [detail.heads]);
  const { undo, matter } = detail.corrections;
  const [taken, setTaken] = useState<EventId | null>(null);
  const [correcting, setCorrecting] = useState<'matter' | 'undo' | null>(null);
  const hasQuestion = detail.questions.some((question) => !question.answered);
  return (
    <div className="bm-actions bm-screen-only" data-testid="case-actions">
      {undo !== null && taken === undo.step && (
        <UndoBar key={undo.step} detail={detail} undo={undo} onGone={() => setTaken(null)} />
      )}
      {hasQuestion && (
        <Button type="primary" onClick={() => setRemark('answered')} data-testid="remark-answered">
          {REMARKS.answered.label}
        </Button>
      )}
      {steps.map((each) => (
        <Button
          key={each}
          type={each === first ? 'primary' : 'default'}
          danger={isGrave(each)}
          onClick={() => setStep(each)}
          data-testid={`step-${each}`}
        >
          {STEPS[each].label}
        </Button>
      ))}
      <span className="bm-actions-gap" />
      <span className="bm-remarks">
        {remarksFor({ ...detail.row, rating: detail.rating }).map((each) => (
          <Button key={each} type="text" onClick={() => setRemark(each)} data-testid={`remark-${each}`}>
            {REMARKS[each].label}
          </Button>
        ))}
        {matter && (
          <Button type="text" onClick={() => setCorrecting('matter')} data-testid="correct-matter">
            {T.matter}
          </Button>
        )}
        {undo !== null && (
          <Button type="text" onClick={() => setCorrecting('undo')} data-testid="undo-last">
            {T.undoLast(undo.label)}
          </Button>
        )}
        {Tool !== undefined && <Tool detail={detail} />}
      </span>
      {correcting === 'matter' && <MatterDialog detail={detail} status={status} onClose={() => setCorrecting(null)} />}
      {correcting === 'undo' && undo !== null && (
        <UndoDialog detail={detail} status={status} undo={undo} onClose={() => setCorrecting(null)} />
      )}
      {step !== null && (
        <StepForm detail={detail} status={status} step={step} onTaken={setTaken} onClose={() => setStep(null)} />
      )}
      {remark !== null && (
        <RemarkForm detail={detail} status={status} remark={remark} onClose={() => setRemark(null)} />
      )}
    </div>
  );
}

function CorrectButton({ item, onChoose }: { readonly item: HistoryItem; readonly onChoose: () => void }) {
  return (
    <Button
      type="link"
      size="small"
      className="bm-screen-only"
      aria-label={T.correctStep(item.label)}
      onClick={onChoose}
      data-testid={`correct-${item.type}`}
    >
      {T.correct}
    </Button>
  );
}

interface CasePageProps {
  readonly id: string;
  readonly onOpenCase?: (id: EventId) => void;
  readonly status: SiteStatus;
  /** A control of the page that shows the case, beside the remarks. */
  readonly Tool?: ComponentType<{ readonly detail: CaseDetail }> | undefined;
}

export function CasePage({ id, status, onOpenCase, Tool }: CasePageProps) {
  const answer = useAnswer('cases.get', { case: id as CaseDetail['row']['case'] });
  const [about, setAbout] = useState<EventId | null>(null);
  const [rating, setRating] = useState<{ readonly remark: RemarkInput['type']; readonly about: EventId } | null>(null);
  return (
    <Loaded answer={answer}>
      {(detail) => {
        const { steps } = detail.corrections;
        const step = about === null ? undefined : steps[about];
        const correctButton = (item: HistoryItem) =>
          steps[item.id] && <CorrectButton item={item} onChoose={() => setAbout(item.id)} />;
        return (
          <>
            <CaseView
              detail={detail}
              actions={<Actions detail={detail} status={status} Tool={Tool} />}
              historyExtra={correctButton}
              onOpenCase={onOpenCase}
              onRating={(remark, of) => setRating({ remark, about: of })}
              Beyond={CaseBeyond}
            />
            {rating !== null && (
              <RemarkForm detail={detail} status={status} {...rating} onClose={() => setRating(null)} />
            )}
            {about !== null && step !== undefined && (
              <CorrectDialog detail={detail} status={status} about={about} step={step} onClose={() => setAbout(null)} />
            )}
          </>
        );
      }}
    </Loaded>
  );
}

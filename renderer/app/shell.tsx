/** What stands around every desk: place, day, member of staff, sync light, text size, status of the machine. */
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { SiteStatus, StaffMember } from '../../shared/api/rows.ts';
import { SyncLight } from '../components/sync-light.tsx';
import { StickButton } from '../stick/stick-dialog.tsx';
import { Banners } from './banners.tsx';
import { useAction, useAnswer } from './client-hooks.ts';
import { EnrolByStick } from '../stick/enrol-by-stick.tsx';
import { EnrolForm } from './enrol-form.tsx';
import { setLargeText, useLargeText } from './large-text.ts';
import { StaffChooser } from './staff-form.tsx';
import { StatusPage } from './status-page.tsx';
import { FIRST_RUN_TEXTS, SHELL_TEXTS, STAFF_TEXTS, STATUS_TEXTS } from './texts.ts';
import { dayWords } from './today.ts';
import './shell.css';

function Today({ status }: { readonly status: SiteStatus }) {
  const words = dayWords(status);
  return (
    <span className="bm-today bm-num" data-testid="today">
      <span>{words.date}</span> <span>{words.weekday}</span> <span className="bm-today-kind">{words.kind}</span>
    </span>
  );
}

function Light() {
  const status = useAnswer('sync.status', {});
  const sync = useAction('sync.now');
  if (status.data === undefined) return null;
  return <SyncLight status={status.data} busy={sync.busy} onSync={() => void sync.run({})} />;
}

function StaffButton({ status }: { readonly status: SiteStatus }) {
  const [open, setOpen] = useState(false);
  const { message } = App.useApp();
  const chosen = (member: StaffMember) => {
    setOpen(false);
    void message.success(STAFF_TEXTS.chosen(member.name));
  };
  return (
    <>
      <Button ghost onClick={() => setOpen(true)} data-testid="staff-button">
        {status.staff?.name ?? SHELL_TEXTS.noStaff}
      </Button>
      <Modal open={open} onCancel={() => setOpen(false)} footer={null} title={STAFF_TEXTS.title} destroyOnHidden>
        <p className="bm-quiet">{STAFF_TEXTS.hint}</p>
        <StaffChooser status={status} onChosen={chosen} onCancel={() => setOpen(false)} />
      </Modal>
    </>
  );
}

/** The way from trying to real use. */
function TrialButton() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="bm-trial" onClick={() => setOpen(true)} data-testid="trial">
        {SHELL_TEXTS.trial}
        <span className="bm-trial-more">{SHELL_TEXTS.trialMore}</span>
      </button>
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        footer={null}
        title={FIRST_RUN_TEXTS.enrolTitle}
        width="38rem"
        destroyOnHidden
      >
        <p className="bm-quiet">{FIRST_RUN_TEXTS.enrolText}</p>
        <EnrolForm onDone={() => setOpen(false)} />
        <EnrolByStick />
      </Modal>
    </>
  );
}

export function Shell({ status, children }: { readonly status: SiteStatus; readonly children: ReactNode }) {
  const large = useLargeText();
  const [statusOpen, setStatusOpen] = useState(false);
  const { message } = App.useApp();
  const enrolledAgain = () => {
    setStatusOpen(false);
    void message.success(STATUS_TEXTS.enrolledAgain, 6);
  };
  return (
    <div className="bm-shell">
      <header className="bm-header bm-screen-only">
        <span className="bm-product">{SHELL_TEXTS.product}</span>
        <span className="bm-place" data-testid="place" title={status.place?.name}>
          {status.place?.name}
        </span>
        {status.mode === 'trial' && <TrialButton />}
        <Today status={status} />
        <span className="bm-header-gap" />
        <Light />
        {status.mode === 'enrolled' && status.staff !== null && <StickButton status={status} />}
        <Button ghost onClick={() => setLargeText(!large)} data-testid="large-text" aria-pressed={large}>
          {large ? SHELL_TEXTS.normalText : SHELL_TEXTS.largeText}
        </Button>
        <Button ghost onClick={() => setStatusOpen(true)} data-testid="status-button">
          {SHELL_TEXTS.status}
        </Button>
        <StaffButton status={status} />
      </header>
      <Banners status={status} />
      <div className="bm-desk">{children}</div>
      <Modal
        open={statusOpen}
        onCancel={() => setStatusOpen(false)}
        footer={null}
        title={SHELL_TEXTS.status}
        width="44rem"
        destroyOnHidden
      >
        <StatusPage status={status} onEnrolled={enrolledAgain} />
      </Modal>
    </div>
  );
}

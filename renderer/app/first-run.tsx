/** A machine that is new: try it with a demo county, or enrol it. */
import { Button } from 'antd';
import { ErrorNote } from '../components/notes.tsx';
import { EnrolByStick } from '../stick/enrol-by-stick.tsx';
import { useAction } from './client-hooks.ts';
import { EnrolForm } from './enrol-form.tsx';
import { FIRST_RUN_TEXTS } from './texts.ts';
import './shell.css';

function Try() {
  const attempt = useAction('site.try', { quiet: true });
  return (
    <section className="bm-gate-try">
      <div>
        <h2>{FIRST_RUN_TEXTS.tryTitle}</h2>
        <p className="bm-quiet">{FIRST_RUN_TEXTS.tryText}</p>
      </div>
      <Button
        size="large"
        disabled={attempt.busy}
        onClick={() => void attempt.run({ as: 'centre' })}
        data-testid="try-centre"
      >
        {FIRST_RUN_TEXTS.tryCentre}
      </Button>
      <Button
        size="large"
        disabled={attempt.busy}
        onClick={() => void attempt.run({ as: 'village' })}
        data-testid="try-village"
      >
        {FIRST_RUN_TEXTS.tryVillage}
      </Button>
      {attempt.busy && <p role="status">{FIRST_RUN_TEXTS.preparing}</p>}
      {attempt.error !== null && <ErrorNote error={attempt.error} />}
    </section>
  );
}

export function FirstRun() {
  return (
    <main className="bm-gate" data-testid="first-run">
      <div className="bm-gate-card">
        <h1>{FIRST_RUN_TEXTS.title}</h1>
        <p>{FIRST_RUN_TEXTS.lead}</p>
        <div className="bm-gate-columns">
          <Try />
          <div>
            <h2>{FIRST_RUN_TEXTS.enrolTitle}</h2>
            <p className="bm-quiet">{FIRST_RUN_TEXTS.enrolText}</p>
            <EnrolForm />
            <EnrolByStick />
          </div>
        </div>
      </div>
    </main>
  );
}

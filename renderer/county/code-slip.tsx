/** A new enrolment code: big, in groups of four, with how to use it; the same sheet is what is printed. */
import { Alert, Button } from 'antd';
import type { OutputOf } from '../../shared/api/contract.ts';
import type { CountyMethods } from '../../shared/api/county.ts';
import { whenWords } from '../components/when-words.ts';
import { groupCode } from './place-search.ts';
import { TEXTS } from './texts.ts';

export type NewCode = OutputOf<CountyMethods['county.createCode']>;
const words = TEXTS.enrol;
/** An address of the server itself, which no other machine can reach. */
const LOOPBACK = /^https:\/\/(127\.|localhost|\[::1\])/u;

export function CodeSlip({ made, onDone }: { readonly made: NewCode; readonly onDone: () => void }) {
  return (
    <section className="cc-slip-page" data-testid="code-slip">
      <div className="cc-slip-notices bm-screen-only">
        <Alert type="warning" showIcon title={words.once} />
        {made.addresses.every((address) => LOOPBACK.test(address)) && (
          <Alert type="warning" showIcon title={words.onlyHere} data-testid="only-here" />
        )}
      </div>
      <article className="cc-slip">
        <h2>{words.slipTitle}</h2>
        <p className="cc-slip-place">{made.placeName}</p>
        <p className="cc-code bm-num" data-testid="code" data-code={made.code}>
          {groupCode(made.code)}
        </p>
        <p>{words.expires(whenWords(made.expiresAt))}</p>
        <p>
          {words.address}：<strong className="cc-address">{made.addresses.join(` ${words.or} `)}</strong>
        </p>
        <ol>
          {words.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {words.notes.map((note) => (
          <p key={note}>{note}</p>
        ))}
        <p className="cc-slip-warning">{words.warning}</p>
      </article>
      <div className="cc-slip-buttons bm-screen-only">
        <Button size="large" onClick={() => window.print()} data-testid="print-code">
          {words.print}
        </Button>
        <Button size="large" type="primary" onClick={onDone} data-testid="code-done">
          {words.done}
        </Button>
      </div>
    </section>
  );
}

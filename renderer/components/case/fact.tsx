/** One thing that is known of a case: its name and what it is. */
import type { ReactNode } from 'react';
import { CASE_TEXTS } from '../texts.ts';
import './case.css';

export function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="bm-fact">
      <dt>{label}</dt>
      <dd>{children ?? <span className="bm-quiet">{CASE_TEXTS.none}</span>}</dd>
    </div>
  );
}

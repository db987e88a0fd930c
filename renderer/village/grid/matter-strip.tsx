/** Big numbered buttons for the matters that fit; below the grid, always in the same place. */
import { TEXTS } from '../texts.ts';
import type { MatterChoice, MatterChoices } from './use-matter-choices.ts';

interface MatterStripProps {
  readonly choices: MatterChoices;
  readonly onChoose: (choice: MatterChoice) => void;
}

export function MatterStrip({ choices, onChoose }: MatterStripProps) {
  return (
    <section className="vg-strip" aria-label={TEXTS.matters.title} data-testid="matter-strip">
      <h3>{choices.from === 'asked' ? TEXTS.matters.candidates : TEXTS.matters.title}</h3>
      {choices.list.length === 0 && (
        <p className="bm-quiet">{choices.searching ? TEXTS.matters.searching : TEXTS.matters.none}</p>
      )}
      <div className="vg-strip-list">
        {choices.list.map((choice, index) => (
          <button
            key={choice.name}
            type="button"
            tabIndex={-1}
            className="vg-choice"
            data-refused={!choice.proxyable || undefined}
            data-testid={`matter-choice-${index + 1}`}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(choice)}
          >
            <span className="vg-key">{index + 1}</span>
            <span className="vg-choice-name">{choice.name}</span>
            <span className="vg-choice-hint">{choice.proxyable ? choice.hint : `✗ ${TEXTS.matters.notProxyable}`}</span>
          </button>
        ))}
      </div>
    </section>
  );
}
